"""A reader's report becomes a correction, in a real browser: from the words selected to the reader's name beside it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from telegrams.models import ReaderReport, Telegram
from telegrams.views import report_form
from tests.access import faults_of_access

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SELECT = """words => {
  const letter = document.querySelector(".letter");
  const walk = document.createTreeWalker(letter, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const at = walk.currentNode.data.indexOf(words);
    if (at < 0) continue;
    getSelection().setBaseAndExtent(walk.currentNode, at, walk.currentNode, at + words.length);
    return;
  }
}"""


@pytest.fixture
def desk(browser: Browser, live_server: LiveServer, editor: Client) -> Iterator[Page]:
    """The editor's own browser."""
    context = browser.new_context()
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": editor.cookies[name].value, "url": live_server.url}])
    yield context.new_page()
    context.close()  # an open one keeps a thread of the server, and so the database


def test_a_readers_report_becomes_a_correction_with_the_reader_named(
    page: Page, desk: Page, live_server: LiveServer, seed: Telegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_form, "SOONEST", timedelta(seconds=-1))
    address = f"{live_server.url}{seed.get_absolute_url()}"
    page.goto(address)
    page.evaluate(SELECT, "At the theatre")
    expect(page.locator("#report-passage")).to_have_text("in “At the theatre”")
    page.get_by_role("link", name="Report an error").click()

    expect(page.get_by_label("The passage")).to_have_value("At the theatre")
    page.get_by_label("What is wrong?").fill("The carbon copy has another number.")
    page.get_by_label("How do you know?").fill("National Archives, RG 84, Moscow Embassy Files.")
    page.get_by_label("Which fact").select_option(label="Message number: 3930")
    page.get_by_label("It should be").fill("3931")
    page.get_by_label("Your name").fill("Ida Reader")
    page.get_by_label("Name me beside the correction").check()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report received")
    expect(page.locator("main")).to_contain_text(f"number {ReaderReport.objects.get().pk}")
    assert page.context.cookies() == []

    desk.goto(f"{live_server.url}/admin/telegrams/readerreport/")
    desk.get_by_role("link", name=f"report {ReaderReport.objects.get().pk}", exact=True).click()
    expect(desk.locator("mark")).to_have_text("At the theatre")
    assert faults_of_access(desk) == []
    desk.get_by_role("button", name="Make it a correction").click()
    expect(desk.get_by_text("Corrected: Message number")).to_be_visible()

    page.goto(address)
    source = page.locator("#source")
    expect(source).to_contain_text("3931, read as 3930. The carbon copy has another number.")
    expect(source).to_contain_text("Reported by Ida Reader.")
    page.goto(f"{live_server.url}/changes/")
    expect(page.locator(".happened li").first).to_contain_text("Reported by Ida Reader.")


def test_without_script_a_passage_is_typed(browser: Browser, live_server: LiveServer, seed: Telegram) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}{seed.get_absolute_url()}")

    page.get_by_role("link", name="Report an error").click()

    expect(page.get_by_label("The passage")).to_be_editable()
    expect(page.get_by_label("The passage")).to_have_value("")
    context.close()
