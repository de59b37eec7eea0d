"""People's pages."""

import json

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from telegrams import merging
from telegrams.models import Person, PersonSlug
from tests.pages.reading import Element, parse

BRANDRETH = "/people/brandreth-silas/"


@pytest.fixture
def silas(reader: Client) -> Element:
    """The page of a consul."""
    return parse(reader.get(BRANDRETH).content)


def test_a_person_has_a_career_with_its_sources(silas: Element) -> None:
    rows = [row.text() for row in silas.all("tbody")[0].all("tr")]

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


@pytest.fixture
def of_two(archive: None) -> Person:
    """The consul, in whom another man of a register was found again, with ids elsewhere and a further name."""
    kept = Person.objects.get(slug="brandreth-silas")
    same = Person.objects.create(slug="brandreth-s", family="Brandreth", given="S.", sort_key="brandreth s.")
    PersonSlug.objects.create(slug="brandreth-s", person=same)
    first = kept.tenures.first()
    assert first is not None
    said = {"office": first.office, "country": first.country, "post": first.post, "of": first.of}
    same.tenures.create(**said, since=first.since, source="another register")
    same.tenures.create(office="Clerk", since="1930", source="another register")
    kept.wikidata, kept.viaf, kept.register_id = "Q42", "113230702", "brandreth-silas"
    kept.save()
    kept.further_names.create(name="Silas the Consul", source="A memoir, p. 3")
    by = User.objects.create_user("clio")
    merging.merge(kept.pk, [same.pk], "One signature.", "RG 84, box 3", by)
    return kept


def test_a_person_in_whom_two_were_found_says_so_and_has_the_offices_of_both(of_two: Person, client: Client) -> None:
    page = parse(client.get(BRANDRETH).content)

    offices = [row.all("th")[0].text() for row in page.all("tbody")[0].all("tr")]
    assert offices == ["Clerk", "Consul", "Consul General"]
    assert "another register" in page.all("tbody")[0].all("tr")[1].text()
    said = page.one("main").text()
    assert "Merged from S. Brandreth (brandreth-s): One signature. Source: RG 84, box 3. clio," in said
    assert "S. Brandreth (brandreth-s, merged)" in said
    assert "Silas the Consul (editor: A memoir, p. 3)" in said


def test_a_person_is_linked_to_other_catalogues(of_two: Person, client: Client) -> None:
    page = parse(client.get(BRANDRETH).content)
    data = client.get("/people/brandreth-silas.json").json()

    links = [link.attributes["href"] for link in page.one("dl", class_="facts").all("a")]
    same_as = ["https://www.wikidata.org/wiki/Q42", "https://viaf.org/viaf/113230702"]
    assert [link for link in links if link.startswith("https:")] == same_as
    assert data["same_as"] == same_as
    assert data["register_id"] == "brandreth-silas"
    described = json.loads(page.one("script", type="application/ld+json").text())
    assert (described["@type"], described["sameAs"]) == ("Person", same_as)


def test_whoever_was_merged_stands_in_no_list(of_two: Person, client: Client) -> None:
    page = parse(client.get("/people/?letter=b").content)

    names = [row.one("a").text() for row in page.one("ul", class_="values").all("li")]
    assert "Brandreth, Silas" in names
    assert "Brandreth, S." not in names
    assert client.get("/people/brandreth-s/")["Location"] == BRANDRETH
    assert client.get("/people/brandreth-s.json").status_code == 301


def test_the_pages_of_people_ask_no_more_when_people_are_merged(reader: Client, of_two: Person) -> None:
    reader.get(BRANDRETH)
    with CaptureQueriesContext(connection) as before:
        reader.get(f"{BRANDRETH}?fresh=1")
    for number in range(3):
        another = Person.objects.create(slug=f"b-{number}", family="Brandreth", sort_key="brandreth")
        merging.merge(of_two.pk, [another.pk], "r", "s", User.objects.get(username="clio"))
    with CaptureQueriesContext(connection) as after:
        reader.get(f"{BRANDRETH}?fresh=2")

    assert len(after) <= len(before)


@pytest.mark.parametrize(("field", "wrong"), [("wikidata", "42"), ("viaf", "Q1"), ("register_id", "a b")])
def test_an_id_of_another_form_is_refused_by_the_database_too(archive: None, field: str, wrong: str) -> None:
    person = Person.objects.get(slug="brandreth-silas")

    with pytest.raises(IntegrityError):
        Person.objects.filter(pk=person.pk).update(**{field: wrong})


def test_an_id_is_one_persons_only(of_two: Person) -> None:
    other = Person.objects.exclude(pk=of_two.pk).filter(merged_into=None).first()
    assert other is not None

    with pytest.raises(IntegrityError):
        Person.objects.filter(pk=other.pk).update(wikidata="Q42")
