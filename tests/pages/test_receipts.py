"""Receipts: what a question found on a day, and what has come and gone since."""

from unittest.mock import patch

import pytest
from django.conf import settings
from django.test import Client

from telegrams.models import Change, Receipt, Telegram
from telegrams.views import receipts
from tests.pages.reading import parse

pytestmark = pytest.mark.django_db


def kept(reader: Client, question: str) -> str:
    """The address of a receipt of a question."""
    answer = reader.post("/receipts/", {"question": question})
    assert answer.status_code == 302
    return str(answer["Location"])


def test_a_receipt_says_what_was_found_and_what_has_come_and_gone(reader: Client) -> None:
    then = reader.get("/telegrams.json?q=karst").json()["total"]
    address = kept(reader, "?q=karst&sort=date&page=2")
    first, other = (
        Telegram.objects.filter(text__icontains="karst").first(),
        Telegram.objects.exclude(text__icontains="karst").first(),
    )
    assert first
    assert other
    Telegram.objects.filter(pk=first.pk).update(withdrawn_at="2026-01-01T00:00Z")
    Telegram.objects.filter(pk=other.pk).update(text="Karst.", layout={})
    Change.note(first.pk, other.pk)

    page = parse(reader.get(address).content)

    said = page.one("main").text()
    assert f"had {then} documents for karst" in said
    assert f"Then {then}, now {then} : +1 −1" in said or f"Then {then}, now {then}: +1 −1" in said
    links = [one.attributes["href"] for one in page.all("a")]
    assert {first.get_absolute_url(), other.get_absolute_url()} <= set(links)


def test_the_same_answer_has_one_receipt_whatever_its_page_and_order(reader: Client) -> None:
    first = kept(reader, "?q=karst")

    assert kept(reader, "?q=karst&page=2&sort=newest&view=table") == first
    assert kept(reader, "?q=karst&kind=telegram") != first
    assert Receipt.objects.count() == 2


def test_the_page_before_it_offers_the_button_and_the_search_leads_there(reader: Client) -> None:
    (link,) = [
        one for one in parse(reader.get("/telegrams/?q=karst").content).all("a") if one.text() == "keep a receipt"
    ]

    page = parse(reader.get(link.attributes["href"]).content)

    (question,) = [one for one in page.all("input") if one.attributes.get("name") == "question"]
    assert question.attributes["value"] == "?q=karst"


def test_a_receipt_of_very_many_documents_keeps_their_number_alone(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "MOST_KEPT", 1)
    address = kept(reader, "")

    assert Receipt.objects.get().found is None
    assert "too many to be kept one by one" in parse(reader.get(address).content).one("main").text()


def test_a_receipt_is_asked_for_by_a_form_of_ours_and_not_too_often(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/receipts/", {"question": ""}).status_code == 403
    assert reader.get("/receipts/").status_code == 405
    assert reader.get("/receipts/none/").status_code == 404

    monkeypatch.setattr(receipts, "MOST_AN_HOUR", 1)
    kept(reader, "?q=one")
    assert reader.post("/receipts/", {"question": "?q=two"}).status_code == 429


def test_behind_a_proxy_readers_are_counted_one_by_one_and_no_address_is_kept(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipts, "MOST_AN_HOUR", 1)
    came = ("192.0.2.7", "192.0.2.8", "192.0.2.9, 192.0.2.8")
    incr = receipts.cache.incr
    with patch.multiple(settings, PROXIES=1), patch.object(receipts.cache, "incr", side_effect=incr) as counted:
        answers = [
            reader.post("/receipts/", {"question": "?q=one"}, headers={"X-Forwarded-For": one}).status_code
            for one in came
        ]

    assert answers == [302, 302, 429]
    assert "192.0.2" not in str(counted.call_args_list)


@pytest.mark.parametrize("question", ["", "q=\x00", "?" + "q=a&" * 300, "%ff", "?page=x&sort=y", "?q=" + "a" * 9000])
def test_any_question_can_be_kept(reader: Client, question: str) -> None:
    assert reader.post("/receipts/", {"question": question}).status_code in (302, 400)
