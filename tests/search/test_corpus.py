"""The engine against counting, over real documents: questions made of their own words, names, numbers and days."""

import os
import random
from pathlib import Path

import pytest

from telegrams.search import ENGINE
from telegrams.search.facets import FACETS
from telegrams.search.language import text_of
from tests.pages.loading import load
from tests.search.made_questions import MadeQuestions
from tests.search.oracle import Oracle

pytestmark = pytest.mark.long

QUESTIONS = int(os.environ.get("ARCHIVE_QUESTIONS", "120"))
"""How many are asked; ``make bench-oracle`` asks two thousand."""

FILES_LOADED = 250 if QUESTIONS <= 200 else 10_000
PARTS = 10


@pytest.fixture(scope="module")
def oracle(corpus: Path, committed: None) -> Oracle:
    """Documents of the corpus, loaded once for this file's tests."""
    files = sorted(path for path in corpus.rglob("*.txt") if "bad" not in path.parts and "seed" not in path.parts)
    chosen = random.Random(7).sample(files, min(FILES_LOADED, len(files)))  # noqa: S311 — the same at every run
    load(*sorted(chosen))
    return Oracle()


@pytest.mark.parametrize("part", range(PARTS))
def test_totals_orders_and_counts_are_those_of_counting_real_documents(oracle: Oracle, db: None, part: int) -> None:
    asked = MadeQuestions(oracle, part)
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
