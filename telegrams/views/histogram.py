"""The periods of an answer as bars: matching above, held below, each bar a link and each a row of a table."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from telegrams.saying import counted
from telegrams.search.engine import PeriodCount
from telegrams.search.query import day_words

MOST_BARS = 200
MATCHING_HEIGHT = 50.0
HELD_HEIGHT = 18.0
HEIGHT = 72.0

Lead = Callable[[str], str]
"""The address of a period: a year, a month or a day (ISO)."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A period: its name, its numbers in words, its address, and two rectangles in a drawing 72 high."""

    label: str
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
    """Bars over ``width`` units, each a ``unit`` of time; ``first`` and ``last`` name those at the ends.

    ``most_matching`` and ``most_held``: the numbers of the highest bars, by which the two heights are read.
    """

    bars: tuple[Bar, ...]
    width: int
    unit: str
    first: str
    last: str
    most_matching: int
    most_held: int

    @property
    def matching(self) -> int:
        """How many documents that match are drawn."""
        return sum(bar.matching for bar in self.bars)


_UNITS = {4: "year", 7: "month", 10: "day"}


def histogram(periods: Sequence[PeriodCount], lead: Lead) -> Histogram | None:
    """The bars of these periods, all of one length, with the empty ones between them; None where nothing is dated."""
    filled = _filled(periods)
    if not filled:
        return None
    most_matching, most_held = max(one.matching for one in filled), max(one.held for one in filled)
    step = 100 / len(filled)
    bars = tuple(_bar(at, one, step, most_matching or 1, most_held or 1, lead) for at, one in enumerate(filled))
    unit = _UNITS[len(filled[0].period)]
    return Histogram(bars, 100, unit, bars[0].label, bars[-1].label, most_matching, most_held)


def _filled(periods: Sequence[PeriodCount]) -> list[PeriodCount]:
    known = {one.period: one for one in periods}
    if not known:
        return []
    between = list(_run(min(known), max(known)))
    if len(between) > MOST_BARS:
        return sorted(periods, key=lambda one: one.period)
    return [known.get(period, PeriodCount(period, 0, 0)) for period in between]


def within_reach(periods: Sequence[PeriodCount]) -> tuple[list[PeriodCount], int]:
    """Years that can be drawn true to scale, and how many documents are of others, far before or after.

    One misprinted 1670 would squeeze a century to a corner: of the two ends the one with fewer documents goes first.
    """
    kept, left_out = sorted(periods, key=lambda one: one.period), 0
    while kept and int(kept[-1].period) - int(kept[0].period) >= MOST_BARS:
        gone = kept.pop(0 if kept[0].held <= kept[-1].held else -1)
        left_out += gone.held
    return kept, left_out


def _run(first: str, last: str) -> Iterator[str]:
    """The periods from one to another of its length, both included, as far as they may be drawn.

    >>> list(_run("1945-12", "1946-02"))
    ['1945-12', '1946-01', '1946-02']
    """
    at, drawn = first, 0
    yield at
    while at < last and drawn < MOST_BARS:
        at, drawn = _after(at), drawn + 1
        yield at


def _after(period: str) -> str:
    if len(period) == 4:
        return f"{int(period) + 1:04}"
    if len(period) == 7:
        year, month = int(period[:4]), int(period[5:])
        return f"{year + month // 12:04}-{month % 12 + 1:02}"
    return (date.fromisoformat(period) + timedelta(days=1)).isoformat()


def _bar(at: int, one: PeriodCount, step: float, most_matching: int, most_held: int, lead: Lead) -> Bar:
    matching = MATCHING_HEIGHT * one.matching / most_matching
    held = HELD_HEIGHT * one.held / most_held
    # A single document must be seen beside thousands.
    matching = max(matching, 1.0) if one.matching else 0.0
    held = max(held, 1.0) if one.held else 0.0
    gap = min(step * 0.15, 1.0)
    return Bar(
        label=day_words(one.period),
        matching=one.matching,
        held=one.held,
        said=f"{day_words(one.period)}: {counted(one.matching)} of {counted(one.held)}",
        address=lead(one.period),
        x=f"{at * step + gap / 2:.2f}",
        width=f"{step - gap:.2f}",
        match_y=f"{MATCHING_HEIGHT - matching:.1f}",
        match_height=f"{matching:.1f}",
        held_y=f"{HEIGHT - 1 - held:.1f}",
        held_height=f"{held:.1f}",
    )
