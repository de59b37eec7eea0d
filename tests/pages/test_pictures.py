"""Pictures on pages: each with its numbers in words, its links, and its table."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from telegrams.models import Participation, Person, Post, Telegram
from telegrams.search import ENGINE
from telegrams.vocabulary import Certainty, Role
from tests.making import a_telegram
from tests.pages.reading import Element, parse


@pytest.fixture
def posts(reader: Client) -> Element:
    """The page of posts."""
    return parse(reader.get("/posts/").content)


def found(reader: Client, address: str) -> int:
    """How many documents an address finds."""
    return int(parse(reader.get(address).content).one("h1").text().split()[0].replace(",", ""))


def test_the_first_page_draws_posts_by_year_with_a_table_of_the_same_numbers(reader: Client) -> None:
    page = parse(reader.get("/").content)

    strips = page.one("ul", class_="strips").all("li")
    titles = [title.text() for strip in strips for title in strip.all("title")]
    drawn = sum(int(title.rpartition(": ")[2]) for title in titles)
    table = page.one("section", class_="timeline").all("table")[-1]
    assert sum(int(cell.text()) for cell in table.all("td")) == drawn > 0
    assert f"{drawn} of them were sent from" in page.one("section", class_="timeline").text()


def test_a_cell_of_a_post_leads_to_as_many_documents_as_it_says(reader: Client) -> None:
    page = parse(reader.get("/").content)

    cell = page.one("ul", class_="strips").all("svg")[0].all("a")[0]

    assert found(reader, cell.attributes["href"]) == int(cell.one("title").text().rpartition(": ")[2])


def test_the_map_has_every_post_with_a_place_and_says_what_it_leaves_out(reader: Client, posts: Element) -> None:
    held = Telegram.objects.held()
    placed = held.exclude(post=None).exclude(post__lat=None)

    circles = [link.one("title").text() for link in posts.all("a") if link.all("circle")]

    assert any(re.fullmatch(r"Moscow: \d+ documents?", one) for one in circles)
    assert len(circles) == Post.objects.filter(telegrams__in=placed).distinct().count()
    said = posts.one("div", class_="key").text()
    assert f"{placed.count()} document" in said
    assert f"{held.exclude(post=None).filter(post__lat=None).count()} from posts whose place is not known" in said
    assert f"{held.filter(post=None).count()} without a post" in said
    assert "Natural Earth (public domain)" in said


def test_the_list_of_posts_has_the_numbers_of_the_map(reader: Client, posts: Element) -> None:
    rows = posts.one("ul", class_="values").all("li")

    assert sum(int(row.one("span", class_="n").text()) for row in rows) == Telegram.objects.exclude(post=None).count()
    first = parse(reader.get(rows[0].one("a").attributes["href"]).content)
    assert first.one("p", class_="lead").text().startswith(rows[0].one("span", class_="n").text())


def test_posts_stand_by_name_where_that_is_asked(reader: Client) -> None:
    names = [one.text() for one in parse(reader.get("/posts/?order=name").content).one("ul", class_="values").all("a")]

    assert names == sorted(names)


def test_the_matrix_is_a_table_whose_cells_lead_to_as_many_documents(reader: Client) -> None:
    table = parse(reader.get("/correspondents/").content).one("table", class_="matrix")

    heads = [head.text() for head in table.one("thead").all("th", scope="col")][1:]
    rows = table.one("tbody").all("tr")
    cells = [cell for row in rows for cell in row.all("td") if cell.all("a")]
    assert len(heads) == len(rows[0].all("td"))
    assert all(row.all("th", scope="row") for row in rows)
    assert found(reader, cells[0].one("a").attributes["href"]) == int(cells[0].text())


def test_the_matrix_of_a_question_counts_what_answers_it_and_keeps_the_rest_of_the_question(reader: Client) -> None:
    page = parse(reader.get("/correspondents/?q=karst&since=1944&kind=telegram").content)

    cell = next(cell for cell in page.one("table", class_="matrix").all("td") if cell.all("a"))
    address = cell.one("a").attributes["href"]
    assert {"q=karst", "since=1944", "kind=telegram"} <= set(address.partition("?")[2].split("&"))
    assert found(reader, address) == int(cell.text())
    assert [one.attributes["value"] for one in page.all("input", type="hidden", name="kind")] == ["telegram"]


def test_a_chosen_sender_is_replaced_in_the_addresses_of_other_cells(reader: Client) -> None:
    page = parse(reader.get("/correspondents/?sender=brandreth-silas&sender=nobody-at-all").content)

    addresses = [link.attributes["href"] for link in page.one("table", class_="matrix").one("tbody").all("a")]
    assert all(address.count("sender=") == 1 for address in addresses)


def test_the_correspondents_of_a_person_are_counted_among_themselves(reader: Client) -> None:
    page = parse(reader.get("/correspondents/?among=brandreth-silas").content)

    heads = [row.one("th").text() for row in page.one("table", class_="matrix").one("tbody").all("tr")]
    assert any("Brandreth" in head for head in heads)
    person = parse(reader.get("/people/brandreth-silas/").content)
    assert person.all("a", href="/correspondents/?among=brandreth-silas") != []


@pytest.mark.parametrize("address", ["/correspondents/?among=nobody", "/files/?under=1910.9.99"])
def test_what_nobody_wrote_is_not_held(reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_a_faulty_question_of_the_matrix_is_said_to_be_one(reader: Client) -> None:
    page = parse(reader.get("/correspondents/?since=1945-99").content)

    assert "1945-99" in page.one("p", class_="problem").text()


def test_a_persons_years_are_drawn_by_role_with_a_table_and_lead_to_as_many(reader: Client) -> None:
    page = parse(reader.get("/people/brandreth-silas/").content)

    section = next(one for one in page.all("section") if one.text().startswith("By year"))
    bars = [link for link in section.all("a") if link.all("title")]
    label, _, number = bars[0].one("title").text().rpartition(": ")
    assert label.startswith("Sent, 19")
    assert found(reader, bars[0].attributes["href"]) == int(number)
    assert [head.text() for head in section.one("table").all("th", scope="col")][:2] == ["Year", "Sent"]
    assert "Documents that name this person, a bar for each year" in section.text()


def test_a_person_leads_to_the_same_as_data_and_to_the_page_of_the_register(reader: Client) -> None:
    page = parse(reader.get("/people/brandreth-silas/").content)

    links = page.one("head").all("link", rel="alternate", type="application/json")
    assert [one.attributes["href"] for one in links] == ["/people/brandreth-silas.json"]
    assert [one for one in page.all("a") if "register" in one.text()] == []  # the specimen's is invented


def test_a_document_of_two_years_has_no_bar_of_a_post(archive: None, client: Client) -> None:
    a_telegram(document="d900", place="Moscow", sent="1945-12-30/1946-01-02")

    page = parse(client.get("/posts/moscow/").content)

    total = Telegram.objects.held().filter(post__slug="moscow").count()
    assert f"Sent from here {total - 1} of {total}" in page.text()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/posts/", "/correspondents/", "/correspondents/?among=harriman-moscow"])
def test_pictures_ask_as_often_for_many_documents_as_for_few(client: Client, address: str) -> None:
    few = asked(client, address, 3)

    assert asked(client, address, 30) <= few


def asked(client: Client, address: str, number: int) -> int:
    """How many queries a page takes after some more documents came in."""
    for at in range(number):
        a_telegram(document=f"d{number}{at}", sender="Harriman", recipient="Byrnes", place="Moscow", sent="1945-11-22")
    ENGINE.follow()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


# --- what is wanting, and a volume as a file ---


def test_every_number_of_what_is_wanting_leads_to_as_many_cases(reader: Client) -> None:
    rows = parse(reader.get("/about/").content).one("main").one("ul", class_="values").all("li")

    said = {row.one("a").attributes["href"]: int(row.one("span", class_="n").text()) for row in rows}
    assert len(said) == 8
    for address, count in said.items():
        heading = parse(reader.get(address).content).one("h1").text()
        if address.startswith("/about/wanting/"):
            assert heading.endswith(f": {count}")
        elif address.startswith("/telegrams/"):
            assert heading.split()[0] == (str(count) if count else "Nothing")


def test_a_name_tied_to_nobody_leads_to_the_documents_that_print_it(reader: Client) -> None:
    first = parse(reader.get("/about/wanting/parties/").content).one("main").one("ol", class_="plain").all("li")[0]

    count = int(re.findall(r"\d+", first.one("span").text())[0])
    assert found(reader, first.one("a").attributes["href"]) >= count


def test_an_ambiguous_name_is_listed_apart_on_the_page_of_each_who_may_bear_it(archive: None, client: Client) -> None:
    silas = Person.objects.get(slug="brandreth-silas")
    one = a_telegram(document="d901", sender="", recipient="")
    row = Participation(telegram=one, role=Role.MENTIONED, party="several-brandreth", party_label="Brandreth")
    row.certainty, row.evidence = Certainty.AMBIGUOUS, f"{silas}; Another Brandreth"
    row.save()

    page = parse(client.get("/people/brandreth-silas/").content)

    section = next(part for part in page.all("section") if part.text().startswith("Possibly this person"))
    assert "1 document" in section.one("h2").text()
    assert section.one("ol").one("a").attributes["href"] == one.get_absolute_url()
    assert one.get_absolute_url() in client.get("/about/wanting/names/").content.decode()


def test_a_volume_is_handed_out_as_one_file_that_holds_its_documents(reader: Client) -> None:
    page = parse(reader.get("/volumes/specimen/").content)

    saved = reader.get(page.one("link", rel="alternate").attributes["href"])

    held = Telegram.objects.held().filter(volume__slug="specimen").count()
    assert saved["Content-Type"].startswith("application/tei+xml")
    assert saved["Content-Disposition"] == 'attachment; filename="specimen.tei"'
    assert len(re.findall(r'<div [^>]*type="document"', saved.content.decode())) == held
    assert reader.get("/volumes/nosuchvolume.tei").status_code == 404
