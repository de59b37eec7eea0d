"""Records → rows, many documents at a time; what is unchanged is not touched.

A second load of the same content writes nothing; corrections are never lost, because shown
columns are always computed anew from ``loaded`` and the standing corrections (``showing``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Model, Prefetch

from telegrams import corrections
from telegrams.corrections import CorrectedValue
from telegrams.errata import Printed, ShownPlaces
from telegrams.importing.bulk import copy_in, number, update
from telegrams.importing.differing import Conflict, conflicts, differences
from telegrams.importing.parties import Party, link_parties, parties
from telegrams.importing.report import Outcome
from telegrams.importing.resolving.register import Register
from telegrams.importing.showing import fill, lay, page_rows
from telegrams.models import (
    Change,
    Correction,
    CrossReference,
    Footnote,
    ImportRun,
    PageMarker,
    Participation,
    RecordChange,
    Source,
    Telegram,
    Volume,
)
from telegrams.parsing.folding import padded
from telegrams.parsing.volume_slug import volume_fact
from telegrams.records import (
    SourceText,
    TelegramRecord,
    checksum,
    layout_to_json,
    marks_to_json,
    place_to_json,
    record_of,
    sha256_of,
    to_json,
    values_to_json,
)

MARKUP = "tei"
"""The reader whose reading stands over that of a printed text, whichever came first."""

WRITTEN = frozenset(field.name for field in Telegram._meta.concrete_fields if not field.primary_key)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a record: the outcome, for a change what changed in words, and corrections it meets."""

    outcome: Outcome
    summary: str = ""
    conflicts: tuple[Conflict, ...] = ()


@dataclass(frozen=True, slots=True)
class _Held:
    """What is known of a document held, without its text."""

    key: int
    checksum: str
    withdrawn_at: datetime | None
    source_sha256: str
    reader: str
    reader_version: str


@dataclass(slots=True)
class _Rows:
    """The rows of one batch, to be written together."""

    sources: list[Source] = field(default_factory=list)
    added: list[Telegram] = field(default_factory=list)
    changed: list[Telegram] = field(default_factory=list)
    notes: list[Footnote] = field(default_factory=list)
    pages: list[PageMarker] = field(default_factory=list)
    references: list[CrossReference] = field(default_factory=list)
    noted: list[tuple[CrossReference, Footnote]] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    changes: list[RecordChange] = field(default_factory=list)


def load(records: Sequence[TelegramRecord], run: ImportRun, register: Register) -> list[Loaded]:
    """Make the archive hold these records; all of them or, if anything fails, none."""
    with transaction.atomic():
        loading = Loading(run, register)
        loaded = loading.take(records)
        loading.finish()
    return loaded


