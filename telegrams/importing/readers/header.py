"""The header values of a document: as printed, with their place in the source, or inferred by a named rule."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from telegrams.importing.readers.arranging import opening_number_is_list
from telegrams.importing.readers.assembling import Assembled, Placed
from telegrams.parsing.dateline import Dateline, Words, read_dateline, read_end_of_title
from telegrams.parsing.dates import PartialDate
from telegrams.parsing.file_number import FileNumber, read_file_number
from telegrams.parsing.heading import Heading, Party, read_heading
from telegrams.parsing.kinds import is_the_department, kind_of
from telegrams.parsing.message_number import read_number_line, read_opening_number, read_series_number
from telegrams.parsing.posts import place_of_office, post_of_place, seat_of
from telegrams.parsing.source_note import (
    SourceNote,
    read_markings,
    read_opening_marking,
    read_source_line,
    read_source_note,
)
from telegrams.records import PageRecord, ReadValue
from telegrams.vocabulary import HeaderField, Kind, Origin, PassageKind

WIRED = frozenset({Kind.TELEGRAM, Kind.CIRCULAR, Kind.AIRGRAM})
_NOTE_WORDS = re.compile(r"\b(?:The undersigned|note verbale|presents? (?:his|its|her) compliments)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Header:
    """The values of a document, and what the checks need to judge them."""

    values: tuple[ReadValue, ...]
    heading: Heading
    dateline: Dateline | None
    dateline_line: int | None
    file_number: FileNumber | None
    file_number_line: int | None
    odd_kind: str
    kind: Kind

    def value(self, field: HeaderField) -> str | None:
        """The canonical value of a field, or None."""
        return next((value.value for value in self.values if value.field == field), None)


def read_header(page: Assembled, pages: tuple[PageRecord, ...]) -> Header:
    """Every header value of a document, in the order of the header fields."""
    reading = _Reading(page)
    found = {value.field: value for value in reading.values()}
    for value in (*_inferred(reading, found), *_pages(pages)):
        found.setdefault(value.field, value)
    ordered = tuple(found[field] for field in HeaderField if field in found)
    return Header(
        ordered,
        reading.heading,
        reading.dateline,
        reading.dateline_at.passage.line if reading.dateline_at else None,
        reading.number,
        reading.number_line,
        reading.odd_kind,
        reading.kind,
    )


class _Reading:
    """One pass over the passages of the document's own part."""

    def __init__(self, page: Assembled) -> None:
        self.page = page
        self.heading_at = next(iter(page.of_kind(PassageKind.HEADING)), None)
        self.heading_text = page.words(self.heading_at) if self.heading_at else ""
        self.heading = read_heading(self.heading_text)
        self.dateline_at = next(iter(page.of_kind(PassageKind.DATELINE)), None)
        self.dateline = read_dateline(page.words(self.dateline_at)) if self.dateline_at else None
        self.source = self._source_note_of_notes()
        self.source_at, self.number_range, self.kind_words, self.odd_kind = self._source_line()
        self.number_printed = self._number_printed()
        self.number_line = self._number_line()
        self.number = read_file_number(self.number_printed, self._year()) if self.number_printed else None
        self.kind = self._kind()

    # --- what is printed ---

    def values(self) -> Iterator[ReadValue]:
        yield self._kind_value()
        yield from self._source_values()
        if self.heading_at:
            yield self._of(HeaderField.HEADING, self.heading_at, 0, len(self.heading_text))
            yield from self._party(self.heading.sender, HeaderField.SENDER_NAME, HeaderField.SENDER_OFFICE)
            yield from self._party(self.heading.recipient, HeaderField.RECIPIENT_NAME, HeaderField.RECIPIENT_OFFICE)
        yield from self._dateline_values()
        yield from self._message_number()
        yield from self._markings()
        yield from self._signature()

    def _of(self, field: HeaderField, at: Placed, start: int, end: int, value: str | None = None) -> ReadValue:
        printed = self.page.words(at)[start:end]
        return ReadValue(field, printed, printed if value is None else value, Origin.PRINTED, "", at.place(start, end))

    def _kind_value(self) -> ReadValue:
        if self.kind_words and self.source_at:
            start = self.page.words(self.source_at).rindex(self.kind_words)
            return self._of(HeaderField.KIND, self.source_at, start, start + len(self.kind_words), self.kind.value)
        return ReadValue(HeaderField.KIND, None, self.kind.value, Origin.INFERRED, "form-of-the-print")

    def _source_values(self) -> Iterator[ReadValue]:
        lines = self.page.of_kind(PassageKind.SOURCE_NOTE)
        if lines:
            text = "\n".join(self.page.words(line) for line in lines)
            yield ReadValue(
                HeaderField.SOURCE_NOTE, text, text, place=lines[0].place(0, len(self.page.words(lines[0])))
            )
        elif self.source:
            note = self.page.notes[0]
            yield ReadValue(HeaderField.SOURCE_NOTE, note.text, note.text, place=note.place)
        if self.number_range and self.source_at:
            yield self._of(HeaderField.FILE_NUMBER, self.source_at, *self.number_range)
        elif self.number_printed:
            yield ReadValue(
                HeaderField.FILE_NUMBER, self.number_printed, self.number_printed, place=self.page.notes[0].place
            )

    def _party(self, party: Party | None, name: HeaderField, office: HeaderField) -> Iterator[ReadValue]:
        if party is None or self.heading_at is None:
            return
        for field, words in ((name, party.name), (office, party.office)):
            if not words:
                continue
            start = self.heading_text.find(words, party.start)
            # An office around a name ("Ambassador … (Francis), temporarily at …") is printed in two pieces.
            start, end = (party.start, party.end) if start < 0 or start >= party.end else (start, start + len(words))
            yield self._of(field, self.heading_at, start, end, words)

    def _dateline_values(self) -> Iterator[ReadValue]:
        if self.dateline is None or self.dateline_at is None:
            yield from self._dates_of_heading()
            return
        at, line = self.dateline_at, self.dateline
        yield self._of(HeaderField.DATELINE, at, 0, len(self.page.words(at)))
        fields = (
            (HeaderField.PLACE, line.place),
            (HeaderField.SENT, line.sent),
            (HeaderField.SENT_TIME, line.hour),
            (HeaderField.RECEIVED, line.received),
        )
        for field, found in fields:
            if found:
                yield _of_words(field, found, at)

    def _dates_of_heading(self) -> Iterator[ReadValue]:
        """'Memorandum of a Conversation, …, Washington, June 15, 1958, 8 a.m.': place and day end the heading."""
        if self.heading_at is None or self.kind not in (Kind.MEMORANDUM, Kind.MINUTES):
            return
        found = read_end_of_title(self.heading_text)
        fields = (HeaderField.PLACE, HeaderField.SENT, HeaderField.SENT_TIME)
        for field, said in zip(fields, (found.place, found.sent, found.hour), strict=True):
            if said and (field != HeaderField.PLACE or post_of_place(said.printed)):
                yield _of_words(field, said, self.heading_at)

    def _message_number(self) -> Iterator[ReadValue]:
        for line in self.page.of_kind(PassageKind.NUMBER):
            number = read_number_line(self.page.words(line))
            if number:
                yield self._of(HeaderField.MESSAGE_NUMBER, line, number.start, number.end, number.number)
                return
        first = self._first_paragraph()
        if first is None or not (self.kind in WIRED or self._may_be_wired()):
            return
        index = next(at for at, one in enumerate(self.page.placed) if one is first)
        words = self.page.words(first)
        number = read_series_number(words) if self.kind == Kind.AIRGRAM else None
        number = number or read_opening_number(words)
        if number is None or (number.number.isdigit() and self._is_list(index, number.number)):
            return
        yield self._of(HeaderField.MESSAGE_NUMBER, first, number.start, number.end, number.number)

    def _is_list(self, index: int, number: str) -> bool:
        own = [one.block for one in self.page.placed if one.passage.part == 0]
        return int(number) < 20 and opening_number_is_list(own, index)

    def _may_be_wired(self) -> bool:
        """Telegrams of 1943–48 whose source line lacks ': Telegram': an office writes to an office, no salutation."""
        return (
            self.kind == Kind.LETTER
            and self.number is not None
            and self.heading.recipient is not None
            and not self.page.of_kind(PassageKind.SALUTATION)
        )

    def _first_paragraph(self) -> Placed | None:
        texts = (PassageKind.PARAGRAPH, PassageKind.LIST_ITEM)
        return next((one for one in self.page.placed if one.passage.part == 0 and one.passage.kind in texts), None)

    def _markings(self) -> Iterator[ReadValue]:
        fields = (HeaderField.CLASSIFICATION, HeaderField.PRECEDENCE)
        given: set[HeaderField] = set()
        for line in self.page.of_kind(PassageKind.CLASSIFICATION):
            offset = 0
            for words in self.page.words(line).split("\n"):
                for field, word in zip(fields, read_markings(words) or (), strict=False):
                    if word and field not in given:
                        given.add(field)
                        yield self._of(field, line, offset, offset + len(words), word.value)
                offset += len(words) + 1
        first = self._first_paragraph()
        opening = read_opening_marking(self.page.words(first)) if first else None
        if opening and first and HeaderField.CLASSIFICATION not in given:
            given.add(HeaderField.CLASSIFICATION)
            yield self._of(HeaderField.CLASSIFICATION, first, opening.start, opening.end, opening.word.value)
        if self.source:
            found = zip(fields, (self.source.classification, self.source.precedence), strict=True)
            for field, word in found:
                if word and field not in given:
                    yield ReadValue(field, word.label, word.value, place=self.page.notes[0].place)

    def _signature(self) -> Iterator[ReadValue]:
        lines = self.page.of_kind(PassageKind.SIGNATURE)
        if lines:
            text = "\n".join(self.page.words(line) for line in lines)
            yield ReadValue(HeaderField.SIGNATURE, text, text, place=lines[0].place(0, len(self.page.words(lines[0]))))

    # --- what the values rest on ---

    def _source_note_of_notes(self) -> SourceNote | None:
        return read_source_note(self.page.notes[0].text) if self.page.notes else None

    def _source_line(self) -> tuple[Placed | None, tuple[int, int] | None, str, str]:
        for line in self.page.of_kind(PassageKind.SOURCE_NOTE):
            read = read_source_line(self.page.words(line))
            if read:
                return line, read.file_number, read.kind, read.odd_kind
        return None, None, "", ""

    def _number_printed(self) -> str | None:
        if self.source_at and self.number_range:
            return self.page.words(self.source_at)[slice(*self.number_range)]
        if self.source and self.source.file_number:
            return self.page.notes[0].text[slice(*self.source.file_number)]
        return None

    def _number_line(self) -> int | None:
        if self.source_at:
            return self.source_at.passage.line
        return self.page.notes[0].place.line if self.number_printed and self.page.notes[0].place else None

    def _year(self) -> int | None:
        line = self.dateline or read_end_of_title(self.heading_text)
        sent = PartialDate.of(line.sent.value or "") if line.sent else None
        return sent.earliest.year if sent and sent.earliest else None

    def _kind(self) -> Kind:
        of_source = (PassageKind.SOURCE_NOTE, PassageKind.BRACKET)
        own = [one for one in self.page.placed if one.passage.part == 0]
        notes = [self.page.words(one) for one in own if one.passage.kind in of_source]
        serial = len(self.heading.serial or "")
        sender = self.heading.sender
        first = self._first_paragraph()
        return kind_of(
            notes,
            self.heading_text[serial:].strip(),
            bool(self.page.of_kind(PassageKind.NUMBER)),
            (sender.office or "") if sender else "",
            bool(sender or self.heading.recipient),
            bool(first and _NOTE_WORDS.search(self.page.words(first)[:200])),
        )


