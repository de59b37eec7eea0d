"""What one file gives → the rows of one transaction, with what is said of each document on the way."""

from collections.abc import Callable, Iterable, Iterator

from django.db import DataError, transaction

from telegrams.importing.differing import Conflict
from telegrams.importing.keeping import Keeper
from telegrams.importing.loading import Loaded, Loading
from telegrams.importing.readers.contract import Reader, SourceFile, Yielded
from telegrams.importing.report import Outcome
from telegrams.importing.resolving.known import fresh_register
from telegrams.importing.resolving.references import resolve_references
from telegrams.importing.showing import reshow
from telegrams.importing.volumes import load_volume
from telegrams.importing.whole import gone_from, renumber, withdraw
from telegrams.models import Telegram
from telegrams.records import Problem, TelegramRecord, WholeVolume, checksum
from telegrams.vocabulary import HeaderField, Level
from telegrams.volume_records import VolumeRecord

AT_ONCE = 400
"""Documents read, compared and written together …"""

CHARACTERS_AT_ONCE = 4_000_000
"""… unless they are long: no more text than this, but for the last of them."""


class Taking:
    """What one file gives, taken in within the transaction of the caller."""

    def __init__(
        self, keeper: Keeper, source: SourceFile, reader: Reader, digest: str, step: Callable[[float], None]
    ) -> None:
        self.keeper = keeper
        self.step = step
        self.source = source
        self.reader = reader
        self.digest = digest
        self.report = keeper.report
        self.loading = Loading(keeper.run, keeper.register) if keeper.run else None
        self.loaded: list[str] = []
        self.problems: list[Problem] = []
        self.volume = ""
        self.met = 0
        self.touched: list[int] = []
        self.has_other_people = False

    def whole_volume(self, claim: WholeVolume, renamed: dict[str, str], yielded: Iterable[Yielded]) -> None:
        """The documents of a volume; what has gone from it is withdrawn, what has another number moved."""
        run = self.keeper.run
        if run:
            self.touched.extend(renumber(claim.volume, renamed, run))
        self.report.documents["renumbered"] += len(renamed)
        self.report.changes.extend(f"{claim.volume}/{was}: now {now}" for was, now in renamed.items())
        self.volume = claim.volume
        self.all_of(yielded, claim)
        gone = [row for row in gone_from(claim.volume, claim.documents) if run or row.document not in renamed]
        if self.loading and self.has_other_people:
            self._link_anew(self.loading, claim.volume)
        if run:
            self.touched.extend(withdraw(gone, run, "source"))
            resolve_references({claim.volume})
        self.report.documents["withdrawn"] += len(gone)
        self.report.changes.extend(f"{claim.volume}/{row.document}: gone from its source, withdrawn" for row in gone)

    def all_of(self, yielded: Iterable[Yielded], claim: WholeVolume | None = None) -> None:
        """Records in batches, and the problems that belong to none."""
        for batch in _batches(yielded):
            self.problems.extend(one for one in batch if isinstance(one, Problem))
            for volume in (one for one in batch if isinstance(one, VolumeRecord)):
                self.has_other_people = self.loading is not None and load_volume(volume, self.keeper.register)
            records = [one for one in batch if isinstance(one, TelegramRecord)]
            self.met += len(records)
            self._batch(records, claim is not None)
            if claim and claim.documents:
                self.step(min(1.0, self.met / len(claim.documents)))

    def close(self) -> None:
        """What is kept of the file itself; last in the transaction."""
        self.keeper.keep(self.problems, self.volume)
        whole = len(self.loaded) == self.met and not any(one.level == Level.ERROR for one in self.problems)
        outcome = "in" if whole and self.loaded else "partly" if self.loaded else "refused"
        self.report.files[outcome] += 1
        if self.loading is None:
            return
        self.keeper.note_file(
            self.source, self.reader, self.digest, "in" if outcome == "in" else "refused", self.loaded
        )
        self.loading.touched.extend(self.touched)
        self.loading.finish()

    def _link_anew(self, loading: Loading, slug: str) -> None:
        """Documents that this file left as they were may name people whom the volume now lists, or lists no more."""
        rows = Telegram.objects.held().select_for_update(of=("self",)).filter(volume__slug=slug)
        others = list(rows.exclude(pk__in=loading.touched).select_related("volume").order_by("pk"))
        reshow(others, self.keeper.register)
        self.touched.extend(row.pk for row in others)

    def _batch(self, records: list[TelegramRecord], is_whole: bool) -> None:
        """Take records in, as many as may go in together."""
        problems: list[tuple[Problem, TelegramRecord | None]] = []
        fit: list[TelegramRecord] = []
        for record in records:
            name = record.source.name if record.source else ""
            if not is_whole and self.keeper.is_double(record.volume, record.document, self.digest, name):
                problem, is_same = self._double(record)
                problems.append((problem, record))
                if is_same:
                    self.loaded.append(f"{record.volume}/{record.document}")
                continue
            problems.extend((problem, record) for problem in record.problems)
            if record.refused():
                self.report.documents[Outcome.REFUSED.value] += 1
            else:
                fit.append(record)
        for record, loaded in zip(fit, self._load(fit, problems), strict=True):
            self.report.documents[loaded.outcome.value] += 1
            if not is_whole:  # a whole volume resolves its references in its own transaction
                self.keeper.volumes.add(record.volume)
            if loaded.outcome == Outcome.ADDED:
                self.report.added[record.volume] += 1
            elif loaded.outcome == Outcome.CHANGED:
                self.report.changes.append(f"{record.volume}/{record.document}: {loaded.summary}")
            problems.extend((_conflict(record, one), record) for one in loaded.conflicts)
            if loaded.outcome != Outcome.REFUSED:
                self.loaded.append(f"{record.volume}/{record.document}")
        self.keeper.keep_of(problems)

    def _double(self, record: TelegramRecord) -> tuple[Problem, bool]:
        """A document that another file of this run gave already, and whether that file had the same bytes."""
        first_digest, first_name = self.keeper.met[record.volume, record.document]
        same = first_digest == self.digest
        line = record.source.first_line if record.source else 1
        name = record.source.name if record.source else ""
        found = f"document {record.document} of {record.volume} already came from {first_name}"
        level = Level.NOTE if same else Level.ERROR
        remedy = "" if same else "rename one of the files, or name the volume with --volume"
        if not same:
            self.report.documents[Outcome.REFUSED.value] += 1
        return Problem(name, line, "duplicate-id", level, found, "expected one file a document", remedy), same

    def _load(
        self, records: list[TelegramRecord], problems: list[tuple[Problem, TelegramRecord | None]]
    ) -> list[Loaded]:
        """What became of the records; where the database refuses one, the others go in without it."""
        if not records:
            return []
        if self.loading is None:
            return _would_be(records)
        try:
            with transaction.atomic():
                return self.loading.take(records)
        except DataError as refused:
            self.keeper.register = fresh_register()
            self.loading.forget(self.keeper.register)
            if len(records) > 1:
                return [loaded for record in records for loaded in self._load([record], problems)]
            problems.append((_not_held(records[0], refused), records[0]))
            return [Loaded(Outcome.REFUSED)]


