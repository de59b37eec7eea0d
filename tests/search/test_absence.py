"""Where nothing is found: the nearest words of the archive, and the nearest days."""

from datetime import date

import pytest

from telegrams.search import ENGINE
from telegrams.search.query import Query
from tests.making import a_telegram

pytestmark = pytest.mark.django_db


def test_the_nearest_spellings_are_words_of_the_archive_with_their_numbers() -> None:
    a_telegram("Litvinov spoke.", document="d1")
    a_telegram("Litvinoff and Litvinov spoke.", document="d2")
    a_telegram("Molotov spoke.", document="d3")

    (spelling,) = ENGINE.absence(Query(q="Litwinov spoke")).spellings

    assert spelling.term.text == "Litwinov"
    assert spelling.nearest == (("litvinov", 2), ("litvinoff", 1))


def test_a_word_that_stands_in_documents_has_no_other_spelling_nor_has_an_excluded_one() -> None:
    a_telegram("Litvinov spoke.")

    assert ENGINE.absence(Query(q="Litvinov -Litwinov zzzz")).spellings == ()


def test_the_nearest_days_are_those_of_documents_that_answer_the_rest() -> None:
    for number, (words, sent) in enumerate(
        [("oil", "1943-05-01"), ("oil", "1944-02-29"), ("oil", "1946-01-02"), ("wheat", "1945-01-01"), ("oil", "")]
    ):
        a_telegram(words, document=f"d{number}", sent=sent)

    absence = ENGINE.absence(Query(q="oil").between("1945", "1945"))

    assert (absence.before, absence.after) == (date(1944, 2, 29), date(1946, 1, 2))
    assert ENGINE.absence(Query(q="barley").between("1945", "1945")).after is None
    assert ENGINE.absence(Query(q="oil").between("1947", "")).before == date(1946, 1, 2)
