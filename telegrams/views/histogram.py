"""The years of an answer as bars: matching above, held below, each bar a link and each a row of a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from telegrams.saying import counted
from telegrams.search.engine import YearCount

MOST_YEARS = 200
MATCHING_HEIGHT = 50.0
HELD_HEIGHT = 18.0
HEIGHT = 72.0

Lead = Callable[[int], str]
"""The address of a year."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A year: its numbers in words, its address, and two rectangles in a drawing 72 high."""

    year: int
    matching: int
    held: int
    said: str
    address: str
    x: str
    width: str
    match_y: str
    match_height: str
    held_y: str
    held_height: str


@dataclass(frozen=True, slots=True)
class Histogram:
    """Bars over ``width`` units; ``first`` and ``last`` are the years at the ends."""

    bars: tuple[Bar, ...]
    width: int
    first: int
    last: int


def histogram(years: Sequence[YearCount], lead: Lead) -> Histogram | None:
    """The bars of these years with the empty years between them; None where nothing is dated."""
    filled = _filled(years)
    if not filled:
        return None
    most_matching = max((year.matching for year in filled), default=0) or 1
    most_held = max(year.held for year in filled) or 1
    step = 100 / len(filled)
    bars = tuple(_bar(at, year, step, most_matching, most_held, lead) for at, year in enumerate(filled))
    return Histogram(bars, 100, filled[0].year, filled[-1].year)


def _filled(years: Sequence[YearCount]) -> list[YearCount]:
    known = {year.year: year for year in years}
    if not known:
        return []
    first, last = min(known), max(known)
    if last - first >= MOST_YEARS:
        return sorted(years, key=lambda year: year.year)
    return [known.get(year, YearCount(year, 0, 0)) for year in range(first, last + 1)]


def _bar(at: int, year: YearCount, step: float, most_matching: int, most_held: int, lead: Lead) -> Bar:
    matching = MATCHING_HEIGHT * year.matching / most_matching
    held = HELD_HEIGHT * year.held / most_held
    # A single document must be seen beside thousands.
    matching = max(matching, 1.0) if year.matching else 0.0
    held = max(held, 1.0) if year.held else 0.0
    gap = min(step * 0.15, 1.0)
    return Bar(
        year=year.year,
        matching=year.matching,
        held=year.held,
        said=f"{year.year}: {counted(year.matching)} of {counted(year.held)}",
        address=lead(year.year),
        x=f"{at * step + gap / 2:.2f}",
        width=f"{step - gap:.2f}",
        match_y=f"{MATCHING_HEIGHT - matching:.1f}",
        match_height=f"{matching:.1f}",
        held_y=f"{HEIGHT - 1 - held:.1f}",
        held_height=f"{held:.1f}",
    )
