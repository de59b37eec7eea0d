"""A document in a real browser: its place among my results, its notes, its marks, copying, keys, colours, print."""

import re
import unicodedata
from io import BytesIO
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from pytest_django.live_server_helper import LiveServer

pytestmark = pytest.mark.browser

SEED = "/telegrams/frus1945v05/d690/"
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1280, "height": 900}


def documents(page: Page) -> list[str]:
    """The headings of a page of results, in their order."""
    return page.locator(".results .result h2").all_inner_texts()


def total(page: Page) -> str:
    """How many documents a page of results says there are."""
    return page.get_by_role("heading", level=1).inner_text().split()[0]


def heading(page: Page) -> str:
    """The heading of a document."""
    return page.get_by_role("heading", level=1).inner_text()


def next_in_my_results(page: Page) -> None:
    """Follow the link beside '1 of 30'."""
    page.get_by_role("navigation", name="Place in the volume").get_by_role("link", name="Next in my results").click()


def test_from_search_to_facet_to_document_to_note_and_back_and_on_in_my_results(desk: Page, said: list[str]) -> None:
    desk.get_by_label("Search the telegrams").fill("karst")
    desk.get_by_label("Search the telegrams").press("Enter")
    desk.get_by_role("group", name="Kind").get_by_role("checkbox").first.check()
    expect(desk).to_have_url(re.compile("kind="))
    found, of_all = documents(desk), total(desk)

    desk.locator(".results .result h2 a").first.click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text(found[0])
    expect(desk.locator(".trail")).to_contain_text(f"1 of {of_all}")
    if desk.locator("a.mark").count():
        desk.locator("a.mark").first.click()
        desk.locator("a.back").first.click()

    for number, title in enumerate(found[1:4], 2):
        next_in_my_results(desk)
        expect(desk.get_by_role("heading", level=1)).to_contain_text(title)
        expect(desk.locator(".trail")).to_contain_text(f"{number} of {of_all}")
    desk.get_by_role("link", name="Back to results").click()
    assert documents(desk) == found
    assert said == []


def test_two_windows_with_two_questions_never_mix(served: LiveServer, desk: Page, said: list[str]) -> None:
    other = desk.context.new_page()
    desk.goto(f"{served.url}/telegrams/?q=karst")
    other.goto(f"{served.url}/telegrams/?q=ultimatum+OR+frontier&sort=date")
    mine, theirs, all_of_mine, all_of_theirs = documents(desk), documents(other), total(desk), total(other)
    desk.locator(".results .result h2 a").first.click()
    other.locator(".results .result h2 a").first.click()

    next_in_my_results(desk)
    next_in_my_results(other)
    desk.reload()
    other.reload()

    assert heading(desk) == mine[1]
    assert heading(other) == theirs[1]
    expect(desk.locator(".trail")).to_contain_text(f"2 of {all_of_mine}")
    expect(other.locator(".trail")).to_contain_text(f"2 of {all_of_theirs}")


def test_every_state_survives_a_bookmark(served: LiveServer, desk: Page, browser: Browser) -> None:
    desk.goto(f"{served.url}/telegrams/?q=litvinov")
    desk.locator(".results .result h2 a").first.click()
    desk.get_by_role("link", name="Without marks").click()
    expect(desk.locator("main mark")).to_have_count(0)
    desk.locator("#cite").get_by_role("link", name="922", exact=True).click()
    kept = desk.url

    other = browser.new_context().new_page()
    other.goto(kept)

    expect(other.locator("main mark")).to_have_count(0)
    expect(other.locator(".trail")).to_contain_text("1 of 1")
    expect(other.get_by_label("Note, Chicago")).to_have_value(re.compile(r", 922, doc\. 690"))
    other.get_by_role("link", name="Mark them").click()
    assert other.locator("main mark").count() > 0


