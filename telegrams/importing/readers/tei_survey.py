"""A TEI volume before its documents are read: whether it is one, whole and harmless, and what it is but for them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.safe_xml import Element, Pieces, TooLarge, doctype_line, is_blank, stream
from telegrams.importing.readers.tei_blocks import TEI, XML_ID, Residue, page_label
from telegrams.importing.readers.tei_volume import VolumeGathering
from telegrams.parsing.volume_slug import volume_slug
from telegrams.records import Problem
from telegrams.vocabulary import Level
from telegrams.volume_records import VolumeRecord

_MET = tuple(TEI + name for name in ("teiHeader", "front", "body", "back", "div", "pb"))
_PLACES = {TEI + name: name for name in ("front", "body", "back")}
_ids = etree.XPath("descendant-or-self::*/@xml:id", smart_strings=False)
_has_links = etree.XPath("boolean(descendant::t:ref)", namespaces={"t": TEI.strip("{}")})
_MOST_IDS = 500_000
_MOST_DOCUMENTS = 50_000


@dataclass(frozen=True, slots=True)
class VolumeSurvey:
    """A volume's slug and every xml:id in it.

    ``documents``: how many document divs it has. ``linked``: its references are marked up, so that
    a page number the encoders left alone is likely to be one of another book. ``size``: its bytes.
    ``left_out``: how many characters outside of its documents each rule left out; ``residue``: what no rule did.
    """

    slug: str
    ids: frozenset[str]
    documents: int
    linked: bool
    names: tuple[str, ...]
    divisions: int
    record: VolumeRecord
    size: int
    left_out: Mapping[str, int]
    residue: tuple[Residue, ...]

    @property
    def is_whole(self) -> bool:
        """Whether the file claims to be the whole volume: documents in divisions, or several; not one alone."""
        return self.divisions > 0 or self.documents > 1


@dataclass(slots=True)
class _Survey:
    """One pass over a volume: what is met is noted and emptied, so that no more than one division is held."""

    ids: set[str] = field(default_factory=set)
    names: dict[str, None] = field(default_factory=dict)
    documents: int = 0
    divisions: int = 0
    linked: bool = False
    size: int = 0
    gathering: VolumeGathering = field(default_factory=VolumeGathering)
    _inside: Element | None = None

    def parse(self, plain: Pieces) -> None:
        """Meet the whole volume; raises etree.XMLSyntaxError where it is not whole, TooLarge, Broken and Unreadable."""
        element: Element = None
        for event, element in stream(self._measured(plain()), ("start", "end"), _MET):
            if event == "start":
                self._begin(element)
            elif element.tag == TEI + "div":
                self._end_division(element)
            elif element.tag == TEI + "teiHeader":
                self.gathering.read_header(element)
                self._empty(element)
        if element is not None:
            root = element.getroottree().getroot()
            self.ids.update(_ids(root))
            self.gathering.account_for_rest(root)

    def _measured(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.size += len(piece)
            if self.documents > _MOST_DOCUMENTS or len(self.ids) > _MOST_IDS or self.gathering.is_too_large():
                raise TooLarge("it holds more than any volume")
            yield piece

    def _begin(self, element: Element) -> None:
        if element.tag == TEI + "pb":
            self.gathering.page = page_label(element) or self.gathering.page
        elif element.tag == TEI + "div":
            self._begin_division(element)
        elif element.tag in _PLACES and self._inside is None:
            self.gathering.where = _PLACES[element.tag]

    def _begin_division(self, division: Element) -> None:
        name = division.get(XML_ID)
        if division.get("type") == "document":
            self.documents += 1
            if name and name not in self.names:
                self.names[name] = None
                if self._inside is None:
                    self.gathering.document(name)
            if self._inside is None:
                self._inside = division
            return
        if self.gathering.where != "back":
            self.divisions += division.get("type") != "section"
        if self._inside is None:
            self.gathering.begin(division)

    def _end_division(self, division: Element) -> None:
        if self._inside not in (None, division):
            return
        # The front and the index are linked in every volume.
        may_tell = self.documents > 0 and self.gathering.where != "back"
        self.linked = self.linked or (may_tell and _has_links(division))
        if self._inside is None:
            self.gathering.end(division)
        self._inside = None
        self._empty(division)

    def _empty(self, element: Element) -> None:
        self.ids.update(_ids(element))
        element.clear()


def survey(source: SourceFile, plain: Pieces, stem: str) -> VolumeSurvey | Problem:
    """What a volume is, or the error that keeps the whole file out. Raises Unreadable.

    It is parsed to its end before a document is read, so that nothing of a broken file goes in.
    """
    if is_blank(plain()):
        return _refused(source, None, "empty-file", "the file is empty", "a volume in TEI", "fetch it again")
    line = doctype_line(plain())
    if line is not None:
        return _entities(source, line)
    try:
        _, root = next(stream(plain(), ("start",)))
        if root.getroottree().docinfo.internalDTD is not None:
            return _entities(source, 1)
        if root.tag != TEI + "TEI":
            return _no_tei(source, root.tag, root.sourceline)
        slug = volume_slug(root.get(XML_ID) or stem) or "unnamed"
        del root
        met = _Survey()
        met.parse(plain)
    except etree.XMLSyntaxError as broken:
        return _not_well_formed(source, broken)
    record = met.gathering.record(slug)
    names = tuple(met.names)
    left_out, residue = met.gathering.left_out, tuple(met.gathering.residue)
    return VolumeSurvey(
        slug, frozenset(met.ids), met.documents, met.linked, names, met.divisions, record, met.size, left_out, residue
    )


def _entities(source: SourceFile, line: int) -> Problem:
    found = "a DOCTYPE, with which entities could be declared"
    return _refused(source, line, "entity", found, "XML without DOCTYPE and entities", "remove the declaration")


def _no_tei(source: SourceFile, tag: str, line: int | None) -> Problem:
    name = etree.QName(tag)
    if name.localname == "TEI":
        found = f"TEI in the namespace {name.namespace!r}" if name.namespace else "TEI without its namespace"
    else:
        found = f"the root element is {name.localname}"
    expected = 'TEI in the namespace "http://www.tei-c.org/ns/1.0"'
    return _refused(source, line, "not-tei", found, expected, "import the TEI file of a volume")


def _not_well_formed(source: SourceFile, broken: etree.XMLSyntaxError) -> Problem:
    line = broken.lineno or 1
    found = (broken.msg or "not well formed").rstrip(". ")
    return _refused(
        source, line, "xml", found, "well-formed XML to its end", "fetch the file again; nothing of it is kept"
    )


def _refused(source: SourceFile, line: int | None, code: str, found: str, expected: str, remedy: str) -> Problem:
    return Problem(source.name, line, code, Level.ERROR, found, f"expected {expected}", remedy)
