"""The postmaster of a data folder: is it answering, is its pid file stale, are its children still at work?"""

import hashlib
import os
import stat
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from archive.localpg.cluster import Cluster, give_to, log_end, run
from archive.localpg.refusal import ServerRefusal

PORT = "5432"  # only a part of the socket's name: nothing listens on the network
LONGEST_WAIT = 60.0  # seconds; a server that repeats a long log after a crash answers late
LARGEST_LOG = 10 * 2**20
PROCESSES = Path("/proc")
UNFLUSHED = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


@dataclass(frozen=True, slots=True)
class Process:
    """A process as /proc shows it: its id, its state letter ("Z" is a zombie) and its working folder."""

    pid: int
    state: str
    folder: str


def socket_folder(cluster: Cluster) -> Path:
    """A short folder for the socket, e.g. /tmp/localpg-1000-3f2a9c01bd: paths of sockets end at 107 characters."""
    name = hashlib.sha256(os.fsencode(cluster.data)).hexdigest()[:10]
    return Path("/tmp") / f"localpg-{cluster.account.uid}-{name}"  # noqa: S108 - closed with 0700, owner checked


def make_socket_folder(cluster: Cluster) -> Path:
    """The socket's folder, ours and closed to others; refused where somebody else made it first."""
    folder = socket_folder(cluster)
    try:
        folder.mkdir(mode=0o700)
        give_to(folder, cluster.account)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != cluster.account.uid:
            raise ServerRefusal(
                f"{folder} was made by somebody else. Remove it, or set ARCHIVE_DATA to another folder."
            ) from None
        folder.chmod(0o700)
    return folder


def answers(cluster: Cluster) -> bool:
    """Whether the server takes connections. Asked of the server itself: a pid proves nothing."""
    return ready_code(cluster) == 0


def ready_code(cluster: Cluster) -> int:
    """pg_isready's answer: 0 takes connections, 1 is starting or stopping, 2 does not answer."""
    with open(os.devnull, "w") as nowhere:
        return cluster.account.run(
            [cluster.binaries.program("pg_isready"), "-q", "-h", socket_folder(cluster), "-p", PORT, "-t", "3"],
            nowhere,
        ).returncode


def start(cluster: Cluster) -> None:
    """Start the server, or wait for the one that is starting or stopping already."""
    deadline = time.monotonic() + LONGEST_WAIT
    while (code := ready_code(cluster)) == 1 and time.monotonic() < deadline:
        time.sleep(0.05)
    if code == 0:
        return
    folder = make_socket_folder(cluster)
    clear_the_way(cluster)
    begin_log(cluster)
    options = f"-c unix_socket_directories={folder} -c port={PORT} -c listen_addresses="
    run(
        cluster,
        "pg_ctl",
        "start",
        "--wait",
        f"--timeout={LONGEST_WAIT:.0f}",
        f"--pgdata={cluster.data}",
        f"--log={cluster.log}",
        f"--options={options} {UNFLUSHED}" if cluster.throwaway else f"--options={options}",
    )
    if not answers(cluster):
        raise ServerRefusal(f"The server was started but does not answer.\n{log_end(cluster)}")


def stop(cluster: Cluster) -> None:
    """Stop the server; open transactions are rolled back, acknowledged ones kept."""
    run(cluster, "pg_ctl", "stop", "--mode=fast", "--wait", f"--pgdata={cluster.data}")
    with suppress(OSError):  # somebody's core file or note in it is not ours to remove
        socket_folder(cluster).rmdir()


def clear_the_way(cluster: Cluster) -> None:
    """Make sure that no earlier server of this folder is alive, and set its stale lock files aside.

    PostgreSQL judges its lock files by a bare number, so a zombie or another program under a recycled number stops it
    for ever. They are set aside only where no process works in the data folder; the pid file is renamed, not removed.
    """
    if not PROCESSES.is_dir():
        return  # a system that shows no working folders: PostgreSQL judges alone
    pid_file = cluster.data / "postmaster.pid"
    named = pid_in(pid_file)
    if any(process.pid == named for process in at_work_in(cluster.data)):
        stop(cluster)  # alive, but its socket is gone (a cleaner of /tmp): stopped in order, started again below
        make_socket_folder(cluster)
        return
    wait_for_orphans(cluster)
    if pid_file.exists():
        pid_file.rename(pid_file.with_name("postmaster.pid.stale"))
    for left_over in socket_folder(cluster).glob(".s.PGSQL.*"):
        left_over.unlink()


def pid_in(pid_file: Path) -> int:
    """The number in the first line of a pid file; 0 where there is none."""
    if not pid_file.exists():
        return 0
    first = pid_file.read_text(errors="replace").partition("\n")[0].strip()
    return int(first) if first.isdecimal() else 0


def wait_for_orphans(cluster: Cluster) -> None:
    """Wait for children of a killed server: a busy one finishes (and keeps) what it was doing."""
    deadline = time.monotonic() + LONGEST_WAIT
    while orphans := at_work_in(cluster.data):
        if time.monotonic() > deadline:
            numbers = ", ".join(str(process.pid) for process in orphans)
            raise ServerRefusal(
                f"The server of {cluster.data} was killed, and processes of it are still at work: {numbers}. "
                "Wait until they end, then start again."
            )
        time.sleep(0.05)


def at_work_in(data: Path) -> list[Process]:
    """The living processes whose working folder is the data folder: the postmaster and its children."""
    held = os.path.realpath(data)
    return [process for process in processes() if process.folder == held and process.state != "Z"]


def processes() -> list[Process]:
    """Every process whose working folder this user may see."""
    return [found for entry in PROCESSES.glob("[0-9]*") if (found := read_process(entry)) is not None]


def read_process(entry: Path) -> Process | None:
    """One entry of /proc; None where it ended meanwhile or belongs to somebody else."""
    try:
        # "4711 (a name) S …": the name may hold anything, the state follows its last bracket
        state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
        return Process(int(entry.name), state, os.readlink(entry / "cwd"))
    except (OSError, IndexError):
        return None


def begin_log(cluster: Cluster) -> None:
    """An own log file for the server's user, begun anew when the old one has grown large."""
    if cluster.log.exists() and cluster.log.stat().st_size > LARGEST_LOG:
        cluster.log.replace(cluster.log.with_suffix(".log.old"))
    cluster.log.touch(mode=0o600)
    give_to(cluster.log, cluster.account)
