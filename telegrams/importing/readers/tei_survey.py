"""A TEI volume before its documents are read: whether it is one, whole and harmless, and what it names."""

from dataclasses import dataclass, field

from lxml import etree

from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.safe_xml import doctype_line, feed, stream
from telegrams.importing.readers.tei_blocks import TEI, XML_ID
from telegrams.parsing.volume_slug import volume_slug
from telegrams.records import Problem
from telegrams.vocabulary import Level

_BLANK = b"\xef\xbb\xbf\xff\xfe \t\r\n\f\x0b\0"


@dataclass(frozen=True, slots=True)
class VolumeSurvey:
    """A volume's slug and every xml:id in it.

    ``documents``: how many document divs it has. ``linked``: its references are marked up, so that
    a page number the encoders left alone is likely to be one of another book.
    """

    slug: str
    ids: frozenset[str]
    documents: int
    linked: bool
    names: tuple[str, ...]
    divisions: int

    @property
    def is_whole(self) -> bool:
        """Whether the file claims to be the whole volume: documents in divisions, or several; not one alone."""
        return self.divisions > 0 or self.documents > 1


@dataclass(slots=True)
class _Target:
    """Meets every element once, without a tree."""

    ids: set[str] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    documents: int = 0
    divisions: int = 0
    linked: bool = False
    over: bool = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = attributes.get(XML_ID)
        if name:
            self.ids.add(name)
        if tag == TEI + "div" and attributes.get("type") == "document":
            self.documents += 1
            if name:
                self.names.append(name)
        elif tag == TEI + "div" and not self.over:
            self.divisions += attributes.get("type") != "section"
        elif tag == TEI + "ref":
            # The front and the index are linked in every volume.
            self.linked = self.linked or (self.documents > 0 and not self.over)
        elif tag == TEI + "back":
            self.over = True

    def close(self) -> "_Target":
        return self


def survey(source: SourceFile, data: bytes, stem: str) -> VolumeSurvey | Problem:
    """What a volume is, or the error that keeps the whole file out.

    It is parsed to its end before a document is read, so that nothing of a broken file goes in.
    """
    if not data.strip(_BLANK):
        return _refused(source, None, "empty-file", "the file is empty", "a volume in TEI", "fetch it again")
    line = doctype_line(data)
    if line is not None:
        return _entities(source, line)
    try:
        _, root = next(stream(data, ("start",)))
        if root.getroottree().docinfo.internalDTD is not None:
            return _entities(source, 1)
        if root.tag != TEI + "TEI":
            return _no_tei(source, root.tag, root.sourceline)
        slug = volume_slug(root.get(XML_ID) or stem) or "unnamed"
        del root
        met = feed(data, _Target())
    except etree.XMLSyntaxError as broken:
        return _not_well_formed(source, broken)
    names = tuple(dict.fromkeys(met.names))
    return VolumeSurvey(slug, frozenset(met.ids), met.documents, met.linked, names, met.divisions)


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