def test_n_goes_from_one_marked_word_to_the_next_and_says_where_it_is(
    served: LiveServer, desk: Page, said: list[str]
) -> None:
    desk.goto(f"{served.url}{SEED}?q=litvinov")
    count = int(desk.locator(".contents").inner_text().split()[0])

    desk.keyboard.press("n")
    expect(desk.locator("#hit-at")).to_have_text(f"1 of {count}")
    expect(desk.locator("mark[aria-current]")).to_be_in_viewport()
    desk.keyboard.press("Shift+N")
    expect(desk.locator("#hit-at")).to_have_text(f"{count} of {count}")
    assert said == []


def test_notes_stand_beside_their_passages_and_never_over_one_another(
    served: LiveServer, desk: Page, said: list[str]
) -> None:
    desk.set_viewport_size(WIDE)  # type: ignore[arg-type]
    for document in ("frus1945v05/d690", "specimen/d2", "specimen/d11"):
        desk.goto(f"{served.url}/telegrams/{document}/")
        boxes = desk.locator(".passage .note").evaluate_all(
            "notes => notes.map(note => note.getBoundingClientRect()).map(at => [at.top, at.bottom, at.left])"
        )
        edge = desk.locator(".letter .passage p").first.bounding_box()
        assert edge is not None
        assert all(left >= edge["x"] + edge["width"] for _, _, left in boxes)
        assert all(second[0] >= first[1] for first, second in pairwise(boxes))
    assert said == []


def test_on_a_phone_a_note_opens_from_its_mark_and_gives_the_focus_back(
    served: LiveServer, desk: Page, said: list[str]
) -> None:
    desk.set_viewport_size(NARROW)  # type: ignore[arg-type]
    desk.goto(f"{served.url}{SEED}")
    expect(desk.locator("#note-8")).to_be_hidden()

    desk.locator("#ref-8").click()
    expect(desk.locator("#note-8")).to_be_in_viewport()
    desk.keyboard.press("Escape")
    expect(desk.locator("#note-8")).to_be_hidden()
    expect(desk.locator("#ref-8")).to_be_focused()

    desk.get_by_role("button", name="Notes under their passages").click()
    expect(desk.locator("#note-8")).to_be_visible()
    desk.goto(f"{served.url}/telegrams/?q=")
    desk.goto(f"{served.url}{SEED}#note-9")
    expect(desk.locator("#note-9")).to_be_in_viewport()
    assert said == []


def test_a_note_that_holds_a_word_searched_for_is_not_folded(served: LiveServer, desk: Page) -> None:
    desk.set_viewport_size(NARROW)  # type: ignore[arg-type]
    desk.goto(f"{served.url}{SEED}?q=subasich")

    expect(desk.locator("#note-8")).to_be_visible()
    expect(desk.locator("#note-9")).to_be_hidden()


