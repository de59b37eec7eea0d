"""Where the words of a question stand in texts, by the engine's own stems.

A phrase is marked where it stands as a phrase, and nowhere else; what is excluded is not marked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from telegrams.models import Footnote, Telegram
from telegrams.search.language import Reading
from telegrams.search.query import Query
from telegrams.search.words import distinct_forms, words_of
from telegrams.search.words import stem as stem_of

Range = tuple[int, int]
Piece = tuple[str, bool]


@dataclass(frozen=True, slots=True)
class Found:
    """A range of a text where a term stands; ``term`` numbers the wanted terms of the question."""

    start: int
    end: int
    term: int


class Finder:
    """Finds the terms of one question in texts."""

    def __init__(self, patterns: Sequence[tuple[str, ...]], stems: dict[str, str]) -> None:
        self.patterns = patterns
        self.stems = stems
        self._by_first: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
        for term, pattern in sorted(enumerate(patterns), key=lambda numbered: -len(numbered[1])):
            if pattern not in patterns[:term]:
                self._by_first.setdefault(pattern[0], []).append((term, pattern))

    def found_in(self, text: str) -> list[Found]:
        """Where terms stand, in order and without overlap: of two that overlap the first, then the longer, stays."""
        if not self.patterns:
            return []
        words = words_of(text)
        stems = [self.stems.get(word.form) for word in words]
        found = []
        free = 0
        for at, stem in enumerate(stems):
            if at < free or stem is None:
                continue
            for term, pattern in self._by_first.get(stem, ()):
                if tuple(stems[at : at + len(pattern)]) == pattern:
                    free = at + len(pattern)
                    found.append(Found(words[at].start, words[free - 1].end, term))
                    break
        return found


def finder(reading: Reading, texts: Iterable[str]) -> Finder:
    """What finds the terms of a question in these texts."""
    terms = [term.forms for term in reading.wanted()]
    if not terms:
        return Finder((), {})
    asked = {stem_of(form) for forms in terms for form in forms}
    known = {form: stem_of(form) for form in distinct_forms(texts)}
    stems = {form: stemmed for form, stemmed in known.items() if stemmed in asked}
    return Finder([tuple(stem_of(form) for form in forms) for forms in terms], stems)


@dataclass(frozen=True, slots=True)
class MarkedDocument:
    """Where the words of a question stand in a document: in its text, and in each note by its ordinal."""

    text: tuple[Range, ...]
    notes: tuple[tuple[int, tuple[Range, ...]], ...]


def marked_document(telegram: Telegram, notes: Sequence[Footnote], query: Query) -> MarkedDocument:
    """The ranges to mark on a document's page opened from a search."""
    found = finder(query.reading(), [telegram.text, *(note.text for note in notes)])
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
    return pieces(text, 0, len(text), finder(query.reading(), [text]).found_in(text))


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
