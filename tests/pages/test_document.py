"""The page of a document: the seed as issue 3 asks for it, and every part that a page can have."""

import json
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from telegrams.importing.resolving.known import known_register
from telegrams.importing.showing import reshow
from telegrams.models import Correction, Telegram
from telegrams.search.query import Query
from telegrams.views.within import token_of
from tests.pages.loading import load, loaded
from tests.pages.reading import Element, parse

SEED = "/telegrams/frus1945v05/d690/"


@pytest.fixture
def seed(reader: Client) -> Element:
    """The seed's page, taken apart."""
    return parse(reader.get(SEED).content)


def fact(page: Element, label: str) -> str:
    """What the header says beside a label."""
    facts = [child for child in page.one("main").one("dl", class_="facts").children if isinstance(child, Element)]
    labels = [one.text() for one in facts if one.tag == "dt"]
    return [one for one in facts if one.tag == "dd"][labels.index(label)].text()


def correct(field: str, value: str, against: str) -> Telegram:
    """Correct a field of the seed, as the admin does."""
    telegram = Telegram.objects.get(volume__slug="frus1945v05", document="d690")
    editor, _ = get_user_model().objects.get_or_create(username="editor", first_name="Ada", last_name="Archivist")
    Correction.objects.create(
        telegram=telegram, field=field, value=value, made_against=against,
        reason="The facsimile has another figure.", source="NARA M1244, reel 3", by=editor,
    )  # fmt: skip
    reshow([telegram], known_register())
    return telegram


def test_the_seed_names_its_sender_and_recipient_as_people(seed: Element) -> None:
    parties = seed.one("div", class_="parties").text()

    assert parties.startswith("William Averell Harriman Ambassador in the Soviet Union → to James Francis Byrnes")
    assert "◐ probable" in parties


def test_the_seed_s_day_is_marked_as_inferred_from_the_file_number(seed: Element) -> None:
    sent = fact(seed, "Sent")

    assert sent.startswith("22 November 1945 ○ inferred from the file number")
    assert [time.attributes["datetime"] for time in seed.one("dl", class_="facts").all("time")] == ["1945-11-22"]


@pytest.mark.parametrize(
    ("label", "said"),
    [
        ("Received", "not stated"),
        ("From", "Moscow ○ inferred seat of the sender's office; no dateline in the source"),
        ("Message number", "3930 ● printed"),
        ("Kind", "Telegram ● printed"),
        ("Classification", "not stated"),
        ("Source", "711.61/11–2245: Telegram ● printed"),
        ("Printed", "1945, vol. V, pp. 921–922 first page 921 ○ inferred the page before the first page mark"),
    ],
)
def test_every_value_of_the_header_says_where_it_comes_from(seed: Element, label: str, said: str) -> None:
    assert fact(seed, label) == said


def test_the_file_number_is_decoded_part_by_part(seed: Element) -> None:
    parts = [part.text() for part in seed.one("ol", class_="decoded").all("li")]

    assert parts == [
        "7 Political relations",
        "11 United States",
        "61 Soviet Union",
        "/11–2245 filed under 22 November 1945",
    ]


@pytest.mark.parametrize("mark", ["7", "8", "9"])
def test_notes_are_linked_both_ways(seed: Element, mark: str) -> None:
    reference = seed.one("a", id=f"ref-{mark}")
    note = seed.one("aside", id=f"note-{mark}")

    assert (reference.text(), reference.attributes["href"]) == (mark, f"#note-{mark}")
    assert reference.attributes["role"] == "doc-noteref"
    assert note.attributes["role"] == "doc-footnote"
    assert note.one("a", class_="back").attributes["href"] == f"#ref-{mark}"


def test_a_note_follows_the_passage_it_belongs_to(seed: Element) -> None:
    passage = next(one for one in seed.all("div", class_="passage") if one.all("a", id="ref-8"))

    assert "Tito has broken with Subasic.8 The Chinese" in passage.text()
    assert passage.one("aside").text().startswith("8 For documentation on this subject, see pp. 1208")


def test_page_922_stands_in_its_place_and_leaves_the_words_clean(seed: Element) -> None:
    passage = next(one for one in seed.all("div", class_="passage") if one.all("span", id="p922"))

    page = passage.one("span", id="p922")
    assert "at London Conference the Soviet Govt under leadership" in passage.text()
    assert (page.text(), page.attributes["role"], page.attributes["aria-label"]) == ("", "doc-pagebreak", "page 922")


def test_the_first_page_is_said_to_be_inferred(seed: Element) -> None:
    assert seed.one("span", id="p921").attributes["aria-label"] == "page 921, inferred"


