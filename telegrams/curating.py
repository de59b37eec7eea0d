"""What people change, as verbs: correct, take back, keep, check, bring back.

Each verb is one transaction that locks the document, writes the shown values anew by
``importing.showing.show_again``, which brings the search up to date and numbers a Change. May import:
vocabulary, records, corrections, models, importing, search; used by admin and management.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Exists, F, Func, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from telegrams import corrections, errata
from telegrams.corrections import Field, NotAValue, ShownValue
from telegrams.errata import NotAPlace, PlacedField, Printed, printed_of
from telegrams.importing.readers.checks import LIKELY_RECEIPT, is_likely_receipt
from telegrams.importing.relinking import link_again
from telegrams.importing.resolving.known import known_register
from telegrams.importing.showing import locked, show_again, standing
from telegrams.importing.walk import only_import
from telegrams.models import (
    Change,
    Check,
    Correction,
    ImportRun,
    Person,
    PersonSlug,
    RecordChange,
    Telegram,
    Volume,
)
from telegrams.parsing.dates import PartialDate
from telegrams.records import HIDDEN, values_from_json
from telegrams.vocabulary import HeaderField

CORRECTABLE = tuple(field for field in HeaderField if field != HeaderField.DATELINE)
"""All but the dateline, which is a printed line: what is read from it is corrected field by field."""

REPLACED = "replaced by another correction"
"""Why a correction stands no more over which another was made."""

LONGEST = 2_000
"""Characters of a value that has no column of its own, or a column of any length."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A value typed for a field, and the value that stood there when the editor began."""

    field: Field
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
    corrected = standing(telegram)
    is_placed = any(isinstance(one.field, PlacedField) for one in corrected)
    places = errata.show(printed_of(telegram), corrected) if is_placed else errata.NOTHING
    return corrections.show(values_from_json(telegram.loaded), corrected, places)


def placed(telegram: Telegram, printed: Printed | None = None) -> dict[PlacedField, ShownValue]:
    """The standing corrections of text, notes and pages, each with what is shown and what is loaded; in their order."""
    printed = printed or printed_of(telegram)
    found = [one for one in standing(telegram) if isinstance(one.field, PlacedField)]
    order = sorted(found, key=lambda one: (one.field.what, one.field.first))  # type: ignore[union-attr]
    return {one.field: one for one in corrections.show_placed(order, printed)}  # type: ignore[misc]


def shown_of(telegram: Telegram, fields: Iterable[Field]) -> dict[Field, ShownValue]:
    """The values of these fields as shown today."""
    fields = list(fields)
    found: dict[Field, ShownValue] = {value.field: value for value in shown(telegram).values()}
    if any(isinstance(field, PlacedField) for field in fields):
        printed = printed_of(telegram)
        found.update((value.field, value) for value in placed(telegram, printed).values())
        for field in fields:
            if isinstance(field, PlacedField) and field not in found:
                found[field] = corrections.show_as_loaded(field, printed)
    return found


def overtaken(telegram: Telegram, edits: Iterable[Edit]) -> list[ShownValue]:
    """Today's values of those edited fields that no longer show what the editor saw."""
    edits = list(edits)
    now = shown_of(telegram, [edit.field for edit in edits])
    return [now[edit.field] for edit in edits if _plain(now[edit.field].value) != _plain(edit.seen)]


def _plain(value: str) -> str:
    """A value as a browser sends it back."""
    return value.replace("\r\n", "\n").strip()


@transaction.atomic
def correct(
    telegram_id: int, edits: Sequence[Edit], reason: str, source: str, by: User, reported_by: str = ""
) -> list[Correction]:
    """Correct fields of a telegram; a former correction of such a field is superseded and keeps its row.

    ``reported_by``: the reader who found the error and wishes to be named.
    Raises NotAValue for a value the field cannot have or a missing reason or source, and
    Overtaken where a field no longer shows what the editor saw; then nothing is written.
    """
    if not all(HIDDEN.sub("", said).strip() for said in (reason, source)):
        raise NotAValue("a correction needs a reason and a source")
    telegram = locked(telegram_id)
    if others := overtaken(telegram, edits):
        raise Overtaken(others)
    now = shown_of(telegram, [edit.field for edit in edits])
    written = []
    for edit in edits:
        value, made_against = _as_held(telegram, edit, now[edit.field])
        if value == now[edit.field].value:
            continue
        former = _supersede(telegram, edit.field, by)
        written.append(
            Correction.objects.create(
                telegram=telegram,
                field=edit.field.value,
                value=value,
                made_against=made_against,
                reason=reason.strip(),
                source=source.strip(),
                by=by,
                replaces=former,
                reported_by=reported_by.strip(),
            )
        )
    if written:
        show_again([telegram], known_register())
    return written


