"""What may be a note mark, and how much its surroundings look like one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from telegrams.parsing.page_markers import find_page_markers

MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan\.?|Feb\.?|Mar\.?|Apr\.?|Jun\.?|Jul\.?|Aug\.?|Sept?\.?|Oct\.?|Nov\.?|Dec\.?)"
)
AFTER_MONTH = re.compile(rf"\b{MONTHS}\s$")
RUN = re.compile(r"[0-9]+")
SIGNS = re.compile(r"(?<=[^\s*†‡§‖¶])([*†‡§‖¶])\1{0,2}(?![*†‡§‖¶])|^\*(?=\[)")
RIGHT_SIDE = re.compile(r"$|[\s\])}.,;:?!’”\"'—–-]")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Characters that may be a mark: place, label, its value and letter, page of the document, score."""

    block: int
    start: int
    end: int
    label: str
    alphabet: str
    value: int
    letter: str
    page: int
    score: float


def find_candidates(blocks: Sequence[tuple[str, str]]) -> list[Candidate]:
    """All that may be a mark in the blocks (text, role), in printed order."""
    found: list[Candidate] = []
    page = 0
    for index, (text, role) in enumerate(blocks):
        markers = [marker for marker in find_page_markers(text) if marker.well_formed]
        ends = iter(markers)
        coming = next(ends, None)
        for start, end, label, score in _in_block(text, role):
            while coming is not None and coming.end <= start:
                page += 1
                coming = next(ends, None)
            if coming is not None and coming.start <= start:
                continue
            found.append(_candidate(index, start, end, label, page, score))
        while coming is not None:
            page += 1
            coming = next(ends, None)
    return found


def _candidate(block: int, start: int, end: int, label: str, page: int, score: float) -> Candidate:
    if label[0].isdigit():
        digits = label.rstrip("abcdefghij")
        return Candidate(block, start, end, label, "1", int(digits), label[len(digits) :], page, score)
    if label.isalpha():
        return Candidate(block, start, end, label, "a", ord(label) - 96, "", page, score)
    return Candidate(
        block, start, end, label, "*", "*†‡§‖¶".index(label[0]) + 1 + 6 * (len(label) - 1), "", page, score
    )


def _in_block(text: str, role: str) -> list[tuple[int, int, str, float]]:
    found = []
    for run in RUN.finditer(text):
        found += _readings(text, run.start(), run.end(), role)
    for sign in SIGNS.finditer(text):
        right = text[sign.end() : sign.end() + 1]
        found.append((sign.start(), sign.end(), sign[0], 1.9 if not right or RIGHT_SIDE.match(right) else 0.5))
    return sorted(found, key=lambda item: (item[0], item[1]))


def _readings(text: str, start: int, end: int, role: str) -> list[tuple[int, int, str, float]]:
    left, right = text[max(0, start - 24) : start], text[end : end + 8]
    letter = ""
    if re.match(r"[a-e](?![a-z])", right):
        letter, right = right[0], right[1:]
    elif right[:1].isalpha():
        return []
    if not RIGHT_SIDE.match(right) or right[:2] in (":0", ":3"):
        return []
    long = end - start
    before = left[-1:]
    if before and before in "$£–-/+×":
        return []
    found = []
    for size in (1, 2, 3):
        if size > long or (size == 3 and long > 3):
            continue
        at = end - size
        if text[at] == "0" and not (size == 1 and role == "heading"):
            continue
        score = _score(text, start, end, at, left, role)
        if score is not None:
            found.append((at, end + len(letter), text[at:end] + letter, score - (0.3 if size == 3 else 0)))
    return found


def _score(text: str, start: int, end: int, at: int, left: str, role: str) -> float | None:
    before = left[-1:]
    if at > start:
        rest = text[start:at]
        if AFTER_MONTH.search(left) and len(rest) <= 2 and 1 <= int(rest) <= 31:
            return 1.0
        if len(rest) == 4 and 1600 <= int(rest) <= 1999:
            return 1.2
        if end - start == 4 and 1600 <= int(text[start:end]) <= 1999:
            return -2.0
        return -0.6
    if not before:
        return None
    if before.isalpha():
        return 1.8
    if before in ".,":
        if len(left) > 1 and left[-2].isdigit():
            return (1.6 if re.search(r"\b1[6-9]\d\d[.,]$", left) else 1.2) - (0.4 if before == "." else 0)
        return 2.0
    if before in ";:”’)]?!\"…'":
        return 2.0
    if before == " ":
        return -1.5 if not (role == "heading" and at + 2 >= len(text)) else 0.5
    return None
