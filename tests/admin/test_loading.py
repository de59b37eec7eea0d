"""Loads from the browser: sent, rehearsed, accepted, taken back; whatever is sent, the archive stays as it was."""

import contextlib
import json
import os
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from telegrams.admin import starting
from telegrams.importing import uploading
from telegrams.importing.undoing import NotUndone, run_undo
from telegrams.importing.uploading import Refused, carry_out, safe_name
from telegrams.importing.walk import ImportRequest
from telegrams.models import ImportRun, Telegram, Upload
from tests.admin.conftest import SEED, Reload, logged_in

pytestmark = pytest.mark.django_db
BAD = django_settings.ARCHIVE_CORPUS / "bad"


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Path:
    """A folder of the archive's data of this test's own."""
    settings.ARCHIVE_DATA = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def begun(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """The work is done at once and in this process, within the test's own transaction; what was begun."""
    asked: list[tuple[str, ...]] = []

    def start(log: Path, *arguments: str, patience: float = 0) -> int:
        asked.append(arguments)
        by = User.objects.get(username=arguments[arguments.index("--by") + 1]) if "--by" in arguments else None
        if arguments[0] == "--undo":
            try:
                run_undo(int(arguments[1]), by=by)
            except NotUndone as why:
                log.write_text(f"import: {why}\n")
                return 2
            return 0
        request = ImportRequest((), dry_run="--dry-run" in arguments, accept="--accept" in arguments, by=by)
        root = django_settings.ARCHIVE_DATA / uploading.FOLDER
        carry_out(int(arguments[1]), root, request, lambda: None, wait=0)
        return 0

    monkeypatch.setattr(starting, "start", start)
    return asked


def sent(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def send(client: Client, *files: SimpleUploadedFile, volume: str = "") -> Any:
    """Send files as the form does."""
    return client.post(reverse("admin:load"), {"files": list(files), "volume": volume}, follow=True)


def page_of(upload: Upload) -> str:
    return reverse("admin:load-upload", args=[upload.pk])


GOOD = SEED.read_bytes()
NAMED = "frus1945v05-d690.txt"


def test_what_is_sent_is_rehearsed_and_nothing_is_written(editor: Client) -> None:
    page = send(editor, sent(NAMED, GOOD)).context["page"]

    assert (page.upload.state, page.report["documents"]) == ("rehearsed", {"added": 1})
    assert page.added == [("frus1945v05", 1, True)]
    assert page.report["residue_in_all"] == 0 < page.report["lines"]
    assert not Telegram.objects.exists()
    assert not ImportRun.objects.exists()


def test_what_would_not_go_in_does_not_wait_to_be_accepted(editor: Client) -> None:
    answer = send(editor, sent(NAMED, b"")).content.decode()

    assert "Rehearsed; nothing of it would go in" in answer
    assert "waits to be accepted" not in answer


def test_what_is_accepted_goes_in_by_the_names_of_its_files(editor: Client) -> None:
    upload = send(editor, sent(NAMED, GOOD)).context["page"].upload

    page = editor.post(page_of(upload), {"do": "load"}, follow=True).context["page"]

    telegram = Telegram.objects.get()
    assert (page.upload.state, page.upload.run_id) == ("loaded", telegram.run_id)
    assert telegram.source.name == NAMED
    assert telegram.run.asked == f"upload {upload.pk}: {NAMED}"
    assert "uploads/" not in json.dumps(
        list(ImportRun.objects.values("asked")) + list(telegram.run.files.values("name"))
    )


def test_files_are_ours_alone_and_gone_when_they_are_in(editor: Client, data: Path) -> None:
    upload = send(editor, sent(NAMED, GOOD)).context["page"].upload
    kept = data / "uploads" / upload.folder
    file = kept / "1" / NAMED
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (data / "uploads", kept, kept / "1", file)]

    editor.post(page_of(upload), {"do": "load"})

    assert modes == [0o700, 0o700, 0o700, 0o600]
    assert not kept.exists()


def test_a_load_is_taken_back_and_its_document_withdrawn(editor: Client) -> None:
    upload = send(editor, sent(NAMED, GOOD)).context["page"].upload
    editor.post(page_of(upload), {"do": "load"})
    run = ImportRun.objects.get()

    answer = editor.post(reverse("admin:undo-run", args=[run.pk]), follow=True)

    assert "The run is taken back" in answer.content.decode()
    assert not Telegram.objects.held().exists()
    again = editor.post(reverse("admin:undo-run", args=[run.pk]), follow=True)
    run.refresh_from_db()
    assert f"Nothing was done: this run was taken back before, by run {run.undone_by_id}." in again.content.decode()


def test_who_accepts_a_load_and_who_takes_it_back_is_kept(editor: Client, second_editor: Client) -> None:
    upload = send(editor, sent(NAMED, GOOD)).context["page"].upload
    second_editor.post(page_of(upload), {"do": "load"})
    run = ImportRun.objects.get()

    answer = editor.post(reverse("admin:undo-run", args=[run.pk]), follow=True)

    assert [str(one.by) for one in ImportRun.objects.order_by("pk")] == ["thoth", "clio"]
    assert "asked for by clio" in answer.content.decode()


def test_why_a_run_is_not_taken_back_is_said(editor: Client) -> None:
    run = ImportRun.objects.create(asked="nothing", outcome="nothing")

    answer = editor.post(reverse("admin:undo-run", args=[run.pk]), follow=True)

    assert f"It was not taken back: run {run.pk} changed no document" in answer.content.decode()


def test_a_changed_file_is_said_to_change_its_document(seed: Telegram, editor: Client) -> None:
    changed = GOOD.replace(b"extremely pessimistic", b"somewhat pessimistic")

    page = send(editor, sent(NAMED, changed)).context["page"]

    assert page.report["documents"] == {"changed": 1}
    assert send(editor, sent(NAMED, GOOD)).context["page"].report["documents"] == {"unchanged": 1}


# --- what is not taken ---


@pytest.mark.parametrize(
    ("name", "volume", "fault"),
    [
        ("photo.jpg", "", "ends like nothing that the archive reads"),
        ("notes", "", "ends like nothing that the archive reads"),
        ("d690.txt", "", "does not say of which volume it is"),
        ("d690.txt", "My volume", "Write the volume as “My-volume”."),
        ("d690.txt", "Ω", "Write the volume as “frus1945v05”."),
    ],
)
def test_what_cannot_be_read_is_refused_at_the_door(editor: Client, name: str, volume: str, fault: str) -> None:
    answer = send(editor, sent(name, GOOD), volume=volume)

    assert answer.status_code == 400
    assert any(fault in one for one in answer.context["page"].faults)
    assert not Upload.objects.exists()


def test_a_file_that_is_not_taken_costs_no_other_and_stays_named(editor: Client) -> None:
    answer = send(editor, sent("photo.jpg", b"\xff\xd8"), sent(NAMED, GOOD), sent("d690.txt", GOOD))

    upload = Upload.objects.get()
    assert [one["name"] for one in upload.files] == [NAMED]
    assert [one.split("”")[0] for one in upload.not_taken] == ["“photo.jpg", "“d690.txt"]
    assert "“d690.txt” does not say of which volume it is" in answer.content.decode()
    assert answer.context["page"].report["documents"] == {"added": 1}


def test_nothing_sent_is_said(editor: Client) -> None:
    assert send(editor).context["page"].faults == ["Choose at least one file."]


def test_too_much_is_refused_before_it_is_read(editor: Client, settings: Any) -> None:
    settings.ARCHIVE_UPLOAD_MB = 1

    answer = send(editor, sent(NAMED, b"x" * 2_200_000))

    assert answer.status_code == 400
    assert not Upload.objects.exists()


def test_strangers_can_send_next_to_nothing(client: Client) -> None:
    answer = client.post("/admin/login/", {"files": sent(NAMED, b"x" * 1_200_000)})

    assert answer.status_code == 400


def test_too_many_files_are_refused(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "MOST_FILES", 2)

    answer = send(editor, *(sent(f"frus1945v05-d{one}.txt", GOOD) for one in range(3)))

    assert answer.context["page"].faults == ["3 files: at most 2 go at once. Put them into a zip."]


def test_a_full_disk_is_said(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploading, "SPARE", 10**18)

    answer = send(editor, sent(NAMED, GOOD))

    assert "are free where uploads are kept" in answer.context["page"].faults[0]
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Windows\\frus1945v05-d1.txt", "frus1945v05-d1.txt"),
        ("frus1945v05-d1\x00\x1b[31m.txt", "frus1945v05-d1-31m.txt"),
        ("\u202etxt.exe.xml", "txt.exe.xml"),
        ("x" * 300 + ".xml.gz", "x" * 113 + ".xml.gz"),
        ("Ünïcödé.zip", "Unicode.zip"),
        ("...zip", "file.zip"),
    ],
    ids=["path", "drive", "controls", "right to left", "long", "accents", "dots"],
)
def test_files_are_kept_under_safe_names(given: str, kept: str) -> None:
    assert safe_name(given) == kept


