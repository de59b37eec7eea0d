"""What people change, as verbs: correct, take back, keep, bring back, link anew.

Each verb is one transaction that locks the document, writes the shown values anew by
``importing.showing.show_again``, which brings the search up to date and numbers a Change. May import:
vocabulary, records, corrections, models, importing, search; used by admin and management.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Exists, F, Func, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from telegrams import corrections
from telegrams.corrections import NotAValue, ShownValue
from telegrams.importing.showing import documents_naming, known_register, locked, show_again, standing
from telegrams.importing.walk import only_import
from telegrams.models import (
    Change,
    Correction,
    ImportRun,
    Person,
    PersonSlug,
    RecordChange,
    Telegram,
    Volume,
)
from telegrams.records import values_from_json
from telegrams.vocabulary import HeaderField

CORRECTABLE = tuple(field for field in HeaderField if field != HeaderField.DATELINE)
"""All but the dateline, which is a printed line: what is read from it is corrected field by field."""

LONGEST = 2_000
"""Characters of a value that has no column of its own, or a column of any length."""

RELINKED_AT_ONCE = 500
"""Documents that one change of a person links anew while the editor waits (some 20 ms each)."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A value typed for a field, and the value that stood there when the editor began."""

    field: HeaderField
    value: str
    seen: str


class Overtaken(Exception):
    """Somebody else changed these fields since the editor began; ``now`` is what is shown today."""

    def __init__(self, now: Sequence[ShownValue]) -> None:
        super().__init__(", ".join(value.field.label for value in now))
        self.now = tuple(now)


def checked(field: HeaderField, typed: str) -> str:
    """The canonical form of what was typed, as the archive can hold it; raises NotAValue."""
    value = corrections.checked(field, typed)
    if len(value) > longest(field):
        raise NotAValue(f"too long: {len(value):,} characters; at most {longest(field):,} can be held")
    return value


def longest(field: HeaderField) -> int:
    """How many characters a value of this field may have."""
    column = next((one for one in Telegram._meta.get_fields() if one.name == field.value), None)
    room = column.max_length if isinstance(column, models.CharField) else None
    return min(room or LONGEST, LONGEST)


def shown(telegram: Telegram) -> dict[HeaderField, ShownValue]:
    """Every header value as shown today, with its correction where one stands."""
    return corrections.show(values_from_json(telegram.loaded), standing(telegram))


def overtaken(telegram: Telegram, edits: Iterable[Edit]) -> list[ShownValue]:
    """Today's values of those edited fields that no longer show what the editor saw."""
    now = shown(telegram)
    return [now[edit.field] for edit in edits if _plain(now[edit.field].value) != _plain(edit.seen)]


def _plain(value: str) -> str:
    """A value as a browser sends it back."""
    return value.replace("\r\n", "\n").strip()


@transaction.atomic
def correct(telegram_id: int, edits: Sequence[Edit], reason: str, source: str, by: User) -> list[Correction]:
    """Correct fields of a telegram; a former correction of such a field is superseded and keeps its row.

    Raises NotAValue for a value the field cannot have or a missing reason or source, and
    Overtaken where a field no longer shows what the editor saw; then nothing is written.
    """
    if not reason.strip() or not source.strip():
        raise NotAValue("a correction needs a reason and a source")
    telegram = locked(telegram_id)
    if others := overtaken(telegram, edits):
        raise Overtaken(others)
    now = shown(telegram)
    written = []
    for edit in edits:
        if edit.field not in CORRECTABLE:
            raise NotAValue(f"{edit.field.label} is a printed line; correct the values read from it")
        value = checked(edit.field, edit.value)
        if value == now[edit.field].value:
            continue
        _supersede(telegram, edit.field)
        written.append(
            Correction.objects.create(
                telegram=telegram,
                field=edit.field.value,
                value=value,
                made_against=now[edit.field].loaded,
                reason=reason.strip(),
                source=source.strip(),
                by=by,
            )
        )
    if written:
        show_again([telegram], known_register())
    return written


def _supersede(telegram: Telegram, field: HeaderField) -> None:
    telegram.corrections.filter(field=field.value, withdrawn_at=None).update(withdrawn_at=timezone.now())


