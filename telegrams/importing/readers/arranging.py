"""Blocks to passages: what each block of a page is, and to which part it belongs."""

import re
from dataclasses import dataclass

from telegrams.importing.readers.page import Arranged, Block, Piece
from telegrams.importing.readers.signing import sign
from telegrams.parsing import blocks as words
from telegrams.parsing.dateline import is_dateline, is_received
from telegrams.parsing.heading import UNTITLED, is_party_heading, read_heading
from telegrams.parsing.kinds import is_title
from telegrams.parsing.message_number import begins_list_item, is_bracketed, read_number_line, read_opening_number
from telegrams.parsing.signature import is_closing, is_same_person, is_signature_line
from telegrams.parsing.source_note import read_source_line
from telegrams.vocabulary import PassageKind

HEAD_BLOCKS = 14


@dataclass(slots=True)
class _Head:
    """What has been met of a head so far."""

    heading: bool = False
    dateline: bool = False
    text: str = ""


def arrange(blocks: list[Block]) -> list[Arranged]:
    """Every block with its kind and part, in printed order."""
    loose = [Arranged(block, None, 0, words.loose(block.text)) for block in _lines_of_head(blocks)]
    starts = _part_starts(loose)
    arranged: list[Arranged] = []
    for part, start in enumerate(starts):
        end = starts[part + 1] if part + 1 < len(starts) else len(loose)
        arranged.extend(_arrange_part(loose[start:end], part))
    return arranged


def _lines_of_head(blocks: list[Block]) -> list[Block]:
    """Blocks of several lines at the top are taken line by line: number, marking and dateline may share one."""
    result: list[Block] = []
    for index, block in enumerate(blocks):
        if index < HEAD_BLOCKS and len(block.lines) > 1 and "\n" in block.text and not words.is_marking(block.text):
            lines = block.text.split("\n")
            if len(lines) <= 6 and any(_is_of_a_head(words.loose(line), index + at) for at, line in enumerate(lines)):
                result.extend(_single_lines(block, lines))
                continue
        result.append(block)
    return result


def _is_of_a_head(line: str, index: int) -> bool:
    if len(line) > 330:
        return False
    return bool(
        read_number_line(line)
        or words.is_marking(line)
        or is_dateline(line)
        or is_received(line)
        or (index < 4 and (read_source_line(line) or is_party_heading(line)))
    )


def _single_lines(block: Block, lines: list[str]) -> list[Block]:
    singles, offset = [], 0
    for line in lines:
        number, column = block.place(offset)
        if line.strip():
            singles.append(Block(line, [Piece(0, number, column)], [number]))
        offset += len(line) + 1
    return singles


def _part_starts(blocks: list[Arranged]) -> list[int]:
    """Where the document and each document sent inside it begin."""
    starts = [0]
    for index, one in enumerate(blocks):
        if index < 2 or not words.is_part_label(one.plain) or index + 1 >= len(blocks):
            continue
        if one.plain.startswith(("[", "(", "*")) or _opens_a_part(blocks, index):
            starts.append(index)
    return starts


def _opens_a_part(blocks: list[Arranged], index: int) -> bool:
    """'ANNEX.' without brackets counts where a signature or courtesy stands shortly before it."""
    before = [one.plain for one in blocks[max(0, index - 4) : index]]
    return any(is_signature_line(plain) or is_closing(plain) for plain in before)


def _arrange_part(blocks: list[Arranged], part: int) -> list[Arranged]:
    for one in blocks:
        one.part = part
        one.kind = None
    index = 0
    if part and blocks:
        blocks[0].kind = PassageKind.PART_LABEL
        index = 1
    blocks, index = _head(blocks, index, part)
    for one in blocks[index:]:
        if not words.is_page_alone(one.block.text):
            one.kind = _body_kind(one.plain)
    first = next((at for at in range(index, len(blocks)) if blocks[at].kind), None)
    if first is not None and blocks[first].kind == PassageKind.LIST_ITEM and _is_numbered_telegram(blocks, first):
        blocks[first].kind = PassageKind.PARAGRAPH
    sender = next((read_heading(one.plain).sender for one in blocks if one.kind == PassageKind.HEADING), None)
    sign(blocks, index, sender.name if sender else None)
    return _merged(blocks)