def _of_words(field: HeaderField, found: Words, at: Placed) -> ReadValue:
    origin = Origin.SUPPLIED if found.supplied else Origin.PRINTED
    return ReadValue(field, found.printed, found.value, origin, "", at.place(found.start, found.end))


# --- what is inferred ---------------------------------------------------------------------------


def _inferred(reading: _Reading, found: dict[HeaderField, ReadValue]) -> Iterator[ReadValue]:
    sent = found.get(HeaderField.SENT)
    day = PartialDate.of(sent.value) if sent and sent.value else None
    if sent is None and reading.number and reading.number.filed and not _impossible(reading):
        inferred = _day_of_filing(reading, reading.number.filed)
        day = PartialDate.of(inferred.value or "")
        yield inferred
    if reading.dateline_at is None:
        place = _place_of(reading, day.earliest if day else None)
        if place:
            yield place


def _impossible(reading: _Reading) -> bool:
    return bool(reading.dateline and reading.dateline.impossible)


def _day_of_filing(reading: _Reading, filed: date) -> ReadValue:
    """A telegram to the Department is the filed paper; any other may be filed under the one it answers."""
    recipient = reading.heading.recipient
    if reading.kind in WIRED and recipient and is_the_department(recipient.office or ""):
        return ReadValue(HeaderField.SENT, None, PartialDate.day(filed).text(), Origin.INFERRED, "file-number-day")
    text = PartialDate.not_before(filed).text()
    return ReadValue(HeaderField.SENT, None, text, Origin.INFERRED, "file-number-not-before")