@transaction.atomic
def take_back(correction_id: int) -> bool:
    """Let the loaded value be shown again; False where the correction was taken back before."""
    correction = _locked_correction(correction_id)
    if correction.withdrawn_at is not None:
        return False
    correction.withdrawn_at = timezone.now()
    correction.save(update_fields=["withdrawn_at"])
    show_again([correction.telegram], known_register())
    return True


@transaction.atomic
def keep(correction_id: int, by: User) -> bool:
    """Settle a conflict for the correction: it now stands against today's loaded value.

    A row of its own with the same value, reason and source says who kept it. False where there
    is no conflict to settle.
    """
    correction = _locked_correction(correction_id)
    today = shown(correction.telegram)[HeaderField(correction.field)]
    if correction.withdrawn_at is not None or not today.conflicting:
        return False
    correction.withdrawn_at = timezone.now()
    correction.save(update_fields=["withdrawn_at"])
    Correction.objects.create(
        telegram=correction.telegram,
        field=correction.field,
        value=correction.value,
        made_against=today.loaded,
        reason=correction.reason,
        source=correction.source,
        by=by,
    )
    show_again([correction.telegram], known_register())
    return True


def _locked_correction(correction_id: int) -> Correction:
    """The correction with its telegram locked first, as every verb does."""
    telegram = locked(Correction.objects.values_list("telegram_id", flat=True).get(pk=correction_id))
    correction = Correction.objects.get(pk=correction_id)
    correction.telegram = telegram
    return correction


def in_conflict() -> QuerySet[Correction]:
    """Standing corrections whose field has another loaded value than the one they were made against."""
    loaded = Func(
        F("telegram__loaded"), F("field"), Value("value"), function="jsonb_extract_path_text", output_field=TextField()
    )
    as_read = Coalesce(loaded, Value(""), output_field=TextField())
    return (
        Correction.objects.filter(withdrawn_at=None)
        .annotate(as_read=as_read)
        .exclude(as_read=F("made_against"))
        .exclude(as_read=F("value"))
    )


def with_conflict() -> Exists:
    """Whether a telegram has a correction in conflict, as a condition on telegrams."""
    return Exists(in_conflict().filter(telegram=OuterRef("pk")))


def bring_back(slug: str) -> int:
    """Show the withdrawn documents of a volume again; how many. Raises AnotherImport."""
    volume = Volume.objects.get(slug=slug)
    with only_import(0), transaction.atomic():
        run = ImportRun.objects.create(asked=f"bring back {slug}")
        rows = list(
            Telegram.objects.select_for_update(of=("self",))
            .select_related("volume")
            .filter(volume=volume)
            .exclude(withdrawn_at=None)
        )
        Telegram.objects.filter(pk__in=[row.pk for row in rows]).update(withdrawn_at=None)
        RecordChange.objects.bulk_create(
            RecordChange(run=run, telegram=row, action="restored", cause="request") for row in rows
        )
        Change.note(*(row.pk for row in rows))
        run.counts, run.outcome, run.ended = {"documents": {"restored": len(rows)}}, "complete", timezone.now()
        run.save()
    return len(rows)


def relink(person: Person) -> tuple[int, int]:
    """Link the documents that name this person anew; (how many were, how many remain undone).

    Each document is a transaction of its own, so that no import waits for all of them.
    """
    telegrams = documents_naming([person]).order_by("pk")
    register = known_register()
    ids = list(telegrams.values_list("pk", flat=True)[: RELINKED_AT_ONCE + 1])
    for number in ids[:RELINKED_AT_ONCE]:
        with transaction.atomic():
            show_again([locked(number)], register)
    done = min(len(ids), RELINKED_AT_ONCE)
    return done, (telegrams.count() - done if len(ids) > RELINKED_AT_ONCE else 0)


def named_anew(documents: QuerySet[Telegram]) -> None:
    """The search must find these documents by a new name of their volume or post; in the transaction that gave it."""
    Change.note(*documents.order_by("pk").values_list("pk", flat=True))


def keep_address(person: Person) -> None:
    """Make the person's slug one of the addresses that lead to the person for ever."""
    PersonSlug.objects.get_or_create(slug=person.slug, defaults={"person": person})
