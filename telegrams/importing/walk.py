"""The whole import in one place: paths → files → records → rows → report.

Called by the command with the search's ``index`` function; one import runs at a time. A text file
is one transaction, and so is a whole volume: readers see the old state until it commits.
"""

import gc
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import PurePath

from django.contrib.auth.models import User
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import Max, Q
from django.utils import timezone

from telegrams.importing.bracketing import bracket_undated
from telegrams.importing.fetching import Fetch, not_fetched, shown
from telegrams.importing.finding import FROM_THE_PATH, Identity, find, weight_of
from telegrams.importing.keeping import Keeper
from telegrams.importing.readers import LISTS, SUFFIXES, reader_for
from telegrams.importing.readers.contract import Reader, SourceFile, Unreadable, Yielded
from telegrams.importing.readers.printed_text import PrintedText, account_for_lines
from telegrams.importing.registers import load_tenures
from telegrams.importing.relinking import relink
from telegrams.importing.report import ImportReport, Outcome
from telegrams.importing.resolving.known import fresh_register
from telegrams.importing.resolving.references import resolve_references
from telegrams.importing.resolving.sought import (
    by_name,
    concerned_by,
    files_concerned_by,
    resolve_files,
    resolve_messages,
)
from telegrams.importing.showing import documents_naming
from telegrams.importing.spooling import Spool
from telegrams.importing.taking import Taking
from telegrams.importing.whole import (
    held_of_markup,
    moved,
    tally_of_records,
    tally_of_volume,
    withdraw,
)
from telegrams.models import Change, ImportedFile, ImportRun, Person, Telegram, Volume
from telegrams.records import Problem, TelegramRecord, TenureRecord, WholeVolume
from telegrams.vocabulary import Level

IMPORT_LOCK = 7_301_944
"""Key of the advisory lock that only one import holds; the server frees it when the process dies."""

ROOM = 8
"""Bytes that are to be free for a byte of a volume: its rows and indexes take 1.9 (make bench-import), the log of
the transaction as much again."""


@dataclass(frozen=True, slots=True)
class Step:
    """How far an import is: the file at hand, documents so far, and bytes of its sources, read and in all."""

    file: str
    documents: int
    read: int
    whole: int


Progress = Callable[[Step], None]
Follow = Callable[[], None]

FEW = 50
"""People of a changed list whose documents are looked for; of more, every document is linked anew."""

