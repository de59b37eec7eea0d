"""The whole import in one place: paths → files → records → rows → report.

Called by the command with the search's ``index`` function; one import runs at a time.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import PurePath

from django.db import DataError, connection, transaction
from django.db.models import Max, Value
from django.db.models.functions import Concat
from django.utils import timezone

from telegrams.importing.finding import FROM_THE_PATH, Identity, find
from telegrams.importing.loading import load, load_tenures, lock, withdraw
from telegrams.importing.readers import SUFFIXES, reader_for
from telegrams.importing.readers.contract import Reader, SourceFile
from telegrams.importing.readers.person_list import PersonList
from telegrams.importing.readers.printed_text import PrintedText, account_for_lines
from telegrams.importing.report import ImportReport, Outcome
from telegrams.importing.resolving.people import Register
from telegrams.importing.resolving.references import resolve_references
from telegrams.importing.showing import Index, documents_naming, known_register, locked, show_again
from telegrams.models import ImportedFile, ImportRun, Person, Telegram, Volume
from telegrams.models import Problem as ProblemRow
from telegrams.records import Problem, TelegramRecord, TenureRecord, checksum, printable
from telegrams.vocabulary import Level

IMPORT_LOCK = 7_301_944
"""Key of the advisory lock that only one import holds; the server frees it when the process dies."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is asked of an import. ``specimens`` False: volumes of specimens are skipped and said."""

    paths: tuple[str, ...]
    said: Identity = FROM_THE_PATH
    standard_input: bytes | None = None
    dry_run: bool = False
    again: bool = False
    residue: bool = False
    specimens: bool = True
    wait: float = 0.0


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
        _asked_lock("pg_advisory_unlock")


def _asked_lock(function: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [IMPORT_LOCK])
        return bool(cursor.fetchone()[0])


def run_import(request: ImportRequest, index: Index, progress: Progress) -> ImportReport:
    """Import everything asked for and say what became of it; raises AnotherImport."""
    with only_import(request.wait):
        return _Import(request, index, progress).walk()


def run_withdrawal(slug: str, index: Index) -> ImportReport:
    """Withdraw all documents of a volume; raises Volume.DoesNotExist and AnotherImport."""
    volume = Volume.objects.get(slug=slug)
    report = ImportReport()
    with only_import(0):
        run = ImportRun.objects.create(asked=f"withdraw {slug}")
        report.run = run.pk
        held = list(Telegram.objects.held().filter(volume=volume))
        report.documents["withdrawn"] = withdraw(held, run, index)
        run.counts, run.outcome, run.ended = report.counts(), "complete", timezone.now()
        run.save()
    return report


