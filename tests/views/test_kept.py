"""Pages kept for those who ask for the same: made once, until anything changes, for a minute, and not without bound."""

from unittest.mock import patch

import pytest
from django.http import HttpResponse
from django.test import Client

from telegrams.models import Person
from telegrams.views import kept
from telegrams.views.kept import Kept
from tests.making import a_telegram


def page(text: str, status: int = 200) -> HttpResponse:
    """A page with a header of its own."""
    return HttpResponse(text, status=status, headers={"X-Robots-Tag": "noindex"})


def test_a_kept_page_is_the_page_with_its_headers_and_a_copy() -> None:
    pages = Kept()
    pages.keep("address", page("found"))

    first = pages.of("address")
    assert first is not None
    first["ETag"] = "changed"
    again = pages.of("address")

    assert again is not None
    assert (again.content, again["X-Robots-Tag"], again.has_header("ETag")) == (b"found", "noindex", False)
    assert pages.of("another address") is None


def test_what_failed_and_what_is_very_long_is_not_kept() -> None:
    pages = Kept()
    pages.keep("failed", page("too heavy", 503))
    pages.keep("long", page("x" * kept.BYTES))

    assert pages.of("failed") is None
    assert pages.of("long") is None


def test_an_old_page_is_made_again() -> None:
    pages = Kept()
    with patch.object(kept.time, "monotonic", return_value=1000.0):
        pages.keep("address", page("found"))
    with patch.object(kept.time, "monotonic", return_value=1001.0 + kept.SECONDS):
        assert pages.of("address") is None


def test_those_asked_for_longest_ago_make_room() -> None:
    pages = Kept()
    with patch.object(kept, "BYTES", 400):
        for number in range(30):
            pages.keep(number, page("x" * 20))
            assert pages.of(0)

    assert pages.of(0)
    assert pages.of(1) is None
    assert pages.of(29)


@pytest.mark.django_db
def test_a_question_asked_again_costs_two_looks_at_what_changed_and_a_change_is_seen_at_once(
    client: Client, django_assert_num_queries: object
) -> None:
    a_telegram(sender="Harriman")
    first = client.get("/telegrams/?q=minister")
    with django_assert_num_queries(2):  # type: ignore[operator]
        again = client.get("/telegrams/?q=minister")
    a_telegram(sender="Kennan")
    changed = client.get("/telegrams/?q=minister", headers={"If-None-Match": first["ETag"]})
    unchanged = client.get("/telegrams/?q=minister", headers={"If-None-Match": changed["ETag"]})

    assert first.content == again.content
    assert first["ETag"] == again["ETag"]
    assert changed.status_code == 200
    assert b"Kennan" in changed.content
    assert (unchanged.status_code, unchanged["X-Robots-Tag"]) == (304, "noindex, nofollow")


@pytest.mark.django_db
def test_a_person_without_documents_is_seen_as_corrected_at_once(client: Client) -> None:
    person = Person.objects.create(slug="thoth", family="Thoth", sort_key="thoth")
    before = client.get("/people/thoth/")

    person.wikidata = "Q42"
    person.save()

    assert b"Q42" not in before.content
    assert b"Q42" in client.get("/people/thoth/").content
