"""A TEI volume but for its documents: title page, contents, lists, and the texts of its sections.

Gathered while the survey parses the file for the first time: each division is read when it ends and
emptied at once, and documents are emptied unread, so that memory stays flat. Lists of papers, tables
of contents and indexes repeat headings and pages; they are not kept as text and not counted. Nor is
the title page as set in type: what it says is in the header.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from telegrams.importing.readers.safe_xml import Element
from telegrams.importing.readers.tei_account import printed_in, residue_of, unlisted
from telegrams.importing.readers.tei_blocks import TEI, XML_ID, Residue, TeiBlock, Walked, page_label
from telegrams.importing.readers.tei_lists import PERSON, TERM, names_any, persons_in, terms_in, words_of
from telegrams.importing.readers.tei_run import NotePoint
from telegrams.importing.readers.tei_walk import walk
from telegrams.volume_records import (
    Contents,
    DivisionRecord,
    ListedPersonRecord,
    SectionRecord,
    TermRecord,
    VolumeRecord,
)

# papers, papers1, contents2, toc, index, indx1: sections that only repeat headings
_REPEATS = re.compile(r"(?:papers|contents|toc|index|indx)\d*", re.IGNORECASE)
_UNFIT = re.compile(r"[^\w.-]+")
_TITLES = (("series",), ("subseries", "sub-series"), ("volumenumber", "volume-number"), ("volume",))
_LISTS = (TEI + "table", TEI + "list")

# Characters of the texts that are gathered, and what an element counts besides: ten times the longest front and back.
_MOST_GATHERED = 20_000_000
_AN_ELEMENT = 50
_elements = etree.XPath("count(descendant::*)")


@dataclass(slots=True)
class _Open:
    """A division that is being read."""

    key: str
    kind: str
    page: str
    documents: list[str] = field(default_factory=list)
    divisions: list[DivisionRecord] = field(default_factory=list)


@dataclass(slots=True)
class VolumeGathering:
    """What has been met of a volume so far: ``begin`` and ``end`` each division, and tell each document and page."""

    where: str = "front"
    page: str = ""
    header: VolumeRecord = field(default_factory=lambda: VolumeRecord(""))
    divisions: list[DivisionRecord] = field(default_factory=list)
    sections: list[SectionRecord] = field(default_factory=list)
    persons: list[ListedPersonRecord] = field(default_factory=list)
    terms: list[TermRecord] = field(default_factory=list)
    gathered: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    residue: list[Residue] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _keys: Counter[str] = field(default_factory=Counter)

    def is_too_large(self) -> bool:
        """Whether more has been gathered than any volume has."""
        return self.gathered > _MOST_GATHERED

    def record(self, slug: str) -> VolumeRecord:
        """The volume."""
        return VolumeRecord(
            slug=slug,
            title=self.header.title,
            published=self.header.published,
            publisher=self.header.publisher,
            place=self.header.place,
            rights=self.header.rights,
            contents=Contents(tuple(self.divisions), tuple(self.terms)),
            sections=tuple(self.sections),
            persons=tuple(self.persons),
        )

    def begin(self, division: Element) -> None:
        """A division begins."""
        self._open.append(_Open(self._key(division), division.get("type") or "", self.page))

    def document(self, name: str) -> None:
        """A document stands here."""
        if self._open:
            self._open[-1].documents.append(name)

    def end(self, division: Element) -> None:
        """A division ends, its documents and the divisions within it already emptied."""
        opened = self._open.pop()
        self.gathered += _AN_ELEMENT * (1 + int(_elements(division)))
        if self._take_list(division, opened):
            return
        repeats = _only_repeats(division, opened)
        walked = walk(division, only_head=repeats)
        head = _head(walked)
        heading, notes = _heading(walked)
        page = next(_pages_before_the_head(division), opened.page)
        holds = bool(opened.documents or opened.divisions) or self.where == "body"
        blocks = [] if repeats else [one for one in walked.blocks if one is not head]
        paragraphs = tuple(text for block in blocks if (text := block.run.text))
        others = tuple(_notes(note for block in blocks for note in block.run.notes))
        if holds:
            record = DivisionRecord(
                opened.key, opened.kind, heading, notes, page, tuple(opened.documents), tuple(opened.divisions)
            )
            (self._open[-1].divisions if self._open else self.divisions).append(record)
        if paragraphs:
            own = others if holds else (*notes, *others)
            self.gathered += sum(map(len, paragraphs)) + sum(len(text) for _, text in own)
            self.sections.append(SectionRecord(opened.key, self.where, opened.kind, heading, page, paragraphs, own))
        self._account_for(division, walked, repeats, (heading, *paragraphs, *(text for _, text in (*notes, *others))))

    def _account_for(self, division: Element, walked: Walked, repeats: bool, kept: Iterable[str]) -> None:
        if repeats:
            self.left_out["lists of papers, contents and indexes"] += printed_in(division)
            return
        self.left_out.update(walked.left_out)
        self.residue.extend(residue_of(division, walked, kept))

    def read_header(self, header: Element) -> None:
        """The facts of the title page, as the header states them."""
        self.header = read_header(header)
        self.left_out["the header beyond the title"] += printed_in(header)

    def account_for_rest(self, root: Element) -> None:
        """What stands outside of every division, when these have been emptied: a title page, set in type."""
        known = len(self.sections)
        for page in root.iter(TEI + "titlePage"):
            self.left_out["the title page as set in type"] += printed_in(page)
            page.clear(keep_tail=True)
        for place in root.iterfind(f"{TEI}text/*"):
            self._read_loose_text(place)
        self.residue.extend(unlisted(root, [text for one in self.sections[known:] for text in one.paragraphs]))

    def _read_loose_text(self, place: Element) -> None:
        """Text of the front, body or back that stands in no division is a section without a heading."""
        walked = walk(place)
        paragraphs = tuple(block.run.text for block in walked.blocks)
        where = str(place.tag).removeprefix(TEI)
        if paragraphs and where in ("front", "body", "back"):
            notes = tuple(_notes(note for block in walked.blocks for note in block.run.notes))
            stands = "back" if where == "back" else "front"
            self.sections.append(SectionRecord(f"{where}-matter", stands, "", "", "", paragraphs, notes))

    def _key(self, division: Element) -> str:
        """The id, fit for an address; one is made from the kind and its number where the file gives none."""
        given = division.get(XML_ID) or f"{division.get('type') or 'division'}-{len(self._keys) + 1}"
        key = _UNFIT.sub("-", given)[:100]
        self._keys[key] += 1
        return key if self._keys[key] == 1 else f"{key}-{self._keys[key]}"

    def _take_list(self, division: Element, opened: _Open) -> bool:
        """Whether a section of the front or back is a list of persons or abbreviations, which is taken."""
        if self.where == "body" or opened.documents or opened.divisions:
            return False
        key = opened.key.lower()
        if key.startswith("persons") or _lists(division, PERSON):
            persons = persons_in(division)
            self.persons.extend(persons)
            listed = [text for one in persons for text in (one.name, one.description)]
        elif key.startswith(("terms", "abbreviations")) or _lists(division, TERM):
            terms = terms_in(division)
            self.terms.extend(terms)
            listed = [text for one in terms for text in (one.term, one.expansion)]
        else:
            return False
        self.residue.extend(unlisted(division, [*listed, *self._introduce(division, opened)]))
        return True

    def _introduce(self, division: Element, opened: _Open) -> tuple[str, ...]:
        """What a list says before it begins is text. Returns it, with the heading and its notes."""
        own = [one for one in division.iterchildren(TEI + "p") if not names_any(one, PERSON + TERM)]
        paragraphs = tuple(text for one in own if (text := words_of(one)))
        heading, notes = _heading(walk(division))
        if paragraphs:
            self.sections.append(
                SectionRecord(opened.key, self.where, opened.kind, heading, opened.page, paragraphs, notes)
            )
        return heading, *paragraphs, *(text for _, text in notes)


def _lists(division: Element, tags: tuple[str, ...]) -> bool:
    """Whether a section that is called otherwise is a list that gives ids to names or terms."""
    return any(names_any(one, tags) for one in division.iter(*_LISTS))


def _only_repeats(division: Element, opened: _Open) -> bool:
    """Whether a division's own text is a list of papers, a table of contents or an index."""
    is_named_so = opened.kind == "toc" or bool(_REPEATS.fullmatch(opened.key))
    return is_named_so and next(division.iter(*_LISTS), None) is not None


