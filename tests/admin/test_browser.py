"""A correction made in a real browser, from the list to the reader's page."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from telegrams.models import Telegram

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def at_work(page: Page, live_server: LiveServer, editor: Client) -> list[str]:
    """The browser carries the editor's session; what it complains of is collected."""
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if "Content Security Policy" in said.text else None)
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": editor.cookies[name].value, "url": live_server.url}])
    return complaints


def test_a_correction_in_the_admin_appears_on_the_document(
    page: Page, live_server: LiveServer, seed: Telegram, editor: Client
) -> None:
    complaints = at_work(page, live_server, editor)
    page.goto(f"{live_server.url}/admin/telegrams/telegram/?q=711.61/11-2245")
    page.get_by_role("link", name="The Ambassador in the Soviet Union").click()

    page.get_by_label("Message number").fill("3931")
    page.get_by_role("button", name="Save corrections").click()
    expect(page.get_by_text("Say why the value is changed.")).to_be_visible()
    page.get_by_label("Reason").fill("Misread by the printer.")
    page.get_by_label("Source", exact=True).fill("National Archives, RG 59.")
    page.get_by_role("button", name="Save corrections").click()

    expect(page.get_by_text("Corrected: Message number.")).to_be_visible()
    page.get_by_role("link", name="View on site").click()
    expect(page.locator("main")).to_contain_text("3931")
    expect(page.locator("main")).to_contain_text("Misread by the printer.")
    expect(page.locator("main")).to_contain_text("National Archives, RG 59.")
    assert complaints == []


def test_a_correction_is_taken_back_by_its_button(
    page: Page, live_server: LiveServer, seed: Telegram, editor: Client
) -> None:
    complaints = at_work(page, live_server, editor)
    page.goto(f"{live_server.url}/admin/telegrams/telegram/{seed.pk}/change/")
    page.get_by_label("Message number").fill("3931")
    page.get_by_label("Reason").fill("Misread.")
    page.get_by_label("Source", exact=True).fill("RG 59")
    page.get_by_role("button", name="Save corrections").click()

    page.get_by_role("button", name="Take back").click()

    expect(page.get_by_text("1 correction taken back.")).to_be_visible()
    expect(page.get_by_label("Message number")).to_have_value("3930")
    assert complaints == []


def test_an_untouched_page_saved_in_a_browser_changes_nothing(
    page: Page, live_server: LiveServer, seed: Telegram, editor: Client
) -> None:
    at_work(page, live_server, editor)
    page.goto(f"{live_server.url}/admin/telegrams/telegram/{seed.pk}/change/")

    page.get_by_role("button", name="Save corrections").click()

    expect(page.get_by_text("Nothing was changed, so nothing is written.")).to_be_visible()
