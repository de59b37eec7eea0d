"""Ranges of a text → nested elements: what overlaps is written in pieces that point at each other.

A text is cut into stretches, each to become the content of one element. A range goes through as
many stretches as it likes: every piece but the first says by ``prev`` what it goes on with.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass

from telegrams.exports.tei_markup import Attributes, element, lines, opened


@dataclass(frozen=True, slots=True)
class Stretch:
    """A range of the text that one element holds."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Range:
    """A range of the text that an element of its own is to enclose.

    ``choice``: what stands beside the element in a choice of the two; a range in several pieces has none.
    """

    start: int
    end: int
    name: str
    attributes: Attributes
    choice: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """Markup that stands between two characters of the text."""

    offset: int
    markup: str


@dataclass(frozen=True, slots=True)
class _Tag:
    """The start (``opens``) or end of a piece of the range of this index; else both: a piece without characters."""

    index: int
    opens: bool
    closes: bool


_Token = _Tag | str


def enclosed(
    text: str,
    stretches: Sequence[Stretch],
    ranges: Sequence[Range],
    points: Sequence[Point],
    new_id: Callable[[], str],
) -> list[str]:
    """The markup of each stretch. Every end of a range and every point lies in a stretch or at its edge.

    Elements open in the order of their ranges: by start, the longer first, then as they are given.
    """
    pieces = _pieces(stretches, ranges)
    placed = _placed(stretches, points)
    tokens = [
        list(_tokens(text, stretch, pieces[at], placed[at], ranges)) if pieces[at] or placed[at] else None
        for at, stretch in enumerate(stretches)
    ]
    opened_times = Counter(
        token.index for some in tokens if some for token in some if isinstance(token, _Tag) and token.opens
    )
    writing = _Writing(ranges, opened_times, new_id)
    return [
        lines(text[stretch.start : stretch.end]) if some is None else "".join(map(writing.written, some))
        for stretch, some in zip(stretches, tokens, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Piece:
    """The part of a range that lies in one stretch."""

    start: int
    end: int
    index: int


def _pieces(stretches: Sequence[Stretch], ranges: Sequence[Range]) -> list[list[_Piece]]:
    """The pieces of the ranges, stretch by stretch; an empty one only where an end of a range lies there alone."""
    ends = [stretch.end for stretch in stretches]
    pieces: list[list[_Piece]] = [[] for _ in stretches]
    for index, one in enumerate(ranges):
        met: list[tuple[int, _Piece]] = []
        at = bisect_left(ends, one.start)
        while at < len(stretches) and stretches[at].start <= one.end:
            met.append((at, _Piece(max(one.start, stretches[at].start), min(one.end, ends[at]), index)))
            at += 1
        for at, piece in _needed(met, one):
            pieces[at].append(piece)
    return pieces


def _needed(met: list[tuple[int, _Piece]], one: Range) -> list[tuple[int, _Piece]]:
    full = [(at, piece) for at, piece in met if piece.start < piece.end]
    if not full:
        return met if one.start < one.end else met[:1]
    first = [] if full[0][1].start == one.start else met[:1]
    last = [] if full[-1][1].end == one.end else met[-1:]
    return [*first, *full, *last]


def _placed(stretches: Sequence[Stretch], points: Sequence[Point]) -> list[list[Point]]:
    ends = [stretch.end for stretch in stretches]
    placed: list[list[Point]] = [[] for _ in stretches]
    for point in points:
        placed[bisect_left(ends, point.offset)].append(point)
    return placed


def _tokens(
    text: str, stretch: Stretch, pieces: list[_Piece], points: list[Point], ranges: Sequence[Range]
) -> Iterator[_Token]:
    """Tags, points and text of one stretch, in order: at one place ends first, then points, then beginnings."""
    order = sorted(pieces, key=lambda one: (one.start, -ranges[one.index].end, one.index))
    points = sorted(points, key=lambda one: one.offset)
    places = sorted(
        {stretch.start, stretch.end}
        | {one.start for one in order}
        | {one.end for one in order}
        | {one.offset for one in points}
    )
    starts, offsets = [one.start for one in order], [one.offset for one in points]
    standing: list[_Piece] = []
    before = stretch.start
    for place in places:
        if place > before:
            yield lines(text[before:place])
        before = place
        again = yield from _closed(standing, place)
        yield from (one.markup for one in points[bisect_left(offsets, place) : bisect_right(offsets, place)])
        here = order[bisect_left(starts, place) : bisect_right(starts, place)]
        beginning = [*again, *(one for one in here if one.end > place)]
        for one in sorted(beginning, key=lambda one: -ranges[one.index].end):
            standing.append(one)
            yield _Tag(one.index, opens=True, closes=False)
        yield from (_Tag(one.index, opens=True, closes=True) for one in here if one.end == place)


def _closed(standing: list[_Piece], place: int) -> Generator[_Tag, None, list[_Piece]]:
    """End what ends at a place, and what stands within it; returns what has to begin again."""
    again: list[_Piece] = []
    while any(one.end <= place for one in standing):
        last = standing.pop()
        yield _Tag(last.index, opens=False, closes=True)
        if last.end > place:
            again.insert(0, last)
    return again


class _Writing:
    """Tags written in order, so that each piece of a range knows the one before it."""

    def __init__(self, ranges: Sequence[Range], times: Counter[int], new_id: Callable[[], str]) -> None:
        self.ranges = ranges
        self.times = times
        self.new_id = new_id
        self.last: dict[int, str] = {}

    def written(self, token: _Token) -> str:
        """A token as markup."""
        if isinstance(token, str):
            return token
        one = self.ranges[token.index]
        is_whole = self.times[token.index] == 1
        begun, ended = ("<choice>", f"{one.choice}</choice>") if one.choice and is_whole else ("", "")
        if not token.opens:
            return f"</{one.name}>{ended}"
        attributes = one.attributes if is_whole else self._linked(token.index, one)
        return (
            f"{begun}{element(one.name, attributes)}{ended}" if token.closes else begun + opened(one.name, attributes)
        )

    def _linked(self, index: int, one: Range) -> Attributes:
        before, name = self.last.get(index), self.new_id()
        self.last[index] = name
        return {**one.attributes, "xml:id": name, "prev": f"#{before}" if before else None}
