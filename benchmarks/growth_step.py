"""One step of ``benchmarks.growth``, in a process in which Django is set up."""

import gzip
import json
import os
import re
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.growth import VOLUMES
from telegrams.importing.walk import ImportRequest, Step, run_import
from telegrams.search import ENGINE

_ID = re.compile(rb'(<TEI[^>]*\sxml:id=")([\w.-]+)(")')


def renamed(volume: bytes, number: int) -> bytes:
    """A TEI volume under an id of its own."""
    return _ID.sub(rb"\g<1>\g<2>n%03d\g<3>" % number, volume, count=1)


def _copies(numbers: range) -> Iterator[Path]:
    """The volumes under the ids of these copies, made where they are not yet there."""
    folder = Path(os.environ["ARCHIVE_DATA"]) / "volumes"
    folder.mkdir(exist_ok=True)
    for number in numbers:
        for path in VOLUMES:
            name = path.name.partition(".")[0]
            copy = folder / f"{name}n{number:03}.xml.gz"
            if not copy.exists():
                data = renamed(gzip.decompress(path.read_bytes()), number)
                unfinished = copy.with_suffix(".new")
                unfinished.write_bytes(gzip.compress(data, 1))
                unfinished.rename(copy)
            yield copy


def _load(numbers: range, *, with_search: bool) -> dict[str, float]:
    """Load copies in one import; documents a second of the first and the last eight volumes apart."""

    begun: dict[str, tuple[float, int]] = {}

    def note(step: Step) -> None:
        if step.file not in begun:
            begun[step.file] = time.perf_counter(), step.documents
            sys.stderr.write(f"\r{step.documents:,} documents")

    paths = tuple(str(path) for path in _copies(numbers))
    started = time.perf_counter()
    report = run_import(ImportRequest(paths=paths), ENGINE.follow if with_search else lambda: None, note)
    ended = time.perf_counter()
    times = [*begun.values(), (ended, report.documents.total())]
    return {
        "documents": report.documents["added"],
        "volumes": len(paths),
        "seconds": ended - started,
        "first": _speed(times[: len(VOLUMES) + 1]),
        "last": _speed(times[-len(VOLUMES) - 1 :]),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _speed(times: list[tuple[float, int]]) -> float:
    (begun, before), (ended, after) = times[0], times[-1]
    return (after - before) / max(ended - begun, 0.001)


def main(arguments: list[str]) -> None:
    """Load the copies from one number to another, with the search's part or without, and print what was measured."""
    first, until, search = arguments
    sys.stdout.write(json.dumps(_load(range(int(first), int(until)), with_search=bool(search))))
