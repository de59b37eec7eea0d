"""Arranged blocks and notes to one clean text, with every passage, note and page a place in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from telegrams.importing.readers.page import Arranged, NoteLine
from telegrams.importing.readers.trimming import CleanBlock, clean_note
from telegrams.parsing import footnotes
from telegrams.parsing.references import find_references
from telegrams.records import PARAGRAPH_BREAK, FootnoteRecord, PageRecord, Part, Passage, Place, ReferenceRecord
from telegrams.vocabulary import PassageKind

_ROLES = {
    PassageKind.SOURCE_NOTE: "source",
    PassageKind.SERIAL: "other",
    PassageKind.BRACKET: "source",
    PassageKind.HEADING: "heading",
    PassageKind.DATELINE: "dateline",
    PassageKind.SIGNATURE: "signature",
    PassageKind.PART_LABEL: "other",
    PassageKind.NUMBER: "other",
    PassageKind.CLASSIFICATION: "other",
}
KEEPS_LINES = frozenset(
    {
        PassageKind.SIGNATURE,
        PassageKind.CLASSIFICATION,
        PassageKind.ADDRESS,
        PassageKind.PARAGRAPH,
        PassageKind.QUOTATION,
        PassageKind.VERSE,
        PassageKind.POSTSCRIPT,
        PassageKind.LIST_ITEM,
        PassageKind.TABLE_ROW,
        PassageKind.PARTICIPANTS,
    }
)
"""Kinds whose lines are kept; the others are one line."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage with the block it came from: columns of a value are found through it.

    ``clean`` is None where the source has no columns: in markup only the line is known.
    """

    passage: Passage
    block: Arranged
    clean: CleanBlock | None = None

    def place(self, start: int, end: int) -> Place:
        """Where a range of the passage's text stands in the source."""
        if self.clean is None:
            return Place(self.block.block.line)
        first, last = self.clean.range_back(start, end)
        line, column = self.block.block.place(first)
        end_line, end_column = self.block.block.place(max(first, last - 1))
        return Place(line, column, end_column + 1 if end_line == line else None)


@dataclass(slots=True)
class Assembled:
    """The clean text of a document and everything that has a place in it."""

    volume: str = ""
    text: str = ""
    placed: list[Placed] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    pages: list[PageRecord] = field(default_factory=list)
    notes: list[FootnoteRecord] = field(default_factory=list)
    references: list[ReferenceRecord] = field(default_factory=list)
    unpaired: list[int] = field(default_factory=list)
    leftover: list[tuple[str, int]] = field(default_factory=list)
    unclosed: list[tuple[str, int]] = field(default_factory=list)

    def of_kind(self, kind: PassageKind, part: int = 0) -> list[Placed]:
        """The passages of a kind in a part, in order."""
        return [one for one in self.placed if one.passage.kind == kind and one.passage.part == part]

    def words(self, placed: Placed) -> str:
        """The text of a passage."""
        return self.text[placed.passage.start : placed.passage.end]


def assemble(arranged: Sequence[Arranged], notes: Sequence[NoteLine], volume: str) -> Assembled:
    """One clean text of the blocks, and every note, page and reference at its offset."""
    done = Assembled(volume)
    texts = [clean_note(note.text) for note in notes]
    pairing = footnotes.pair_marks([footnotes.Block(one.block.text, _role(one)) for one in arranged], texts)
    cuts: dict[int, list[tuple[int, int]]] = {}
    for mark in pairing.marks:
        cuts.setdefault(mark.block, []).append((mark.start, mark.end))
    starts, cleans = _lay_out(done, arranged, cuts)
    _anchor(done, notes, texts, pairing, starts, cleans)
    for mark in _beyond(pairing):
        done.leftover.append((mark.label, arranged[mark.block].block.place(mark.start)[0]))
    done.unpaired = list(pairing.unpaired)
    gather_parts(done)
    done.references = list(find_text_references(done, volume))
    return done


