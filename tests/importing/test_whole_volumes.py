"""Whole volumes: what a new edition changes, withdraws and renumbers, what the gate holds, and how a run is undone."""

import gzip
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client

from telegrams.importing.report import ImportReport
from telegrams.importing.taking import AT_ONCE
from telegrams.importing.undoing import NotUndone, run_undo
from telegrams.importing.walk import ImportRequest, Step, run_import
from telegrams.models import Change, Correction, ImportRun, Problem, RecordChange, Source, Telegram
from telegrams.vocabulary import HeaderField, Level, Origin
from tests.importing.readers.tei_slices import a_div, a_volume

pytestmark = pytest.mark.django_db

VOLUME = "frus1945v09"
Edition = Callable[..., ImportReport]


@pytest.fixture
def edition(tmp_path: Path) -> Edition:
    """Import an edition of the volume: documents by name, each a paragraph of its own."""

    def load(documents: dict[str, str], **asked: object) -> ImportReport:
        divs = (a_div(f"<p>{len(words)}. {words}</p>", name=name) for name, words in documents.items())
        return imported(tmp_path / f"{VOLUME}.xml", a_volume(*divs), **asked)

    return load


def imported(path: Path, data: bytes, **asked: object) -> ImportReport:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    request = ImportRequest(paths=(str(path),), **asked)  # type: ignore[arg-type]
    return run_import(request, lambda: None, lambda step: None)


def document(name: str) -> Telegram:
    return Telegram.objects.get(volume__slug=VOLUME, document=name)


def held() -> dict[str, str]:
    """The documents held, each with its first words after the number."""
    rows = Telegram.objects.held().filter(volume__slug=VOLUME).order_by("document_key")
    return {row.document: row.text.split("\n\n")[-2].partition(". ")[2] for row in rows}


def correct(name: str, field: HeaderField, value: str) -> Correction:
    telegram = document(name)
    editor, _ = get_user_model().objects.get_or_create(username="clio")
    as_read = (telegram.loaded.get(field.value) or {}).get("value") or ""
    return Correction.objects.create(
        telegram=telegram,
        field=field.value,
        value=value,
        made_against=as_read,
        reason="misread",
        source="RG 59",
        by=editor,
    )


MANY = {f"d{number}": f"Report {number} of the mission." for number in range(1, 11)}
ORIGINAL = {"d1": "The first.", "d2": "The second.", "d3": "The third."}


def test_a_volume_goes_in_whole(edition: Edition) -> None:
    report = edition(ORIGINAL)

    assert report.exit_code() == 0
    assert held() == ORIGINAL
    assert report.documents["added"] == 3


def test_the_same_bytes_are_known_without_reading_them(edition: Edition) -> None:
    edition(ORIGINAL)

    report = edition(ORIGINAL)

    assert report.files == {"unchanged": 1}
    assert report.documents["unchanged"] == 3


def test_reading_them_again_changes_nothing(edition: Edition) -> None:
    edition(ORIGINAL)

    report = edition(ORIGINAL, again=True)

    assert report.documents["unchanged"] == 3
    assert set(RecordChange.objects.values_list("action", flat=True)) == {"added"}


def test_a_new_edition_touches_only_what_changed_and_says_that_the_source_did(edition: Edition) -> None:
    edition(ORIGINAL)
    untouched = document("d1").run

    report = edition(ORIGINAL | {"d2": "The second, revised."})

    assert report.documents["changed"] == 1
    assert document("d1").run == untouched
    assert RecordChange.objects.get(action="changed").cause == "source"


def test_a_new_reader_is_told_from_a_new_edition(edition: Edition) -> None:
    edition(ORIGINAL)
    Source.objects.update(reader_version="0")
    Telegram.objects.filter(document="d1").update(checksum="0" * 64)

    edition(ORIGINAL, again=True)

    assert set(RecordChange.objects.exclude(action="added").values_list("cause", flat=True)) == {"reader"}


# --- gone and renumbered --------------------------------------------------------------------------


def test_a_document_gone_from_the_volume_is_withdrawn_with_a_note(edition: Edition, client: Client) -> None:
    edition(ORIGINAL)

    report = edition({"d1": "The first.", "d3": "The third."})

    answer = client.get(f"/telegrams/{VOLUME}/d2/")
    assert report.documents["withdrawn"] == 1
    assert answer.status_code == 410
    assert "does not have it any more" in answer.content.decode()
    assert Telegram.objects.filter(document="d2").exists()


def test_a_document_that_comes_back_is_restored(edition: Edition, client: Client) -> None:
    edition(ORIGINAL)
    edition({"d1": "The first.", "d3": "The third."})

    report = edition(ORIGINAL)

    assert report.documents["restored"] == 1
    assert client.get(f"/telegrams/{VOLUME}/d2/").status_code == 200


