"""References as printed find what is held, however many a document holds."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from telegrams.importing.resolving.references import resolve_references
from telegrams.importing.resolving.sought import by_file, files_concerned_by, resolve_files
from telegrams.models import CrossReference, Telegram
from telegrams.records import ReferenceRecord
from telegrams.vocabulary import Certainty
from tests.making import a_record, stored

pytestmark = pytest.mark.django_db


def citing(wanted: tuple[tuple[str, str], ...], times: int = 1) -> Telegram:
    """A stored document with that many references of the same aim."""
    reference = ReferenceRecord(footnote=None, start=0, end=1, printed="I", wanted=wanted)
    return stored(replace(a_record(volume="frus1945v05", document="d1"), references=(reference,) * times))


def test_a_document_number_finds_the_document_of_the_same_volume() -> None:
    citing((("document", "7"),))
    target = stored(a_record(volume="frus1945v05", document="d7"))

    resolve_references({"frus1945v05"})

    found = CrossReference.objects.get()
    assert (found.certainty, found.target, found.address) == (Certainty.SURE, target, target.get_absolute_url())


def test_a_document_of_another_volume_is_found_when_that_volume_comes() -> None:
    citing((("volume", "frus1946v06"), ("document", "d7")))
    target = stored(a_record(volume="frus1946v06", document="d7"))

    resolve_references({"frus1946v06"})

    assert CrossReference.objects.get().target == target


def test_a_document_of_the_same_name_in_another_volume_is_not_meant() -> None:
    citing((("document", "7"),))
    stored(a_record(volume="frus1946v06", document="d7"))

    resolve_references({"frus1945v05", "frus1946v06"})

    assert CrossReference.objects.get().certainty == Certainty.NOT_HELD


def queries_of(work: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        work()
    return [query["sql"] for query in captured]


def test_references_are_resolved_without_the_texts_of_documents() -> None:
    citing((("document", "7"),), times=3)
    stored(a_record(volume="frus1945v05", document="d7"))

    asked = queries_of(lambda: resolve_references({"frus1945v05"}))

    assert not [sql for sql in asked if '"telegrams_telegram"."text"' in sql or '."layout"' in sql]


def test_questions_do_not_grow_with_references() -> None:
    citing((("document", "7"),), times=40)
    stored(a_record(volume="frus1945v05", document="d7"))

    asked = queries_of(lambda: resolve_references({"frus1945v05"}))

    assert len([sql for sql in asked if "SAVEPOINT" not in sql]) <= 5
    assert CrossReference.objects.filter(certainty=Certainty.SURE).count() == 40


def test_a_file_number_means_the_one_document_under_it_and_of_several_none() -> None:
    citing((("file", "711.61/12-345"),))
    target = stored(a_record(volume="frus1945v05", document="d7", file_number="711.61/12–345"))

    assert resolve_files(by_file()) == 1

    found = CrossReference.objects.get()
    assert (found.certainty, found.target) == (Certainty.SURE, target)
    stored(a_record(volume="frus1945v05", document="d8", file_number="711.61/12–345"))
    resolve_files(files_concerned_by(Telegram.objects.filter(document="d8")))
    found = CrossReference.objects.get()
    assert (found.certainty, found.target, len(found.candidates)) == (Certainty.AMBIGUOUS, None, 2)
