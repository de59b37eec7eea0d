"""What readers see: loaded values, with people's corrections standing over them."""

import re
from datetime import date, time

import pytest

from telegrams.corrections import CorrectedValue, NotAValue, checked, columns, show
from telegrams.records import Place, ReadValue
from telegrams.vocabulary import HeaderField, Origin

SENDER = ReadValue(HeaderField.SENDER_NAME, "Barriman", "Barriman", place=Place(3, 36, 44))
SENT = ReadValue(HeaderField.SENT, None, "1945-11-22", Origin.INFERRED, "file-number-day")


def a_correction(field: HeaderField, value: str, made_against: str) -> CorrectedValue:
    return CorrectedValue(field, value, made_against, "misprint", "the original", "An Editor", date(2026, 11, 24))


def test_without_corrections_the_loaded_value_is_shown_with_its_origin_and_place() -> None:
    shown = show([SENDER, SENT], [])

    assert shown[HeaderField.SENDER_NAME].value == "Barriman"
    assert shown[HeaderField.SENDER_NAME].place == Place(3, 36, 44)
    assert (shown[HeaderField.SENT].origin, shown[HeaderField.SENT].rule) == (Origin.INFERRED, "file-number-day")


def test_a_field_nothing_states_is_shown_empty() -> None:
    shown = show([], [])

    assert {value.value for value in shown.values()} == {""}
    assert set(shown) == set(HeaderField)


def test_a_correction_is_shown_beside_what_was_read() -> None:
    shown = show([SENDER], [a_correction(HeaderField.SENDER_NAME, "Harriman", "Barriman")])

    value = shown[HeaderField.SENDER_NAME]
    assert (value.value, value.loaded, value.origin) == ("Harriman", "Barriman", Origin.CORRECTED)
    assert not value.conflicting


def test_a_loaded_value_that_moved_under_a_correction_is_a_conflict() -> None:
    shown = show([SENDER], [a_correction(HeaderField.SENDER_NAME, "Harriman", "Marriman")])

    assert shown[HeaderField.SENDER_NAME].value == "Harriman"
    assert shown[HeaderField.SENDER_NAME].conflicting


def test_a_loaded_value_that_came_to_agree_is_no_conflict() -> None:
    agreed = ReadValue(HeaderField.SENDER_NAME, "Harriman", "Harriman")

    shown = show([agreed], [a_correction(HeaderField.SENDER_NAME, "Harriman", "Barriman")])

    assert not shown[HeaderField.SENDER_NAME].conflicting


def test_a_correction_can_say_that_something_is_not_stated() -> None:
    shown = show([SENT], [a_correction(HeaderField.SENT, "", "1945-11-22")])

    assert columns(shown).earliest is None


@pytest.mark.parametrize(
    ("sent", "earliest", "latest"),
    [
        pytest.param("1945-11-22", date(1945, 11, 22), date(1945, 11, 22), id="a day"),
        pytest.param("1945-11", date(1945, 11, 1), date(1945, 11, 30), id="a month"),
        pytest.param("1949-06-23/..", date(1949, 6, 23), None, id="not before"),
        pytest.param("", None, None, id="not stated"),
    ],
)
def test_the_day_sent_becomes_an_interval(sent: str, earliest: date | None, latest: date | None) -> None:
    row = columns(show([ReadValue(HeaderField.SENT, None, sent)], []))

    assert (row.earliest, row.latest) == (earliest, latest)


def test_receipt_becomes_a_day_and_an_hour() -> None:
    row = columns(show([ReadValue(HeaderField.RECEIVED, None, "1945-11-23T09:20")], []))

    assert (row.received_on, row.received_time) == (date(1945, 11, 23), time(9, 20))


def test_a_file_number_is_comparable_and_has_its_class() -> None:
    row = columns(show([ReadValue(HeaderField.FILE_NUMBER, None, "711.61/11–2245"), SENT], []))

    assert (row.file_key, row.file_class) == ("711.61/11-2245", "1910.7.11.61")


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        pytest.param(HeaderField.SENT, "1945-11-22", "1945-11-22", id="a day"),
        pytest.param(HeaderField.SENT, " ", "", id="nothing"),
        pytest.param(HeaderField.KIND, "Circular telegram", "circular", id="a kind by its label"),
        pytest.param(HeaderField.SENDER_NAME, " W. Averell   Harriman ", "W. Averell Harriman", id="blanks"),
        pytest.param(HeaderField.SENT_TIME, "18:00", "18:00", id="an hour"),
        pytest.param(HeaderField.FIRST_PAGE, "IX", "IX", id="a page in Roman figures"),
        pytest.param(HeaderField.LAST_PAGE, "922a", "922a", id="a page put in"),
        pytest.param(HeaderField.SIGNATURE, "Harriman\r\nKennan", "Harriman\nKennan", id="lines of a browser"),
    ],
)
def test_what_an_editor_types_is_brought_to_its_canonical_form(field: HeaderField, typed: str, value: str) -> None:
    assert checked(field, typed) == value


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        pytest.param(HeaderField.SENT, "1945-02-30", id="no such day"),
        pytest.param(HeaderField.SENT, "yesterday", id="no date"),
        pytest.param(HeaderField.SENT, "9999-12-31", id="a year to come"),
        pytest.param(HeaderField.SENT, "0945", id="a year before any telegram"),
        pytest.param(HeaderField.RECEIVED, "9145-11-23", id="a receipt with digits turned about"),
        pytest.param(HeaderField.KIND, "poem", id="no kind"),
        pytest.param(HeaderField.SENT_TIME, "25:00", id="no hour"),
        pytest.param(HeaderField.RECEIVED, "soon", id="no receipt"),
        pytest.param(HeaderField.RECEIVED, "1945-11-23Tnoon", id="a day of receipt with a word"),
        pytest.param(HeaderField.SENT_TIME, "18:00Z", id="an hour with a zone"),
        pytest.param(HeaderField.FIRST_PAGE, "-5", id="no page"),
        pytest.param(HeaderField.LAST_PAGE, "99999999999", id="more pages than a volume has"),
        pytest.param(HeaderField.LAST_PAGE, "abc", id="a word for a page"),
    ],
)
def test_what_is_no_value_of_a_field_is_refused_with_the_forms_accepted(field: HeaderField, typed: str) -> None:
    with pytest.raises(NotAValue, match=typed):
        checked(field, typed)


@pytest.mark.parametrize(
    ("typed", "sign"),
    [
        pytest.param("\u200b", "U+200B", id="a blank without width alone"),
        pytest.param("The Minister\u202e", "U+202E", id="a mark that turns what follows"),
        pytest.param("The Mini\x07ster", "U+0007", id="a control"),
    ],
)
def test_a_sign_that_nobody_sees_is_refused_by_its_number(typed: str, sign: str) -> None:
    with pytest.raises(NotAValue, match=f"nobody sees .{re.escape(sign)}"):
        checked(HeaderField.HEADING, typed)


def test_a_long_value_is_not_repeated_whole_where_it_is_refused() -> None:
    with pytest.raises(NotAValue) as refused:
        checked(HeaderField.SENT, "x" * 3_000)

    assert len(str(refused.value)) < 200
