"""Note marks glued to words, paired with the notes printed at the end of a document.

The flattened page form leaves the mark of a note as bare digits after a word (``Litvinov.7 He``)
and renumbers the notes 1…k, so which digits are marks, and of which note, must be concluded from
the whole document: marks stand in the order of their notes, and their labels run on by one or
begin again with each page (text-form.md §5).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from telegrams.parsing.marks.alignment import align
from telegrams.parsing.marks.candidates import find_candidates


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a document as printed, page markers still inside.

    ``role``: 'source', 'heading', 'dateline', 'body', 'signature' or 'other'.
    """

    text: str
    role: str = "body"


@dataclass(frozen=True, slots=True)
class FoundMark:
    """A mark in a block: ``blocks[block].text[start:end]`` is its label; ``note`` indexes the notes, −1: none."""

    block: int
    start: int
    end: int
    label: str
    note: int


@dataclass(frozen=True, slots=True)
class Pairing:
    """Which mark belongs to which note.

    ``mean`` is the mean score of the marks, 2 for sure, below 1 doubtful. ``unpaired``: indexes of
    notes without a mark. ``leftover``: marks that look sure and have no note.
    """

    marks: tuple[FoundMark, ...]
    mean: float
    unpaired: tuple[int, ...]
    leftover: tuple[FoundMark, ...]


def pair_marks(blocks: Sequence[Block], notes: Sequence[str]) -> Pairing:
    """The marks of a document with their notes.

    >>> said = Block("with Litvinov.7 He told me in 1945 of Subasic.8 The")
    >>> [(m.label, m.note, m.start) for m in pair_marks([said], ["Maxim Litvinov", "See pp. 1208 ff."]).marks]
    [('7', 0, 14), ('8', 1, 46)]
    """
    candidates = find_candidates([(block.text, block.role) for block in blocks])
    aligned = align(candidates, notes)
    marks = tuple(FoundMark(found.block, found.start, found.end, found.label, note) for found, note in aligned.pairs)
    paired = {mark.note for mark in marks}
    return Pairing(
        marks=marks,
        mean=aligned.mean,
        unpaired=tuple(index for index in range(len(notes)) if index not in paired),
        leftover=tuple(FoundMark(c.block, c.start, c.end, c.label, -1) for c in aligned.leftover),
    )
