"""`manage.py localpg`: the embedded server by hand."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings


def localpg(home: Path, *arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """The command, finished, on the server of this home."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "manage.py", "localpg", *arguments],
        cwd=settings.REPOSITORY,
        env={**kept, "ARCHIVE_DATA": str(home), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def psql(home: Path, statement: str) -> str:
    """What psql printed, bare."""
    return localpg(home, "psql", "--", "-XAtc", statement).stdout.strip()


@pytest.fixture(scope="module")
def dump(open_folder: Path) -> Path:
    """A dump of the home `first`, which holds one table."""
    psql(
        open_folder / "first",
        "CREATE TABLE kept AS SELECT n, 'faits accomplis é' AS said FROM generate_series(1, 100) n",
    )
    localpg(open_folder / "first", "dump", str(open_folder / "archive.dump"))
    return open_folder / "archive.dump"


def test_a_dump_restored_elsewhere_holds_the_same(open_folder: Path, dump: Path) -> None:
    restored = localpg(open_folder / "second", "restore", str(dump))

    assert restored.returncode == 0
    assert psql(open_folder / "second", "SELECT count(*), max(said) FROM kept") == "100|faits accomplis é"


def test_a_dump_is_not_restored_over_an_archive(open_folder: Path, dump: Path) -> None:
    refused = localpg(open_folder / "first", "restore", str(dump))

    assert refused.returncode == 1
    assert "holds 1 tables already" in refused.stderr


def test_asking_for_the_state_starts_nothing(open_folder: Path) -> None:
    asked = localpg(open_folder / "untouched", "status")

    assert "server   stopped" in asked.stdout
    assert "(not made yet)" in asked.stdout


def test_it_says_when_the_server_is_another_one(open_folder: Path) -> None:
    refused = localpg(open_folder, "status", DATABASE_URL="postgresql://archive@db.example.org/archive")

    assert refused.returncode == 1
    assert "DATABASE_URL is set" in refused.stderr


def test_an_odd_folder_ends_a_command_in_one_sentence(open_folder: Path) -> None:
    odd = open_folder / "odd"
    localpg(odd, "psql", "--", "-c", "SELECT 1")
    next(odd.glob("pg[0-9][0-9]/PG_VERSION")).unlink()

    refused = localpg(odd, "psql", "--", "-c", "SELECT 1")

    assert refused.returncode == 1
    assert refused.stderr.startswith(f"The data folder {odd}/pg")
    assert "Traceback" not in refused.stderr
