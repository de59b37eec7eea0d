"""How fast whole volumes are loaded, in ratios against what the machine does in the same run.

    python -m benchmarks.imports [--runs 3] [PATH…]

A  lxml parses the files and takes the text of every element (one core, seconds of the processor)
P  the reader alone, its records thrown away (the same)
B  PostgreSQL takes the same rows by COPY into the same tables without indexes, and commits
S  the same rows of some documents, each written and committed by its Model.save()

Prints the medians, what an import is made of, and its ratios. The search's part is counted apart.
Growth from 3,000 to 300,000 documents is measured by ``benchmarks.growth``.
"""

import argparse
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django
from lxml import etree

from benchmarks.scratch import CORPUS, REPOSITORY, scratch_archive
from telegrams.importing.finding import FROM_THE_PATH, find
from telegrams.importing.readers import SUFFIXES, reader_for
from telegrams.importing.readers.contract import SourceFile

SAVED = 300
"""Documents whose rows are written by Model.save()."""


def main() -> int:
    """Measure, in processes of their own, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", default=[str(path) for path in sorted((CORPUS / "tei").glob("*.gz"))])
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--part", choices=sorted(PARTS), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        sys.stdout.write(json.dumps(PARTS[options.part](options.paths)))
        return 0
    measured: list[dict[str, Any]] = []
    for _ in range(options.runs):
        with scratch_archive() as archive:
            run: dict[str, Any] = {}
            for part in ("reading", "load", "copy", "save"):
                command = [sys.executable, "-m", __spec__.name, "--part", part, *options.paths]
                said = subprocess.run(
                    command, env=archive.environment, cwd=REPOSITORY, stdout=subprocess.PIPE, check=True
                )
                run |= json.loads(said.stdout)
            measured.append(run)
            sys.stderr.write(f"run {len(measured)}: {run['whole']:.1f} s for {run['documents']:,} documents\n")
    _print({key: statistics.median(run[key] for run in measured) for key in measured[0]})
    return 0


def _print(of: dict[str, float]) -> None:
    documents = of["documents"]
    lines = [
        ("A  lxml takes every text", of["a"], ""),
        ("P  the reader", of["p"], f"{of['p'] / of['a']:.1f} × A (wanted: 15)"),
        ("B  COPY without indexes", of["b"], f"{of['rows']:,.0f} rows"),
        ("   the tables' indexes built on them", of["indexes"], ""),
        ("whole import, committed", of["whole"], f"{documents / of['whole']:,.0f} documents a second"),
        ("   of which the search's part", of["search"], f"{of['search'] / of['whole']:.0%}"),
        (
            "   without it",
            of["whole"] - of["search"],
            f"{(of['whole'] - of['search']) / (of['p'] + of['b']):.2f} × (P + B) (wanted: 1.5, "
            f"{(of['whole'] - of['search'] - of['indexes']) / (of['p'] + of['b']):.2f} without the tables' indexes)",
        ),
        (
            f"S  Model.save(), reckoned from {SAVED}",
            of["saved"] * documents,
            f"the import has {of['saved'] * documents / (of['whole'] - of['search']):.1f} times its documents a second",
        ),
    ]
    sys.stdout.write(f"{documents:,.0f} documents; medians\n")
    for name, seconds, said in lines:
        sys.stdout.write(f"{name:<40}{seconds:>8.2f} s  {said}\n")
    sys.stdout.write(f"{'most memory of the import':<40}{of['memory']:>8.0f} MiB\n")
    sys.stdout.write(f"{'size of the database':<40}{of['size']:>8.1f} × the volumes' bytes\n")


def _timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    begun = clock()
    work()
    return clock() - begun


# --- parts: each in a process of its own ----------------------------------------------------------


def reading(paths: list[str]) -> dict[str, float]:
    """A and P."""

    def walk_all() -> None:
        for path in paths:
            with gzip.open(path) as stream:
                for element in etree.parse(stream).getroot().iter():
                    len(element.text or ""), len(element.tail or "")

    def read_all() -> None:
        for found in find(paths, FROM_THE_PATH, frozenset(SUFFIXES), None):
            reader = reader_for(found.name, found.head()) if isinstance(found, SourceFile) else None
            for _ in reader.read(found) if reader and isinstance(found, SourceFile) else ():
                pass

    # By the processor's seconds, each the best of three: what others do on the machine is no part of it.
    return {
        "a": min(_timed(walk_all, time.process_time) for _ in range(3)),
        "p": min(_timed(read_all, time.process_time) for _ in range(3)),
    }


def load(paths: list[str]) -> dict[str, float]:
    """The whole import, and what of it is the search's."""
    _set_up()
    from telegrams.importing.walk import ImportRequest, run_import  # noqa: PLC0415 — Django comes first
    from telegrams.search import ENGINE  # noqa: PLC0415

    search = 0.0

    def index(keys: list[int]) -> None:
        nonlocal search
        search += _timed(lambda: ENGINE.refresh(keys))

    begun = time.perf_counter()
    report = run_import(ImportRequest(paths=tuple(paths)), index, lambda step: None)
    whole = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"whole": whole, "search": search, "documents": report.documents["added"], "memory": memory}


