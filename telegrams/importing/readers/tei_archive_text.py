"""The text of a document in the archive's own TEI, with everything that has a place in it: as it was written."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from telegrams.importing.readers.safe_xml import Element
from telegrams.importing.readers.tei_archive_values import Odd, notes_of, said_in
from telegrams.importing.readers.tei_blocks import TEI, XML_ID
from telegrams.importing.readers.tei_references import wanted_by
from telegrams.records import (
    PARAGRAPH_BREAK,
    FootnoteRecord,
    Mark,
    NameRecord,
    PageRecord,
    Part,
    Passage,
    Place,
    ReferenceRecord,
)
from telegrams.vocabulary import PassageKind

_KIND = "#kind-"
_EDITED = {"unclear": "unclear", "del": "deleted", "add": "added", "foreign": "foreign"}
_NAMED = {"persName": "person", "term": "term"}
_RANGES = frozenset({*_EDITED, *_NAMED, "hi", "seg", "rs", "ref"})
_KINDS = {kind.value: kind for kind in PassageKind}


@dataclass(slots=True)
class _Found:
    """A range that an element encloses, as far as it has been met."""

    element: Element
    start: int
    end: int


@dataclass(slots=True)
class _Run:
    """A text being read on: of the document, or of one note."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    ranges: list[_Found] = field(default_factory=list)

    def add(self, text: str | None) -> None:
        """Text as it stands, every blank of it."""
        if text:
            self.pieces.append(text)
            self.length += len(text)

    @property
    def text(self) -> str:
        """What has been read."""
        return "".join(self.pieces)


@dataclass(frozen=True, slots=True)
class ArchiveText:
    """The text of a document and everything in it, in the order records keep."""

    text: str
    passages: tuple[Passage, ...]
    footnotes: tuple[FootnoteRecord, ...]
    pages: tuple[PageRecord, ...]
    references: tuple[ReferenceRecord, ...]
    parts: tuple[Part, ...]
    marks: tuple[Mark, ...]
    names: tuple[NameRecord, ...]
    odd: tuple[Odd, ...]


def read_text(document: Element, volume: str) -> ArchiveText:
    """Everything in the div of a document; ``volume`` is its own, whose pages and documents bare targets name."""
    reading = _Reading()
    reading.container(document, 0)
    runs = [(None, reading.run), *((note.ordinal, run) for note, run in reading.notes)]
    names: list[NameRecord] = []
    references: list[ReferenceRecord] = []
    for footnote, run in runs:
        text = run.text
        names.extend(_names(run, footnote))
        references.extend(_references(run, footnote, text, volume))
    names.sort(key=lambda one: (one.footnote or 0, one.start, one.end, one.what))
    references.sort(key=lambda one: (one.footnote or 0, one.start, one.end))
    return ArchiveText(
        text=reading.run.text,
        passages=tuple(reading.passages),
        footnotes=tuple(sorted((note for note, _ in reading.notes), key=lambda note: note.ordinal)),
        pages=tuple(sorted(reading.pages, key=lambda page: page.offset)),
        references=tuple(references),
        parts=tuple(_parts(document, reading.passages, reading.run.length, reading.odd)),
        marks=_marks(reading.run),
        names=tuple(names),
        odd=tuple(reading.odd),
    )


