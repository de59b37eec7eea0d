"""The words that stand near those of a question more often than elsewhere: its collocates.

Counted are documents. Keyness is the log-likelihood of two counts (Dunning 1993, in the form of Rayson and Garside
2000): how sure it is that the word is commoner in the documents read than in all others held.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from telegrams.search.concordance import AT_ONCE, MOST_DOCUMENTS
from telegrams.search.engine import Engine
from telegrams.search.language import Reading, Term, TermKind, text_of
from telegrams.search.marking import Finder, finder, found_of
from telegrams.search.query import Query
from telegrams.search.sections import Section, sections_of, words_of_documents
from telegrams.search.words import Word, stem, words_of

SPAN = 5
"""Words on each side of a place that stand near it."""

FEWEST = 3
"""Documents in which a word must stand near; fewer say nothing."""

MOST_COUNTED = 200
"""Words that are counted in the whole archive: those near in most documents."""


@dataclass(frozen=True, slots=True)
class Collocate:
    """A word as it is mostly written, in how many documents it is near, and in how many held it stands at all.

    ``times``: how many times as common it is near as in all documents held. ``keyness``: see above.
    """

    word: str
    near: int
    held: int
    times: float
    keyness: float
    form: str


@dataclass(frozen=True, slots=True)
class Collocates:
    """The words by keyness; near the places of ``documents`` documents, the first of the answer, of ``held`` held."""

    words: tuple[Collocate, ...]
    documents: int
    held: int


def collocates(engine: Engine, query: Query) -> Collocates:
    """What stands near the words of a question; raises TooHeavy."""
    keys = list(islice(engine.documents(query), MOST_DOCUMENTS))
    written: dict[str, Counter[str]] = {}
    near: Counter[str] = Counter()
    for of_one in _near(keys, query.reading()):
        near.update({word.form for word, _ in of_one})
        for word, said in of_one:
            written.setdefault(word.form, Counter())[said] += 1
    held = engine.count(Query())
    found = []
    for form, count in sorted(near.items(), key=lambda one: (-one[1], one[0]))[:MOST_COUNTED]:
        if count < FEWEST:
            break
        everywhere = max(count, engine.count(Query(q=text_of(Term(TermKind.EXACT, form)))))
        times = (count / len(keys)) / (everywhere / held)
        if times > 1:
            said = max(written[form].items(), key=lambda one: (one[1], one[0]))[0]
            found.append(Collocate(said, count, everywhere, times, keyness(count, len(keys), everywhere, held), form))
    return Collocates(tuple(sorted(found, key=lambda one: (-one.keyness, one.form))), len(keys), held)


def keyness(here: int, of: int, everywhere: int, of_all: int) -> float:
    """The log-likelihood that a word of ``here`` in ``of`` documents is commoner in these than in all others.

    >>> round(keyness(30, 100, 300, 10_000), 1), keyness(3, 100, 300, 10_000)
    (86.7, 0.0)
    """
    elsewhere, of_others = everywhere - here, of_all - of
    expected, expected_elsewhere = of * everywhere / of_all, of_others * everywhere / of_all
    parts = ((here, expected), (elsewhere, expected_elsewhere))
    return max(0.0, 2 * sum(count * math.log(count / wanted) for count, wanted in parts if count and wanted))


def _near(keys: Sequence[int], reading: Reading) -> Iterator[list[tuple[Word, str]]]:
    """Of each document the words near a place, each once, as compared and as written."""
    words = finder(reading)
    own = {stem(form) for term in reading.wanted() for form in term.forms}
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        known = words_of_documents(some)
        for key in some:
            sections = sections_of(known[key]) if key in known else ()
            yield [one for section in sections for one in _near_in(section, words, own)]


def _near_in(section: Section, words: Finder, own: set[str]) -> Iterator[tuple[Word, str]]:
    places = found_of(words, section)
    if not places:
        return
    there = words_of(section.text)
    starts = [word.start for word in there]
    numbers: set[int] = set()
    for place in places:
        first, after = bisect_left(starts, place.start), bisect_left(starts, place.end)
        numbers.update(range(max(0, first - SPAN), first), range(after, min(len(there), after + SPAN)))
    for number in sorted(numbers):
        word = there[number]
        if len(word.form) > 1 and not word.form.isdecimal() and stem(word.form) not in own:
            yield word, section.text[word.start : word.end]
