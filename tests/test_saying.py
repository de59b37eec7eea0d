"""How days, hours and pages are said."""

from datetime import date, time

import pytest

from telegrams.parsing.dates import PartialDate
from telegrams.saying import date_said, days_said, hour_said, pages_said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1945-11-22", "22 November 1945"),
        ("1945-11", "November 1945"),
        ("1945", "1945"),
        ("1919-05-05/1919-05-18", "between 5 May and 18 May 1919"),
        ("1945-12-30/1946-01-02", "between 30 December 1945 and 2 January 1946"),
        ("1949-06-23/..", "not before 23 June 1949"),
        ("../1949-06-23", "not after 23 June 1949"),
    ],
)
def test_a_date_is_said_no_more_exactly_than_it_is(text: str, said: str) -> None:
    assert date_said(PartialDate.of(text)) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(1945, 11, 22), date(1945, 11, 22), "22 November 1945"),
        (date(1945, 11, 1), date(1945, 11, 30), "November 1945"),
        (date(1945, 1, 1), date(1945, 12, 31), "1945"),
        (date(1945, 11, 22), None, "not before 22 November 1945"),
        (None, None, "not stated"),
    ],
)
def test_two_columns_of_days_are_said_alike(first: date | None, last: date | None, said: str) -> None:
    assert days_said(first, last) == said


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (time(18), "6 p.m."),
        (time(9, 20), "9:20 a.m."),
        (time(12), "noon"),
        (time(0), "midnight"),
        (time(0, 5), "12:05 a.m."),
    ],
)
def test_hours_are_said_as_the_volumes_print_them(hour: time, said: str) -> None:
    assert hour_said(hour) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [("921", "922", "pp. 921–922"), ("921", "921", "p. 921"), ("", "922", "p. 922"), ("", "", "")],
)
def test_pages_are_said_as_far_as_they_are_known(first: str, last: str, said: str) -> None:
    assert pages_said(first, last) == said
