"""A reader who searches in a real browser: suggestions while typing, the histogram by link, brush and keyboard."""

import json
import re

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from tests.access import faults_of_access
from tests.browser.test_reading import NARROW

pytestmark = pytest.mark.browser


def box_of(desk: Page) -> Locator:
    """The search box of a page."""
    return desk.get_by_role("combobox", name="Search the telegrams")


def type_in(desk: Page, words: str) -> Locator:
    """Type key by key, as a reader does."""
    box = box_of(desk)
    box.press_sequentially(words, delay=20)
    return box


def test_a_person_is_found_by_the_keyboard_alone(desk: Page, said: list[str]) -> None:
    box = type_in(desk, "brand")
    options = desk.get_by_role("option")
    expect(options.first).to_contain_text("Brandreth")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(desk.locator(".suggestions + [aria-live=polite]")).to_have_text(re.compile(r"^\d+ suggestions?$"))

    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "suggestion-0")
    expect(box).to_be_focused()
    box.press("Enter")

    expect(desk).to_have_url(re.compile(r"/telegrams/\?sender=brandreth-silas$"))
    assert said == []


def test_a_post_is_found_by_the_mouse_on_the_small_box_of_any_page(served: LiveServer, desk: Page) -> None:
    desk.goto(f"{served.url}/people/")
    type_in(desk, "mosc")

    desk.get_by_role("option", name="Moscow Post").click()

    expect(desk).to_have_url(re.compile(r"/telegrams/\?post=moscow$"))


def test_a_file_number_is_suggested(desk: Page) -> None:
    type_in(desk, "711.61")

    expect(desk.get_by_role("option").first).to_contain_text("File number: 1")


def test_enter_without_choosing_searches_what_was_typed(desk: Page) -> None:
    box = type_in(desk, "brand")
    expect(desk.get_by_role("option").first).to_be_visible()

    box.press("Enter")

    expect(desk).to_have_url(re.compile(r"/telegrams/\?q=brand$"))


def test_arrows_go_round_by_way_of_what_was_typed(desk: Page) -> None:
    box = type_in(desk, "brand")
    last = desk.get_by_role("option").last
    expect(last).to_be_visible()

    box.press("ArrowUp")
    expect(last).to_have_attribute("aria-selected", "true")
    box.press("ArrowDown")

    expect(desk.locator("[aria-selected=true]")).to_have_count(0)
    expect(box).to_have_value("brand")
    assert box.get_attribute("aria-activedescendant") is None


def test_escape_closes_the_list_and_leaves_the_words(desk: Page) -> None:
    box = type_in(desk, "brand")
    expect(desk.get_by_role("option").first).to_be_visible()

    box.press("Escape")

    expect(desk.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("brand")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("Escape")
    expect(box).to_have_value("")


def test_one_character_asks_for_nothing(desk: Page) -> None:
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(request.url) if "suggest.json" in request.url else None)

    type_in(desk, "b")
    desk.wait_for_timeout(400)

    assert asked == []


def test_a_late_answer_to_earlier_letters_is_dropped(desk: Page) -> None:
    held: list[Route] = []

    def answer(route: Route) -> None:
        typed = route.request.url.partition("q=")[2]
        if typed == "br":
            held.append(route)
        else:
            route.fulfill(body=json.dumps([typed, [f"for {typed}"], ["Post: 1"], ["http://localhost/telegrams/"]]))

    desk.route("**/suggest.json*", answer)
    box = type_in(desk, "br")
    desk.wait_for_timeout(300)
    box.press_sequentially("an")
    expect(desk.get_by_role("option")).to_contain_text("for bran")

    assert len(held) == 1
    late = json.dumps(["br", ["too late"], ["Post: 1"], ["http://localhost/telegrams/"]])
    try:
        held[0].fulfill(body=late)
    finally:
        desk.wait_for_timeout(200)
    expect(desk.get_by_role("option")).to_have_text(["for bran Post: 1"])


def test_a_name_is_never_markup(desk: Page, said: list[str]) -> None:
    name = "<img src=x onerror=alert(1)>"
    spoken = json.dumps(["xx", [name], ["Sender: 1"], ["http://localhost/telegrams/"]])
    desk.route("**/suggest.json*", lambda route: route.fulfill(body=spoken))

    type_in(desk, "xx")

    expect(desk.get_by_role("option")).to_contain_text(name)
    assert desk.locator(".suggestions img").count() == 0
    assert said == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_list_breaks_no_rule_and_moves_nothing(desk: Page, scheme: str) -> None:
    desk.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    desk.set_viewport_size(NARROW)  # type: ignore[arg-type]
    # in the document, for an option may be scrolled into view
    place = "scrollY + document.querySelector('.help').getBoundingClientRect().top"
    before = desk.evaluate(place)
    box = type_in(desk, "brand")
    expect(desk.get_by_role("option").first).to_be_visible()
    box.press("ArrowDown")

    assert faults_of_access(desk) == []
    assert desk.evaluate(place) == before
    assert desk.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


# --- the histogram ---


