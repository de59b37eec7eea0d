"""The posts from which most was sent, through the years: a row for each, a cell for a year or for a few."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from telegrams.saying import counted
from telegrams.search.engine import Crossed
from telegrams.views.shading import Strength, strengths, tone_of

ROWS = 10
MOST_CELLS = 26
"""Cells in a row: as many as a finger can still tell apart on a wide screen."""

STEPS = (1, 2, 5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or a few, of those drawn; ``x`` and ``width`` in years from the first of all."""

    first: int
    last: int
    x: int
    width: int

    @property
    def label(self) -> str:
        """'1945' or '1940–1944'."""
        return f"{self.first}" if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class YearsCell:
    """The documents of a post in a period: how many, how strong the tone, and where they are."""

    period: Period
    count: int
    tone: int
    said: str
    address: str


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post, its documents of all years drawn, and its cells; None where it has no document."""

    label: str
    address: str
    count: int
    cells: tuple[YearsCell | None, ...]


@dataclass(frozen=True, slots=True)
class PostsByYear:
    """The rows, ``width`` years across; of ``total`` documents ``both`` state a post and a year, ``drawn`` are here."""

    rows: tuple[PostRow, ...]
    periods: tuple[Period, ...]
    width: int
    legend: tuple[Strength, ...]
    drawn: int
    both: int
    total: int


def periods(first: int, last: int) -> tuple[Period, ...]:
    """The years from one to another, each by itself or, where they are many, a few together as calendars have them.

    >>> [one.label for one in periods(1861, 1913)][:3]
    ['1861–1864', '1865–1869', '1870–1874']
    """
    step = next((step for step in STEPS if last // step - first // step < MOST_CELLS), STEPS[-1])
    found = []
    for start in range(first - first % step, last + 1, step):
        begins, ends = max(start, first), min(start + step - 1, last)
        found.append(Period(begins, ends, begins - first, ends - begins + 1))
    return tuple(found)


def posts_by_year(crossed: Crossed, first: int, last: int) -> PostsByYear | None:
    """The rows of these posts between two years; None where no document has both."""
    known = {(one.row, int(one.column)): one.count for one in crossed.cells if one.column.isdecimal()}
    if not known:
        return None
    spans = periods(first, last)
    counts = {
        post.value: [sum(known.get((post.value, year), 0) for year in range(one.first, one.last + 1)) for one in spans]
        for post in crossed.rows
    }
    legend = strengths(max(max(some) for some in counts.values()))
    asked = [urlencode({"years": range(one.first, one.last + 1)}, doseq=True) for one in spans]
    rows = tuple(
        _row(post.value, post.label, counts[post.value], spans, asked, legend)
        for post in crossed.rows
        if any(counts[post.value])
    )
    drawn = sum(row.count for row in rows)
    return PostsByYear(rows, spans, last - first + 1, legend, drawn, crossed.both, crossed.total)


def _row(
    slug: str,
    label: str,
    counts: Sequence[int],
    spans: Sequence[Period],
    asked: Sequence[str],
    legend: tuple[Strength, ...],
) -> PostRow:
    search, post = reverse("search"), urlencode({"post": slug})
    cells = tuple(
        YearsCell(
            period=span,
            count=count,
            tone=tone_of(count, legend),
            said=f"{label}, {span.label}: {counted(count)}",
            address=f"{search}?{years}&{post}",
        )
        if count
        else None
        for span, years, count in zip(spans, asked, counts, strict=True)
    )
    return PostRow(label, reverse("post", args=[slug]), sum(counts), cells)
