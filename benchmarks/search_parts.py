"""The measuring of ``benchmarks.search``, in a process in which Django is set up."""

import http.client
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.urls import reverse

from benchmarks.peers import peers
from benchmarks.questions import Asked, questions
from benchmarks.scratch import REPOSITORY
from telegrams.models import Telegram
from telegrams.search import ENGINE
from telegrams.search.following import Follower, Standing, written_index
from telegrams.search.indexed import VERSION, opened_index
from telegrams.search.local import LocalEngine
from telegrams.search.query import Query

READERS = 8
SIZES = (32_000, 100_000)
WARMING = 16
PAGES = 360
"""Pages asked for by readers at once, to count how many are answered in a second."""

Times = dict[str, list[float]]


def engine(rounds: int) -> dict[str, Any]:
    """Every question asked for the first time, and again."""
    asked = questions()
    ENGINE.follow()
    fresh = _timed(asked, lambda one: ENGINE.ask(one.query))
    again: Times = {}
    for _ in range(rounds):
        for kind, times in _timed(asked, lambda one: ENGINE.ask(one.query)).items():
            again.setdefault(kind, []).extend(times)
    return {
        "documents": ENGINE.count(Query()),
        "questions": len(asked),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "fresh": fresh,
        "again": again,
    }


class _Fixed(Follower):
    """An index of some of the documents, which nothing is taken into."""

    def __init__(self, path: Path, documents: int) -> None:
        super().__init__()
        self.seconds = 0.0
        if not path.is_dir():
            self.seconds = _build(path, documents)
        self.index = opened_index(str(path))

    def standing(self) -> Standing:
        """The index, always as it was built."""
        return Standing(self.index.searcher(), self.index.schema, 0)


def _build(path: Path, documents: int) -> float:
    """Index the first of the archive's documents; the seconds that took."""
    begun = time.perf_counter()
    unfinished = path.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir()
    keys = list(Telegram.objects.held().order_by("pk").values_list("pk", flat=True)[:documents])
    written_index(unfinished, keys, 0)
    unfinished.rename(path)
    return time.perf_counter() - begun


def sizes(folder: str) -> dict[str, Any]:
    """The same questions asked for the first time of indexes of a tenth and a third of the documents, built once."""
    asked = questions()
    measured: dict[str, Any] = {}
    for documents in SIZES:
        path = Path(folder) / f"search-{documents}-v{VERSION}"
        follower = _Fixed(path, documents)
        local = LocalEngine(follower)
        local.ask(Query())
        measured[f"{documents:,} documents"] = _timed(asked, lambda one: local.ask(one.query))  # noqa: B023 — at once
        if follower.seconds:
            sys.stderr.write(f"{documents / follower.seconds:,.0f} documents a second indexed\n")
    return measured


def others(folder: str) -> dict[str, Any]:
    """The peers, built where they are not yet; each question once."""
    asked = questions()
    measured: dict[str, Times] = {}
    for peer in peers(Path(folder)):
        peer.build()
        peer.ask(Query())
        measured[peer.name] = _timed(asked, lambda one: peer.ask(one.query))  # noqa: B023 — called at once
    return measured


def pages(_: str) -> dict[str, Any]:
    """The whole page over HTTP, under gunicorn with two workers; and how many a second for some readers at once."""
    asked = questions()
    call_command("collectstatic", interactive=False, verbosity=0)
    with served() as (port, _):
        connection = http.client.HTTPConnection("127.0.0.1", port)

        def get(one: Asked) -> int:
            connection.request("GET", reverse("search") + one.query.address())
            answer = connection.getresponse()
            size = len(answer.read())
            if answer.status != http.HTTPStatus.OK:
                raise RuntimeError(f"{answer.status} for {one.query.address()}")
            return size

        for one in questions(seed=2)[:WARMING]:
            get(one)
        sizes: list[int] = []
        times = _timed(asked, lambda one: sizes.append(get(one)))
        others = [one for seed in range(3, 3 + PAGES // len(asked)) for one in questions(seed)]
        return {
            "pages": times,
            "size": max(sizes),
            "a_second": _a_second(port, list({one.query: one for one in others}.values())),
            "a_second_again": _a_second(port, asked * (PAGES // len(asked))),
        }


def _a_second(port: int, asked: list[Asked]) -> float:
    left = iter(asked)
    guard = threading.Lock()

    def read() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while True:
            with guard:
                one = next(left, None)
            if one is None:
                return
            connection.request("GET", reverse("search") + one.query.address())
            connection.getresponse().read()

    readers = [threading.Thread(target=read) for _ in range(READERS)]
    begun = time.perf_counter()
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return len(asked) / (time.perf_counter() - begun)


@contextmanager
def served() -> Iterator[tuple[int, int]]:
    """The archive under gunicorn with two workers: its port, and the process that began it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "-c", "python:archive.serving", "-w", "2", "-b", f"127.0.0.1:{port}"]
    server = subprocess.Popen(
        [*command, "archive.wsgi"],
        cwd=REPOSITORY,
        env={**os.environ, "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(30)


def _timed(asked: list[Asked], ask: Callable[[Asked], object]) -> Times:
    """Milliseconds of each question, by class."""
    times: Times = {}
    for one in asked:
        begun = time.perf_counter()
        ask(one)
        times.setdefault(one.kind, []).append((time.perf_counter() - begun) * 1000)
    return times


def main(arguments: list[str]) -> None:
    """Measure a part, and print what was measured."""
    part, given = arguments
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "engine": lambda: engine(int(given)),
        "sizes": lambda: sizes(given),
        "others": lambda: others(given),
        "pages": lambda: pages(given),
    }
    said = parts[part]()
    sys.stdout.write(json.dumps(said))
