"""A correction made in a real browser, from the list to the reader's page."""

from typing import Literal

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from telegrams import curating, merging
from telegrams.curating import Edit
from telegrams.models import Person, Telegram
from telegrams.vocabulary import HeaderField
from tests.access import faults_of_access
from tests.making import a_telegram

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

    page.get_by_label("Why it is taken back").fill("The facsimile has 3930.")
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


def test_two_people_are_merged_in_a_browser_and_parted_again(
    page: Page, live_server: LiveServer, register: None, seed: Telegram, editor: Client
) -> None:
    complaints = at_work(page, live_server, editor)
    a_telegram(sender="Kennan", sender_office="The Consul at Riga", place="Riga")
    page.goto(f"{live_server.url}/admin/telegrams/person/?q=kennan")
    for box in page.locator("input.action-select").all():
        box.check()
    page.get_by_label("Action:").select_option("Merge…")
    page.get_by_role("button", name="Go", exact=True).click()

    expect(page.get_by_role("heading", name="1 document will name George Frost Kennan")).to_be_visible()
    page.get_by_role("button", name="Merge into George Frost Kennan").click()
    page.get_by_label("Reason").fill("The same hand.")
    page.get_by_label("Source", exact=True).fill("RG 59, card index.")
    page.get_by_role("button", name="Merge into George Frost Kennan").click()

    expect(page.get_by_text("Kennan merged into George Frost Kennan.")).to_be_visible()
    page.goto(f"{live_server.url}/people/kennan-riga/")
    expect(page).to_have_url(f"{live_server.url}/people/kennan-george-frost/")
    expect(page.locator("main")).to_contain_text("Merged from Kennan (kennan-riga): The same hand.")
    page.go_back()
    page.get_by_role("link", name="Take back…").click()
    page.get_by_label("Reason").fill("Two hands.")
    page.get_by_role("button", name="Take back").click()

    expect(page.get_by_text("are two people again.")).to_be_visible()
    page.goto(f"{live_server.url}/people/kennan-riga/")
    expect(page).to_have_url(f"{live_server.url}/people/kennan-riga/")
    assert complaints == []


def test_two_editors_on_one_record_never_overwrite_one_another_in_silence(
    page: Page, browser: Browser, live_server: LiveServer, seed: Telegram, editor: Client, second_editor: Client
) -> None:
    at_work(page, live_server, editor)
    other = browser.new_context().new_page()
    at_work(other, live_server, second_editor)
    address = f"{live_server.url}/admin/telegrams/telegram/{seed.pk}/change/"
    page.goto(address)
    other.goto(address)

    for desk, words, number in ((page, "In the theatre", "3931"), (other, "Near the theatre", "3932")):
        desk.get_by_label("Printed words").fill("At the theatre")
        desk.get_by_label("Shown instead").fill(words)
        desk.get_by_label("Message number", exact=True).fill(number)
        desk.get_by_label("Reason").fill("Misprint in the volume.")
        desk.get_by_label("Source", exact=True).fill("RG 59")
        desk.get_by_role("button", name="Save corrections").click()

    expect(page.get_by_text("Corrected: Message number, Text.")).to_be_visible()
    expect(other.get_by_text("Changed by clio while you worked; it is now “3931”.")).to_be_visible()
    expect(other.get_by_text("Changed by clio while you worked; it is now “In the theatre”.")).to_be_visible()
    expect(other.get_by_label("Shown instead")).to_have_value("Near the theatre")
    assert sorted(seed.corrections.values_list("value", flat=True)) == ["3931", "In the theatre"]

    other.get_by_role("button", name="Save corrections").click()
    expect(other.get_by_text("Corrected: Message number, Text.")).to_be_visible()
    standing = seed.corrections.filter(withdrawn_at=None)
    assert sorted(standing.values_list("value", flat=True)) == ["3932", "Near the theatre"]
    assert seed.corrections.count() == 4
    other.context.close()