def _as_held(telegram: Telegram, edit: Edit, now: ShownValue) -> tuple[str, str]:
    """The value of an edit in its canonical form, and what it is made against; raises NotAValue."""
    if not isinstance(edit.field, PlacedField):
        if edit.field not in CORRECTABLE:
            raise NotAValue(f"{edit.field.label} is a printed line; correct the values read from it")
        return checked(edit.field, edit.value), now.loaded
    printed = printed_of(telegram)
    value = checked_placed(edit.field, edit.value, printed)
    for other in placed(telegram, printed).values():
        if other.field != edit.field and edit.field.overlaps(other.field) and not other.conflicting:  # type: ignore[arg-type]
            raise NotAValue(
                f"the words overlap those of another erratum, now “{other.value}”; take that one back first"
            )
    return value, errata.against(edit.field, value, printed)


def checked_placed(where: PlacedField, typed: str, printed: Printed) -> str:
    """The canonical form of what was typed for a place; raises NotAValue."""
    if hidden := corrections.hidden_in(typed):
        raise NotAValue(hidden)
    try:
        value = errata.checked(where, typed, printed)
    except NotAPlace as refused:
        raise NotAValue(str(refused)) from refused
    if len(value) > LONGEST:
        raise NotAValue(f"too long: {len(value):,} characters; at most {LONGEST:,} can be held")
    return value


def next_page(telegram: Telegram) -> PlacedField:
    """The field of a page mark to be added: numbers once used are not used again."""
    used = telegram.corrections.filter(field__startswith="page:+").values_list("field", flat=True)
    numbers = [one.first for name in used if (one := PlacedField.of(name))]
    return PlacedField("page", max(numbers, default=0) + 1, is_added=True)


def _supersede(telegram: Telegram, field: Field, by: User) -> Correction | None:
    """Make room for another correction of a field; the one that stood, if any."""
    former = telegram.corrections.filter(field=field.value, withdrawn_at=None).first()
    if former is not None:
        _withdraw(former, by, REPLACED)
    return former


def _withdraw(correction: Correction, by: User | None, reason: str) -> None:
    correction.withdrawn_at, correction.withdrawn_by, correction.withdrawn_reason = timezone.now(), by, reason.strip()
    correction.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])


@transaction.atomic
def take_back(correction_id: int, by: User | None = None, reason: str = "") -> bool:
    """Let the loaded value be shown again, and keep who took the correction back, and why.

    False where it was taken back before.
    """
    correction = _locked_correction(correction_id)
    if correction.withdrawn_at is not None:
        return False
    _withdraw(correction, by, reason)
    show_again([correction.telegram], known_register())
    return True


@transaction.atomic
def keep(correction_id: int, by: User) -> bool:
    """Settle a conflict for the correction: it now stands against today's loaded value.

    A row of its own with the same value, reason and source says who kept it. An erratum goes to where its
    printed words stand now, if they stand once. False where there is no conflict to settle, or no such place.
    """
    correction = _locked_correction(correction_id)
    field = corrections.field_of(correction.field)
    today = shown_of(correction.telegram, [field])[field]
    if correction.withdrawn_at is not None or not today.conflicting:
        return False
    kept = _kept_as(correction, today)
    if kept is None:
        return False
    _withdraw(correction, by, "kept against a later load")
    Correction.objects.create(
        telegram=correction.telegram,
        field=kept.field.value,
        value=kept.value,
        made_against=kept.seen,
        reason=correction.reason,
        source=correction.source,
        by=by,
        replaces=correction,
        reported_by=correction.reported_by,
    )
    show_again([correction.telegram], known_register())
    return True


def _kept_as(correction: Correction, today: ShownValue) -> Edit | None:
    """Field and value under which a correction can be kept, and what it then stands against; None for none."""
    where = today.field
    if not isinstance(where, PlacedField):
        return Edit(where, correction.value, today.loaded)
    printed = printed_of(correction.telegram)
    if where.what == "text":
        start = errata.stands_at(printed.text, correction.made_against)
        if start is None:
            return None
        where = PlacedField("text", start, start + len(correction.made_against))
    others = [one for one in placed(correction.telegram, printed).values() if one.field.value != correction.field]
    if any(where == one.field or where.overlaps(one.field) for one in others):  # type: ignore[arg-type]
        return None
    try:
        value = errata.checked(where, correction.value, printed)
    except NotAPlace:
        return None
    return Edit(where, value, errata.against(where, value, printed))


