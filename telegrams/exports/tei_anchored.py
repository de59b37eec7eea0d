"""What stands in the text of a record and in its notes, as elements: names, references, faces, notes, pages."""

import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from telegrams.errata import Erratum
from telegrams.exports.tei_markup import Attributes, Ids, element, escaped, speakable
from telegrams.exports.tei_passages import Cut
from telegrams.exports.tei_ranges import Point, Range, Stretch, enclosed
from telegrams.records import FootnoteRecord, Mark, NameRecord, PageRecord, ReferenceRecord, TelegramRecord

_NAMED = {"person": "persName", "term": "term"}
_EDITED = {"unclear": "unclear", "deleted": "del", "added": "add", "foreign": "foreign"}
_LACKING: dict[str, Attributes] = {"gap": {}, "figure": {"reason": "figure"}}
# What a target of the series says by itself: #pg_34 · frus1933v02#pg_133 · #d12 · frus1879
_PAGE = re.compile(r"[\w-]+")
_DOCUMENT = re.compile(r"\d+[a-z]?")
_VOLUME = re.compile(r"frus[\w.-]*")


class Anchored:
    """Everything of one record that has a place in its text or in one of its notes."""

    def __init__(self, record: TelegramRecord, ids: Ids, errata: Sequence[Erratum] = ()) -> None:
        self.record = record
        self.ids = ids
        self.length = len(record.text)
        self.ranges = [*map(_erratum, errata), *self._ranges(None, record.text, record.marks)]
        self.placed = sorted((note for note in record.footnotes if note.offset is not None), key=_offset)
        self.loose = [note for note in record.footnotes if note.offset is None]

    @property
    def places(self) -> frozenset[int]:
        """Every place of the text at which something stands."""
        ends = (end for one in self.ranges for end in (one.start, one.end))
        offsets = (*map(_offset, self.placed), *(page.offset for page in self.record.pages))
        return frozenset([*ends, *map(self._within, offsets)])

    def text(self, cuts: Sequence[Cut]) -> list[str]:
        """The markup of each cut of the text."""
        points = [
            *(Point(self._within(_offset(note)), self._note(note, at)) for at, note in enumerate(self.placed, 1)),
            *(Point(self._within(page.offset), self._page(page)) for page in self.record.pages),
        ]
        stretches = [Stretch(one.start, one.end) for one in cuts]
        return enclosed(self.record.text, stretches, self.ranges, points, self._piece)

    def loose_notes(self) -> list[str]:
        """The notes whose place in the text is not known."""
        return [self._note(note, at) for at, note in enumerate(self.loose, len(self.placed) + 1)]

    def _within(self, offset: int) -> int:
        return min(max(offset, 0), self.length)

    def _piece(self) -> str:
        return self.ids.take(f"{self.record.document}-piece")

    # --- notes and pages ---

    def _note(self, note: FootnoteRecord, position: int) -> str:
        """A note with its mark; its number is said where it is not that of its place among the notes."""
        is_own = self.ids.is_free(note.xml_id)
        attributes: Attributes = {
            "place": "foot",
            "n": note.printed_mark,
            "xml:id": self.ids.take(note.xml_id) if note.xml_id else None,
            "sameAs": f"#{note.xml_id}" if note.xml_id and not is_own else None,
            "subtype": None if note.ordinal == position else str(note.ordinal),
            "anchored": "false" if note.offset is None else None,
        }
        ranges = list(self._ranges(note.ordinal, note.text, note.marks))
        (content,) = enclosed(note.text, [Stretch(0, len(note.text))], ranges, [], self._piece)
        return element("note", attributes, content)

    def _page(self, page: PageRecord) -> str:
        name = f"pg_{page.label}"
        is_own = self.ids.is_free(name)
        said: Attributes = {"n": page.label, "type": "implied" if page.implied else None}
        return element("pb", {**said, "xml:id": self.ids.take(name) if is_own else None})

    # --- ranges ---

    def _ranges(self, footnote: int | None, text: str, marks: Sequence[Mark]) -> Iterator[Range]:
        """The ranges of the text or of a note, names outermost."""
        names = (_name(one) for one in self.record.names if one.footnote == footnote)
        references = (self._reference(one, text) for one in self.record.references if one.footnote == footnote)
        for one in (*names, *references, *map(_mark, marks)):
            start = min(max(one.start, 0), len(text))
            yield Range(start, min(max(one.end, start), len(text)), one.name, one.attributes)

    def _reference(self, one: ReferenceRecord, text: str) -> Range:
        target = target_of(one.wanted, self.record.volume, is_alone=not self.ids.prefix)
        attributes: Attributes = {
            "target": target,
            # a reference by date, number, post: what is wanted, as the pairs of a question
            "cRef": None if target else urlencode([(speakable(key), speakable(said)) for key, said in one.wanted]),
            "n": None if text[one.start : one.end] == one.printed else one.printed,
        }
        return Range(one.start, one.end, "ref", attributes)


def target_of(wanted: Sequence[tuple[str, str]], slug: str, is_alone: bool) -> str | None:
    """The target that says what is wanted, and nothing else; None where no target can.

    ``is_alone``: the volume is the first of its file, its ids stand there as they are.

    >>> target_of((("page", "133"), ("volume", "frus1933v02")), "frus1934v04", is_alone=True)
    'frus1933v02#pg_133'
    >>> target_of((("date", "1945-12-03"), ("number", "4040")), "frus1945v05", is_alone=True)
    """
    said = dict(wanted)
    if tuple(sorted(said.items())) != tuple(wanted):
        return None
    volume = said.pop("volume", "")
    if volume == slug:
        return None
    book = volume or ("" if is_alone else slug)
    if book and not _VOLUME.fullmatch(book):
        return None
    match said:
        case {"page": page} if len(said) == 1 and _PAGE.fullmatch(page):
            return f"{book}#pg_{page}"
        case {"document": document} if len(said) == 1 and _DOCUMENT.fullmatch(document):
            return f"{book}#d{document}"
    return volume if volume and not said else None


def _erratum(one: Erratum) -> Range:
    """The printed words as sic, with those that the archive shows beside them."""
    return Range(one.start, one.end, "sic", {}, element("corr", {}, escaped(one.value)))


def _name(one: NameRecord) -> Range:
    key = one.key or None
    if one.what in _NAMED:
        return Range(one.start, one.end, _NAMED[one.what], {"key": key})
    return Range(one.start, one.end, "rs", {"type": one.what, "key": key})


def _mark(one: Mark) -> Range:
    if one.start == one.end and one.style in _LACKING:
        return Range(one.start, one.end, "gap", _LACKING[one.style])
    if one.style in _EDITED:
        return Range(one.start, one.end, _EDITED[one.style], {})
    if one.style == "supplied":
        return Range(one.start, one.end, "seg", {"type": "supplied"})
    return Range(one.start, one.end, "hi", {"rend": one.style})


def _offset(note: FootnoteRecord) -> int:
    return note.offset or 0