class Loading:
    """The loading of one transaction: ``take`` batch after batch, and ``finish`` last.

    ``undoing``: earlier readings are put back, whichever reader gave them.
    """

    def __init__(self, run: ImportRun, register: Register, *, undoing: bool = False) -> None:
        self.run = run
        self.undoing = undoing
        self.register = register
        self.touched: list[int] = []
        self._volumes: dict[str, Volume] = {}

    def forget(self, register: Register) -> None:
        """What an undone batch made, people, posts and volumes, must not be thought held."""
        self.register = register
        self._volumes = {}

    def finish(self) -> None:
        """Number the changes: last, because the lock under which numbers are given is held to commit."""
        Change.note(*self.touched)
        self.touched = []

    def take(self, records: Sequence[TelegramRecord]) -> list[Loaded]:
        """Load records of different documents; what became of each, in their order."""
        rows = _Rows()
        held = self._held(records)
        differing = [record for record in records if self._differs(record, held.get((record.volume, record.document)))]
        known = _whole([held[name].key for one in differing if (name := (one.volume, one.document)) in held])
        loaded = []
        for record in records:
            facts = held.get((record.volume, record.document))
            if facts is None:
                loaded.append(self._add(record, rows))
            elif self._is_second(record, facts):
                loaded.append(_keep_second(record, facts))
            elif facts.key in known:
                loaded.append(self._change(known[facts.key], record, rows))
            else:
                loaded.append(Loaded(Outcome.UNCHANGED))
        self._write(rows)
        return loaded

    def _held(self, records: Sequence[TelegramRecord]) -> dict[tuple[str, str], _Held]:
        """The documents of these names that are held, locked until the transaction ends."""
        held: dict[tuple[str, str], _Held] = {}
        for slug in {record.volume for record in records}:
            names = [record.document for record in records if record.volume == slug]
            rows = Telegram.objects.select_for_update(of=("self",)).filter(volume__slug=slug, document__in=names)
            for row in rows.order_by("pk").values(
                "document", "pk", "checksum", "withdrawn_at",
                "source__sha256", "source__reader", "source__reader_version",
            ):  # fmt: skip
                held[slug, row["document"]] = _Held(
                    key=row["pk"],
                    checksum=row["checksum"],
                    withdrawn_at=row["withdrawn_at"],
                    source_sha256=row["source__sha256"],
                    reader=row["source__reader"],
                    reader_version=row["source__reader_version"],
                )
        return held

    def _is_second(self, record: TelegramRecord, held: _Held) -> bool:
        """Whether it is the printed text of a document that is held from markup."""
        is_text = held.reader == MARKUP and _source(record).reader != MARKUP
        return is_text and held.withdrawn_at is None and not self.undoing

    def _differs(self, record: TelegramRecord, held: _Held | None) -> bool:
        """Whether a document held is another than this record of it."""
        if held is None or self._is_second(record, held):
            return False
        source = _source(record)
        return (held.checksum, held.withdrawn_at, held.source_sha256, held.reader, held.reader_version) != (
            checksum(record), None, sha256_of(source.text), source.reader, source.reader_version,
        )  # fmt: skip

    def _volume(self, slug: str) -> Volume:
        if slug not in self._volumes:
            self._volumes[slug] = volume_of(slug)
        return self._volumes[slug]

    def _add(self, record: TelegramRecord, rows: _Rows) -> Loaded:
        volume = self._volume(record.volume)
        telegram = Telegram(volume=volume, document=record.document, document_key=padded(record.document))
        rows.added.append(telegram)
        self._read(telegram, record, (), rows)
        rows.changes.append(RecordChange(run=self.run, telegram=telegram, action="added", cause="source"))
        return Loaded(Outcome.ADDED)

    def _change(self, telegram: Telegram, record: TelegramRecord, rows: _Rows) -> Loaded:
        source, before = telegram.source, record_of(telegram)
        same_source = source.sha256 == sha256_of(_source(record).text)
        was_withdrawn, telegram.withdrawn_at = telegram.withdrawn_at is not None, None
        standing = [corrections.corrected_value(row) for row in telegram.corrections.all()]
        rows.changed.append(telegram)
        self._read(telegram, record, standing, rows)
        summary = differences(before, record)
        outcome = Outcome.RESTORED if was_withdrawn else Outcome.CHANGED if summary else Outcome.SOURCE
        rows.changes.append(
            RecordChange(
                run=self.run,
                telegram=telegram,
                action=outcome.value,
                cause="undo" if self.undoing else "reader" if same_source and not was_withdrawn else "source",
                summary=summary or "only the source text or the places in it",
                before=to_json(before),
                before_source=source,
                after=to_json(record),
            )
        )
        if source.reader != MARKUP and _source(record).reader == MARKUP:
            Source.objects.filter(pk=source.pk).update(also_of=telegram)
        return Loaded(outcome, summary, conflicts(before, record, standing))

    def _read(
        self, telegram: Telegram, record: TelegramRecord, standing: Sequence[CorrectedValue], rows: _Rows
    ) -> None:
        """Lay out what was read, and with it what readers see of it."""
        source = _source_row(_source(record))
        rows.sources.append(source)
        telegram.source = source
        telegram.run = self.run
        telegram.division = record.division
        telegram.text = record.text
        telegram.layout = layout_to_json(record)
        telegram.loaded = values_to_json(record.values)
        telegram.checksum = checksum(record)
        places = lay(telegram, standing, Printed.of(record))
        shown = fill(telegram, self.register, standing, record.values, places)
        rows.parties.extend(parties(telegram, shown, self.register, [note.text for note in record.footnotes]))
        _lay_out_parts(telegram, record, rows, places)

    def _write(self, rows: _Rows) -> None:
        """Sources first, then the documents, then what belongs to each."""
        touched = [*rows.added, *rows.changed]
        if not touched:
            return
        people = [party.row for party in rows.parties]
        belongings: tuple[Sequence[Model], ...] = (rows.notes, rows.pages, rows.references, people, rows.changes)
        for new in (rows.sources, rows.added):
            number(new)
        for belonging in belongings:
            number(belonging)
        _tie(rows, touched)
        copy_in(rows.sources)
        _clear([telegram.pk for telegram in rows.changed])
        copy_in(rows.added)
        update(rows.changed, WRITTEN)
        link_parties(rows.parties, self.register)
        for belonging in belongings:
            copy_in(belonging)
        self.touched.extend(telegram.pk for telegram in touched)


