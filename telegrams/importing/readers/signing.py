"""The signature of a part of a document, and the address under it."""

import re

from telegrams.importing.readers.page import Arranged
from telegrams.parsing import blocks as words
from telegrams.parsing.dateline import is_dateline
from telegrams.parsing.heading import is_party_heading, read_heading
from telegrams.parsing.kinds import is_title
from telegrams.parsing.names import has_title
from telegrams.parsing.signature import (
    is_address,
    is_capital_name,
    is_closing,
    is_countersigned,
    is_office_line,
    is_postscript,
    is_same_person,
    is_signature_line,
    signs_for_another,
)
from telegrams.vocabulary import PassageKind

LONGEST_RUN = 30


def sign(blocks: list[Arranged], begun: int, sender: str | None) -> None:
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
    last = _run_at_end(blocks, begun)
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
        if not _signs(one, named=named) or _ends_the_run(one, named, his):
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


def _signs(one: Arranged, *, named: bool) -> bool:
    lines = [words.loose(line) for line in one.block.text.split("\n")]
    if len(lines) > 20:
        return False
    lines = [line for line in lines if line not in ("[", "]")] or lines
    good = [is_signature_line(line) or is_office_line(line) for line in lines]
    if len(lines) == 1:
        return is_signature_line(lines[0]) or signs_for_another(lines[0]) or (named and is_office_line(lines[0]))
    return good[0] and sum(good) * 2 > len(good)


def _run_at_end(blocks: list[Arranged], begun: int) -> tuple[int, int] | None:
    """The last blocks of a part where they are names; addresses, postscripts and brackets may follow."""
    stop = _above_the_tail(blocks, begun)
    start = stop
    while start > begun:
        one = blocks[start - 1]
        alone = words.is_page_alone(one.block.text)
        if (alone and start == stop) or not (alone or (_signs(one, named=True) and not is_dateline(one.plain))):
            break
        start -= 1
    start = _skipping_pages(blocks, start)
    while start < stop and not _signs(blocks[start], named=False):
        start += 1
    if start >= stop:
        return _before_postscript(blocks, begun)
    if stop - start > LONGEST_RUN or _is_a_list_of_words(blocks[start:stop]):
        return None
    # The last heading of a list ("Poland."): one word signs telegrams and letters only.
    one_word = stop - start == 1 and len(re.findall(r"\w+", blocks[start].plain)) < 2
    return None if one_word and _has_no_parties(blocks) else (start, stop)


def _above_the_tail(blocks: list[Arranged], begun: int) -> int:
    """Where the addresses, dates and brackets under a signature begin."""
    end = len(blocks)
    while end > begun:
        one = blocks[end - 1]
        under = is_address(one.plain) or is_dateline(one.plain)
        if not (under or _is_tail(one.plain) or words.is_page_alone(one.block.text)):
            break
        if not under and _signs(one, named=True):
            break
        end -= 1
    return end


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
            if _signs(blocks[before], named=False):
                return before, before + 1
    return None
