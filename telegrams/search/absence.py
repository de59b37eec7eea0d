"""Where nothing is found: the archive's own words nearest to those it does not have, and the nearest days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

from tantivy import Order, Searcher
from tantivy import Query as Asked

from telegrams.search.asking import Asker
from telegrams.search.indexed import OPEN_END, WITHIN, exact, number_of
from telegrams.search.language import Term, TermKind
from telegrams.search.query import Query
from telegrams.search.sections import sections_of, words_of_documents
from telegrams.search.words import forms_of

MOST_SPELLINGS = 3
LOOKED_AT = 40
"""Documents whose words are looked through for a word that is spelled nearly so."""

LONG = 6
"""Letters from which a word may differ by two."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word that no document has, and those nearest to it with the number of documents that have them."""

    term: Term
    nearest: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Absence:
    """What there is near a question that nothing answers: spellings, and the days before and after those asked."""

    spellings: tuple[Spelling, ...] = ()
    before: date | None = None
    after: date | None = None


def nearest_words(searcher: Searcher, asker: Asker, terms: Sequence[Term]) -> tuple[Spelling, ...]:
    """The nearest spellings of those of these terms, which no document has, that are single words."""
    words = [term for term in terms if term.kind == TermKind.WORD and len(term.forms) == 1]
    found = (Spelling(term, _nearest(searcher, asker, term.forms[0])) for term in words)
    return tuple(one for one in found if one.nearest)


def _nearest(searcher: Searcher, asker: Asker, form: str) -> tuple[tuple[str, int], ...]:
    distance = 2 if len(form) >= LONG else 1
    nearly = [Asked.fuzzy_term_query(asker.schema, exact(part), form, distance) for part in WITHIN.values()]
    hits = searcher.search(asker.any(nearly), limit=LOOKED_AT, count=False).hits
    keys = [int(key) for key in searcher.fast_field_values("id", [address for _, address in hits]) if key]
    known = words_of_documents(keys)
    forms = {word for words in known.values() for section in sections_of(words) for word in forms_of(section.text)}
    near = get_close_matches(form, sorted(forms), n=MOST_SPELLINGS, cutoff=0.6)
    counted = [(one, number_of(searcher, asker.term(Term(TermKind.EXACT, one)))) for one in near]
    return tuple(sorted(counted, key=lambda pair: -pair[1]))


def nearest_days(searcher: Searcher, asker: Asker, query: Query) -> tuple[date | None, date | None]:
    """The last day before those asked and the first after them on which the rest of the question is answered."""
    found = asker.found(query, query.reading().tree, whenever=True)
    first, last = query.first_day(), query.last_day()
    before = asker.numbers(found, "first", 0, first.toordinal() - 1) if first else None
    after = asker.numbers(found, "first", last.toordinal() + 1, OPEN_END) if last else None
    return _day(searcher, before, Order.Desc), _day(searcher, after, Order.Asc)


def _day(searcher: Searcher, asked: Asked | None, order: Any) -> date | None:
    if asked is None:
        return None
    hits = searcher.search(asked, limit=1, count=False, order_by_field="first", order=order).hits
    days = searcher.fast_field_values("first", [address for _, address in hits])
    return date.fromordinal(int(days[0])) if days and days[0] else None
