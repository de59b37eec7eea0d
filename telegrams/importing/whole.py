"""A source that claims to be a whole volume: what is gone from it, what it renumbered, whether it lost too much."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import CharField, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from telegrams.importing.loading import MARKUP
from telegrams.models import DocumentAddress, Footnote, ImportRun, RecordChange, Telegram, Volume
from telegrams.parsing.folding import padded
from telegrams.records import TelegramRecord, body_checksum
from telegrams.vocabulary import HeaderField

COUNTED = ("documents", "notes", "dates", "senders", "recipients")
"""What a new edition of a volume may not lose unseen."""

_MARKED = 0.05  # the share of what was held that may go without a question
_FEW = 2  # and the number, in small volumes


@dataclass(frozen=True, slots=True)
class Tally:
    """How much of each thing a volume has, in the order of COUNTED."""

    counts: tuple[int, ...]

    def lines(self, after: "Tally") -> list[str]:
        """A table of what was held and what would be, marked where too much would go."""
        rows = zip(COUNTED, self.counts, after.counts, strict=True)
        head = f"{'':<12}{'held':>8}{'after':>8}"
        return [
            head,
            *(f"{name:<12}{was:>8,}{now:>8,}{'  ← fewer' if _is_loss(was, now) else ''}" for name, was, now in rows),
        ]

    def loses(self, after: "Tally") -> bool:
        """Whether the volume would have markedly less of anything."""
        return any(_is_loss(was, now) for was, now in zip(self.counts, after.counts, strict=True))


def _is_loss(was: int, now: int) -> bool:
    return was - now > max(_FEW, was * _MARKED)


def tally_of_records(counted: Counter[str]) -> Tally:
    """The tally of records that ``count_record`` has counted."""
    return Tally(tuple(counted[name] for name in COUNTED))


def count_record(counted: Counter[str], record: TelegramRecord) -> None:
    """Count what a record has."""
    has = {value.field for value in record.values if value.value}
    counted["documents"] += 1
    counted["notes"] += len(record.footnotes)
    counted["dates"] += HeaderField.SENT in has
    counted["senders"] += bool(has & {HeaderField.SENDER_NAME, HeaderField.SENDER_OFFICE})
    counted["recipients"] += bool(has & {HeaderField.RECIPIENT_NAME, HeaderField.RECIPIENT_OFFICE})


def tally_of_volume(slug: str) -> Tally:
    """What is held of a volume from such a source, as it was read."""
    rows = held_of_markup(slug)

    def reading(*fields: HeaderField) -> int:
        stated = Q()
        for field in fields:
            stated |= Q(**{f"loaded__{field.value}__value__isnull": False})
        return rows.filter(stated).count()

    return Tally(
        (
            rows.count(),
            Footnote.objects.filter(telegram__in=rows).count(),
            reading(HeaderField.SENT),
            reading(HeaderField.SENDER_NAME, HeaderField.SENDER_OFFICE),
            reading(HeaderField.RECIPIENT_NAME, HeaderField.RECIPIENT_OFFICE),
        )
    )


def held_of_markup(slug: str) -> QuerySet[Telegram]:
    """The documents of a volume that a whole source gave; those that only a text gave are not its to withdraw."""
    return Telegram.objects.held().filter(volume__slug=slug, source__reader=MARKUP)


def moved(slug: str, bodies: Mapping[str, str]) -> dict[str, str]:
    """Which documents held have another name in the source: the new name by the old one.

    ``bodies``: the checksum of the words of each document of the source, by name. A document is
    known again by the same words under another name, where they stand once on both sides.
    """
    held = {row.document: body_checksum(row.text) for row in held_of_markup(slug).only("document", "text").iterator()}
    here, there = _unique(held), _unique(bodies)
    return {here[body]: there[body] for body in here.keys() & there.keys() if here[body] != there[body]}


def _unique(bodies: Mapping[str, str]) -> dict[str, str]:
    times = Counter(bodies.values())
    return {body: name for name, body in bodies.items() if times[body] == 1}


def renumber(slug: str, names: Mapping[str, str], run: ImportRun, cause: str = "source") -> list[int]:
    """Give documents held their new names, corrections and all; the old name leads there while nothing else has it.

    Returns the keys of the documents. A document held under the new name that is not renumbered
    itself has gone from the source: it gives its name up.
    """
    if not names:
        return []
    volume = Volume.objects.get(slug=slug)
    rows = {row.document: row for row in Telegram.objects.filter(volume=volume).only("pk", "document")}
    moving = {rows[was].pk: (was, now) for was, now in names.items() if was in rows}
    staying = [(rows[now].pk, now) for _, now in moving.values() if now in rows and rows[now].pk not in moving]
    moving = {key: (name, f"{name}-former-{key}") for key, name in staying} | moving
    Telegram.objects.filter(pk__in=moving).update(document=Concat(Value("~"), Cast("pk", CharField())))
    for key, (was, now) in moving.items():
        Telegram.objects.filter(pk=key).update(document=now, document_key=padded(now))
        DocumentAddress.objects.update_or_create(volume=volume, document=was, defaults={"telegram_id": key})
    RecordChange.objects.bulk_create(
        RecordChange(
            run=run, telegram_id=key, action="renumbered", cause=cause, was_document=was, summary=f"{was} → {now}"
        )
        for key, (was, now) in moving.items()
    )
    return list(moving)


def gone_from(slug: str, documents: Iterable[str]) -> list[Telegram]:
    """The documents held from a whole source of the volume that are not among its documents any more."""
    return list(held_of_markup(slug).exclude(document__in=list(documents)).defer("text", "layout"))


def withdraw(telegrams: Iterable[Telegram], run: ImportRun, cause: str = "request") -> list[int]:
    """Take documents out of the archive's answers; their rows and addresses stay. Returns their keys.

    In the transaction of the caller, who numbers the changes last.
    """
    held = list(Telegram.objects.held().select_for_update().filter(pk__in=[one.pk for one in telegrams]).order_by("pk"))
    keys = [telegram.pk for telegram in held]
    Telegram.objects.filter(pk__in=keys).update(withdrawn_at=timezone.now())
    RecordChange.objects.bulk_create(
        RecordChange(run=run, telegram=telegram, action="withdrawn", cause=cause) for telegram in held
    )
    return keys