def _place_of(reading: _Reading, on: date | None) -> ReadValue | None:
    sender = reading.heading.sender
    office = (sender.office or "") if sender else ""
    if not office or reading.kind not in WIRED:
        return None
    if is_the_department(office):
        # Another edition's Secretary of State sits elsewhere, the specimen's in an invented city.
        is_american = reading.page.volume.startswith("frus")
        seat_of_department = ReadValue(HeaderField.PLACE, None, "Washington", Origin.INFERRED, "seat-of-department")
        return seat_of_department if is_american else None
    where = place_of_office(office)
    if not where:
        return None
    seat = seat_of(where, on)
    if seat:
        return ReadValue(HeaderField.PLACE, None, seat.city, Origin.INFERRED, "seat-of-office")
    post = post_of_place(where)
    if post:
        return ReadValue(HeaderField.PLACE, None, where.removeprefix("the "), Origin.INFERRED, "place-of-office")
    return None


def _pages(pages: tuple[PageRecord, ...]) -> Iterator[ReadValue]:
    if not pages:
        return
    first, last = pages[0], pages[-1]
    if first.implied:
        yield ReadValue(HeaderField.FIRST_PAGE, None, first.label, Origin.INFERRED, "first-marker-minus-one")
    elif first.offset == 0:
        yield ReadValue(HeaderField.FIRST_PAGE, first.label, first.label, place=first.place)
    if last.implied:
        return
    yield ReadValue(HeaderField.LAST_PAGE, last.label, last.label, place=last.place)


def with_implied_page(pages: list[PageRecord]) -> tuple[PageRecord, ...]:
    """The pages of a document, the one it begins on first: the first marker minus one, where that is a number."""
    if not pages or pages[0].offset == 0 or not re.fullmatch(r"[1-9]\d*", pages[0].label) or pages[0].label == "1":
        return tuple(pages)
    return (PageRecord(str(int(pages[0].label) - 1), 0, implied=True), *pages)
