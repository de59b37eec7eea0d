"""What may be a note mark, and how much its surroundings look like one.

Scores: 2 for characters that can hardly be anything else (``Litvinov.7 He``), 1 for a doubtful
reading, below 0 for one that only a gap in the row of marks can justify (text-form.md §5).
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegrams.parsing.dates import MONTH_WORD
from telegrams.parsing.marks.glued_letters import find_glued_letters
from telegrams.parsing.page_markers import find_page_markers

SURE = 1.5
LEAST = -0.9  # below this no gap in a row can justify a reading
SIGN_ORDER = "*†‡§‖¶"
_LOOKBACK = 40

_WORD = re.compile(r"[a-zà-ÿ]+|[0-9]+")
_DIGITS = re.compile(r"[0-9]+")
# Meiji,* but · asking for it.** · *[Extract.] · never the asterisks of an omission, which stand alone
_SIGNS = re.compile(
    r"(?<=[^\s*†‡§‖ǁ¶])([*†‡§‖ǁ¶])\1{0,3}(?![*†‡§‖ǁ¶\w])|(?:^|(?<=\n)|(?<=\|\ ))([*†‡§‖ǁ¶])(?=[\[A-Z“]|\ \d)",
    re.VERBOSE,
)
_ALIKE = re.compile(r"(?<=[.,;:”’)\]])l(?=\s|$)")  # the small letter l, read for the figure 1
_RIGHT = re.compile(r"$|[\s\])}.,;:?!’”\"'—–|…\[(]|-(?!\d)")
_LETTER = re.compile(r"[a-e](?![A-Za-z0-9])")
_MONTH_BEFORE = re.compile(rf"\b{MONTH_WORD}\s$")
_DATE_BEFORE = re.compile(rf"\b{MONTH_WORD}\s\d{{1,2}}(?:st|nd|rd|d|th)?,?\s$")
_YEAR_BEFORE = re.compile(r"\b1[5-9]\d\d[.,;:]$")
# No. 860 · number 16 · our 99 · Department’s 47 · telegrams 52 and 100 · Nos. 12, 13, and 17 · L–307
_NUMBERED = re.compile(
    r"""(?: \b[Nn]os?\. | \b[Nn]umbers? | \b[Mm]y | \b[Oo]ur | \b[Yy]our | [’']s | \b[Tt]elegrams? | \b[Cc]ables?
          | \b[Dd][ei]spatch(?:es)? | \b[Ii]nstructions? | \b[Pp]ages? | \bp\. | \b[Aa]ppendix | \b[Aa]nnex
          | \b[Ee]nclosure | tel | Gocus | Usgoc | Delga | L )
        [\s–] (?: \d+,?\s(?:\[\d+\]\s)?(?:and\s)? )* $""",
    re.VERBOSE,
)
_NUMBER_LINE = re.compile(r"\[?[Nn]o\.\s")
_STOPS = (",", ".", ";", ":")
_THOUSANDS = re.compile(r",\d{3}\b")
_YEAR_AFTER = re.compile(r",?\s1[5-9]\d\d")
_CORRECTED = re.compile(r"\s\[\d")  # 34 [33]: the editors correct the whole number
_CLOCK_AFTER = re.compile(r"[:.]\d|\s?[ap]\.?\s?m\b|\s(?:percent|per cent)\b|(?:st|nd|rd|d|th)\b")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Characters that may be a mark.

    ``alphabet``: '1' figures, 'a' letters, '*' signs; ``value`` its place in the row, ``letter``
    the letter after figures (25a). ``page``: number of the page of the document it stands on.
    ``before``: the words before it.
    """

    block: int
    start: int
    end: int
    label: str
    alphabet: str
    value: int
    letter: str
    page: int
    score: float
    before: str


def find_candidates(blocks: Sequence[tuple[str, str]]) -> list[Candidate]:
    """All that may be a mark in the blocks (text, role), in printed order.

    >>> for found in find_candidates([("with Litvinov.7 He told me at 4:30 p.m. of Subasic.8", "body")]):
    ...     print(found.label, found.start, found.score)
    7 14 2.0
    8 51 2.0
    """
    found: list[Candidate] = []
    known = Counter(word for text, _ in blocks for word in _WORD.findall(text.lower()))
    page = 0
    for index, (text, role) in enumerate(blocks):
        markers = [marker for marker in find_page_markers(text) if marker.well_formed]
        passed = 0
        for start, end, label, score in sorted(_in_block(text, role, known)):
            while passed < len(markers) and markers[passed].end <= start:
                passed += 1
            if passed < len(markers) and markers[passed].start < end:
                continue
            found.append(_candidate(text, index, start, end, label, page + passed, score))
        page += len(markers)
    return found


def _candidate(text: str, block: int, start: int, end: int, label: str, page: int, score: float) -> Candidate:
    letter = ""
    if label == "l":
        alphabet, value = "1", 1
    elif label[0].isdigit():
        digits = label.rstrip("abcde")
        alphabet, value, letter = "1", int(digits), label[len(digits) :]
    elif label.isascii() and label.isalpha():
        alphabet, value = "a", ord(label) - ord("a") + 1
    else:
        alphabet, value = "*", SIGN_ORDER.index(label[0].replace("ǁ", "‖")) + len(label)
    before = text[max(0, start - _LOOKBACK) : start]
    return Candidate(block, start, end, label, alphabet, value, letter, page, score, before)


def _in_block(text: str, role: str, known: Counter[str]) -> Iterator[tuple[int, int, str, float]]:
    # a table may have marks of its own, whose notes stand below it as text
    doubt = 0.6 if " | " in text else 0.0
    for run in _DIGITS.finditer(text):
        for start, end, label, score in _in_run(text, run.start(), run.end(), role, known):
            if score - doubt >= LEAST:
                yield start, end, label, score - doubt
    for sign in _SIGNS.finditer(text):
        yield sign.start(), sign.end(), sign[0], 1.9 if sign[1] else 0.9
    for alike in _ALIKE.finditer(text):
        yield alike.start(), alike.end(), "l", 0.8
    yield from find_glued_letters(text, known)


def _in_run(text: str, start: int, end: int, role: str, known: Counter[str]) -> Iterator[tuple[int, int, str, float]]:
    """The readings of a run of figures: all of it, or its last one or two after a number."""
    right = text[end : end + 12]
    letter = _LETTER.match(right)
    past = end + 1 if letter else end
    if not _RIGHT.match(text, past) or (letter is None and right[:1] in ":." and right[1:2].isdigit()):
        return
    suffix = letter[0] if letter else ""
    left = text[max(0, start - _LOOKBACK) : start]
    if end - start <= 5:
        score = _whole(left, text[start:end], text[past : past + 12], role)
        if score is not None:
            score -= 0.5 if text[past : past + 1] in _STOPS and past < len(text) and role == "body" else 0
            yield start, past, text[start:end] + suffix, score - (0.2 if suffix else 0)
    if end - start > 9 or not left or (_NUMBER_LINE.fullmatch(left) and not text[past:].rstrip("].,")):
        return  # "No. 4330" by itself is the number of the paper
    for size in (1, 2):
        if end - size <= start or (text[end - size] == "0" and (size > 1 or role != "heading")):
            continue
        score = _split(left, text[start : end - size], text[end - size : end], text[past : past + 12], role)
        if score is not None:
            score += _named_elsewhere(text[start : end - size], text[start:end], known) if score > -0.5 else 0
            yield end - size, past, text[end - size : end] + suffix, score - (0.2 if suffix else 0)


def _named_elsewhere(number: str, run: str, known: Counter[str]) -> float:
    """Whether the document holds the number without the mark: "15. In reply to your number 1511"."""
    if len(number) < 2:
        return 0.0
    return (0.4 if known[number] else 0.0) - (0.4 if known[run] > 1 else 0.0)


def _whole(left: str, mark: str, right: str, role: str) -> float | None:
    """How much a whole run looks like a mark, by what stands before it; None: it is none."""
    if not left or left[-1] in "$£–-/+×#(“\n‘=|" or _CLOCK_AFTER.match(right) or _THOUSANDS.match(right):
        return None
    last = left[-1]
    if mark[0] == "0" and (mark != "0" or role != "heading"):
        return None
    long = 0.0 if len(mark) < 3 else 0.8 if len(mark) == 3 else 1.5
    if last.isspace():
        # "The Secretary of State 79": a blank is printed before the mark of a heading, and nowhere else
        return 0.8 - long if role in ("heading", "signature") and not right else None
    if last.isalpha():
        if re.search(r"\b[A-Z]$", left):
            return 1.0 - long  # "A1", "S4": a series as likely as a mark
        return 2.0 - long
    if last in ".,:" and len(left) > 1 and left[-2].isdigit():
        if _YEAR_BEFORE.search(left):
            return 2.0 - long
        if last == ":":
            return None if _is_clock(left, mark) else 1.3
        if last == ",":
            return None if len(mark) == 3 else 1.7 - long
        return _after_figure_and_stop(left, right, role) - long
    if last == "—":
        return None if right else 0.8
    if last in ".,;:”’)]?!\"…'%°":
        if last in ".’'" and (len(left) < 2 or left[-2] in " (–—-"):
            return None
        return 2.0 - long
    return 1.0 - long if last in "½¼¾*" else None


def _is_clock(left: str, mark: str) -> bool:
    """Whether it is 4:30, and not a mark as in "Referring 8014:1"."""
    hour = left[:-1][len(left[:-1].rstrip("0123456789")) :]
    return int(hour) < 25 and len(mark) > 1 and int(mark) < 60 and not _NUMBERED.search(left[: -1 - len(hour)])


def _after_figure_and_stop(left: str, right: str, role: str) -> float:
    """``the 30.1 The`` or ``1.87``: a mark where a sentence can end, a decimal elsewhere."""
    if role == "source" or re.search(r"[$£]\S*$", left):
        return LEAST
    if right and not re.match(r"\s+[A-Z“\"(\[…]|\s*$|[\])”]", right):
        return 0.1
    if re.search(r"\|\s*\S*$", left) or right.startswith(" |"):
        return 0.3
    return (
        1.6 if re.search(rf"\b(?:{MONTH_WORD}|[Nn]os?\.|[Nn]umbers?|[’']s|[Mm]y|[Yy]our|[Oo]ur)\s\d+\.$", left) else 1.1
    )


def _split(left: str, number: str, mark: str, right: str, role: str) -> float | None:
    """How much the last figures of a run look like a mark after a number: ``November 217``."""
    if left[-1] in ".,:$£" and left[-2:-1].isdigit():
        # 28,9641: three figures make a thousand, the rest is a mark
        return 2.0 if left[-1] == "," and len(number) == 3 and left[-3:-2] != "." else None
    if mark == "0" and (right or not _DATE_BEFORE.search(left)):
        return None  # the mark of a source note, at the end of a heading: "June 15, 19580"
    if number[0] == "0" or _CLOCK_AFTER.match(right) or _CORRECTED.match(right):
        return None
    score = _after_number(left, int(number), number + mark, right, role)
    # the print puts a mark after the comma or stop, not before it
    return score - 0.6 if score is not None and right[:1] in ",.;:" and right else score


def _after_number(left: str, value: int, run: str, right: str, role: str) -> float | None:
    dated = _DATE_BEFORE.search(left)
    numbered = None if dated else _NUMBERED.search(left)
    if len(run) == 4 and 1750 <= int(run) <= 1999 and not numbered:
        return -1.5 if dated else -0.8
    if _MONTH_BEFORE.search(left):
        if not 1 <= value <= 31:
            return None if value < 1000 else 0.5
        if len(run) > 2 or int(run) > 31:
            return 1.7
        return -1.2 if _YEAR_AFTER.match(right) else -0.3
    if 1600 <= value <= 1999 and value > 999 and not numbered:
        return 1.8 if dated or not right else 1.4
    if numbered:
        return 0.3
    return -0.4 if role != "source" and (left[-1].isspace() or left[-1] in "–-") else None