def test_two_files_of_one_name_do_not_meet(editor: Client) -> None:
    other = GOOD.replace(b"3930", b"3931")

    page = send(editor, sent(NAMED, GOOD), sent(NAMED, other)).context["page"]

    assert page.report["files"] == {"in": 1, "refused": 1}
    assert [one.code for one in page.said if one.level == "error"] == ["duplicate-id"]


# --- the same outcomes as the command's ---


def bombs() -> Iterator[tuple[str, bytes]]:
    for name, members in {
        "bomb": {"frus1945v05/d1.txt": b"0" * 30_000_000},
        "slip": {"../../escaped.txt": GOOD},
        "nested": {"inner.zip": b"PK"},
        "mixed": {"frus1945v05/d1.txt": GOOD, "frus1945v05/photo.jpg": b"\xff\xd8"},
    }.items():
        stream = BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, data in members.items():
                archive.writestr(member, data)
        yield name, stream.getvalue()


ZIPS = dict(bombs())


@pytest.mark.parametrize(
    ("name", "codes"),
    [("bomb", ["archive"]), ("slip", ["unsafe-path"]), ("nested", ["archive"]), ("mixed", ["unknown-type"])],
)
def test_zips_are_looked_at_before_they_are_read(editor: Client, name: str, codes: list[str], data: Path) -> None:
    page = send(editor, sent(f"{name}.zip", ZIPS[name])).context["page"]

    assert [one.code for one in page.said if one.level in ("error", "warning")] == codes
    assert page.upload.may_be_accepted == (name == "mixed")
    assert page.upload.standing.endswith("waits to be accepted" if name == "mixed" else "nothing of it would go in")
    assert (f"{name}.zip</a>, sent by clio" in editor.get("/admin/").content.decode()) == (name == "mixed")
    assert not list(data.rglob("escaped.txt"))


