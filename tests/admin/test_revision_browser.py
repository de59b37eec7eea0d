"""The spreadsheet round trip in a real browser: saved, changed, one row bad, the good ones applied, undone."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from telegrams.models import Telegram
from tests.access import faults_of_access
from tests.making import a_telegram

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(page: Page, live_server: LiveServer, editor: Client) -> Page:
    """A browser with the editor's session, at the list of three telegrams."""
    for number in range(1, 4):
        a_telegram(message_number=str(57 + number), document=f"d{number}")
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": editor.cookies[name].value, "url": live_server.url}])
    page.context.set_default_timeout(15_000)
    page.goto(f"{live_server.url}/admin/telegrams/telegram/")
    return page


def broken_rules(desk: Page) -> list[str]:
    """What axe finds broken in the part of the page that is ours, in both colours. Its own styles are refused."""
    found = []
    for scheme in ("light", "dark"):
        desk.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        desk.wait_for_timeout(400)  # the admin's links change their colour slowly
        found += faults_of_access(desk, within="#content")
    return found


def numbers() -> list[str]:
    return list(Telegram.objects.order_by("pk").values_list("message_number", flat=True))


def test_a_spreadsheet_goes_out_and_comes_back_with_one_bad_row(desk: Page, tmp_path: Path) -> None:
    desk.locator("#action-toggle").check()
    desk.locator("select[name=action]").select_option(label="Spreadsheet of these documents (XLSX)")
    with desk.expect_download() as given:
        desk.get_by_role("button", name="Run").or_(desk.get_by_role("button", name="Go")).first.click()
    sheet = tmp_path / "documents.xlsx"
    given.value.save_as(sheet)
    book = load_workbook(sheet)
    place = {cell.value: cell.column for cell in book["documents"][1]}
    book["documents"].cell(2, place["message_number"]).value = "3930"
    book["documents"].cell(3, place["sent"]).value = "31.02.1945"
    book.save(sheet)

    desk.get_by_role("link", name="Spreadsheet: save or upload").click()
    found = broken_rules(desk)
    desk.get_by_label("Spreadsheet", exact=True).set_input_files(sheet)
    desk.get_by_role("button", name="Show what would change").click()

    bad = desk.get_by_role("row").filter(has_text="31.02.1945")
    expect(bad).to_contain_text("row 3")
    expect(bad).to_contain_text("write 1945-02-28")
    good = desk.get_by_role("row").filter(has_text="3930")
    expect(good).to_contain_text("58")
    found += broken_rules(desk)
    desk.get_by_label("Reason").fill("Misread by the printer.")
    desk.get_by_label("Source", exact=True).fill("RG 59")
    desk.get_by_label("leave out the 1 with a problem").check()
    desk.get_by_role("button", name="Apply as one revision").click()

    expect(desk.get_by_text("1 document corrected as one revision.")).to_be_visible()
    assert numbers() == ["3930", "59", "60"]
    found += broken_rules(desk)
    desk.get_by_label("Why it is undone").fill("The wrong film.")
    desk.get_by_role("button", name="Undo the revision").click()

    expect(desk.get_by_text("Undone: 1 correction taken back.")).to_be_visible()
    assert numbers() == ["58", "59", "60"]
    assert found == []


def test_a_field_is_corrected_in_all_chosen(desk: Page) -> None:
    complaints: list[str] = []
    desk.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    desk.locator("#action-toggle").check()
    desk.locator("select[name=action]").select_option(label="Correct a field in all chosen…")
    desk.get_by_role("button", name="Run").or_(desk.get_by_role("button", name="Go")).first.click()
    desk.get_by_label("Field").select_option(label="Message number")
    desk.get_by_label("New value, or words put in their place").fill("3930")
    desk.get_by_role("button", name="Show what would change").click()
    expect(desk.get_by_role("heading", name="3 documents would change")).to_be_visible()
    said = list(complaints)
    found = broken_rules(desk)
    desk.get_by_label("Reason").fill("Misread by the printer.")
    desk.get_by_label("Source", exact=True).fill("RG 59")
    desk.get_by_role("button", name="Apply as one revision").click()

    expect(desk.get_by_text("3 documents corrected as one revision.")).to_be_visible()
    assert numbers() == ["3930"] * 3
    assert (found, said) == ([], [])