def test_words_kept_by_the_browser_on_the_way_back_go_over_nobodys_work_unseen(
    page: Page, live_server: LiveServer, seed: Telegram, editor: Client
) -> None:
    at_work(page, live_server, editor)
    page.goto(f"{live_server.url}/admin/telegrams/telegram/{seed.pk}/change/")
    page.get_by_label("Message number").fill("3931")
    page.get_by_label("Reason").fill("Misread.")
    page.get_by_label("Source", exact=True).fill("RG 59")
    page.goto(f"{live_server.url}/admin/")
    edit = Edit(HeaderField.MESSAGE_NUMBER, "3999", seed.message_number)
    curating.correct(seed.pk, [edit], "Misprint.", "RG 84", User.objects.create_user("other"))

    page.go_back()
    expect(page.get_by_label("Message number", exact=True)).to_have_value("3931")
    page.get_by_role("button", name="Save corrections").click()

    expect(page.get_by_text("before the page was loaded again; it is now “3999”")).to_be_visible()
    assert seed.corrections.get(withdrawn_at=None).value == "3999"
    page.get_by_role("button", name="Save corrections").click()
    expect(page.get_by_text("Corrected: Message number.")).to_be_visible()


def test_words_are_selected_previewed_and_saved(
    page: Page, live_server: LiveServer, seed: Telegram, editor: Client
) -> None:
    complaints = at_work(page, live_server, editor)
    page.goto(f"{live_server.url}/admin/telegrams/telegram/{seed.pk}/change/")
    page.get_by_label("Message number", exact=True).focus()
    expect(page.locator("mark.lit")).to_have_text("3930")

    page.locator(".exact", has_text="At the theatre").evaluate(
        """(cell) => { const at = cell.textContent.indexOf("theatre"); const range = document.createRange();
        range.setStart(cell.firstChild, at); range.setEnd(cell.firstChild, at + 7);
        getSelection().removeAllRanges(); getSelection().addRange(range); }"""
    )
    page.get_by_role("button", name="Correct the words selected").click()
    expect(page.get_by_label("Printed words")).to_have_value("theatre")
    page.get_by_label("Shown instead").fill("opera")
    page.get_by_label("Reason").fill("Misprint in the volume.")
    page.get_by_label("Source", exact=True).fill("RG 59")
    page.get_by_role("button", name="Preview").click()

    expect(page.get_by_role("heading", name="Preview: nothing is saved yet")).to_be_visible()
    expect(page.locator(".letter ins")).to_have_text("opera")
    page.get_by_role("button", name="Save corrections").click()
    expect(page.get_by_text("Corrected: Text.")).to_be_visible()
    assert seed.corrections.get().value == "opera"
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_on_who_is_who_break_no_rule_of_access(
    page: Page,
    live_server: LiveServer,
    register: None,
    seed: Telegram,
    editor: Client,
    scheme: Literal["light", "dark"],
) -> None:
    at_work(page, live_server, editor)
    page.emulate_media(color_scheme=scheme)
    a_telegram(sender="Kennan", sender_office="The Consul at Riga", place="Riga")
    kept, gone = Person.objects.filter(family="Kennan").order_by("slug")
    by = User.objects.get(username="clio")
    done = merging.merge(kept.pk, [gone.pk], "r", "s", by)[0]
    other = Person.objects.get(family="Harriman")
    within = f"{live_server.url}/admin/telegrams/person"

    for address in (
        f"{within}/merge/?person={kept.pk}&person={other.pk}",
        f"{within}/{other.pk}/split/",
        f"{within}/merges/{done.pk}/undo/",
    ):
        page.goto(address)
        assert faults_of_access(page, within="#content") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_record_page_and_its_preview_are_accessible(
    page: Page, live_server: LiveServer, seed: Telegram, editor: Client, scheme: str
) -> None:
    at_work(page, live_server, editor)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(f"{live_server.url}/admin/telegrams/telegram/{seed.pk}/change/")
    assert faults_of_access(page) == []

    page.get_by_label("Message number", exact=True).fill("3931")
    page.get_by_label("Reason").fill("Misprint in the volume.")
    page.get_by_label("Source", exact=True).fill("RG 59")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_role("heading", name="Preview: nothing is saved yet")).to_be_visible()
    assert faults_of_access(page) == []
