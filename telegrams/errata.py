"""Corrections of what has a place in a document: words of its text, anchors of its notes, marks of its pages.

Pure, as ``corrections`` is, which uses it: may import vocabulary, parsing and records. The printed text
is never rewritten and no offset moves: an erratum lies over a range of it.

The fields, each with the canonical form of its values ('' is a value of each):

- ``text:12-20``: the words shown instead of those printed at these characters; '' leaves them out.
- ``note:3``: the offset in the text to which note 3 belongs, '135'; '' where its place is not known.
- ``page:2``: the label and offset of the second page mark as loaded, '922@1340'; '' joins the page to the one before.
- ``page:+1``: a page mark that the print lacks, in the same form; '' where it is wanted no more.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from telegrams.records import PageRecord, TelegramRecord, pages_of, place_to_json

_FORM = re.compile(
    r"text:(?P<start>0|[1-9]\d{0,8})-(?P<end>[1-9]\d{0,8})|note:(?P<note>[1-9]\d{0,5})|page:(?P<page>\+?[1-9]\d{0,5})"
)
FORM = r"^([a-z_]+|text:\d{1,9}-\d{1,9}|note:\d{1,6}|page:\+?\d{1,6})$"
"""What the field of a correction may be, for the database: a header field, or one of the forms above."""

_LABEL = re.compile(r"[0-9A-Za-z][0-9A-Za-z.–-]{0,19}")
_OFFSET = re.compile(r"0|[1-9]\d{0,8}")
_CONTEXT = 24
_BESIDE = 10
"""Words kept on each side of an erratum, so that phrases that go over its edge are found."""

OVERLAID = "words over which another erratum lies"
"""What an erratum stands against that would lie over words of another one."""

GONE = "not there any more"
"""What a correction stands against whose note, page mark or words are not in the document today."""


class NotAPlace(ValueError):
    """What was typed is no place, label or range of this document; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class PlacedField:
    """A field of what has a place; ``what`` is 'text', 'note' or 'page'.

    ``first`` is the start of a range, or the number of a note or a page mark; ``last`` the end of a range.
    """

    what: str
    first: int
    last: int = 0
    is_added: bool = False

    @classmethod
    def of(cls, written: str) -> "PlacedField | None":
        """The field of this name; None where it is none of these.

        >>> PlacedField.of("text:12-20").last
        20
        >>> PlacedField.of("sent")
        """
        found = _FORM.fullmatch(written)
        if found is None:
            return None
        if found["start"]:
            start, end = int(found["start"]), int(found["end"])
            return cls("text", start, end) if start < end else None
        if found["note"]:
            return cls("note", int(found["note"]))
        return cls("page", int(found["page"].lstrip("+")), is_added=found["page"].startswith("+"))

    @property
    def value(self) -> str:
        """Its name, as it is stored."""
        if self.what == "text":
            return f"text:{self.first}-{self.last}"
        return f"{self.what}:{'+' if self.is_added else ''}{self.first}"

    def __str__(self) -> str:
        return self.value

    @property
    def label(self) -> str:
        """What a page calls it."""
        if self.what == "text":
            return "Text"
        if self.what == "note":
            return f"Place of note {self.first}"
        return f"Added page mark {self.first}" if self.is_added else f"Page mark {self.first}"

    def overlaps(self, other: "PlacedField") -> bool:
        """Whether two ranges of the text have characters in common."""
        both = self.what == other.what == "text"
        return both and self.first < other.last and other.first < self.last


@dataclass(frozen=True, slots=True)
class Printed:
    """A document as it is loaded, as far as places go: its text and passages, offsets of notes, and page marks."""

    text: str
    passages: tuple[tuple[int, int], ...] = ()
    notes: Mapping[int, int | None] = field(default_factory=dict)
    pages: tuple[PageRecord, ...] = ()

    @classmethod
    def of(cls, record: TelegramRecord) -> "Printed":
        """As a reader gave it."""
        return cls(
            record.text,
            tuple((one.start, one.end) for one in record.passages),
            {note.ordinal: note.offset for note in record.footnotes},
            record.pages,
        )


def printed_of(telegram: Any) -> Printed:
    """A stored telegram as it was loaded, whatever its notes and page marks show; the type is named by no table."""
    return Printed(
        telegram.text,
        tuple((start, end) for start, end, *_ in telegram.layout.get("passages", [])),
        {note.ordinal: note.offset for note in telegram.footnotes.all()} | loaded_offsets(telegram.places),
        pages_of(telegram),
    )


