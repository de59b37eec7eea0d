"""Questions of the classes that the search is measured by, made from the words of an archive itself.

No word, name or number is written down here: they are drawn by how many documents have them, so that
the same classes are asked of any archive.
"""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from telegrams.models import Participation, Telegram
from telegrams.search.query import Query
from telegrams.search.words import forms_of
from telegrams.vocabulary import Role

SAMPLED = 3_000
"""Documents whose words are looked at."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and the class it is measured in."""

    kind: str
    query: Query


def questions(seed: int = 1) -> list[Asked]:
    """Seventy-two questions in twelve classes."""
    chance = random.Random(seed)  # noqa: S311 — the same questions at every run
    texts = _sample(chance)
    words = Counter(form for text in texts for form in set(forms_of(text)) if form.isalpha() and len(form) > 2)
    half, many, few = (
        _with_share(words, len(texts), 0.3, 0.9),
        _with_share(words, len(texts), 0.03, 0.2),
        _with_share(words, len(texts), 0.0005, 0.003),
    )
    phrases = [
        _phrase(chance, text, length) for text in chance.sample(texts, 12) for length in (chance.choice((2, 3, 4)),)
    ]
    stop = [_phrase(chance, text, 6) for text in chance.sample(texts, 6)]
    names = _common(Role.SENDER)
    files = list(
        Telegram.objects.exclude(file_number="").order_by("pk").values_list("file_number", flat=True)[:SAMPLED]
    )
    numbers = list(
        Telegram.objects.exclude(message_number="").order_by("pk").values_list("message_number", flat=True)[:SAMPLED]
    )
    made = [
        *(Asked("rare word", Query(q=chance.choice(few))) for _ in range(6)),
        *(Asked("common word", Query(q=chance.choice(half))) for _ in range(6)),
        *(Asked("words", Query(q=f"{chance.choice(many)} {chance.choice(many)}")) for _ in range(6)),
        *(Asked("OR, NOT", Query(q=f"{chance.choice(many)} OR {chance.choice(half)}")) for _ in range(3)),
        *(Asked("OR, NOT", Query(q=f"{chance.choice(half)} -{chance.choice(many)}")) for _ in range(3)),
        *(Asked("phrase", Query(q=f'"{phrase}"')) for phrase in phrases[:6]),
        *(Asked("long phrase", Query(q=f'"{phrase}"')) for phrase in stop),
        *(Asked("file number", Query(q=chance.choice(files))) for _ in range(6) if files),
        *(Asked("message number", Query(q=chance.choice(numbers))) for _ in range(6) if numbers),
        *(Asked("filter", Query(q=chance.choice(many)).adding("sender", name)) for name in names[:6]),
        *(Asked("days", Query(q=chance.choice(many)).between("1917-03", "1919")) for _ in range(3)),
        *(Asked("days", Query().between(str(year), str(year))) for year in (1864, 1925, 1934)),
        *(Asked("by date, page 50", Query(q=word, sort="date").on_page(50)) for word in half[:3]),
        *(Asked("by date, page 50", Query(q=word, sort="newest")) for word in half[3:6]),
        *(Asked("browse all", query) for query in (
            Query(), Query(sort="newest"), Query(sort="number"), Query().adding("kind", "telegram"),
            Query().on_page(2), Query().excluding("kind", "telegram"))),
    ]  # fmt: skip
    return made


def _sample(chance: random.Random) -> list[str]:
    keys = list(Telegram.objects.held().values_list("pk", flat=True))
    some = chance.sample(keys, min(SAMPLED, len(keys)))
    return [text for text in Telegram.objects.filter(pk__in=some).order_by("pk").values_list("text", flat=True) if text]


def _stated(column: str) -> list[str]:
    rows = Telegram.objects.held().exclude(**{column: ""}).order_by("pk")
    return list(rows.values_list(column, flat=True)[:SAMPLED])


def _with_share(words: Counter[str], texts: int, least: float, most: float) -> list[str]:
    """The words that so large a share of the documents have, in order of the alphabet."""
    return sorted(word for word, count in words.items() if least <= count / texts <= most) or ["the"]


def _phrase(chance: random.Random, text: str, length: int) -> str:
    forms = [form for form in forms_of(text) if form.isalpha()] or ["the", "of"]
    start = chance.randrange(max(1, len(forms) - length))
    return " ".join(forms[start : start + length])


def _common(role: Role) -> Sequence[str]:
    rows = Participation.objects.filter(role=role).exclude(party="")[:SAMPLED]
    return [party for party, _ in Counter(row.party for row in rows).most_common(20)]
