"""`make demo`: from nothing to a page, and nothing left running."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management.base import CommandError

from archive.localpg.process import at_work_in
from telegrams.management.commands.demo import refuse_a_taken_port

pytestmark = pytest.mark.long

LONGEST = 60  # seconds


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_demo(data: Path, port: int) -> "subprocess.Popen[str]":
    """The demo as a newcomer starts it, without anything that says a test is running."""
    ours = ("ARCHIVE_", "DJANGO_", "PYTEST_", "DATABASE_URL")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return subprocess.Popen(
        [sys.executable, "manage.py", "demo"],
        cwd=settings.REPOSITORY,
        env={**kept, "ARCHIVE_DATA": str(data), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def wait_for(demo: "subprocess.Popen[str]", port: int) -> int:
    """The status of the watchers' page as soon as it answers; 0 where the demo ended first."""
    deadline = time.monotonic() + LONGEST
    while demo.poll() is None and time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/healthz")
            return connection.getresponse().status
        except OSError:
            time.sleep(0.05)
    return 0


def run_demo(data: Path, ended_by: signal.Signals) -> tuple[int, str]:
    """The status of the watchers' page and everything the demo said, started and ended by this signal.

    SIGINT goes to all its processes at once, as a terminal sends Ctrl-C.
    """
    port = free_port()
    demo = start_demo(data, port)
    status = wait_for(demo, port)
    if ended_by == signal.SIGINT:
        os.killpg(demo.pid, ended_by)
    else:
        demo.send_signal(ended_by)
    said, _ = demo.communicate(timeout=LONGEST)
    return status, said


def test_it_opens_says_where_and_leaves_nothing_running(open_folder: Path) -> None:
    first, said_first = run_demo(open_folder, signal.SIGINT)
    second, said_again = run_demo(open_folder, signal.SIGTERM)

    assert (first, second) == (200, 200), said_first
    assert re.search(r"The archive is open: http://127\.0\.0\.1:\d+/", said_first)
    assert re.search(r"account admin, password \S{24} ", said_first)
    assert "password" not in said_again
    assert not re.search("Traceback|ERROR", said_first + said_again)
    assert at_work_in(next(open_folder.glob("pg[0-9][0-9]"))) == []


def test_a_taken_port_is_named_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CommandError, match=f"Port {port} is not free .* make demo PORT={port + 1}"):
            refuse_a_taken_port(port)