def test_a_reference_to_a_page_that_is_not_held_says_so(seed: Element) -> None:
    note = seed.one("aside", id="note-8")

    assert note.one("span", class_="nothere").attributes["data-sign"] == "[not in this archive]"


def test_abbreviations_are_explained_and_can_be_reached_by_keys(seed: Element) -> None:
    explained = {one.text(): one for one in seed.one("article").all("abbr")}

    assert explained["UNO"].attributes["title"] == "United Nations Organization (general table of abbreviations)"
    assert explained["UNO"].attributes["tabindex"] == "0"


def test_the_citation_gives_the_day_in_brackets(seed: Element) -> None:
    assert seed.one("textarea", id="cite-note").text() == (
        "The Ambassador in the Soviet Union (Harriman) to the Secretary of State, telegram 3930, [22 November 1945], "
        "711.61/11–2245, in U.S. Department of State, Foreign Relations of the United States: Diplomatic Papers, 1945, "
        "vol. V, Europe (Washington, DC: Government Printing Office, 1967), 921–922, doc. 690."
    )


def test_a_citation_can_name_one_page(reader: Client) -> None:
    page = parse(reader.get(f"{SEED}?page=922").content)

    assert "1967), 922, doc. 690." in page.one("textarea", id="cite-note").text()


def test_a_page_that_is_not_the_document_s_own_is_not_cited(reader: Client) -> None:
    page = parse(reader.get(f"{SEED}?page=13").content)

    assert "1967), 921–922, doc. 690." in page.one("textarea", id="cite-note").text()


def test_the_title_tells_windows_apart(seed: Element) -> None:
    assert seed.one("title").text() == (
        "3930, William Averell Harriman to James Francis Byrnes, 22 November 1945 — Telegram Archive"
    )


def test_words_searched_for_are_marked_in_text_and_notes(reader: Client) -> None:
    page = parse(reader.get(SEED, {"in": token_of(Query(q="litvinov subasich", page=2))}).content)

    marked = [mark.text() for mark in page.one("article").all("mark")]
    assert marked.count("Litvinov") == 4
    assert "Subasich" in marked
    back = next(link for link in page.one("nav", class_="trail").all("a") if link.text() == "Back to results")
    assert back.attributes["href"] == "/telegrams/?q=litvinov+subasich"  # the page of results that holds it


@pytest.mark.parametrize("token", ["x", "%00", "eJwrTi0GAAP", "A" * 5000, "____", "é"])
def test_a_token_that_is_none_of_ours_is_ignored(reader: Client, token: str) -> None:
    response = reader.get(SEED, {"in": token})

    assert response.status_code == 200
    assert not parse(response.content).one("article").all("mark")


def test_a_corrected_value_shows_who_why_and_what_was_read(reader: Client) -> None:
    correct("message_number", "3931", "3930")

    page = parse(reader.get(SEED).content)

    assert fact(page, "Message number") == "3931 ✎ corrected read as 3930; who, why, source"
    said = page.one("li", id="correction-message-number").text()
    assert said.startswith("Message number: 3931, read as 3930. The facsimile has another figure.")
    assert "NARA M1244, reel 3. Ada Archivist," in said


def test_a_correction_made_against_another_reading_shows_both(reader: Client) -> None:
    correct("message_number", "3931", "3932")

    page = parse(reader.get(SEED).content)

    said = page.one("li", id="correction-message-number").text()
    assert "made when the source read “3932”; it now reads “3930”" in said


def test_a_correction_to_not_stated_says_so(reader: Client) -> None:
    correct("message_number", "", "3930")

    page = parse(reader.get(SEED).content)

    assert fact(page, "Message number").startswith("not stated ✎ corrected read as 3930")


def test_a_corrected_sender_is_said_beside_the_name(reader: Client) -> None:
    correct("sender_name", "Kennan", "Harriman")

    page = parse(reader.get(SEED).content)

    assert "Kennan" in page.one("div", class_="parties").text()
    assert "read as Harriman; who, why, source" in page.one("div", class_="parties").text()


def test_an_enclosure_is_a_section_with_its_own_address(reader: Client) -> None:
    page = parse(reader.get("/telegrams/specimen/d11/").content)

    first = page.one("section", id="enclosure-1")
    assert first.attributes["aria-label"] == "[Enclosure 1—Translation]"
    assert first.one("h2").text().startswith("The Grausthal Chargé d’Affaires (Nebelung)")
    assert page.all("a", href="#enclosure-2")


def test_rows_of_cells_are_a_table(reader: Client) -> None:
    page = parse(reader.get("/telegrams/specimen/d12/").content)

    table = page.one("article").one("table")
    assert [head.text() for head in table.all("th", scope="col")] == [
        "Hour (river time)",
        "Depth in feet",
        "Under Queen Amalia",
    ]
    assert len(table.all("tr")) == 5