def _batches(yielded: Iterable[Yielded]) -> Iterator[list[Yielded]]:
    batch: list[Yielded] = []
    length = 0
    for one in yielded:
        batch.append(one)
        length += len(one.source.text) if isinstance(one, TelegramRecord) and one.source else 0
        if len(batch) == AT_ONCE or length > CHARACTERS_AT_ONCE:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _not_held(record: TelegramRecord, refused: DataError) -> Problem:
    found = f"the database cannot hold it: {str(refused).splitlines()[0]}"
    line = record.source.first_line if record.source else None
    name = record.source.name if record.source else ""
    return Problem(name, line, "value", Level.ERROR, found, "expected values of ordinary length")


def _conflict(record: TelegramRecord, conflict: Conflict) -> Problem:
    """A corrected value whose source has moved: all three values, and which one stands."""
    value = record.read(conflict.field) if isinstance(conflict.field, HeaderField) else None
    line = value.place.line if value and value.place else record.source.first_line if record.source else None
    said = {name: f"“{text}”" if text else "not stated" for name, text in (
        ("before", conflict.before), ("now", conflict.now), ("corrected", conflict.corrected))}  # fmt: skip
    found = (
        f"{record.document}, {conflict.field.label.lower()}: {said['before']} was loaded before, {said['now']} now, "
        f"corrected to {said['corrected']}"
    )
    return Problem(
        record.source.name if record.source else "", line, "conflict", Level.WARNING, found,
        "the correction stands" if isinstance(conflict.field, HeaderField) else "the correction is set aside",
        "settle it in the admin: keep the correction or take it back",
    )  # fmt: skip


def _would_be(records: list[TelegramRecord]) -> list[Loaded]:
    """What a load would do with these records."""
    held = {
        (volume, document): (digest, withdrawn)
        for volume, document, digest, withdrawn in Telegram.objects.filter(
            volume__slug__in={record.volume for record in records}, document__in={one.document for one in records}
        ).values_list("volume__slug", "document", "checksum", "withdrawn_at")
    }
    outcomes = []
    for record in records:
        digest, withdrawn = held.get((record.volume, record.document), (None, None))
        if digest is None:
            outcomes.append(Outcome.ADDED)
        elif withdrawn is not None:
            outcomes.append(Outcome.RESTORED)
        else:
            outcomes.append(Outcome.UNCHANGED if digest == checksum(record) else Outcome.CHANGED)
    return [Loaded(outcome) for outcome in outcomes]
