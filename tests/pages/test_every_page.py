"""What holds for every page: one heading, landmarks, addresses that are unique, nothing inline."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.finders import find
from django.http import HttpResponse
from django.test import Client

from tests.pages.reading import Element, parse

PAGES = (
    "/",
    "/telegrams/",
    "/telegrams/?q=ultimatum",
    "/telegrams/?q=ultimatum&not.kind=letter&since=1946&sort=newest",
    "/telegrams/?q=nothinghasthisword&sender=none",
    "/telegrams/?q=%22never+closed&page=x&since=1945-99",
    "/telegrams/?page=900",
    "/telegrams/facets/sender/",
    "/telegrams/facets/file/?q=ultimatum&order=name",
    "/telegrams/frus1945v05/d690/",
    "/telegrams/frus1945v05/d690/?q=litvinov",
    "/telegrams/frus1945v05/d690/source/",
    "/telegrams/specimen/d1/",
    "/telegrams/specimen/d11/",
    "/telegrams/specimen/d38/",
    "/people/",
    "/people/?letter=b",
    "/people/harriman-william-averell/",
    "/people/brandreth-silas/",
    "/telegrams/frus1945v05/d690/thread/",
    "/offices/",
    "/offices/secretary/",
    "/offices/mission-in-russia/",
    "/offices/mission-in-russia/numbers/",
    "/posts/",
    "/posts/?order=name",
    "/posts/moscow/",
    "/correspondents/",
    "/correspondents/?q=karst&since=1944&sender=brandreth-silas",
    "/correspondents/?among=brandreth-silas",
    "/compared/",
    "/compared/?q=karst&other=litvinov&since=1944",
    "/near/",
    "/near/?q=brandreth",
    "/ledger/",
    "/wanted/",
    "/delays/",
    "/days/1945-11-22/",
    "/washington/?by=1945-11-22T18:00",
    "/washington/",
    "/volumes/",
    "/volumes/specimen/",
    "/volumes/frus1945v05/",
    "/volumes/specimen/audit/",
    "/volumes/specimen/audit/?kind=signature",
    "/files/",
    "/files/?under=1910.7",
    "/files/711.61/11-2245/",
    "/changes/",
    "/changes/?kind=load",
    "/changes/?kind=person",
    "/telegrams/frus1945v05/d690/history/",
    "/report/?document=frus1945v05/d690&passage=Litvinov",
    "/report/thanks/?number=12",
    "/about/",
    "/about/search/",
    "/about/wanting/parties/",
    "/about/wanting/names/",
    "/about/wanting/references/",
    "/about/wanting/notes/",
    "/about/wanting/refused/",
)
WRITTEN_ON = "/report/?"
"""The one public page that is written on; it takes forms of its own."""


@pytest.fixture(scope="module")
def _asked() -> dict[str, tuple[HttpResponse, Element]]:
    """The answers that this file has had; the archive is the same for all its tests."""
    return {}


@pytest.fixture
def asked(
    reader: Client, _asked: dict[str, tuple[HttpResponse, Element]], address: str
) -> tuple[HttpResponse, Element]:
    """The answer at an address, and its page; asked for once."""
    if address not in _asked:
        response = reader.get(address)
        _asked[address] = (response, parse(response.content))
    return _asked[address]


@pytest.fixture
def answer(asked: tuple[HttpResponse, Element]) -> Any:
    return asked[0]


@pytest.fixture
def page(asked: tuple[HttpResponse, Element]) -> Element:
    return asked[1]


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_well_formed_with_one_heading_and_its_landmarks(answer: Any, page: Element) -> None:
    assert answer.status_code == 200
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert len(page.one("head").all("title")) == 1
    assert [page.all("header"), page.all("nav"), page.all("footer")] != [[], [], []]


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_unique_and_links_within_a_page_lead_somewhere(page: Element) -> None:
    ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
    within = [link.attributes["href"][1:] for link in page.all("a") if link.attributes.get("href", "").startswith("#")]
    assert sorted(ids) == sorted(set(ids))
    assert [name for name in within if name not in ids] == []


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(page: Element) -> None:
    assert [element.tag for element in page.all() if "style" in element.attributes] == []
    assert page.all("style") == []
    data = "application/ld+json"  # is read, never run
    assert [one for one in page.all("script") if one.text() and one.attributes.get("type") != data] == []
    assert [name for element in page.all() for name in element.attributes if name.startswith("on")] == []
    drawn = [element.attributes.get("src", "") for element in page.all()]
    assert [source for source in drawn if source and not source.startswith("/static/")] == []


@pytest.mark.parametrize("address", PAGES)
def test_every_field_of_a_form_has_a_name_for_readers_by_ear(page: Element) -> None:
    labelled = {label.attributes.get("for") for label in page.all("label")}
    fields = [*page.all("input"), *page.all("textarea"), *page.all("select")]
    seen = [one for one in fields if one.attributes.get("type") != "hidden"]
    assert [one.attributes for one in seen if one.attributes.get("id") not in labelled] == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_stays_small_and_asks_for_few_files(answer: Any, page: Element) -> None:
    scripts = [one for one in page.all("script") if "src" in one.attributes]
    files = [*page.all("link", rel="stylesheet"), *page.all("link", rel="icon"), *scripts]
    assert len(answer.content) <= 100_000
    assert len(files) + 1 <= 12


@pytest.mark.parametrize("address", PAGES)
def test_what_a_page_loads_is_small_before_compression(page: Element) -> None:
    sheets = [sheet.attributes["href"] for sheet in page.all("link", rel="stylesheet")]
    scripts = [script.attributes["src"] for script in page.all("script") if "src" in script.attributes]
    assert size_of(sheets) <= 30_000
    assert size_of(scripts) <= 20_000


def size_of(addresses: list[str]) -> int:
    """Bytes of these files as they are written."""
    return sum(Path(str(find(address.removeprefix("/static/")))).stat().st_size for address in addresses)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_asks_only_this_host(page: Element) -> None:
    asked = [
        element.attributes[name]
        for element in page.all()
        for name in ("src", "srcset", "href", "action", "formaction", "poster", "data", "ping", "xlink:href")
        if name in element.attributes and (name != "href" or element.tag not in ("a", "link"))
    ]
    fetched = ("stylesheet", "icon", "preload", "modulepreload", "search", "manifest", "prefetch", "dns-prefetch")
    asked += [link.attributes["href"] for link in page.all("link") if link.attributes.get("rel") in fetched]
    assert [one for one in asked if not one.startswith("/") or one.startswith("//")] == []


# A form of a report carries a mark that is new each time.
@pytest.mark.parametrize("address", [address for address in PAGES if not address.startswith("/report/?")])
def test_a_page_that_a_reader_holds_is_not_sent_again(reader: Client, address: str) -> None:
    first = reader.get(address)

    again = reader.get(address, headers={"If-None-Match": f'"x", W/{first["ETag"]}'})
    head = reader.head(address)

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == head["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"] == "no-cache"
    assert again["Content-Security-Policy"] == first["Content-Security-Policy"]


@pytest.mark.parametrize("address", PAGES)
def test_a_reader_gets_no_cookie(answer: Any) -> None:
    assert not answer.cookies


@pytest.mark.parametrize("address", [page for page in PAGES if not page.startswith(WRITTEN_ON)])
def test_a_page_is_only_read(reader: Client, address: str) -> None:
    response = reader.post(address)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("address", PAGES)
def test_a_template_uses_only_its_page(answer: Any) -> None:
    ours = {name for context in answer.context for layer in context.dicts for name in layer}
    django_s_own = {"True", "False", "None", "block", "request", "user", "perms", "messages",
                    "DEFAULT_MESSAGE_LEVELS", "forloop", "csrf_token"}  # fmt: skip
    assert "page" in ours - django_s_own
