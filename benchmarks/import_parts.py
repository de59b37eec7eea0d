"""The parts of ``benchmarks.imports``, each measured in a process of its own in which Django is set up."""

import gzip
import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import connection
from lxml import etree

from benchmarks.imports import SAVED
from telegrams import models
from telegrams.importing.finding import FROM_THE_PATH, find
from telegrams.importing.readers import SUFFIXES, reader_for
from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.walk import ImportRequest, run_import
from telegrams.search import ENGINE
from telegrams.search.beside import beside


def _timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    begun = clock()
    work()
    return clock() - begun


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


def alone(paths: list[str]) -> dict[str, float]:
    """The import without the search's part."""
    request = ImportRequest(paths=tuple(paths))
    return {"alone": _timed(lambda: run_import(request, lambda: None, lambda step: None))}


def load(paths: list[str]) -> dict[str, float]:
    """The whole import, as the command does it."""
    begun = time.perf_counter()
    with beside(ENGINE.follow) as follow:
        report = run_import(ImportRequest(paths=tuple(paths)), follow, lambda step: None)
    whole = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"whole": whole, "documents": report.documents["added"], "memory": memory}


def copy(paths: list[str]) -> dict[str, float]:
    """B, and the building of the indexes that the tables have."""

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
    "alone": alone,
    "load": load,
    "copy": copy,
    "save": save,
}


def main(arguments: list[str]) -> None:
    """Measure a part on some files, and print what was measured."""
    part, *paths = arguments
    sys.stdout.write(json.dumps(PARTS[part](paths)))
