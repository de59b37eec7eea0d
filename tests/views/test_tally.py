"""Openings of documents are counted in memory and written now and then; a page never waits for that."""

import time
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from telegrams.models import DocumentOpenings
from telegrams.views import tally
from telegrams.views.tally import Tally
from tests.making import a_telegram


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Tally:
    """A tally of this test's own, whose minute is over."""
    ours = Tally()
    monkeypatch.setattr(tally, "TALLY", ours)
    monkeypatch.setattr(tally, "SECONDS", 0)
    return ours


@pytest.mark.django_db(transaction=True)
def test_an_opened_document_is_counted(counting: Tally, client: Client) -> None:
    telegram = a_telegram()

    first = client.get(telegram.get_absolute_url())
    client.get(telegram.get_absolute_url(), headers={"If-None-Match": first["ETag"]})
    client.head(telegram.get_absolute_url())
    client.get("/telegrams/frus1945v05/d0000/")

    assert list(DocumentOpenings.objects.values_list("telegram", "count")) == [(telegram.pk, 2)]
    assert first.cookies == {}


@pytest.mark.django_db(transaction=True)
def test_a_document_held_by_a_load_is_counted_without_waiting(counting: Tally, client: Client) -> None:
    telegram = a_telegram()
    other = connection.copy()
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("SELECT 1 FROM telegrams_telegram FOR UPDATE")
    try:
        begun = time.monotonic()
        client.get(telegram.get_absolute_url())
    finally:
        other.close()

    assert time.monotonic() - begun < 5
    assert DocumentOpenings.objects.get().count == 1


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_written_is_let_go(counting: Tally, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    telegram = a_telegram()
    monkeypatch.setattr(tally, "_WRITE", "SELECT no FROM such_table")

    assert client.get(telegram.get_absolute_url()).status_code == 200
    assert not counting.due()


def test_nothing_is_written_until_a_minute_has_passed() -> None:
    ours = Tally()
    ours.count(1)

    assert not ours.due()


def test_a_tally_holds_only_so_many_documents(monkeypatch: pytest.MonkeyPatch, counting: Any) -> None:
    monkeypatch.setattr(tally, "MOST", 2)
    for number in (1, 2, 3, 1):
        counting.count(number)

    assert counting.due() == {1: 2, 2: 1}
