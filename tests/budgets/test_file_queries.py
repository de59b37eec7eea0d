"""The page of a file asks the database as often for many documents as for few."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.making import a_telegram


def queries_of(client: Client, address: str) -> int:
    """How many statements a page takes."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.django_db
def test_the_number_of_queries_does_not_grow_with_the_documents_of_a_file(client: Client) -> None:
    for number in range(1, 4):
        a_telegram(file_number=f"711.61/{number}")
    few = queries_of(client, "/files/711.61/2/")
    for number in range(4, 12):
        a_telegram(file_number=f"711.61/{number}")

    assert queries_of(client, "/files/711.61/2/") == few
