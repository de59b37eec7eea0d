"""The import as a process of its own: what it reads cannot take the web server down, and it outlives the request."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from django.conf import settings

PATIENCE = 2.5
"""Seconds in which a small load is done, so that its page needs not be asked for again."""


def command(*arguments: str) -> list[str]:
    """The words of the import."""
    return [sys.executable, str(settings.REPOSITORY / "manage.py"), "import", *arguments]


def start(log: Path, *arguments: str, patience: float = PATIENCE) -> int | None:
    """Begin an import, and wait for it a little: its exit code, None while it goes on.

    What it says goes into the file ``log``, which only the archive reads.
    """
    environment = {**os.environ, "MALLOC_ARENA_MAX": "2"}
    if settings.LOADER_URL:
        environment["DATABASE_URL"] = settings.LOADER_URL
    with os.fdopen(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as said:
        process = subprocess.Popen(
            command(*arguments),
            cwd=settings.REPOSITORY,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )
    with suppress(subprocess.TimeoutExpired):
        return process.wait(patience)
    return None


def last_words(log: Path) -> str:
    """The last line of what an import said; '' where it said nothing."""
    with suppress(OSError):
        lines = log.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        return lines[-1].removeprefix("import: ") if lines else ""
    return ""