def copy(paths: list[str]) -> dict[str, float]:
    """B, and the building of the indexes that the tables have."""
    _set_up()
    from django.db import connection  # noqa: PLC0415 — Django comes first

    cursor = connection.cursor()
    cursor.execute("SELECT pg_database_size(current_database())")
    size = cursor.fetchone()[0] / _bytes_of(paths)
    cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE 'telegrams_%' ORDER BY 1")
    tables = [name for (name,) in cursor.fetchall()]
    held: dict[str, list[bytes]] = {}
    for table in tables:
        with cursor.copy(f"COPY {table} TO STDOUT") as rows:
            held[table] = [bytes(row) for row in rows]
        cursor.execute(f"CREATE TABLE bench_{table} (LIKE {table} INCLUDING GENERATED)")
    seconds = 0.0
    for table, pieces in held.items():
        seconds += _timed(lambda: _copy_in(cursor, f"bench_{table}", pieces))  # noqa: B023 — called at once
    indexes = 0.0
    for table in tables:
        cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", [table])
        for name, definition in cursor.fetchall():
            statement = definition.replace(f" {name} ", f" bench_{name[:50]} ", 1).replace(
                f" ON public.{table} ", f" ON public.bench_{table} ", 1
            )
            indexes += _timed(lambda: cursor.execute(statement))  # noqa: B023 — called at once
    for table in tables:
        cursor.execute(f"DROP TABLE bench_{table}")
    return {"b": seconds, "indexes": indexes, "rows": sum(map(len, held.values())), "size": size}


def _copy_in(cursor: Any, table: str, pieces: list[bytes]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as rows:
        for piece in pieces:
            rows.write(piece)


def _bytes_of(paths: list[str]) -> int:
    return sum(len(gzip.decompress(Path(path).read_bytes())) for path in paths if path.endswith(".gz")) or 1


def save(paths: list[str]) -> dict[str, float]:
    """S: the seconds of a document whose rows are saved one by one, each save committed as Django does by default."""
    _set_up()
    from telegrams import models  # noqa: PLC0415 — Django comes first

    children = (models.PageMarker, models.Participation, models.Change, models.RecordChange)
    rows = list(models.Telegram.objects.select_related("source").order_by("pk")[:SAVED])
    keys = [row.pk for row in rows]
    notes = {key: list(models.Footnote.objects.filter(telegram=key)) for key in keys}
    references = {key: list(models.CrossReference.objects.filter(telegram=key)) for key in keys}
    of_each = {key: [one for model in children for one in model.objects.filter(telegram=key)] for key in keys}

    def save_all() -> None:
        for telegram, key in zip(rows, keys, strict=True):
            telegram.source.pk = None
            telegram.source.save()
            telegram.pk, telegram.document = None, f"{telegram.document}~"
            telegram.save()
            numbers = {}
            for note in notes[key]:
                was, note.pk, note.telegram = note.pk, None, telegram
                note.save()
                numbers[was] = note
            for one in references[key]:
                one.footnote = numbers[one.footnote_id] if one.footnote_id else None
                one.pk, one.telegram = None, telegram
                one.save()
            for other in of_each[key]:
                other.pk, other.telegram = None, telegram
                other.save()

    return {"saved": _timed(save_all) / max(len(rows), 1)}


PARTS: dict[str, Callable[[list[str]], dict[str, float]]] = {
    "reading": reading,
    "load": load,
    "copy": copy,
    "save": save,
}


def _set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()


if __name__ == "__main__":
    sys.exit(main())