def select(page: Page, first: str, last: str) -> None:
    """Select from the beginning of one element to the end of another."""
    page.evaluate(
        """([first, last]) => {
          const range = document.createRange();
          range.setStartBefore(document.querySelector(first).firstChild);
          range.setEndAfter(document.querySelector(last).lastChild);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        [first, last],
    )


def test_a_passage_is_copied_with_its_citation_and_the_page_it_stands_on(served: LiveServer, desk: Page) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto(f"{served.url}{SEED}")
    last = desk.locator(".letter .passage p:not([class])").last
    last.evaluate("one => one.classList.add('last')")

    select(desk, "p.last", "p.last")
    expect(desk.locator("#pinned")).to_have_text("Cites p. 922, of the passage selected.")
    desk.keyboard.press("p")
    expect(desk.locator("#copied")).to_have_text("Passage and citation copied.")
    copied = desk.evaluate("navigator.clipboard.readText()")

    assert copied.startswith("“I hope the above will be accepted only as our tentative interpretation")
    assert "as they look from Moscow.”" in copied  # without the mark of its note
    assert copied.rstrip().endswith("1967), 922, doc. 690.")


def test_copied_text_holds_no_marks_and_no_notes(served: LiveServer, desk: Page) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.goto(f"{served.url}{SEED}")

    select(desk, "#passage-3", ".letter .passage:last-of-type")
    desk.keyboard.press("Control+c")
    copied = desk.evaluate("navigator.clipboard.readText()")

    assert "insufferable" not in copied
    assert "Assistant People’s" not in copied
    assert "Litvinov. He told me" in copied or "Litvinov." in copied
    assert "↩" not in copied


def test_the_colours_chosen_last_over_pages_and_reloads(served: LiveServer, desk: Page, said: list[str]) -> None:
    desk.emulate_media(color_scheme="light")
    desk.get_by_role("button", name="dark", exact=True).click()
    desk.goto(f"{served.url}{SEED}")

    dark = desk.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert dark == "rgb(23, 23, 26)"
    expect(desk.get_by_role("button", name="dark", exact=True)).to_have_attribute("aria-pressed", "true")
    desk.get_by_role("button", name="as system").click()
    desk.reload()
    assert desk.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(251, 250, 246)"
    assert said == []


def press(page: Page, key: str) -> None:
    """Press a key on a page that has come whole, its scripts too."""
    page.wait_for_load_state()
    page.keyboard.press(key)


def test_a_walk_by_keys_alone(served: LiveServer, desk: Page, said: list[str]) -> None:
    desk.keyboard.press("/")
    desk.keyboard.type("karst")
    desk.keyboard.press("Enter")
    expect(desk).to_have_url(re.compile("q=karst"))
    found = documents(desk)

    desk.evaluate("document.activeElement.blur()")
    press(desk, "j")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_contain_text(found[1])
    press(desk, ">")
    expect(desk.get_by_role("heading", level=1)).to_contain_text(found[2])
    press(desk, "<")
    expect(desk.get_by_role("heading", level=1)).to_contain_text(found[1])
    press(desk, "j")
    expect(desk.locator(".passage:focus")).to_have_count(1)
    assert said == []


def test_one_switch_turns_single_keys_off(served: LiveServer, desk: Page) -> None:
    desk.goto(f"{served.url}{SEED}?q=litvinov")
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Keys")).to_be_visible()
    desk.get_by_label("Turn single keys off on this machine").check()
    desk.keyboard.press("Escape")
    desk.reload()

    desk.keyboard.press("n")

    expect(desk.locator("#hit-at")).to_have_text("")


def test_without_script_a_document_is_whole(served: LiveServer, desk: Page, browser: Browser) -> None:
    plain = browser.new_context(java_script_enabled=False, viewport=NARROW).new_page()  # type: ignore[arg-type]
    plain.goto(f"{served.url}/telegrams/?q=litvinov")
    plain.get_by_role("link", name="The Ambassador in the Soviet Union (Harriman)").click()

    expect(plain.locator("#note-7")).to_be_visible()
    expect(plain.locator(".trail")).to_contain_text("1 of 1")
    expect(plain.get_by_role("button", name="Copy the note")).to_have_count(0)
    expect(plain.get_by_label("Note, Chicago")).to_be_visible()
    plain.locator("#ref-9").click()
    expect(plain.locator("#note-9")).to_be_in_viewport()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_print_holds_notes_pages_citation_and_address(served: LiveServer, desk: Page, viewport: Any) -> None:
    desk.set_viewport_size(viewport)
    desk.emulate_media(color_scheme="dark")
    desk.goto(f"{served.url}{SEED}")

    printed = PdfReader(BytesIO(desk.pdf(format="A4")))
    words = unicodedata.normalize("NFKC", " ".join(" ".join(page.extract_text() for page in printed.pages).split()))

    assert "Maxim Maximovich Litvinov had been an Assistant People’s Commissar" in words
    assert "[p. 922]" in words
    assert "(Washington, DC: Government Printing Office, 1967), 921–922, doc. 690." in words
    assert f"{served.url}{SEED}" in words
    assert re.search(r"read on \d{1,2} \w+ \d{4}", words)
    assert "22 November 1945 ○ inferred" in words
    assert "Back to results" not in words
    assert "Turn single keys off" not in words
