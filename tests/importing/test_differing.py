"""What changed between two readings, in words."""

from dataclasses import replace

import pytest

from telegrams.importing.differing import differences
from telegrams.records import TelegramRecord
from tests.making import a_record


@pytest.fixture
def record() -> TelegramRecord:
    """A reading of a document."""
    return a_record("He called.", document="d1", message_number="3930", notes=("Not printed.",))


def test_one_reading_differs_in_nothing_from_itself(record: TelegramRecord) -> None:
    assert differences(record, record) == ""


def test_a_header_value_is_named_with_both_readings(record: TelegramRecord) -> None:
    later = a_record("He called.", document="d1", message_number="3931", notes=("Not printed.",))

    assert differences(record, later) == "Message number: “3930” → “3931”"


def test_a_value_that_went_is_not_stated(record: TelegramRecord) -> None:
    later = a_record("He called.", document="d1", notes=("Not printed.",))

    assert differences(record, later) == "Message number: “3930” → not stated"


def test_what_has_no_field_is_named_by_what_it_is(record: TelegramRecord) -> None:
    later = replace(record, footnotes=())

    assert differences(record, later) == "footnotes"


def test_lines_that_moved_are_no_difference(record: TelegramRecord) -> None:
    moved = replace(record, passages=tuple(replace(passage, line=40) for passage in record.passages))

    assert differences(record, moved) == ""
