"""The lines of one document to blocks and notes, in both styles of the printed page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from telegrams.importing.readers.decoding import normal
from telegrams.importing.readers.splitting import Chunk
from telegrams.parsing.blocks import is_page_alone, loose
from telegrams.parsing.dateline import is_dateline, is_received
from telegrams.parsing.heading import is_party_heading
from telegrams.vocabulary import PassageKind

_NOTE_A = re.compile(r"(?P<indent>\s{0,8})(?P<label>\d{1,5})\. (?=\S)")
_NOTE_B = re.compile(r"- ")
_LABEL_B = re.compile(r"- (?P<label>\(?[\dA-Za-z]{1,4}[.)])\s*$")
_ITEM_B = re.compile(r"- (?=\S)")
_RETURN = "↩"


@dataclass(frozen=True, slots=True)
class Piece:
    """Where a stretch of a block's text stands: from ``start`` in the block, at a column of a line."""

    start: int
    line: int
    column: int


@dataclass(slots=True)
class Block:
    """A paragraph or line as printed, page markers and note marks still inside."""

    text: str
    pieces: list[Piece]
    lines: list[int]

    @property
    def line(self) -> int:
        """The first line of the file it stands on."""
        return self.lines[0]

    def place(self, offset: int) -> tuple[int, int]:
        """The line and column of an offset of the text."""
        piece = next((one for one in reversed(self.pieces) if one.start <= offset), self.pieces[0])
        return piece.line, piece.column + offset - piece.start


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note of the list under the text: its printed number (None in the second style), text and lines."""

    label: int | None
    text: str
    lines: tuple[int, ...]
    column: int


@dataclass(slots=True)
class Arranged:
    """A block with its kind and its part; ``kind`` None for page markers that stand alone."""

    block: Block
    kind: PassageKind | None
    part: int = 0
    plain: str = ""


@dataclass(slots=True)
class Page:
    """One document as lines of the page: blocks in order, notes, and what was dropped or misplaced."""

    blocks: list[Block] = field(default_factory=list)
    notes: list[NoteLine] = field(default_factory=list)
    misplaced: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)


def read_page(chunk: Chunk) -> Page:
    """The blocks and notes of a document."""
    lines = [(chunk.first_line + index, normal(line)) for index, line in enumerate(chunk.lines)]
    if _is_second_style([line for _, line in lines]):
        return _second_style(lines)
    return _first_style(lines)


def _is_second_style(lines: Sequence[str]) -> bool:
    """Whether notes end in an arrow, or no blank line stands in a document of several lines."""
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    last = next((index for index in range(len(lines) - 1, -1, -1) if lines[index].strip()), 0)
    inner = lines[first : last + 1]
    if any(line.rstrip().endswith(_RETURN) for line in inner):
        return True
    if len(inner) < 3 or any(not line.strip() for line in inner):
        return False
    return not any(_NOTE_A.match(line) and line.startswith(" ") for line in inner)


# --- the first style: blank lines between paragraphs, notes with their number -------------------


def _first_style(lines: list[tuple[int, str]]) -> Page:
    page = Page()
    notes_from = _notes_begin(lines)
    body = lines[:notes_from]
    page.notes = _numbered_notes(lines[notes_from:])
    body = _take_misplaced(page, body)
    held: list[tuple[int, str]] = []
    for number, line in [*body, (0, "")]:
        if line.strip():
            held.append((number, line))
        elif held:
            page.blocks.extend(_blocks_of(held))
            held = []
    return page


def _notes_begin(lines: list[tuple[int, str]]) -> int:
    """Where the note list begins: indented numbered lines to the end of the document.

    A list that is not indented counts where it begins with 1 and follows a line with no blank one
    between, as the site's own pages have it.
    """
    begin = len(lines)
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index][1]
        if not line.strip():
            continue
        match = _NOTE_A.match(line)
        if match and match["indent"]:
            begin = index
        elif line.startswith("   ") and not match:
            continue
        else:
            break
    if begin < len(lines):
        return begin
    return _flush_notes(lines)


def _flush_notes(lines: list[tuple[int, str]]) -> int:
    last = next((index for index in range(len(lines) - 1, -1, -1) if lines[index][1].strip()), -1)
    index, expected = last, None
    while index > 0:
        match = _NOTE_A.match(lines[index][1])
        if match is None or (expected is not None and int(match["label"]) != expected):
            return len(lines)
        if int(match["label"]) == 1:
            before = lines[index - 1][1]
            alone = last == index and len(before.split()) > 6
            return index if before.strip() and not _NOTE_A.match(before) and not alone else len(lines)
        expected = int(match["label"]) - 1
        index -= 1
    return len(lines)


def _numbered_notes(lines: list[tuple[int, str]]) -> list[NoteLine]:
    notes: list[NoteLine] = []
    for number, line in lines:
        match = _NOTE_A.match(line)
        if match:
            notes.append(NoteLine(int(match["label"]), line[match.end() :].strip(), (number,), match.end()))
        elif line.strip() and notes:
            last = notes[-1]
            notes[-1] = NoteLine(last.label, f"{last.text} {line.strip()}".strip(), (*last.lines, number), last.column)
    return notes


def _take_misplaced(page: Page, body: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Note lines above the end of the body: indented, numbered as the list lacks them."""
    labels = {note.label for note in page.notes if note.label is not None}
    highest = max(labels, default=0)
    kept = []
    for number, line in body:
        match = _NOTE_A.match(line)
        if match and match["indent"] and int(match["label"]) <= highest and int(match["label"]) not in labels:
            page.misplaced.append(number)
            page.notes.append(NoteLine(int(match["label"]), line[match.end() :].strip(), (number,), match.end()))
        else:
            kept.append((number, line))
    page.notes.sort(key=lambda note: (note.label or 0) if page.misplaced else 0)
    return kept


