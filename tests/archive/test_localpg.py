"""The embedded PostgreSQL meets what it meets in the field: killed, raced, copied, misled."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db.utils import ConnectionHandler

from archive.localpg.cluster import judge
from archive.localpg.placing import NOTE
from archive.localpg.process import PORT, answers, at_work_in, pid_in
from archive.localpg.refusal import ServerRefusal
from archive.localpg.server import Server, server_of

PROGRAMS = os.environ.get("ARCHIVE_PG_BIN", "")  # also run with those of the machine

USE_AND_SAY_ITS_PID = """
import sys
from pathlib import Path
from archive.localpg.server import server_of
server = server_of(Path(sys.argv[1]), sys.argv[2], throwaway=True)
server.ensure()
print((server.cluster.data / "postmaster.pid").read_text().split()[0])
sys.stdout.flush()
sys.stdin.read()
"""


@pytest.fixture(scope="module")
def kept(open_folder: Path) -> Iterator[Server]:
    """One server for the whole module."""
    server = server_of(open_folder / "kept", PROGRAMS, throwaway=True)
    server.ensure()
    yield server
    server.stop()  # the Django back end of one test joined it too, and leaves with this process
    server.leave()


@pytest.fixture
def server(kept: Server) -> Server:
    """The module's server, running."""
    kept.ensure()
    return kept


@pytest.fixture
def stopped(kept: Server) -> Server:
    """The module's server, stopped."""
    kept.stop()
    return kept


def ask(server: Server, question: str) -> str:
    """The server's answer to its plain owner."""
    with psycopg.connect(host=server.socket, port=PORT, user="archive", dbname="archive") as connection:
        return str(connection.execute(question).fetchone()[0])


def postmaster(server: Server) -> int:
    """The server's process id."""
    return pid_in(server.cluster.data / "postmaster.pid")


def kill_postmaster(server: Server) -> None:
    """kill -9, and wait until its socket is dead."""
    os.kill(postmaster(server), signal.SIGKILL)
    while answers(server.cluster):
        time.sleep(0.01)


