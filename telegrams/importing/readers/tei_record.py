"""One document of a TEI volume to its record: the same text, values and checks as from printed text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from telegrams.importing.readers.arranging import Arranged
from telegrams.importing.readers.assembling import KEEPS_LINES, Assembled, Placed, find_text_references, gather_parts
from telegrams.importing.readers.checks import Subject, check
from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.header import read_header
from telegrams.importing.readers.page import Block, Page, Piece
from telegrams.importing.readers.safe_xml import Element
from telegrams.importing.readers.tei_account import residue_of
from telegrams.importing.readers.tei_audit import unmarked
from telegrams.importing.readers.tei_blocks import FRUS, XML_ID, Residue, TeiBlock, Walked
from telegrams.importing.readers.tei_kinds import TEXT_KINDS, kinds_of
from telegrams.importing.readers.tei_references import Fault, Targets, marked_references
from telegrams.importing.readers.tei_run import NotePoint, PagePoint, Range
from telegrams.importing.readers.tei_survey import VolumeSurvey
from telegrams.importing.readers.tei_values import Markup, Oddity, with_markup
from telegrams.importing.readers.tei_walk import walk
from telegrams.parsing.references import is_citation
from telegrams.records import (
    PARAGRAPH_BREAK,
    FootnoteRecord,
    Mark,
    NameRecord,
    PageRecord,
    Passage,
    Place,
    Problem,
    ReferenceRecord,
    SourceText,
    TelegramRecord,
)
from telegrams.vocabulary import Level, PassageKind

_DIRECTION = re.compile(r"\b(?:ante|post|infra|supra)\b", re.IGNORECASE)

_SET = {"center": "centred", "right": "to-the-right"}
_RUNNING = frozenset({PassageKind.PARAGRAPH, PassageKind.EDITORS_TEXT, PassageKind.SUBHEADING, PassageKind.QUOTATION})

_NAMES = {"persName": "person", "gloss": "term"}

NAME = "tei"
VERSION = "5"


@dataclass(slots=True)
class Laid:
    """A document laid out: the assembled text, its faces, and the markup's ranges passage by passage."""

    assembled: Assembled = field(default_factory=Assembled)
    marks: list[Mark] = field(default_factory=list)
    ranges: list[tuple[Placed, Range]] = field(default_factory=list)
    note_ranges: list[tuple[int, Range]] = field(default_factory=list)


def lay_out(walked: Walked) -> Laid:
    """The blocks of a document as one clean text, and everything that has a place in it."""
    laid = Laid()
    pieces: list[str] = []
    length = 0
    for block, kind in zip(walked.blocks, kinds_of(walked.blocks), strict=True):
        text = block.run.text if kind in KEEPS_LINES else block.run.text.replace("\n", " ")
        if pieces:
            length += len(PARAGRAPH_BREAK)
        placed = _placed(block, kind, text, length)
        laid.assembled.placed.append(placed)
        laid.assembled.pages.extend(_page(point, length) for point in block.run.pages)
        for note in block.run.notes:
            _take_note(laid, note, length)
        laid.marks.extend(_marks(block.run.ranges, length))
        laid.ranges.extend((placed, one) for one in block.run.ranges if one.what != "hi")
        if block.rend in _SET and kind in _RUNNING:
            laid.marks.append(Mark(length, length + len(text), _SET[block.rend]))
        pieces.append(text)
        length += len(text)
    laid.assembled.text = PARAGRAPH_BREAK.join(pieces)
    laid.assembled.pages.extend(PageRecord(point.label, length, place=Place(point.line)) for point in walked.after)
    laid.marks = sorted(set(laid.marks), key=_in_order)
    gather_parts(laid.assembled)
    return laid


def _placed(block: TeiBlock, kind: PassageKind, text: str, start: int) -> Placed:
    source = Block(text, [Piece(0, block.line, 0)], [block.line])
    passage = Passage(start, start + len(text), kind, block.part, block.line)
    return Placed(passage, Arranged(source, kind, block.part, text.replace("\n", " ")))


