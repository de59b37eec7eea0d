"""Questions that are citations: the documents they name stand on top, and many are told apart."""

import pytest

from telegrams.models import PageMarker, Telegram
from telegrams.search import ENGINE
from telegrams.search.cited import cited_in
from telegrams.search.query import Query
from tests.making import a_telegram

pytestmark = pytest.mark.django_db


@pytest.fixture
def held() -> dict[str, Telegram]:
    """Three documents of two volumes."""
    made = {
        "first": a_telegram("One.", volume="frus1945v05", document="d690", sent="1945-12-03", message_number="4040"),
        "second": a_telegram("Two.", volume="frus1945v05", document="d691", sent="1945-12", message_number="4040"),
        "other": a_telegram("Three.", volume="frus1946v06", document="d690", sent="1946-12-03", message_number="4040"),
    }
    PageMarker.objects.create(telegram=made["first"], ordinal=1, label="921", offset=0)
    PageMarker.objects.create(telegram=made["other"], ordinal=1, label="921", offset=0)
    return made


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Foreign Relations, 1945, vol. V, p. 921", ["first"]),
        ("FRUS 1945, vol. V, Document 691", ["second"]),
        ("p. 921", ["first", "other"]),
        ("doc 690", ["first", "other"]),
        ("telegram 4040 of December 3, 1945", ["first", "second"]),
        ("telegram 4040 of December 3", ["first", "other"]),
        ("frus1946v06/d690", ["other"]),
        ("Foreign Relations, 1945, vol. V, p. 999", []),
    ],
)
def test_a_citation_finds_what_it_may_name(held: dict[str, Telegram], typed: str, found: list[str]) -> None:
    (cited,) = cited_in(typed)

    assert cited.telegrams == tuple(held[name].pk for name in found)


def test_the_document_a_question_cites_is_pinned_and_changes_no_total(held: dict[str, Telegram]) -> None:
    answer = ENGINE.ask(Query(q="Foreign Relations, 1945, vol. V, p. 921"))

    assert answer.pinned == (held["first"].pk,)
    assert answer.total == 0


def test_withdrawn_documents_are_not_named(held: dict[str, Telegram]) -> None:
    Telegram.objects.filter(pk=held["first"].pk).update(withdrawn_at="2026-01-01T00:00:00Z")

    assert cited_in("FRUS 1945, vol. V, doc. 690")[0].telegrams == ()


def test_of_many_citations_each_is_found_or_not(held: dict[str, Telegram]) -> None:
    answer = ENGINE.ask(Query(q="FRUS 1945, vol. V, doc. 690; FRUS 1945, vol. V, doc. 7; doc. 691"))

    assert [(one.printed, len(one.telegrams)) for one in answer.cited] == [
        ("Foreign Relations, 1945, vol. V, document 690", 1),
        ("Foreign Relations, 1945, vol. V, document 7", 0),
        ("document 691", 1),
    ]
    assert answer.pinned == ()
