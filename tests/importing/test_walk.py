"""The whole import: what goes in, what a second run does, what is refused, what is never lost."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from telegrams.importing.finding import Identity
from telegrams.importing.report import ImportReport
from telegrams.importing.walk import AnotherImport, ImportRequest, only_import, run_import, run_withdrawal
from telegrams.models import (
    Change,
    Correction,
    CrossReference,
    ImportRun,
    Participation,
    Person,
    RecordChange,
    Source,
    Telegram,
    Volume,
)
from telegrams.vocabulary import Certainty, HeaderField, Origin, Role

pytestmark = pytest.mark.django_db

SEED = settings.FIXTURES / "frus1945v05" / "d690.txt"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of one volume that holds the seed."""
    volume = tmp_path / "frus1945v05"
    volume.mkdir()
    shutil.copy(SEED, volume / "d690.txt")
    return volume


def import_from(*paths: Path, **asked: object) -> ImportReport:
    request = ImportRequest(paths=tuple(str(path) for path in paths), **asked)  # type: ignore[arg-type]
    return run_import(request, lambda: None, lambda name: None)


def seed() -> Telegram:
    return Telegram.objects.get(volume__slug="frus1945v05", document="d690")


def test_the_seed_goes_in_with_its_header_notes_and_page(folder: Path) -> None:
    report = import_from(folder)

    telegram = seed()
    assert report.exit_code() == 0
    assert (telegram.kind, telegram.message_number, telegram.file_number) == ("telegram", "3930", "711.61/11–2245")
    assert (str(telegram.earliest), str(telegram.latest)) == ("1945-11-22", "1945-11-22")
    assert telegram.loaded["sent"]["origin"] == Origin.INFERRED
    assert [note.printed_mark for note in telegram.footnotes.all()] == ["7", "8", "9"]
    assert [telegram.text[: note.offset].split()[-1] for note in telegram.footnotes.all()] == [
        "Litvinov.",
        "Subasic.",
        "Moscow.",
    ]
    assert [page.label for page in telegram.page_markers.all() if not page.implied] == ["922"]
    assert telegram.post is not None
    assert telegram.post.city == "Moscow"


def test_the_seeds_parties_are_the_people_of_the_register(folder: Path) -> None:
    import_from(settings.FIXTURES / "people", folder)

    parties = {row.role: row for row in seed().participations.exclude(role=Role.MENTIONED)}
    assert parties["sender"].person is not None
    assert parties["sender"].person.slug == "harriman-william-averell"
    assert parties["sender"].certainty == Certainty.SURE
    assert parties["recipient"].office_printed == "Secretary of State"
    assert parties["recipient"].certainty == Certainty.PROBABLE
    assert parties["signer"].person == parties["sender"].person


def test_a_list_of_persons_imported_later_is_applied_to_what_is_held(folder: Path) -> None:
    import_from(folder)
    assert not Participation.objects.filter(person__slug="harriman-william-averell").exists()

    import_from(settings.FIXTURES / "people")

    assert Participation.objects.filter(person__slug="harriman-william-averell", role=Role.SENDER).exists()


def test_a_second_import_changes_nothing(folder: Path) -> None:
    import_from(folder)
    before = (
        Telegram.objects.values_list("run", "source", "checksum").get(),
        Source.objects.count(),
        Change.objects.count(),
    )

    report = import_from(folder)

    after = (
        Telegram.objects.values_list("run", "source", "checksum").get(),
        Source.objects.count(),
        Change.objects.count(),
    )
    assert before == after
    assert report.files == {"unchanged": 1}
    assert report.documents == {"unchanged": 1}
    assert report.exit_code() == 0


def test_reading_unchanged_files_again_changes_nothing_either(folder: Path) -> None:
    import_from(folder)

    report = import_from(folder, again=True)

    assert report.documents == {"unchanged": 1}
    assert RecordChange.objects.count() == 1


