"""The asking of ``benchmarks.readers``, in a process in which Django is set up."""

import gzip
import http.client
import io
import itertools
import json
import os
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.urls import reverse

from benchmarks.growth import VOLUMES
from benchmarks.growth_step import renamed
from benchmarks.questions import questions
from benchmarks.scratch import REPOSITORY
from benchmarks.search_parts import served
from telegrams import curating
from telegrams.models import ImportRun, Telegram
from telegrams.search import ENGINE
from telegrams.search.query import Query
from telegrams.vocabulary import HeaderField
from tests.search.made_questions import MadeQuestions
from tests.search.oracle import Oracle

COMPARED = 500
EVERY = 10
"""Of how many answers one is compared."""

BETWEEN_EDITS = 2.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a question about the untouched volume must be answered with."""

    address: str
    total: int
    documents: list[str] | None
    kinds: dict[str, int]


@dataclass(slots=True)
class Seen:
    """What readers and the editor met, written by all of them."""

    times: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    compared: int = 0
    corrected: int = 0
    said_behind: int = 0
    unseen: list[str] = field(default_factory=list)


def expectations() -> list[Expected]:
    """Questions about one volume, with their answers by counting over its documents."""
    volume = (
        Telegram.objects.held()
        .values_list("volume__slug")
        .annotate(documents=Count("pk"))
        .filter(documents__gte=200)
        .order_by("documents", "volume__slug")[:1]
        .get()[0]
    )
    oracle = Oracle(volume)
    made = MadeQuestions(oracle, 11)
    found = []
    for _ in range(COMPARED):
        query = made.query()
        if query.chosen("volume").wanted or query.chosen("volume").unwanted:
            continue
        query = query.adding("volume", volume)
        answers = oracle.in_order(query)
        names = {one.pk: one.get_absolute_url() for one in oracle.documents}
        in_order = [names[key] for key in answers[:25]] if query.order() != "relevance" else None
        address = reverse("search-json") + query.address()
        found.append(Expected(address, len(answers), in_order, oracle.counts(query, "kind")))
    return found


class Readers:
    """Threads that ask until the time is up."""

    def __init__(self, port: int, until: float) -> None:
        self.port = port
        self.until = until
        self.seen = Seen()
        self.guard = threading.Lock()
        self.number = itertools.count()
        self.pages = [reverse("search") + one.query.address() for one in questions()]
        self.expected = expectations()

    def read(self, number: int) -> None:
        """One reader: a page, the next page, and now and then one whose answer is known."""
        chance = random.Random(number)  # noqa: S311 — the same readers at every run
        while time.monotonic() < self.until:
            if next(self.number) % EVERY == 0:
                self._compare(chance.choice(self.expected))
            else:
                self._get(chance.choice(self.pages))

    def _get(self, address: str) -> bytes:
        begun = time.perf_counter()
        try:
            asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            asked.request("GET", address)
            answer = asked.getresponse()
            body, status = answer.read(), str(answer.status)
            asked.close()
        except OSError as error:
            body, status = b"", repr(error)
        with self.guard:
            self.seen.times.append((time.perf_counter() - begun) * 1000)
            if status != "200":
                self.seen.failed.append(f"{status} {address}")
        return body if status == "200" else b""

    def _compare(self, one: Expected) -> None:
        body = self._get(one.address)
        if not body:
            return
        said = json.loads(body)
        kinds = {value["value"]: value["count"] for value in said["facets"]["kind"] if value["count"]}
        addresses = [document["address"] for document in said["documents"]]
        is_right = (
            said["total"] == one.total
            and (one.documents is None or addresses == one.documents)
            and all(one.kinds.get(value) == count for value, count in kinds.items())
        )
        with self.guard:
            self.seen.compared += 1
            if not is_right:
                self.seen.wrong.append(one.address)

    def correct(self, telegrams: Iterator[Telegram]) -> None:
        """The editor: gives a document a message number that nobody has, and asks for it."""
        editor, _ = get_user_model().objects.get_or_create(username="bench-readers")
        while time.monotonic() < self.until:
            telegram, number = next(telegrams), f"Z{time.time_ns()}"
            shown = curating.shown(telegram)[HeaderField.MESSAGE_NUMBER].value
            edits = [curating.Edit(HeaderField.MESSAGE_NUMBER, number, shown)]
            (made,) = curating.correct(telegram.pk, edits, "benchmarks.readers", "none", editor)
            body = self._get(reverse("search-json") + Query(q=f"no:{number}").address())
            with self.guard:
                self.seen.corrected += 1
                said = json.loads(body) if body else {"total": 1}
                if said["total"] != 1 and said["changes_behind"]:
                    self.seen.said_behind += 1
                elif said["total"] != 1:
                    self.seen.unseen.append(number)
            curating.take_back(made.pk)
            time.sleep(BETWEEN_EDITS)
        connection.close()


def _import_until(until: float, folder: Path) -> None:
    """Import volumes under names that no other has, one after another."""
    if not VOLUMES:
        raise FileNotFoundError("the volumes of the corpus are not here: set ARCHIVE_CORPUS")
    for number in itertools.count(900):
        for path in VOLUMES:
            if time.monotonic() > until:
                return
            copy = folder / f"{path.name.partition('.')[0]}n{number}.xml"
            copy.write_bytes(renamed(gzip.decompress(path.read_bytes()), number))
            subprocess.run(
                [sys.executable, "manage.py", "import", str(copy)],
                cwd=REPOSITORY,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
            copy.unlink()


def _memory(master: int, what: str) -> float:
    """The memory of the largest worker, in MiB: RssAnon is its own, VmRSS has the files it has mapped too."""
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    sizes = [re.search(rf"{what}:\s+(\d+)", Path(f"/proc/{one}/status").read_text()) for one in workers]
    return max(int(size[1]) for size in sizes if size) / 1024


def main(arguments: list[str]) -> None:
    """Ask for so many seconds with so many readers, and print what was met."""
    readers, seconds = int(arguments[0]), float(arguments[1])
    folder = Path(os.environ["ARCHIVE_DATA"])
    call_command("collectstatic", interactive=False, verbosity=0)
    ENGINE.follow()
    before = ImportRun.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    documents = Telegram.objects.held().count()
    with served() as (port, master):
        asking = Readers(port, time.monotonic() + 3600)
        corrected = iter(list(Telegram.objects.held().filter(text__icontains="telegram").order_by("-pk")[:2000]))
        asking.until = time.monotonic() + seconds
        threads = [threading.Thread(target=asking.read, args=(number,)) for number in range(readers)]
        threads += [
            threading.Thread(target=asking.correct, args=(corrected,)),
            threading.Thread(target=_import_until, args=(asking.until, folder)),
        ]
        for thread in threads:
            thread.start()
        time.sleep(min(60.0, seconds / 2))
        early = _memory(master, "RssAnon")
        middle = 0.0
        while time.monotonic() < asking.until - 1:
            time.sleep(1)
            middle = middle or (_memory(master, "RssAnon") if time.monotonic() > asking.until - seconds / 2 else 0.0)
        late, mapped = _memory(master, "RssAnon"), _memory(master, "VmRSS")
        for thread in threads:
            thread.join()
    imported = Telegram.objects.held().count() - documents
    for run in ImportRun.objects.filter(pk__gt=before).order_by("-pk").values_list("pk", flat=True):
        call_command("import", undo=run, verbosity=0, stdout=io.StringIO(), stderr=io.StringIO())
    seen, times = asking.seen, sorted(asking.seen.times)
    for one in (*seen.failed[:5], *seen.wrong[:5], *seen.unseen[:5]):
        sys.stderr.write(f"{one}\n")
    said = {
        "readers": readers,
        "seconds": seconds,
        "answers": len(times),
        "answers a second": len(times) / seconds,
        "milliseconds, median": times[len(times) // 2],
        "milliseconds, 95th percentile": times[int(len(times) * 0.95)],
        "milliseconds, longest": times[-1],
        "answers that failed": len(seen.failed),
        "answers compared with counting": seen.compared,
        "answers that were wrong": len(seen.wrong),
        "corrections asked for at once": seen.corrected,
        "answered as behind, with how far": seen.said_behind,
        "corrections not seen": len(seen.unseen),
        "documents imported meanwhile": imported,
        "MiB of the largest worker's own, first minute": early,
        "MiB of the largest worker's own, half-way": middle,
        "MiB of the largest worker's own, end": late,
        "MiB with the index's files it has mapped": mapped,
    }
    sys.stdout.write(json.dumps(said))