def _page(point: PagePoint, start: int) -> PageRecord:
    return PageRecord(point.label, start + (point.offset or 0), place=Place(point.line))


def _marks(ranges: list[Range], start: int) -> Iterator[Mark]:
    return (Mark(start + (one.start or 0), start + (one.end or 0), one.value) for one in ranges if one.what == "hi")


def _in_order(mark: Mark) -> tuple[int, int, str]:
    return mark.start, -mark.end, mark.style


def _take_note(laid: Laid, note: NotePoint, start: int) -> None:
    ordinal = len(laid.assembled.notes) + 1
    marks = tuple(sorted(set(_marks(note.run.ranges, 0)), key=_in_order))
    laid.assembled.notes.append(
        FootnoteRecord(ordinal, note.label, start + note.offset, note.run.text, Place(note.line), note.xml_id, marks)
    )
    laid.note_ranges.extend((ordinal, one) for one in note.run.ranges if one.what != "hi")


def read_document(
    source: SourceFile, volume: VolumeSurvey, document: Element, first_page: PageRecord | None, division: str
) -> TelegramRecord | Problem:
    """The record of a document div, or why it is left out.

    ``first_page``: the page that had begun before it; ``division``: the ids of the divisions around it.
    """
    line = document.sourceline or 1
    walked = walk(document)
    laid = lay_out(walked)
    page = laid.assembled
    if not any(one.passage.kind in TEXT_KINDS for one in page.placed):
        found = f"the document {document.get(XML_ID)} has no text"
        return _problem(
            source, line, "no-body", found, "the text of a document", "it is left out; fetch the volume again"
        )
    begins_within = first_page is not None and not (page.pages and page.pages[0].offset == 0)
    pages = (first_page, *page.pages) if first_page and begins_within else tuple(page.pages)
    faults = _take_references(laid, volume)
    markup = Markup(volume.slug, tuple(laid.ranges), _days(document), line)
    header, odd = with_markup(read_header(page, pages), page, pages, markup)
    kept = (page.text, *(note.text for note in page.notes))
    also = [
        *_of_notes(source, walked),
        *_of_faults(source, faults),
        *_of_dates(source, odd),
        *_of_marks(source, line, laid),
        *residue_said(source, residue_of(document, walked, kept)),
    ]
    problems = check(Subject(source.name, line, guessed=False, page=Page(), assembled=page, header=header), also)
    return TelegramRecord(
        volume=volume.slug,
        document=document.get(XML_ID),
        text=page.text,
        passages=tuple(one.passage for one in page.placed),
        values=header.values,
        footnotes=tuple(page.notes),
        pages=pages,
        references=tuple(page.references),
        parts=tuple(page.parts),
        marks=tuple(laid.marks),
        names=_names(laid),
        division=division,
        problems=problems,
        source=SourceText(source.name, line, _source_of(document), NAME, VERSION),
    )


def _source_of(document: Element) -> str:
    return str(etree.tostring(document, encoding="unicode", with_tail=False))


def _names(laid: Laid) -> tuple[NameRecord, ...]:
    """The persons and terms that are marked, those of the text first; parties of the heading are persons too."""
    found = [
        *((None, placed.passage.start, one) for placed, one in laid.ranges),
        *((number, 0, one) for number, one in laid.note_ranges),
    ]
    names = (
        NameRecord(number, start + (one.start or 0), start + (one.end or 0), _NAMES[one.what], one.key)
        for number, start, one in found
        if one.what in _NAMES
    )
    return tuple(sorted(names, key=lambda name: (name.footnote or 0, name.start, name.end, name.what)))


def _days(document: Element) -> tuple[str, str]:
    return document.get(FRUS + "doc-dateTime-min") or "", document.get(FRUS + "doc-dateTime-max") or ""


