"""The editors' desk in a real browser: a queue worked off by keys, and files loaded by the real process."""

import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from telegrams.admin import starting
from telegrams.models import Correction, DocumentOpenings, Telegram
from tests.access import faults_of_access
from tests.admin.conftest import SEED
from tests.making import a_telegram

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

IN_THE_TESTS_DATABASE = """
import sys
import django
django.setup()
from pathlib import Path
from django.conf import settings
from django.core.management import call_command
settings.DATABASES["default"]["NAME"], settings.ARCHIVE_DATA = sys.argv[1], Path(sys.argv[2])
call_command("import", *sys.argv[3:])
"""


@pytest.fixture
def strokes(page: Page, live_server: LiveServer, editor: Client) -> list[str]:
    """The browser carries the editor's session; every click and key of the test is counted here."""
    page.context.set_default_timeout(15_000)
    name = django_settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": editor.cookies[name].value, "url": live_server.url}])
    done: list[str] = []
    page.expose_function("counted", lambda what: done.append(what))
    page.add_init_script(
        "for (const kind of ['mousedown', 'keydown'])"
        " addEventListener(kind, (event) => window.counted(event.key ?? 'click'), true)"
    )
    return done


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser complains of."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda fault: said.append(str(fault)))
    return said


def test_a_wrong_date_is_fixed_from_its_queue_in_under_eight_strokes(
    page: Page, live_server: LiveServer, strokes: list[str], complaints: list[str]
) -> None:
    wrong = a_telegram(sent="1945-09-22", file_number="711.61/11–2245")
    other = a_telegram("Nothing.", sent="1945-09-01", file_number="711.61/11–2345")
    DocumentOpenings.objects.create(telegram=wrong, count=2)
    page.goto(f"{live_server.url}/admin/")

    page.get_by_role("link", name="Filing date against dateline").click()
    page.get_by_label("22 November 1945").click()
    page.keyboard.press("a")

    expect(page.get_by_text("Sent is now “1945-11-22”.")).to_be_visible()
    assert 2 <= len(strokes) <= 3  # a link, a day, a key; the first may be lost with its page
    wrong.refresh_from_db()
    assert f"{wrong.earliest}" == "1945-11-22"
    assert Correction.objects.get().source == "The file number 711.61/11–2245"
    expect(page.locator(f"#card-{other.pk}")).to_be_focused()
    assert complaints == []


def test_a_queue_is_worked_off_by_keys_alone(
    page: Page, live_server: LiveServer, strokes: list[str], complaints: list[str]
) -> None:
    first, second, third = (a_telegram(f"Text of November {day}, 1945.", sent="") for day in (3, 4, 5))
    page.goto(f"{live_server.url}/admin/queues/undated/")

    expect(page.locator(f"#card-{first.pk}")).to_be_focused()
    page.keyboard.press("s")
    expect(page.locator(f"#card-{second.pk}")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator(f"#card-{third.pk}")).to_be_focused()
    page.locator(f"#card-{third.pk} [name=typed]").focus()
    page.keyboard.type("as")
    page.keyboard.press("Enter")

    expect(page.get_by_role("alert")).to_be_visible()
    assert page.locator(f"#card-{third.pk} [name=typed]").input_value() == "as"
    assert [row.telegram_id for row in Correction.objects.all()] == [second.pk]
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_has_no_fault_of_access(page: Page, live_server: LiveServer, strokes: list[str], scheme: Any) -> None:
    a_telegram("Text of November 3, 1945.", sent="")
    page.emulate_media(color_scheme=scheme)
    found = {}
    for address in ("/admin/", "/admin/queues/undated/", "/admin/load/"):
        page.goto(f"{live_server.url}{address}")
        found[address] = faults_of_access(page)
        page.set_viewport_size({"width": 320, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        page.set_viewport_size({"width": 1280, "height": 900})

    assert found == {address: [] for address in found}


def test_a_broken_and_a_good_file_are_sent_and_the_good_one_is_loaded_and_taken_back(
    page: Page,
    live_server: LiveServer,
    strokes: list[str],
    complaints: list[str],
    settings: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.ARCHIVE_DATA = tmp_path
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "archive.settings")
    words = [sys.executable, "-c", IN_THE_TESTS_DATABASE, str(connection.settings_dict["NAME"]), str(tmp_path)]
    monkeypatch.setattr(starting, "command", lambda *arguments: [*words, *arguments])
    good, broken = tmp_path / "frus1945v05-d690.txt", tmp_path / "frus1945v05-d691.txt"
    good.write_bytes(SEED.read_bytes())
    broken.write_bytes(SEED.read_bytes().replace(b"3930", b"39\x0030"))
    page.goto(f"{live_server.url}/admin/telegrams/importrun/")

    page.get_by_role("link", name="Load documents").click()
    page.get_by_label("Files").set_input_files([good, broken])
    page.get_by_role("button", name="Send and rehearse").click()
    expect(page.get_by_role("heading", name="What a load would do")).to_be_visible(timeout=40_000)
    expect(page.get_by_role("row", name="Files 1 in, 1 refused")).to_be_visible()
    expect(page.get_by_role("row", name="refused frus1945v05-d691.txt")).to_contain_text("a NUL character")
    assert faults_of_access(page) == []
    assert not Telegram.objects.exists()

    page.get_by_role("button", name="Accept and load").click()
    page.get_by_role("link", name="The report of the load").click(timeout=40_000)
    expect(page.get_by_text("1 added")).to_be_visible()
    assert [str(row) for row in Telegram.objects.held()] == ["frus1945v05/d690"]

    page.get_by_role("button", name="Take this run back").click(timeout=40_000)
    expect(page.get_by_text("The run is taken back")).to_be_visible(timeout=40_000)
    assert not Telegram.objects.held().exists()
    assert complaints == []
