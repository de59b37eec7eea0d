"""Where the words of a question stand in texts, by the engine's own stems.

A phrase is marked where it stands as a phrase, and nowhere else; what is excluded is not marked.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from telegrams.errata import errata_of, stretch_of
from telegrams.models import Footnote, Telegram
from telegrams.search.language import Reading, Term, TermKind
from telegrams.search.query import Query
from telegrams.search.sections import NOTES, PART, Section, part_of
from telegrams.search.words import PLAIN_WORD, Word, head_of, plain_text, stem, words_of

Range = tuple[int, int]
Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Found:
    """A range of a text where a term stands; ``term`` numbers the wanted terms of the question."""

    start: int
    end: int
    term: int


_ODD = re.compile(r"n\d+[a-z]|\w{60}")
"""A number with letters, which is compared with a letter in front; a word that is perhaps cut."""


class Finder:
    """Finds the terms of one question in texts.

    ``patterns``: the stems of each term's words, in a row; a beginning is 'treat*', a word in this form
    alone '=treaties'. ``parts``: the part of a document that each is looked for in, '' for any.
    """

    def __init__(self, patterns: Sequence[tuple[str, ...]], parts: Sequence[str] = ()) -> None:
        self.patterns = patterns
        self._parts = parts if any(parts) else ()
        self._of_parts: dict[str, Finder] = {}
        self._heads = [tuple({head for one in pattern if (head := _head(one))}) for pattern in patterns]
        self._by_first: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        self._beginnings: list[tuple[str, int]] = []
        for term, pattern in sorted(enumerate(patterns), key=lambda numbered: -len(numbered[1])):
            if pattern[0].endswith("*"):
                self._beginnings.append((pattern[0][:-1], term))
            elif pattern not in patterns[:term]:
                self._by_first.setdefault(pattern[0], []).append((term, pattern))
        first = {_head(pattern[0]) for pattern in patterns}
        # None where a term may begin with any letter, or has a word whose compared form is not as it stands.
        has_odd = any(_ODD.match(one.strip("=*")) for pattern in patterns for one in pattern)
        is_any = has_odd or not first or "" in first
        self._first = None if is_any else re.compile(f"(?:{'|'.join(sorted(first))})[a-z0-9]*")

    def of(self, part: str) -> "Finder":
        """What finds the terms that are looked for in a part of a document."""
        if not self._parts:
            return self
        if part not in self._of_parts:
            here = [one for one, where in zip(self.patterns, self._parts, strict=True) if where in ("", part)]
            self._of_parts[part] = Finder(here)
        return self._of_parts[part]

    def found_in(self, text: str) -> list[Found]:
        """Where terms stand, in order and without overlap: of two that overlap the first, then the longer, stays."""
        if not self.patterns:
            return []
        plain = plain_text(text)
        if plain is None:
            return self._in_words(words_of(text))
        if not any(all(head in plain for head in heads) for heads in self._heads):
            return []  # the first letters of the words are not there: told at a glance, and true of most texts
        if self._first is None:
            return self._in_words(words_of(text))
        return list(self._in_plain(plain, self._first))

    def _in_plain(self, plain: str, first: "re.Pattern[str]") -> Iterator[Found]:
        """In a text whose words are runs of letters and digits: only those that may begin a term are looked at."""
        free = 0
        for candidate in first.finditer(plain):
            at = candidate.start()
            if at < free or (at and plain[at - 1].isalnum()):
                continue
            form = candidate[0]
            for term, pattern in self._by_first.get(stem(form), ()):
                end = _end_of_row(plain, at, pattern)
                if end:
                    free = end
                    yield Found(at, end, term)
                    break
            else:
                alone = self._alone(form)
                if alone is not None:
                    free = candidate.end()
                    yield Found(at, free, alone)

    def _in_words(self, words: Sequence[Word]) -> list[Found]:
        """In the words of any text."""
        found: list[Found] = []
        stems = [stem(word.form) for word in words]
        free = 0
        for at, word in enumerate(words):
            if at < free:
                continue
            for term, pattern in self._by_first.get(stems[at], ()):
                if tuple(stems[at : at + len(pattern)]) == pattern:
                    free = at + len(pattern)
                    found.append(Found(word.start, words[free - 1].end, term))
                    break
            else:
                alone = self._alone(word.form)
                if alone is not None:
                    free = at + 1
                    found.append(Found(word.start, word.end, alone))
        return found

    def _alone(self, form: str) -> int | None:
        """The term that a word answers by its own form."""
        exact = self._by_first.get(f"={form}")
        if exact:
            return exact[0][0]
        return next((term for beginning, term in self._beginnings if form.startswith(beginning)), None)


def found_of(words: Finder, section: Section) -> list[Found]:
    """Where terms stand in a section; of the words around an erratum only what touches the corrected ones."""
    found = words.of(section.weight).found_in(section.text)
    one = section.erratum
    return found if one is None else [term for term in found if term.start < one.end and one.start < term.end]


def _end_of_row(plain: str, at: int, pattern: tuple[str, ...]) -> int:
    """Where the words of a pattern end that stand in a row from here; 0 where they do not."""
    end = 0
    for wanted, word in zip_longest(pattern, islice(PLAIN_WORD.finditer(plain, at), len(pattern))):
        if word is None or stem(word[0]) != wanted:
            return 0
        end = word.end()
    return end


def _head(pattern: str) -> str:
    """Letters with which a word of that pattern begins in every plain text; '' where that cannot be said."""
    plain = pattern.strip("=*")
    if plain == pattern:
        return head_of(pattern)
    return plain if plain.isalpha() else ""  # a number with letters has a letter in front that no text has


def finder(reading: Reading) -> Finder:
    """What finds the terms of a question in texts."""
    pairs = [(pattern, term.within) for term in reading.wanted() for pattern in _patterns(term)]
    return Finder([pattern for pattern, _ in pairs], [PART.get(within, "") for _, within in pairs])


def _patterns(term: Term) -> list[tuple[str, ...]]:
    """A term in stems; words near one another are each found by themselves."""
    if term.kind == TermKind.BEGINNING:
        return [(f"{term.forms[0]}*",)]
    if term.kind == TermKind.EXACT:
        return [(f"={term.forms[0]}",)]
    stems = tuple(map(stem, term.forms))
    return [(one,) for one in dict.fromkeys(stems)] if term.kind == TermKind.NEAR else [stems]


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """Where the words of a question stand in a document: in its text, and in each note by its ordinal.

    ``errata``: of those in the text, the ranges over which an erratum lies in whose words they stand.
    """

    text: tuple[Range, ...]
    notes: tuple[tuple[int, tuple[Range, ...]], ...]
    errata: frozenset[Range] = frozenset()


def marked_document(
    telegram: Telegram, notes: Sequence[Footnote], query: Query, *, as_printed: bool = False
) -> MarkedDocument:
    """The ranges to mark on a document's page opened from a search.

    An erratum in which the words stand is marked where its printed words do.
    """
    found = finder(query.reading())
    errata = () if as_printed else tuple(_errata_with(telegram, found))
    spans = tuple(_spans(telegram, found, errata))
    in_notes = ((note.ordinal, _ranges(found.of(NOTES), note.text)) for note in notes)
    notes_found = tuple((ordinal, ranges) for ordinal, ranges in in_notes if ranges)
    return MarkedDocument(spans, notes_found, frozenset(errata))


def _errata_with(telegram: Telegram, found: Finder) -> Iterator[Range]:
    """The ranges of those errata in whose words, with some around them, the words of the question stand."""
    errata = errata_of(telegram.places)
    for start, text, part in _passages(telegram):
        end, words = start + len(text), found.of(part)
        for one in errata:
            if start <= one.start and one.end <= end and one.value:
                stretch = stretch_of(telegram.text, errata, one, start, end)
                hits = words.found_in(stretch.text)
                if any(hit.start < stretch.end and stretch.start < hit.end for hit in hits):
                    yield one.start, one.end


def _spans(telegram: Telegram, found: Finder, errata: Sequence[Range]) -> Iterator[Range]:
    """The ranges of the text in which the words stand, and those errata, in order and without overlap."""
    for start, text, part in _passages(telegram):
        ranges = [(start + one.start, start + one.end) for one in found.of(part).found_in(text)]
        for first, last in errata:
            if start <= first and last <= start + len(text):
                ranges = [one for one in ranges if one[1] <= first or last <= one[0]]
                ranges = sorted([*ranges, (first, last)])
        yield from ranges


def _passages(telegram: Telegram) -> Iterable[tuple[int, str, str]]:
    """Each passage's start, text and part of the document, since no phrase crosses them."""
    passages = telegram.layout.get("passages") or [[0, len(telegram.text), "", 0]]
    return ((start, telegram.text[start:end], part_of(kind, part)) for start, end, kind, part, *_ in passages)


def _ranges(found: Finder, text: str) -> tuple[Range, ...]:
    return tuple((one.start, one.end) for one in found.found_in(text))


def marked(text: str, query: Query) -> tuple[Piece, ...]:
    """A text in pieces, each with whether the question's words stand there."""
    return pieces(text, 0, len(text), finder(query.reading()).found_in(text))


def pieces(text: str, start: int, end: int, found: Iterable[Found]) -> tuple[Piece, ...]:
    """The text from start to end in pieces, each with whether it is marked; none is empty."""
    made: list[Piece] = []
    at = start
    for one in found:
        if one.start >= at and one.end <= end:
            made += [(text[at : one.start], False), (text[one.start : one.end], True)]
            at = one.end
    made.append((text[at:end], False))
    return tuple(piece for piece in made if piece[0])
