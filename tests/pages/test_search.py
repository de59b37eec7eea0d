"""The search page: one answer, printed as a page and as data, every state in its address."""

import csv
import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from telegrams.search import ENGINE
from telegrams.search.engine import TooHeavy
from telegrams.search.query import Query
from telegrams.views import facet_page
from tests.pages.reading import Element, parse


def searched(reader: Client, address: str) -> Element:
    """The search page at this address."""
    return parse(reader.get(address).content)


def total(page: Element) -> int:
    """The number of documents the page says it found."""
    return int(page.one("h1").text().split()[0].replace(",", ""))


def titles(page: Element) -> list[str]:
    """The titles of the cards."""
    return [card.one("h2").text() for card in page.one("ol", class_="results").all("article")]


@pytest.mark.parametrize("question", ['"faits accomplis"', "Subasich", "711.61/11-2245"])
def test_the_seed_is_found_by_phrase_note_and_number(reader: Client, question: str) -> None:
    response = reader.get("/telegrams/", {"q": question})

    links = [link.attributes["href"] for link in parse(response.content).all("a")]
    assert any(link.startswith("/telegrams/frus1945v05/d690/") for link in links)


def test_a_file_number_s_document_stands_on_top(reader: Client) -> None:
    page = parse(reader.get("/telegrams/", {"q": "711.61/11-2245"}).content)

    assert page.one("section", class_="pinned").text().startswith("This number The Ambassador in the Soviet Union")


