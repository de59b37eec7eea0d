"""Passages → the elements of a text: the natural one wherever TEI lets it stand, else an ``ab``.

A division of TEI has a top (headings, datelines), a middle (paragraphs, lists) and a bottom
(closers, postscripts), and printed documents keep to no such order. So every passage also says its
kind outright, by ``corresp``, and no reader has to guess it from the element.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import groupby

from telegrams.exports.tei_markup import element, kind_id
from telegrams.records import PARAGRAPH_BREAK, Passage
from telegrams.vocabulary import PassageKind

BETWEEN = "between"


class _Zone(IntEnum):
    TOP = 0
    MIDDLE = 1
    BOTTOM = 2


_OPENER = ("opener",)
_CLOSER = ("closer",)
# Elements from the outside in; the innermost holds the text.
_ANYWHERE = {PassageKind.SOURCE_NOTE: ("note",)}
_AT_TOP = {
    PassageKind.HEADING: ("head",),
    PassageKind.PART_LABEL: ("head",),
    PassageKind.DATELINE: ("dateline",),
    PassageKind.SALUTATION: ("salute",),
    PassageKind.SERIAL: _OPENER,
    PassageKind.BRACKET: _OPENER,
    PassageKind.CLASSIFICATION: _OPENER,
    PassageKind.NUMBER: _OPENER,
    PassageKind.SUBJECT: _OPENER,
}
_IN_MIDDLE = {
    PassageKind.PARAGRAPH: ("p",),
    PassageKind.EDITORS_TEXT: ("p",),
    PassageKind.QUOTATION: ("quote",),
    PassageKind.VERSE: ("lg", "l"),
    PassageKind.SUBHEADING: ("label",),
    PassageKind.CAPTION: ("label",),
    PassageKind.HEADING: ("label",),
    PassageKind.PART_LABEL: ("label",),
}
_AT_BOTTOM = {
    PassageKind.DATELINE: ("dateline",),
    PassageKind.SALUTATION: ("salute",),
    PassageKind.SIGNATURE: ("closer", "signed"),
    PassageKind.ADDRESS: _CLOSER,
    PassageKind.POSTSCRIPT: ("postscript", "p"),
}
_LISTED = {PassageKind.LIST_ITEM: None, PassageKind.TABLE_ROW: "table", PassageKind.PARTICIPANTS: "participants"}


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of the text: a passage, or (``passage`` None) words between passages that are not a blank line."""

    start: int
    end: int
    passage: Passage | None


def cut(text: str, passages: Sequence[Passage], places: frozenset[int]) -> list[Cut]:
    """The text cut into its passages, and into what stands between them where that has to be said.

    A blank line between two passages goes without saying, unless one of ``places`` lies within it.
    """
    cuts: list[Cut] = []
    at = 0
    for passage in passages:
        start = max(passage.start, at)
        _cut_between(cuts, text, at, start, places)
        at = max(min(passage.end, len(text)), start)
        cuts.append(Cut(start, at, passage))
    if at < len(text) or (not cuts and places):
        cuts.append(Cut(at, len(text), None))
    return cuts


def _cut_between(cuts: list[Cut], text: str, at: int, start: int, places: frozenset[int]) -> None:
    expected = PARAGRAPH_BREAK if cuts else ""
    if text[at:start] != expected or any(place in places for place in range(at + 1, start)):
        cuts.append(Cut(at, start, None))


def laid_out(cuts: Sequence[Cut], contents: Sequence[str], new_id: Callable[[int], str]) -> str:
    """The elements of a text in printed order; the passages of each part in a text of their own, in pieces if need be.

    ``new_id`` gives ids to the pieces of a part, by its number.
    """
    runs = [(part, list(run)) for part, run in groupby(_in_parts(cuts, contents), key=lambda one: one.part)]
    last_middle = max((at for at, (part, run) in enumerate(runs) if part), default=-1)
    zone = _Zone.TOP
    pieces: dict[int, str] = {}
    written: list[str] = []
    for at, (part, run) in enumerate(runs):
        if part:
            zone = _Zone.MIDDLE
            written.append(_floating(part, "\n".join(_Zoned(_Zone.TOP, ends_here=True).of(run)), pieces, new_id))
        else:
            zoned = _Zoned(zone, ends_here=at > last_middle)
            written.extend(zoned.of(run))
            zone = zoned.zone
    return "\n".join(written)


