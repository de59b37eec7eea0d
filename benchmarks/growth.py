"""Whether a document costs as much in a large archive as in a small one: 3,000, 30,000, 300,000 documents.

    python -m benchmarks.growth [--documents 300000] [--search]

The volumes of the corpus are loaded again and again under new ids, into an archive of its own that
is kept (var/bench, or ARCHIVE_DATA/bench): what is in it is not loaded twice, so that a run that was
broken off goes on. Prints documents a second, with the first and the last volumes of each step apart,
and the most memory of the process. ``--search``: with the search's part, which is left out otherwise.
"""

import argparse
import gzip
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import django

from benchmarks.scratch import CORPUS, REPOSITORY

STEPS = (3_000, 30_000, 300_000)
VOLUMES = sorted((CORPUS / "tei").glob("*.xml.gz"))
_ID = re.compile(rb'(<TEI[^>]*\sxml:id=")([\w.-]+)(")')


def bench_folder() -> Path:
    """Where the large archive is kept."""
    return Path(os.environ.get("ARCHIVE_DATA") or REPOSITORY / "var") / "bench"


def main() -> int:
    """Grow the archive step by step, each in a process of its own, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=STEPS[-1])
    parser.add_argument("--search", action="store_true")
    parser.add_argument("--step", type=int, nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.step:
        sys.stdout.write(json.dumps(_load(range(*options.step), with_search=options.search)))
        return 0
    folder = bench_folder()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # the embedded server of root is another user
    environment = {**os.environ, "ARCHIVE_DATA": str(folder)}
    environment.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=REPOSITORY, env=environment, check=True)
    of_a_copy = sum(_documents(path) for path in VOLUMES)
    done = 0
    for size in [step for step in STEPS if step < options.documents] + [options.documents]:
        until = max(1, round(size / of_a_copy))
        if until > done:
            command = [sys.executable, "-m", __spec__.name, "--step", str(done), str(until)]
            command += ["--search"] if options.search else []
            said = subprocess.run(command, cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE, check=True)
            _print(until * of_a_copy, json.loads(said.stdout))
            done = until
    return 0


def _print(size: int, of: dict[str, float]) -> None:
    if not of["documents"]:
        sys.stdout.write(f"{size:>8,} documents: {of['volumes']:.0f} volumes were in it already\n")
        return
    sys.stdout.write(
        f"{size:>8,} documents: {of['documents'] / of['seconds']:>5.0f} a second over {of['volumes']:.0f} volumes "
        f"(the first {of['first']:.0f}, the last {of['last']:.0f} a second), "
        f"most memory {of['memory']:.0f} MiB\n"
    )
    sys.stdout.flush()


def _documents(path: Path) -> int:
    return len(re.findall(rb'<div[^>]*type="document"', gzip.decompress(path.read_bytes())))


def _copies(numbers: range) -> Iterator[Path]:
    """The volumes under the ids of these copies, made where they are not yet there."""
    folder = Path(os.environ["ARCHIVE_DATA"]) / "volumes"
    folder.mkdir(exist_ok=True)
    for number in numbers:
        for path in VOLUMES:
            name = path.name.partition(".")[0]
            copy = folder / f"{name}n{number:03}.xml.gz"
            if not copy.exists():
                data = _ID.sub(rb"\g<1>\g<2>n%03d\g<3>" % number, gzip.decompress(path.read_bytes()), count=1)
                unfinished = copy.with_suffix(".new")
                unfinished.write_bytes(gzip.compress(data, 1))
                unfinished.rename(copy)
            yield copy


def _load(numbers: range, *, with_search: bool) -> dict[str, float]:
    """Load copies in one import; documents a second of the first and the last eight volumes apart."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()
    from telegrams.importing.walk import ImportRequest, Step, run_import  # noqa: PLC0415 — Django comes first
    from telegrams.search import ENGINE  # noqa: PLC0415

    begun: dict[str, tuple[float, int]] = {}

    def note(step: Step) -> None:
        if step.file not in begun:
            begun[step.file] = time.perf_counter(), step.documents
            sys.stderr.write(f"\r{step.documents:,} documents")

    paths = tuple(str(path) for path in _copies(numbers))
    started = time.perf_counter()
    report = run_import(ImportRequest(paths=paths), ENGINE.refresh if with_search else lambda keys: None, note)
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


if __name__ == "__main__":
    sys.exit(main())