CASES = ("nul.txt", "latin1.txt", "binary.txt", "empty.txt", "crlf.txt", "billion-laughs.xml", "external-entity.xml",
         "not-well-formed.xml", "no-documents.xml", "truncated.xml", "not-a-zip.zip", "zip-slip.zip",
         "zip-absolute.zip", "zip-mixed.zip", "html-page.txt", "utf16.txt", "script-target.xml")  # fmt: skip


@pytest.mark.skipif(not BAD.is_dir(), reason="no corpus")
@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_comes_to_the_same_as_by_the_command(editor: Client, name: str) -> None:
    said = said_by_the_command(BAD / name)

    report = send(editor, sent(name, (BAD / name).read_bytes()), volume="bad").context["page"].report

    assert report["files"] == said["files"]
    assert report["documents"] == said["documents"]
    assert sorted(one["code"] for one in report["said"]) == sorted(one["code"] for one in said["said"])


def said_by_the_command(path: Path) -> dict[str, Any]:
    """What the command says of a file, rehearsing it."""
    stream = StringIO()
    with contextlib.suppress(SystemExit):
        call_command("import", str(path), "--dry-run", "--json", stdout=stream, stderr=StringIO())
    return dict(json.loads(stream.getvalue()))


def test_a_volume_that_would_lose_documents_is_held_until_that_is_accepted(editor: Client) -> None:
    whole, less = a_volume(12), a_volume(3)
    first = send(editor, sent("frus1934v04.xml", whole)).context["page"].upload
    editor.post(page_of(first), {"do": "load"})
    assert Telegram.objects.held().count() == 12

    page = send(editor, sent("frus1934v04.xml", less)).context["page"]
    assert page.report["gates"]
    refused = editor.post(page_of(page.upload), {"do": "load"}, follow=True)
    assert "would lose documents" in refused.content.decode()
    assert Telegram.objects.held().count() == 12

    editor.post(page_of(page.upload), {"do": "load", "accept_loss": "yes"})
    assert Telegram.objects.held().count() == 3


