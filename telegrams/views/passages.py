"""A telegram's text, layout, notes, pages and references → the HTML of its letter, safe by construction.

The printed words are never changed: notes, page numbers, errata and signs are drawn beside them, so
that copied text is the text of the print.
"""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from itertools import groupby

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from telegrams.errata import errata_of, loaded_offsets
from telegrams.models import CrossReference, Footnote, PageMarker, Telegram
from telegrams.records import pages_of, passages_from_json
from telegrams.views.glossary import Glossary
from telegrams.views.inline import Point, inline
from telegrams.views.parts import Sections
from telegrams.views.spans import (
    Range,
    abbreviation_layer,
    erratum_layer,
    face_layers,
    hit_layer,
    places_of,
    reference_layer,
)
from telegrams.views.tables import table_html
from telegrams.views.visible import direction, shown
from telegrams.vocabulary import Certainty, PassageKind

CLASSES = {
    PassageKind.SERIAL: "serial",
    PassageKind.BRACKET: "bracket",
    PassageKind.CLASSIFICATION: "marking",
    PassageKind.DATELINE: "dateline",
    PassageKind.NUMBER: "number",
    PassageKind.SUBHEADING: "subheading",
    PassageKind.SUBJECT: "subject",
    PassageKind.VERSE: "verse",
    PassageKind.CAPTION: "caption",
    PassageKind.POSTSCRIPT: "postscript",
    PassageKind.PARTICIPANTS: "participants",
    PassageKind.SALUTATION: "salutation",
    PassageKind.OMISSION: "omission",
    PassageKind.EDITORS_TEXT: "editors",
    PassageKind.SIGNATURE: "signature",
    PassageKind.ADDRESS: "address",
    PassageKind.PART_LABEL: "label",
    PassageKind.SOURCE_NOTE: "source",
    PassageKind.HEADING: "heading",
}
"""The class of each kind of paragraph; running text has none."""

GROUPED = (PassageKind.LIST_ITEM, PassageKind.TABLE_ROW)
"""Kinds of passage of which neighbours make one list or one table."""


RUNNING = (PassageKind.PARAGRAPH, PassageKind.LIST_ITEM)
"""Kinds that are set as running text; an item that stands alone is no list."""


