"""Quoted passages: at most 240 characters, fewer of each where there are several, cut at sentence or clause, the
words found marked.

A quotation is pieces of text, never HTML; whoever prints it escapes it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from telegrams.search.engine import Hit, Quotation
from telegrams.search.language import Reading
from telegrams.search.marking import Finder, Found, finder, found_of, pieces
from telegrams.search.sections import BODY, HEADING, NOTES, SOURCE_NOTE, Section, sections_of, words_of_documents

LONGEST = 240
USUAL = 2
MOST = 3
LENGTHS = {1: LONGEST, USUAL: 160, MOST: 80}
"""Characters of each passage where there are so many, so that a card keeps to its seven lines."""

AROUND = 40
"""Characters there is room for beside a phrase, however long."""

MOST_COMPARED = 100
BEFORE = 3 / 8
"""The part of a passage kept before the first word found, where a sentence is too long to be quoted whole."""

# Body first; the heading is printed above every result and is quoted only where nothing else is.
_PREFERENCE = {BODY: 0, NOTES: 1, SOURCE_NOTE: 2, HEADING: 3}
# Not after an initial, a title, or No., pp. and vol. before a figure: "see pp. 1208 ff. Dr. Ivan Subasich"
# Each pattern begins with the signs that it may begin with, so that all other places are passed over at once.
_SENTENCE = re.compile(
    r"[.?!\n](?:(?<=\n)\n*|"
    r"(?<!\b[A-Z]\.)(?<!\b[A-Z][a-z]\.)(?<!\b[A-Z][a-z]{2}\.)(?<!\bp\.)(?<!\bpp\.)(?<!\bvol\.)(?<!\bff\.)"
    r"[\"'”’)\]]*\s+(?=[\"'“‘(\[]*[A-Z0-9]))"
)
_CLAUSE = re.compile(r"[,;:—](?:\s+|(?<=—))")
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class _Place:
    """Words found in a section of a document."""

    section: Section
    found: tuple[Found, ...]

    @property
    def terms(self) -> int:
        """How many different terms stand here."""
        return len({one.term for one in self.found})


def hits_of(ids: Sequence[int], reading: Reading) -> tuple[Hit, ...]:
    """The hits of a page with their quotations; two queries, whatever the page holds."""
    known = words_of_documents(ids)
    words = finder(reading)
    return tuple(Hit(pk, quotations(list(sections_of(known[pk])), words)) for pk in ids if pk in known)


def quotations(sections: Sequence[Section], words: Finder) -> tuple[Quotation, ...]:
    """Up to three passages that show why a document was found; without words, how its text begins."""
    if not words.patterns:
        return _opening(sections)
    places = sorted(_places(sections, words), key=lambda place: (_PREFERENCE[place.section.weight], -place.terms))
    for most, longest in LENGTHS.items():
        quoted = _quoted(places, longest)
        if len(quoted) <= most:
            break
    return quoted


def _quoted(places: Sequence[_Place], longest: int) -> tuple[Quotation, ...]:
    """Passages of at most so many characters, as many as there is to show."""
    quoted: list[Quotation] = []
    shown: set[int] = set()
    for place in places:
        if quoted and place.section.weight == HEADING:
            continue
        _quote_place(place, longest, quoted, shown)
    return tuple(quoted)


def _places(sections: Sequence[Section], words: Finder) -> Iterator[_Place]:
    """Where words stand, the text before notes; as many places as may be worth comparing."""
    met = 0
    for section in sorted(sections, key=lambda section: _PREFERENCE[section.weight]):
        found = found_of(words, section)
        if found:
            yield _Place(section, tuple(found))
            met += 1
        if met == (USUAL if len(words.patterns) == 1 else MOST_COMPARED):
            return


def _quote_place(place: _Place, longest: int, quoted: list[Quotation], shown: set[int]) -> None:
    """Quote a place where it has room: the usual number, and one more for a term not shown yet."""
    after = -1
    for one in place.found:
        is_new = one.term not in shown
        if one.start < after or len(quoted) >= (MOST if is_new else USUAL):
            continue
        room = min(max(longest, one.end - one.start + AROUND), LONGEST)
        start, end = window(place.section.text, one.start, one.end, room)
        quoted.append(_quotation(place, start, end))
        shown.update(other.term for other in place.found if start <= other.start and other.end <= end)
        after = end


def _quotation(place: _Place, start: int, end: int) -> Quotation:
    text = place.section.text
    made = [(_BLANKS.sub(" ", words), is_marked) for words, is_marked in pieces(text, start, end, place.found)]
    before = "" if start in _bounds(_SENTENCE, text, start, start) else "… "
    after = "" if end == len(text.rstrip()) or text[end - 1 : end] in ".?!”’" else " …"
    return Quotation(_framed(before, made, after), place.section.where, place.section.address)


def _framed(before: str, made: list[tuple[str, bool]], after: str) -> tuple[tuple[str, bool], ...]:
    framed = [(before, False), *made, (after, False)]
    joined: list[tuple[str, bool]] = []
    for words, is_marked in framed:
        if joined and not is_marked and not joined[-1][1]:
            joined[-1] = (joined[-1][0] + words, False)
        elif words:
            joined.append((words, is_marked))
    return tuple(joined)


def _opening(sections: Sequence[Section]) -> tuple[Quotation, ...]:
    first = next((section for section in sections if section.is_opening), None)
    if first is None or not first.text.strip():
        return ()
    start, end = window(first.text, 0, 0)
    return (_quotation(_Place(first, ()), start, end),)


def window(text: str, first: int, last: int, longest: int = LONGEST) -> tuple[int, int]:
    """Start and end of at most so many characters around a range: sentences, else clauses, else words.

    >>> text = 'First. Second word. Third.'
    >>> text[slice(*window(text, 7, 13))]
    'Second word. Third.'
    """
    bounds = _bounds(_SENTENCE, text, first, last)
    start = bounds[bisect_right(bounds, first) - 1]
    before = max(0, min(int(longest * BEFORE), longest - (last - first)))
    if last - start > longest - 20 or (first - start > before and _end_of(bounds, last) - start > longest):
        start = _start_near(text, first, start, before)
    fitting = [bound for bound in bounds if last <= bound <= start + longest and bound > start]
    if fitting:
        return start, _trimmed(text, start, fitting[-1])
    clauses = [
        bound
        for bound in _bounds(_CLAUSE, text, first, last)
        if max(last, start + longest // 2) <= bound <= start + longest
    ]
    return start, _trimmed(text, start, clauses[-1] if clauses else _word_end(text, last, start + longest))


def _bounds(cut: re.Pattern[str], text: str, first: int, last: int) -> list[int]:
    """The places at which a text may be cut, as far around a range as a quotation may reach; its ends among them."""
    begin, end = max(0, first - 2 * LONGEST), min(len(text), last + 2 * LONGEST)
    return sorted({0, *(match.end() for match in cut.finditer(text, begin, end)), len(text)})


def _end_of(bounds: list[int], last: int) -> int:
    return bounds[min(bisect_left(bounds, last), len(bounds) - 1)]


def _start_near(text: str, first: int, sentence: int, before: int) -> int:
    """The clause or word at which to begin, not far before the words found."""
    clauses = [
        bound for bound in _bounds(_CLAUSE, text, first, first) if max(sentence, first - before) <= bound <= first
    ]
    if clauses:
        return clauses[0]
    blank = text.find(" ", max(first - before, 0), first)
    return blank + 1 if blank >= 0 else max(first - before, 0)


def _word_end(text: str, last: int, limit: int) -> int:
    """The last end of a word before the limit, but not before what is to be shown."""
    blank = text.rfind(" ", last, limit + 1)
    return blank if blank > 0 else max(min(limit, len(text)), min(last, limit))


def _trimmed(text: str, start: int, end: int) -> int:
    """The end without the blanks before it."""
    return start + len(text[start:end].rstrip())