@dataclass(frozen=True, slots=True)
class _Part:
    """A cut with its markup, and the part of the document it stands in."""

    cut: Cut
    content: str
    part: int


def _in_parts(cuts: Sequence[Cut], contents: Sequence[str]) -> Iterator[_Part]:
    part = 0
    for one, content in zip(cuts, contents, strict=True):
        part = one.passage.part if one.passage else part
        yield _Part(one, content, part)


def _floating(part: int, content: str, pieces: dict[int, str], new_id: Callable[[int], str]) -> str:
    before, name = pieces.get(part), new_id(part)
    pieces[part] = name
    attributes = {"type": "enclosure", "n": str(part), "xml:id": name, "prev": f"#{before}" if before else None}
    # the div: a body must have a middle, a div need not
    return element("floatingText", attributes, element("body", {}, element("div", {}, f"\n{content}\n")))


class _Zoned:
    """Passages of one container, written so that none stands where TEI has no place for it.

    ``ends_here``: the container ends with them, so that those at its end may be its bottom.
    """

    def __init__(self, zone: _Zone, ends_here: bool) -> None:
        self.zone = zone
        self.ends_here = ends_here

    def of(self, run: Sequence[_Part]) -> list[str]:
        """Their elements."""
        bottom = self._bottom(run)
        written: list[str] = []
        for kind, group in groupby(enumerate(run), key=lambda one: _list_of(one[1])):
            if kind is None:
                written.extend(self._written(one, at >= bottom) for at, one in group)
            else:
                self.zone = _Zone.MIDDLE
                items = "\n".join(_holding(("item",), one.content, kind) for _, one in group)
                written.append(element("list", {"type": _LISTED[kind]}, f"\n{items}\n"))
        return written

    def _bottom(self, run: Sequence[_Part]) -> int:
        """The first passage from which on all may stand at the bottom."""
        if not self.ends_here:
            return len(run)
        last = max((at for at, one in enumerate(run) if not _may_close(one)), default=-1)
        return last + 1

    def _written(self, one: _Part, is_bottom: bool) -> str:
        if one.cut.passage is None:
            self.zone = _Zone.MIDDLE
            return element("ab", {"type": BETWEEN}, one.content)
        kind = one.cut.passage.kind
        if kind in _ANYWHERE:
            return element("note", {"type": "source", "corresp": f"#{kind_id(kind)}"}, one.content)
        if self.zone == _Zone.TOP and kind in _AT_TOP:
            return _holding(_AT_TOP[kind], one.content, kind)
        if self.zone != _Zone.TOP and is_bottom and kind in _AT_BOTTOM:
            self.zone = _Zone.BOTTOM
            return _holding(_AT_BOTTOM[kind], one.content, kind)
        self.zone = _Zone.MIDDLE
        return _holding(_IN_MIDDLE.get(kind, ("ab",)), one.content, kind)


def _list_of(one: _Part) -> PassageKind | None:
    """The kind of a passage that shares a list with its neighbours of that kind."""
    return one.cut.passage.kind if one.cut.passage and one.cut.passage.kind in _LISTED else None


def _may_close(one: _Part) -> bool:
    return one.cut.passage is not None and (one.cut.passage.kind in _AT_BOTTOM or one.cut.passage.kind in _ANYWHERE)


def _holding(names: tuple[str, ...], content: str, kind: PassageKind) -> str:
    """The text in these elements; the outermost says its kind."""
    for name in names[:0:-1]:
        content = element(name, {}, content)
    return element(names[0], {"corresp": f"#{kind_id(kind)}"}, content)