@dataclass(frozen=True, slots=True)
class Hits:
    """Where the words searched for stand: ranges of the text (those that are errata), of each note by its ordinal."""

    text: tuple[Range, ...] = ()
    notes: tuple[tuple[int, tuple[Range, ...]], ...] = ()
    errata: frozenset[Range] = frozenset()

    def count(self) -> int:
        """How many there are."""
        return len(self.text) + sum(len(ranges) for _, ranges in self.notes)


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note as the page shows it; ``name`` makes its address ``#note-<name>``, unique on the page."""

    name: str
    mark: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class PageShown:
    """A printed page that begins here; ``name`` is its address."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Letter:
    """The printed document as HTML: its heading, the line of its source, and everything below."""

    serial: SafeString
    heading: SafeString
    heading_name: str
    source: SafeString
    source_name: str
    body: SafeString
    loose_notes: tuple[NoteShown, ...]
    pages: tuple[PageShown, ...]
    parts: tuple[tuple[str, str], ...]


def note_names(notes: Iterable[Footnote]) -> dict[int, str]:
    """The name of each note's address by its ordinal: its printed mark where that is free.

    Marks repeat in some volumes, and some are stars; an address may not.
    """
    names: dict[int, str] = {}
    for note in notes:
        plain = re.sub(r"[^0-9a-z]+", "", note.mark.lower()) or f"n{note.ordinal}"
        while plain in names.values():
            plain = f"{plain}-{note.ordinal}"
        names[note.ordinal] = plain
    return names


def page_names(markers: Iterable[PageMarker]) -> dict[int, str]:
    """The name of each page's address by the marker's ordinal: ``p922``, unique on the page."""
    names: dict[int, str] = {}
    for marker in markers:
        name = "p" + (re.sub(r"[^0-9A-Za-z]+", "", marker.label) or f"n{marker.ordinal}")
        names[marker.ordinal] = f"{name}-{marker.ordinal}" if name in names.values() else name
    return names


def letter_of(telegram: Telegram, hits: Hits, glossary: Glossary, *, as_printed: bool = False) -> Letter:
    """The letter of a telegram read by ``for_reading``; ``glossary`` explains its volume's abbreviations.

    ``as_printed``: errata are left out, and notes and pages stand where they were loaded.
    """
    return _Setting(telegram, hits, glossary, as_printed=as_printed).letter()


def notes_of(telegram: Telegram, *, as_printed: bool) -> list[Footnote]:
    """The notes of a telegram, where corrections have them or where they were loaded."""
    loaded = loaded_offsets(telegram.places) if as_printed else {}
    return [_at(note, loaded[note.ordinal]) if note.ordinal in loaded else note for note in telegram.footnotes.all()]


def _at(note: Footnote, offset: int | None) -> Footnote:
    moved = copy(note)
    moved.offset = offset
    return moved


def markers_of(telegram: Telegram, *, as_printed: bool) -> list[PageMarker]:
    """The page marks of a telegram, as corrected or as loaded."""
    if not as_printed or "pages" not in telegram.places:
        return list(telegram.page_markers.all())
    return [
        PageMarker(ordinal=ordinal, label=page.label, offset=page.offset, implied=page.implied)
        for ordinal, page in enumerate(pages_of(telegram), 1)
    ]


class _Setting:
    """The composing room: what is laid over the text, and where each note and page goes."""

    def __init__(self, telegram: Telegram, hits: Hits, glossary: Glossary, *, as_printed: bool) -> None:
        self.text = telegram.text
        self.glossary = glossary
        layout = telegram.layout or {}
        self.names = layout.get("names", [])
        self.passages = passages_from_json(layout.get("passages", []))
        self.markers = markers_of(telegram, as_printed=as_printed)
        self.footnotes = notes_of(telegram, as_printed=as_printed)
        self.errata = () if as_printed else errata_of(telegram.places)
        self.note_names = note_names(self.footnotes)
        self.page_names = page_names(self.markers)
        self.references = _by_note(telegram.references.all())
        self.note_hits = dict(hits.notes)
        self.layers = [
            *([erratum_layer(self.errata, hits.text, hits.errata)] if self.errata else []),
            reference_layer(self.references[None]),
            abbreviation_layer(self.text, [(one.start, one.end) for one in self.passages], glossary, self.names),
            hit_layer(hits.text),
            *face_layers(layout.get("marks", [])),
        ]
        self.sections = Sections(layout.get("parts", []))
        self.heading = self._first(PassageKind.HEADING)
        self.source = self._first(PassageKind.SOURCE_NOTE)
        self.serial = self._first(PassageKind.SERIAL)
        self.notes_at: dict[int, list[Footnote]] = defaultdict(list)
        self.points: dict[int, list[Point]] = defaultdict(list)
        self.waiting_pages: list[Point] = []
        self._place_notes()
        self._place_pages()
        for offset, html in places_of(layout.get("marks", [])):
            self.points[max(bisect_right([one.start for one in self.passages], offset) - 1, 0)].append(
                Point(offset, html)
            )

    def _first(self, kind: PassageKind) -> int | None:
        """The first passage of a kind that stands above the letter and belongs to the document itself."""
        return next((n for n, one in enumerate(self.passages) if one.kind == kind and one.part == 0), None)

    def _is_above(self, number: int) -> bool:
        return number in (self.heading, self.source, self.serial)

    def _place_notes(self) -> None:
        starts = [passage.start for passage in self.passages]
        for note in self.footnotes:
            if note.offset is None or not self.passages:
                continue
            number = max(bisect_left(starts, note.offset) - 1, 0)
            passage = self.passages[number]
            offset = min(max(note.offset, passage.start), passage.end)
            self.notes_at[number].append(note)
            self.points[number].append(Point(offset, self._mark(note)))

    def _place_pages(self) -> None:
        """A page that begins between passages begins with the next; above the letter, with the letter."""
        starts = [passage.start for passage in self.passages]
        for marker in self.markers:
            number = max(bisect_right(starts, marker.offset) - 1, 0)
            if number + 1 < len(starts) and marker.offset >= self.passages[number].end:
                number += 1
            html = self._break(marker)
            if not self.passages or self._is_above(number):
                self.waiting_pages.append(Point(0, html))
                continue
            passage = self.passages[number]
            self.points[number].append(Point(min(max(marker.offset, passage.start), passage.end), html))

    def _mark(self, note: Footnote) -> SafeString:
        name = self.note_names[note.ordinal]
        return format_html(
            '<a class="mark" role="doc-noteref" id="ref-{}" href="#note-{}" aria-label="note {}">{}</a>',
            name, name, note.mark, shown(note.mark),
        )  # fmt: skip

    def _break(self, marker: PageMarker) -> SafeString:
        said = f"page {marker.label}, inferred" if marker.implied else f"page {marker.label}"
        name = "pagebreak implied" if marker.implied else "pagebreak"
        return format_html(
            '<span class="{}" role="doc-pagebreak" id="{}" aria-label="{}" data-page="{}"></span>',
            name, self.page_names[marker.ordinal], said, marker.label,
        )  # fmt: skip

    def letter(self) -> Letter:
        """The whole letter; what stands above it is set apart for the head of the page."""
        body = self._body()
        return Letter(
            serial=self._above(self.serial),
            heading=self._above(self.heading),
            heading_name=_name(self.heading),
            source=self._above(self.source),
            source_name=_name(self.source),
            body=body,
            loose_notes=tuple(self._note(note) for note in self.footnotes if note.offset is None),
            pages=tuple(PageShown(self.page_names[marker.ordinal], marker.label) for marker in self.markers),
            parts=self.sections.opened(),
        )

    def _above(self, number: int | None) -> SafeString:
        return self._words(number) if number is not None else SafeString()

    def _words(self, number: int) -> SafeString:
        """A passage with all that stands in it."""
        passage = self.passages[number]
        points = sorted(map(self._beside_errata, self.points[number]), key=lambda point: point.offset)
        return inline(self.text, passage.start, passage.end, points, self.layers)

    def _beside_errata(self, point: Point) -> Point:
        """A point within an erratum stands after it, so that its words are not shown twice."""
        for one in self.errata:
            if one.start < point.offset < one.end:
                return replace(point, offset=one.end)
        return point

    def _body(self) -> SafeString:
        pieces: list[str] = []
        numbers = [number for number in range(len(self.passages)) if not self._is_above(number)]
        self._lead_in(numbers)
        after_text = False
        for group in self._groups(numbers):
            passage = self.passages[group[0]]
            pieces.append(self.sections.to(passage.part, passage.start))
            pieces.append(self._block(group, is_first=not after_text))
            after_text = passage.kind in RUNNING and len(group) == 1
        pieces.append(self.sections.close_all())
        return mark_safe("".join(pieces))  # noqa: S308 — every piece was made by format_html or inline

    def _lead_in(self, numbers: list[int]) -> None:
        """Pages that begin above the letter, and notes of its heading, go to its first passage."""
        if not numbers:
            return
        first = numbers[0]
        opening = self.passages[first].start
        self.points[first][:0] = [replace(point, offset=opening) for point in self.waiting_pages]
        above = [note for number in sorted(self.notes_at) if self._is_above(number) for note in self.notes_at[number]]
        self.notes_at[first][:0] = above

    def _groups(self, numbers: list[int]) -> Iterable[list[int]]:
        """Neighbouring items of a list and rows of a table together, all else by itself."""

        def belongs(number: int) -> tuple[object, ...]:
            passage = self.passages[number]
            return (passage.kind, passage.part) if passage.kind in GROUPED else (number,)

        return (list(group) for _, group in groupby(numbers, key=belongs))

    def _block(self, group: list[int], *, is_first: bool) -> SafeString:
        kind = self.passages[group[0]].kind
        if kind == PassageKind.TABLE_ROW:
            return self._table(group)
        if kind == PassageKind.LIST_ITEM and len(group) > 1:
            return self._list(group)
        number = group[0]
        words = self._paragraph(number)
        if kind == PassageKind.QUOTATION:
            words = format_html("<blockquote>{}</blockquote>", words)
        return format_html(
            '<div class="passage{}" id="{}">{}{}{}{}</div>',
            " first" if is_first or kind not in RUNNING else "",
            _name(number), words, self._here(number), self._choices(number), self._notes(group),
        )  # fmt: skip

    def _paragraph(self, number: int) -> SafeString:
        passage = self.passages[number]
        name = CLASSES.get(passage.kind, "")
        turned = direction(self.text[passage.start : passage.end])
        if passage.kind == PassageKind.HEADING and passage.part:
            return format_html("<h2{}>{}</h2>", turned, self._words(number))
        opening = format_html('<p class="{}"{}>', name, turned) if name else format_html("<p{}>", turned)
        return format_html("{}{}</p>", opening, self._words(number))

    def _here(self, number: int) -> SafeString:
        """The passage's own address, seen when the passage is pointed at."""
        if self.passages[number].kind not in (PassageKind.PARAGRAPH, PassageKind.QUOTATION):
            return SafeString()
        return format_html('<a class="here" href="#{}" aria-label="Passage {}"></a>', _name(number), number + 1)

    def _list(self, group: list[int]) -> SafeString:
        items = format_html_join(
            "",
            '<li class="passage first" id="{}"><p>{}</p>{}{}</li>',
            ((_name(number), self._words(number), self._choices(number), self._notes([number])) for number in group),
        )
        return format_html('<ul class="items">{}</ul>', items)

    def _table(self, group: list[int]) -> SafeString:
        rows = [(self.passages[number].start, self.passages[number].end) for number in group]
        names = [_name(number) for number in group]
        table = table_html(self.text, rows, names, lambda row, start, end: self._cell(group[row], start, end))
        return format_html('<div class="passage first">{}{}</div>', table, self._notes(group))

    def _cell(self, number: int, start: int, end: int) -> SafeString:
        """A cell with the notes and pages that fall into it or the blanks around it."""
        passage = self.passages[number]
        bar = self.text.find("|", end, passage.end)
        first = self.text.rfind("|", passage.start, start) + 1 or passage.start
        last = passage.end if bar < 0 else bar
        mine = sorted((one for one in self.points[number] if first <= one.offset <= last), key=lambda one: one.offset)
        points = [replace(one, offset=min(max(one.offset, start), end)) for one in map(self._beside_errata, mine)]
        return inline(self.text, start, end, points, self.layers)

    def _notes(self, group: Sequence[int]) -> SafeString:
        """The notes of these passages, in the order of their marks."""
        notes = [note for number in group for note in self.notes_at[number]]
        if not notes:
            return SafeString()
        asides = format_html_join("", "{}", ((self._aside(self._note(note)),) for note in notes))
        return format_html('<div class="notes">{}</div>', asides)

    def _aside(self, note: NoteShown) -> SafeString:
        return format_html(
            '<aside class="note" role="doc-footnote" id="note-{}"><b>{}</b> {} '
            '<a class="back" href="#ref-{}" aria-label="back to mark {} in the text">↩</a></aside>',
            note.name, shown(note.mark), note.html, note.name, note.mark,
        )  # fmt: skip

    def _note(self, note: Footnote) -> NoteShown:
        references = self.references[note.ordinal]
        layers = [
            reference_layer(references),
            abbreviation_layer(note.text, [(0, len(note.text))], self.glossary, self.names, note.ordinal),
            hit_layer(self.note_hits.get(note.ordinal, ()), f"note-{note.ordinal}"),
            *face_layers((note.layout or {}).get("marks", [])),
        ]
        words = inline(note.text, 0, len(note.text), (), layers)
        html = format_html("<span{}>{}</span>{}", direction(note.text), words, _choice_lists(references))
        return NoteShown(self.note_names[note.ordinal], note.mark, html)

    def _choices(self, number: int) -> SafeString:
        passage = self.passages[number]
        return _choice_lists(
            reference for reference in self.references[None] if passage.start <= reference.start < passage.end
        )


