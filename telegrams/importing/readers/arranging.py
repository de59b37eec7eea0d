"""Blocks to passages: what each block of a page is, and to which part it belongs."""

import re
from dataclasses import dataclass

from telegrams.importing.readers.page import Block
from telegrams.importing.readers.page import Piece
from telegrams.parsing import blocks as words
from telegrams.parsing.dateline import is_dateline
from telegrams.parsing.dateline import is_received
from telegrams.parsing.heading import UNTITLED
from telegrams.parsing.heading import is_party_heading
from telegrams.parsing.heading import read_heading
from telegrams.parsing.kinds import is_title
from telegrams.parsing.message_number import begins_list_item
from telegrams.parsing.message_number import is_bracketed
from telegrams.parsing.message_number import read_number_line
from telegrams.parsing.message_number import read_opening_number
from telegrams.parsing.names import has_title
from telegrams.parsing.signature import is_address
from telegrams.parsing.signature import is_capital_name
from telegrams.parsing.signature import is_closing
from telegrams.parsing.signature import is_countersigned
from telegrams.parsing.signature import is_office_line
from telegrams.parsing.signature import is_postscript
from telegrams.parsing.signature import is_same_person
from telegrams.parsing.signature import is_signature_line
from telegrams.parsing.signature import signs_for_another
from telegrams.parsing.source_note import read_source_line
from telegrams.vocabulary import PassageKind

HEAD_BLOCKS = 14


@dataclass(slots=True)
class Arranged:
    """A block with its kind and its part; ``kind`` None for page markers that stand alone."""

    block: Block
    kind: PassageKind | None
    part: int = 0
    plain: str = ""


@dataclass(slots=True)
class _Head:
    """What has been met of a head so far."""

    heading: bool = False
    dateline: bool = False
    above: bool = True
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
            one.kind = _body_kind(one.plain, one.block.text)
    sender = next((read_heading(one.plain).sender for one in blocks if one.kind == PassageKind.HEADING), None)
    _sign(blocks, index, sender.name if sender else None, part)
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
    if words.is_serial(plain) and _heading_below(blocks, index, part):
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


def _heading_below(blocks: list[Arranged], index: int, part: int) -> bool:
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


def _body_kind(plain: str, printed: str) -> PassageKind:
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


# --- signature and address --------------------------------------------------------------------


def _sign(blocks: list[Arranged], begun: int, sender: str | None, part: int) -> None:
    """Find the first signature of a part and mark it, and the address after it."""
    run = _signature_run(blocks, begun, sender)
    if run is None:
        return
    for one in blocks[run[0] : run[1]]:
        if not words.is_page_alone(one.block.text):
            one.kind = PassageKind.SIGNATURE
    after = run[1]
    while after < len(blocks) and after < run[1] + 3:
        one = blocks[after]
        if words.is_page_alone(one.block.text):
            after += 1
            continue
        if not is_address(one.plain):
            break
        one.kind = PassageKind.ADDRESS
        after += 1


def _signature_run(blocks: list[Arranged], begun: int, sender: str | None) -> tuple[int, int] | None:
    """The blocks of the first signature: after a courtesy, a name in capitals, or the names at the end."""
    last = _run_at_end(blocks, begun, sender)
    for index in range(begun, len(blocks) - 1):
        plain = blocks[index].plain
        courtesy = len(plain) < 2500 and is_closing(plain)
        start = _skipping_pages(blocks, index + 1) if courtesy else index
        if not courtesy and not (index > begun and _signs_alone(blocks, index, sender)):
            continue
        end = _run_from(blocks, start, sender)
        if end > start:
            return _rather(blocks, (start, end), last, sender, courtesy)
    return last


def _signs_alone(blocks: list[Arranged], index: int, sender: str | None) -> bool:
    """Whether a block in the middle is a signature without a courtesy before it."""
    plain = blocks[index].plain
    if len(plain) > 170 or len(blocks[index].block.lines) > 1 or _is_listed(blocks, index):
        return False
    if is_capital_name(plain):
        return True
    if len(plain.split()) > 6 or not is_signature_line(plain):
        return False
    if is_same_person(plain, sender):
        return True
    # "Lansing" before the title of a paper that is sent with the telegram, without a label.
    ended = blocks[index - 1].plain.rstrip("”’] ").endswith(".")
    following = next((one.plain for one in blocks[index + 1 :] if not words.is_page_alone(one.block.text)), "")
    opens = is_party_heading(following) or is_title(following) or words.is_bracket_line(following)
    return ended and opens and len(plain.split()) <= 3 and len(following) < 400


def _is_listed(blocks: list[Arranged], index: int) -> bool:
    """Whether a name stands under 'Present:' and the like and not under a text."""
    before = blocks[index - 1].plain
    return before.endswith(":") and not before.endswith(("America:", "Britain:")) and not signs_for_another(before)


