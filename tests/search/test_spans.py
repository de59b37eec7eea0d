"""Spans of days as words: what a span is made of, what it touches, and that these meet where days overlap."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from telegrams.search.spans import LONG, LONGEST, made_of, touched

DAYS = st.dates(date(1776, 1, 1), date(2026, 12, 31))
LENGTHS = st.integers(0, LONGEST - 1)


def days_of(word: str) -> set[date]:
    """The days of a year, a month or a day."""
    first = date.fromisoformat(word + "-01-01"[len(word) - 4 :]) if len(word) < 10 else date.fromisoformat(word)
    days = set()
    while first.isoformat().startswith(word):
        days.add(first)
        first += timedelta(days=1)
    return days


@given(DAYS, st.integers(0, 1500))
def test_a_span_is_made_of_whole_years_months_and_days_that_are_all_its_days_once(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    words = made_of(first, last)

    assert words is not None
    parts = [days_of(word) for word in words]
    assert sum(map(len, parts)) == length + 1
    assert set().union(*parts) == {first + timedelta(days=number) for number in range(length + 1)}


@given(DAYS, st.integers(0, 1500), st.integers(-1600, 1600), LENGTHS)
def test_a_document_touches_a_part_of_a_span_exactly_where_their_days_overlap(
    first: date, length: int, apart: int, own: int
) -> None:
    last, begins = first + timedelta(days=length), first + timedelta(days=apart)
    ends = begins + timedelta(days=own)

    meet = set(made_of(first, last) or ()) & set(touched(begins, ends))

    assert bool(meet) == (begins <= last and ends >= first)


def test_what_has_no_end_or_many_days_is_left_to_numbers_and_so_is_a_span_of_many_years() -> None:
    assert touched(date(1900, 1, 1), None) == touched(date(1900, 1, 1), date(1999, 1, 1)) == [LONG]
    assert made_of(date(1, 1, 1), date(9999, 12, 31)) is None
    assert made_of(date(9900, 1, 1), date.max) == [str(year) for year in range(9900, 10_000)]