def _blocks_of(held: list[tuple[int, str]]) -> list[Block]:
    """Lines without a blank one between: one block; a page marker on a line of its own stands apart."""
    blocks: list[Block] = []
    group: list[tuple[int, str]] = []
    for number, line in held:
        if is_page_alone(line) and len(held) > 1 and not group:
            blocks.append(_block([(number, line)], "\n"))
        else:
            group.append((number, line))
    if group:
        blocks.append(_block(group, " " if _is_wrapped([line for _, line in group]) else "\n"))
    return blocks


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines are one paragraph broken for a narrow page."""
    if len(lines) < 2:
        return False
    return (
        all(45 <= len(line.strip()) <= 130 for line in lines[:-1])
        and sum(following.strip()[:1].islower() for following in lines[1:]) * 2 >= len(lines) - 1
    )


def _block(lines: list[tuple[int, str]], between: str) -> Block:
    text, pieces = "", []
    for number, line in lines:
        stripped = line.strip()
        if text:
            text += between
        pieces.append(Piece(len(text), number, line.index(stripped)))
        text += stripped
    return Block(text, pieces, [number for number, _ in lines])


# --- the second style: one line a paragraph, no blank lines, notes that end in an arrow ----------


def _second_style(lines: list[tuple[int, str]]) -> Page:
    page = Page()
    spoken = [(number, line) for number, line in lines if line.strip()]
    notes_from = _arrow_notes_begin(spoken)
    page.notes = _arrow_notes(spoken[notes_from:])
    index = 0
    body = spoken[:notes_from]
    while index < len(body):
        taken = _taken(body, index, page)
        if taken:
            page.blocks.append(_block(_without_bullet(body[index : index + taken]), " "))
        index += max(taken, 1)
    return page


def _arrow_notes_begin(lines: list[tuple[int, str]]) -> int:
    """Where the list of notes begins: each opens with '- ', ends in an arrow, and may run over lines.

    Read from the end, so that an item of a list above ('- Second item') is no note.
    """
    begin = len(lines)
    is_open = False
    for index in range(len(lines) - 1, -1, -1):
        line = lines[index][1]
        closes = line.rstrip().endswith(_RETURN)
        if not closes and not is_open:
            break
        is_open = not _NOTE_B.match(line)
        if not is_open:
            begin = index
    return begin


def _arrow_notes(lines: list[tuple[int, str]]) -> list[NoteLine]:
    notes: list[NoteLine] = []
    open_note = False
    for number, line in lines:
        text = line.strip()
        text = text[2:] if not open_note and text.startswith("- ") else text
        closes = text.endswith(_RETURN)
        text = text.rstrip(_RETURN + " ")
        if open_note:
            last = notes[-1]
            notes[-1] = NoteLine(None, f"{last.text} {text}".strip(), (*last.lines, number), last.column)
        else:
            notes.append(NoteLine(None, text, (number,), line.index(text) if text else 0))
        open_note = not closes
    return notes


def _taken(body: list[tuple[int, str]], index: int, page: Page) -> int:
    """How many lines from here make one block; 0 for a repeated receipt."""
    line = body[index][1]
    following = [text for _, text in body[index + 1 : index + 4]]
    if is_received(line) and index and body[index - 1][1].strip() == line.strip():
        page.repeated.append(body[index][0])
        return 0
    if _LABEL_B.match(line) and following:
        return 2
    if index > 8:
        return 1
    if _is_cut_dateline(line) and following:
        for count in (1, 2):
            joined = loose(" ".join((line, *following[:count])))
            if len(following) >= count and len(joined) < 200 and is_dateline(joined):
                return 1 + count + _receipt_follows(following[count:])
    if is_dateline(loose(line)):
        return 1 + _receipt_follows(following)
    if following and len(line) < 160 and _is_cut_heading(line, following[0]):
        return 2
    return 1


def _receipt_follows(following: list[str]) -> int:
    return 1 if following and is_received(following[0]) else 0


def _is_cut_dateline(line: str) -> bool:
    return len(line) < 120 and line.rstrip().endswith(",")


def _is_cut_heading(line: str, following: str) -> bool:
    """'The Secretary of' / 'State to the Embassy in Iran'."""
    if len(following) > 160 or is_dateline(loose(following)):
        return False
    return bool(re.search(r"\b(?:of|the|to|in|at|for|and)$", line.strip())) and is_party_heading(
        loose(f"{line.strip()} {following.strip()}")
    )


def _without_bullet(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """'- 1.' and '- text' lose the mark of the list; columns stay true."""
    return [
        (number, " " * match.end() + line[match.end() :] if (match := _ITEM_B.match(line)) else line)
        for number, line in lines
    ]
