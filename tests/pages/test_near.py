"""Words near others: on a page, with what was read, and as a table."""

from django.test import Client

from tests.pages.reading import parse
from tests.pages.test_pictures import found

ASKED = "/near/?q=brandreth&since=1944"


def test_a_word_leads_to_the_documents_that_have_it_too(reader: Client) -> None:
    rows = parse(reader.get(ASKED).content).one("table").one("tbody").all("tr")

    assert rows
    for row in rows:
        near, held = (int(cell.text()) for cell in row.all("td")[:2])
        address = row.one("a").attributes["href"]
        assert "since=1944" in address
        assert near <= found(reader, address) <= held


def test_the_page_says_what_was_read(reader: Client) -> None:
    page = parse(reader.get(ASKED).content)

    read = page.one("a", href="/telegrams/?q=brandreth&since=1944")
    assert read.text() == f"{found(reader, '/telegrams/?q=brandreth&since=1944')} documents"


def test_all_words_stand_in_the_table(reader: Client) -> None:
    page = parse(reader.get(ASKED).content)

    lines = reader.get(page.one("a", href="/near.csv?q=brandreth&since=1944").attributes["href"]).content.decode()
    shown = [row.one("th").text() for row in page.one("table").one("tbody").all("tr")]
    assert [line.partition(",")[0] for line in lines.splitlines()][1 : len(shown) + 1] == shown


def test_a_question_without_words_of_the_text_is_asked_for_one(reader: Client) -> None:
    page = parse(reader.get("/near/?q=no:402").content)

    assert "name one" in page.one("main").text()
    assert page.all("table") == []


def test_a_search_for_words_leads_to_what_is_near_them(reader: Client) -> None:
    assert parse(reader.get("/telegrams/?q=karst").content).all("a", href="/near/?q=karst") != []
    assert parse(reader.get("/telegrams/?since=1944").content).all("a", href="/near/?since=1944") == []
