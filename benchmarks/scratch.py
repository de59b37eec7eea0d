"""An archive of its own for a measurement: its own database and data folder, gone afterwards."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

REPOSITORY = Path(__file__).resolve().parent.parent
CORPUS = Path(os.environ.get("ARCHIVE_CORPUS") or REPOSITORY.parent / "shared" / "corpus")


@dataclass(frozen=True, slots=True)
class Scratch:
    """A scratch archive: the environment in which ``manage.py`` works on it, and its folder."""

    environment: dict[str, str]
    folder: Path

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """``manage.py`` with these arguments, running; what it prints is dropped."""
        return subprocess.Popen(
            [sys.executable, str(REPOSITORY / "manage.py"), *arguments],
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        """``manage.py`` with these arguments, to its end, with what it printed."""
        return subprocess.run(
            [sys.executable, str(REPOSITORY / "manage.py"), *arguments],
            env=self.environment,
            capture_output=True,
            check=False,
        )

    def export(self) -> dict[str, bytes]:
        """Every document held, as a line of gold-jsonl by its id."""
        lines = self.run("export", "--format", "gold-jsonl").stdout.splitlines()
        return {line.split(b'"', 4)[3].decode(): line for line in lines if line}


def with_django(module: str, arguments: list[str], environment: dict[str, str]) -> dict[str, float]:
    """What ``main`` of a module prints as JSON, in a process of its own in which Django is set up first."""
    begin = f"import sys, django; django.setup(); import {module} as part; part.main(sys.argv[1:])"
    said = subprocess.run(
        [sys.executable, "-c", begin, *arguments],
        env={"DJANGO_SETTINGS_MODULE": "archive.settings", **environment},
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        check=True,
    )
    measured: dict[str, float] = json.loads(said.stdout)
    return measured


@contextmanager
def scratch_archive() -> Iterator[Scratch]:
    """A migrated, empty archive: beside DATABASE_URL's database where that is set, else an embedded one."""
    folder = Path(tempfile.mkdtemp(prefix="archive-scratch-"))
    folder.chmod(0o755)  # the embedded server of root is another user
    environment = {**os.environ, "ARCHIVE_DATA": str(folder)}
    url = os.environ.get("DATABASE_URL", "")
    name = f"scratch_{secrets.token_hex(6)}"
    if url:
        _administer(url, sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        environment["DATABASE_URL"] = urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
    archive = Scratch(environment, folder)
    try:
        migrated = archive.run("migrate", "--verbosity", "0")
        if migrated.returncode:
            raise RuntimeError(migrated.stderr.decode())
        yield archive
    finally:
        if url:
            _drop(url, name)
        else:
            archive.run("localpg", "stop")
        shutil.rmtree(folder)


def _drop(url: str, name: str) -> None:
    """Drop a database; a worker of the server's own that is cleaning it up may be ended by the server alone."""
    statement = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
    for attempt in range(60):
        try:
            return _administer(url, statement)
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse):
            if attempt == 59:
                raise
            time.sleep(1)


def _administer(url: str, statement: sql.Composed) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
