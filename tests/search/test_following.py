"""The index in step with the database, whoever changes what, and whenever a process dies."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.test import Client

from telegrams.models import Change, Telegram
from telegrams.search.beside import beside
from telegrams.search.following import Follower, newest_change
from telegrams.search.generation import Shelf
from telegrams.search.indexed import VERSION
from telegrams.search.local import LocalEngine
from telegrams.search.query import Query
from tests.making import a_telegram


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the index of a test lies."""
    return tmp_path / "index"


def an_engine(folder: Path) -> LocalEngine:
    """An engine on that index, as another process would have it."""
    return LocalEngine(Follower(lambda: folder))


def found(engine: LocalEngine, words: str = "") -> int:
    """How many documents an engine finds."""
    return engine.count(Query(q=words))


def rewritten(telegram: Telegram, text: str) -> None:
    """A telegram with another text, its change numbered."""
    Telegram.objects.filter(pk=telegram.pk).update(text=text, layout={})
    Change.note(telegram.pk)


# --- in step --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_change_shows_in_the_very_next_question_of_every_process(folder: Path) -> None:
    here, there = an_engine(folder), an_engine(folder)
    telegram = a_telegram("Litvinov spoke.")
    assert (found(here, "Litvinov"), found(there, "Litvinov")) == (1, 1)

    rewritten(telegram, "Molotov spoke.")

    assert (found(here, "Litvinov"), found(there, "Molotov")) == (0, 1)
    assert (found(there, "Litvinov"), found(here, "Molotov")) == (0, 1)


@pytest.mark.django_db
def test_a_document_withdrawn_is_found_no_more_and_found_again_when_it_is_brought_back(folder: Path) -> None:
    engine, telegram = an_engine(folder), a_telegram("Litvinov spoke.")
    assert found(engine) == 1

    Telegram.objects.filter(pk=telegram.pk).update(withdrawn_at="1950-01-01T00:00Z")
    Change.note(telegram.pk)
    assert found(engine) == 0

    Telegram.objects.filter(pk=telegram.pk).update(withdrawn_at=None)
    Change.note(telegram.pk)
    assert found(engine) == 1


@pytest.mark.django_db(transaction=True)
def test_a_question_within_an_open_transaction_takes_nothing_of_it_into_the_index(folder: Path, settings: Any) -> None:
    settings.SEARCH_FOLLOWS_OPEN_TRANSACTIONS = False
    engine, telegram = an_engine(folder), a_telegram("Litvinov spoke.")
    assert found(engine, "Litvinov") == 1

    with transaction.atomic():
        rewritten(telegram, "Molotov spoke.")
        answer = engine.ask(Query(q="Molotov"))
        transaction.set_rollback(True)
    assert (answer.total, answer.behind) == (0, 1)

    assert (found(engine, "Litvinov"), found(engine, "Molotov")) == (1, 0)
    assert engine.follower.standing().behind == 0


@pytest.mark.django_db(transaction=True)
def test_a_page_whose_snapshot_is_older_than_the_index_does_not_build_it_anew(folder: Path, settings: Any) -> None:
    settings.SEARCH_FOLLOWS_OPEN_TRANSACTIONS = False
    engine, telegram = an_engine(folder), a_telegram("Litvinov spoke.")
    assert found(engine) == 1
    before = Shelf(folder, VERSION).current()

    def changed_elsewhere() -> None:
        rewritten(telegram, "Molotov spoke.")
        found(an_engine(folder))
        connection.close()

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        seen = newest_change()
        elsewhere = threading.Thread(target=changed_elsewhere)
        elsewhere.start()
        elsewhere.join()
        assert newest_change() == seen
        assert found(engine, "Molotov") == 1

    assert Shelf(folder, VERSION).current() == before


