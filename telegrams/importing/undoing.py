"""Taking one run back: every document it touched is as it was before, corrections kept; a run of its own."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from telegrams.importing.loading import Loading
from telegrams.importing.relinking import link_again
from telegrams.importing.report import ImportReport
from telegrams.importing.resolving.known import fresh_register
from telegrams.importing.resolving.references import resolve_references
from telegrams.importing.walk import only_import
from telegrams.importing.whole import renumber, withdraw
from telegrams.models import ImportRun, RecordChange, Source, Telegram
from telegrams.records import Problem, SourceText, TelegramRecord, from_json
from telegrams.vocabulary import Level

AT_ONCE = 100


class NotUndone(Exception):
    """A run that cannot be taken back; the message says why."""


def run_undo(number: int, wait: float = 0.0, by: User | None = None) -> ImportReport:
    """Take a run back, for ``by`` in the admin; raises NotUndone and AnotherImport. All in one transaction.

    A document on which a later run's work stands is left as it is and named: taking back would lose that
    work. Where that is so of all of them, the run is not taken back. Lists of persons and the facts of volumes
    stay: they are corrected in the admin.
    """
    with only_import(wait), transaction.atomic():
        undone = ImportRun.objects.select_for_update().filter(pk=number).first()
        if undone is None:
            raise NotUndone(f"there is no run {number}; the runs are listed in the admin")
        if undone.undone_by_id:
            raise NotUndone(f"run {number} was taken back already, by run {undone.undone_by_id}")
        if not undone.changes.exists():
            raise NotUndone(f"run {number} changed no document: there is nothing to take back")
        run = ImportRun.objects.create(asked=f"undo run {number}", by=by)
        report = ImportReport(run=run.pk)
        _Undoing(run, undone, report).everything()
        undone.undone_by = run
        undone.save(update_fields=["undone_by"])
        undone.files.filter(outcome="in").update(outcome="undone")
        run.counts, run.outcome, run.ended = report.counts(), report.outcome(), timezone.now()
        run.save()
    return report


class _Undoing:
    def __init__(self, run: ImportRun, undone: ImportRun, report: ImportReport) -> None:
        self.run = run
        self.undone = undone
        self.report = report
        self.loading = Loading(run, fresh_register(), undoing=True)

    def everything(self) -> None:
        """All changes of the run, the last first, of the documents that no later run touched."""
        self._leave_touched_later()
        changes = self.undone.changes.exclude(telegram__in=self.later).order_by("-id")
        self._rename_back(changes.filter(action="renumbered"))
        self._withdraw(changes.filter(action="added").values_list("telegram", flat=True))
        self._bring_back(changes.filter(action="withdrawn").values_list("telegram", flat=True))
        self._load_before(changes.exclude(before=None).values_list("pk", flat=True))
        self._withdraw(changes.filter(action="restored").values_list("telegram", flat=True))
        slugs = set(Telegram.objects.filter(pk__in=self.loading.touched).values_list("volume__slug", flat=True))
        resolve_references(slugs)
        self.report.files["in"] = 1  # the run itself: what its exit code and outcome are reckoned from
        self.loading.finish()

    def _leave_touched_later(self) -> None:
        last = self.undone.changes.aggregate(last=Max("pk"))["last"] or 0
        touched = self.undone.changes.values("telegram")
        later = RecordChange.objects.filter(pk__gt=last, telegram__in=touched).exclude(run=self.undone)
        by_document: dict[int, set[int]] = {}
        for telegram, run in later.values_list("telegram", "run").distinct():
            by_document.setdefault(telegram, set()).add(run)
        self.later = {telegram for telegram, runs in by_document.items() if self._stands_over(runs)}
        if len(self.later) == touched.distinct().count():
            raise NotUndone(f"later runs touched every document of run {self.undone.pk}; take them back first")
        rows = Telegram.objects.filter(pk__in=self.later).select_related("volume").only("document", "volume__slug")
        found, expected = "a later run touched it", "it is left as it is"
        remedy = "take the later run back first, or import the edition that is wanted"
        self.report.keep(Problem(str(row), None, "touched-later", Level.ERROR, found, expected, remedy) for row in rows)
        self.report.documents["left"] = len(self.later)

    def _stands_over(self, later: set[int]) -> bool:
        """Whether the work of one of these later runs stands on a document that they touched.

        A run that was taken back, and the run that took it back, leave the document as they found it.
        """
        undone_by = dict(ImportRun.objects.exclude(undone_by=None).values_list("pk", "undone_by"))
        undid = {by: run for run, by in undone_by.items()}

        def stands(run: int) -> bool:
            by = undone_by.get(run)
            return by not in later or not stands(by)

        return any(stands(run) for run in later if undid.get(run, 0) < self.undone.pk)

    def _withdraw(self, keys: Iterable[int]) -> None:
        gone = withdraw(Telegram.objects.filter(pk__in=list(keys)).only("pk"), self.run, "undo")
        self.loading.touched.extend(gone)
        self.report.documents["withdrawn"] += len(gone)

    def _bring_back(self, keys: Iterable[int]) -> None:
        rows = list(Telegram.objects.filter(pk__in=list(keys)).exclude(withdrawn_at=None).only("pk"))
        Telegram.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=None)
        link_again([row.pk for row in rows], self.loading.register)
        RecordChange.objects.bulk_create(
            RecordChange(run=self.run, telegram=row, action="restored", cause="undo") for row in rows
        )
        self.loading.touched.extend(row.pk for row in rows)
        self.report.documents["restored"] += len(rows)

    def _load_before(self, keys: Iterable[int]) -> None:
        """Load what each document was, under the name it has now: names were put back first."""
        keys = list(keys)
        for start in range(0, len(keys), AT_ONCE):
            changes = RecordChange.objects.filter(pk__in=keys[start : start + AT_ONCE])
            rows = changes.select_related("telegram__volume", "before_source").defer(
                "after", "telegram__text", "telegram__layout"
            )
            records = [_before(change) for change in rows.order_by("-id")]
            counted = Counter(loaded.outcome.value for loaded in self.loading.take(records))
            self.report.documents.update(counted)
            Source.objects.filter(pk__in=[change.before_source_id for change in rows]).update(also_of=None)

    def _rename_back(self, changes: Iterable[RecordChange]) -> None:
        names: dict[str, dict[str, str]] = {}
        for change in changes.select_related("telegram__volume"):  # type: ignore[attr-defined]
            names.setdefault(change.telegram.volume.slug, {})[change.telegram.document] = change.was_document
        for slug, back in names.items():
            self.loading.touched.extend(renumber(slug, back, self.run, "undo"))
            self.report.documents["renumbered"] += len(back)


def _before(change: RecordChange) -> TelegramRecord:
    """The record as it was before a change, with the source it was read from."""
    source = change.before_source
    if source is None or change.before is None:
        raise NotUndone(f"what {change.telegram} was before is not kept")
    kept = SourceText(source.name, source.first_line, source.text, source.reader, source.reader_version)
    return replace(from_json(change.before), document=change.telegram.document, source=kept)