def _take_references(laid: Laid, volume: VolumeSurvey) -> list[Fault]:
    """The references of the markup, and those of the text that no ``ref`` covers; what is wrong with targets."""
    page = laid.assembled
    targets = Targets(volume.slug, volume.ids.__contains__)
    ranges = [
        *((None, placed.passage.start, page.words(placed), one) for placed, one in laid.ranges if one.what == "ref"),
        *((number, 0, page.notes[number - 1].text, one) for number, one in laid.note_ranges if one.what == "ref"),
    ]
    found = list(marked_references(ranges, targets))
    references = [one for one in found if isinstance(one, ReferenceRecord)]
    marked = [(footnote, shift + (one.start or 0), shift + (one.end or 0)) for footnote, shift, _, one in ranges]
    references.extend(
        one
        for one in find_text_references(page, volume.slug)
        if not any(note == one.footnote and start < one.end and one.start < end for note, start, end in marked)
        and (not volume.linked or _is_sure(one, page))
    )
    page.references = sorted(references, key=lambda one: (one.footnote or 0, one.start, one.end))
    return [one for one in found if isinstance(one, Fault)]


def _is_sure(reference: ReferenceRecord, page: Assembled) -> bool:
    """Whether a reference the encoders did not mark is one: to a message, or with the editors' "ante" or "post"."""
    if not is_citation(reference.wanted):
        return True
    text = page.notes[reference.footnote - 1].text if reference.footnote else page.text
    return bool(_DIRECTION.search(text, max(0, reference.start - 12), reference.end))


# --- what is odd ----------------------------------------------------------------------------------


def _problem(
    source: SourceFile, line: int, code: str, found: str, expected: str, remedy: str, level: Level = Level.WARNING
) -> Problem:
    return Problem(source.name, line, code, level, found, f"expected {expected}", remedy)


def _of_notes(source: SourceFile, walked: Walked) -> Iterator[Problem]:
    for line in walked.unlabelled:
        remedy = "it is kept without a mark, or as text where it has no id either"
        yield _problem(source, line, "note-without-label", "a note without its mark (@n)", "a mark", remedy)


def _of_marks(source: SourceFile, line: int, laid: Laid) -> Iterator[Problem]:
    """Marks of notes in the text, and in notes, for which there is no note."""
    page = laid.assembled
    texts = [(page.text, laid.marks, frozenset(note.offset for note in page.notes if note.offset is not None))]
    texts.extend((note.text, list(note.marks), frozenset()) for note in page.notes)
    for text, marks, anchors in texts:
        raised = [(one.start, one.end) for one in marks if one.style == "superscript"]
        for mark in unmarked(text, raised, anchors):
            found, remedy = f"the mark {mark} has no note", "it stays in the text; see whether a note is missing"
            yield _problem(source, line, "ref-without-note", found, "a note for every mark", remedy, Level.NOTE)


def residue_said(source: SourceFile, residue: Iterable[Residue]) -> Iterator[Problem]:
    """What of a volume went into no record."""
    for one in residue:
        if one.characters:
            found = f"{abs(one.characters):,} characters of {one.name} that are in no record"
            found += f": “{one.words}”" if one.words else ""
        else:
            found = f"the name {one.name}, for which there is no rule; its words are text where they stand"
        yield _problem(source, one.line, "residue", found, "every word claimed by a rule", "tell us", Level.NOTE)


def _of_faults(source: SourceFile, faults: list[Fault]) -> Iterator[Problem]:
    for fault in faults:
        if fault.code == "unsafe-target":
            found, expected = f"a reference to “{fault.target}”", "a page, a document, or an address of the web"
            yield _problem(source, fault.line, fault.code, found, expected, "it is kept as text, never as a link")
        else:
            found, remedy = f"“{fault.target}” is not in this volume", "it is kept as text"
            yield _problem(source, fault.line, fault.code, found, "a target that is there", remedy, Level.NOTE)


def _of_dates(source: SourceFile, odd: tuple[Oddity, ...]) -> Iterator[Problem]:
    for one in odd:
        if one.code == "bad-date":
            expected, remedy = "a day of the calendar", "the printed date is kept; the markup's is not taken"
        else:
            expected, remedy = "the same day", "the printed date is taken; compare the printed page"
        yield _problem(source, one.line, one.code, one.found, expected, remedy)
