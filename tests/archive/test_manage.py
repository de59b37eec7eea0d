"""`manage.py`: what goes wrong outside a command is said in a sentence, not as a trace."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

NOBODY_LISTENS = "postgresql://reader@127.0.0.1:1/archive"


def manage(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    """The command, finished."""
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.REPOSITORY,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    "arguments",
    [["import", "fixtures"], ["withdraw", "frus1945v05"], ["export", "--format", "gold-jsonl"]],
    ids=["import", "withdraw", "export"],
)
def test_a_database_that_does_not_answer_is_named(arguments: list[str]) -> None:
    ended = manage(*arguments, DATABASE_URL=NOBODY_LISTENS)

    assert ended.returncode == 2
    assert ended.stderr.startswith("The database does not answer: ")
    assert "Traceback" not in ended.stderr


def test_a_reader_of_the_output_who_leaves_early_is_no_fault() -> None:
    started = subprocess.Popen(
        [sys.executable, "manage.py", "help", "--commands"],
        cwd=settings.REPOSITORY,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert started.stdout
    started.stdout.close()

    _, said = started.communicate()

    assert started.returncode == 1
    assert said == b""
