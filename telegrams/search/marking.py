"""Where the words of a question stand in texts, by the engine's own stems.

A phrase is marked where it stands as a phrase, and nowhere else; what is excluded is not marked.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from telegrams.models import Footnote, Telegram
from telegrams.search.language import Reading, Term, TermKind
from telegrams.search.query import Query
from telegrams.search.words import forms_of, head_of, plain_text, stem, words_of

Range = tuple[int, int]
Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Found:
    """A range of a text where a term stands; ``term`` numbers the wanted terms of the question."""

    start: int
    end: int
    term: int


class Finder:
    """Finds the terms of one question in texts.

    ``patterns``: the stems of each term's words, in a row; a beginning is 'treat*', a word in this form
    alone '=treaties'.
    """

    def __init__(self, patterns: Sequence[tuple[str, ...]]) -> None:
        self.patterns = patterns
        self._heads = [tuple({head for one in pattern if (head := _head(one))}) for pattern in patterns]
        self._by_first: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        self._beginnings: list[tuple[str, int]] = []
        for term, pattern in sorted(enumerate(patterns), key=lambda numbered: -len(numbered[1])):
            if pattern[0].endswith("*"):
                self._beginnings.append((pattern[0][:-1], term))
            elif pattern not in patterns[:term]:
                self._by_first.setdefault(pattern[0], []).append((term, pattern))

    def found_in(self, text: str) -> list[Found]:
        """Where terms stand, in order and without overlap: of two that overlap the first, then the longer, stays."""
        if not self.patterns or not self._may_stand_in(text):
            return []
        forms = forms_of(text)
        places = list(self._places(forms, list(map(stem, forms))))
        if not places:
            return []
        words = words_of(text)  # as many as there are forms; slower, and only where something stands
        return [Found(words[first].start, words[last - 1].end, term) for first, last, term in places]

    def _may_stand_in(self, text: str) -> bool:
        """Whether the first letters of all words of a term are there; told at a glance, and false of most texts."""
        plain = plain_text(text)
        return plain is None or any(all(head in plain for head in heads) for heads in self._heads)

    def _places(self, forms: list[str], stems: list[str]) -> Iterator[tuple[int, int, int]]:
        """First word, end and term of what is found."""
        free = 0
        for at, stemmed in enumerate(stems):
            if at < free:
                continue
            for term, pattern in self._by_first.get(stemmed, ()):
                if tuple(stems[at : at + len(pattern)]) == pattern:
                    free = at + len(pattern)
                    yield at, free, term
                    break
            else:
                alone = self._alone(forms[at])
                if alone is not None:
                    free = at + 1
                    yield at, free, alone

    def _alone(self, form: str) -> int | None:
        """The term that a word answers by its own form."""
        exact = self._by_first.get(f"={form}")
        if exact:
            return exact[0][0]
        return next((term for beginning, term in self._beginnings if form.startswith(beginning)), None)


def _head(pattern: str) -> str:
    """Letters that must stand in a text which has such a word."""
    plain = pattern.strip("=*")
    if plain == pattern:
        return head_of(pattern)
    return plain if plain.isalpha() else ""  # a number with letters has a letter in front that no text has


def finder(reading: Reading) -> Finder:
    """What finds the terms of a question in texts."""
    return Finder([_pattern(term) for term in reading.wanted()])


def _pattern(term: Term) -> tuple[str, ...]:
    if term.kind == TermKind.BEGINNING:
        return (f"{term.forms[0]}*",)
    if term.kind == TermKind.EXACT:
        return (f"={term.forms[0]}",)
    return tuple(map(stem, term.forms))


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """Where the words of a question stand in a document: in its text, and in each note by its ordinal."""

    text: tuple[Range, ...]
    notes: tuple[tuple[int, tuple[Range, ...]], ...]


def marked_document(telegram: Telegram, notes: Sequence[Footnote], query: Query) -> MarkedDocument:
    """The ranges to mark on a document's page opened from a search."""
    found = finder(query.reading())
    spans = tuple(
        (telegram_start + one.start, telegram_start + one.end)
        for telegram_start, text in _passages(telegram)
        for one in found.found_in(text)
    )
    in_notes = ((note.ordinal, _ranges(found, note.text)) for note in notes)
    return MarkedDocument(spans, tuple((ordinal, ranges) for ordinal, ranges in in_notes if ranges))


def _passages(telegram: Telegram) -> Iterable[tuple[int, str]]:
    """Each passage's start and text, since no phrase crosses them."""
    passages = telegram.layout.get("passages") or [[0, len(telegram.text)]]
    return ((start, telegram.text[start:end]) for start, end, *_ in passages)


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
