"""People's pages."""

import pytest
from django.test import Client

from telegrams.models import Person, PersonSlug
from tests.pages.reading import Element, parse

BRANDRETH = "/people/brandreth-silas/"


@pytest.fixture
def silas(reader: Client) -> Element:
    """The page of a consul."""
    return parse(reader.get(BRANDRETH).content)


def test_a_person_has_a_career_with_its_sources(silas: Element) -> None:
    rows = [row.text() for row in silas.one("tbody").all("tr")]

    assert (
        rows[0]
        == "Consul Karst, the Free Port of Karst 1 February 1944 14 November 1946 invented for the specimen volume"
    )


def test_names_as_printed_stand_with_the_person(silas: Element) -> None:
    assert "Mr. Brandreth" in silas.one("dl", class_="facts").text()


def test_a_role_leads_to_a_search_with_as_many_documents(reader: Client, silas: Element) -> None:
    sent = next(section for section in silas.all("section", class_="panel") if section.text().startswith("Sent:"))
    said = int(sent.one("h2").text().split()[1])

    found = parse(reader.get(sent.all("a")[-1].attributes["href"]).content)

    assert int(found.one("h1").text().split()[0]) == said
    assert len(sent.one("ol").all("li")) == min(said, 5)


def test_correspondents_are_counted_in_both_directions(reader: Client, silas: Element) -> None:
    letters = silas.one("section", class_="pair")

    row = letters.all("ul")[0].all("li")[0]
    found = parse(reader.get(row.one("a").attributes["href"]).content)
    assert int(found.one("h1").text().split()[0]) == int(row.one("span").text())


def test_a_former_address_leads_to_the_present_one(reader: Client) -> None:
    person = Person.objects.get(slug="brandreth-silas")
    PersonSlug.objects.create(slug="brandreth-s", person=person)

    page, data = reader.get("/people/brandreth-s/"), reader.get("/people/brandreth-s.json")

    assert (page.status_code, page["Location"]) == (301, BRANDRETH)
    assert data.status_code == 301


def test_a_person_as_data_says_what_the_page_says(reader: Client) -> None:
    data = reader.get("/people/brandreth-silas.json").json()

    assert data["family"] == "Brandreth"
    assert data["documents"]["sent"] == 6
    assert [tenure["office"] for tenure in data["tenures"]] == ["Consul", "Consul General"]


def test_the_list_goes_by_letters(reader: Client) -> None:
    page = parse(reader.get("/people/?letter=b").content)

    names = [row.one("a").text() for row in page.one("ul", class_="values").all("li")]
    assert "Brandreth, Silas" in names
    assert all(name.lower().startswith("b") for name in names)


def test_nobody_of_that_name_is_said_in_plain_words(reader: Client) -> None:
    response = reader.get("/people/nobody/")

    assert response.status_code == 404
    assert "Nobody is known here as nobody." in parse(response.content).one("main").text()