# --- the head ---------------------------------------------------------------------------------


def _head(blocks: list[Arranged], index: int, part: int) -> tuple[list[Arranged], int]:
    """Kinds of the blocks above the text; returns the blocks and where the text begins."""
    head = _Head()
    begun = index
    while index < len(blocks) and index < begun + HEAD_BLOCKS:
        one = blocks[index]
        if words.is_page_alone(one.block.text):
            index += 1
            continue
        kind = _above_heading(blocks, index, part) if not head.heading else None
        if kind is None:
            kind = _below_heading(one, head, blocks, index, part)
        if kind is None:
            break
        if kind == PassageKind.HEADING:
            head.heading = True
            head.text = one.plain
        head.dateline = head.dateline or kind == PassageKind.DATELINE
        one.kind = kind
        index += 1
    return blocks, index


def _above_heading(blocks: list[Arranged], index: int, part: int) -> PassageKind | None:
    plain = blocks[index].plain
    if part == 0 and read_source_line(plain):
        return PassageKind.SOURCE_NOTE
    if words.is_bracket_line(plain):
        return PassageKind.BRACKET
    number = read_number_line(plain)
    if number and is_bracketed(plain):
        return PassageKind.NUMBER
    if words.is_serial(plain) and _heading_below(blocks, index):
        return PassageKind.SERIAL
    if words.is_marking(blocks[index].block.text):
        return PassageKind.CLASSIFICATION
    if _stands_above(blocks, index):
        return PassageKind.BRACKET if plain.startswith(("[", "(", "*[")) else PassageKind.SUBJECT
    if (is_party_heading(plain) and len(plain) < 330) or is_title(plain):
        return PassageKind.HEADING
    if is_dateline(plain) or is_received(plain) or words.is_salutation_alone(plain):
        return None
    if _is_heading(blocks, index, part):
        return PassageKind.HEADING
    return None


def _stands_above(blocks: list[Arranged], index: int) -> bool:
    """Whether a line in brackets or capitals stands over the heading proper ('[Per telegraph.]', 'LETTERS OF …')."""
    plain = blocks[index].plain
    if len(plain) > 200 or plain == UNTITLED or not (_is_in_brackets(plain) or plain.isupper()):
        return False
    for one in blocks[index + 1 : index + 5]:
        if words.is_page_alone(one.block.text) or words.is_serial(one.plain) or read_number_line(one.plain):
            continue
        if not _is_in_brackets(one.plain):
            return len(one.plain) < 330 and is_party_heading(one.plain)
    return False


def _is_in_brackets(plain: str) -> bool:
    return plain.lstrip("*").startswith(("[", "(")) and plain.rstrip(".")[-1:] in ("]", ")")


def _heading_below(blocks: list[Arranged], index: int) -> bool:
    """Whether something that may be a heading follows a serial number."""
    for one in blocks[index + 1 : index + 4]:
        if words.is_page_alone(one.block.text) or read_number_line(one.plain) or words.is_bracket_line(one.plain):
            continue
        if is_party_heading(one.plain) or is_title(one.plain) or one.plain == UNTITLED:
            return True
        if is_dateline(one.plain) or words.is_salutation(one.plain):
            return False
        return len(one.plain) < 330 and not _is_running_text(one.plain)
    return False


def _is_heading(blocks: list[Arranged], index: int, part: int) -> bool:
    plain = blocks[index].plain
    if words.is_salutation(plain) and not is_party_heading(plain):
        return False
    if is_party_heading(plain) and not (len(plain) > 1200 and plain.endswith(".")):
        return not read_opening_number(plain) or len(plain) < 300
    if part:
        following = blocks[index + 1].plain if index + 1 < len(blocks) else ""
        return len(plain) < 250 and (is_title(plain) or (is_dateline(following) and not words.is_list_item(plain)))
    if words.is_page_alone(plain) or words.is_table_row(plain):
        return False
    if is_title(plain) or plain == UNTITLED:
        return True
    # A numbered first line that is no title is the text of a telegram; any other is the heading
    # unless it reads as running text, or a dateline already stood where the heading should.
    if read_opening_number(plain) or any(one.kind == PassageKind.DATELINE for one in blocks[:index]):
        return False
    return len(plain) < 330 and not _is_running_text(plain)


