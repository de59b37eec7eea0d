"""The index in step with the database: it remembers the last change it holds, and takes in those after it.

Every transaction that changes what a search can see numbers its changes last (``Change.note``), under
a lock held to commit, so numbers appear in their order. A question first asks for the newest number.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from tantivy import Document, FieldType, Index, Query, Schema, Searcher

from telegrams.models import Change, Telegram
from telegrams.search.engine import NotReady
from telegrams.search.generation import Shelf
from telegrams.search.indexed import VERSION, documents_of, new_index, number_of, opened_index

WAIT = 2.0
"""Seconds a question waits for another process that brings the index up to date."""

NO_WAIT_AFTER = 5.0
"""Seconds after such a wait in vain in which no other question of this process waits: they would wait in a row."""

READY_WAIT = 20.0
"""Seconds the first question waits for an index that is being built; ten thousand documents have theirs by then."""

LONG_WAIT = 60.0
"""Seconds an import waits for it."""

AT_ONCE, FOR_A_QUESTION = 1_000, 300
"""Changes taken in and committed together, by an import; and the most that one question takes in."""

BUILDING_HEAP, HEAP = 400_000_000, 30_000_000
"""Bytes of memory in which documents are gathered before they are written: building anew, and following."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Standing:
    """The index as it stands for one question: ``sequence`` of the last change in it, ``behind`` how many are not."""

    searcher: Searcher
    schema: Schema
    sequence: int
    behind: int = 0
    generation: str = ""