@transaction.atomic
def check(telegram_id: int, seen: Mapping[HeaderField, str], source: str, by: User) -> list[Check]:
    """Say that these values, as the editor saw them, were compared with a source and are right.

    Raises NotAValue without a source, and Overtaken where another value is shown by now.
    """
    if not source.strip():
        raise NotAValue("a check needs the source that the value was compared with")
    telegram = locked(telegram_id)
    if others := overtaken(telegram, [Edit(field, value, value) for field, value in seen.items()]):
        raise Overtaken(others)
    now = shown(telegram)
    made = [
        Check.objects.create(telegram=telegram, field=field.value, value=now[field].value, source=source.strip(), by=by)
        for field in seen
    ]
    Change.note(telegram.pk)
    return made


def standing_checks(
    telegram: Telegram, now: Mapping[HeaderField, ShownValue] | None = None
) -> dict[HeaderField, Check]:
    """The newest check of each value that is still the one shown; ``now``: what is shown, where that is at hand."""
    newest = {HeaderField(one.field): one for one in telegram.checks.select_related("by")}
    now = now or shown(telegram)
    return {field: one for field, one in newest.items() if one.value == now[field].value}


def _locked_correction(correction_id: int) -> Correction:
    """The correction with its telegram locked first, as every verb does."""
    telegram = locked(Correction.objects.values_list("telegram_id", flat=True).get(pk=correction_id))
    correction = Correction.objects.get(pk=correction_id)
    correction.telegram = telegram
    return correction


def in_conflict() -> QuerySet[Correction]:
    """Standing corrections whose field has another loaded value than the one they were made against.

    Of what has a place the telegram's ``places`` says what each stands against today.
    """
    loaded = Func(
        F("telegram__loaded"), F("field"), Value("value"), function="jsonb_extract_path_text", output_field=TextField()
    )
    against = Func(
        F("telegram__places"), Value("against"), F("field"),
        function="jsonb_extract_path_text", output_field=TextField(),
    )  # fmt: skip
    as_read = Coalesce(loaded, against, Value(""), output_field=TextField())
    return (
        Correction.objects.filter(withdrawn_at=None)
        .annotate(as_read=as_read)
        .exclude(as_read=F("made_against"))
        .exclude(as_read=F("value"))
    )


def with_conflict() -> Exists:
    """Whether a telegram has a correction in conflict, as a condition on telegrams."""
    return Exists(in_conflict().filter(telegram=OuterRef("pk")))


def bring_back(slug: str, by: User | None = None) -> int:
    """Show the withdrawn documents of a volume again, with the links of today; how many. Raises AnotherImport."""
    volume = Volume.objects.get(slug=slug)
    with only_import(0), transaction.atomic():
        run = ImportRun.objects.create(asked=f"bring back {slug}", by=by)
        rows = list(
            Telegram.objects.select_for_update(of=("self",))
            .select_related("volume")
            .filter(volume=volume)
            .exclude(withdrawn_at=None)
        )
        keys = [row.pk for row in rows]
        Telegram.objects.filter(pk__in=keys).update(withdrawn_at=None)
        link_again(keys, known_register())
        RecordChange.objects.bulk_create(
            RecordChange(run=run, telegram=row, action="restored", cause="request") for row in rows
        )
        Change.note(*keys)
        run.counts, run.outcome, run.ended = {"documents": {"restored": len(rows)}}, "complete", timezone.now()
        run.save()
    return len(rows)


def odd_receipt(sent: str, received: str) -> str:
    """What a load would remark of these days of sending and receipt; '' for nothing.

    >>> odd_receipt("1863-05-02", "1800-01-01T09:20")
    'Received 1800-01-01, sent 1863-05-02: a receipt is expected from one day before to 120 days after'
    """
    day, came = PartialDate.of(sent), received[:10]
    if not came or day is None or day.earliest is None or day.latest is None:
        return ""
    if is_likely_receipt(date.fromisoformat(came), day.earliest, day.latest):
        return ""
    return f"Received {came}, sent {sent}: a receipt is expected {LIKELY_RECEIPT}"


def odd_since(written: Iterable[Correction]) -> str:
    """In a sentence, what can hardly be of a document's days since these corrections of it; '' for nothing."""
    days = [one for one in written if one.field in (HeaderField.SENT, HeaderField.RECEIVED)]
    now = shown(days[0].telegram) if days else None
    odd = odd_receipt(now[HeaderField.SENT].value, now[HeaderField.RECEIVED].value) if now else ""
    return f"{odd}. Both are saved; look at them once more." if odd else ""


def named_anew(documents: QuerySet[Telegram]) -> None:
    """The search must find these documents by a new name of their volume or post; in the transaction that gave it."""
    Change.note(*documents.order_by("pk").values_list("pk", flat=True))


def keep_address(person: Person) -> None:
    """Make the person's slug one of the addresses that lead to the person for ever."""
    PersonSlug.objects.get_or_create(slug=person.slug, defaults={"person": person})
