"""The engine against counting, over real documents: questions made of their own words, names, numbers and days."""

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from telegrams.search import ENGINE
from telegrams.search.facets import FACETS
from telegrams.search.fields import SECTIONS
from telegrams.search.language import text_of
from telegrams.search.query import Query
from tests.pages.loading import load
from tests.search.oracle import Oracle

QUESTIONS = int(os.environ.get("ARCHIVE_QUESTIONS", "200"))
"""How many are asked; ``make bench-oracle`` asks two thousand."""

FILES_LOADED = 400 if QUESTIONS <= 200 else 10_000
PARTS = 10


@pytest.fixture(scope="module")
def oracle(corpus: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Oracle]:
    """Documents of the corpus, committed for this file's tests and taken out after them."""
    files = sorted(path for path in corpus.rglob("*.txt") if "bad" not in path.parts and "seed" not in path.parts)
    chosen = random.Random(7).sample(files, min(FILES_LOADED, len(files)))  # noqa: S311 — the same at every run
    with django_db_blocker.unblock():
        load(*sorted(chosen))
        yield Oracle()
        call_command("flush", interactive=False, verbosity=0)


class _Questions:
    """Makes questions of the words and values of documents."""

    def __init__(self, oracle: Oracle, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 — the same at every run
        self.oracle = oracle

    def query(self) -> Query:
        """A question, perhaps with values of facets, days and another order."""
        made = Query(q=self._words(self.chance.choice((0, 1, 1, 2))))
        for key in self.chance.sample([facet.key for facet in FACETS], self.chance.choice((0, 0, 1, 2))):
            value = self.chance.choice(sorted(self.oracle.values[self._one().pk][key]))
            made = made.adding(key, value) if self.chance.random() < 0.7 else made.excluding(key, value)
        if self.chance.random() < 0.3:
            days = sorted(str(self._one().earliest or "1900-01-01")[: self.chance.choice((4, 7, 10))] for _ in range(2))
            made = replace(made.between(*days), undated=self.chance.random() < 0.3)
        return made.sorted_by(self.chance.choice(("", "date", "newest", "number")))

    def _one(self) -> Any:
        return self.chance.choice(self.oracle.documents)

    def _words(self, depth: int) -> str:
        if depth == 0:
            return self._term()
        parts = [self._words(depth - 1) for _ in range(self.chance.choice((1, 2, 2)))]
        joined = self.chance.choice((" ", " ", " OR ")).join(parts)
        shape = self.chance.random()
        if shape < 0.15:
            return f"-({joined})"
        return f"({joined} in:{self.chance.choice(sorted(SECTIONS))})" if shape < 0.25 else f"({joined})"

    def _term(self) -> str:
        one = self._one()
        forms = [form for _, some in self.oracle.words.forms[one.pk] for form in some] or ["the"]
        at = self.chance.randrange(len(forms))
        row = " ".join(forms[at : at + self.chance.choice((2, 3, 5))])
        made = [
            forms[at], forms[at], f'"{row}"', f'"{row}"', f'"{row}"~{self.chance.randrange(6)}',
            f"{forms[at][:4]}*", f"={forms[at]}", one.file_number or "the", one.message_number or "of",
            f"sent:{str(one.earliest or '1900')[: self.chance.choice((4, 7, 10))]}",
            f"sent:{str(one.earliest or '1900-01-01')[5:]}", f'vol:"{one.volume.slug}"',
            f"post:{one.place or 'moscow'}",
            f"kind:{one.kind}", f"file:{(one.file_number or '8').split('/', maxsplit=1)[0]}*", f'from:"{forms[at]}"',
        ]  # fmt: skip
        return self.chance.choice(made)


@pytest.mark.parametrize("part", range(PARTS))
def test_totals_orders_and_counts_are_those_of_counting_real_documents(oracle: Oracle, db: None, part: int) -> None:
    asked = _Questions(oracle, part)
    for _ in range(QUESTIONS // PARTS):
        query = asked.query()
        said = text_of(query.reading().tree)
        expected = sorted(one.pk for one in oracle.found(query))
        facet = asked.chance.choice(FACETS).key

        answer = ENGINE.ask(query)
        every = list(ENGINE.documents(query))

        assert answer.total == len(expected), (said, query)
        assert sorted(every) == expected, (said, query)
        if query.order() != "relevance":
            assert every == oracle.in_order(query), (said, query)
        assert [hit.telegram_id for hit in answer.hits] == every[:25] or query.order() == "relevance", (said, query)
        counts = {one.value: one.count for one in ENGINE.all_values(query, facet).values if one.count}
        assert counts == oracle.counts(query, facet), (said, query, facet)