@pytest.mark.parametrize("suffix", ["ris", "bib", "txt", "json"])
def test_a_specimen_says_so_in_every_form(reader: Client, suffix: str) -> None:
    written = reader.get(f"/telegrams/specimen/d12.{suffix}").content.decode()

    assert "specimen" in written.removeprefix("/telegrams/specimen/")
    assert "specimen, invented for this archive" in written


def test_a_specimen_says_so_on_its_page_and_in_its_citations(reader: Client) -> None:
    page = parse(reader.get("/telegrams/specimen/d12/").content)

    assert page.one("p", class_="specimen").text().startswith("specimen")
    assert all("[specimen, invented for this archive]" in one.text() for one in page.all("textarea"))


def test_neighbours_are_named_with_heading_and_day(reader: Client) -> None:
    page = parse(reader.get("/telegrams/specimen/d12/").content)

    beside = page.one("nav", class_="panel").text()
    assert "Before: The Chargé in Ruritania (Penhallow) to the Secretary of State d11, 11 October 1946" in beside
    assert "In the file 840.156 Karst" in beside


def test_an_unchanged_page_is_not_sent_again(reader: Client) -> None:
    first = reader.get(SEED)

    second = reader.get(SEED, headers={"if-none-match": first["ETag"]})

    assert (second.status_code, second.content, second["ETag"]) == (304, b"", first["ETag"])


def test_a_corrected_page_is_sent_again(reader: Client) -> None:
    first = reader.get(SEED)
    correct("message_number", "3931", "3930")

    second = reader.get(SEED, headers={"if-none-match": first["ETag"]})

    assert second.status_code == 200


def test_a_withdrawn_document_is_gone_and_says_since_when(reader: Client) -> None:
    Telegram.objects.filter(document="d690").update(withdrawn_at="2026-01-05T12:00Z")

    response = reader.get(SEED)

    assert response.status_code == 410
    assert "was withdrawn from this archive on 5 January 2026" in parse(response.content).one("main").text()


@pytest.mark.parametrize("suffix", ["/source/", ".json", ".txt", ".ris", ".bib"])
def test_no_form_of_a_withdrawn_document_gives_its_text(reader: Client, suffix: str) -> None:
    Telegram.objects.filter(document="d690").update(withdrawn_at="2026-01-05T12:00Z")

    response = reader.get(SEED.rstrip("/") + suffix)

    assert response.status_code == 410
    assert b"Litvinov" not in response.content


def test_an_address_that_is_not_held_is_taken_apart(reader: Client) -> None:
    response = reader.get("/telegrams/specimen/d9999/")

    assert response.status_code == 404
    assert (
        "Volume specimen (The Strelsau Papers) is held; document d9999 is not; the documents held of it run d1–d40."
        in (parse(response.content).one("main").text())
    )


def test_the_source_stands_line_by_line_as_it_was_loaded(reader: Client) -> None:
    page = parse(reader.get(f"{SEED}source/").content)

    lines = page.one("ol", class_="lines").all("li")
    assert len(lines) == 24
    assert lines[0].one("code").text() == "711.61/11–2245: Telegram"
    assert lines[21].one("code").text().startswith("1. Maxim Maximovich Litvinov")


NOTES = """740.00/1–150: Telegram

The Ambassador in France (Bruce) to the Secretary of State

12. First words.{marks}

Bruce
{notes}"""


def test_the_budget_of_queries_does_not_grow_with_the_document(reader: Client, tmp_path: Path) -> None:
    marks = " ".join(f"Word{number}.{number} And again, see pp. {number} ff." for number in range(1, 60))
    notes = "\n".join(f"  {number}. Note, see page {number}." for number in range(1, 60))
    loaded(tmp_path, NOTES.format(marks=f" {marks}", notes=notes), document="d2")
    loaded(tmp_path, NOTES.format(marks="", notes="").strip(), document="d1")
    cache.delete("held")

    counts = []
    for document in ("d1", "d2"):
        reader.get(f"/telegrams/frus1950v01/{document}/")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            reader.get(f"/telegrams/frus1950v01/{document}/")
        counts.append(len(asked))

    assert counts[0] == counts[1]
    assert counts[1] <= 9  # one of them is who cites it


def test_marks_that_repeat_have_addresses_of_their_own(reader: Client) -> None:
    telegram = Telegram.objects.get(document="d690")
    telegram.footnotes.update(printed_mark="*")

    page = parse(reader.get(SEED).content)

    ids = [note.attributes["id"] for note in page.all("aside", role="doc-footnote")]
    assert len(set(ids)) == 3
    assert [mark.text() for mark in page.all("a", role="doc-noteref")] == ["*", "*", "*"]


