"""Text with ranges cut out, and where every offset of the old text stands in the new one."""

from bisect import bisect_right
from collections.abc import Iterable
from itertools import pairwise

from telegrams.parsing.page_markers import find_page_markers, without_markers

Range = tuple[int, int]


class Trimmed:
    """A text with ranges cut out; ``forward`` and ``backward`` translate offsets, both monotonic."""

    __slots__ = ("_kept", "_starts", "text")

    def __init__(self, printed: str, cuts: Iterable[Range]) -> None:
        kept: list[Range] = []
        done = 0
        for start, end in _united(cuts):
            if start > done:
                kept.append((done, start))
            done = max(done, end)
        if done < len(printed):
            kept.append((done, len(printed)))
        self._kept = kept or [(0, 0)]
        self.text = "".join(printed[start:end] for start, end in kept)
        self._starts = [0]
        for start, end in self._kept:
            self._starts.append(self._starts[-1] + end - start)

    def forward(self, offset: int) -> int:
        """Where an offset of the printed text stands in ``text``; within a cut: where the cut was."""
        index = bisect_right(self._kept, (offset, 1 << 60)) - 1
        if index < 0:
            return 0
        start, end = self._kept[index]
        return self._starts[index] + min(offset, end) - start

    def backward(self, offset: int) -> int:
        """Where an offset of ``text`` stands in the printed text."""
        index = min(bisect_right(self._starts, offset) - 1, len(self._kept) - 1)
        return self._kept[index][0] + offset - self._starts[index]

    def range_back(self, start: int, end: int) -> Range:
        """Where a range of ``text`` stands in the printed text."""
        return self.backward(start), self.backward(end - 1) + 1 if end > start else self.backward(start)


def _united(cuts: Iterable[Range]) -> list[Range]:
    return sorted((start, end) for start, end in cuts if end > start)


class CleanBlock:
    """A block without note marks, page markers and doubled blanks; offsets lead both ways."""

    __slots__ = ("_layers", "markers", "pages", "text", "unclosed")

    def __init__(self, printed: str, marks: Iterable[Range], lines_are_one: bool) -> None:
        without_marks = Trimmed(printed, marks)
        cleaned = without_markers(without_marks.text)
        gone = [(0, 0), *cleaned.cuts]
        without_pages = Trimmed(
            without_marks.text, ((after[0], after[0] + after[1] - before[1]) for before, after in pairwise(gone))
        )
        single = Trimmed(without_pages.text, _doubled_blanks(without_pages.text))
        self._layers = (without_marks, without_pages, single)
        self.text = single.text.replace("\n", " ") if lines_are_one else single.text
        self.pages = [(label, single.forward(offset)) for label, offset in cleaned.pages]
        markers = find_page_markers(printed)
        self.unclosed = [marker.start for marker in markers if not marker.well_formed]
        self.markers = [(marker.start, marker.end) for marker in markers if marker.well_formed and not marker.edition]

    def forward(self, offset: int) -> int:
        """Where an offset of the printed block stands in the clean text."""
        for layer in self._layers:
            offset = layer.forward(offset)
        return offset

    def range_back(self, start: int, end: int) -> Range:
        """Where a range of the clean text stands in the printed block."""
        for layer in reversed(self._layers):
            start, end = layer.range_back(start, end)
        return start, end


def _doubled_blanks(text: str) -> list[Range]:
    """Blanks at the ends, around line ends, and all but the first of a run."""
    if text == text.strip() and "  " not in text and " \n" not in text and "\n " not in text:
        return []
    cuts: list[Range] = []
    index, length = 0, len(text)
    last = len(text.rstrip())
    first = length - len(text.lstrip())
    if first:
        cuts.append((0, first))
    index = first
    while index < last:
        if text[index] != " ":
            index += 1
            continue
        end = index
        while end < last and text[end] == " ":
            end += 1
        beside_line_end = text[end : end + 1] == "\n" or text[index - 1 : index] == "\n"
        if beside_line_end:
            cuts.append((index, end))
        elif end > index + 1:
            cuts.append((index + 1, end))
        index = end
    if last < length:
        cuts.append((max(last, first), length))
    return cuts


def clean_note(printed: str) -> str:
    """The text of a note without page markers and doubled blanks."""
    return " ".join(without_markers(printed).text.split())
