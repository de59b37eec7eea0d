"""The values that travel between rooms: what a reader yields and a loader stores.

Frozen and free of Django. A ``TelegramRecord`` holds one clean text; everything else is a range
or an offset in it, counted in Unicode code points. ``to_json`` and ``from_json`` are exact
inverses; ``checksum`` leaves out where a value stood, so that a source whose lines moved but
whose content did not is the same document.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import orjson

from telegrams.vocabulary import HeaderField, Level, Origin, PassageKind

PARAGRAPH_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its source: line from 1, columns in code points, end excluded.

    ``line`` counts lines of the file, also for the second document of a file.
    """

    line: int
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Something unreadable or odd, with its place; ``code`` is a word of text-form.md section 6.

    ``found``, ``expected`` and ``remedy`` are whole clauses without a final stop.
    """

    source: str
    line: int | None
    code: str
    level: Level
    found: str
    expected: str = ""
    remedy: str = ""

    def message(self) -> str:
        """``file:line: code: found; expected; remedy`` with control characters escaped."""
        where = self.source if self.line is None else f"{self.source}:{self.line}"
        said = "; ".join(part for part in (self.found, self.expected, self.remedy) if part)
        return printable(f"{where}: {self.code}: {said}")


# Controls but tab and line feed; marks of direction, joiners without width, and the byte order mark.
HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
"""A sign that hides or reorders the text around it."""


def printable(text: str) -> str:
    """The text on one line, fit for a terminal: controls, bidi marks and surrogates escaped.

    >>> printable("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text)


@dataclass(frozen=True, slots=True)
class ReadValue:
    """One header value as read: the printed words beside what they mean.

    ``value`` is a canonical string: a date as PartialDate.text() ('1945-11-22', '1945-11',
    '1949-06-23/..'), an hour as '18:00', a receipt as '1945-11-23' or '1945-11-23T09:20', a
    vocabulary word, or the text itself. ``rule`` names the rule of an inferred value.
    """

    field: HeaderField
    printed: str | None
    value: str | None
    origin: Origin = Origin.PRINTED
    rule: str = ""
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A range of the text and what it is on the page; ``part`` 0 is the telegram itself."""

    start: int
    end: int
    kind: PassageKind
    part: int = 0
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A range of a text and how the print or its editors set it: italic, small-capitals, superscript, supplied …

    A range without characters is a place where something stands that is no text: gap, figure, unclear.
    """

    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class NameRecord:
    """A name that the source itself marks in the text (``footnote`` None) or in a note.

    ``what`` is 'person' or 'term'; ``key`` the id by which the volume's lists know it, '' where it gives none.
    """

    footnote: int | None
    start: int
    end: int
    what: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A document sent inside this one: a range of its text, with the label the print gives it."""

    number: int
    start: int
    end: int
    label: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class FootnoteRecord:
    """An editors' note. ``offset`` is just after the word its mark is glued to; None: unanchored.

    ``printed_mark`` is the mark of the text ('7', '10a', '*'), which may differ from ``ordinal``.
    """

    ordinal: int
    printed_mark: str | None
    offset: int | None
    text: str
    place: Place | None = None
    xml_id: str = ""
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class PageRecord:
    """Where printed page ``label`` begins: the offset of its first character in the text."""

    label: str
    offset: int
    implied: bool = False
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class ReferenceRecord:
    """A reference as printed in the text (``footnote`` None) or in footnote number ``footnote``.

    ``wanted`` says what is meant as sorted pairs, e.g. (('page', '1208'),) or
    (('date', '1945-12-03'), ('number', '4040'), ('post', 'Moscow')).
    """

    footnote: int | None
    start: int
    end: int
    printed: str
    wanted: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SourceText:
    """The source of one document, whole: its text as decoded, and where it begins in its file."""

    name: str
    first_line: int
    text: str
    reader: str
    reader_version: str


@dataclass(frozen=True, slots=True)
class TelegramRecord:
    """One printed document as a reader understood it.

    ``division`` is its place in the printed contents, as the ids of the divisions around it:
    'comp1/ch3'; '' where the source does not tell.
    """

    volume: str
    document: str
    text: str
    passages: tuple[Passage, ...]
    values: tuple[ReadValue, ...]
    footnotes: tuple[FootnoteRecord, ...] = ()
    pages: tuple[PageRecord, ...] = ()
    references: tuple[ReferenceRecord, ...] = ()
    parts: tuple[Part, ...] = ()
    marks: tuple[Mark, ...] = ()
    names: tuple[NameRecord, ...] = ()
    division: str = ""
    problems: tuple[Problem, ...] = ()
    source: SourceText | None = None

    def read(self, field: HeaderField) -> ReadValue | None:
        """The value of a header field, or None where the document does not state it."""
        return next((value for value in self.values if value.field == field), None)

    def text_of(self, passage: Passage) -> str:
        """The words of a passage."""
        return self.text[passage.start : passage.end]

    def passages_of(self, kind: PassageKind, part: int = 0) -> Iterator[Passage]:
        """The passages of a kind in a part, in printed order."""
        return (passage for passage in self.passages if passage.kind == kind and passage.part == part)

    def refused(self) -> bool:
        """Whether an error keeps this document out of the archive."""
        return any(problem.level == Level.ERROR for problem in self.problems)


@dataclass(frozen=True, slots=True)
class WholeVolume:
    """A source's claim to hold the whole of a volume: what is not among ``documents`` has gone from it.

    ``documents`` are the names of all that stand in it, in printed order, also those that cannot be read.
    ``size``: the bytes of the source, unpacked.
    """

    volume: str
    documents: tuple[str, ...]
    size: int = 0


@dataclass(frozen=True, slots=True)
class TenureRecord:
    """One line of a register of persons: who held which office where, from when to when.

    Dates are ISO text of any precision ('1943-10-23', '1943', ''); ``names`` are printed full
    forms by which the person is known in texts; ``volume`` restricts a line to one volume. ``key``
    is that of the office ('mission-in-russia'), '' where the title is to tell it.
    """

    person: str
    family: str
    given: str
    names: tuple[str, ...]
    title: str = ""
    born: str = ""
    died: str = ""
    office: str = ""
    post: str = ""
    country: str = ""
    appointed: str = ""
    arrived: str = ""
    since: str = ""
    until: str = ""
    until_note: str = ""
    served: str = ""
    resident_at: str = ""
    key: str = ""
    volume: str = ""
    source: str = ""
    note: str = ""
    line: int = 0


def sha256_of(text: str) -> str:
    """sha256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def body_checksum(text: str) -> str:
    """sha256 of the words of a document alone: by it a document is known again that was given another number."""
    return sha256_of(" ".join(text.split()))


def without_places(record: TelegramRecord) -> TelegramRecord:
    """The record's content alone: without where it stood, its problems and its source."""
    return replace(
        record,
        passages=tuple(replace(passage, line=None) for passage in record.passages),
        values=tuple(replace(value, place=None) for value in record.values),
        footnotes=tuple(replace(note, place=None) for note in record.footnotes),
        pages=tuple(replace(page, place=None) for page in record.pages),
        problems=(),
        source=None,
    )


def checksum(record: TelegramRecord) -> str:
    """sha256 of the record's content, so that a source whose lines moved gives the same document."""
    content = to_json(record)
    # As of ``without_places``, whose copy of every passage and value takes as long as all the rest.
    for passage in content["passages"]:
        passage[_PASSAGE_LINE] = None
    for value in content["values"].values():
        value["place"] = None
    for note in content["footnotes"]:
        note[_NOTE_PLACE] = None
    for page in content["pages"]:
        page[_PAGE_PLACE] = None
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


_PASSAGE_LINE, _NOTE_PLACE, _PAGE_PLACE = 4, 4, 3  # where ``to_json`` puts them


def to_json(record: TelegramRecord) -> dict[str, Any]:
    """The record as plain JSON values, without its problems and source."""
    return {
        "volume": record.volume,
        "document": record.document,
        "division": record.division,
        "text": record.text,
        "values": values_to_json(record.values),
        "footnotes": [
            [
                note.ordinal,
                note.printed_mark,
                note.offset,
                note.text,
                place_to_json(note.place),
                note.xml_id,
                marks_to_json(note.marks),
            ]
            for note in record.footnotes
        ],
        "pages": [[page.label, page.offset, page.implied, place_to_json(page.place)] for page in record.pages],
        "references": [
            [ref.footnote, ref.start, ref.end, ref.printed, [list(pair) for pair in ref.wanted]]
            for ref in record.references
        ],
        **layout_to_json(record),
    }


def layout_to_json(record: TelegramRecord) -> dict[str, Any]:
    """Passages, marks, names and parts as lists: what a telegram's ``layout`` column holds."""
    return {
        "passages": [[p.start, p.end, p.kind.value, p.part, p.line] for p in record.passages],
        "marks": marks_to_json(record.marks),
        "names": [[n.footnote, n.start, n.end, n.what, n.key] for n in record.names],
        "parts": [[p.number, p.start, p.end, p.label, p.heading] for p in record.parts],
    }


def marks_to_json(marks: tuple[Mark, ...]) -> list[list[Any]]:
    """Marks as stored lists."""
    return [[mark.start, mark.end, mark.style] for mark in marks]


def marks_from_json(marks: list[list[Any]]) -> tuple[Mark, ...]:
    """The inverse of ``marks_to_json``."""
    return tuple(Mark(start, end, style) for start, end, style in marks)


def values_to_json(values: tuple[ReadValue, ...]) -> dict[str, Any]:
    """Header values by field name: what a telegram's ``loaded`` column holds."""
    return {
        value.field.value: {
            "printed": value.printed,
            "value": value.value,
            "origin": value.origin.value,
            "rule": value.rule,
            "place": place_to_json(value.place),
        }
        for value in values
    }


def values_from_json(loaded: dict[str, Any]) -> tuple[ReadValue, ...]:
    """The inverse of ``values_to_json``, in the order of the header fields."""
    return tuple(
        ReadValue(
            field=field,
            printed=loaded[field.value]["printed"],
            value=loaded[field.value]["value"],
            origin=Origin(loaded[field.value]["origin"]),
            rule=loaded[field.value]["rule"],
            place=place_from_json(loaded[field.value]["place"]),
        )
        for field in HeaderField
        if field.value in loaded
    )


def from_json(data: dict[str, Any]) -> TelegramRecord:
    """The record whose ``to_json`` is ``data``."""
    return TelegramRecord(
        volume=data["volume"],
        document=data["document"],
        division=data.get("division", ""),
        text=data["text"],
        values=values_from_json(data["values"]),
        footnotes=tuple(
            FootnoteRecord(ordinal, mark, offset, text, place_from_json(place), xml_id, marks_from_json(*marks or [[]]))
            for ordinal, mark, offset, text, place, xml_id, *marks in data["footnotes"]
        ),
        pages=tuple(
            PageRecord(label, offset, implied, place_from_json(place))
            for label, offset, implied, place in data["pages"]
        ),
        references=tuple(
            ReferenceRecord(note, start, end, printed, tuple((key, value) for key, value in wanted))
            for note, start, end, printed, wanted in data["references"]
        ),
        passages=passages_from_json(data["passages"]),
        marks=marks_from_json(data["marks"]),
        names=names_from_json(data.get("names", [])),
        parts=tuple(Part(number, start, end, label, heading) for number, start, end, label, heading in data["parts"]),
    )


def names_from_json(names: list[list[Any]]) -> tuple[NameRecord, ...]:
    """Names from their stored lists."""
    return tuple(NameRecord(footnote, start, end, what, key) for footnote, start, end, what, key in names)


def passages_from_json(passages: list[list[Any]]) -> tuple[Passage, ...]:
    """Passages from their stored lists."""
    return tuple(Passage(start, end, PassageKind(kind), part, line) for start, end, kind, part, line in passages)


def place_to_json(place: Place | None) -> list[int | None] | None:
    """A place as the list stored for it."""
    return None if place is None else [place.line, place.start, place.end]


def place_from_json(place: list[int] | None) -> Place | None:
    """The inverse of ``place_to_json``."""
    return None if place is None else Place(place[0], place[1], place[2])


def pages_of(telegram: Any) -> tuple[PageRecord, ...]:
    """The page marks of a stored telegram as they were loaded: its rows, or what its ``places`` kept of them."""
    kept = telegram.places.get("pages")
    if kept is None:
        kept = [[page.label, page.offset, page.implied, page.place] for page in telegram.page_markers.all()]
    return tuple(PageRecord(label, offset, implied, place_from_json(place)) for label, offset, implied, place in kept)


def record_of(telegram: Any) -> TelegramRecord:
    """The record that a stored telegram was loaded from, equal but for its problems.

    Notes and pages that corrections moved are where they were loaded.
    ``telegram`` is a Telegram with its volume, source, footnotes, page_markers and references;
    the type is not named because this module stands below the tables.
    """
    ordinals = {note.pk: note.ordinal for note in telegram.footnotes.all()}
    layout, places = telegram.layout, telegram.places
    offsets: dict[int, int | None] = dict(places.get("notes", []))
    return TelegramRecord(
        volume=telegram.volume.slug,
        document=telegram.document,
        division=telegram.division,
        text=telegram.text,
        values=values_from_json(telegram.loaded),
        passages=passages_from_json(layout["passages"]),
        marks=marks_from_json(layout["marks"]),
        names=names_from_json(layout.get("names", [])),
        parts=tuple(Part(number, start, end, label, heading) for number, start, end, label, heading in layout["parts"]),
        footnotes=tuple(
            FootnoteRecord(
                note.ordinal,
                note.printed_mark,
                offsets.get(note.ordinal, note.offset),
                note.text,
                place_from_json(note.place),
                note.xml_id,
                marks_from_json(note.layout.get("marks", [])),
            )
            for note in telegram.footnotes.all()
        ),
        pages=pages_of(telegram),
        references=tuple(
            ReferenceRecord(
                ordinals.get(ref.footnote_id),
                ref.start,
                ref.end,
                ref.printed,
                tuple(sorted((key, value) for key, value in ref.wanted.items())),
            )
            for ref in telegram.references.all()
        ),
        source=SourceText(
            telegram.source.name,
            telegram.source.first_line,
            telegram.source.text,
            telegram.source.reader,
            telegram.source.reader_version,
        ),
    )
