"""Links anew, of documents already held: parties and references, by today's registers and rules.

Nothing printed is read again; only what rules conclude from it changes.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Prefetch

from telegrams import corrections
from telegrams.importing.bracketing import bracket_undated
from telegrams.importing.bulk import copy_in, number, update
from telegrams.importing.parties import Party, link_parties, parties
from telegrams.importing.resolving.known import fresh_register
from telegrams.importing.resolving.references import resolve_references
from telegrams.importing.resolving.register import Register
from telegrams.importing.resolving.sought import by_file, by_name, resolve_files, resolve_messages
from telegrams.importing.showing import fill
from telegrams.models import Change, Correction, Footnote, Participation, Telegram, Volume
from telegrams.models.telegram import TelegramQuerySet

AT_ONCE = 400

SAID = ("role", "name_printed", "office_printed", "party", "party_label", "person_id", "office_id", "tenure_id",
        "number", "certainty", "rule", "evidence")  # fmt: skip
"""What a row of a party says; two rows that say the same are the same."""

CONCLUDED = ("post_id", "filed_on", "sent_at", "received_at")
"""Columns that are concluded from what is read, by tables that may have grown since."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """How many documents were looked at, how many name somebody else than before, and of references tried how many
    came to something else."""

    documents: int
    changed: int
    references: int
    references_changed: int


def resolve_again(volumes: Iterable[str], follow: Callable[[], None], progress: Callable[[int], None]) -> Resolved:
    """Link the documents of these volumes anew, of all where none is named."""
    slugs = set(volumes) or set(Volume.objects.values_list("slug", flat=True))
    documents = Telegram.objects.held().filter(volume__slug__in=slugs)
    looked, changed = relink(documents, progress)
    found = resolve_references(slugs)
    bracket_undated(slugs)
    found += resolve_files(by_file().filter(telegram__volume__slug__in=slugs))
    tried = resolve_messages(by_name().filter(telegram__volume__slug__in=slugs))
    follow()
    return Resolved(looked, changed, tried.tried, tried.changed + found)


def relink(documents: TelegramQuerySet, progress: Callable[[int], None] = lambda looked: None) -> tuple[int, int]:
    """Find the parties of these documents anew; how many there are, and how many name somebody else than before.

    A batch is a transaction: rows first and the numbers of the changes last, as all writers keep them.
    """
    register = fresh_register()
    keys = list(documents.order_by("pk").values_list("pk", flat=True))
    changed = 0
    for start in range(0, len(keys), AT_ONCE):
        with transaction.atomic():
            done = relink_these(keys[start : start + AT_ONCE], register)
            Change.note(*done.touched)
            changed += len(done.changed)
        progress(min(start + AT_ONCE, len(keys)))
    return len(keys), changed


def link_again(keys: Sequence[int], register: Register) -> None:
    """Find the parties of documents that are brought back anew, in the transaction of the caller, who numbers the
    changes: lists of persons and rules that came while they were withdrawn left them as they were."""
    for start in range(0, len(keys), AT_ONCE):
        relink_these(keys[start : start + AT_ONCE], register)


@dataclass(frozen=True, slots=True)
class Relinked:
    """The documents of a batch that name somebody else than before, those whose offices are others, and all that
    were written to, whose changes the caller numbers last."""

    changed: tuple[int, ...]
    with_other_offices: tuple[int, ...]
    touched: tuple[int, ...]


def relink_these(keys: Sequence[int], register: Register) -> Relinked:
    """Find the parties of these documents anew, in the transaction of the caller."""
    standing = Correction.objects.filter(withdrawn_at=None).select_related("by")
    rows = (
        Telegram.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .select_related("volume")
        .prefetch_related(
            Prefetch("footnotes", queryset=Footnote.objects.only("text", "telegram", "ordinal")),
            Prefetch("corrections", queryset=standing),
        )
    )
    named: dict[int, list[Party]] = {}
    reckoned: list[Telegram] = []
    for telegram in rows.order_by("pk"):
        corrected = [corrections.corrected_value(row) for row in telegram.corrections.all()]
        before = [getattr(telegram, name) for name in CONCLUDED]
        shown = fill(telegram, register, corrected)
        if before != [getattr(telegram, name) for name in CONCLUDED]:
            reckoned.append(telegram)
        named[telegram.pk] = parties(telegram, shown, register, [note.text for note in telegram.footnotes.all()])
    link_parties([party for found in named.values() for party in found], register)
    held: dict[int, list[tuple[object, ...]]] = {key: [] for key in named}
    for row in Participation.objects.filter(telegram__in=list(named)).order_by("pk"):
        held[row.telegram_id].append(_said(row))
    changed = [key for key, found in named.items() if [_said(party.row) for party in found] != held[key]]
    update(reckoned, frozenset(name.removesuffix("_id") for name in CONCLUDED))
    _write([party.row for key in changed for party in named[key]], changed)
    only_reckoned = {telegram.pk for telegram in reckoned} - set(changed)
    office = SAID.index("office_id")
    others = [key for key in changed if _offices(named[key]) != sorted(str(said[office]) for said in held[key])]
    return Relinked(tuple(changed), tuple(others), (*changed, *only_reckoned))


def _offices(found: Sequence[Party]) -> list[str]:
    return sorted(str(party.row.office_id) for party in found)


def _said(row: Participation) -> tuple[object, ...]:
    return tuple(str(value) if value is not None else None for value in (getattr(row, name) for name in SAID))


def _write(rows: Sequence[Participation], telegrams: Sequence[int]) -> None:
    if not telegrams:
        return
    Participation.objects.filter(telegram__in=telegrams).delete()
    number(rows)
    for row in rows:
        row.telegram_id = row.telegram.pk
    copy_in(rows)