FOLLOWED_AFTER = 2_000
"""Documents after which the search takes in what has gone in; and when the import ends."""


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is asked of an import.

    ``specimens`` False: volumes of specimens are skipped and said. ``accept``: a volume may lose
    what the gate would hold it for. ``room``: bytes free where the database lies, None where
    that is not known. ``with_notes``: problems of the level note are kept for the report too.
    ``fetch``: what becomes of paths that are addresses, each of them once in a run. ``asked``: what the run says it
    was asked for, '' for the paths. ``by``: the account that asked for it in the admin.
    """

    paths: tuple[str, ...]
    said: Identity = FROM_THE_PATH
    standard_input: bytes | None = None
    dry_run: bool = False
    again: bool = False
    accept: bool = False
    residue: bool = False
    specimens: bool = True
    wait: float = 0.0
    room: Callable[[], int | None] = lambda: None
    with_notes: bool = True
    fetch: Fetch = not_fetched
    asked: str = ""
    by: User | None = None


class AnotherImport(Exception):
    """Another import is running and did not end within the time to wait."""


@contextmanager
def only_import(wait: float) -> Iterator[None]:
    """Hold the import lock; raises AnotherImport where it is not free within ``wait`` seconds."""
    until = time.monotonic() + wait
    while not _asked_lock("pg_try_advisory_lock"):
        if time.monotonic() >= until:
            raise AnotherImport
        time.sleep(0.2)
    try:
        yield
    finally:
        with suppress(DatabaseError, InterfaceError):  # a connection that is lost has lost its locks too
            _asked_lock("pg_advisory_unlock")


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let Python look for cycles of dead objects less often: a batch makes tens of thousands of live ones.

    With Python's own thresholds the looking takes a tenth of an import.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _asked_lock(function: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [IMPORT_LOCK])
        return bool(cursor.fetchone()[0])


def run_import(request: ImportRequest, follow: Follow, progress: Progress) -> ImportReport:
    """Import everything asked for and say what became of it; raises AnotherImport.

    ``follow`` is called between transactions, so that the search is never far behind.
    """
    with only_import(request.wait), _rare_collections():
        return _Import(request, follow, progress).walk()


def run_withdrawal(slug: str, by: User | None = None) -> ImportReport:
    """Withdraw all documents of a volume, for ``by`` in the admin; raises Volume.DoesNotExist and AnotherImport."""
    volume = Volume.objects.get(slug=slug)
    report = ImportReport()
    with only_import(0):
        run = ImportRun.objects.create(asked=f"withdraw {slug}", by=by)
        report.run = run.pk
        with transaction.atomic():
            gone = withdraw(Telegram.objects.held().filter(volume=volume).only("pk"), run)
            Change.note(*gone)
        report.documents["withdrawn"] = len(gone)
        run.counts, run.outcome, run.ended = report.counts(), "complete", timezone.now()
        run.save()
    return report


class _Import:
    """One run: what it was asked, what it has met so far, and the report it is writing."""

    def __init__(self, request: ImportRequest, follow: Follow, progress: Progress) -> None:
        self.request = request
        self.follow = follow
        self.followed = 0
        self.has_relinked = False
        self.progress = progress
        self.report = ImportReport(with_notes=request.with_notes)
        self.keeper = Keeper(None, self.report)
        self.read = self.whole = 0

    def walk(self) -> ImportReport:
        """Person lists first, so that the documents of the same run find the people in them."""
        if not self.request.dry_run:
            asked = self.request.asked or " ".join(map(shown, self.request.paths))
            self.keeper.run = ImportRun.objects.create(asked=asked, by=self.request.by)
            self.report.run = self.keeper.run.pk
        self.report.interrupted = True  # whatever ends the run before its last line breaks it off
        try:
            with suppress(KeyboardInterrupt):
                self._people()
                self.keeper.register = fresh_register()
                self.whole = weight_of(self.request.paths, frozenset(SUFFIXES), self.request.fetch)
                self._documents()
                if self.keeper.run:
                    left = _left_unresolved()
                    resolve_references(self.keeper.volumes | left)
                    bracket_undated(self.keeper.volumes | left)
                    touched = Q(run=self.keeper.run) | Q(volume__slug__in=left)
                    documents = Telegram.objects.held().filter(touched)
                    concerned = concerned_by(documents)
                    resolve_files(files_concerned_by(documents))
                    resolve_messages(by_name() if self.has_relinked else concerned)
                self._follow()
                self.report.interrupted = False
        finally:
            self._close()
        return self.report

    def _follow(self) -> None:
        if self.keeper.run:
            self.follow()
        self.followed = self.report.documents.total()

    def _close(self) -> None:
        if self.keeper.run is None:
            return
        self.keeper.run.counts = self.report.counts()
        self.keeper.run.outcome = self.report.outcome()
        self.keeper.run.ended = timezone.now()
        with suppress(DatabaseError, InterfaceError):  # the run stays "running or broken off" where that is lost
            self.keeper.run.save()

    def _found(self, suffixes: frozenset[str], others_said: bool) -> Iterator[SourceFile]:
        """The files of these suffixes; what could not be read is reported on the way."""
        asked = self.request
        for found in find(list(asked.paths), asked.said, suffixes, asked.standard_input, asked.fetch):
            if isinstance(found, SourceFile):
                yield found
            elif others_said:
                self.report.files["refused" if found.level == Level.ERROR else "skipped"] += 1
                self.keeper.keep([found])

    # --- lists of persons ---

    def _people(self) -> None:
        """Read the lists of persons, and try the documents they concern again."""
        changed: set[str] = set()
        for source in self._found(frozenset({".csv"}), others_said=False):
            reader = _reader(source)
            if reader is None or reader.name not in LISTS:
                continue
            yielded = list(reader.read(source))
            tenures = [one for one in yielded if isinstance(one, TenureRecord)]
            problems = [one for one in yielded if isinstance(one, Problem)]
            self.keeper.keep(problems)
            self.report.files["refused" if not tenures else "partly" if problems else "in"] += 1
            if self.keeper.run and tenures:
                counts, touched = load_tenures(tenures)
                self.report.people.update({key: count for key, count in counts.items() if count})
                changed |= touched
        if changed:
            self._show_again(changed)

    def _show_again(self, people: set[str]) -> None:
        """Documents that name somebody of a changed list get their links anew; all of them where many changed."""
        held = Telegram.objects.held()
        if len(people) <= FEW:
            known = Person.objects.filter(slug__in=people).prefetch_related("tenures")
            held = held.filter(pk__in=documents_naming(known).values("pk"))
        self.has_relinked = relink(held)[1] > 0

    # --- documents ---

    def _documents(self) -> None:
        for source in self._found(frozenset(SUFFIXES), others_said=True):
            self._file(source)
            self.read += source.weight
            if self.report.documents.total() - self.followed >= FOLLOWED_AFTER:
                self._follow()

    def _step(self, source: SourceFile, share: float = 0.0) -> None:
        documents = self.report.documents.total()
        self.progress(Step(source.name, documents, self.read + round(share * source.weight), self.whole))

    def _file(self, source: SourceFile) -> None:
        """One file, or what keeps it out; one that cannot be read to its end leaves nothing behind."""
        try:
            reader = _reader(source)
            if reader is not None and reader.name not in LISTS:
                self._step(source)
                self._whole_file(source, reader)
        except Unreadable as broken:
            found = str(broken)
            self._refuse(source, Problem(source.name, None, "unreadable", Level.ERROR, found, "expected a whole file",
                                         "look at the file and the disk, then import it again"))  # fmt: skip

    def _whole_file(self, source: SourceFile, reader: Reader) -> None:
        digest = source.sha256()
        if not self._may_go_in(source):
            return
        if not self.request.again and not self.request.residue and self._is_known(source, reader, digest):
            self.report.files["unchanged"] += 1
            return
        before, is_whole = self.report.so_far(), False
        try:
            with ExitStack() as until_loaded:
                self._read_file(source, reader, digest, until_loaded)
            is_whole = True
        finally:
            if not is_whole:
                self.report.back_to(before)  # what was said of a file broken off has not gone in

    def _read_file(self, source: SourceFile, reader: Reader, digest: str, until_loaded: ExitStack) -> None:
        yielded = reader.read(source)
        first = next(yielded, None)
        rest: Iterable[Yielded] = yielded if first is None or isinstance(first, WholeVolume) else _with(first, yielded)
        if not isinstance(first, WholeVolume):
            taking = Taking(self.keeper, source, reader, digest, lambda share: self._step(source, share))
            if self.request.residue and reader.name == PrintedText.name:
                rest = list(rest)
                text = source.data.decode("utf-8-sig", "replace")
                records = [one for one in rest if isinstance(one, TelegramRecord)]
                self.report.residue.extend(account_for_lines(records, text, source.name))
            with transaction.atomic():
                taking.all_of(rest)
                taking.close()
            return
        if self._is_second_volume(first, digest, source) or not self._has_room(source, first):
            return
        renamed: dict[str, str] = {}
        if held_of_markup(first.volume).exists():
            spool = until_loaded.enter_context(Spool(rest))
            if not self._passes_the_gate(source, reader, digest, first, spool):
                return
            renamed, rest = moved(first.volume, spool.bodies), spool
        taking = Taking(self.keeper, source, reader, digest, lambda share: self._step(source, share))
        with transaction.atomic():
            taking.whole_volume(first, renamed, rest)
            taking.close()

    def _may_go_in(self, source: SourceFile) -> bool:
        if self.request.specimens or not source.volume.startswith("specimen"):
            return True
        found = "a specimen volume; left out because this archive has a database of its own"
        self.report.files["skipped"] += 1
        self.keeper.keep([Problem(source.name, None, "specimen", Level.NOTE, found)])
        return False

    def _has_room(self, source: SourceFile, claim: WholeVolume) -> bool:
        """Whether the disk has room for a volume, as far as that can be known."""
        free, needed = self.request.room(), ROOM * claim.size
        if free is None or free > needed:
            self.report.room = free if self.report.room is None else self.report.room
            return True
        found = f"{free / 1e6:,.0f} MB are free where the database lies"
        expected = f"expected {needed / 1e6:,.0f} MB, {ROOM} times the volume's size"
        self._refuse(
            source, Problem(source.name, None, "disk", Level.ERROR, found, expected, "make room, then run again")
        )
        return False

    def _is_second_volume(self, claim: WholeVolume, digest: str, source: SourceFile) -> bool:
        """Whether another file of this run has already given the whole of this volume."""
        if not self.keeper.is_double(claim.volume, "", digest, source.name):
            return False
        first_digest, first_name = self.keeper.met[claim.volume, ""]
        found = f"the volume {claim.volume} already came from {first_name}"
        if first_digest == digest:
            self.report.files["unchanged"] += 1
            self.keeper.keep([Problem(source.name, 1, "duplicate-id", Level.NOTE, found, "expected one file a volume")])
        else:
            remedy = "import the edition that is wanted alone"
            self._refuse(
                source,
                Problem(source.name, 1, "duplicate-id", Level.ERROR, found, "expected one file a volume", remedy),
            )
        return True

    def _passes_the_gate(
        self, source: SourceFile, reader: Reader, digest: str, claim: WholeVolume, spool: Spool
    ) -> bool:
        """Whether a volume held would not have markedly less after this load, or that is accepted."""
        before, after = tally_of_volume(claim.volume), tally_of_records(spool.counted)
        if not before.loses(after) or self.request.accept:
            return True
        self.report.gates.append(f"{claim.volume} from {source.name}")
        self.report.gates.extend(before.lines(after))
        found = f"{claim.volume} would have markedly less than is held"
        problem = Problem(
            source.name, 1, "gate", Level.ERROR, found, "expected about as much", "look at the table; --accept loads it"
        )
        self._refuse(source, problem, "held")
        self.keeper.note_file(source, reader, digest, "held", [])
        return False

    def _refuse(self, source: SourceFile, problem: Problem, outcome: str = "refused") -> None:
        self.report.files[outcome] += 1
        self.keeper.keep([problem])

    def _is_known(self, source: SourceFile, reader: Reader, digest: str) -> bool:
        """Whether these very bytes went in whole by this reader and all they gave is still held."""
        last = ImportedFile.objects.filter(volume=source.volume, document=source.document).order_by("-id").first()
        if last is None or last.outcome != "in":
            return False
        if (last.sha256, last.reader, last.reader_version) != (digest, reader.name, reader.version):
            return False
        given: dict[str, list[str]] = {}
        for volume, _, document in (name.partition("/") for name in last.documents):
            given.setdefault(volume, []).append(document)
        for volume, documents in given.items():
            rows = Telegram.objects.held().filter(volume__slug=volume, document__in=documents)
            if rows.count() != len(documents):
                return False
        if reader.name == PrintedText.name and any(
            self.keeper.is_double(volume, document, digest, source.name)
            for volume, documents in given.items()
            for document in documents
        ):
            return False
        self.report.documents[Outcome.UNCHANGED.value] += len(last.documents)
        return True


def _with(first: Yielded, rest: Iterator[Yielded]) -> Iterator[Yielded]:
    yield first
    yield from rest


def _left_unresolved() -> set[str]:
    """The volumes of documents whose run was broken off before it came to their references."""
    broken_off = ("running", "interrupted")
    imports = ImportRun.objects.exclude(outcome__in=broken_off).exclude(counts__files={})
    last = imports.aggregate(last=Max("pk"))["last"] or 0
    rows = Telegram.objects.held().filter(run__gt=last, run__outcome__in=broken_off)
    return set(rows.values_list("volume__slug", flat=True).distinct())


def _reader(source: SourceFile) -> Reader | None:
    """The reader of a file; one without a suffix, and standard input, is XML or text by its first character."""
    head = source.head()
    known = reader_for(source.name, head)
    if known or PurePath(source.name).suffix:
        return known
    return reader_for("unnamed.xml" if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else "unnamed.txt", head)
