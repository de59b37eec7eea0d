"""The asking of ``benchmarks.known_items``, in a process in which Django is set up."""

import json
import random
import sys
from collections import Counter
from collections.abc import Callable

from telegrams.models import Change, Telegram
from telegrams.search import ENGINE
from telegrams.search.query import Query
from telegrams.search.words import forms_of

FIRST = 10
Ask = Callable[[list[str], random.Random], str]


class _Scattered:
    """Words that tell something: those that fewer than a tenth of the documents have."""

    def __init__(self, documents: list[Telegram]) -> None:
        self.times = Counter(form for one in documents for form in set(forms_of(one.text)))
        self.most = len(documents) // 10

    def __call__(self, forms: list[str], chance: random.Random) -> list[str]:
        known = sorted({form for form in forms if form.isalpha() and len(form) > 3 and self.times[form] <= self.most})
        return chance.sample(known, min(4, len(known)))


def _row(forms: list[str], chance: random.Random) -> list[str]:
    start = chance.randrange(max(1, len(forms) - 4))
    return forms[start : start + 4]


def ways(held: list[Telegram]) -> dict[str, Ask]:
    """The ways of asking for a document by its own words."""
    scattered = _Scattered(held)
    return {
        "four scattered words, all of them": lambda forms, chance: " ".join(scattered(forms, chance)),
        "four scattered words, any of them": lambda forms, chance: " OR ".join(scattered(forms, chance)),
        "four words that stand side by side": lambda forms, chance: " ".join(_row(forms, chance)),
        "the same as a phrase": lambda forms, chance: f'"{" ".join(_row(forms, chance))}"',
    }


def measured(documents: list[Telegram], by: dict[str, Ask]) -> dict[str, float]:
    """The mean of one by the rank of each document, 0 below the first ten, for each way of asking."""
    found: Counter[str] = Counter()
    for way, ask in by.items():
        chance = random.Random(11)  # noqa: S311 — the same words each time
        for one in documents:
            answer = ENGINE.ask(Query(q=ask(forms_of(one.text), chance)))
            keys = [hit.telegram_id for hit in answer.hits[:FIRST]]
            found[way] += 1 / (keys.index(one.pk) + 1) if one.pk in keys else 0  # type: ignore[assignment]
    return {way: found[way] / len(documents) for way in by}


def main(arguments: list[str]) -> None:
    """Ask, edit, ask again, build anew, ask again."""
    many, edits = map(int, arguments)
    chance = random.Random(11)  # noqa: S311 — the same documents each time
    held = list(Telegram.objects.held().order_by("pk"))
    fit = [one for one in held if len(forms_of(one.text)) > 60]
    documents = chance.sample(fit, min(many, len(fit)))
    by = ways(held)
    said: dict[str, float] = {"documents": len(held)} | measured(documents, by)
    for number in range(edits):
        Change.note(held[number % len(held)].pk)
        if number % 50 == 49:
            ENGINE.follow()
    said |= {f"{way}, after {edits} edits": value for way, value in measured(documents, by).items()}
    ENGINE.rebuild()
    said |= {f"{way}, built anew": value for way, value in measured(documents, by).items()}
    sys.stdout.write(json.dumps(said))