def test_a_changed_file_changes_only_its_document_and_says_what(folder: Path) -> None:
    (folder / "d691.txt").write_text((folder / "d690.txt").read_text().replace("3930", "3931"))
    import_from(folder)
    untouched = Telegram.objects.get(document="d691")
    (folder / "d690.txt").write_text((folder / "d690.txt").read_text().replace("(Harriman)", "(Kennan)"))

    report = import_from(folder)

    change = RecordChange.objects.get(action="changed")
    assert change.telegram == seed()
    assert "Harriman" in change.summary
    assert "Kennan" in change.summary
    assert change.before["values"]["sender_name"]["value"] == "Harriman"
    assert change.after["values"]["sender_name"]["value"] == "Kennan"
    assert report.documents == {"changed": 1, "unchanged": 1}
    assert Telegram.objects.get(document="d691").run == untouched.run


def test_a_dry_run_reports_and_writes_nothing(folder: Path) -> None:
    report = import_from(folder, dry_run=True)

    assert report.documents == {"added": 1}
    assert not Telegram.objects.exists()
    assert not ImportRun.objects.exists()


def test_a_dry_run_can_account_for_every_line(folder: Path) -> None:
    report = import_from(folder, dry_run=True, residue=True)

    lines = [line for line in SEED.read_text().splitlines() if line.strip()]
    assert len(report.residue) >= len(lines)
    assert not [line for line in report.residue if "residue" in line]


def test_a_correction_stands_over_a_changed_source_and_both_are_kept(folder: Path) -> None:
    import_from(folder)
    editor = get_user_model().objects.create_user("editor")
    Correction.objects.create(
        telegram=seed(),
        field=HeaderField.SENDER_NAME.value,
        value="W. A. Harriman",
        made_against="Harriman",
        reason="fuller",
        source="register",
        by=editor,
    )
    (folder / "d690.txt").write_text((folder / "d690.txt").read_text().replace("(Harriman)", "(Barriman)"))

    import_from(folder)

    sender = seed().participations.get(role=Role.SENDER)
    assert sender.name_printed == "W. A. Harriman"
    assert seed().loaded["sender_name"]["value"] == "Barriman"