def _rather(
    blocks: list[Arranged], first: tuple[int, int], last: tuple[int, int] | None, sender: str | None, courtesy: bool
) -> tuple[int, int]:
    """The names at the end where those before are of a paper that is quoted or put on record."""
    if last is None or last == first:
        return first
    if not sender:
        return last if not courtesy and last[1] - last[0] >= 3 else first
    is_his = [any(is_same_person(one.plain, sender) for one in blocks[run[0] : run[1]]) for run in (first, last)]
    if is_his == [True, True] and not courtesy:
        fuller = len(blocks[last[0]].plain.split()) > len(blocks[first[0]].plain.split())
        return last if fuller else first
    quoted = any(one.plain.startswith(("“", '"')) for one in blocks[max(0, first[0] - 3) : first[0]])
    return last if is_his == [False, True] and quoted else first


def _skipping_pages(blocks: list[Arranged], index: int) -> int:
    while index < len(blocks) and words.is_page_alone(blocks[index].block.text):
        index += 1
    return index


def _run_from(blocks: list[Arranged], start: int, sender: str | None) -> int:
    """Where a run of signature blocks that begins at ``start`` ends."""
    index = end = start
    named = his = False
    while index < len(blocks):
        one = blocks[index]
        if words.is_page_alone(one.block.text):
            index += 1
            continue
        if not _signs(one, named) or _ends_the_run(one, named, his):
            break
        his = his or is_same_person(one.block.text.split("\n")[0], sender)
        named = named or not signs_for_another(one.plain)
        index += 1
        end = index
    return end


def _ends_the_run(one: Arranged, named: bool, his: bool) -> bool:
    """An address, a date or a heading ends a signature; so does another titled name under the sender's own."""
    if is_dateline(one.plain) or is_party_heading(one.plain) or words.is_part_label(one.plain):
        return True
    if is_countersigned(one.plain):
        return True
    if not named or is_office_line(one.plain):
        return False
    return is_address(one.plain) or (his and has_title(one.plain))


def _signs(one: Arranged, named: bool) -> bool:
    lines = [words.loose(line) for line in one.block.text.split("\n")]
    if len(lines) > 20:
        return False
    lines = [line for line in lines if line not in ("[", "]")] or lines
    good = [is_signature_line(line) or is_office_line(line) for line in lines]
    if len(lines) == 1:
        return is_signature_line(lines[0]) or signs_for_another(lines[0]) or (named and is_office_line(lines[0]))
    return good[0] and sum(good) * 2 > len(good)


def _run_at_end(blocks: list[Arranged], begun: int, sender: str | None) -> tuple[int, int] | None:
    """The last blocks of a part where they are names; addresses, postscripts and brackets may follow."""
    end = len(blocks)
    while end > begun:
        one = blocks[end - 1]
        tail = words.is_page_alone(one.block.text) or is_address(one.plain) or _is_tail(one.plain)
        if not tail and not (is_dateline(one.plain) and end < len(blocks) + 1):
            break
        if _signs(one, True) and not is_address(one.plain) and not is_dateline(one.plain):
            break
        end -= 1
    stop = end
    start = stop
    while start > begun:
        one = blocks[start - 1]
        if words.is_page_alone(one.block.text):
            if start == stop:
                break
            start -= 1
            continue
        if not _signs(one, True) or is_dateline(one.plain):
            break
        start -= 1
    start = _skipping_pages(blocks, start)
    while start < stop and not _signs(blocks[start], False):
        start += 1
    if start >= stop:
        return _before_postscript(blocks, begun)
    if stop - start > 30 or _is_a_list_of_words(blocks[start:stop]):
        return None
    if _has_no_parties(blocks) and stop - start == 1 and len(blocks[start].plain.split()) < 3:
        # The last heading of a list ("Poland."): one word signs telegrams and letters only.
        return None if len(re.findall(r"\w+", blocks[start].plain)) < 2 else (start, stop)
    return start, stop


def _has_no_parties(blocks: list[Arranged]) -> bool:
    heading = next((one.plain for one in blocks if one.kind == PassageKind.HEADING), "")
    read = read_heading(heading)
    return read.sender is None and read.recipient is None


def _is_tail(plain: str) -> bool:
    """What may stand under a signature at the end: brackets of the editors, a countersignature."""
    return (words.is_editors_text(plain) and not is_signature_line(plain)) or is_countersigned(plain)


def _is_a_list_of_words(run: list[Arranged]) -> bool:
    """A column of single words at the end of a memorandum is a list, no row of signatures."""
    single = sum(len(one.plain.split()) == 1 for one in run)
    return len(run) > 3 and single * 2 > len(run)


def _before_postscript(blocks: list[Arranged], begun: int) -> tuple[int, int] | None:
    for index in range(begun + 1, len(blocks)):
        if is_postscript(blocks[index].plain):
            before = index - 1
            while before > begun and (
                is_address(blocks[before].plain) or words.is_page_alone(blocks[before].block.text)
            ):
                before -= 1
            if _signs(blocks[before], False):
                return before, before + 1
    return None


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
    return any(begins_list_item(one.plain, label) for one in blocks[index + 1 :] if one.part == 0)


def same_signer(signature: str, sender: str | None) -> bool:
    """Whether the one who signs is the sender by family name."""
    return is_same_person(signature.split("\n")[0], sender)
