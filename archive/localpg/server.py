"""The server shared by all processes of the archive: the first starts it, the last one stops it.

Who uses it is counted by locks the kernel gives back when a process ends, however it ends: each process holds a shared
lock on `.users` for its life, and whoever leaves tries to take it alone. `.lock` lets one process at a time start or
stop the server.
"""

import atexit
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from archive.localpg import cluster as clusters
from archive.localpg import process
from archive.localpg.binaries import find_binaries
from archive.localpg.cluster import Cluster
from archive.localpg.placing import placed
from archive.localpg.refusal import ServerRefusal


@dataclass(slots=True)
class Server:
    """The embedded server as this process uses it."""

    cluster: Cluster
    _users: IO[str] | None = field(default=None, repr=False)

    @property
    def home(self) -> Path:
        """The folder that holds the data folder, the locks and the log."""
        return self.cluster.data.parent

    @property
    def socket(self) -> Path:
        """The folder of the socket: what a client gives as its host."""
        return process.socket_folder(self.cluster)

    def answers(self) -> bool:
        """Whether the server takes connections now."""
        return process.answers(self.cluster)

    def ensure(self) -> None:
        """Have the server answer: make its folder, start it, or join the one that runs."""
        with self._alone():
            self._join()
            if self.answers():
                return
            is_new = not clusters.judge(self.cluster.data, self.cluster.binaries.major)
            if is_new:
                clusters.make(self.cluster)
            clusters.close_to_others(self.cluster.data)
            process.start(self.cluster)
            self._make_owner()

    def leave(self) -> None:
        """Stop using the server; the last one to leave stops it.

        A forked child holds its parent's lock with it: it is counted as long as it lives, and stops the server where
        the parent was killed.
        """
        if self._users is None:
            return
        self._users.close()
        self._users = None
        if not self.home.is_dir():
            return  # somebody took the whole folder away
        with self._alone():
            # Asked of a lock opened anew: the old one may be held on by a child or the parent of this process.
            if self._nobody_else() and self.answers():
                process.stop(self.cluster)

    def stop(self) -> bool:
        """Stop the server, whoever still uses it; False where it did not run."""
        with self._alone():
            if not self.answers():
                return False
            process.stop(self.cluster)
            return True

    def _join(self) -> None:
        if self._users is not None:
            return
        self._users = self._open(".users")
        fcntl.flock(self._users, fcntl.LOCK_SH)
        atexit.register(self.leave)

    def _nobody_else(self) -> bool:
        with self._open(".users") as users:
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return False
            return True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._open(".lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _open(self, name: str) -> IO[str]:
        """A lock file in the home, owned like the home so that root and its owner can share the server."""
        path = self.home / name
        try:
            opened = path.open("a")
        except PermissionError as closed:
            raise ServerRefusal(
                f"{path} belongs to another user. Start the archive as that user or as root, "
                "or set ARCHIVE_DATA to a folder of your own."
            ) from closed
        if os.geteuid() == 0:
            owner = self.home.stat()
            os.fchown(opened.fileno(), owner.st_uid, owner.st_gid)
        return opened

    def _make_owner(self) -> None:
        """Make the plain owner and its database, once."""
        may_create = "CREATEDB" if self.cluster.throwaway else "NOCREATEDB"
        if self._ask(f"SELECT 1 FROM pg_roles WHERE rolname = '{clusters.OWNER}'") != "1":
            self._ask(
                f"CREATE ROLE {clusters.OWNER} LOGIN NOSUPERUSER NOCREATEROLE NOREPLICATION NOBYPASSRLS {may_create}"
            )
        if self._ask(f"SELECT 1 FROM pg_database WHERE datname = '{clusters.DATABASE}'") != "1":
            self._ask(f"CREATE DATABASE {clusters.DATABASE} OWNER {clusters.OWNER}")
            self._ask(f"REVOKE ALL ON DATABASE {clusters.DATABASE} FROM PUBLIC")

    def _ask(self, statement: str) -> str:
        """What the bootstrap superuser is told; only this runner enters as it."""
        return clusters.run(
            self.cluster,
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--tuples-only",
            "--no-align",
            f"--host={self.socket}",
            f"--port={process.PORT}",
            f"--username={clusters.SUPERUSER}",
            "--dbname=postgres",
            "--set=ON_ERROR_STOP=1",
            f"--command={statement}",
        ).strip()


def server_of(home: Path, named_binaries: str | None, *, throwaway: bool) -> Server:
    """The server whose data folder lies in `home` (ARCHIVE_DATA), or where its note says; nothing is started yet."""
    return Server(placed(home.resolve(), find_binaries(named_binaries), throwaway=throwaway))
