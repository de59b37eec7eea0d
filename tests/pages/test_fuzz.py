"""Three hundred of the questions that ``benchmarks.fuzz`` asks a hundred thousand of: no page fails by any."""

import random

import pytest
from django.core.cache import cache
from django.test import Client

from benchmarks.fuzz_parts import ADDRESSES, parameters

pytestmark = pytest.mark.django_db

PARTS = 6
QUESTIONS = 300


@pytest.mark.parametrize("part", range(PARTS))
def test_every_question_is_answered_in_the_form_asked_for_or_refused(reader: Client, part: int) -> None:
    chance = random.Random(f"part {part}")  # noqa: S311 — the same questions at every run
    for _ in range(QUESTIONS // PARTS):
        address, asked = chance.choice(list(ADDRESSES)), parameters(chance)
        sent = {name: [one.encode("utf-8", "surrogatepass") for one in some] for name, some in asked.items()}

        answer = reader.get(address, sent)

        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code in (200, 400), (address, asked)
        assert answer.status_code == 400 or answer["Content-Type"].startswith(ADDRESSES[address]), (address, asked)
        assert body or address.endswith((".ris", ".bib", ".ndjson")), (address, asked)
        cache.clear()