def loaded_offsets(places: Mapping[str, Any]) -> dict[int, int | None]:
    """The offsets as loaded of those notes that a correction has moved, by their numbers."""
    return dict(places.get("notes", []))


# --- what is typed, and what it stands against -----------------------------------------------------


def checked(where: PlacedField, typed: str, printed: Printed) -> str:
    """The canonical form of a value for a field of this document; raises NotAPlace.

    >>> checked(PlacedField("page", 1), "922 @ 4", Printed("I called.", pages=(PageRecord("921", 0),)))
    '922@4'
    """
    if where.what == "text":
        return _checked_words(where, typed, printed)
    typed = "".join(typed.split())
    if where.what == "note":
        if where.first not in printed.notes:
            raise NotAPlace(f"this document has no note number {where.first}")
        return str(_checked_offset(typed, printed)) if typed else ""
    if not where.is_added and where.first > len(printed.pages):
        raise NotAPlace(f"this document has no page mark number {where.first}")
    if not typed:
        return ""
    label, at, offset = typed.rpartition("@")
    if not at or not _LABEL.fullmatch(label):
        raise NotAPlace(f"“{typed}” is no page mark; write the page’s number and the character: 922@1340")
    return f"{label}@{_checked_offset(offset, printed)}"


def _checked_words(where: PlacedField, typed: str, printed: Printed) -> str:
    words = printed.text[where.first : where.last]
    if where.last > len(printed.text) or not words.strip():
        raise NotAPlace(f"no words stand at characters {where.first}–{where.last} of this text")
    if "|" in words:
        raise NotAPlace("the words stand in more than one cell of a table; correct each by itself")
    if words != words.strip():
        raise NotAPlace(f"characters {where.first}–{where.last} begin or end with a blank; take in whole words")
    passages = printed.passages or ((0, len(printed.text)),)
    if not any(start <= where.first and where.last <= end for start, end in passages):
        raise NotAPlace("the words stand in more than one passage; correct each by itself")
    value = " ".join(typed.split())
    if value == words:
        raise NotAPlace("these are the printed words; take the erratum back instead")
    return value


def _checked_offset(typed: str, printed: Printed) -> int:
    if not _OFFSET.fullmatch(typed) or int(typed) > len(printed.text):
        raise NotAPlace(f"“{typed}” is no character of this text, which has {len(printed.text):,}")
    return int(typed)


def loaded(where: PlacedField, printed: Printed) -> str:
    """What is loaded for a field, in the form of its values; '' also where the document has no such thing."""
    if where.what == "text":
        return printed.text[where.first : where.last]
    if where.what == "note":
        offset = printed.notes.get(where.first)
        return "" if offset is None else str(offset)
    page = _page(where, printed)
    return f"{page.label}@{page.offset}" if page else ""


def against(where: PlacedField, value: str, printed: Printed) -> str:
    """What a correction of a field to a value stands against: printed words, or the loaded place with its context.

    It is the same after a load if nothing has changed that the correction rests on, and another if anything has.
    """
    if where.what == "text":
        return printed.text[where.first : where.last] or GONE
    if where.what == "note":
        if where.first not in printed.notes:
            return GONE
        offset = printed.notes[where.first]
        was = "unanchored" if offset is None else f"character {offset}"
        return f"{was}; {context(printed.text, int(value) if value else offset)}"
    page = _page(where, printed)
    if page is None and not where.is_added:
        return GONE
    was = f"{page.label} at character {page.offset}" if page else "no page mark"
    at = int(value.rpartition("@")[2]) if value else page.offset if page else None
    return f"{was}; {context(printed.text, at)}"


def today(where: PlacedField, value: str, printed: Printed) -> str:
    """The same, but the value itself where what is loaded has come to agree with it."""
    return value if _agrees(where, value, printed) else against(where, value, printed)


def _agrees(where: PlacedField, value: str, printed: Printed) -> bool:
    if where.what == "text":
        return bool(value) and loaded(where, printed) == value
    if where.what == "note":
        return where.first in printed.notes and loaded(where, printed) == value
    if where.is_added:
        return value in {f"{page.label}@{page.offset}" for page in printed.pages}
    return bool(value) and loaded(where, printed) == value


def _page(where: PlacedField, printed: Printed) -> PageRecord | None:
    is_loaded = not where.is_added and where.first <= len(printed.pages)
    return printed.pages[where.first - 1] if is_loaded else None


