"""What readers' own settings do to the pages: their colours are kept, nothing moves, nothing shifts while it loads."""

from unittest.mock import patch

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from benchmarks.drawing import TO_THE_END, WATCHING
from tests.access import faults_of_access

pytestmark = pytest.mark.browser

KINDS = (
    "/",
    "/telegrams/?q=karst&sender=brandreth-silas",
    "/telegrams/?q=karst&view=context",
    "/telegrams/?q=karst&view=timeline",
    "/telegrams/frus1945v05/d690/?q=litvinov",
    "/telegrams/frus1945v05/d690/thread/",
    "/telegrams/specimen/d12/source/",
    "/people/harriman-william-averell/",
    "/offices/mission-in-russia/numbers/",
    "/volumes/specimen/",
    "/files/",
    "/telegrams/specimen/d999/",
)


def colour(desk: Page, selector: str, kind: str) -> str:
    """A computed colour of the first such element."""
    return str(desk.locator(selector).first.evaluate(f"(one) => getComputedStyle(one).{kind}"))


def test_the_readers_own_colours_hide_nothing(served: LiveServer, desk: Page) -> None:
    desk.emulate_media(forced_colors="active", color_scheme="dark")

    desk.goto(f"{served.url}/telegrams/?q=karst&sender=brandreth-silas")
    canvas = desk.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    assert colour(desk, "article mark", "backgroundColor") != canvas
    assert colour(desk, "article mark", "backgroundColor") != colour(desk, "article mark", "color")
    assert colour(desk, "svg .match", "fill") == colour(desk, "article a", "color")
    assert colour(desk, "svg .held", "stroke") == colour(desk, "article", "color")
    ticked = desk.get_by_role("checkbox", checked=True).first
    expect(ticked).to_be_visible()
    assert ticked.evaluate("(box) => getComputedStyle(box).appearance") != "none"

    desk.keyboard.press("Tab")
    assert colour(desk, ":focus", "outlineStyle") == "solid"
    assert colour(desk, ":focus", "outlineColor") != canvas

    desk.goto(f"{served.url}/telegrams/frus1945v05/d690/#note-7")
    assert colour(desk, "#note-7", "outlineStyle") == "solid"
    assert colour(desk, "#note-7", "outlineColor") != canvas


def test_nothing_moves_for_those_who_asked_for_rest(served: LiveServer, desk: Page) -> None:
    desk.emulate_media(reduced_motion="reduce")
    moving = """() => [...document.querySelectorAll("*")].filter((one) => {
      const style = getComputedStyle(one);
      return style.animationName !== "none" || style.scrollBehavior === "smooth" ||
        style.transitionDuration.split(", ").some((seconds) => parseFloat(seconds) > 0);
    }).map((one) => one.outerHTML.slice(0, 80))"""

    found = {}
    for address in KINDS:
        desk.goto(f"{served.url}{address}")
        found[address] = desk.evaluate(moving) + desk.evaluate("document.getAnimations().length ? ['moves'] : []")

    assert {address: what for address, what in found.items() if what} == {}


def test_no_layout_shifts_while_a_page_is_loaded_and_read(served: LiveServer, desk: Page) -> None:
    shifts = {}
    desk.add_init_script(WATCHING)
    for width in (1280, 360):
        desk.set_viewport_size({"width": width, "height": 800})
        for address in KINDS:
            desk.goto(f"{served.url}{address}")
            desk.evaluate(TO_THE_END, 50)
            shifts[width, address] = desk.evaluate("window.__shifts")

    assert {where: what for where, what in shifts.items() if what} == {}


def test_the_page_of_a_fault_is_a_page_like_others(served: LiveServer, desk: Page) -> None:
    with patch("telegrams.views.about.render", side_effect=ValueError("a fault")):
        desk.goto(f"{served.url}/about/")

    broken: dict[str, list[str]] = {}
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        broken[scheme] = faults_of_access(desk)

    expect(desk.get_by_role("heading", level=1)).to_have_text("A fault of the archive")
    assert "Charter" in colour(desk, "h1", "fontFamily")
    assert broken == {"light": [], "dark": []}