def opened_first(plain: Page) -> str:
    """The name of the first bar, whose link is followed by the keyboard."""
    title = plain.locator("svg.years a title").first.text_content() or ""
    plain.locator("svg.years a").first.focus()
    plain.keyboard.press("Enter")
    period = title.partition(":")[0]
    expect(plain.locator(".chips")).to_contain_text(f"sent {period}")
    return period


def drawing(desk: Page) -> Locator:
    """The histogram of the rail."""
    return desk.locator("form.rail svg.years")


def middle(bar: Locator) -> tuple[float, float]:
    """Where a bar is on the screen."""
    place = bar.bounding_box()
    assert place is not None
    return place["x"] + place["width"] / 2, place["y"] + 30


def periods(desk: Page) -> list[str]:
    """The names of the bars."""
    return [str(title).partition(":")[0] for title in drawing(desk).locator("a title").all_text_contents()]


def test_links_lead_from_years_to_months_to_days_and_back(served: LiveServer, desk: Page, browser: Browser) -> None:
    plain = browser.new_context(java_script_enabled=False).new_page()
    plain.goto(f"{served.url}/telegrams/?q=karst")

    year, month, day = [opened_first(plain) for _ in range(3)]
    assert month.endswith(f" {year}")
    assert day.endswith(f" {month}")
    expect(plain.locator(".wider")).to_have_text(f"All years › {year} › {month}")

    for step, left in ((month, f"All years › {year}"), (year, "All years")):
        plain.locator(".wider").get_by_role("link", name=step, exact=True).click()
        expect(plain.locator(".wider")).to_have_text(left)
    plain.get_by_role("link", name="All years").click()

    expect(plain).to_have_url(re.compile(r"\?q=karst$"))
    expect(plain.locator("svg.years a title").first).to_have_text(re.compile(r"^\d{4}: "))


def test_a_drag_over_the_bars_asks_for_their_days(served: LiveServer, desk: Page, said: list[str]) -> None:
    desk.goto(f"{served.url}/telegrams/")
    bars = drawing(desk).locator("a")
    first, last = middle(bars.nth(1)), middle(bars.nth(0))
    names = periods(desk)

    desk.mouse.move(*first)
    desk.mouse.down()
    desk.mouse.move(*last, steps=5)
    expect(desk.locator("#until")).to_have_value(names[1])
    expect(desk.get_by_role("slider", name="until")).to_have_attribute("aria-valuetext", f"until {names[1]}")
    desk.mouse.up()

    expect(desk).to_have_url(re.compile(f"since=&until={names[1]}"))  # the first bar of all is no bound
    expect(desk.locator(".chip")).to_contain_text(f"sent {names[1]} or earlier")
    assert said == []


def test_a_click_without_a_drag_follows_the_bar(served: LiveServer, desk: Page) -> None:
    desk.goto(f"{served.url}/telegrams/?q=karst")

    desk.mouse.click(*middle(drawing(desk).locator("a").last))

    expect(desk).to_have_url(re.compile(r"since=1946&until=1946$"))


def test_a_handle_moves_by_keys_and_enter_applies(served: LiveServer, desk: Page, said: list[str]) -> None:
    desk.goto(f"{served.url}/telegrams/")
    names = periods(desk)
    handle = desk.get_by_role("slider", name="from")
    handle.focus()

    handle.press("ArrowRight")
    expect(handle).to_have_attribute("aria-valuetext", f"from {names[1]}")
    handle.press("Shift+ArrowRight")
    expect(handle).to_have_attribute("aria-valuetext", f"from {names[min(11, len(names) - 1)]}")
    handle.press("Home")
    expect(desk.locator("#since")).to_have_value("")
    handle.press("End")
    expect(desk.locator("#since")).to_have_value(names[-1])
    handle.press("Escape")
    expect(desk.locator("#since")).to_have_value("")
    handle.press("ArrowRight")
    handle.press("Enter")

    expect(desk).to_have_url(re.compile(f"since={names[1]}&until="))
    expect(desk.get_by_role("slider", name="from")).to_be_focused()
    assert said == []


def test_the_bars_are_one_stop_of_the_tab_key(served: LiveServer, desk: Page) -> None:
    desk.goto(f"{served.url}/telegrams/")
    bars = drawing(desk).locator("a")

    bars.first.focus()
    desk.keyboard.press("ArrowRight")
    expect(bars.nth(1)).to_be_focused()
    desk.keyboard.press("Tab")
    expect(desk.get_by_role("slider", name="from")).to_be_focused()
    desk.keyboard.press("Shift+Tab")

    expect(bars.nth(1)).to_be_focused()


def test_the_names_of_a_facet_are_filtered_while_typing(served: LiveServer, desk: Page) -> None:
    desk.goto(f"{served.url}/telegrams/facets/sender/")

    desk.locator("#find").press_sequentially("brandr")

    expect(desk.locator("ul.values li:visible")).to_have_count(1)
    expect(desk.locator(".searching")).to_have_text(re.compile(r"^1 of \d+ shown$"))


def test_a_search_that_takes_long_says_so(served: LiveServer, desk: Page) -> None:
    desk.goto(f"{served.url}/telegrams/")
    desk.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")  # the answer never comes

    box_of(desk).press("Enter")

    expect(desk.locator(".searching")).to_have_text("Searching…")