class _Import:
    """One run: what it was asked, what it has met so far, and the report it is writing."""

    def __init__(self, request: ImportRequest, index: Index, progress: Progress) -> None:
        self.request = request
        self.index = index
        self.progress = progress
        self.report = ImportReport()
        self.met: dict[tuple[str, str], tuple[str, str]] = {}
        self.volumes: set[str] = set()
        self.register = Register()
        self.run: ImportRun | None = None

    def walk(self) -> ImportReport:
        """Person lists first, so that the documents of the same run find the people in them."""
        if not self.request.dry_run:
            self.run = ImportRun.objects.create(asked=printable(" ".join(self.request.paths)))
            self.report.run = self.run.pk
        self.report.interrupted = True  # whatever ends the run before its last line breaks it off
        try:
            with suppress(KeyboardInterrupt):
                self._people()
                self.register = known_register()
                self._documents()
                if self.run:
                    resolve_references(self.volumes | _left_unresolved())
                self.report.interrupted = False
        finally:
            self._close()
        return self.report

    def _close(self) -> None:
        if self.run is None:
            return
        self.run.counts = self.report.counts()
        self.run.outcome = self.report.outcome()
        self.run.ended = timezone.now()
        self.run.save()

    def _found(self, suffixes: frozenset[str], others_said: bool) -> Iterator[SourceFile]:
        """The files of these suffixes; what could not be read is reported on the way."""
        for found in find(list(self.request.paths), self.request.said, suffixes, self.request.standard_input):
            if isinstance(found, SourceFile):
                yield found
            elif others_said:
                self.report.files["refused" if found.level == Level.ERROR else "skipped"] += 1
                self._keep([found])

    def _people(self) -> None:
        """Read the lists of persons, and try the documents they concern again."""
        changed: list[str] = []
        for source in self._found(frozenset({".csv"}), others_said=False):
            reader = _reader(source)
            if reader is None or reader.name != PersonList.name:
                continue
            records, problems = _split(reader, source)
            tenures = [record for record in records if isinstance(record, TenureRecord)]
            self._keep(problems)
            self.report.files["refused" if not tenures else "partly" if problems else "in"] += 1
            if self.run and tenures:
                counts = load_tenures(tenures)
                self.report.people.update({key: count for key, count in counts.items() if count})
                changed.extend({tenure.person for tenure in tenures} if counts["added"] or counts["changed"] else ())
        if changed:
            self._show_again(changed)

    def _show_again(self, people: list[str]) -> None:
        """Documents that name somebody of a changed list get their links anew."""
        register = known_register()
        known = Person.objects.filter(slug__in=people).prefetch_related("tenures")
        for key in list(documents_naming(known).values_list("pk", flat=True)):
            with transaction.atomic():
                show_again([locked(key)], register, self.index)

    def _documents(self) -> None:
        for source in self._found(frozenset(SUFFIXES), others_said=True):
            reader = _reader(source)
            if reader is None or reader.name == PersonList.name:
                continue
            self.progress(source.name)
            self._file(source, reader)

    def _file(self, source: SourceFile, reader: Reader) -> None:
        digest = hashlib.sha256(source.data).hexdigest()
        if not self._may_go_in(source):
            return
        if not self.request.again and not self.request.residue and self._is_known(source, reader, digest):
            self.report.files["unchanged"] += 1
            return
        records, problems = _split(reader, source)
        telegrams = [record for record in records if isinstance(record, TelegramRecord)]
        if self.request.residue and reader.name == PrintedText.name:
            text = source.data.decode("utf-8-sig", "replace")
            self.report.residue.extend(account_for_lines(telegrams, text, source.name))
        counted = Counter(self.report.documents)
        try:
            with transaction.atomic():
                self._take_in(source, reader, digest, telegrams, problems)
        except KeyboardInterrupt:
            self.report.documents = counted
            raise

    def _take_in(
        self, source: SourceFile, reader: Reader, digest: str, telegrams: list[TelegramRecord], problems: list[Problem]
    ) -> None:
        """All that one file gives, in the transaction of the caller."""
        for volume in {record.volume for record in telegrams}:
            lock(volume, (record.document for record in telegrams if record.volume == volume))
        loaded = [f"{record.volume}/{record.document}" for record in telegrams if self._record(record, digest)]
        self._keep(problems)
        whole = len(loaded) == len(telegrams) and not any(one.level == Level.ERROR for one in problems)
        outcome = "in" if whole and loaded else "partly" if loaded else "refused"
        self.report.files[outcome] += 1
        if self.run:
            ImportedFile.objects.create(
                run=self.run,
                name=source.name,
                volume=source.volume,
                document=source.document,
                sha256=digest,
                reader=reader.name,
                reader_version=reader.version,
                outcome="in" if outcome == "in" else "refused",
                documents=loaded,
            )

    def _may_go_in(self, source: SourceFile) -> bool:
        if self.request.specimens or not source.volume.startswith("specimen"):
            return True
        found = "a specimen volume; left out because this archive has a database of its own"
        self.report.files["skipped"] += 1
        self._keep([Problem(source.name, None, "specimen", Level.NOTE, found)])
        return False

    def _is_known(self, source: SourceFile, reader: Reader, digest: str) -> bool:
        """Whether these very bytes went in whole by this reader and all they gave is still held."""
        last = ImportedFile.objects.filter(volume=source.volume, document=source.document).order_by("-id").first()
        if last is None or last.outcome != "in":
            return False
        if (last.sha256, last.reader, last.reader_version) != (digest, reader.name, reader.version):
            return False
        given = [(volume, document) for volume, _, document in (name.partition("/") for name in last.documents)]
        held = Telegram.objects.held().annotate(name=Concat("volume__slug", Value("/"), "document"))
        if held.filter(name__in=last.documents, volume__slug__in={volume for volume, _ in given}).count() != len(given):
            return False
        if any(self._is_double(volume, document, digest, source.name) for volume, document in given):
            return False
        self.report.documents[Outcome.UNCHANGED.value] += len(given)
        return True

    def _is_double(self, volume: str, document: str, digest: str, name: str) -> bool:
        """Whether another file of this run has already given this document."""
        first = self.met.setdefault((volume, document), (digest, name))
        return first != (digest, name)

    def _record(self, record: TelegramRecord, digest: str) -> bool:
        """Take one record in; False if it is refused."""
        name = record.source.name if record.source else ""
        if self._is_double(record.volume, record.document, digest, name):
            return self._double(record, digest)
        self._keep(record.problems, record)
        if record.refused():
            self.report.documents[Outcome.REFUSED.value] += 1
            return False
        outcome, summary = self._load(record)
        self.report.documents[outcome.value] += 1
        self.volumes.add(record.volume)
        if outcome == Outcome.CHANGED:
            self.report.changes.append(f"{record.volume}/{record.document}: {summary}")
        return outcome != Outcome.REFUSED

    def _double(self, record: TelegramRecord, digest: str) -> bool:
        first_digest, first_name = self.met[record.volume, record.document]
        same = first_digest == digest
        line = record.source.first_line if record.source else 1
        name = record.source.name if record.source else ""
        found = f"document {record.document} of {record.volume} already came from {first_name}"
        level = Level.NOTE if same else Level.ERROR
        remedy = "" if same else "rename one of the files, or name the volume with --volume"
        self._keep([Problem(name, line, "duplicate-id", level, found, "expected one file a document", remedy)], record)
        if not same:
            self.report.documents[Outcome.REFUSED.value] += 1
        return same

    def _load(self, record: TelegramRecord) -> tuple[Outcome, str]:
        if self.run is None:
            return _would_be(record), ""
        try:
            loaded = load(record, self.run, self.register, self.index)
        except DataError as refused:
            found = f"the database cannot hold it: {str(refused).splitlines()[0]}"
            line = record.source.first_line if record.source else None
            name = record.source.name if record.source else ""
            self._keep([Problem(name, line, "value", Level.ERROR, found, "expected values of ordinary length")], record)
            # What the undone part made, people and posts, must not be thought held.
            self.register = known_register()
            return Outcome.REFUSED, ""
        return loaded.outcome, loaded.summary

    def _keep(self, problems: Iterable[Problem], record: TelegramRecord | None = None) -> None:
        """Keep problems in the report and with the run."""
        kept = list(problems)
        self.report.problems.extend(kept)
        if self.run is None or not kept:
            return
        ProblemRow.objects.bulk_create(
            ProblemRow(
                run=self.run,
                volume=record.volume if record else "",
                document=record.document if record else "",
                source_name=printable(problem.source),
                line=problem.line,
                code=problem.code,
                level=problem.level.value,
                text=printable("; ".join(part for part in (problem.found, problem.expected, problem.remedy) if part)),
            )
            for problem in kept
        )