class Follower:
    """Keeps the index of this process's database in step; safe for threads and for several processes."""

    def __init__(self, folder: Callable[[], Path] | None = None) -> None:
        self._folder = folder or _folder_of_this_database
        self._guard = threading.RLock()
        self._opened: tuple[Path, Index] | None = None
        self._state: tuple[int, int] | None = None
        self._sequence = -1
        self._waited_in_vain = -NO_WAIT_AFTER
        self._builder: threading.Thread | None = None
        self.is_tainted = False
        self._is_forgotten = False

    def standing(self) -> Standing:
        """The index, in step with the database as far as that takes no more than a moment; raises NotReady."""
        with self._guard:
            index, newest = self._looked_up()
            index = index or self._built_for_a_question()
            if self._sequence < newest and self._may_follow():
                with _kept_if_it_fails():
                    self._follow_for_a_question(newest)
                index = self._current() or self._built_for_a_question()
            behind = 0 if self._sequence >= newest else Change.objects.filter(number__gt=self._sequence).count()
            generation = self._opened[0].name if self._opened else ""
            return Standing(index.searcher(), index.schema, self._sequence, behind, generation)

    def behind(self) -> int:
        """How many changes are not in the index; all of them where there is none."""
        with self._guard:
            known = -1 if self._current() is None else self._sequence
            return Change.objects.filter(number__gt=known).count()

    def follow(self) -> None:
        """Take in every change there is, however long that takes; what an import does on its way."""
        with self._guard, _kept_if_it_fails():
            index, newest = self._looked_up()
            if index is None:
                self._rebuild_or_wait()
            if self._sequence < newest and self._may_follow():
                # Held over all of them: questions answer meanwhile, and do not take over what an import has to do.
                with self._shelf().writing(LONG_WAIT) as is_free:
                    while is_free and self._take_in(newest, AT_ONCE):
                        pass

    def rebuild(self) -> int:
        """Build a new generation beside the one in use, and use it; how many documents it holds."""
        with self._guard, self._shelf().writing(wait=600) as is_free:
            if not is_free:
                raise TimeoutError("another process is writing the index")
            return self._build()

    def close(self) -> None:
        """Let go of the index: a process that is forked must not inherit the threads it has only half."""
        with self._guard:
            self._opened = None

    def forget(self) -> None:
        """Build anew at the next question: what was followed has been undone in the database."""
        with self._guard:
            self.is_tainted = False
            self._is_forgotten = True

    # --- one process at a time ---

    def _may_follow(self) -> bool:
        """Not within a transaction that may yet be taken back; the tests, whose every change is, say so."""
        return settings.SEARCH_FOLLOWS_OPEN_TRANSACTIONS or not connection.in_atomic_block

    def _shelf(self) -> Shelf:
        return Shelf(self._folder(), VERSION)

    def _in_use(self) -> tuple[Path, Index]:
        assert self._opened is not None  # noqa: S101 — every caller has just opened it
        return self._opened

    def _current(self) -> Index | None:
        """The generation in use, as it is now; None where there is none that can be opened."""
        path = self._shelf().current()
        if path is None:
            self._opened = None
            return None
        if self._opened is None or self._opened[0] != path:
            try:
                self._opened, self._state = (path, opened_index(str(path))), None
            except ValueError as broken:
                _log.warning("the search index %s cannot be opened and is built anew: %s", path.name, broken)
                return None
        index = self._opened[1]
        state = _state_of(path)
        if state != self._state:
            index.reload()
            self._sequence, self._state = _sequence_of(index), state
        return None if self._sequence < 0 else index

    def _looked_up(self) -> tuple[Index | None, int]:
        """The generation in use, where it can be followed from, and the number of the newest change.

        The number is asked for last: an index that knows more than the database is built anew, and
        another process may take in a change between the two. A page's snapshot does not tell: the index may
        rightly know what was changed since it was taken.
        """
        index = self._current()
        newest = newest_change()
        knows_more = self._sequence > newest and self._may_follow()
        return (None if knows_more or self._is_forgotten else index), newest

    def _built_for_a_question(self) -> Index:
        """The index, built by a thread of its own, if that takes no longer than a reader waits; raises NotReady.

        Where a transaction is followed, it is built here, where what that has changed can be seen.
        """
        if self._is_forgotten or (connection.in_atomic_block and self._may_follow()):
            return self._rebuild_or_wait()
        if self._builder is None or not self._builder.is_alive():
            self._builder = threading.Thread(target=_build_aside, args=(self._folder(),), name="index", daemon=True)
            self._builder.start()
            self._builder.join(READY_WAIT)
        index, _ = self._looked_up()
        if index is None:
            raise NotReady
        return index

    def _rebuild_or_wait(self) -> Index:
        """Build the index where none can be used, or wait for the process that is doing it."""
        with self._shelf().writing(wait=600) as is_free:
            index, _ = self._looked_up()
            if index is None:
                if not is_free:
                    raise TimeoutError("another process has been building the index for ten minutes")
                is_first = not (self._shelf().folder / "current").exists()
                _log.log(logging.INFO if is_first else logging.WARNING, "the search index is built from the database")
                self._build()
                _, index = self._in_use()
        return index

    def _build(self) -> int:
        """A new generation from the database as it is now; under the lock."""
        shelf = self._shelf()
        path = shelf.begin()
        sequence = newest_change()  # read first: what comes while documents are read is taken in once more
        keys = list(Telegram.objects.held().order_by("pk").values_list("pk", flat=True))
        index = written_index(path, keys, sequence)
        shelf.use(path)
        self._opened, self._sequence, self._is_forgotten = (path, index), sequence, False
        self.is_tainted = self.is_tainted or connection.in_atomic_block
        return len(keys)

    def _follow_for_a_question(self, newest: int) -> None:
        """Take in a few changes, waiting for another process unless one was just waited for in vain."""
        had_no_luck = time.monotonic() - self._waited_in_vain < NO_WAIT_AFTER
        with self._shelf().writing(0.0 if had_no_luck else WAIT) as is_free:
            if is_free:
                self._take_in(newest, FOR_A_QUESTION)
            elif self._current() is not None and self._sequence < newest:
                self._waited_in_vain = time.monotonic()

    def _take_in(self, newest: int, most: int) -> bool:
        """Take in the next changes, under the lock; whether any were."""
        index = self._current()
        if index is None or self._sequence >= newest:
            return False
        rows = Change.objects.filter(number__gt=self._sequence).order_by("number")[:most]
        changes = list(rows.values_list("number", "telegram"))
        if not changes:
            return False
        keys = sorted({telegram for _, telegram in changes})
        path, _ = self._in_use()
        if not _apply(index, path, keys, changes[-1][0]):
            _log.warning("the search index holds another number of documents than it should; it is built anew")
            self._build()
            return True
        self._sequence = changes[-1][0]
        self.is_tainted = self.is_tainted or connection.in_atomic_block
        return True


