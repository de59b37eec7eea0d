"""The verbs: correct fields of many documents as one, and undo that as one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from telegrams import corrections, errata
from telegrams.corrections import Field, NotAValue, ShownValue, field_of
from telegrams.curating import CORRECTABLE, REPLACED, Edit, checked
from telegrams.errata import NOTHING, PlacedField, printed_of
from telegrams.importing.resolving.known import known_register
from telegrams.importing.showing import people_stay, show_again
from telegrams.models import Correction, Revision, Telegram
from telegrams.records import values_from_json
from telegrams.revising.cells import plain
from telegrams.saying import NOT_STATED
from telegrams.vocabulary import HeaderField

MOST_DOCUMENTS = 2_000
"""Documents of one revision: an editor waits some ten seconds for so many, and readers' questions go on."""


@dataclass(frozen=True, slots=True)
class DocumentEdits:
    """What is typed for one document; its own reason and source, where they differ from those of all."""

    telegram: int
    edits: tuple[Edit, ...]
    reason: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value of a document cannot be written; ``now``: what is shown today, where that is why."""

    telegram: int
    field: HeaderField
    said: str
    now: str | None = None


class Refused(Exception):
    """Nothing is written, for these reasons."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__("; ".join(one.said for one in refusals))
        self.refusals = tuple(refusals)


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of an undone revision: how many corrections were taken back, how many former ones stand again.

    ``left`` stand no more because a later correction stands over them; their documents are as they were.
    """

    taken_back: int
    brought_back: int
    left: tuple[Correction, ...]


class UndoneBefore(Exception):
    """The revision was undone before."""


@transaction.atomic
def revise(
    documents: Sequence[DocumentEdits], reason: str, source: str, by: User, label: str, kind: str = "bulk"
) -> Revision:
    """Correct fields of many documents, all or none; raises Refused with every value that cannot be written.

    A value already shown is not written. Raises NotAValue where reason or source is missing, where there are too
    many documents, and where nothing would change.
    """
    _check(documents, reason, source)
    telegrams = _locked(one.telegram for one in documents)
    standing = _standing(telegrams)
    refusals: list[Refusal] = []
    fresh: list[Correction] = []
    for document in documents:
        telegram = telegrams.get(document.telegram)
        if telegram is None:
            refusals += [Refusal(document.telegram, _of_header(one), "no such document") for one in document.edits]
            continue
        now = shown_with(telegram, standing.get(telegram.pk, {}))
        for edit in document.edits:
            field = _of_header(edit)
            try:
                value = _value(edit, now[field])
            except NotAValue as refused:
                overtaken = now[field].value if plain(now[field].value) != plain(edit.seen) else None
                refusals.append(Refusal(telegram.pk, field, str(refused), overtaken))
                continue
            if value != now[field].value:
                fresh.append(
                    Correction(
                        telegram=telegram,
                        field=field.value,
                        value=value,
                        made_against=now[field].loaded,
                        reason=document.reason.strip() or reason.strip(),
                        source=document.source.strip() or source.strip(),
                        by=by,
                        replaces=standing.get(telegram.pk, {}).get(field),
                    )
                )
    if refusals:
        raise Refused(refusals)
    if not fresh:
        raise NotAValue("every document shows these values already: nothing would change")
    revision = Revision.objects.create(
        by=by, label=label[:200], reason=reason.strip(), source=source.strip(), kind=kind
    )
    _write(revision, fresh)
    changed = {row.telegram_id for row in fresh}
    show_again([row for key, row in telegrams.items() if key in changed], known_register())
    return revision


@transaction.atomic
def undo(revision_id: int, reason: str, by: User) -> Undone:
    """Take back every correction of a revision that still stands; what stood before each stands again, as it was.

    A correction over which a later one stands is left and named. Raises UndoneBefore, and NotAValue without a reason.
    """
    if not reason.strip():
        raise NotAValue("say why the revision is undone")
    revision = Revision.objects.select_for_update().get(pk=revision_id)
    if revision.undone_at is not None:
        raise UndoneBefore
    telegrams = _locked(revision.corrections.values_list("telegram_id", flat=True))
    rows = list(revision.corrections.filter(withdrawn_at=None))
    now = timezone.now()
    why = f"its revision was undone: {reason.strip()}"
    taken = Correction.objects.filter(pk__in=[row.pk for row in rows])
    taken.update(withdrawn_at=now, withdrawn_by=by, withdrawn_reason=why)
    before = _stood_before(rows)
    Correction.objects.filter(pk__in=before).update(withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
    revision.undone_at, revision.undone_by, revision.undo_reason = now, by, reason.strip()
    revision.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    changed = {row.telegram_id for row in rows}
    show_again([row for key, row in telegrams.items() if key in changed], known_register())
    return Undone(len(rows), len(before), tuple(overlaid(revision)))


def overlaid(revision: Revision) -> list[Correction]:
    """The corrections of a revision over which a later one stands."""
    rows = list(revision.corrections.exclude(withdrawn_at=None).select_related("telegram__volume"))
    standing = Correction.objects.filter(telegram__in={row.telegram_id for row in rows}, withdrawn_at=None)
    over = dict.fromkeys(
        standing.filter(pk__gt=min((row.pk for row in rows), default=0)).values_list("telegram", "field")
    )
    return [row for row in rows if (row.telegram_id, row.field) in over]


def shown_with(telegram: Telegram, standing: Mapping[Field, Correction]) -> dict[HeaderField, ShownValue]:
    """Every value shown of a document, whose standing corrections are at hand.

    Its first and last page follow corrected page marks; only of such a document more is read.
    """
    made = [corrections.corrected_value(row) for row in standing.values()]
    has_pages = any(isinstance(field, PlacedField) and field.what == "page" for field in standing)
    places = errata.show(printed_of(telegram), made) if has_pages else NOTHING
    return corrections.show(values_from_json(telegram.loaded), made, places)


def _check(documents: Sequence[DocumentEdits], reason: str, source: str) -> None:
    if len({one.telegram for one in documents}) != len(documents):
        raise NotAValue("a document is named twice")
    if len(documents) > MOST_DOCUMENTS:
        raise NotAValue(f"{len(documents):,} documents; at most {MOST_DOCUMENTS:,} are corrected at once")
    for why, missing in ((reason, "reason"), (source, "source")):
        if not why.strip() and not all(getattr(one, missing).strip() for one in documents):
            raise NotAValue("a correction needs a reason and a source")


def _of_header(edit: Edit) -> HeaderField:
    """The field of an edit: many documents share no place in their texts."""
    if not isinstance(edit.field, HeaderField):
        raise NotAValue(f"{edit.field.label}: only values of the header are corrected in many documents at once")
    return edit.field


def _value(edit: Edit, now: ShownValue) -> str:
    """The value to be written, by the checks that a single correction passes."""
    if edit.field not in CORRECTABLE:
        raise NotAValue(f"{edit.field.label} is a printed line; correct the values read from it")
    value = checked(_of_header(edit), edit.value)
    if plain(now.value) != plain(edit.seen) and value != now.value:
        who = f" by {now.correction.by}" if now.correction else ""
        raise NotAValue(f"changed{who} meanwhile: it is now “{now.value or NOT_STATED}”")
    return value


def _locked(keys: Iterable[int]) -> dict[int, Telegram]:
    """Documents, locked in the order of their keys, so that no two revisions wait for one another.

    Nobody is merged or split meanwhile, as in every verb that writes by the people it has read.
    """
    people_stay()
    rows = Telegram.objects.select_for_update(of=("self",)).select_related("volume").order_by("pk")
    return {row.pk: row for row in rows.filter(pk__in=set(keys))}


def _standing(telegrams: Iterable[int]) -> dict[int, dict[Field, Correction]]:
    found: dict[int, dict[Field, Correction]] = {}
    for row in Correction.objects.filter(telegram__in=list(telegrams), withdrawn_at=None).select_related("by"):
        found.setdefault(row.telegram_id, {})[field_of(row.field)] = row
    return found


def _write(revision: Revision, fresh: Sequence[Correction]) -> None:
    former = [row.replaces_id for row in fresh if row.replaces_id]
    Correction.objects.filter(pk__in=former).update(
        withdrawn_at=timezone.now(), withdrawn_by=revision.by, withdrawn_reason=REPLACED
    )
    for row in fresh:
        row.revision = revision
    Correction.objects.bulk_create(fresh)


def _stood_before(rows: Sequence[Correction]) -> list[int]:
    """The corrections that these replaced; one of a revision undone since gives way to what it replaced itself."""
    found: list[int] = []
    asked = [row.replaces_id for row in rows if row.replaces_id]
    while asked:
        held = list(Correction.objects.filter(pk__in=asked).select_related("revision"))
        undone = [row for row in held if row.revision is not None and row.revision.undone_at is not None]
        found += [row.pk for row in held if row not in undone]
        asked = [row.replaces_id for row in undone if row.replaces_id]
    return found