def test_a_text_withdraws_nothing(edition: Edition, tmp_path: Path) -> None:
    edition(ORIGINAL)

    imported(tmp_path / VOLUME / "d9.txt", b"Mr. Fish to Mr. Motley.\n\nSir: Yes.\n")

    assert list(held()) == ["d1", "d2", "d3", "d9"]


def test_a_document_that_only_a_text_gave_is_not_the_volumes_to_withdraw(edition: Edition, tmp_path: Path) -> None:
    imported(tmp_path / VOLUME / "d9.txt", b"Mr. Fish to Mr. Motley.\n\nSir: Yes.\n")

    edition(ORIGINAL)
    edition(ORIGINAL | {"d1": "Else."})

    assert document("d9").withdrawn_at is None


def test_a_document_that_stands_alone_in_its_file_withdraws_nothing(edition: Edition, tmp_path: Path) -> None:
    edition(ORIGINAL)

    imported(tmp_path / "one.xml", a_volume(a_div("<p>10. The first.</p>")))

    assert held() == ORIGINAL


def test_a_renumbered_document_keeps_its_corrections_and_leads_from_its_old_address(
    edition: Edition, client: Client
) -> None:
    edition(ORIGINAL)
    correct("d3", HeaderField.MESSAGE_NUMBER, "33")
    key = document("d3").pk

    report = edition({"d1": "The first.", "d2": "The second.", "d4": "The third."})

    answer = client.get(f"/telegrams/{VOLUME}/d3/?page=2")
    assert report.documents["renumbered"] == 1
    assert document("d4").pk == key
    assert document("d4").message_number == "33"
    assert (answer.status_code, answer["Location"]) == (301, f"/telegrams/{VOLUME}/d4/?page=2")


def test_documents_that_all_moved_by_one_are_known_again(edition: Edition) -> None:
    edition(ORIGINAL)
    correct("d1", HeaderField.MESSAGE_NUMBER, "11")
    keys = {name: document(name).pk for name in ORIGINAL}

    edition({"d1": "A new one.", "d2": "The first.", "d3": "The second.", "d4": "The third."})

    assert {name: document(name).pk for name in ("d2", "d3", "d4")} == dict(
        zip(("d2", "d3", "d4"), keys.values(), strict=True)
    )
    assert document("d2").message_number == "11"
    assert document("d1").pk not in keys.values()


def test_the_same_words_twice_are_no_proof_of_a_new_number(edition: Edition) -> None:
    edition({"d1": "Not printed.", "d2": "The second."})

    report = edition({"d2": "The second.", "d3": "Not printed.", "d4": "Not printed."}, accept=True)

    assert report.documents["renumbered"] == 0
    assert document("d1").withdrawn_at is not None


# --- the gate -------------------------------------------------------------------------------------


def test_a_volume_that_would_lose_markedly_is_held_with_a_table(edition: Edition) -> None:
    edition(MANY)

    report = edition({name: words for name, words in MANY.items() if name > "d4"})

    assert report.exit_code() == 2
    assert held() == MANY
    assert any("documents" in line and "fewer" in line for line in report.gates)
    assert Problem.objects.get(code="gate").level == Level.ERROR


def test_what_is_accepted_goes_in(edition: Edition) -> None:
    edition(MANY)

    report = edition({name: words for name, words in MANY.items() if name > "d4"}, accept=True)

    assert report.exit_code() == 0
    assert report.documents["withdrawn"] == 5


def test_what_the_gate_held_is_looked_at_again(edition: Edition) -> None:
    fewer = {name: words for name, words in MANY.items() if name > "d4"}
    edition(MANY)
    edition(fewer)

    assert edition(fewer).exit_code() == 2
    assert edition(fewer, accept=True).exit_code() == 0


def test_a_dry_run_shows_the_gate_and_what_would_go(edition: Edition) -> None:
    edition(MANY)

    few, two = {"d1": MANY["d1"], "d2": MANY["d2"]}, dict(list(MANY.items())[:8])

    assert edition(few, dry_run=True).gates
    assert edition(two, dry_run=True).documents["withdrawn"] == 2
    assert held() == MANY


# --- three values ---------------------------------------------------------------------------------


