"""What explains the abbreviations of a document: its volume's own list first, then our table of the trade."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from telegrams.parsing.tables import abbreviations
from telegrams.volume_records import TermRecord

OF_THE_VOLUME = "list of abbreviations of this volume"
OF_THE_TRADE = "general table of abbreviations"

Explained = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Glossary:
    """The volume's own terms: what each means by its key, and by its words exactly as the list prints them."""

    by_key: Mapping[str, str] = field(default_factory=dict)
    by_term: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, terms: Iterable[TermRecord]) -> "Glossary":
        """The glossary of a volume's list."""
        known = tuple(terms)
        return cls({one.key: one.expansion for one in known if one.key}, {one.term: one.expansion for one in known})

    def marked(self, names: Iterable[list[Any]], footnote: int | None) -> dict[Explained, str]:
        """The terms that the editors mark in the text (None) or a note, by where they stand."""
        return {
            (start, end): f"{self.by_key[key]} ({OF_THE_VOLUME})"
            for note, start, end, what, key in names
            if what == "term" and note == footnote and key in self.by_key
        }

    def found(self, text: str, first: int, last: int) -> dict[Explained, str]:
        """The terms whose words stand in a stretch of text: the volume's exactly, those of the trade in any case."""
        explained = {
            found.span(): f"{expansion_of_trade(found.group())} ({OF_THE_TRADE})"
            for found in _words_of_the_trade().finditer(text, first, last)
        }
        if not self.by_term:
            return explained
        own = {
            found.span(): f"{self.by_term[found.group()]} ({OF_THE_VOLUME})"
            for found in _exactly(tuple(self.by_term)).finditer(text, first, last)
        }
        return without_overlaps(explained, own)


def without_overlaps(weaker: Mapping[Explained, str], stronger: Mapping[Explained, str]) -> dict[Explained, str]:
    """Both, but of the weaker only those that no stronger one touches."""
    kept = {
        (start, end): meaning
        for (start, end), meaning in weaker.items()
        if not any(start < last and first < end for first, last in stronger)
    }
    return {**kept, **stronger}


def expansion_of_trade(term: str) -> str:
    """What a term of the general table means."""
    return _expansions()[term.casefold()]


@cache
def _expansions() -> dict[str, str]:
    return {fact.term.casefold(): fact.expansion for fact in abbreviations()}


@cache
def _words_of_the_trade() -> re.Pattern[str]:
    """Any term of the table as a whole word; one of capitals alone never as an ordinary word ('us', 'un').

    A small word with its first letter in capitals, as it stands at the head of a sentence, is the same term.
    """
    forms = set()
    for fact in abbreviations():
        forms.add(fact.term)
        if fact.term.islower() or fact.term[:1].islower():
            forms.add(fact.term[:1].upper() + fact.term[1:])
    return _any_of(forms)


@lru_cache(maxsize=32)
def _exactly(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Any of a volume's terms as a whole word."""
    return _any_of(terms)


def _any_of(terms: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(terms, key=lambda term: (-len(term), term))
    return re.compile(r"(?<![\w'’])(?:" + "|".join(map(re.escape, longest_first)) + r")(?![\w])")