def a_volume(count: int) -> bytes:
    divs = "".join(
        f'<div type="document" xml:id="d{one}" n="{one}" subtype="historical-document"><head>The Minister in Siam'
        f" ({'Baker'}) to the Secretary of State</head><opener><dateline>Bangkok, <date>May {one}, 1934</date>."
        f"</dateline></opener><p>Report {one} of the season, with some words of its own.</p></div>"
        for one in range(1, count + 1)
    )
    return (
        '<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:id="frus1934v04"><teiHeader><fileDesc><titleStmt><title>FRUS'
        "</title></titleStmt><publicationStmt><p/></publicationStmt><sourceDesc><p/></sourceDesc></fileDesc></teiHeader>"
        f'<text><body><div type="compilation" xml:id="comp1"><head>Siam</head>{divs}</div></body></text></TEI>'
    ).encode()


# --- between rehearsal and load ---


def test_a_file_changed_since_its_rehearsal_is_not_loaded(editor: Client, data: Path) -> None:
    upload = send(editor, sent(NAMED, GOOD)).context["page"].upload
    file = data / "uploads" / upload.folder / "1" / NAMED
    file.write_bytes(GOOD.replace(b"3930", b"3931"))

    page = editor.post(page_of(upload), {"do": "load"}, follow=True).context["page"]

    assert (page.upload.state, "no longer what was sent" in page.upload.said) == ("failed", True)
    assert not Telegram.objects.exists()


def test_a_file_replaced_by_a_link_is_not_followed(editor: Client, data: Path) -> None:
    upload = send(editor, sent(NAMED, GOOD)).context["page"].upload
    file = data / "uploads" / upload.folder / "1" / NAMED
    file.unlink()
    file.symlink_to(SEED)

    page = editor.post(page_of(upload), {"do": "load"}, follow=True).context["page"]

    assert page.upload.state == "failed"


def test_only_the_first_of_two_who_accept_loads(editor: Client, second_editor: Client, begun: list[Any]) -> None:
    upload = send(editor, sent(NAMED, GOOD)).context["page"].upload
    editor.post(page_of(upload), {"do": "load"})

    second = second_editor.post(page_of(upload), {"do": "load"}, follow=True)

    assert "somebody else was first" in second.content.decode()
    assert [one for one in begun if "--dry-run" not in one] == [("--upload", str(upload.pk), "--by", "clio")]


@pytest.mark.django_db(transaction=True)
def test_while_another_import_runs_nothing_is_loaded(editor: Client) -> None:
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(7301944)")
    try:
        page = send(editor, sent(NAMED, GOOD)).context["page"]
    finally:
        other.close()

    assert "Another import is running" in page.upload.said
    assert (
        editor.post(page_of(page.upload), {"do": "rehearse"}, follow=True).context["page"].upload.state == "rehearsed"
    )


def test_work_that_broke_off_is_said_and_can_be_begun_anew(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "start", lambda *_, **__: None)
    upload = send(editor, sent(NAMED, GOOD)).context["page"].upload
    assert editor.get(page_of(upload)).context["page"].is_working

    Upload.objects.update(since=timezone.now() - timedelta(minutes=2))
    page = editor.get(page_of(upload)).context["page"]

    assert (page.upload.state, page.has_files) == ("failed", True)
    assert "ended before it was done: nothing was loaded" in page.upload.said


def test_how_far_it_is_can_be_asked(editor: Client, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting, "start", lambda *_, **__: None)
    upload = send(editor, sent(NAMED, GOOD)).context["page"].upload
    said = {"file": "/x/y.txt", "documents": 1200, "read": 30, "whole": 40}
    (data / "uploads" / upload.folder / "progress.json").write_text(json.dumps(said))

    answer = editor.get(reverse("admin:load-state", args=[upload.pk]))

    assert answer["X-State"] == "rehearsing"
    assert "1,200 documents so far, in y.txt" in answer.content.decode()
    assert 'value="75"' in answer.content.decode()