def volume_of(slug: str) -> Volume:
    """The volume's row, made at first need from the table of volumes or from the slug itself."""
    fact = volume_fact(slug)
    row, _ = Volume.objects.get_or_create(
        slug=slug,
        defaults={
            "title": fact.title,
            "short_title": fact.short_title,
            "title_is_derived": fact.is_derived,
            "place": fact.place,
            "publisher": fact.publisher,
            "published": str(fact.published or ""),
            "is_specimen": fact.is_specimen,
        },
    )
    return row


def _source(record: TelegramRecord) -> SourceText:
    if record.source is None:
        raise ValueError(f"{record.volume}/{record.document}: a reader must give the source text")
    return record.source


def _source_row(source: SourceText) -> Source:
    return Source(
        sha256=sha256_of(source.text),
        name=source.name,
        first_line=source.first_line,
        text=source.text,
        reader=source.reader,
        reader_version=source.reader_version,
    )


def _keep_second(record: TelegramRecord, held: _Held) -> Loaded:
    """Keep the text reading beside the loaded one, in the place of an older text of that name."""
    row = _source_row(_source(record))
    seconds = Source.objects.filter(also_of=held.key)
    if seconds.filter(sha256=row.sha256).exists():
        return Loaded(Outcome.UNCHANGED)
    seconds.filter(name=row.name).update(also_of=None)
    row.also_of_id = held.key
    row.save()
    return Loaded(Outcome.SECOND)


def _whole(keys: Sequence[int]) -> dict[int, Telegram]:
    """Documents held with everything that ``record_of`` needs, and their standing corrections."""
    if not keys:
        return {}
    standing = Correction.objects.filter(withdrawn_at=None).select_related("by")
    rows = (
        Telegram.objects.filter(pk__in=keys)
        .select_related("volume", "source")
        .prefetch_related("footnotes", "page_markers", "references", Prefetch("corrections", queryset=standing))
    )
    return {row.pk: row for row in rows}


def _clear(keys: list[int]) -> None:
    """Take away what belonged to earlier readings of these documents."""
    if keys:
        for model in (CrossReference, Footnote, PageMarker, Participation):
            model.objects.filter(telegram__in=keys).delete()


def _lay_out_parts(telegram: Telegram, record: TelegramRecord, rows: _Rows, places: ShownPlaces) -> None:
    """Notes, page markers and references of a document; notes and pages where corrections have them."""
    notes = {
        note.ordinal: Footnote(
            telegram=telegram,
            ordinal=note.ordinal,
            printed_mark=note.printed_mark,
            xml_id=note.xml_id,
            offset=places.notes.get(note.ordinal, note.offset),
            text=note.text,
            place=place_to_json(note.place),
            layout={"marks": marks_to_json(note.marks)} if note.marks else {},
        )
        for note in record.footnotes
    }
    rows.notes.extend(notes.values())
    rows.pages.extend(page_rows(telegram, record.pages if places.pages is None else places.pages))
    for one in record.references:
        row = CrossReference(
            telegram=telegram, start=one.start, end=one.end, printed=one.printed, wanted=dict(one.wanted)
        )
        rows.references.append(row)
        if one.footnote in notes:
            rows.noted.append((row, notes[one.footnote]))


def _tie(rows: _Rows, touched: Sequence[Telegram]) -> None:
    """Set the references between rows, now that every row has its key."""
    for telegram in touched:
        telegram.source_id = telegram.source.pk
    for belonging in (rows.notes, rows.pages, rows.references, [party.row for party in rows.parties], rows.changes):
        for row in belonging:
            row.telegram_id = row.telegram.pk
    for reference, note in rows.noted:
        reference.footnote_id = note.pk