def _is_running_text(plain: str) -> bool:
    sentences = len(re.findall(r"[a-z”]\. (?=[A-Z“])", plain))
    small = sum(word[0].islower() for word in plain.split())
    return (sentences > 1 or len(plain) > 220) and small > 12


def _below_heading(one: Arranged, head: _Head, blocks: list[Arranged], index: int, part: int) -> PassageKind | None:
    plain = one.plain
    if not head.dateline and is_dateline(plain) and not (head.heading and is_title(plain)):
        return PassageKind.DATELINE
    if is_received(plain):
        return PassageKind.DATELINE
    if words.is_bracket_line(plain):
        return PassageKind.BRACKET
    if read_number_line(plain):
        return PassageKind.NUMBER
    if words.is_marking(one.block.text):
        return PassageKind.CLASSIFICATION
    if words.is_subject(plain):
        return PassageKind.SUBJECT
    if words.is_participants(plain):
        return PassageKind.PARTICIPANTS
    if words.is_salutation_alone(plain) and head.heading:
        return PassageKind.SALUTATION if _no_dateline_soon(blocks, index, head) else None
    if part == 0 and read_source_line(plain) and len(plain) < 100:
        return PassageKind.SOURCE_NOTE
    if head.heading and not head.dateline and len(plain) < 300 and not words.is_list_item(plain):
        following = next((b.plain for b in blocks[index + 1 : index + 3] if not words.is_page_alone(b.block.text)), "")
        if is_dateline(following) and not words.is_salutation(plain) and not _is_running_text(plain):
            return PassageKind.PARAGRAPH
    return None


def _no_dateline_soon(blocks: list[Arranged], index: int, head: _Head) -> bool:
    return head.dateline or not any(is_dateline(one.plain) for one in blocks[index + 1 : index + 2])


# --- the text ---------------------------------------------------------------------------------


def _is_numbered_telegram(blocks: list[Arranged], index: int) -> bool:
    """'45. My 43, March 17, noon.': the number of the telegram, not the label of a list."""
    return read_opening_number(blocks[index].plain) is not None and not opening_number_is_list(blocks, index)


def _body_kind(plain: str) -> PassageKind:
    if words.is_omission(plain):
        return PassageKind.OMISSION
    if words.is_table_row(plain):
        return PassageKind.TABLE_ROW
    if words.is_editors_text(plain):
        return PassageKind.EDITORS_TEXT
    if words.is_salutation_alone(plain):
        return PassageKind.SALUTATION
    if words.is_quotation(plain):
        return PassageKind.QUOTATION
    if words.is_list_item(plain):
        return PassageKind.LIST_ITEM
    return PassageKind.PARAGRAPH


# --- what belongs on one line -----------------------------------------------------------------


def _merged(blocks: list[Arranged]) -> list[Arranged]:
    """Signature blocks that follow one another become one passage; a receipt joins its dateline."""
    merged: list[Arranged] = []
    for one in blocks:
        last = merged[-1] if merged else None
        if last and last.kind == one.kind == PassageKind.SIGNATURE:
            merged[-1] = Arranged(_joined(last.block, one.block, "\n"), one.kind, one.part)
        elif last and last.kind == one.kind == PassageKind.DATELINE and is_received(one.plain):
            merged[-1] = Arranged(_joined(last.block, one.block, " "), one.kind, one.part)
        else:
            merged.append(one)
    return merged


def _joined(first: Block, second: Block, between: str) -> Block:
    shift = len(first.text) + len(between)
    pieces = [*first.pieces, *(Piece(piece.start + shift, piece.line, piece.column) for piece in second.pieces)]
    return Block(first.text + between + second.text, pieces, [*first.lines, *second.lines])


def opening_number_is_list(blocks: list[Arranged], index: int) -> bool:
    """Whether the numbered paragraph at ``index`` begins a list: a later one carries the next label."""
    number = read_opening_number(blocks[index].plain)
    if number is None:
        return False
    label = int(number.number) + 1
    part = blocks[index].part
    return any(begins_list_item(one.plain, label) for one in blocks[index + 1 :] if one.part == part)


def same_signer(signature: str, sender: str | None) -> bool:
    """Whether the one who signs is the sender by family name."""
    return is_same_person(signature.split("\n")[0], sender)
