"""Which user of the system runs the embedded server.

PostgreSQL refuses to run as root. Started by root, the server runs as the owner of its data folder, for a new folder
as `postgres`, else as `nobody`.
"""

import os
import pwd
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from archive.localpg.refusal import ServerRefusal

ROOT = 0
PREFERRED_UNDER_ROOT = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the system: name, user id, group id."""

    name: str
    uid: int
    gid: int

    def run(
        self, command: Sequence[str | Path], output: IO[str], *, timeout: float = 120
    ) -> "subprocess.CompletedProcess[str]":
        """The finished command, run as this user; both its streams go to the file `output`.

        A file and never a pipe: the postmaster inherits the streams of pg_ctl, and a pipe would never end.
        """
        as_other = {} if self.uid == os.geteuid() else {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=clean_environment(os.environ),
            cwd="/",
            start_new_session=True,
            text=True,
            timeout=timeout,
            check=False,
            **as_other,  # type: ignore[call-overload]
        )

    def reaches(self, path: Path) -> bool:
        """Whether this user can enter the folder (a home closed with 0700 stands in the way of a server's user)."""
        if self.uid == os.geteuid():
            return os.access(path, os.X_OK)
        with open(os.devnull, "w") as nowhere:
            return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", path], nowhere).returncode == 0


def clean_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without anything that would steer PostgreSQL (PGHOST, PGDATA, PGOPTIONS, a locale)."""
    kept = {name: value for name, value in environment.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": "C", "TZ": "UTC"}


def invoking_account() -> Account:
    """The user this process runs as."""
    return account_of(os.geteuid())


def account_of(uid: int) -> Account:
    """The user with this id; refused where the system has no name for it (PostgreSQL refuses it too)."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError as unknown:
        raise ServerRefusal(
            f"The user id {uid} has no name on this system, and PostgreSQL does not start for a nameless user. "
            "Run as a named user, or set DATABASE_URL to a server that runs elsewhere."
        ) from unknown
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def account_for(data: Path) -> Account:
    """The user who runs the server of this data folder, whether the folder exists yet or not."""
    if os.geteuid() != ROOT:
        return invoking_account()
    if data.exists() and data.stat().st_uid != ROOT:
        return account_of(data.stat().st_uid)
    for name in PREFERRED_UNDER_ROOT:
        try:
            return account_of(pwd.getpwnam(name).pw_uid)
        except KeyError:
            continue
    raise ServerRefusal(
        "PostgreSQL does not run as root, and this system has neither a user postgres nor nobody. "
        "Run as an ordinary user, or set DATABASE_URL to a server that runs elsewhere."
    )
