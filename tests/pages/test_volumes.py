"""Volumes, their printed pages, and files."""

import pytest
from django.test import Client

from telegrams.models import ImportRun, PageMarker, Problem, Telegram
from tests.pages.reading import parse


def test_a_volume_lists_its_documents_in_printed_order(reader: Client) -> None:
    page = parse(reader.get("/volumes/specimen/").content)

    entries = page.one("ol", class_="entries").all("li")
    assert [entry.all("span")[0].text() for entry in entries] == [f"d{number}" for number in range(1, 41)]


def test_a_printed_page_leads_to_the_place_in_its_document(reader: Client) -> None:
    response = reader.get("/volumes/frus1945v05/pages/922/")

    assert (response.status_code, response["Location"]) == (302, "/telegrams/frus1945v05/d690/#p922")


def test_going_to_a_page_needs_no_script(reader: Client) -> None:
    response = reader.get("/volumes/frus1945v05/?go=922")

    assert response["Location"] == "/volumes/frus1945v05/pages/922/"


def test_a_page_that_several_documents_share_lists_them(reader: Client) -> None:
    telegrams = Telegram.objects.filter(volume__slug="specimen", document__in=["d20", "d21"])
    PageMarker.objects.bulk_create(
        PageMarker(telegram=telegram, ordinal=90, label="700", offset=0) for telegram in telegrams
    )

    page = parse(reader.get("/volumes/specimen/pages/700/").content)

    links = [entry.one("a").attributes["href"] for entry in page.one("ol", class_="entries").all("li")]
    assert links == ["/telegrams/specimen/d20/#p700", "/telegrams/specimen/d21/#p700"]


def test_a_page_that_is_not_held_says_which_are(reader: Client) -> None:
    response = reader.get("/volumes/frus1945v05/pages/13/")

    assert response.status_code == 404
    assert "no document held of it stands on page 13. Pages held of it lie between 921 and 922." in (
        parse(response.content).one("main").text()
    )


def test_documents_kept_back_are_named_with_the_reason(reader: Client) -> None:
    run = ImportRun.objects.create(asked="x")
    Problem.objects.create(
        run=run, volume="specimen", document="d99", source_name="specimen/d99.txt", line=1, code="no-body",
        level="error", text="no body; expected text",
    )  # fmt: skip

    page = parse(reader.get("/volumes/specimen/").content)

    assert "d99 no-body: no body; expected text" in page.one("section", class_="wide-panel").text()


def test_titles_concluded_from_a_slug_say_so(reader: Client) -> None:
    Telegram.objects.get(document="d690").volume.__class__.objects.filter(slug="frus1945v05").update(
        title_is_derived=True
    )

    page = parse(reader.get("/volumes/frus1945v05/").content)

    assert "titles concluded from the name frus1945v05" in page.one("dl", class_="facts").text()


@pytest.mark.parametrize(
    "number", ["711.61/11-2245", "711.61/11–2245", "711.61 / 11 - 2245", "File No. 711.61/11-2245"]
)
def test_a_file_number_in_any_spelling_leads_to_its_documents(reader: Client, number: str) -> None:
    page = parse(reader.get(f"/files/{number}/", follow=True).content)

    assert page.one("h1").text() == "File 711.61/11–2245"
    assert page.one("p", class_="lead").text() == "Political relations: United States – Soviet Union"
    assert page.one("article").one("a").attributes["href"] == "/telegrams/frus1945v05/d690/"


def test_a_file_shows_the_others_of_its_file(reader: Client) -> None:
    page = parse(reader.get("/files/840.156KARST/10-1246/").content)

    assert "Others in file 840.156KARST" in page.one("main").text()
    assert len(page.all("article")) > 5
