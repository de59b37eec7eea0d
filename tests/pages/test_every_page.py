"""What holds for every page: one heading, landmarks, addresses that are unique, nothing inline."""

import pytest
from django.test import Client

from tests.pages.reading import parse

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
    "/volumes/",
    "/volumes/specimen/",
    "/volumes/frus1945v05/",
    "/volumes/specimen/audit/",
    "/volumes/specimen/audit/?kind=signature",
    "/files/",
    "/files/711.61/11-2245/",
    "/about/",
    "/about/search/",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_well_formed_with_one_heading_and_its_landmarks(reader: Client, address: str) -> None:
    response = reader.get(address)

    page = parse(response.content)
    assert response.status_code == 200
    assert len(page.all("h1")) == 1
    assert len(page.all("main")) == 1
    assert len(page.one("head").all("title")) == 1
    assert [page.all("header"), page.all("nav"), page.all("footer")] != [[], [], []]


@pytest.mark.parametrize("address", PAGES)
def test_ids_are_unique_and_links_within_a_page_lead_somewhere(reader: Client, address: str) -> None:
    page = parse(reader.get(address).content)

    ids = [element.attributes["id"] for element in page.all() if "id" in element.attributes]
    within = [link.attributes["href"][1:] for link in page.all("a") if link.attributes.get("href", "").startswith("#")]
    assert sorted(ids) == sorted(set(ids))
    assert [name for name in within if name not in ids] == []


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(reader: Client, address: str) -> None:
    page = parse(reader.get(address).content)

    assert [element.tag for element in page.all() if "style" in element.attributes] == []
    assert page.all("style") == []
    assert [script for script in page.all("script") if script.text()] == []
    assert [name for element in page.all() for name in element.attributes if name.startswith("on")] == []
    drawn = [element.attributes.get("src", "") for element in page.all()]
    assert [source for source in drawn if source and not source.startswith("/static/")] == []


@pytest.mark.parametrize("address", PAGES)
def test_every_field_of_a_form_has_a_name_for_readers_by_ear(reader: Client, address: str) -> None:
    page = parse(reader.get(address).content)

    labelled = {label.attributes.get("for") for label in page.all("label")}
    fields = [*page.all("input"), *page.all("textarea"), *page.all("select")]
    seen = [one for one in fields if one.attributes.get("type") != "hidden"]
    assert [one.attributes for one in seen if one.attributes.get("id") not in labelled] == []


@pytest.mark.parametrize("address", PAGES)
def test_a_page_stays_small_and_asks_for_few_files(reader: Client, address: str) -> None:
    response = reader.get(address)

    page = parse(response.content)
    files = [*page.all("link", rel="stylesheet"), *page.all("link", rel="icon"), *page.all("script")]
    assert len(response.content) <= 100_000
    assert len(files) + 1 <= 12


@pytest.mark.parametrize("address", PAGES)
def test_a_reader_gets_no_cookie(reader: Client, address: str) -> None:
    response = reader.get(address)

    assert not response.cookies


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_only_read(reader: Client, address: str) -> None:
    response = reader.post(address)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("address", PAGES)
def test_a_template_uses_only_its_page(reader: Client, address: str) -> None:
    response = reader.get(address)

    ours = {name for context in response.context for layer in context.dicts for name in layer}
    django_s_own = {"True", "False", "None", "block", "request", "user", "perms", "messages",
                    "DEFAULT_MESSAGE_LEVELS", "forloop", "csrf_token"}  # fmt: skip
    assert "page" in ours - django_s_own
