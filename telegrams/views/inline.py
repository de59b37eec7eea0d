"""A range of clean text as HTML: points stand between its characters, spans around them.

Everything is addressed by offsets in the clean text, so that tags never cross: the text is cut at
the points first, and each piece is wrapped by one layer of spans after the other.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from telegrams.views.visible import shown


@dataclass(frozen=True, slots=True)
class Point:
    """HTML of our own that stands before the character at ``offset``: a note mark, a page break."""

    offset: int
    html: SafeString


@dataclass(frozen=True, slots=True)
class Span:
    """Tags of our own around a range of the text: a link, an abbreviation, a word searched for."""

    start: int
    end: int
    opening: SafeString
    closing: SafeString


class Layer:
    """Spans that do not overlap, in order; of two that do, the one that begins first stays."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self.spans: list[Span] = []
        for span in sorted(spans, key=lambda span: (span.start, -span.end)):
            if span.start < span.end and (not self.spans or span.start >= self.spans[-1].end):
                self.spans.append(span)
        self._starts = [span.start for span in self.spans]
        self._ends = [span.end for span in self.spans]

    def within(self, start: int, end: int) -> list[Span]:
        """The spans that touch a range."""
        return self.spans[bisect_right(self._ends, start) : bisect_left(self._starts, end)]


def inline(text: str, start: int, end: int, points: Sequence[Point], layers: Sequence[Layer]) -> SafeString:
    """The characters from ``start`` to ``end`` as HTML; ``points`` must lie in that range, in order.

    The first layer is the outermost. Line ends within the range become line breaks.
    """
    pieces: list[str] = []
    at = start
    for point in points:
        pieces.append(_wrapped(text, at, point.offset, layers))
        pieces.append(point.html)
        at = point.offset
    pieces.append(_wrapped(text, at, end, layers))
    return mark_safe("".join(pieces))  # noqa: S308 — escaped text between tags of our own


def _wrapped(text: str, start: int, end: int, layers: Sequence[Layer]) -> str:
    if start >= end:
        return ""
    if not layers:
        return shown(text[start:end]).replace("\n", "<br>")
    pieces: list[str] = []
    at = start
    for span in layers[0].within(start, end):
        first, last = max(span.start, start), min(span.end, end)
        pieces.append(_wrapped(text, at, first, layers[1:]))
        pieces.append(f"{span.opening}{_wrapped(text, first, last, layers[1:])}{span.closing}")
        at = last
    pieces.append(_wrapped(text, at, end, layers[1:]))
    return "".join(pieces)