def test_a_hit_in_a_note_says_so_and_is_marked(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=Subasich")

    quote = page.one("article").one("p", class_="quote")
    assert quote.text().startswith("in footnote 8:")
    assert [mark.text() for mark in quote.all("mark")] == ["Subasich"]


def test_a_result_leads_to_a_document_that_leads_back(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=litvinov&sort=date")

    opened = parse(reader.get(page.one("article").one("h2").one("a").attributes["href"]).content)

    assert opened.one("article").all("mark")
    back = next(link for link in opened.all("a") if "Back to results" in link.text())
    assert back.attributes["href"] == "/telegrams/?q=litvinov&sort=date"


@pytest.mark.parametrize(
    "question",
    ["", "?q=ultimatum", "?q=karst&kind=telegram", "?q=nothinghasthisword", "?since=1946-10&until=1946-10", "?page=2"],
)
def test_page_and_data_say_the_same(reader: Client, question: str) -> None:
    page = searched(reader, f"/telegrams/{question}")
    data = reader.get(f"/telegrams.json{question}").json()

    cards = page.all("ol", class_="results")
    headings = [document["heading"] for document in data["documents"]]
    assert headings == (titles(page) if cards else [])
    assert data["total"] == (total(page) if cards else 0)


def test_data_may_be_read_by_other_sites(reader: Client) -> None:
    response = reader.get("/telegrams.json")

    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_ticking_a_value_gives_the_number_beside_it(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=karst")
    row = next(row for row in page.one("form", class_="rail").all("li") if "Brandreth" in row.text())
    box = row.one("input")

    ticked = searched(reader, f"/telegrams/?q=karst&{box.attributes['name']}={box.attributes['value']}")

    assert total(ticked) == int(row.one("span", class_="n").text())
    chosen = [one for one in ticked.all("input", type="checkbox") if "checked" in one.attributes]
    assert [one.attributes["value"] for one in chosen] == [box.attributes["value"]]


def test_not_leaves_a_value_out(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=karst")
    row = next(row for row in page.one("form", class_="rail").all("li") if "Brandreth" in row.text())

    without = searched(reader, row.one("a", class_="not").attributes["href"])

    assert total(without) == total(page) - int(row.one("span", class_="n").text())
    assert any(chip.text().startswith("not: From Brandreth") for chip in without.all("a", class_="chip"))


def test_a_chip_takes_its_condition_away(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=karst&kind=telegram")
    chip = next(chip for chip in page.all("a", class_="chip") if "Telegram" in chip.text())

    without = searched(reader, chip.attributes["href"])

    assert total(without) == total(searched(reader, "/telegrams/?q=karst"))
    assert chip.attributes["aria-label"].startswith("Remove: ")


def test_applying_the_rail_keeps_everything_else_that_was_asked(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=karst&not.kind=letter&years=1946&sort=newest&since=1946&kind=telegram")

    fields = page.one("form", class_="rail").all("input")
    sent = {
        field.attributes["name"]: field.attributes["value"]
        for field in fields
        if field.attributes.get("type") != "checkbox" or "checked" in field.attributes
    }
    expected = {"q": "karst", "not.kind": "letter", "years": "1946", "sort": "newest", "since": "1946", "until": "",
                "kind": "telegram"}  # fmt: skip
    assert sent == expected


def test_asking_anew_keeps_what_was_narrowed(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=karst&kind=telegram&page=2")

    hidden = page.one("form", class_="ask").all("input", type="hidden")
    assert [(one.attributes["name"], one.attributes["value"]) for one in hidden] == [("kind", "telegram")]


def test_every_bar_of_the_histogram_is_a_link_and_a_row_of_the_table(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=karst")

    years = page.one("section", class_="years")
    held = [link.one("title").text() for link in years.one("svg").all("a")]
    rows = [row.text() for row in years.one("tbody").all("tr")]
    assert [re.sub(r"\D+", " ", said).strip() for said in held] == rows
    assert "since=1946&until=1946" in years.one("svg").all("a")[-1].attributes["href"]


def test_all_values_of_a_facet_have_a_page(reader: Client) -> None:
    page = searched(reader, "/telegrams/facets/sender/?q=karst")

    first = page.one("ul", class_="values").all("li")[0]
    found = searched(reader, first.all("a")[0].attributes["href"])
    assert total(found) == int(first.one("span", class_="n").text())


def test_the_values_of_a_facet_are_found_by_a_part_of_the_name_and_by_letter(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facet_page, "FEW", 2)
    every = searched(reader, "/telegrams/facets/sender/")
    names = [row.all("a")[0].text() for row in every.one("ul", class_="values").all("li")]

    found = searched(reader, "/telegrams/facets/sender/?find=harri&order=name")
    letters = [one.text() for one in every.one("nav", class_="letters").all("a")]
    of_letter = searched(reader, f"/telegrams/facets/sender/?letter={letters[0]}")

    assert [row.all("a")[0].text() for row in found.one("ul", class_="values").all("li")] == sorted(
        (name for name in names if "harri" in name.lower()), key=str.lower
    )
    assert all(
        row.all("a")[0].text()[0].upper() == letters[0] for row in of_letter.one("ul", class_="values").all("li")
    )
    assert "No value has such a name" in searched(reader, "/telegrams/facets/sender/?find=zzzz").one("main").text()


def test_words_in_context_have_a_line_for_every_place_on_the_page_and_in_the_table(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=telegram&view=context")
    rows = page.one("table", class_="concordance").one("tbody").all("tr")
    said = page.one("main").text()

    text = reader.get("/telegrams/lines.csv?q=telegram").content.decode()
    table = list(csv.DictReader(io.StringIO(text)))

    assert f"{len(table):,} lines in" in said
    assert len(rows) == min(len(table), 100)
    assert all(row["found"].lower().startswith("telegram") for row in table)
    assert rows[0].one("mark").text() == table[0]["found"]


def test_every_view_is_of_the_same_answer(reader: Client) -> None:
    counts = {view: total(searched(reader, f"/telegrams/?q=karst&view={view}")) for view in ("", "table", "timeline")}
    table = searched(reader, "/telegrams/?q=karst&view=table").one("table", class_="documents")
    periods = list(csv.DictReader(io.StringIO(reader.get("/telegrams/periods.csv?q=karst").content.decode())))

    assert len(set(counts.values())) == 1
    assert len(table.one("tbody").all("tr")) == min(25, counts[""])
    assert 0 < sum(int(row["matching"]) for row in periods) <= counts[""]


def test_an_empty_answer_says_what_each_condition_costs(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=litvinov+ultimatum&kind=telegram")

    assert page.one("h1").text() == "Nothing matches all of these."
    offered = {row.one("a").text(): (int(row.one("span").text()), row.one("a").attributes["href"])
               for row in page.one("ul", class_="removal").all("li")}  # fmt: skip
    count, address = offered["without litvinov"]
    assert count == total(searched(reader, address)) > 0
    assert set(offered) == {"without Telegram", "without litvinov ultimatum", "without litvinov", "without ultimatum"}


def test_what_is_left_of_a_question_is_read_as_it_was_meant(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=zzzz+(litvinov+OR+karst)+(ultimatum+in:footnotes)")

    offered = {
        row.one("a").text(): row.one("a").attributes["href"] for row in page.all("ul", class_="removal")[0].all("li")
    }

    left = parse_qs(urlsplit(offered["without zzzz"]).query)["q"]
    assert left == ["(litvinov OR karst) (ultimatum in:footnotes)"]


def test_an_empty_answer_offers_the_words_of_the_archive_and_states_what_was_searched(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=litwinov")

    (other,) = [one for one in page.all("a") if "but litvinov" in one.text()]
    assert total(searched(reader, other.attributes["href"])) > 0
    said = page.one("section", class_="statement").text()
    assert "for litwinov found 0 of" in said
    assert "as of change" in said


def test_abbreviations_are_offered_and_searched_by_a_link(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=telegram")
    (offer,) = [one for one in page.all("a") if one.text() == "Search abbreviations too"]

    wide = searched(reader, offer.attributes["href"])

    assert total(wide) >= total(page)
    assert "Searched also as" in wide.one("main").text()
    (back,) = [one for one in wide.all("a") if one.text() == "Search only as typed"]
    assert total(searched(reader, back.attributes["href"])) == total(page)


def test_each_term_of_a_question_can_be_left_out(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=karst+-ultimatum")

    drops = {one.attributes["aria-label"]: one.attributes["href"] for one in page.all("a", class_="drop")}

    assert set(drops) == {"Leave out: karst", "Leave out: ultimatum"}
    assert parse_qs(urlsplit(drops["Leave out: ultimatum"]).query) == {"q": ["karst"]}


def test_many_citations_are_told_apart_into_held_and_not(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=FRUS+1945,+vol.+V,+doc.+690;+FRUS+1945,+vol.+V,+doc.+9999")

    assert page.one("h2", id="cited").text() == "1 of 2 citations held"
    held, lacking = page.one("ul", class_="cited").all("li")
    assert held.one("a").attributes["href"] == "/telegrams/frus1945v05/d690/"
    assert "not held in this archive" in lacking.text()


def test_beyond_the_last_page_says_so_with_a_link_to_it(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=karst&page=900")

    assert "do not reach page 900" in page.one("main").text()
    assert parse_qs(urlsplit(page.one("p", class_="lead").one("a").attributes["href"]).query)["q"] == ["karst"]


def test_pages_follow_one_another_without_gap_or_repetition(reader: Client) -> None:
    first = reader.get("/telegrams.json").json()
    second = reader.get("/telegrams.json?page=2").json()

    addresses = [one["address"] for one in first["documents"] + second["documents"]]
    assert len(addresses) == len(set(addresses)) == first["total"]


def test_a_question_that_was_misread_says_how(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=%22lend+lease")

    assert page.one("p", class_="message").text().startswith("At character 1:")


def test_bad_values_are_messages_in_plain_words(reader: Client) -> None:
    page = searched(reader, "/telegrams/?since=yesterday&sort=upwards&kind=postcard")

    said = [message.text() for message in page.all("p", class_="message")]
    assert len(said) == 3
    assert any("“yesterday” is not a date" in one for one in said)


def test_undated_documents_left_out_are_counted_and_can_be_let_in(reader: Client) -> None:
    page = searched(reader, "/telegrams/?since=1930")
    left_out = next(one for one in page.one("section", class_="years").all("p") if "undated" in one.text())

    with_them = searched(reader, left_out.one("a").attributes["href"])

    assert total(with_them) == total(page) + int(left_out.text().split()[0])


def test_an_undated_document_is_said_to_be_undated(reader: Client) -> None:
    data = reader.get("/telegrams.json?q=%22Editorial+Note%22&years=none").json()

    assert data["documents"][0]["earliest"] is None
    assert "undated" in searched(reader, "/telegrams/?q=%22Editorial+Note%22&years=none").one("main").text()


def test_specimens_say_so_on_their_cards(reader: Client) -> None:
    page = searched(reader, "/telegrams/?volume=specimen")

    assert all(card.one("span", class_="specimen").text() == "specimen" for card in page.all("article"))


def test_a_question_that_takes_too_long_says_so(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(query: Query) -> None:
        raise TooHeavy(5, "of the")

    monkeypatch.setattr(ENGINE, "ask", stopped)

    response = reader.get("/telegrams/?q=%22of+the%22")

    assert response.status_code == 503
    said = parse(response.content).one("main").text()
    assert "took longer than 5 seconds and was stopped. Its costly part is “of the”." in said


@pytest.mark.parametrize(
    "address",
    [
        "/telegrams/facets/sender/?q=the",
        "/telegrams/lines.csv?q=the",
        "/telegrams/periods.csv?q=the",
        "/telegrams.csv?q=the",
        "/correspondents/?q=the",
        "/compared/?q=the&other=of",
        "/compared.csv?q=the&other=of",
        "/near/?q=the",
        "/near.csv?q=the",
    ],
)
def test_whatever_asks_what_takes_too_long_says_so(
    reader: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def stopped(*asked: object) -> None:
        raise TooHeavy(5, "of the")

    for name in ("ask", "all_values", "documents", "crossed", "count"):
        monkeypatch.setattr(ENGINE, name, stopped)

    response = reader.get(address)

    assert response.status_code == 503
    assert "took longer than 5 seconds" in response.content.decode()


def test_the_title_says_the_question_and_its_total(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=ultimatum")

    assert page.one("head").one("title").text() == f"ultimatum: {total(page)} documents — Telegram Archive"


def test_queries_do_not_grow_with_the_results(reader: Client) -> None:
    counts = {}
    for question in ("?q=subasich", "?q=karst", "?q=the", ""):
        reader.get(f"/telegrams/{question}")
        with CaptureQueriesContext(connection) as asked:
            reader.get(f"/telegrams/{question}")
        counts[question] = len(asked)

    # A facet of which no document found has a value asks for no names; nothing depends on how many are found.
    assert counts["?q=the"] == counts[""] <= 16
    assert max(counts.values()) == counts[""]


def test_a_misreading_offers_the_question_that_may_have_been_meant(reader: Client) -> None:
    phrase = searched(reader, "/telegrams/?q=karst+%22secretary+of+state").one("p", class_="message")
    part = searched(reader, "/telegrams/?q=karst+in:footnote").one("p", class_="message")

    assert phrase.one("a").text() == "Search the phrase instead"
    assert parse_qs(urlsplit(phrase.one("a").attributes["href"]).query)["q"] == ['karst "secretary of state"']
    assert part.one("a").text() == "Search in:footnotes instead"
    assert parse_qs(urlsplit(part.one("a").attributes["href"]).query)["q"] == ["karst in:footnotes"]


def test_a_card_says_how_many_it_answers_and_how_many_cite_it(reader: Client) -> None:
    data = reader.get("/telegrams.json?volume=specimen").json()
    cards = searched(reader, "/telegrams/?volume=specimen").all("article")
    lines = [card.one("p", class_="where").text() for card in cards]

    told = [(one["answers"], one["cited_by"]) for one in data["documents"]]
    assert any(answers for answers, _ in told)
    assert any(citing for _, citing in told)
    for line, (answers, citing) in zip(lines, told, strict=True):
        assert (f" · answers {answers}" in line) == bool(answers)
        assert (f" · cited by {citing}" in line) == bool(citing)


def test_days_asked_for_say_the_way_back_up(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=ultimatum&since=1945-11-22&until=1945-11-22")

    steps = {one.text(): one.attributes["href"] for one in page.one("p", class_="wider").all("a")}
    assert list(steps) == ["All years", "1945", "November 1945"]
    assert steps["November 1945"] == "/telegrams/?q=ultimatum&since=1945-11&until=1945-11"
    assert steps["All years"] == "/telegrams/?q=ultimatum"


def test_what_the_histogram_leaves_out_is_said(reader: Client) -> None:
    page = searched(reader, "/telegrams/")
    years = page.one("section", class_="years")

    drawn = sum(int(link.one("title").text().split()[1]) for link in years.one("svg").all("a"))
    left_out = next(one for one in years.all("p") if one.text().endswith("not drawn."))
    assert int(left_out.text().split()[0]) == total(page) - drawn > 0


def test_the_heights_of_the_bars_are_said(reader: Client) -> None:
    page = searched(reader, "/telegrams/?q=karst")

    titles_of_bars = [link.one("title").text() for link in page.one("section", class_="years").one("svg").all("a")]
    counts = [tuple(map(int, re.findall(r"\d+", said.partition(": ")[2]))) for said in titles_of_bars]
    most = [max(numbers) for numbers in zip(*counts, strict=True)]
    said = f"Filled: matching, up to {most[0]} a year. Outlined: held, up to {most[1]}."
    assert said in page.one("section", class_="years").text()


def test_the_lists_of_a_search_ask_for_ties_once(reader: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        reader.get("/telegrams/?q=telegram&sort=newest")

    ties = [one["sql"] for one in asked if 'FROM "telegrams_crossreference"' in one["sql"]]
    assert len(ties) == 2
