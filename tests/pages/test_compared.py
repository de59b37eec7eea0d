"""Two searches compared: every number leads to as many documents, and nothing of a question is lost."""

from django.test import Client

from tests.pages.reading import parse
from tests.pages.test_pictures import found

ASKED = "/compared/?q=karst&other=brandreth&since=1944"


def test_every_number_leads_to_as_many_documents(reader: Client) -> None:
    page = parse(reader.get(ASKED).content)

    links = [link for table in page.all("table") for link in table.all("a")]
    assert len(links) > 4
    for link in links:
        address = link.attributes["href"]
        assert "since=1944" in address
        assert found(reader, address) == int(link.text())


def test_the_parts_of_two_questions_add_up(reader: Client) -> None:
    first, second, both, one_alone, other_alone = (
        int(row.all("td")[0].text()) for row in parse(reader.get(ASKED).content).all("table")[0].one("tbody").all("tr")
    )

    assert (first, second) == (both + one_alone, both + other_alone)
    assert both


def test_years_are_those_chosen_and_stand_in_a_csv_too(reader: Client) -> None:
    page = parse(reader.get(f"{ASKED}&years=1944&years=1946").content)

    years = [row.one("th").text() for row in page.all("table")[1].one("tbody").all("tr")]
    csv = page.one("a", href="/compared.csv?q=karst&years=1944&years=1946&since=1944&other=brandreth")
    lines = reader.get(csv.attributes["href"]).content.decode().splitlines()
    assert lines[0] == "year,karst,brandreth"
    assert [line.partition(",")[0] for line in lines[1:]] == years
    assert set(years) <= {"1944", "1946"}


def test_without_a_second_question_there_is_the_form_with_the_first(reader: Client) -> None:
    page = parse(reader.get("/compared/?q=karst&sender=brandreth-silas").content)

    assert page.one("input", name="q").attributes["value"] == "karst"
    assert page.one("input", type="hidden", name="sender").attributes["value"] == "brandreth-silas"
    assert page.all("table") == []


def test_a_search_leads_to_its_comparison(reader: Client) -> None:
    page = parse(reader.get("/telegrams/?q=karst&since=1944&page=2&sort=date").content)

    assert page.all("a", href="/compared/?q=karst&since=1944") != []


def test_questions_too_long_to_be_put_together_are_said_to_be(reader: Client) -> None:
    words = "+".join(f"a{number}" for number in range(20))

    page = parse(reader.get(f"/compared/?q={words}&other={words.replace('a', 'b')}").content)

    assert "more than one question may be" in page.one("p", class_="problem").text()
    assert page.all("table") == []


def test_what_is_misread_in_either_question_is_said(reader: Client) -> None:
    page = parse(reader.get('/compared/?q=karst&other="open').content)

    assert "In the second question" in page.one("p", class_="problem").text()
    assert page.all("table") != []
