"""One text, or several documents in one file: where each begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from telegrams.parsing.blocks import loose
from telegrams.parsing.heading import is_party_heading
from telegrams.parsing.source_note import read_source_line

_SEPARATOR = re.compile(r"\s*(?:={5,}|_{5,}|-{5,})\s*")
_NOTE = re.compile(r"\s{0,8}\d{1,5}\. |- .*↩\s*$")


@dataclass(frozen=True, slots=True)
class Chunk:
    """The lines of one document; ``first_line`` counts from 1 in the file; ``guessed``: its start is a guess."""

    first_line: int
    lines: tuple[str, ...]
    guessed: bool = False


def split_documents(text: str) -> Iterator[Chunk]:
    """The documents of a file: parted by a form feed or a drawn line, else where one clearly begins."""
    for chunk in _separated(text.split("\n")):
        yield from _guessed(chunk)


def is_separator(line: str) -> bool:
    """Whether a line parts documents: five or more = or _ or -; never asterisks or dots, which are omissions.

    >>> is_separator("-----"), is_separator("* * * * *")
    (True, False)
    """
    return bool(line) and bool(_SEPARATOR.fullmatch(line[:300]))


def _separated(lines: list[str]) -> Iterator[Chunk]:
    start = 1
    held: list[str] = []
    for number, line in enumerate(lines, 1):
        if is_separator(line):
            yield from _kept(start, held)
            start, held = number + 1, []
        elif "\f" in line:
            pieces = line.split("\f")
            held.append(pieces[0])
            yield from _kept(start, held)
            for piece in pieces[1:-1]:
                yield from _kept(number, [piece])
            start, held = number, [pieces[-1]]
        else:
            held.append(line)
    yield from _kept(start, held)


def _kept(start: int, lines: list[str]) -> Iterator[Chunk]:
    if any(line.strip() for line in lines):
        yield Chunk(start, tuple(lines))


def _guessed(chunk: Chunk) -> Iterator[Chunk]:
    """A source line after a note list or a short last line, and a heading within two lines after it."""
    cuts = [0, *_beginnings(chunk.lines)]
    for index, cut in enumerate(cuts):
        end = cuts[index + 1] if index + 1 < len(cuts) else len(chunk.lines)
        yield Chunk(chunk.first_line + cut, chunk.lines[cut:end], guessed=index > 0)


def _beginnings(lines: tuple[str, ...]) -> Iterator[int]:
    spoken = 0
    for index, line in enumerate(lines):
        if not line.strip():
            continue
        if spoken >= 3 and not lines[index - 1].strip() and _is_number_line(line) and _heading_follows(lines, index):
            before = next((lines[at] for at in range(index - 1, -1, -1) if lines[at].strip()), "")
            if _NOTE.match(before) or len(before.split()) <= 8:
                yield index
                spoken = 0
        spoken += 1


def _is_number_line(line: str) -> bool:
    source = read_source_line(line) if len(line) < 160 else None
    return source is not None and source.file_number is not None


def _heading_follows(lines: tuple[str, ...], index: int) -> bool:
    following = [line for line in lines[index + 1 : index + 4] if line.strip()][:2]
    return any(len(line) < 400 and is_party_heading(loose(line)) for line in following)