def context(text: str, offset: int | None) -> str:
    """The words around a character, with a caret where it stands; '' where there is none.

    >>> context("I called on Molotov.", 8)
    '“I called‸ on Molotov.”'
    """
    if offset is None:
        return ""
    before, after = text[max(offset - _CONTEXT, 0) : offset], text[offset : offset + _CONTEXT]
    left = "…" if offset > _CONTEXT else ""
    right = "…" if offset + _CONTEXT < len(text) else ""
    return f"“{left}{_on_a_line(before)}‸{_on_a_line(after)}{right}”"


def _on_a_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def in_words(where: PlacedField, value: str, text: str) -> str:
    """A value as a reader is told it: '“Harriman”', 'after “…Foreign Minister”', 'page 922 from “‸the Soviet…” on'."""
    if where.what == "text":
        return f"“{value}”" if value else "left out"
    if where.what == "note":
        return f"at {context(text, int(value))}" if value else "its place is not known"
    if not value:
        return "no page mark" if where.is_added else "no page begins here"
    label, _, offset = value.rpartition("@")
    return f"page {label} at {context(text, int(offset))}"


def stands_at(text: str, words: str) -> int | None:
    """Where words stand that stand once in a text; None where they do not, or more than once."""
    first = text.find(words) if words else -1
    return first if first >= 0 and text.find(words, first + 1) < 0 else None


# --- what is shown ---------------------------------------------------------------------------------


class Standing(Protocol):
    """A standing correction, as far as places go."""

    @property
    def field(self) -> Any:
        """Its field."""

    @property
    def value(self) -> str:
        """What it says."""

    @property
    def made_against(self) -> str:
        """What it was made against."""


@dataclass(frozen=True, slots=True)
class Erratum:
    """Words shown over a range of the printed text; '' leaves the printed ones out."""

    start: int
    end: int
    value: str

    @property
    def field(self) -> str:
        """The field of its correction."""
        return f"text:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class ShownPlaces:
    """What corrections make of a document's places.

    ``notes``: offsets of those notes that a correction stands for. ``pages`` None: as loaded.
    ``today``: what each correction stands against now. A correction in ``conflicting`` lies over nothing:
    what it was made against has changed, and where it would belong now is not guessed.
    """

    errata: tuple[Erratum, ...] = ()
    notes: Mapping[int, int | None] = field(default_factory=dict)
    pages: tuple[PageRecord, ...] | None = None
    today: Mapping[str, str] = field(default_factory=dict)
    conflicting: frozenset[str] = frozenset()


NOTHING = ShownPlaces()


def show(printed: Printed, corrections: Iterable[Standing]) -> ShownPlaces:
    """The places of a document with its standing corrections over them; those of header fields are passed over."""
    standing = [one for one in corrections if isinstance(one.field, PlacedField)]
    if not standing:
        return NOTHING
    now = {one.field.value: today(one.field, one.value, printed) for one in standing}
    conflicting = frozenset(
        one.field.value for one in standing if now[one.field.value] not in (one.made_against, one.value)
    )
    laid = [one for one in standing if one.field.value not in conflicting]
    errata, overlaid = _apart(
        Erratum(one.field.first, one.field.last, one.value)
        for one in laid
        if one.field.what == "text" and now[one.field.value] != one.value
    )
    conflicting |= overlaid
    now |= dict.fromkeys(overlaid, OVERLAID)
    return ShownPlaces(
        errata=errata,
        notes={one.field.first: int(one.value) if one.value else None for one in laid if one.field.what == "note"},
        pages=_pages(printed, [one for one in laid if one.field.what == "page"]),
        today=now,
        conflicting=conflicting,
    )


def _apart(errata: Iterable[Erratum]) -> tuple[tuple[Erratum, ...], frozenset[str]]:
    """In order, of two that overlap the first; and the fields of those set aside by that.

    One may have been made while the other was in conflict, which a load, or its undoing, has settled since.
    """
    found: list[Erratum] = []
    overlaid = set()
    for one in sorted(errata, key=lambda one: (one.start, one.end)):
        if not found or one.start >= found[-1].end:
            found.append(one)
        else:
            overlaid.add(one.field)
    return tuple(found), frozenset(overlaid)