def test_notes_without_a_place_stand_at_the_end_with_a_word_of_why(reader: Client) -> None:
    Telegram.objects.get(document="d690").footnotes.filter(ordinal=2).update(offset=None)

    page = parse(reader.get(SEED).content)

    loose = page.one("section", id="loose-notes")
    assert "no mark in the text could be paired with them" in loose.text()
    assert loose.one("aside").text().startswith("8 For documentation")
    assert not page.all("a", id="ref-8")


def test_a_second_load_changes_nothing_on_the_page(reader: Client) -> None:
    before = reader.get(SEED)["ETag"]

    load(Path("fixtures/frus1945v05"))

    assert reader.get(SEED)["ETag"] == before


def test_a_document_describes_itself_to_reference_managers_as_one_section_of_a_book(reader: Client) -> None:
    page = parse(reader.get(SEED).content)

    said = {
        one.attributes["name"]: one.attributes["content"]
        for one in page.one("head").all("meta")
        if "name" in one.attributes
    }
    assert said["citation_title"] == "The Ambassador in the Soviet Union (Harriman) to the Secretary of State"
    assert said["citation_author"] == "Harriman, William Averell"
    assert said["citation_book_title"].endswith("1945, vol. V, Europe")
    assert (said["citation_firstpage"], said["citation_lastpage"]) == ("921", "922")
    assert said["citation_publication_date"] == "1967"
    assert said["citation_public_url"] == f"http://testserver{SEED}"


def test_a_document_describes_itself_as_a_message_in_a_book(reader: Client) -> None:
    described = json.loads(parse(reader.get(SEED).content).one("script", type="application/ld+json").text())

    assert described["@type"] == "Message"
    assert described["dateSent"] == "1945-11-22"
    assert described["sender"][0]["@type"] == "Person"
    assert described["sender"][0]["@id"].endswith("/people/harriman-william-averell/")
    # probable only: the office is printed, who held it is concluded
    assert described["recipient"] == [{"@type": "Organization", "name": "Secretary of State"}]
    assert described["isPartOf"]["datePublished"] == "1967"
    assert "dateReceived" not in described


def test_as_printed_sets_corrections_aside_and_as_corrected_brings_them_back(reader: Client) -> None:
    correct("sent", "1945-11-23", "1945-11-22")
    correct("sender_name", "Kennan", "Harriman")

    corrected = parse(reader.get(SEED, {"q": "litvinov"}).content)
    printed = parse(reader.get(SEED, {"q": "litvinov", "as": "printed"}).content)

    assert fact(corrected, "Sent").startswith("23 November 1945 ✎ corrected")
    assert fact(printed, "Sent").startswith("22 November 1945 ○ inferred")
    assert printed.one("div", class_="parties").text().startswith("Harriman Ambassador in the Soviet Union")
    # both say that the other is there, and what was corrected
    assert [one.attributes["href"] for one in printed.all("a") if one.text() == "As corrected"] == [
        f"{SEED}?q=litvinov"
    ]
    assert [one.attributes["href"] for one in corrected.all("a") if one.text() == "As printed"] == [
        f"{SEED}?q=litvinov&as=printed"
    ]
    assert "23 November 1945" in printed.one("section", id="source").text()


def test_neighbours_stand_in_the_volume_in_the_file_and_at_the_post(reader: Client) -> None:
    page = parse(reader.get("/telegrams/specimen/d11/").content)

    groups = [one.text() for one in page.one("nav", class_="panel").all("h3")]
    assert groups[0] == "In the volume"
    assert any(one.startswith("From ") for one in groups)


def test_a_document_opened_from_a_search_says_its_place_and_its_neighbours_there(reader: Client) -> None:
    listed = parse(reader.get("/telegrams/", {"q": "karst", "page": "2"}).content)
    first = listed.one("ol", class_="results").all("h2")[0].one("a").attributes["href"]
    total = listed.one("h1").text().split()[0]

    page = parse(reader.get(first).content)
    trail = page.one("nav", class_="trail")
    assert f"26 of {total}" in trail.text()
    previous = next(one for one in trail.all("a") if one.text() == "‹ previous").attributes["href"]
    before = parse(reader.get(previous).content).one("nav", class_="trail")
    assert f"25 of {total}" in before.text()
    back = next(one for one in before.all("a") if one.text() == "Back to results")
    assert back.attributes["href"] == "/telegrams/?q=karst"  # where it stands now: the first page


def test_a_document_costs_as_many_queries_from_a_search_of_any_size(reader: Client) -> None:
    def queries(words: str) -> int:
        address = f"/telegrams/specimen/d11/?in={token_of(Query(q=words))}"
        reader.get(address)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            reader.get(address)
        return len(captured)

    assert queries("the") <= queries("nothinghasthisword") + 1
