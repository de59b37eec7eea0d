"""The bars of a histogram."""

from telegrams.search.engine import PeriodCount
from telegrams.views.histogram import histogram


def test_years_between_are_drawn_empty() -> None:
    drawn = histogram([PeriodCount("1936", 1, 1), PeriodCount("1939", 2, 4)], str)

    assert drawn is not None
    assert [(bar.label, bar.matching) for bar in drawn.bars] == [("1936", 1), ("1937", 0), ("1938", 0), ("1939", 2)]


def test_a_single_document_is_seen_beside_thousands() -> None:
    drawn = histogram([PeriodCount("1945", 1, 1), PeriodCount("1946", 9_000, 9_000)], str)

    assert drawn is not None
    assert drawn.bars[0].match_height == "1.0"


def test_nothing_dated_draws_nothing() -> None:
    assert histogram([], str) is None


def test_a_bar_says_its_numbers() -> None:
    drawn = histogram([PeriodCount("1945", 83, 1310)], str)

    assert drawn is not None
    assert drawn.bars[0].said == "1945: 83 of 1,310"


def test_months_and_days_have_bars_too_with_the_empty_ones_between() -> None:
    months = histogram([PeriodCount("1945-12", 1, 1), PeriodCount("1946-02", 1, 2)], str)
    days = histogram([PeriodCount("1945-12-31", 1, 1), PeriodCount("1946-01-02", 1, 2)], str)

    assert months is not None
    assert days is not None
    assert [bar.label for bar in months.bars] == ["December 1945", "January 1946", "February 1946"]
    assert [bar.address for bar in days.bars] == ["1945-12-31", "1946-01-01", "1946-01-02"]
    assert (months.unit, days.unit) == ("month", "day")


def test_the_last_day_of_all_can_be_drawn() -> None:
    assert histogram([PeriodCount("9999-12-31", 1, 1)], str) is not None


def test_the_numbers_of_the_highest_bars_and_of_all_that_match_are_known() -> None:
    drawn = histogram([PeriodCount("1945", 83, 1310), PeriodCount("1946", 90, 200)], str)

    assert drawn is not None
    assert (drawn.most_matching, drawn.most_held, drawn.matching) == (90, 1310, 173)


def test_years_that_nothing_matches_have_no_filled_bars() -> None:
    drawn = histogram([PeriodCount("1945", 0, 7)], str)

    assert drawn is not None
    assert (drawn.bars[0].match_height, drawn.most_matching) == ("0.0", 0)
