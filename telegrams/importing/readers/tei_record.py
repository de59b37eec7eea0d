"""One document of a TEI volume to its record: the same text, values and checks as from printed text."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field

from lxml import etree

from telegrams.importing.readers.arranging import Arranged
from telegrams.importing.readers.assembling import KEEPS_LINES
from telegrams.importing.readers.assembling import Assembled
from telegrams.importing.readers.assembling import Placed
from telegrams.importing.readers.assembling import find_text_references
from telegrams.importing.readers.assembling import gather_parts
from telegrams.importing.readers.checks import Subject
from telegrams.importing.readers.checks import check
from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.header import read_header
from telegrams.importing.readers.page import Block
from telegrams.importing.readers.page import Page
from telegrams.importing.readers.page import Piece
from telegrams.importing.readers.safe_xml import Element
from telegrams.importing.readers.tei_kinds import TEXT_KINDS
from telegrams.importing.readers.tei_kinds import kinds_of
from telegrams.importing.readers.tei_run import NotePoint
from telegrams.importing.readers.tei_run import PagePoint
from telegrams.importing.readers.tei_run import Range
from telegrams.importing.readers.tei_walk import TeiBlock
from telegrams.importing.readers.tei_survey import VolumeSurvey
from telegrams.importing.readers.tei_walk import XML_ID
from telegrams.importing.readers.tei_walk import Walked
from telegrams.importing.readers.tei_walk import walk
from telegrams.records import PARAGRAPH_BREAK
from telegrams.records import FootnoteRecord
from telegrams.records import Mark
from telegrams.records import PageRecord
from telegrams.records import Passage
from telegrams.records import Place
from telegrams.records import Problem
from telegrams.records import SourceText
from telegrams.records import TelegramRecord
from telegrams.vocabulary import Level
from telegrams.vocabulary import PassageKind


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
        for one in block.run.ranges:
            if one.what == "hi":
                laid.marks.append(Mark(length + (one.start or 0), length + (one.end or 0), one.value))
            else:
                laid.ranges.append((placed, one))
        pieces.append(text)
        length += len(text)
    laid.assembled.text = PARAGRAPH_BREAK.join(pieces)
    laid.assembled.pages.extend(PageRecord(point.label, length, False, Place(point.line)) for point in walked.after)
    laid.marks.sort(key=lambda mark: (mark.start, -mark.end, mark.style))
    gather_parts(laid.assembled)
    return laid


def _placed(block: TeiBlock, kind: PassageKind, text: str, start: int) -> Placed:
    source = Block(text, [Piece(0, block.line, 0)], [block.line])
    passage = Passage(start, start + len(text), kind, block.part, block.line)
    return Placed(passage, Arranged(source, kind, block.part, text.replace("\n", " ")))


def _page(point: PagePoint, start: int) -> PageRecord:
    return PageRecord(point.label, start + (point.offset or 0), False, Place(point.line))


def _take_note(laid: Laid, note: NotePoint, start: int) -> None:
    ordinal = len(laid.assembled.notes) + 1
    laid.assembled.notes.append(
        FootnoteRecord(ordinal, note.label, start + note.offset, note.run.text, Place(note.line), note.xml_id)
    )
    laid.note_ranges.extend((ordinal, one) for one in note.run.ranges if one.what != "hi")


def read_document(
    source: SourceFile, volume: VolumeSurvey, document: Element, first_page: PageRecord | None
) -> TelegramRecord | Problem:
    """The record of a document div, or why it is left out."""
    walked = walk(document)
    laid = lay_out(walked)
    page = laid.assembled
    if not any(one.passage.kind in TEXT_KINDS for one in page.placed):
        found = f"the document {document.get(XML_ID)} has no text"
        return Problem(
            source.name,
            document.sourceline,
            "no-body",
            Level.WARNING,
            found,
            "expected the text of a document",
            "it is left out; fetch the volume again",
        )
    if first_page and not (page.pages and page.pages[0].offset == 0):
        page.pages.insert(0, first_page)
    references = list(find_text_references(page, volume.slug))
    page.references = references
    header = read_header(page, tuple(page.pages))
    problems = check(Subject(source.name, document.sourceline or 1, False, Page(), page, header))
    return TelegramRecord(
        volume=volume.slug,
        document=document.get(XML_ID),
        text=page.text,
        passages=tuple(one.passage for one in page.placed),
        values=header.values,
        footnotes=tuple(page.notes),
        pages=tuple(page.pages),
        references=tuple(page.references),
        parts=tuple(page.parts),
        marks=tuple(laid.marks),
        problems=problems,
        source=SourceText(
            source.name,
            document.sourceline or 1,
            etree.tostring(document, encoding="unicode", with_tail=False),
            "tei",
            "1",
        ),
    )
