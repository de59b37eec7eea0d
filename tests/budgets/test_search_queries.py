"""A search asks the database as often for many documents as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from telegrams.models import Participation
from telegrams.search import ENGINE
from telegrams.search.query import Query
from telegrams.vocabulary import Role
from tests.making import a_telegram

MOST = 12
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
    ENGINE.follow()
    few = queries_of(query)
    make(28)
    ENGINE.follow()

    many = queries_of(query)

    assert many <= few <= MOST  # names of values that were met before are not asked for again


@pytest.mark.django_db
def test_the_number_of_queries_of_following_does_not_grow_with_documents() -> None:
    ENGINE.count(Query())
    make(2)
    with CaptureQueriesContext(connection) as few:
        ENGINE.follow()
    make(28)

    with CaptureQueriesContext(connection) as many:
        ENGINE.follow()

    assert len(many) == len(few) <= 7
