"""Questions made of the words, names, numbers and days of real documents."""

import random
from dataclasses import replace
from typing import Any

from telegrams.search.facets import FACETS
from telegrams.search.fields import SECTIONS
from telegrams.search.query import Query
from tests.search.oracle import Oracle


class MadeQuestions:
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
