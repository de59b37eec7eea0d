"""A reader's walk in a real browser: search, read, follow a note, come back; narrow and widen; see a correction."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.access import faults_of_access

pytestmark = pytest.mark.browser

NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}
PAGES = (
    "/",
    "/telegrams/?q=karst",
    "/telegrams/?q=karst&view=timeline",
    "/telegrams/?q=karst&view=table",
    "/telegrams/?q=nothinghasthisword",
    "/telegrams/facets/sender/",
    "/telegrams/frus1945v05/d690/",
    "/telegrams/specimen/d11/",
    "/telegrams/specimen/d12/source/",
    "/people/",
    "/people/brandreth-silas/",
    "/volumes/specimen/",
    "/telegrams/frus1945v05/d690/thread/",
    "/offices/",
    "/offices/mission-in-russia/",
    "/offices/mission-in-russia/numbers/",
    "/posts/",
    "/posts/moscow/",
    "/correspondents/",
    "/correspondents/?among=brandreth-silas",
    "/compared/?q=karst&other=litvinov",
    "/near/?q=brandreth",
    "/ledger/",
    "/wanted/",
    "/delays/",
    "/days/1945-11-22/",
    "/washington/?by=1945-11-22T18:00",
    "/files/",
    "/files/711.61/11-2245/",
    "/changes/",
    "/telegrams/frus1945v05/d690/history/",
    "/report/?document=frus1945v05/d690",
    "/about/",
    "/about/search/",
    "/telegrams/specimen/d999/",
    "/about/wanting/parties/",
)


def search(desk: Page, words: str) -> None:
    """Type into the box of the first page and press Enter."""
    desk.get_by_label("Search the telegrams").fill(words)
    desk.get_by_label("Search the telegrams").press("Enter")


def test_from_a_search_to_a_document_to_a_note_and_back(desk: Page, said: list[str]) -> None:
    search(desk, "litvinov")
    expect(desk.get_by_role("heading", level=1)).to_have_text("1 document")

    desk.get_by_role("link", name="The Ambassador in the Soviet Union (Harriman)").click()
    expect(desk.locator("article mark").first).to_have_text("Litvinov")

    desk.locator("#ref-7").click()
    expect(desk).to_have_url(re.compile(r"#note-7$"))
    expect(desk.locator("#note-7")).to_be_in_viewport()

    desk.get_by_role("link", name="back to mark 7 in the text").click()
    expect(desk).to_have_url(re.compile(r"#ref-7$"))

    desk.get_by_role("link", name="Back to results").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("1 document")
    expect(desk.get_by_label("Search the telegrams")).to_have_value("litvinov")
    assert said == []


def test_a_facet_is_ticked_and_unticked_at_once(desk: Page, said: list[str]) -> None:
    search(desk, "karst")
    everything = desk.get_by_role("heading", level=1).inner_text()

    desk.get_by_role("group", name="Sender").get_by_role("checkbox", name="Brandreth").check()
    expect(desk).to_have_url(re.compile("sender=brandreth-silas"))
    expect(desk.get_by_role("heading", level=1)).not_to_have_text(everything)
    ticked = desk.get_by_role("group", name="Sender").get_by_role("checkbox", name="Brandreth")
    expect(ticked).to_be_checked()
    expect(ticked).to_be_focused()

    ticked.uncheck()
    expect(desk.get_by_role("heading", level=1)).to_have_text(everything)
    assert said == []


def test_facets_work_without_script(served: LiveServer, desk: Page, browser: Browser) -> None:
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{served.url}/telegrams/?q=karst")

    plain.get_by_role("group", name="Sender").get_by_role("checkbox", name="Brandreth").check()
    plain.get_by_role("button", name="Apply").click()

    expect(plain).to_have_url(re.compile("sender=brandreth-silas"))
    expect(plain.get_by_role("group", name="Sender").get_by_role("checkbox", name="Brandreth")).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_the_smallest_screen(served: LiveServer, desk: Page, scheme: str) -> None:
    desk.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    desk.set_viewport_size(NARROW)  # type: ignore[arg-type]

    widths = {address: width(desk, f"{served.url}{address}") for address in PAGES}

    assert {address: wide for address, wide in widths.items() if wide > NARROW["width"]} == {}


def width(desk: Page, address: str) -> int:
    """How wide a page is drawn."""
    desk.goto(address)
    return int(desk.evaluate("document.documentElement.scrollWidth"))


def test_copied_text_is_the_text_of_the_print(served: LiveServer, desk: Page) -> None:
    desk.set_viewport_size(WIDE)  # type: ignore[arg-type]
    desk.goto(f"{served.url}/telegrams/frus1945v05/d690/")

    words = desk.locator("article.letter .passage p").nth(4).inner_text()

    assert "could not get what he wanted at London Conference the Soviet Govt under leadership" in words


def test_page_numbers_stand_in_the_margin(served: LiveServer, desk: Page) -> None:
    desk.set_viewport_size(WIDE)  # type: ignore[arg-type]
    desk.goto(f"{served.url}/telegrams/frus1945v05/d690/")

    drawn = desk.evaluate("getComputedStyle(document.querySelector('#p922'), '::before').position")
    notes = desk.locator("#note-8").bounding_box()
    text = desk.locator("article.letter .passage p").first.bounding_box()

    assert drawn == "absolute"
    assert notes is not None
    assert text is not None
    assert notes["x"] > text["x"] + text["width"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_accessibility_is_broken(served: LiveServer, desk: Page, scheme: str) -> None:
    desk.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]

    broken = {}
    for address in PAGES:
        desk.goto(f"{served.url}{address}")
        broken[address] = faults_of_access(desk)

    assert {address: found for address, found in broken.items() if found} == {}
