"""Where the data folder and the programs lie: at home, or under /var/lib where root's server cannot enter the home.

A home closed with 0700 stays closed. A new folder elsewhere is noted in the home, so that a fresh home never finds the
data of an earlier one; the programs are copied once and shared.
"""

import fcntl
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.localpg.account import Account, account_for
from archive.localpg.binaries import Binaries, copied_for_others
from archive.localpg.cluster import Cluster, give_to
from archive.localpg.refusal import ServerRefusal

SHELTER = Path("/var/lib/telegram-archive")
NOTE = "pg-is-elsewhere.txt"


def placed(home: Path, binaries: Binaries, *, throwaway: bool) -> Cluster:
    """The cluster of this home, with programs and data where its own user reaches both."""
    home.mkdir(parents=True, exist_ok=True)
    name = f"pg{binaries.major}"
    noted = noted_place(home)
    account = account_for((noted or home) / name)
    kept = noted or (home if account.reaches(home) else shelter_of(home, account))
    if not account.reaches(binaries.folder):
        with alone_in_shelter():
            binaries = copied_for_others(binaries, SHELTER)
    return Cluster(kept / name, binaries, account, throwaway)


def noted_place(home: Path) -> Path | None:
    """The folder the home's note names; None without a note. A folder that is gone is not silently begun anew."""
    note = home / NOTE
    if not note.exists():
        return None
    place = Path(note.read_text().partition("\n")[0])
    if not place.is_dir():
        raise ServerRefusal(
            f"{note} says that the data lies in {place}, which is gone. Nothing was changed. Put that folder back "
            "(from a backup), or remove the note to begin with an empty archive."
        )
    return place


def shelter_of(home: Path, account: Account) -> Path:
    """A new folder for this home's data, noted there; six processes at once agree on one."""
    with alone_in_shelter():
        if noted := noted_place(home):
            return noted
        place = Path(tempfile.mkdtemp(prefix="data-", dir=SHELTER))
        place.chmod(0o755)
        give_to(place, account)
        (home / NOTE).write_text(f"{place}\nThe user {account.name} runs PostgreSQL and cannot enter {home}.\n")
        return place


@contextmanager
def alone_in_shelter() -> Iterator[None]:
    """One process at a time makes folders there."""
    SHELTER.mkdir(mode=0o755, exist_ok=True)
    with (SHELTER / ".lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