def test_a_correction_and_a_new_reading_are_a_conflict_with_all_three_values(edition: Edition, tmp_path: Path) -> None:
    edition(ORIGINAL)
    correct("d1", HeaderField.SENDER_NAME, "Rupert")
    other = a_div("<p>1. The first.</p>").replace("Rassendyll", "Sapt")

    report = imported(
        tmp_path / f"{VOLUME}.xml",
        a_volume(other, *(a_div(f"<p>{n}. {ORIGINAL[f'd{n}']}</p>", name=f"d{n}") for n in (2, 3))),
    )

    (conflict,) = [problem for problem in report.problems if problem.code == "conflict" and "sender" in problem.found]
    assert all(name in conflict.found for name in ("“Rassendyll”", "“Sapt”", "“Rupert”"))
    assert document("d1").participations.get(role="sender").name_printed == "Rupert"
    assert document("d1").loaded["sender_name"]["value"] == "Sapt"


def test_a_correction_alone_is_no_conflict(edition: Edition) -> None:
    edition(ORIGINAL)
    correct("d1", HeaderField.SENDER_NAME, "Rupert")

    report = edition(ORIGINAL | {"d1": "The first, revised."})

    assert [problem for problem in report.problems if problem.code == "conflict"] == []
    assert document("d1").participations.get(role="sender").name_printed == "Rupert"


def test_a_source_that_comes_round_to_the_correction_is_no_conflict(edition: Edition, tmp_path: Path) -> None:
    edition({"d1": "The first.", "d2": "The second."})
    correct("d1", HeaderField.SENDER_NAME, "Sapt")
    divs = [a_div(f"<p>{n}. The {word}.</p>", name=f"d{n}") for n, word in ((1, "first"), (2, "second"))]

    report = imported(tmp_path / f"{VOLUME}.xml", a_volume(*(div.replace("Rassendyll", "Sapt") for div in divs)))

    assert [problem for problem in report.problems if problem.code == "conflict"] == []


# --- markup over text -----------------------------------------------------------------------------

TEXT = b"711.61/11-2245: Telegram\n\nThe Ambassador in Ruritania (Hentzau) to the Secretary of State\n\n1. The first.\n"


@pytest.mark.parametrize("first", ["text", "markup"])
def test_the_markup_is_loaded_and_the_text_a_second_source_whatever_came_first(
    edition: Edition, tmp_path: Path, client: Client, first: str
) -> None:
    def of_text() -> object:
        return imported(tmp_path / VOLUME / "d1.txt", TEXT)

    def of_markup() -> object:
        return edition(ORIGINAL)

    for load in (of_text, of_markup) if first == "text" else (of_markup, of_text):
        load()

    telegram = document("d1")
    assert telegram.source.reader == "tei"
    assert telegram.loaded["sender_name"]["value"] == "Rassendyll"
    assert [source.reader for source in telegram.second_readings.all()] == ["printed-text"]
    assert "Also read from" in client.get(f"/telegrams/{VOLUME}/d1/").content.decode()


def test_text_and_markup_in_one_run_are_no_double(edition: Edition, tmp_path: Path) -> None:
    (tmp_path / VOLUME).mkdir()
    (tmp_path / VOLUME / "d1.txt").write_bytes(TEXT)
    (tmp_path / VOLUME / f"{VOLUME}.xml").write_bytes(a_volume(a_div("<p>1. A.</p>"), a_div("<p>2. B.</p>", name="d2")))

    report = run_import(ImportRequest(paths=(str(tmp_path / VOLUME),)), lambda: None, lambda step: None)

    assert report.exit_code() == 0
    assert document("d1").source.reader == "tei"
    assert document("d1").second_readings.count() == 1


def test_a_second_source_loaded_again_changes_nothing(edition: Edition, tmp_path: Path) -> None:
    edition(ORIGINAL)
    imported(tmp_path / VOLUME / "d1.txt", TEXT)

    report = imported(tmp_path / VOLUME / "d1.txt", TEXT, again=True)

    assert report.documents == {"unchanged": 1}
    assert document("d1").second_readings.count() == 1