def _name(number: int | None) -> str:
    """The address of a passage: they are numbered from 1 in the order of the layout."""
    return "" if number is None else f"passage-{number + 1}"


def _by_note(references: Iterable[CrossReference]) -> dict[int | None, list[CrossReference]]:
    """References by the ordinal of the note they stand in; None: in the text."""
    found: dict[int | None, list[CrossReference]] = defaultdict(list)
    for reference in references:
        found[reference.footnote.ordinal if reference.footnote else None].append(reference)
    return found


def _choice_lists(references: Iterable[CrossReference]) -> SafeString:
    """The candidates of ambiguous references, to be opened."""
    return format_html_join(
        "",
        '<details class="choices" id="choices-{}"><summary>{}: {} documents fit</summary><ul>{}</ul></details>',
        (
            (reference.pk, shown(reference.printed), len(reference.candidates), _candidates(reference.candidates))
            for reference in references
            if reference.certainty == Certainty.AMBIGUOUS
        ),
    )


def _candidates(candidates: Iterable[object]) -> SafeString:
    return format_html_join("", "<li>{}</li>", ((_candidate(str(candidate)),) for candidate in candidates))


def _candidate(candidate: str) -> SafeString:
    """A candidate's address as a link; any other word for it as it stands."""
    if candidate.startswith("/telegrams/"):
        return format_html('<a href="{}">{}</a>', candidate, candidate.removeprefix("/telegrams/").strip("/"))
    return shown(candidate)