def _left_unresolved() -> set[str]:
    """The volumes of documents whose run was broken off before it came to their references."""
    broken_off = ("running", "interrupted")
    imports = ImportRun.objects.exclude(outcome__in=broken_off).exclude(counts__files={})
    last = imports.aggregate(last=Max("pk"))["last"] or 0
    rows = Telegram.objects.held().filter(run__gt=last, run__outcome__in=broken_off)
    return set(rows.values_list("volume__slug", flat=True).distinct())


def _reader(source: SourceFile) -> Reader | None:
    """The reader of a file; one without a suffix, and standard input, is XML or text by its first character."""
    head = source.data[:4096]
    known = reader_for(source.name, head)
    if known or PurePath(source.name).suffix:
        return known
    return reader_for("unnamed.xml" if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else "unnamed.txt", head)


def _split(reader: Reader | None, source: SourceFile) -> tuple[list[TelegramRecord | TenureRecord], list[Problem]]:
    """What a reader yields, records apart from the problems that belong to none."""
    records: list[TelegramRecord | TenureRecord] = []
    problems: list[Problem] = []
    for yielded in reader.read(source) if reader else ():
        if isinstance(yielded, Problem):
            problems.append(yielded)
        else:
            records.append(yielded)
    return records, problems


def _would_be(record: TelegramRecord) -> Outcome:
    """What a load would do with this record."""
    held = Telegram.objects.filter(volume__slug=record.volume, document=record.document).first()
    if held is None:
        return Outcome.ADDED
    if held.withdrawn_at is not None:
        return Outcome.RESTORED
    return Outcome.UNCHANGED if held.checksum == checksum(record) else Outcome.CHANGED