def _build_aside(folder: Path) -> None:
    """Build the index of a folder in a thread of its own, with its own connection to the database."""
    try:
        with _kept_if_it_fails():
            Follower(lambda: folder).follow()
    finally:
        connection.close()


@contextmanager
def _kept_if_it_fails() -> Iterator[None]:
    """What cannot be written, as on a full disk, leaves the index as it was; the next question tries again."""
    try:
        yield
    except (OSError, ValueError) as refused:
        _log.error("the search index could not be brought up to date: %s", refused)


def written_index(folder: Path, telegrams: Sequence[int], sequence: int) -> Index:
    """A new index of these telegrams in an empty folder; ``sequence`` of the last change that it holds."""
    index = new_index(str(folder))
    with _written(index, BUILDING_HEAP, 2, sequence) as writer:
        for document in documents_of(telegrams):
            writer.add_document(document)
    index.reload()
    return index


def newest_change() -> int:
    """The number of the newest change."""
    with connection.cursor() as cursor:  # asked before every question: the tables' own language, in half the time
        cursor.execute("SELECT max(number) FROM telegrams_change")
        return cursor.fetchone()[0] or 0


def _state_of(path: Path) -> tuple[int, int] | None:
    """What tells one commit from another: each puts a new list of segments in the place of the old one."""
    try:
        known = (path / "meta.json").stat()
    except OSError:
        return None
    return known.st_ino, known.st_mtime_ns


def _folder_of_this_database() -> Path:
    """One folder for each database: a restored one, or another machine's, is never taken for this one."""
    known = connection.settings_dict.get("NAME"), connection.settings_dict.get("HOST")
    if known not in _IDENTITIES:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT (SELECT system_identifier FROM pg_control_system()), oid FROM pg_database "
                "WHERE datname = current_database()"
            )
            _IDENTITIES[known] = "-".join(map(str, cursor.fetchone()))
    return Path(settings.ARCHIVE_DATA) / "search" / _IDENTITIES[known]


_IDENTITIES: dict[Any, str] = {}


def _sequence_of(index: Index) -> int:
    """The last change that an index holds; -1 where it says none."""
    searcher = index.searcher()
    said = Query.range_query(index.schema, "sequence", FieldType.Integer, 0, 2**62)
    hits = searcher.search(said, limit=1, count=False).hits
    return int(searcher.doc(hits[0][1])["sequence"][0]) if hits else -1


def _apply(index: Index, path: Path, keys: list[int], sequence: int) -> bool:
    """Put these telegrams into the index as they are now; whether it then holds as many as it should.

    It is opened once more to be written: one that was opened before does not know what others wrote since.
    """
    held = Query.term_query(index.schema, "held", 1)
    known = Query.term_set_query(index.schema, "id", keys)
    searcher = index.searcher()
    before = number_of(searcher, held) - number_of(searcher, known)
    added = 0
    with _written(opened_index(str(path)), HEAP, 1, sequence) as writer:
        for key in keys:
            writer.delete_documents_by_term("id", key)
        for document in documents_of(keys):
            writer.add_document(document)
            added += 1
        writer.delete_documents_by_query(Query.range_query(index.schema, "sequence", FieldType.Integer, 0, 2**62))
    index.reload()
    return number_of(index.searcher(), held) == before + added


@contextmanager
def _written(index: Index, heap: int, threads: int, sequence: int) -> Iterator[Any]:
    """A writer whose documents are committed at the end with the mark of the last change; else none of them is."""
    writer = index.writer(heap, threads)
    try:
        # What a killed process wrote and did not commit bears the very names that are written next.
        writer.garbage_collect_files()
        yield writer
        mark = Document()
        mark.add_integer("sequence", sequence)
        writer.add_document(mark)
        writer.commit()
    finally:
        writer.wait_merging_threads()  # ends its threads and frees its lock, for the next that writes
