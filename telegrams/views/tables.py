"""Rows of cells parted by a bar → a real table."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Cell = Callable[[int, int, int], SafeString]
"""The HTML of a cell: number of the row, start and end of the cell in the text."""

_NUMBER = re.compile(r"[$£–—-]?\s?\d[\d.,/½¼¾% ]*")


@dataclass(frozen=True, slots=True)
class _Cells:
    ranges: tuple[tuple[int, int], ...]
    words: tuple[str, ...]


def table_html(text: str, rows: list[tuple[int, int]], names: list[str], cell: Cell) -> SafeString:
    """The table of these rows. The first row is its head where it alone holds no figures."""
    cells = [_cells(text, start, end) for start, end in rows]
    has_head = len(cells) > 1 and not _figures(cells[0]) and all(_figures(row) for row in cells[1:])
    drawn = [
        _row(number, row, names[number], cell, is_head=has_head and number == 0) for number, row in enumerate(cells)
    ]
    head = format_html("<thead>{}</thead>", drawn.pop(0)) if has_head else SafeString()
    body = format_html_join("", "{}", ((row,) for row in drawn))
    return format_html(
        '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>{}<tbody>{}</tbody></table></div>',
        head,
        body,
    )


def _row(number: int, row: _Cells, name: str, cell: Cell, *, is_head: bool) -> SafeString:
    drawn = format_html_join(
        "", "{}", ((_drawn(number, row, column, cell, is_head=is_head),) for column in range(len(row.words)))
    )
    return format_html('<tr id="{}">{}</tr>', name, drawn)


def _drawn(number: int, row: _Cells, column: int, cell: Cell, *, is_head: bool) -> SafeString:
    start, end = row.ranges[column]
    kind = mark_safe(' class="n"') if _NUMBER.fullmatch(row.words[column]) else SafeString()
    if is_head:
        return format_html('<th scope="col"{}>{}</th>', kind, cell(number, start, end))
    return format_html("<td{}>{}</td>", kind, cell(number, start, end))


def _cells(text: str, start: int, end: int) -> _Cells:
    ranges = tuple(_trimmed(text, first, last) for first, last in _parted(text, start, end))
    return _Cells(ranges, tuple(text[first:last] for first, last in ranges))


def _parted(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for bar in re.finditer(r"\|", text[start:end]):
        yield at, start + bar.start()
        at = start + bar.end()
    yield at, end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    left = len(words) - len(words.lstrip())
    return start + left, start + max(left, len(words.rstrip()))


def _figures(row: _Cells) -> bool:
    return any(_NUMBER.fullmatch(words) for words in row.words)
