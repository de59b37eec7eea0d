"""Records → rows. One document, one transaction; what is unchanged is not touched.

A second load of the same content writes nothing; corrections are never lost, because shown
columns are always computed anew from ``loaded`` and the standing corrections (``showing``).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from telegrams.importing.report import Outcome
from telegrams.importing.resolving.people import Register
from telegrams.importing.showing import Index, fill, standing, write_parties
from telegrams.models import (
    Change,
    CrossReference,
    Footnote,
    ImportRun,
    PageMarker,
    Person,
    PersonSlug,
    RecordChange,
    Source,
    Telegram,
    Tenure,
    Volume,
)
from telegrams.parsing.folding import folded, padded
from telegrams.parsing.volume_slug import volume_fact
from telegrams.records import (
    SourceText,
    TelegramRecord,
    TenureRecord,
    checksum,
    layout_to_json,
    marks_to_json,
    place_to_json,
    record_of,
    sha256_of,
    to_json,
    values_to_json,
    without_places,
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a record: the outcome and, for a change, what changed in words."""

    outcome: Outcome
    summary: str = ""


def load(record: TelegramRecord, run: ImportRun, register: Register, index: Index) -> Loaded:
    """Make the archive hold this record; all of it or, if anything fails, none of it."""
    with transaction.atomic():
        volume = volume_of(record.volume)
        held = Telegram.objects.select_for_update().filter(volume=volume, document=record.document).first()
        if held is None:
            return _add(record, volume, run, register, index)
        return _update(held, record, run, register, index)


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


def _add(record: TelegramRecord, volume: Volume, run: ImportRun, register: Register, index: Index) -> Loaded:
    telegram = Telegram(volume=volume, document=record.document, document_key=padded(record.document))
    _write(telegram, record, run, register)
    _finish(telegram, run, index, RecordChange(action="added", cause="source"))
    return Loaded(Outcome.ADDED)


def _update(held: Telegram, record: TelegramRecord, run: ImportRun, register: Register, index: Index) -> Loaded:
    digest = checksum(record)
    same_source = held.source.sha256 == sha256_of(_source(record).text)
    same_reader = held.source.reader_version == _source(record).reader_version
    if held.checksum == digest and held.withdrawn_at is None and same_source and same_reader:
        return Loaded(Outcome.UNCHANGED)
    before = record_of(held)
    was_withdrawn, held.withdrawn_at = held.withdrawn_at, None
    summary = differences(before, record)
    _write(held, record, run, register)
    if was_withdrawn is not None:
        action, outcome = "restored", Outcome.RESTORED
    elif not summary:
        action, outcome = "source", Outcome.SOURCE
    else:
        action, outcome = "changed", Outcome.CHANGED
    change = RecordChange(
        action=action,
        cause="reader" if same_source and was_withdrawn is None else "source",
        summary=summary or "only the source text or the places in it",
        before=to_json(before),
        after=to_json(record),
    )
    _finish(held, run, index, change)
    return Loaded(outcome, summary)


def _finish(telegram: Telegram, run: ImportRun, index: Index, change: RecordChange) -> None:
    """What every touched document gets, in the transaction that touched it."""
    index([telegram.pk])
    change.run, change.telegram = run, telegram
    change.save()
    Change.note(telegram.pk)


def _source(record: TelegramRecord) -> SourceText:
    if record.source is None:
        raise ValueError(f"{record.volume}/{record.document}: a reader must give the source text")
    return record.source


def _write(telegram: Telegram, record: TelegramRecord, run: ImportRun, register: Register) -> None:
    """The rows that hold what was read, and with them what readers see of it."""
    is_new = telegram.pk is None
    source = _source(record)
    telegram.source = Source.objects.create(
        sha256=sha256_of(source.text),
        name=source.name,
        first_line=source.first_line,
        text=source.text,
        reader=source.reader,
        reader_version=source.reader_version,
    )
    telegram.run = run
    telegram.division = record.division
    telegram.text = record.text
    telegram.layout = layout_to_json(record)
    telegram.loaded = values_to_json(record.values)
    telegram.checksum = checksum(record)
    shown = fill(telegram, register, () if is_new else standing(telegram))
    telegram.save()
    if not is_new:
        telegram.references.all().delete()
        telegram.footnotes.all().delete()
        telegram.page_markers.all().delete()
        telegram.participations.all().delete()
    write_parties(telegram, shown, register, [note.text for note in record.footnotes])
    _write_parts(telegram, record)