def _pages(printed: Printed, laid: Sequence[Standing]) -> tuple[PageRecord, ...] | None:
    if not laid:
        return None
    said = {one.field.value: one.value for one in laid}
    pages = []
    for number, page in enumerate(printed.pages, 1):
        value = said.pop(f"page:{number}", None)
        if value is None:
            pages.append(page)
        elif value:
            pages.append(_page_said(value, page))
    held = {f"{page.label}@{page.offset}" for page in printed.pages}
    pages += [_page_said(value, None) for value in said.values() if value and value not in held]
    return tuple(sorted(pages, key=lambda page: page.offset))


def _page_said(value: str, was: PageRecord | None) -> PageRecord:
    label, _, offset = value.rpartition("@")
    if was is not None and (was.label, str(was.offset)) == (label, offset):
        return was
    return PageRecord(label, int(offset), place=was.place if was else None)


@dataclass(frozen=True, slots=True)
class EndPages:
    """The pages on which a document begins and ends by its marks; '' is not stated, ``is_reckoned`` by their order."""

    first: str
    last: str
    is_reckoned: bool = False


def end_pages(pages: Sequence[PageRecord]) -> EndPages:
    """What the marks say, as the readers of print conclude it: before the first mark stands the page before it.

    >>> end_pages([PageRecord("922", 40)])
    EndPages(first='921', last='922', is_reckoned=True)
    """
    if not pages:
        return EndPages("", "")
    first = pages[0]
    if first.offset == 0:
        return EndPages(first.label, pages[-1].label, first.implied)
    before = str(int(first.label) - 1) if re.fullmatch(r"[1-9]\d*", first.label) and first.label != "1" else ""
    return EndPages(before, pages[-1].label, bool(before))


def to_json(shown: ShownPlaces, printed: Printed) -> dict[str, Any]:
    """What a telegram's ``places`` column holds: {} where no correction of a place stands.

    ``against``: what each correction stands against today; ``errata``: those laid over the text;
    ``notes`` and ``pages``: as they were loaded, where their rows show something else.
    """
    said: dict[str, Any] = {"against": dict(shown.today)} if shown.today else {}
    if shown.errata:
        said["errata"] = [[one.start, one.end, one.value] for one in shown.errata]
    if shown.notes:
        said["notes"] = [[ordinal, printed.notes[ordinal]] for ordinal in shown.notes]
    if shown.pages is not None:
        said["pages"] = [[page.label, page.offset, page.implied, place_to_json(page.place)] for page in printed.pages]
    return said


def errata_of(places: Mapping[str, Any]) -> tuple[Erratum, ...]:
    """The errata laid over a text, from a telegram's ``places`` column."""
    return tuple(Erratum(start, end, value) for start, end, value in places.get("errata", []))


# --- the text with its errata ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words around an erratum, as corrected: ``start`` and ``end`` of the correction in them.

    ``printed`` is where the printed words stand in the text of the document.
    """

    text: str
    start: int
    end: int
    printed: Erratum


def with_errata(text: str, errata: Sequence[Erratum], first: int = 0, last: int | None = None) -> str:
    """The text from one character to another as corrected.

    >>> with_errata("Barriman called.", [Erratum(0, 8, "Harriman")])
    'Harriman called.'
    """
    last = len(text) if last is None else last
    pieces, at = [], first
    for one in errata:
        if first <= one.start and one.end <= last:
            pieces += [text[at : one.start], one.value]
            at = one.end
    return "".join([*pieces, text[at:last]])


def stretch_of(text: str, errata: Sequence[Erratum], one: Erratum, first: int, last: int) -> Stretch:
    """An erratum with some words before and after it in its passage, they too as corrected."""
    begin = first if (found := _words_back(text, first, one.start)) is None else found
    finish = last if (found := _words_on(text, one.end, last)) is None else found
    for other in errata:  # never within another erratum
        begin = other.end if other.start < begin < other.end else begin
        finish = other.start if other.start < finish < other.end else finish
    before, after = with_errata(text, errata, begin, one.start), with_errata(text, errata, one.end, finish)
    return Stretch(f"{before}{one.value}{after}", len(before), len(before) + len(one.value), one)


def _words_back(text: str, first: int, start: int) -> int | None:
    blanks = [found.end() for found in re.finditer(r"\s+", text[first:start])]
    return first + blanks[-_BESIDE - 1] if len(blanks) > _BESIDE else None


def _words_on(text: str, end: int, last: int) -> int | None:
    blanks = [found.start() for found in re.finditer(r"\s+", text[end:last])]
    return end + blanks[_BESIDE] if len(blanks) > _BESIDE else None
