"""The reader of whole volumes in TEI, document by document (how they are encoded: frus-tei.md)."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePath

from lxml import etree

from telegrams.importing.readers.contract import SourceFile, Unreadable, Yielded
from telegrams.importing.readers.safe_xml import (
    Broken,
    Element,
    Pieces,
    TooLarge,
    capped,
    is_packed,
    stream,
    unpacked,
)
from telegrams.importing.readers.tei_archive import is_of_archive, read_archive
from telegrams.importing.readers.tei_audit import Apparatus, in_order, odd_year
from telegrams.importing.readers.tei_blocks import TEI, XML_ID, page_label
from telegrams.importing.readers.tei_record import NAME, VERSION, read_document, residue_said
from telegrams.importing.readers.tei_survey import VolumeSurvey, survey
from telegrams.records import PageRecord, Place, Problem, TelegramRecord, WholeVolume
from telegrams.vocabulary import Level

LARGEST = 100 * 1024 * 1024
"""Bytes of a volume, unpacked; those of the series have at most fifteen million."""


class TeiVolume:
    """A volume of the series in TEI: a file of many documents."""

    name = NAME
    version = VERSION
    suffixes = (".xml", ".xml.gz")

    def recognises(self, name: str, head: bytes) -> bool:
        """A file whose name ends as XML does; what it holds is judged when it is read."""
        return name.lower().endswith(self.suffixes)

    def read(self, source: SourceFile) -> Iterator[Yielded]:
        """The documents in order; a file that is not whole and harmless XML gives its error and nothing else."""
        try:
            yield from _read(source)
        except Broken as broken:
            remedy = "make it again"
            yield Problem(source.name, None, "archive", Level.ERROR, str(broken), "expected a whole gzip", remedy)
        except TooLarge as large:
            remedy = "import the volume alone, as it was published"
            expected = "expected at most what a volume of the series has"
            yield Problem(source.name, large.line, "size", Level.ERROR, str(large), expected, remedy)


def _read(source: SourceFile) -> Iterator[Yielded]:
    plain = _plain(source)
    if is_of_archive(plain):
        yield from read_archive(source, plain)
        return
    volume = survey(source, plain, _stem(source.name))
    if isinstance(volume, Problem):
        yield volume
        return
    if not volume.documents:
        found = "a TEI file without a document"
        expected = "expected div elements of type document"
        yield Problem(source.name, None, "no-documents", Level.WARNING, found, expected, "see whether it is a volume")
    if volume.is_whole:
        yield WholeVolume(volume.slug, volume.names, volume.size)
        yield volume.record
    yield from residue_said(source, volume.residue)
    try:
        yield from _documents(source, plain, volume)
    except (Broken, TooLarge, etree.XMLSyntaxError) as changed:
        # It was read to its end a moment ago: whoever loads it takes back what went in.
        raise Unreadable("it has changed while it was read") from changed


def _plain(source: SourceFile) -> Pieces:
    """The way to read a file from its beginning, unpacked; at most LARGEST bytes of it."""
    is_gzip = is_packed(source.head())

    def plain() -> Iterator[bytes]:
        return unpacked(source.pieces(), LARGEST) if is_gzip else capped(source.pieces(), LARGEST)

    return plain


def _stem(name: str) -> str:
    path = PurePath(name)
    return PurePath(path.stem).stem if path.suffix.lower() == ".gz" else path.stem


def _documents(source: SourceFile, plain: Pieces, volume: VolumeSurvey) -> Iterator[Yielded]:
    """Each document div when it has been parsed whole; what was read is cleared away, so memory stays flat."""
    page: PageRecord | None = None
    begun_on: PageRecord | None = None
    inside: Element | None = None
    around: list[str] = []
    met: set[str] = set()
    apparatus = Apparatus(source.name)
    for event, element in stream(plain(), ("start", "end"), (TEI + "div", TEI + "pb", TEI + "note")):
        document = "" if inside is None else inside.get(XML_ID) or ""
        if element.tag == TEI + "note":
            if event == "start" and element.get("type") != "source":
                apparatus.note(element.get("n") or "", element.sourceline or 1, document)
        elif element.tag == TEI + "pb":
            label = page_label(element) if event == "start" else None
            if label is not None:
                page = PageRecord(label, 0, implied=True, place=Place(element.sourceline or 1))
                apparatus.page(label, element.sourceline or 1, document)
        elif event == "start":
            if inside is None and element.get("type") == "document":
                inside, begun_on = element, page
            elif inside is None:
                around.append(element.get(XML_ID) or "")
        elif inside is not None and element is inside:
            inside = None
            yield from _document(source, volume, element, begun_on, "/".join(filter(None, around)), met)
            element.clear()
        elif inside is None:
            around.pop()
            element.clear()
    yield from in_order(apparatus.problems)


def _document(
    source: SourceFile,
    volume: VolumeSurvey,
    element: Element,
    page: PageRecord | None,
    division: str,
    met: set[str],
) -> Iterator[Yielded]:
    name, line = element.get(XML_ID), element.sourceline
    if not name:
        remedy = "it is left out; give it one"
        yield Problem(source.name, line, "no-id", Level.WARNING, "a document without xml:id", "expected an id", remedy)
        return
    if name in met:
        found = f"a second document {name}"
        remedy = "the first stays, this one is left out; give it an id of its own"
        yield Problem(source.name, line, "duplicate-id", Level.WARNING, found, "expected each id once", remedy)
        return
    met.add(name)
    read = read_document(source, volume, element, page, division)
    if isinstance(read, TelegramRecord) and (odd := tuple(odd_year(read))):
        read = replace(read, problems=(*read.problems, *odd))
    yield read
