"""Printed page marks in running text: ``[Page 922]`` → where page 922 begins.

The flattened page form leaves the number of each new page in the text, between two words, within
one, or alone between paragraphs (text-form.md §4). A marker is never a part of the text.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass

# [Page 922]  [Page IX]  [Page [5]]  [Page 12a]  [page 922]  [p. 922]  [[Page 922]]  [Facsimile Page 1]
MARKER = re.compile(
    r"""
    \[{1,2} \ ?
    (?: (?P<edition>facsimile|typeset) \ )?
    (?: page \ ? | p\. \ ? )
    \[? (?P<label> \d{1,5}[a-z]{0,2} | [ivxlcdm]{1,9} ) \]?
    \ ? \]{1,2}
    """,
    re.VERBOSE | re.IGNORECASE,
)
# [Page 922 and no bracket that closes it: reported, and left as text. "[Page torn]" is an editor's remark.
UNCLOSED = re.compile(r"\[{1,2}page \ (?P<label>\d{1,5}[a-z]?)\b(?![^\[\]\n]{0,3}\])", re.VERBOSE | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundMarker:
    """A page marker as printed: ``text[start:end]``.

    ``edition`` is '' for a page of the printed volume; 'facsimile' or 'typeset' in the microfiche
    supplements, whose markers number the fiche and not the volume: they are no text, and no page
    either. ``well_formed`` is False for an opening bracket that nothing closes: that one is text.
    """

    start: int
    end: int
    label: str
    edition: str = ""
    well_formed: bool = True


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text without its page markers.

    ``pages``: (label, offset of the first character of the new page in ``text``), in order.
    ``cuts``: (offset in the old text, characters gone up to there), ascending; see ``moved``.
    """

    text: str
    pages: tuple[tuple[str, int], ...]
    cuts: tuple[tuple[int, int], ...] = ()

    def moved(self, offset: int) -> int:
        """Where an offset of the old text stands in the new one; within a marker: where it stood.

        >>> without_markers("at London [Page 922] the Soviet").moved(21)
        10
        """
        place = bisect_right(self.cuts, (offset, 1 << 60)) - 1
        if place < 0:
            return offset
        cut, gone = self.cuts[place]
        before = self.cuts[place - 1][1] if place else 0
        length = gone - before
        return offset - before - min(length, offset - cut)


def find_page_markers(text: str) -> tuple[FoundMarker, ...]:
    """The page markers of a text, in order, the unclosed ones among them.

    >>> [(m.label, m.start, m.end) for m in find_page_markers("London [Page 922] the [page ix] or [Page torn]")]
    [('922', 7, 17), ('ix', 22, 31)]
    >>> find_page_markers("the Soviet [Page 922 Govt")[0].well_formed
    False
    """
    markers = [
        FoundMarker(found.start(), found.end(), found["label"], (found["edition"] or "").lower())
        for found in MARKER.finditer(text)
    ]
    taken = {marker.start for marker in markers}
    markers += [
        FoundMarker(found.start(), found.end(), found["label"], well_formed=False)
        for found in UNCLOSED.finditer(text)
        if found.start() not in taken
    ]
    return tuple(sorted(markers, key=lambda marker: marker.start))


def without_markers(text: str) -> Cleaned:
    """The text without page markers: a marker within a word joins it, between words one blank stays.

    >>> without_markers("con[Page 5]tinued")
    Cleaned(text='continued', pages=(('5', 3),), cuts=((3, 8),))
    >>> without_markers("of his [Page 638]would").text
    'of his would'
    >>> without_markers("[Page 922] the Soviet").pages
    (('922', 0),)
    """
    pieces: list[str] = []
    pages: list[tuple[str, int]] = []
    cuts: list[tuple[int, int]] = []
    length = gone = done = 0
    parted = True  # whether what stands before the marker is a blank, or nothing
    for marker in find_page_markers(text):
        if not marker.well_formed or marker.start < done:
            continue
        start, end = marker.start, marker.end
        if start > done:
            parted = text[start - 1].isspace()
        if parted:
            end = _past_blanks(text, end)
        if end == len(text) or text[end] == "\n":
            start = _before_blanks(text, start, done)
        pieces.append(text[done:start])
        length += start - done
        gone += end - start
        done = end
        cuts.append((start, gone))
        if not marker.edition:
            pages.append((marker.label, length))
    pieces.append(text[done:])
    clean = "".join(pieces)
    return Cleaned(clean, tuple((label, _first_character(clean, offset)) for label, offset in pages), tuple(cuts))


def _first_character(text: str, offset: int) -> int:
    """The offset of the first character of a page which begins here, after the blank that parts two pages."""
    while offset < len(text) and text[offset].isspace():
        offset += 1
    return offset


def _past_blanks(text: str, offset: int) -> int:
    """The first offset from here on where no blank stands."""
    while offset < len(text) and text[offset] == " ":
        offset += 1
    return offset


def _before_blanks(text: str, offset: int, least: int) -> int:
    """The offset before the blanks that end here, not before ``least``."""
    while offset > least and text[offset - 1] == " ":
        offset -= 1
    return offset
