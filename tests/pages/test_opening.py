"""What browsers and crawlers ask: suggestions, the description of the search, robots, and copies that still hold."""

import pytest
from django.test import Client
from lxml import etree

from telegrams.exports import ANSWER_FORMS

pytestmark = pytest.mark.django_db


def test_people_posts_and_file_numbers_are_suggested_with_their_numbers(reader: Client) -> None:
    typed, labels, said, addresses = reader.get("/telegrams/suggest.json?q=harr").json()

    assert typed == "harr"
    assert any("Harriman" in label for label in labels)
    kind, count = said[0].split(": ")
    assert kind in ("Sender", "Recipient", "People mentioned")
    found = reader.get(addresses[0].replace("http://testserver/telegrams/", "/telegrams.json")).json()
    assert found["total"] == int(count)


def test_a_file_number_is_suggested_by_its_beginning(reader: Client) -> None:
    _, labels, said, _ = reader.get("/telegrams/suggest.json?q=711.61").json()

    assert "711.61/11-2245" in labels
    assert said[labels.index("711.61/11-2245")] == "File number: 1"


@pytest.mark.parametrize("typed", ["", "h", "()*", "[.*", "\\x", "   ", "é"])
def test_nothing_is_suggested_for_what_begins_nothing(reader: Client, typed: str) -> None:
    assert reader.get("/telegrams/suggest.json", {"q": typed}).json()[1] == []


def test_the_search_describes_itself_to_browsers(reader: Client) -> None:
    answer = reader.get("/opensearch.xml")

    described = etree.fromstring(answer.content)
    templates = {one.attrib["type"]: one.attrib["template"] for one in described.findall("{*}Url")}
    assert answer["Content-Type"] == "application/opensearchdescription+xml"
    for address in templates.values():
        asked = address.replace("{searchTerms}", "karst").removeprefix("http://testserver")
        assert reader.get(asked).status_code == 200
    assert len(described.findtext("{*}ShortName") or "") <= 16


def test_questions_are_closed_to_crawlers_and_documents_are_open(reader: Client) -> None:
    rules = reader.get("/robots.txt").content.decode()

    assert "Disallow: /telegrams/*?" in rules
    assert all(f"Disallow: /telegrams.{form.suffix}\n" in rules for form in ANSWER_FORMS)
    assert "noindex" in reader.get("/telegrams/?q=karst")["X-Robots-Tag"]
    assert "noindex" in reader.get("/telegrams/facets/sender/")["X-Robots-Tag"]
    assert not reader.get("/telegrams/").has_header("X-Robots-Tag")
    assert not reader.get("/telegrams/frus1945v05/d690/").has_header("X-Robots-Tag")


@pytest.mark.parametrize(
    "address",
    ["/telegrams/?q=karst", "/telegrams.json?q=karst", "/telegrams/facets/sender/", "/telegrams.atom?q=karst"],
)
def test_an_answer_that_a_reader_holds_already_is_not_sent_again(reader: Client, address: str) -> None:
    first = reader.get(address)

    again = reader.get(address, headers={"If-None-Match": first["ETag"]})

    assert first.status_code == 200
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert reader.get(address, headers={"If-None-Match": '"another"'}).status_code == 200
