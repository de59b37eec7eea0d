"""Key words in context: a line for every place, cut at words, in the order of what stands around it."""

import pytest

from telegrams.search.concordance import CONTEXT, Line, in_order, lines_of
from telegrams.search.query import Query
from tests.making import a_telegram

pytestmark = pytest.mark.django_db


def lines(words: str, *telegrams: int) -> list[Line]:
    """The lines of a question in these documents."""
    return list(lines_of(telegrams, Query(q=words).reading()))


def test_every_place_has_a_line_in_the_order_of_the_documents_and_their_texts() -> None:
    first = a_telegram("No treaty was signed.\n\nThe treaties lapsed.", document="d1", notes=("A treaty of 1907.",))
    second = a_telegram("Of a treaty.", document="d2")

    found = lines("treaty", second.pk, first.pk)

    assert [(one.telegram_id, one.before, one.found, one.after) for one in found] == [
        (second.pk, "Of a", "treaty", "."),
        (first.pk, "No", "treaty", "was signed."),
        (first.pk, "The", "treaties", "lapsed."),
        (first.pk, "A", "treaty", "of 1907."),
    ]
    assert found[-1].where == "in footnote 1"


def test_context_is_cut_at_words_and_says_that_it_is_cut() -> None:
    telegram = a_telegram("before " * 40 + "treaty " + "after " * 40)

    (line,) = lines("treaty", telegram.pk)

    assert line.before.startswith("… before before")
    assert line.after.endswith("after after …")
    assert len(line.before) <= CONTEXT + 2
    assert len(line.after) <= CONTEXT + 2


def test_lines_are_put_in_order_by_the_words_before_and_after() -> None:
    said = [("of the old", "of Peace"), ("an old", "Of arms"), ("a new", "lapsed")]
    rows = [Line(number, before, "treaty", after) for number, (before, after) in enumerate(said)]

    assert [one.telegram_id for one in in_order(rows, "right")] == [2, 1, 0]
    assert [one.telegram_id for one in in_order(rows, "left")] == [2, 1, 0]
    assert in_order(rows, "") == rows
