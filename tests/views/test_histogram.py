"""The bars of a histogram."""

from telegrams.search.engine import YearCount
from telegrams.views.histogram import histogram


def test_years_between_are_drawn_empty() -> None:
    drawn = histogram([YearCount(1936, 1, 1), YearCount(1939, 2, 4)], str)

    assert drawn is not None
    assert [(bar.year, bar.matching) for bar in drawn.bars] == [(1936, 1), (1937, 0), (1938, 0), (1939, 2)]


def test_a_single_document_is_seen_beside_thousands() -> None:
    drawn = histogram([YearCount(1945, 1, 1), YearCount(1946, 9_000, 9_000)], str)

    assert drawn is not None
    assert drawn.bars[0].match_height == "1.0"


def test_nothing_dated_draws_nothing() -> None:
    assert histogram([], str) is None


def test_a_bar_says_its_numbers() -> None:
    drawn = histogram([YearCount(1945, 83, 1310)], str)

    assert drawn is not None
    assert drawn.bars[0].said == "1945: 83 of 1,310"