def _write_parts(telegram: Telegram, record: TelegramRecord) -> None:
    """Notes, page markers and references of a telegram that has none."""
    notes = Footnote.objects.bulk_create(
        Footnote(
            telegram=telegram,
            ordinal=note.ordinal,
            printed_mark=note.printed_mark,
            xml_id=note.xml_id,
            offset=note.offset,
            text=note.text,
            place=place_to_json(note.place),
            layout={"marks": marks_to_json(note.marks)} if note.marks else {},
        )
        for note in record.footnotes
    )
    PageMarker.objects.bulk_create(
        PageMarker(
            telegram=telegram,
            ordinal=number,
            label=page.label,
            offset=page.offset,
            implied=page.implied,
            place=place_to_json(page.place),
        )
        for number, page in enumerate(record.pages, 1)
    )
    by_ordinal = {note.ordinal: note for note in notes}
    CrossReference.objects.bulk_create(
        CrossReference(
            telegram=telegram,
            footnote=by_ordinal.get(reference.footnote) if reference.footnote else None,
            start=reference.start,
            end=reference.end,
            printed=reference.printed,
            wanted=dict(reference.wanted),
        )
        for reference in record.references
    )


def differences(before: TelegramRecord, after: TelegramRecord) -> str:
    """What changed between two readings of a document, in words; '' if only places did.

    Header values are named with both values, the rest by what it is.
    """
    said = []
    old, new = ({value.field: value for value in without_places(record).values} for record in (before, after))
    for field in dict.fromkeys([*old, *new]):
        was, now = old.get(field), new.get(field)
        if was != now:
            said.append(f"{field.label}: {_quoted(was.value if was else None)} → {_quoted(now.value if now else None)}")
    plain_before, plain_after = (to_json(without_places(record)) for record in (before, after))
    said.extend(
        name
        for name in ("text", "passages", "footnotes", "pages", "references", "parts", "marks")
        if plain_before[name] != plain_after[name]
    )
    return "; ".join(said)


def _quoted(value: str | None) -> str:
    return "not stated" if not value else f"“{value[:80]}”"


def withdraw(telegrams: list[Telegram], run: ImportRun, index: Index) -> int:
    """Take documents out of the archive's answers; their rows and addresses stay. Returns how many."""
    with transaction.atomic():
        held = list(
            Telegram.objects.held().select_for_update().filter(pk__in=[one.pk for one in telegrams]).order_by("pk")
        )
        Telegram.objects.filter(pk__in=[telegram.pk for telegram in held]).update(withdrawn_at=timezone.now())
        RecordChange.objects.bulk_create(
            RecordChange(run=run, telegram=telegram, action="withdrawn", cause="request") for telegram in held
        )
        index([telegram.pk for telegram in held])
        for telegram in held:
            Change.note(telegram.pk)
    return len(held)


def lock(volume: str, documents: Iterable[str]) -> None:
    """Lock the rows of these documents until the caller's transaction ends.

    Rows first, the sequence of changes last: an editor who saves one of them meanwhile takes both
    in the same order, so neither waits for the other for ever.
    """
    rows = Telegram.objects.select_for_update().filter(volume__slug=volume, document__in=list(documents))
    list(rows.order_by("pk").values_list("pk"))


def load_tenures(records: list[TenureRecord]) -> dict[str, int]:
    """Make the register hold these lines; a person's lines replace that person's earlier ones.

    Returns how many people were added, changed and unchanged. A person whom an editor entered
    or changed by hand keeps what the editor wrote.
    """
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    by_person: dict[str, list[TenureRecord]] = {}
    for record in records:
        by_person.setdefault(record.person, []).append(record)
    with transaction.atomic():
        for slug, lines in by_person.items():
            counts[_load_person(slug, lines)] += 1
    return counts


def _load_person(slug: str, lines: list[TenureRecord]) -> str:
    first = lines[0]
    said = {
        "family": first.family,
        "given": first.given,
        "title": first.title,
        "names": list(dict.fromkeys(name for line in lines for name in line.names)),
        "born": first.born,
        "died": first.died,
        "origin": "register",
        "sort_key": folded(f"{first.family} {first.given}"),
        "source": first.source,
        "note": first.note,
        "only_in_volume": first.volume,
    }
    tenures = [
        (line.office, line.post, line.country, line.since, line.until, line.source, line.note)
        for line in lines
        if line.office
    ]
    known = PersonSlug.objects.filter(slug=slug).select_related("person").first()
    person = known.person if known else Person.objects.filter(slug=slug).first()
    if person and (person.origin == "editor" or person.history.exclude(history_user=None).exists()):
        return "unchanged"
    held = (
        sorted(
            (row.office, row.post, row.country, row.since, row.until, row.source, row.note)
            for row in person.tenures.all()
        )
        if person
        else []
    )
    if person and held == sorted(tenures) and all(getattr(person, name) == value for name, value in said.items()):
        return "unchanged"
    outcome = "changed" if person else "added"
    person = person or Person(slug=slug)
    for name, value in said.items():
        setattr(person, name, value)
    person.save()
    PersonSlug.objects.get_or_create(slug=slug, defaults={"person": person})
    person.tenures.all().delete()
    Tenure.objects.bulk_create(
        Tenure(
            person=person, office=office, post=post, country=country, since=since, until=until, source=source, note=note
        )
        for office, post, country, since, until, source, note in tenures
    )
    return outcome
