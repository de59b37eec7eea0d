"""One data folder of the embedded server: made, judged, configured once."""

import os
import shutil
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from archive.localpg.account import ROOT, Account, invoking_account
from archive.localpg.binaries import Binaries
from archive.localpg.refusal import ServerRefusal

SUPERUSER = "postgres"  # the bootstrap superuser: entered by the runner alone
OWNER = "archive"  # the plain role under which everything of the archive runs
DATABASE = "archive"
BUILTIN_LOCALE_SINCE = 17
BALLAST_BYTES = 256 * 2**20

CONFIGURATION = """
# --- written once by archive/localpg when this folder was made; yours to change, it is never rewritten ---
listen_addresses = ''
timezone = 'UTC'
log_timezone = 'UTC'
# a container may have a /dev/shm of 64 MB, too small for a parallel index build
dynamic_shared_memory_type = mmap
jit = off
log_lock_waits = on
log_min_duration_statement = 1s
password_encryption = 'scram-sha-256'
"""

HBA = """
# Written once by archive/localpg. Nobody is trusted: the system says who asks, pg_ident.conf says who that may be.
local all all peer map=archive
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A data folder, the programs that serve it and the user they run as."""

    data: Path
    binaries: Binaries
    account: Account
    throwaway: bool
    """A cluster of tests: its owner may create databases, and nothing is flushed to the disk."""

    @property
    def log(self) -> Path:
        """The server's own words, beside the data folder."""
        return self.data.with_suffix(".log")


def judge(data: Path, major: int) -> bool:
    """Whether the folder holds a cluster; False where one may be made; anything odd is refused and left alone."""
    named_alike = (path for path in data.parent.glob("pg[0-9]*") if path.name[2:].isdecimal() and path != data)
    others = [path for path in named_alike if (path / "PG_VERSION").exists()]
    if not data.exists():
        if others:
            raise ServerRefusal(of_another_version(others[0], major))
        return False
    if not data.is_dir():
        raise ServerRefusal(odd(data, "it is not a folder"))
    try:
        held = {path.name for path in data.iterdir()}
        written_by = (data / "PG_VERSION").read_text().strip() if "PG_VERSION" in held else ""
    except PermissionError as closed:
        raise ServerRefusal(
            f"The data folder {data} belongs to another user ({account_name(data)}). Start the archive as that user "
            "or as root, or set ARCHIVE_DATA to a folder of your own."
        ) from closed
    if not held:
        return False
    if not written_by:
        raise ServerRefusal(odd(data, "it has no PG_VERSION, so it is not (or no longer) a whole cluster"))
    if written_by != str(major):
        raise ServerRefusal(of_another_version(data, major))
    missing = sorted({"base", "global", "pg_wal", "postgresql.conf"} - held)
    if missing:
        raise ServerRefusal(odd(data, f"it lacks {', '.join(missing)}"))
    if not (data / "global" / "pg_control").exists():
        raise ServerRefusal(odd(data, "it lacks global/pg_control"))
    return True


def odd(data: Path, why: str) -> str:
    """The words for a folder that is left alone."""
    return (
        f"The data folder {data} looks odd: {why}. Nothing was changed in it. Put back what is missing "
        "(from a backup), or move the folder away to begin with an empty archive."
    )


def of_another_version(data: Path, major: int) -> str:
    """The words for a folder of another PostgreSQL."""
    written_by = (data / "PG_VERSION").read_text().strip()
    return (
        f"The data folder {data} was written by PostgreSQL {written_by}, but the programs found are of version "
        f"{major}. Nothing was changed. Point ARCHIVE_PG_BIN at PostgreSQL {written_by} and run `manage.py localpg "
        "dump FILE`, move the folder away, and restore the file with the new version (docs/operations.md)."
    )


def account_name(data: Path) -> str:
    """The name of the folder's owner, or the bare id where there is none."""
    try:
        return data.owner()
    except KeyError:
        return f"user id {data.stat().st_uid}"


def make(cluster: Cluster) -> None:
    """Make the data folder: initdb into `<data>.new`, configure it there, then rename it.

    initdb writes PG_VERSION early, so a killed one would look finished; the name is given when all is done. An earlier
    `.new` was never served and holds nobody's data: it is the one folder this room removes.
    """
    unfinished = cluster.data.with_name(f"{cluster.data.name}.new")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(mode=0o700)
    give_to(unfinished, cluster.account)
    run(
        cluster,
        "initdb",
        f"--pgdata={unfinished}",
        f"--username={SUPERUSER}",
        "--auth=peer",
        "--encoding=UTF8",
        "--data-checksums",
        "--no-instructions",
        *(["--no-sync"] if cluster.throwaway else []),
        *locale_options(cluster.binaries.major),
    )
    with (unfinished / "postgresql.conf").open("a") as configuration:
        configuration.write(CONFIGURATION)
    (unfinished / "pg_hba.conf").write_text(HBA)
    (unfinished / "pg_ident.conf").write_text(identity_map(cluster.account, invoking_account()))
    unfinished.rename(cluster.data)
    if not cluster.throwaway:
        lay_ballast(cluster.data.with_name("ballast"))


def locale_options(major: int) -> list[str]:
    """The same letters on every machine, whatever LANG says: É is folded to é, and nothing is sorted by country."""
    if major >= BUILTIN_LOCALE_SINCE:
        return ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    return ["--locale=C.UTF-8"]


def identity_map(server: Account, invoker: Account) -> str:
    """Who enters as whom: the server's user as superuser, the archive's user and root as the plain owner."""
    entering = dict.fromkeys([server.name, invoker.name, "root"])
    rows = [f'archive "{server.name}" {SUPERUSER}', *(f'archive "{name}" {OWNER}' for name in entering)]
    return "\n".join(["# Written once by archive/localpg.", *rows, ""])


def lay_ballast(path: Path) -> None:
    """Reserve 256 MB beside the cluster: on a full disk, removing this file lets the server recover."""
    can_reserve = hasattr(os, "posix_fallocate")  # not on macOS
    if path.exists() or not can_reserve or shutil.disk_usage(path.parent).free < 8 * BALLAST_BYTES:
        return
    with path.open("wb") as ballast:
        os.posix_fallocate(ballast.fileno(), 0, BALLAST_BYTES)


def run(cluster: Cluster, program: str, *arguments: str) -> str:
    """What the program printed, run as the server's user; refused with its own words where it failed."""
    with TemporaryFile("w+") as output:
        try:
            finished = cluster.account.run([cluster.binaries.program(program), *arguments], output)
        except (OSError, subprocess.TimeoutExpired) as broken:
            raise ServerRefusal(f"{program} could not be run: {broken}") from broken
        output.seek(0)
        printed = output.read()
    if finished.returncode != 0:
        raise ServerRefusal(f"{program} failed ({finished.returncode}): {printed.strip()}\n{log_end(cluster)}".strip())
    return printed


def log_end(cluster: Cluster) -> str:
    """The last lines of the server's log."""
    if not cluster.log.exists():
        return ""
    return "\n".join(cluster.log.read_text(errors="replace").splitlines()[-8:])


def give_to(path: Path, account: Account) -> None:
    """Hand a file or folder to the server's user, where this process is root."""
    if os.geteuid() == ROOT:
        os.chown(path, account.uid, account.gid)


def close_to_others(data: Path) -> None:
    """The mode PostgreSQL demands: a copied or chmod-ed clone has another."""
    if stat.S_IMODE(data.stat().st_mode) not in (0o700, 0o750):
        data.chmod(0o700)