def test_what_is_put_away_leaves_nothing_but_its_row(editor: Client, data: Path) -> None:
    upload = send(editor, sent(NAMED, GOOD)).context["page"].upload

    page = editor.post(page_of(upload), {"do": "drop"}, follow=True).context["page"]

    assert (page.upload.state, page.upload.may_be_accepted) == ("dropped", False)
    assert list((data / "uploads").iterdir()) == []


def test_what_nobody_accepts_is_put_away_after_some_days(editor: Client, data: Path) -> None:
    upload = send(editor, sent(NAMED, GOOD)).context["page"].upload
    Upload.objects.update(since=timezone.now() - timedelta(days=8))

    editor.get(reverse("admin:load"))

    upload.refresh_from_db()
    assert upload.state == "dropped"
    assert list((data / "uploads").iterdir()) == []


def test_a_file_that_takes_too_much_memory_ends_its_rehearsal_alone(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def greedy(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(uploading, "run_import", greedy)

    page = send(editor, sent(NAMED, GOOD)).context["page"]

    assert "takes more than 2,048 MB of memory" in page.upload.said


def test_an_upload_that_waits_for_nothing_is_left_alone(editor: Client, data: Path) -> None:
    upload = send(editor, sent(NAMED, GOOD)).context["page"].upload

    assert carry_out(upload.pk, data / "uploads", ImportRequest((), dry_run=True), lambda: None) is None


def test_a_folder_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(uploading, "_keep", full)

    with pytest.raises(Refused, match="No space left"):
        uploading.keep([sent(NAMED, GOOD)], data / "uploads", "", None)
    assert list((data / "uploads").iterdir()) == []


# --- who may ---


@pytest.mark.parametrize("name", ["load", "load-upload", "load-state"])
def test_only_loaders_come_to_the_pages_of_loads(editor: Client, onlooker: Client, name: str) -> None:
    upload = send(editor, sent(NAMED, GOOD)).context["page"].upload
    address = reverse(f"admin:{name}", args=[] if name == "load" else [upload.pk])

    assert onlooker.get(address).status_code == 403
    if name != "load-state":
        assert onlooker.post(address, {"do": "load", "files": sent(NAMED, GOOD)}).status_code == 403
    upload.refresh_from_db()
    assert upload.state == "rehearsed"


def test_whoever_may_load_need_not_be_able_to_take_back(seed: Telegram) -> None:
    loader = User.objects.create_user("loader", password=None, is_staff=True)
    loader.user_permissions.set(Permission.objects.filter(codename__in=["add_importrun", "view_importrun"]))
    client = logged_in(loader)

    assert send(client, sent(NAMED, GOOD)).context["page"].upload.state == "rehearsed"
    assert client.post(reverse("admin:undo-run", args=[seed.run_id])).status_code == 403
    assert "Take this run back" not in client.get(f"/admin/telegrams/importrun/{seed.run_id}/change/").content.decode()


def test_the_list_of_runs_leads_to_loading(editor: Client, onlooker: Client) -> None:
    assert "Load documents" in editor.get("/admin/telegrams/importrun/").content.decode()
    assert "Load documents" not in onlooker.get("/admin/telegrams/importrun/").content.decode()


# --- the process ---

HUNGRY = """
import django
django.setup()
from telegrams.importing.uploading import bounded
bounded()
try:
    held = bytearray(3 * 2**30)
except MemoryError:
    print("refused")
"""


def test_a_rehearsal_gets_no_more_memory_than_it_may() -> None:
    environment = {"DJANGO_SETTINGS_MODULE": "archive.settings", **os.environ}

    said = subprocess.run(
        [sys.executable, "-c", HUNGRY], capture_output=True, text=True, env=environment, check=False,
        cwd=django_settings.REPOSITORY,
    )  # fmt: skip

    assert said.stdout == "refused\n"


def test_reload_of_a_corrected_document_says_its_conflict(seed: Telegram, editor: Client, reload_with: Reload) -> None:
    seed.corrections.create(
        field="message_number", value="3931", made_against="3930", reason="r", source="s", by=User.objects.first()
    )
    upload = send(editor, sent(NAMED, GOOD.replace(b"3930. At", b"3929. At"))).context["page"].upload

    editor.post(page_of(upload), {"do": "load"})

    assert ImportRun.objects.latest("id").problems.filter(code="conflict").exists()