def test_two_files_of_one_volume_are_an_error_and_the_first_stays(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_bytes(a_volume(a_div("<p>1. A.</p>"), a_div("<p>2. B.</p>", name="d2")))
    (tmp_path / "b.xml").write_bytes(a_volume(a_div("<p>1. C.</p>"), a_div("<p>2. D.</p>", name="d2")))

    report = run_import(ImportRequest(paths=(str(tmp_path),)), lambda: None, lambda step: None)

    assert report.exit_code() == 1
    assert held() == {"d1": "A.", "d2": "B."}


def test_a_packed_volume_is_the_same_volume(edition: Edition, tmp_path: Path) -> None:
    edition(ORIGINAL)
    divs = (a_div(f"<p>{len(words)}. {words}</p>", name=name) for name, words in ORIGINAL.items())

    report = imported(tmp_path / f"{VOLUME}.xml.gz", gzip.compress(a_volume(*divs)))

    assert report.documents["unchanged"] == 3


# --- taking back ----------------------------------------------------------------------------------


def test_a_run_taken_back_leaves_what_was_before_and_keeps_corrections(edition: Edition, client: Client) -> None:
    edition(ORIGINAL)
    correct("d2", HeaderField.MESSAGE_NUMBER, "22")
    second = edition({"d1": "The first.", "d2": "Another second.", "d4": "A fourth."})
    assert second.run is not None

    report = run_undo(second.run)

    assert report.exit_code() == 0
    assert held() == ORIGINAL
    assert document("d2").message_number == "22"
    assert client.get(f"/telegrams/{VOLUME}/d4/").status_code == 410
    assert client.get(f"/telegrams/{VOLUME}/d3/").status_code == 200
    assert ImportRun.objects.get(pk=second.run).undone_by_id == report.run


def test_new_numbers_are_taken_back_too(edition: Edition) -> None:
    edition(ORIGINAL)
    keys = {name: document(name).pk for name in ORIGINAL}
    second = edition({"d1": "A new one.", "d2": "The first.", "d3": "The second.", "d4": "The third."})
    assert second.run is not None

    run_undo(second.run)

    assert held() == ORIGINAL
    assert {name: document(name).pk for name in ORIGINAL} == keys


def test_a_text_under_a_volume_is_the_loaded_one_again_when_the_volume_is_taken_back(
    edition: Edition, tmp_path: Path
) -> None:
    imported(tmp_path / VOLUME / "d1.txt", TEXT)
    second = edition(ORIGINAL)
    assert second.run is not None

    run_undo(second.run)

    assert list(held()) == ["d1"]
    assert document("d1").source.reader == "printed-text"
    assert document("d1").second_readings.count() == 0


def test_what_a_later_run_touched_is_left_and_named(edition: Edition) -> None:
    edition(ORIGINAL)
    second = edition(ORIGINAL | {"d1": "Else.", "d2": "Other."})
    edition(ORIGINAL | {"d1": "Once more.", "d2": "Other."})
    assert second.run is not None

    report = run_undo(second.run)

    assert report.exit_code() == 1
    assert held() == {"d1": "Once more.", "d2": "The second.", "d3": "The third."}
    assert [problem.source for problem in report.problems] == [f"{VOLUME}/d1"]


def test_runs_are_taken_back_one_after_the_other(edition: Edition) -> None:
    edition(ORIGINAL)
    second = edition(ORIGINAL | {"d1": "Else."})
    third = edition(ORIGINAL | {"d1": "Once more."})
    assert second.run is not None
    assert third.run is not None

    run_undo(third.run)
    run_undo(second.run)

    assert held() == ORIGINAL


def test_a_run_whose_undoing_was_undone_stands_over_those_before_it(edition: Edition) -> None:
    edition(ORIGINAL)
    second = edition(ORIGINAL | {"d1": "Else."})
    third = edition(ORIGINAL | {"d1": "Once more."})
    assert second.run is not None
    assert third.run is not None
    undone = run_undo(third.run)
    assert undone.run is not None
    run_undo(undone.run)

    with pytest.raises(NotUndone, match="later runs"):
        run_undo(second.run)

    assert held()["d1"] == "Once more."
    assert ImportRun.objects.get(pk=second.run).undone_by is None


def test_the_edition_taken_back_can_be_loaded_again(edition: Edition) -> None:
    edition(ORIGINAL)
    revised = ORIGINAL | {"d1": "Else."}
    second = edition(revised)
    assert second.run is not None
    run_undo(second.run)

    report = edition(revised)

    assert report.documents["changed"] == 1
    assert held() == revised


def test_a_run_is_taken_back_once(edition: Edition) -> None:
    first = edition(ORIGINAL)
    assert first.run is not None
    run_undo(first.run)

    with pytest.raises(NotUndone, match="already"):
        run_undo(first.run)
    with pytest.raises(NotUndone, match="no run"):
        run_undo(first.run + 1000)


def test_taking_back_can_be_taken_back(edition: Edition) -> None:
    edition(ORIGINAL)
    second = edition(ORIGINAL | {"d1": "Else."})
    assert second.run is not None
    undone = run_undo(second.run)
    assert undone.run is not None

    run_undo(undone.run)

    assert held()["d1"] == "Else."


# --- all or nothing -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_readers_see_the_old_volume_until_the_new_one_is_whole(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition(MANY)

    def fail(*keys: int) -> None:
        if Telegram.objects.filter(text__contains="Changed").exists():
            raise KeyboardInterrupt

    path = Path(ImportRun.objects.get().asked)
    divs = (a_div(f"<p>{number}. Changed.</p>", name=name) for number, name in enumerate(MANY, 1))
    path.write_bytes(a_volume(*divs))

    with monkeypatch.context() as patched:
        patched.setattr(Change, "note", fail)
        report = run_import(ImportRequest(paths=(str(path),)), lambda: None, lambda step: None)

    assert report.exit_code() == 130
    assert held() == MANY


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_lost_leaves_the_old_volume_and_says_so(
    edition: Edition, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edition(MANY)
    path = Path(ImportRun.objects.get().asked)
    path.write_bytes(a_volume(*(a_div(f"<p>{name}. Changed.</p>", name=name) for name in MANY)))

    def lose(*keys: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    monkeypatch.setattr(Change, "note", lose)
    with pytest.raises(SystemExit) as ended:
        call_command("import", str(path))
    connection.close()

    assert ended.value.code == 1
    assert "the database broke off" in capsys.readouterr().err
    assert held() == MANY
    assert ImportRun.objects.latest("pk").outcome in ("interrupted", "running")  # "running or broken off"


def test_a_disk_too_full_to_look_a_volume_over_leaves_the_old_one(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition(MANY)
    full = open("/dev/full", "wb")  # noqa: SIM115 — closed by the spool
    monkeypatch.setattr(tempfile, "TemporaryFile", lambda: full)

    report = edition(dict.fromkeys(MANY, "Changed. " * 10_000))

    assert [(one.code, one.level) for one in report.problems if one.level == Level.ERROR] == [
        ("unreadable", Level.ERROR)
    ]
    assert "No space left on device" in report.problems[-1].found
    assert held() == MANY


@pytest.mark.parametrize("room", [0, 10**6])
def test_a_volume_for_which_the_disk_has_no_room_is_refused_before_it_is_read(edition: Edition, room: int) -> None:
    report = edition(MANY, room=lambda: room if room == 0 else 10**12)

    assert report.exit_code() == (2 if room == 0 else 0)
    assert [problem.code for problem in report.problems if problem.level == Level.ERROR] == ["disk"] * (room == 0)


def test_a_document_of_which_the_database_cannot_hold_a_value_costs_no_other(edition: Edition) -> None:
    report = edition(ORIGINAL | {"d" + "9" * 200: "Too long a name."})

    assert report.exit_code() == 1
    assert list(held()) == ["d1", "d2", "d3"]


def test_what_is_read_keeps_where_it_stands_in_the_printed_contents(tmp_path: Path) -> None:
    divs = a_div("<p>1. A.</p>") + a_div("<p>2. B.</p>", name="d2")
    inside = f'<div type="compilation" xml:id="comp1"><head>C</head><div type="chapter" xml:id="ch1">{divs}</div></div>'

    imported(tmp_path / f"{VOLUME}.xml", a_volume(inside))

    assert document("d2").division == "comp1/ch1"
    assert document("d2").loaded["sent"]["origin"] == Origin.PRINTED


# --- what is larger, or other, than it should be --------------------------------------------------


def test_a_volume_that_changes_while_it_is_read_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / f"{VOLUME}.xml"
    divs = (a_div(f"<p>{number} {'word ' * 400}</p>", name=f"d{number}") for number in range(AT_ONCE + 50))
    path.write_bytes(a_volume(*divs))

    def overwrite(step: Step) -> None:
        if step.documents:
            path.write_bytes(path.read_bytes() + b"\n")

    report = run_import(ImportRequest(paths=(str(path),)), lambda: None, overwrite)

    assert [(one.code, one.found) for one in report.problems] == [("unreadable", "it has changed while it was read")]
    assert report.documents["added"] == 0
    assert not Telegram.objects.exists()
    assert report.exit_code() == 2


def test_a_volume_too_large_to_be_one_does_not_keep_the_others_out(tmp_path: Path) -> None:
    folder = tmp_path / "volumes"
    folder.mkdir()
    (folder / "a.xml").write_bytes(a_volume(a_div("<p/>" * 900_000), slug='xml:id="frus1945v01"'))
    (folder / "b.xml").write_bytes(a_volume(a_div("<p>One.</p>"), a_div("<p>Two.</p>", name="d2")))

    report = run_import(ImportRequest(paths=(str(folder),)), lambda: None, lambda step: None)

    refused = [one for one in report.problems if one.level == Level.ERROR]
    assert [(Path(one.source).name, one.code, one.line) for one in refused] == [("a.xml", "size", 6)]
    assert Telegram.objects.held().count() == 2
    assert report.exit_code() == 1
