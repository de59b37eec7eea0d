"""The source of a document line by line, with the spans that header values were read from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from telegrams.records import Place
from telegrams.vocabulary import HeaderField

LONGEST = 60_000
"""Characters of a source that are shown whole; of a longer one, the lines about those from which values were read."""

BESIDE = 2


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line, the names of the fields that were read from them, and those whose span begins here."""

    text: str
    fields: str = ""
    begins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LitLine:
    """A line of the source with its number in the file; ``skipped`` lines before it are not shown."""

    number: int
    pieces: tuple[Piece, ...]
    skipped: int = 0


def lit_lines(text: str, first_line: int, places: Mapping[HeaderField, Place]) -> tuple[LitLine, ...]:
    """The lines of a source, cut where a span begins or ends; a value whose columns are not known lights its line."""
    lines = text.split("\n")
    by_line: dict[int, list[tuple[int, int, str]]] = {}
    for field, place in places.items():
        at = place.line - first_line
        if 0 <= at < len(lines):
            start = min(place.start or 0, len(lines[at]))
            end = len(lines[at]) if place.end is None else min(max(place.end, start), len(lines[at]))
            by_line.setdefault(at, []).append((start, end, field.value))
    kept = range(len(lines)) if len(text) <= LONGEST else _about(by_line, len(lines))
    shown, before = [], -1
    for at in kept:
        shown.append(LitLine(first_line + at, tuple(_pieces(lines[at], by_line.get(at, []))), at - before - 1))
        before = at
    return tuple(shown)


def begun(lines: Iterable[LitLine]) -> frozenset[str]:
    """The fields whose span begins in these lines."""
    return frozenset(name for line in lines for piece in line.pieces for name in piece.begins)


def _about(lines: Iterable[int], count: int) -> list[int]:
    return sorted({near for at in lines for near in range(max(0, at - BESIDE), min(count, at + BESIDE + 1))})


def _pieces(line: str, spans: list[tuple[int, int, str]]) -> Iterable[Piece]:
    ends = sorted({0, len(line), *(end for start, last, _ in spans for end in (start, last))})
    met: set[str] = set()
    for start, end in zip(ends, ends[1:] or ends, strict=False):
        here = [
            name for first, last, name in spans if first <= start and end <= last and (first < last or first == start)
        ]
        begins = tuple(name for name in here if name not in met)
        met.update(here)
        yield Piece(line[start:end], " ".join(here), begins)