class _Reading:
    """One pass over a document: outside passages only elements count, inside them every character."""

    def __init__(self) -> None:
        self.run = _Run()
        self.passages: list[Passage] = []
        self.pages: list[PageRecord] = []
        self.notes: list[tuple[FootnoteRecord, _Run]] = []
        self.odd: list[Odd] = []
        self.begun: dict[str, _Found] = {}
        self.breaks = False
        self.rules: dict[str, Callable[[Element, _Run], None]] = {
            "lb": lambda element, run: run.add("\n"),
            "pb": self.page,
            "gap": self.lacking,
            "corr": lambda element, run: None,  # what an editor of the archive shows instead of the print
            "note": self.note,
            **dict.fromkeys(_RANGES, self.range),
        }

    def container(self, element: Element, part: int) -> None:
        """The passages in an element that is none, and the notes whose place in the text is not known."""
        for child in element:
            name, kind = _local(child), child.get("corresp") or ""
            if kind.startswith(_KIND):
                self.passage(child, kind.removeprefix(_KIND), part)
            elif name == "floatingText":
                self.container(child, _number(child.get("n")) or part)
            elif name == "ab":
                self.inside(child, self.run)
                self.breaks = False
            elif name == "note":
                self.note(child, self.run)
            elif name != "noteGrp":
                self.container(child, part)

    def passage(self, element: Element, kind: str, part: int) -> None:
        """A passage; a blank line parts it from the one before, where nothing else was said to stand there."""
        if self.breaks:
            self.run.add(PARAGRAPH_BREAK)
        self.breaks = True
        start, line = self.run.length, element.sourceline or 1
        self.inside(element, self.run)
        if kind not in _KINDS:
            self.odd.append(Odd(line, f"a passage of the kind “{kind[:40]}”"))
        self.passages.append(Passage(start, self.run.length, _KINDS.get(kind, PassageKind.PARAGRAPH), part, line))

    def inside(self, element: Element, run: _Run) -> None:
        """All that stands in an element, character by character; a name without a rule is transparent."""
        run.add(element.text)
        for child in element:
            rule = self.rules.get(_local(child), self.inside)
            rule(child, run)
            run.add(child.tail)

    def range(self, element: Element, run: _Run) -> None:
        """An element that encloses a range, or a further piece of one."""
        found = self.begun.get((element.get("prev") or "").removeprefix("#"))
        if found is None:
            found = _Found(element, run.length, run.length)
            run.ranges.append(found)
        if name := element.get(XML_ID):
            self.begun[name] = found
        self.inside(element, run)
        found.end = run.length

    def lacking(self, element: Element, run: _Run) -> None:
        """A gap: something stands here that is no text."""
        run.ranges.append(_Found(element, run.length, run.length))

    def page(self, element: Element, run: _Run) -> None:
        """pb: a page begins here."""
        is_implied = element.get("type") == "implied"
        place = Place(element.sourceline or 1)
        self.pages.append(PageRecord(element.get("n") or "", self.run.length, is_implied, place))

    def note(self, element: Element, run: _Run) -> None:
        """An editors' note; other notes, such as the citation, are told to readers of the file alone."""
        if element.get("place") != "foot":
            return
        within = _Run()
        ordinal = self.number_of(element)
        self.notes.append((FootnoteRecord(ordinal, None, None, ""), within))
        at = len(self.notes) - 1
        self.inside(element, within)
        note = FootnoteRecord(
            ordinal=ordinal,
            printed_mark=element.get("n"),
            offset=None if element.get("anchored") == "false" else run.length,
            text=within.text,
            place=Place(element.sourceline or 1),
            xml_id=(element.get("sameAs") or "").removeprefix("#") or element.get(XML_ID) or "",
            marks=_marks(within),
        )
        self.notes[at] = (note, within)

    def number_of(self, note: Element) -> int:
        """The number a note says, else that of its place among the notes; none is given twice."""
        taken = {one.ordinal for one, _ in self.notes}
        number = _number(note.get("subtype")) or len(self.notes) + 1
        return max(taken) + 1 if number in taken else number


def _local(element: Element) -> str:
    return str(element.tag).removeprefix(TEI)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


# --- what the ranges are ---------------------------------------------------------------------------


def _marks(run: _Run) -> tuple[Mark, ...]:
    found = ((one, _style(one.element)) for one in run.ranges)
    marks = (Mark(one.start, one.end, style) for one, style in found if style is not None)
    return tuple(sorted(marks, key=lambda mark: (mark.start, -mark.end)))


def _style(element: Element) -> str | None:
    name = _local(element)
    if name in _EDITED:
        return _EDITED[name]
    if name == "hi":
        return element.get("rend") or ""
    if name == "gap":
        return element.get("reason") or "gap"
    return element.get("type") if name == "seg" else None


def _names(run: _Run, footnote: int | None) -> Iterator[NameRecord]:
    for one in run.ranges:
        name = _local(one.element)
        what = one.element.get("type") or "" if name == "rs" else _NAMED.get(name)
        if what is not None:
            yield NameRecord(footnote, one.start, one.end, what, one.element.get("key") or "")


def _references(run: _Run, footnote: int | None, text: str, volume: str) -> Iterator[ReferenceRecord]:
    for one in run.ranges:
        if _local(one.element) != "ref":
            continue
        asked, printed = one.element.get("cRef"), one.element.get("n")
        if asked is None:
            wanted = wanted_by(one.element.get("target") or "", volume)
        else:
            wanted = tuple(parse_qsl(asked, keep_blank_values=True))
        said = text[one.start : one.end] if printed is None else printed
        yield ReferenceRecord(footnote, one.start, one.end, said, wanted)


def _parts(document: Element, passages: list[Passage], length: int, odd: list[Odd]) -> Iterator[Part]:
    for note in notes_of(document, "enclosures"):
        number, said = _number(note.get("n")), said_in(note)
        own = [one for one in passages if one.part == number]
        start, _, end = said.get("range", "").partition("-")
        ends = (_number(start), _number(end)) if start else (own[0].start, own[-1].end) if own else (None, None)
        if number is None or ends[0] is None or ends[1] is None or not ends[0] <= ends[1] <= length:
            odd.append(Odd(note.sourceline or 1, "an enclosure without its number or its range"))
        else:
            yield Part(number, ends[0], ends[1], said.get("label", ""), said.get("heading", ""))