def read_header(header: Element) -> VolumeRecord:
    """Title, printer, place, year and rights of a header, without the volume's slug.

    The complete title, else its parts: series, subseries, number and title of the volume, in either spelling.
    """
    titles: dict[str, str] = {}
    for element in header.iterfind(f"{TEI}fileDesc/{TEI}titleStmt/{TEI}title"):
        titles.setdefault(element.get("type") or "", words_of(element))
    parts = (next((said for name in names if (said := titles.get(name))), "") for names in _TITLES)
    return VolumeRecord(
        slug="",
        title=titles.get("complete") or ", ".join(filter(None, parts)) or titles.get("", ""),
        published=_stated(header, "date"),
        publisher=_stated(header, "publisher"),
        place=_stated(header, "pubPlace"),
        rights=_stated(header, "availability"),
    )


def _stated(header: Element, name: str) -> str:
    """What the publication statement says under a name; a date may say it in an attribute alone."""
    found = header.iterfind(f"{TEI}fileDesc/{TEI}publicationStmt/{TEI}{name}")
    said = (words_of(element) or element.get("when") or "" for element in found)
    return "; ".join(dict.fromkeys(filter(None, said)))


def _head(walked: Walked) -> TeiBlock | None:
    return next((block for block in walked.blocks if block.is_main_head), None)


def _heading(walked: Walked) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The heading of a division on one line, and the notes to it."""
    block = _head(walked)
    if block is None:
        return "", ()
    return block.run.text.replace("\n", " "), tuple(_notes(iter(block.run.notes)))


def _notes(points: Iterator[NotePoint]) -> Iterator[tuple[str, str]]:
    return ((point.label or "", point.run.text) for point in points)


def _pages_before_the_head(division: Element) -> Iterator[str]:
    """The page on which a division's heading stands, where a page begins within the division before it."""
    label = ""
    for child in division:
        if child.tag == TEI + "pb":
            label = page_label(child) or label
        elif child.tag in (TEI + "head", TEI + "div"):
            break
    if label:
        yield label
