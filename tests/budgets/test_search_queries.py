"""A search asks the database as often for many documents as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from telegrams.models import Participation
from telegrams.search import ENGINE
from telegrams.search.query import Query
from telegrams.vocabulary import Role
from tests.making import a_telegram

MOST = 32
QUESTIONS = {
    "browse": Query(),
    "a word": Query(q="Litvinov"),
    "words, phrase, number": Query(q='Litvinov "spoke of" -oil 711.61/11-2245'),
    "narrowed": Query(q="Litvinov", since="1945").adding("sender", "harriman-moscow").excluding("kind", "note"),
}


def queries_of(query: Query) -> int:
    """How many statements a question takes."""
    with CaptureQueriesContext(connection) as captured:
        ENGINE.ask(query)
    return len(captured)


def make(number: int) -> None:
    """Some documents with notes and people."""
    for _ in range(number):
        one = a_telegram("Litvinov spoke of peace.", file_number="711.61/11–2245", notes=("Litvinov.", "Molotov."))
        Participation.objects.create(telegram=one, role=Role.MENTIONED, party="litvinov", party_label="Litvinov")


@pytest.mark.django_db
@pytest.mark.parametrize("query", QUESTIONS.values(), ids=QUESTIONS)
def test_the_number_of_queries_does_not_grow_with_documents(query: Query) -> None:
    make(2)
    few = queries_of(query)
    make(28)

    many = queries_of(query)

    assert many == few <= MOST


@pytest.mark.django_db
def test_the_number_of_queries_of_a_refresh_grows_by_writes_alone() -> None:
    telegram = a_telegram("Litvinov spoke of peace.")

    with CaptureQueriesContext(connection) as captured:
        ENGINE.refresh([telegram.pk])

    assert len(captured) <= 7
