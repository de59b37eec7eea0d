"""Printed dates and hours."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing.dates import MONTHS, PartialDate, find_date, read_date, read_hour

DAYS = st.dates(min_value=date(1861, 1, 1), max_value=date(1963, 12, 31))
NAMES = {number: name for name, number in MONTHS.items()}


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("November 22, 1945", "1945-11-22"),
        ("Nov. 22d, 1861", "1861-11-22"),
        ("19th October, 1861", "1861-10-19"),
        ("the 4th day of September, 1870", "1870-09-04"),
        ("17 June, 1918 [1919]", "1919-06-17"),
        ("November 22 [23], 1945", "1945-11-23"),
        ("[November 22, 1945]", "1945-11-22"),
        ("May 5/18, 1917", "1917-05-18"),
        ("October 16–28, 1864", "1864-10-28"),
        ("November 25/December 8, 1917", "1917-12-08"),
        ("May 22, (June 3,) 1861", "1861-06-03"),
        ("May 5–8, 1917", "1917-05-05/1917-05-08"),
        ("November 4 and 6, 1863", "1863-11-04/1863-11-06"),
        ("September 29 to October 3, 1919", "1919-09-29/1919-10-03"),
        ("November, 1918", "1918-11"),
        ("November 1918", "1918-11"),
        ("1918", "1918"),
        ("February 29, 1864", "1864-02-29"),
    ],
)
def test_a_printed_date_means_no_more_than_it_says(printed: str, meant: str) -> None:
    read = read_date(printed)

    assert read is not None
    assert read.text() == meant


@pytest.mark.parametrize(
    "printed", ["the 11th instant", "February 30, 1945", "yesterday", "", "3930", "Mayor Smith, 1945"]
)
def test_what_is_no_date_has_no_value(printed: str) -> None:
    assert read_date(printed) is None


def test_a_day_that_cannot_be_is_named_and_not_moved() -> None:
    found = find_date("Strelsau, February 30, 1945")

    assert found is not None
    assert (found.value, found.impossible, found.day) == (None, True, 30)


def test_an_hour_after_a_day_is_no_span() -> None:
    found = find_date("November 8—11:06 a.m.", 0, 1918)

    assert found is not None
    assert found.value == PartialDate.day(date(1918, 11, 8))


@pytest.mark.parametrize(
    ("printed", "clock"),
    [
        ("6 p.m.", "18:00"),
        ("8.09 p. m.", "20:09"),
        ("12:30 a.m.", "00:30"),
        ("12:30 p.m.", "12:30"),
        ("noon", "12:00"),
        ("12 noon", "12:00"),
        ("midnight", "00:00"),
        ("4", None),
        ("13 o’clock", None),
        ("25 p.m.", None),
    ],
)
def test_an_hour_needs_its_half_of_the_day(printed: str, clock: str | None) -> None:
    assert read_hour(printed) == clock


@given(DAYS)
def test_every_printed_day_is_read_back(day: date) -> None:
    printed = f"{NAMES[day.month]} {day.day}, {day.year}"

    read = read_date(printed)

    assert read == PartialDate.day(day)


@given(
    st.one_of(
        st.builds(PartialDate.day, DAYS),
        st.builds(lambda day: PartialDate.month(day.year, day.month), DAYS),
        st.builds(lambda day: PartialDate.year(day.year), DAYS),
        st.builds(PartialDate.not_before, DAYS),
        st.builds(PartialDate.not_after, DAYS),
        st.builds(lambda a, b: PartialDate.span(min(a, b), max(a, b)), DAYS, DAYS),
    )
)
def test_the_text_of_a_partial_date_is_its_inverse(when: PartialDate) -> None:
    assert PartialDate.of(when.text()) == when


@given(st.text(max_size=80))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    read_date(text)
    read_hour(text)
    PartialDate.of(text)
    find_date(text)
