"""Words as the telegraph shortened them: a family each, asked for only where a question says so."""

import pytest

from telegrams.models import Telegram
from telegrams.search import ENGINE
from telegrams.search.language import MOST_TERMS, read, terms_of, text_of
from telegrams.search.query import Query
from telegrams.search.telegraphese import MOST, families, with_abbreviations
from tests.making import a_telegram


def test_the_table_has_more_than_forty_pairs() -> None:
    pairs = [(word, form) for word, family in families().items() for form in family[1:]]

    assert len(pairs) >= 40
    assert len({form.casefold() for _, form in pairs}) == len(pairs)


@pytest.mark.parametrize(
    ("typed", "searched"),
    [
        ("despatches", "despatches OR desp OR Embdes OR urdes"),
        ("Urdes Moscow", "(Urdes OR despatch OR desp OR Embdes) Moscow"),
        (
            "-desp in:footnotes",
            "-(desp in:footnotes OR despatch in:footnotes OR Embdes in:footnotes OR urdes in:footnotes)",
        ),
        ('"the despatch"', '"the despatch"'),
        ("from:embassy", "from:embassy"),
    ],
)
def test_each_word_of_a_family_is_asked_for_in_all_its_forms(typed: str, searched: str) -> None:
    assert text_of(with_abbreviations(read(typed).tree)) == searched


def test_a_question_of_many_words_is_widened_only_so_far() -> None:
    widened = with_abbreviations(read("telegram " * MOST_TERMS).tree)

    assert len(list(terms_of(widened))) <= MOST_TERMS + MOST


def test_a_question_asks_as_typed_unless_it_says_otherwise(db: None) -> None:
    documents = [
        a_telegram(text, document=f"d{number}")
        for number, text in enumerate(["The telegram came.", "Reurtel 402, agreed.", "Nothing came."])
    ]
    telegrams = {one.pk: one.document for one in Telegram.objects.filter(pk__in=[one.pk for one in documents])}
    query = Query(q="telegram -nothing")

    plain, wide = ENGINE.ask(query), ENGINE.ask(query.with_abbreviations(are_wanted=True))

    assert [telegrams[hit.telegram_id] for hit in plain.hits] == ["d0"]
    assert sorted(telegrams[hit.telegram_id] for hit in wide.hits) == ["d0", "d1"]
    assert [(term.count, "reurtel" in term.also) for term in wide.read] == [(2, True), (1, False)]
    assert any(
        marked for hit in wide.hits for quoted in hit.quotations for text, marked in quoted.pieces if text == "Reurtel"
    )
