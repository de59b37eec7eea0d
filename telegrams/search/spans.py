"""Spans of days as words of the index: the years, months and days they are made of, and those they touch.

A span asked for is a few whole years, months and days that lie side by side; a document whose days
overlap it touches one of them. Looked up as words, that costs by the documents found; compared by
numbers, it costs by all that are held.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

LONG = "long"
"""The word of a document whose days are more than are written out, or have no end: it is compared by numbers."""

LONGEST = 400
"""Days of a document that are written out."""

MOST_YEARS = 400
"""Years of a span asked for that are looked up as words."""

_DAY = timedelta(days=1)


def touched(first: date, last: date | None) -> list[str]:
    """The words of a document: every year, month and day in which one of its days lies.

    >>> touched(date(1945, 11, 30), date(1945, 12, 1))
    ['1945', '1945-11', '1945-11-30', '1945-12', '1945-12-01']
    """
    if last is None or (last - first).days >= LONGEST:
        return [LONG]
    days = [(first + number * _DAY).isoformat() for number in range((last - first).days + 1)]
    return sorted({day[:length] for day in days for length in (4, 7, 10)})


def made_of(first: date, last: date) -> list[str] | None:
    """The fewest whole years, months and days that a span is made of; None where they are too many.

    >>> made_of(date(1944, 12, 30), date(1946, 2, 1))
    ['1944-12-30', '1944-12-31', '1945', '1946-01', '1946-02-01']
    """
    if last.year - first.year > MOST_YEARS:
        return None
    words, at = [], first
    while True:
        word, end = next((word, end) for word, end in _beginning(at) if end <= last)
        words.append(word)
        if end == last:
            return words
        at = end + _DAY


def _beginning(day: date) -> Iterator[tuple[str, date]]:
    """The year, the month and the day that begin on a day, each with its last day."""
    if (day.month, day.day) == (1, 1):
        yield day.isoformat()[:4], date(day.year, 12, 31)
    if day.day == 1:
        yield day.isoformat()[:7], day.replace(day=monthrange(day.year, day.month)[1])
    yield day.isoformat(), day
