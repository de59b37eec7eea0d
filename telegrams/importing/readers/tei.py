"""The reader of whole volumes in TEI, document by document (how they are encoded: frus-tei.md)."""

from collections.abc import Iterator
from pathlib import PurePath

from telegrams.importing.readers.contract import SourceFile, Yielded
from telegrams.importing.readers.safe_xml import Element, TooLarge, is_packed, stream, unpacked
from telegrams.importing.readers.tei_archive import is_of_archive, read_archive
from telegrams.importing.readers.tei_blocks import TEI, XML_ID, page_label
from telegrams.importing.readers.tei_record import NAME, VERSION, read_document
from telegrams.importing.readers.tei_survey import VolumeSurvey, survey
from telegrams.records import PageRecord, Place, Problem, WholeVolume
from telegrams.vocabulary import Level

LARGEST = 512 * 1024 * 1024


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
            data = unpacked(source.data, LARGEST) if is_packed(source.data) else source.data
        except (TooLarge, OSError) as broken:
            found = f"cannot be unpacked: {broken}" if str(broken) else "unpacks to more than a volume would"
            yield Problem(source.name, None, "archive", Level.ERROR, found, "expected a whole gzip", "make it again")
            return
        if is_of_archive(data):
            yield from read_archive(source, data)
            return
        volume = survey(source, data, _stem(source.name))
        if isinstance(volume, Problem):
            yield volume
            return
        if not volume.documents:
            found = "a TEI file without a document"
            expected = "expected div elements of type document"
            yield Problem(
                source.name, None, "no-documents", Level.WARNING, found, expected, "see whether it is a volume"
            )
        if volume.is_whole:
            yield WholeVolume(volume.slug, volume.names)
            yield volume.record
        yield from _documents(source, data, volume)


def _stem(name: str) -> str:
    path = PurePath(name)
    return PurePath(path.stem).stem if path.suffix.lower() == ".gz" else path.stem


def _documents(source: SourceFile, data: bytes, volume: VolumeSurvey) -> Iterator[Yielded]:
    """Each document div when it has been parsed whole; what was read is cleared away, so memory stays flat."""
    page: PageRecord | None = None
    begun_on: PageRecord | None = None
    inside: Element | None = None
    around: list[str] = []
    met: set[str] = set()
    for event, element in stream(data, ("start", "end"), (TEI + "div", TEI + "pb")):
        if element.tag == TEI + "pb":
            label = page_label(element) if event == "start" else None
            if label is not None:
                page = PageRecord(label, 0, implied=True, place=Place(element.sourceline or 1))
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
    yield read_document(source, volume, element, page, division)
