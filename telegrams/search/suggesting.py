"""What a beginning may be meant for: people, posts and file numbers that begin so, the commonest first.

Read from the index, whose values of these are the slugs of names, family name first.
"""

import re
from dataclasses import dataclass

from tantivy import Searcher

from telegrams.parsing.file_number import file_key
from telegrams.parsing.folding import slugged
from telegrams.search.asking import Asker, literally
from telegrams.search.facets import FACET
from telegrams.search.query import Query

SHORTEST = 2
MOST_OF_EACH = 4

_FACETS = ("sender", "recipient", "mentioned", "post")
_FIGURES = re.compile(r"\d{2}")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value that begins as typed: what a page prints for it, what it is, its documents, and the question for them."""

    label: str
    said: str
    count: int
    query: Query


def suggestions(searcher: Searcher, asker: Asker, typed: str) -> tuple[Suggestion, ...]:
    """Values that begin so, of each facet the commonest."""
    beginning = slugged(typed, 60)
    if len(beginning) < SHORTEST:
        return ()
    wanted = {facet: _terms(facet, f"{beginning}.*") for facet in _FACETS}
    if _FIGURES.search(typed):
        wanted["file_key"] = _terms("file_key", f"{literally(file_key(typed))}.*")
    said = searcher.aggregate(asker.held, wanted)
    found: list[Suggestion] = []
    for facet in _FACETS:
        counts = {one["key"]: one["doc_count"] for one in said[facet]["buckets"]}
        labels = FACET[facet].labels(counts)
        found += [
            Suggestion(label, FACET[facet].label, counts[value], Query().adding(facet, value))
            for value in counts
            if (label := labels.get(value))
        ]
    for one in said.get("file_key", {}).get("buckets", ()):
        found.append(Suggestion(one["key"], "File number", one["doc_count"], Query(q=one["key"])))
    return tuple(found)


def _terms(field: str, include: str) -> dict[str, object]:
    return {"terms": {"field": field, "size": MOST_OF_EACH, "include": include}}