def _beyond(pairing: footnotes.Pairing) -> list[footnotes.FoundMark]:
    """Marks without a note that go on where the paired ones end: "8" after 7, not a second 7."""
    used = [int(mark.label) for mark in pairing.marks if mark.label.isdigit()]
    highest = max(used, default=0)
    return [mark for mark in pairing.leftover if mark.label.isdigit() and int(mark.label) == highest + 1][:1]


def _role(one: Arranged) -> str:
    if one.kind is None:
        return "other"
    return _ROLES.get(one.kind, "body")


def _lay_out(
    done: Assembled, arranged: Sequence[Arranged], cuts: dict[int, list[tuple[int, int]]]
) -> tuple[list[int], list[CleanBlock]]:
    """Join the clean blocks; a page marker alone begins its page with the next block."""
    pieces: list[str] = []
    length = 0
    waiting: list[tuple[str, Place]] = []
    starts, cleans = [], []
    for index, one in enumerate(arranged):
        clean = CleanBlock(one.block.text, cuts.get(index, ()), one.kind not in KEEPS_LINES)
        cleans.append(clean)
        for offset in clean.unclosed:
            done.unclosed.append((one.block.text[offset : offset + 30], one.block.place(offset)[0]))
        found = zip(clean.pages, clean.markers, strict=False)
        marks = [(label, offset, _place_of(one, at)) for (label, offset), at in found]
        if not clean.text:
            starts.append(length)
            waiting.extend((label, place) for label, _, place in marks)
            continue
        if pieces:
            length += len(PARAGRAPH_BREAK)
        starts.append(length)
        done.pages.extend(PageRecord(label, length, place=place) for label, place in waiting)
        waiting = []
        done.pages.extend(PageRecord(label, length + offset, place=place) for label, offset, place in marks)
        passage = Passage(length, length + len(clean.text), one.kind or PassageKind.PARAGRAPH, one.part, one.block.line)
        done.placed.append(Placed(passage, one, clean))
        pieces.append(clean.text)
        length += len(clean.text)
    done.pages.extend(PageRecord(label, length, place=place) for label, place in waiting)
    done.text = PARAGRAPH_BREAK.join(pieces)
    return starts, cleans


def _place_of(one: Arranged, at: tuple[int, int]) -> Place:
    line, column = one.block.place(at[0])
    return Place(line, column, column + at[1] - at[0])


def _anchor(
    done: Assembled,
    notes: Sequence[NoteLine],
    texts: Sequence[str],
    pairing: footnotes.Pairing,
    starts: Sequence[int],
    cleans: Sequence[CleanBlock],
) -> None:
    by_note = {mark.note: mark for mark in reversed(pairing.marks)}
    for index, (note, text) in enumerate(zip(notes, texts, strict=True)):
        mark = by_note.get(index)
        offset = None
        if mark is not None:
            clean = cleans[mark.block]
            offset = starts[mark.block] + len(clean.text[: clean.forward(mark.start)].rstrip(" "))
        place = Place(note.lines[0], note.column)
        done.notes.append(FootnoteRecord(index + 1, mark.label if mark else None, offset, text, place))


def gather_parts(done: Assembled) -> None:
    """The parts of the text: documents sent inside this one, from label to last passage."""
    numbers = sorted({one.passage.part for one in done.placed if one.passage.part})
    for number in numbers:
        inside = [one for one in done.placed if one.passage.part == number]
        label = next((done.words(one) for one in inside if one.passage.kind == PassageKind.PART_LABEL), "")
        heading = next((done.words(one) for one in inside if one.passage.kind == PassageKind.HEADING), "")
        done.parts.append(Part(number, inside[0].passage.start, inside[-1].passage.end, label, heading))


def find_text_references(done: Assembled, volume: str) -> Iterator[ReferenceRecord]:
    """What the text and the notes refer to by their own words."""
    for found in find_references(done.text, volume):
        yield ReferenceRecord(None, found.start, found.end, found.printed, found.wanted)
    before = ""
    for note in done.notes:
        for found in find_references(note.text, volume, in_note=True, after=before):
            yield ReferenceRecord(note.ordinal, found.start, found.end, found.printed, found.wanted)
        before = note.text
