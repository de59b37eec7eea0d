"""Words near others: counted by documents, each once, against all that are held."""

import pytest

from telegrams.search import ENGINE
from telegrams.search.collocates import Collocates, collocates
from telegrams.search.query import Query
from tests.making import a_telegram

pytestmark = pytest.mark.django_db


def found(words: str) -> Collocates:
    return collocates(ENGINE, Query(q=words))


def words(of: Collocates) -> dict[str, tuple[int, int]]:
    return {one.word: (one.near, one.held) for one in of.words}


@pytest.fixture
def archive() -> None:
    """Four documents on the straits, six on other things."""
    rest = "Far away, on the next page of it, was a wheat treaty."
    for number in range(4):
        a_telegram(
            f"The Turkish Straits, 1936, were Montreux’s. {rest} {rest}",
            document=f"d{number}",
            notes=("The straits, and Turkish straits again.",),
        )
    for number in range(6):
        a_telegram(f"The wheat was sold of late. Number {number}, page {number}.", document=f"e{number}")


def test_a_word_is_counted_once_for_each_document_in_which_it_stands_near(archive: None) -> None:
    near = found("straits")

    assert (near.documents, near.held) == (4, 10)
    assert words(near)["Turkish"] == (4, 4)
    assert words(near)["Montreux"] == (4, 4)


def test_words_further_away_numbers_the_asked_ones_and_common_ones_are_left_out(archive: None) -> None:
    near = words(found("straits"))

    assert not {"wheat", "treaty", "1936", "straits", "Straits", "The", "the", "s"} & set(near)


def test_what_stands_near_in_few_documents_says_nothing(archive: None) -> None:
    a_telegram("The Persian straits.", document="f1")

    assert "Persian" not in words(found("straits"))


def test_the_surest_stand_first_and_are_so_many_times_as_common(archive: None) -> None:
    near = found("turkish straits").words

    assert [one.keyness for one in near] == sorted((one.keyness for one in near), reverse=True)
    assert {one.word: one.times for one in near}["Montreux"] == pytest.approx((4 / 4) / (4 / 10))


def test_an_answer_of_no_document_has_no_word_near(archive: None) -> None:
    assert found("dardanelles").words == ()