@pytest.mark.django_db(transaction=True)
def test_two_transactions_that_overlap_are_both_taken_in(folder: Path) -> None:
    engine = an_engine(folder)
    first, second = a_telegram("The first."), a_telegram("The second.")
    assert found(engine) == 2
    begun, may_end = threading.Event(), threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            Telegram.objects.filter(pk=first.pk).update(text="Litvinov.", layout={})
            begun.set()
            may_end.wait(10)
            Change.note(first.pk)
        connection.close()

    slow = threading.Thread(target=slowly)
    slow.start()
    begun.wait(10)
    rewritten(second, "Molotov.")
    assert found(engine, "Molotov") == 1
    may_end.set()
    slow.join()

    assert (found(engine, "Litvinov"), found(engine, "Molotov")) == (1, 1)


@pytest.mark.django_db
def test_many_changes_are_taken_in_by_an_import_and_some_by_a_question(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("telegrams.search.following.FOR_A_QUESTION", 3)
    engine = an_engine(folder)
    assert found(engine) == 0
    for number in range(8):
        a_telegram(f"Report {number}.")

    answer = engine.ask(Query())
    assert (answer.total, answer.behind) == (3, 5)
    engine.follow()

    assert found(engine) == 8
    assert engine.ask(Query()).behind == 0


# --- lost, old and broken -------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("loss", ["the folder", "the name", "a file", "the version"])
def test_an_index_that_is_lost_or_old_is_built_anew(folder: Path, loss: str) -> None:
    a_telegram("Litvinov spoke.")
    assert found(an_engine(folder), "Litvinov") == 1
    generation = Shelf(folder, VERSION).current()
    assert generation is not None

    if loss == "the folder":
        shutil.rmtree(folder)
    elif loss == "the name":
        (folder / "current").write_text("g9999-v1")
    elif loss == "a file":
        (generation / "meta.json").write_text("{}")
    else:
        old = generation.with_name(generation.name.replace(f"-v{VERSION}", "-v0"))
        generation.rename(old)
        (folder / "current").write_text(old.name)

    assert found(an_engine(folder), "Litvinov") == 1


@pytest.mark.django_db
def test_an_index_that_knows_more_changes_than_the_database_is_built_anew(folder: Path) -> None:
    engine, telegram = an_engine(folder), a_telegram("Litvinov spoke.")
    assert found(engine) == 1

    Change.objects.filter(telegram=telegram).delete()
    Telegram.objects.filter(pk=telegram.pk).update(text="Molotov spoke.", layout={})

    assert (found(engine, "Litvinov"), found(engine, "Molotov")) == (0, 1)


@pytest.mark.django_db
def test_a_change_that_another_process_takes_in_meanwhile_is_no_reason_to_build_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there, telegram = an_engine(folder), an_engine(folder), a_telegram("Litvinov spoke.")
    assert found(here) == found(there) == 1
    before = Shelf(folder, VERSION).current()

    def as_it_was_a_moment_ago() -> int:
        known = newest_change()
        patched.undo()
        rewritten(telegram, "Molotov spoke.")
        there.follow()
        return known

    with monkeypatch.context() as patched:
        patched.setattr("telegrams.search.following.newest_change", as_it_was_a_moment_ago)
        found(here)

    assert Shelf(folder, VERSION).current() == before
    assert found(here, "Molotov") == 1


@pytest.mark.django_db
def test_an_import_goes_on_where_the_index_cannot_be_built(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = an_engine(folder)
    a_telegram("Litvinov spoke.")

    def full(*asked: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("telegrams.search.following.new_index", full)
        engine.follow()

    assert found(engine, "Litvinov") == 1


@pytest.mark.django_db(transaction=True)
def test_while_there_is_no_index_to_ask_the_search_says_so_and_documents_are_read(
    folder: Path, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, telegram = an_engine(folder), a_telegram("Litvinov spoke.")
    monkeypatch.setattr("telegrams.views.manners.ENGINE", engine)
    monkeypatch.setattr("telegrams.views.search.ENGINE", engine)

    def full(*asked: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("telegrams.search.following.new_index", full)
        page, data = client.get("/telegrams/?q=Litvinov"), client.get("/telegrams.json?q=Litvinov")
        document = client.get(telegram.get_absolute_url())

    assert (page.status_code, data.status_code, document.status_code) == (503, 503, 200)
    assert "being built" in page.content.decode()
    assert "being built" in data.json()["error"]
    assert page["Retry-After"] == "30"
    assert client.get("/telegrams.json?q=Litvinov").json()["total"] == 1


@pytest.mark.django_db
def test_an_index_that_holds_a_wrong_number_of_documents_is_built_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, telegram = an_engine(folder), a_telegram("Litvinov spoke.")
    assert found(engine) == 1
    monkeypatch.setattr("telegrams.search.following._apply", lambda *asked: False)

    rewritten(telegram, "Molotov spoke.")

    assert (found(engine, "Litvinov"), found(engine, "Molotov")) == (0, 1)


@pytest.mark.django_db
def test_what_cannot_be_written_leaves_the_index_as_it_was_and_says_how_far_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, telegram = an_engine(folder), a_telegram("Litvinov spoke.")
    assert found(engine) == 1

    def full(*asked: object) -> bool:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("telegrams.search.following._apply", full)
        rewritten(telegram, "Molotov spoke.")
        answer = engine.ask(Query(q="Litvinov"))

    assert (answer.total, answer.behind) == (1, 1)
    assert found(engine, "Molotov") == 1


@pytest.mark.django_db
def test_readers_keep_the_old_generation_until_the_new_one_is_whole(folder: Path) -> None:
    engine = an_engine(folder)
    a_telegram("Litvinov spoke.")
    standing = engine.follower.standing()
    before = Shelf(folder, VERSION).current()

    assert an_engine(folder).rebuild() == 1

    after = Shelf(folder, VERSION).current()
    assert before != after
    assert standing.searcher.num_docs == 2  # the document, and the mark of the last change
    assert found(engine, "Litvinov") == 1
    assert [path.name for path in folder.iterdir() if path.is_dir()] == [after.name if after else ""]


@pytest.mark.django_db
def test_while_another_process_writes_a_question_is_answered_and_says_how_far_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("telegrams.search.following.WAIT", 0.05)
    engine, telegram = an_engine(folder), a_telegram("Litvinov spoke.")
    assert found(engine) == 1

    with Shelf(folder, VERSION).writing(0) as is_free:
        assert is_free
        rewritten(telegram, "Molotov spoke.")
        answer = engine.ask(Query(q="Litvinov"))

    assert (answer.total, answer.behind) == (1, 1)
    assert found(engine, "Molotov") == 1


# --- beside an import ---


@pytest.mark.django_db(transaction=True)
def test_an_import_goes_on_while_its_changes_are_taken_in_and_all_are_in_at_its_end(folder: Path) -> None:
    engine, threads, go_on = an_engine(folder), [], threading.Event()
    telegram = a_telegram("Litvinov spoke.")

    def follow() -> None:
        threads.append(threading.current_thread().name)
        assert go_on.wait(10)
        engine.follow()

    with beside(follow) as begin:
        begin()
        rewritten(telegram, "Molotov spoke.")
        begin()
        go_on.set()

    assert [one.partition("_")[0] for one in threads] == ["index", "MainThread"]
    standing = engine.follower.standing()
    assert (standing.behind, standing.searcher.num_docs) == (0, 2)
    assert found(engine, "Molotov") == 1


@pytest.mark.django_db(transaction=True)
def test_what_fails_beside_an_import_is_done_at_its_end(folder: Path) -> None:
    engine, times = an_engine(folder), []
    a_telegram("Litvinov spoke.")

    def follow() -> None:
        times.append(1)
        if times == [1]:
            raise OSError("no space left on device")
        engine.follow()

    with beside(follow) as begin:
        begin()

    assert Shelf(folder, VERSION).current() is not None
    assert found(engine, "Litvinov") == 1


@pytest.mark.django_db
def test_what_an_open_transaction_has_changed_is_taken_in_by_its_own_thread() -> None:
    threads = []

    with beside(lambda: threads.append(threading.current_thread())) as begin:
        begin()

    assert threads == [threading.current_thread()]


def test_where_nothing_was_loaded_nothing_is_taken_in() -> None:
    def follow() -> None:
        raise AssertionError

    with beside(follow):
        pass


# --- killed ---------------------------------------------------------------------------------------

WRITER = """
import sys, time
from pathlib import Path
from typing import Any
import django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[3]
from telegrams.search.beside import beside
from telegrams.search.following import Follower
follower = Follower(lambda: Path(sys.argv[1]))
print("begun", flush=True)
while True:
    follower.rebuild() if sys.argv[2] == "reindex" else follower.follow()
"""


@pytest.fixture
def killable(folder: Path) -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that write the index of this test's database, killed at the end at the latest."""
    begun: list[subprocess.Popen[str]] = []
    yield begun
    for process in begun:
        process.kill()
        process.wait()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("work", ["reindex", "follow"])
@pytest.mark.parametrize("delay", [0.0, 0.02, 0.15])
def test_a_process_killed_while_it_writes_leaves_an_index_that_mends_itself(
    folder: Path, killable: list[subprocess.Popen[str]], work: str, delay: float
) -> None:
    engine = an_engine(folder)
    telegrams = [a_telegram(f"Report {number}, Litvinov.") for number in range(30)]
    assert found(engine, "Litvinov") == 30
    arguments = [sys.executable, "-c", WRITER, str(folder), work, str(connection.settings_dict["NAME"])]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "archive.settings"}
    process = subprocess.Popen(
        arguments, stdout=subprocess.PIPE, text=True, env=environment, cwd=django_settings.REPOSITORY
    )
    killable.append(process)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    for telegram in telegrams[:10]:
        rewritten(telegram, "Molotov.")
    time.sleep(delay)
    process.send_signal(signal.SIGKILL)
    process.wait()

    assert (found(engine, "Litvinov"), found(engine, "Molotov")) == (20, 10)
    assert found(an_engine(folder)) == 30
    assert engine.follower.standing().sequence == newest_change()


@pytest.mark.django_db
def test_what_a_process_killed_before_its_commit_has_written_is_in_nobodys_way(folder: Path, tmp_path: Path) -> None:
    engine = an_engine(folder)
    telegrams = [a_telegram(f"Report {number}, Litvinov.") for number in range(30)]
    assert found(engine, "Litvinov") == 30
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(folder, elsewhere)
    for telegram in telegrams[:10]:
        rewritten(telegram, "Molotov.")
    assert found(an_engine(elsewhere), "Molotov") == 10
    generation = Shelf(folder, VERSION).current()
    assert generation is not None
    for written in (elsewhere / generation.name).iterdir():
        if written.name != "meta.json":  # the commit is that this file is replaced
            shutil.copy(written, generation)
    assert list(generation.glob("*.del"))

    assert (found(engine, "Litvinov"), found(engine, "Molotov")) == (20, 10)
    assert Shelf(folder, VERSION).current() == generation


@pytest.mark.django_db
def test_an_index_that_could_not_be_written_is_written_by_the_very_next_question(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine, telegram = an_engine(folder), a_telegram("Litvinov spoke.")
    assert found(engine) == 1
    rewritten(telegram, "Molotov spoke.")

    def full(keys: object) -> Iterator[object]:
        raise OSError("no space left on device")
        yield

    with monkeypatch.context() as patched:
        patched.setattr("telegrams.search.following.documents_of", full)
        assert found(engine, "Litvinov") == 1

    assert found(engine, "Molotov") == 1


@pytest.mark.django_db(transaction=True)
def test_an_edit_shows_in_the_next_page_though_a_page_is_read_in_a_snapshot(client: Client, settings: Any) -> None:
    settings.SEARCH_FOLLOWS_OPEN_TRANSACTIONS = False
    telegram = a_telegram("Litvinov spoke.")
    Change.note(telegram.pk)
    assert client.get("/telegrams.json?q=litvinov").json()["total"] == 1

    with transaction.atomic():
        rewritten(telegram, "Molotov spoke.")

    answer = client.get("/telegrams.json?q=molotov").json()
    assert (answer["total"], answer["changes_behind"]) == (1, 0)
