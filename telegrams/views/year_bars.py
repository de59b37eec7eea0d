"""Rows of bars over the same years and on one scale, each row with its words: what a person did, what a post sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from telegrams.saying import counted

HEIGHT = 40
FEWEST = 12
"""Years drawn at the least, so that one alone is no wall."""


@dataclass(frozen=True, slots=True)
class YearBar:
    """A year of a row: its number, its words, its address ('' for none), and its rectangle, ``HEIGHT`` at the most."""

    year: int
    count: int
    said: str
    address: str
    x: float
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class BarRow:
    """A row of bars: what is counted, how many the bars have, of how many in all; the rest have no one known year."""

    label: str
    count: int
    total: int
    bars: tuple[YearBar, ...]


@dataclass(frozen=True, slots=True)
class YearBars:
    """Rows of bars from one year to another; ``table`` has a line for each year that any row has."""

    rows: tuple[BarRow, ...]
    first: int
    last: int
    width: int
    table: tuple[tuple[int, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """What a row counts: its words, its documents by year and in all, and the address of those of a year."""

    label: str
    by_year: Mapping[int, int]
    total: int
    address: Callable[[int], str] = lambda year: ""


def year_bars(rows: Sequence[Counts]) -> YearBars | None:
    """The bars of these rows; None where no year is known."""
    years = sorted({year for row in rows for year in row.by_year})
    if not years:
        return None
    first, last = span_of(years[0], years[-1])
    most = max(count for row in rows for count in row.by_year.values())
    shown = tuple(
        BarRow(row.label, sum(row.by_year.values()), row.total, tuple(_bars(row, first, most)))
        for row in rows
        if row.by_year
    )
    table = tuple((year, tuple(row.by_year.get(year, 0) for row in rows if row.by_year)) for year in years)
    return YearBars(shown, first, last, last - first + 1, table)


def span_of(first: int, last: int) -> tuple[int, int]:
    """The years that are drawn: a few before and after where there are few.

    >>> span_of(1861, 1869), span_of(1945, 1945)
    ((1860, 1871), (1940, 1951))
    """
    lacking = max(0, FEWEST - (last - first + 1))
    return first - lacking // 2, last + lacking - lacking // 2


def _bars(row: Counts, first: int, most: int) -> list[YearBar]:
    bars = []
    for year in sorted(row.by_year):
        count = row.by_year[year]
        height = max(1.0, HEIGHT * count / most)
        said = f"{row.label}, {year}: {counted(count)}"
        bars.append(
            YearBar(year, count, said, row.address(year), year - first + 0.1, f"{HEIGHT - height:.1f}", f"{height:.1f}")
        )
    return bars