def test_two_files_of_one_identity_are_an_error_and_the_first_stays(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "z" / "frus1945v05"
    other.mkdir(parents=True)
    (other / "d690.txt").write_text(SEED.read_text().replace("3930", "4000"))

    report = import_from(folder, other)

    assert seed().message_number == "3930"
    assert [problem.code for problem in report.problems if problem.level == "error"] == ["duplicate-id"]
    assert report.exit_code() == 1


def test_two_equal_files_of_one_identity_are_only_noted(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "z" / "frus1945v05"
    other.mkdir(parents=True)
    shutil.copy(SEED, other / "d690.txt")

    report = import_from(folder, other)

    assert report.exit_code() == 0
    assert [problem.level for problem in report.problems if problem.code == "duplicate-id"] == ["note"]


def test_a_bad_file_costs_no_good_one_and_the_exit_says_so(folder: Path) -> None:
    (folder / "d1.txt").write_bytes(b"")

    report = import_from(folder)

    assert seed().message_number == "3930"
    assert report.exit_code() == 1
    assert ImportRun.objects.get().outcome == "partial"
    assert ImportRun.objects.get().problems.filter(code="empty-file", level="error").exists()


def test_nothing_readable_is_exit_two(tmp_path: Path) -> None:
    assert import_from(tmp_path).exit_code() == 2
    assert import_from(tmp_path / "missing").exit_code() == 2


def test_standard_input_takes_the_identity_given() -> None:
    report = import_from(Path("-"), said=Identity("frus1945v05", "d690"), standard_input=SEED.read_bytes())

    assert report.exit_code() == 0
    assert seed().message_number == "3930"


def test_a_withdrawn_volume_is_out_of_the_answers_and_comes_back_by_import(folder: Path) -> None:
    import_from(folder)

    report = run_withdrawal("frus1945v05")

    assert report.documents["withdrawn"] == 1
    assert not Telegram.objects.held().exists()
    assert import_from(folder).documents == {"restored": 1}
    assert Telegram.objects.held().count() == 1


def test_withdrawing_a_volume_that_is_not_held_says_so() -> None:
    with pytest.raises(Volume.DoesNotExist):
        run_withdrawal("frus1900")


def test_specimens_stay_out_where_they_are_not_welcome(tmp_path: Path) -> None:
    (tmp_path / "specimen").mkdir()
    shutil.copy(SEED, tmp_path / "specimen" / "d1.txt")

    report = import_from(tmp_path, specimens=False)

    assert not Telegram.objects.exists()
    assert report.files["skipped"] == 1


def test_a_person_an_editor_changed_is_left_alone_by_a_list() -> None:
    import_from(settings.FIXTURES / "people" / "register.csv")
    person = Person.objects.get(slug="harriman-william-averell")
    person.title = "Governor"
    person._history_user = get_user_model().objects.create_user("editor")
    person.save()

    import_from(settings.FIXTURES / "people" / "register.csv")

    assert Person.objects.get(slug="harriman-william-averell").title == "Governor"


@pytest.fixture
def running_elsewhere() -> Iterator[None]:
    """An import that another connection is holding the lock for."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with only_import(0):
            held.set()
            done.wait(10)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(10)
    yield
    done.set()
    thread.join()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("running_elsewhere")
def test_a_second_import_at_the_same_time_says_so(folder: Path) -> None:
    with pytest.raises(AnotherImport):
        import_from(folder)

    assert not Telegram.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_ctrl_c_leaves_whole_documents_and_says_interrupted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "d691.txt").write_text(SEED.read_text().replace("3930", "3931"))

    def interrupt(*ids: int) -> None:
        if Telegram.objects.filter(document="d691").exists():
            raise KeyboardInterrupt

    monkeypatch.setattr(Change, "note", interrupt)
    report = run_import(ImportRequest(paths=(str(folder),)), lambda: None, lambda name: None)

    assert report.exit_code() == 130
    assert [telegram.document for telegram in Telegram.objects.all()] == ["d690"]
    assert ImportRun.objects.get().outcome == "interrupted"
    assert report.documents == {"added": 1}


def test_a_person_renamed_by_an_editor_is_not_made_twice_by_a_list() -> None:
    import_from(settings.FIXTURES / "people" / "register.csv")
    person = Person.objects.get(slug="harriman-william-averell")
    person.slug = "harriman-averell"
    person.save()
    before = Person.objects.count()

    import_from(settings.FIXTURES / "people" / "register.csv", again=True)

    assert Person.objects.count() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("broken_off_by", [SystemExit, OSError], ids=["SIGTERM", "a fault"])
def test_a_run_broken_off_is_not_called_complete(
    folder: Path, broken_off_by: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    def end(*ids: int) -> None:
        raise broken_off_by

    monkeypatch.setattr(Change, "note", end)
    with pytest.raises(broken_off_by):
        run_import(ImportRequest(paths=(str(folder),)), lambda: None, lambda name: None)

    assert ImportRun.objects.get().outcome == "interrupted"
    assert not Telegram.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_run_after_a_broken_one_resolves_what_that_one_left(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "d691.txt").write_text(SEED.read_text().replace("[Page 922]", "[Page 1208]"))
    (folder / "d692.txt").write_text(SEED.read_text().replace("3930", "3932"))

    def interrupt(*ids: int) -> None:
        if Telegram.objects.filter(document="d692").exists():
            raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Change, "note", interrupt)
        run_import(ImportRequest(paths=(str(folder),)), lambda: None, lambda name: None)
    (folder / "d692.txt").unlink()

    report = import_from(folder)

    assert report.documents == {"unchanged": 2}
    assert {one.certainty for one in CrossReference.objects.filter(wanted__page="1208")} == {Certainty.SURE}