def user_of(home: Path) -> "subprocess.Popen[str]":
    """Another process that uses the server of this home until its standard input is closed."""
    return subprocess.Popen(
        [sys.executable, "-c", USE_AND_SAY_ITS_PID, str(home), PROGRAMS],
        cwd=settings.REPOSITORY,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_the_archive_enters_as_a_plain_owner(server: Server) -> None:
    question = "SELECT rolsuper OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user"

    answer = ask(server, question)

    assert answer == "False"


def test_the_owner_runs_no_programs(server: Server) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        ask(server, "COPY (SELECT 1) TO PROGRAM 'true'")


def test_only_archives_of_tests_may_create_databases(open_folder: Path) -> None:
    demo = server_of(open_folder / "demo", PROGRAMS, throwaway=False)

    demo.ensure()
    answer = ask(demo, "SELECT rolcreatedb FROM pg_roles WHERE rolname = 'archive'")
    flushes = ask(demo, "SHOW fsync")
    demo.leave()

    assert (answer, flushes) == ("False", "on")


def test_it_listens_on_no_network(server: Server) -> None:
    assert ask(server, "SHOW listen_addresses") == ""


def test_letters_and_clock_do_not_depend_on_the_machine(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"LANG": "C", "LC_ALL": "xx_YY", "PGHOST": "nowhere", "PGDATA": "/", "TZ": "Asia/Tokyo"}.items():
        monkeypatch.setenv(name, value)
    misled = server_of(open_folder / "misled", PROGRAMS, throwaway=True)

    misled.ensure()
    monkeypatch.delenv("PGHOST")
    answer = ask(misled, "SELECT lower('ÉCOLE') || ' ' || current_setting('TimeZone') || ' ' || ('É' ILIKE 'é')")
    misled.leave()

    assert answer == "école UTC true"


def test_it_starts_again_after_its_postmaster_was_killed(server: Server) -> None:
    killed = postmaster(server)
    kill_postmaster(server)

    server.ensure()

    assert ask(server, "SELECT 1") == "1"
    assert postmaster(server) != killed


def test_the_django_back_end_restarts_a_server_killed_under_it(server: Server) -> None:
    cluster = {"home": server.home, "binaries": PROGRAMS, "throwaway": True}
    chosen = {"ENGINE": "archive.localpg", "NAME": "archive", "USER": "archive", "CLUSTER": cluster}
    wrapper = ConnectionHandler({"default": chosen})["default"]
    reached = wrapper.get_connection_params()
    kill_postmaster(server)

    with wrapper.get_new_connection(reached) as connection:
        answer = connection.execute("SELECT 1").fetchone()

    assert answer == (1,)


def test_it_waits_for_a_child_of_the_killed_postmaster(server: Server) -> None:
    busy = threading.Thread(target=ask_in_vain, args=(server,))
    busy.start()
    wait_until_busy(server)
    kill_postmaster(server)

    server.ensure()
    busy.join()

    assert ask(server, "SELECT 1") == "1"


WORK = "SELECT count(*) FROM generate_series(1, 4000000) AS n WHERE n::text LIKE '%7%'"


def ask_in_vain(server: Server) -> None:
    """The long question, whose server is killed while it works."""
    with suppress(psycopg.OperationalError):
        ask(server, WORK)


def wait_until_busy(server: Server) -> None:
    """Until the long question is being worked on."""
    while ask(server, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%generate_series(1, 4%'") < "2":
        time.sleep(0.01)


@pytest.mark.parametrize("kind", ["recycled", "zombie", "empty"])
def test_a_stale_pid_file_does_not_stop_it(stopped: Server, kind: str) -> None:
    account = stopped.cluster.account
    as_server = {"user": account.uid, "group": account.gid} if os.geteuid() == 0 else {}
    other = subprocess.Popen(["/bin/sleep", "30"], **as_server)
    if kind == "zombie":
        other.kill()
        while Path(f"/proc/{other.pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
            time.sleep(0.01)
    (stopped.cluster.data / "postmaster.pid").write_text("" if kind == "empty" else f"{other.pid}\n/elsewhere\n")

    stopped.ensure()

    assert ask(stopped, "SELECT 1") == "1"
    other.kill()
    other.wait()


def test_a_server_whose_socket_was_cleaned_away_is_started_anew(server: Server) -> None:
    shutil.rmtree(server.socket)

    server.ensure()

    assert ask(server, "SELECT 1") == "1"


def test_a_folder_opened_by_chmod_is_closed_again(stopped: Server) -> None:
    stopped.cluster.data.chmod(0o755)

    stopped.ensure()

    assert stopped.cluster.data.stat().st_mode & 0o777 == 0o700


def test_its_configuration_is_left_as_somebody_changed_it(stopped: Server) -> None:
    configuration = stopped.cluster.data / "postgresql.conf"
    with configuration.open("a") as written:
        written.write("work_mem = '7MB'\n")

    stopped.ensure()

    assert ask(stopped, "SHOW work_mem") == "7MB"


def test_six_processes_at_once_share_one_server_and_the_last_one_stops_it(open_folder: Path) -> None:
    home = open_folder / "shared"
    users = [user_of(home) for _ in range(6)]

    said = {user.stdout.readline() for user in users if user.stdout}
    for user in users[:5]:
        user.communicate()
    shared = server_of(home, PROGRAMS, throwaway=True)
    was_running = answers(shared.cluster)
    users[5].communicate()

    assert len(said) == 1
    assert was_running
    assert at_work_in(shared.cluster.data) == []


def test_a_killed_process_is_not_counted_any_more(open_folder: Path) -> None:
    home = open_folder / "forgotten"
    killed, last = user_of(home), user_of(home)
    for user in (killed, last):
        assert user.stdout is not None
        user.stdout.readline()
    killed.kill()
    killed.communicate()

    last.communicate()

    assert at_work_in(server_of(home, PROGRAMS, throwaway=True).cluster.data) == []


def test_a_forked_child_leaves_its_parents_server_running(server: Server) -> None:
    child = os.fork()
    if child == 0:
        server.leave()
        os._exit(0)
    os.waitpid(child, 0)

    assert answers(server.cluster)


def test_a_long_path_is_no_hindrance(open_folder: Path) -> None:
    far = server_of(open_folder / ("a long way down " * 9) / "here", PROGRAMS, throwaway=True)

    far.ensure()
    answer = ask(far, "SELECT 1")
    far.leave()

    assert answer == "1"


def test_an_initdb_killed_half_way_is_begun_anew(open_folder: Path) -> None:
    home = open_folder / "half"
    begun = server_of(home, PROGRAMS, throwaway=True)
    unfinished = begun.cluster.data.with_name(f"{begun.cluster.data.name}.new")
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text(f"{begun.cluster.binaries.major}\n")

    begun.ensure()
    begun.leave()

    assert not unfinished.exists()


def lose_version(data: Path) -> None:
    (data / "PG_VERSION").unlink()


def become_older(data: Path) -> None:
    (data / "PG_VERSION").write_text("14\n")


def lose_control(data: Path) -> None:
    (data / "global" / "pg_control").unlink()


def lose_wal(data: Path) -> None:
    (data / "pg_wal").rmdir()


def become_a_file(data: Path) -> None:
    shutil.rmtree(data)
    data.write_text("a note")


ODD = {
    lose_version: "it has no PG_VERSION",
    become_older: "was written by PostgreSQL 14",
    lose_control: "it lacks global/pg_control",
    lose_wal: "it lacks pg_wal",
    become_a_file: "it is not a folder",
}


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    """A data folder as far as it is looked at."""
    data = tmp_path / "pg18"
    for name in ("base", "global", "pg_wal"):
        (data / name).mkdir(parents=True)
    (data / "PG_VERSION").write_text("18\n")
    (data / "postgresql.conf").touch()
    (data / "global" / "pg_control").touch()
    return data


def test_a_whole_folder_is_recognised(whole: Path) -> None:
    assert judge(whole, 18)


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "pg18").mkdir()

    assert not judge(tmp_path / "pg18", 18)


@pytest.mark.parametrize("change", ODD, ids=lambda change: change.__name__)
def test_an_odd_folder_is_refused_and_left_alone(whole: Path, change: object) -> None:
    change(whole)  # type: ignore[operator]
    before = sorted(whole.parent.rglob("*"))

    with pytest.raises(ServerRefusal, match=ODD[change]):  # type: ignore[index]
        judge(whole, 18)

    assert sorted(whole.parent.rglob("*")) == before


def test_a_neighbour_of_another_version_is_not_passed_over(whole: Path) -> None:
    with pytest.raises(ServerRefusal, match="written by PostgreSQL 18, but the programs found are of version 19"):
        judge(whole.with_name("pg19"), 19)


def test_a_socket_folder_of_somebody_else_is_refused(stopped: Server, tmp_path: Path) -> None:
    stopped.socket.symlink_to(tmp_path)

    with pytest.raises(ServerRefusal, match="made by somebody else"):
        stopped.ensure()

    stopped.socket.unlink()


@pytest.fixture
def closed_home() -> Iterator[Path]:
    """A home closed with 0700, with a data folder inside."""
    folder = Path(tempfile.mkdtemp(prefix="archive-closed-"))
    (folder / "var").mkdir()
    yield folder / "var"
    note = folder / "var" / NOTE
    if note.exists():
        shutil.rmtree(note.read_text().partition("\n")[0])
    shutil.rmtree(folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands its server to another user")
def test_roots_closed_home_stays_closed_and_keeps_its_data_elsewhere(closed_home: Path) -> None:
    first = server_of(closed_home, PROGRAMS, throwaway=True)
    first.ensure()
    first.leave()

    again = server_of(closed_home, PROGRAMS, throwaway=True)

    assert again.cluster.data == first.cluster.data
    assert first.cluster.data.is_relative_to("/var/lib")
    assert closed_home.parent.stat().st_mode & 0o777 == 0o700


def test_data_that_is_gone_from_elsewhere_is_not_begun_anew(tmp_path: Path) -> None:
    (tmp_path / NOTE).write_text("/var/lib/telegram-archive/data-gone\n")

    with pytest.raises(ServerRefusal, match="which is gone"):
        server_of(tmp_path, PROGRAMS, throwaway=True)
