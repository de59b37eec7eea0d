"""References by number, day or hour → held documents: what ``messages`` decides, asked of the tables.

A reference is tried when its document is loaded or changed, and again whenever a document comes in that has
its number or its day.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max, Min, Q, QuerySet

from telegrams.importing.bulk import update
from telegrams.importing.resolving.messages import NOT_HELD, End, Found, Message, Sought, end_of, find, widened
from telegrams.importing.resolving.naming import name_of
from telegrams.models import CrossReference, Participation, ReferenceDecision, Telegram
from telegrams.parsing.folding import folded
from telegrams.parsing.names import surname
from telegrams.parsing.offices import seat_of_mission
from telegrams.vocabulary import Certainty, Kind, Role

AT_ONCE = 1_000
"""References looked up together."""

REACH = timedelta(days=400)
"""How far from a document lie those that may name it by its number."""

MOST_CANDIDATES = 12
"""Candidates of an ambiguous reference that are kept."""

NAMED = ["number", "date", "beside"]
"""The keys of ``wanted`` by one of which a message is named."""

RESOLVED = frozenset({"certainty", "rule", "target", "address", "candidates", "wanted_key"})

_CANDIDATES = """
SELECT sought.reference, held.id
  FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::date[]) AS sought(reference, number, first, last)
  JOIN telegrams_telegram held ON held.message_number = sought.number
   AND held.earliest BETWEEN sought.first AND sought.last
 WHERE held.withdrawn_at IS NULL AND sought.number <> ''
UNION
SELECT sought.reference, held.id
  FROM unnest(%s::bigint[], %s::text[], %s::date[], %s::date[]) AS sought(reference, number, first, last)
  JOIN telegrams_participation copy ON copy.number = sought.number
  JOIN telegrams_telegram held ON held.id = copy.telegram_id AND held.earliest BETWEEN sought.first AND sought.last
 WHERE held.withdrawn_at IS NULL AND sought.number <> '' AND copy.number <> ''
UNION
SELECT sought.reference, held.id
  FROM unnest(%s::bigint[], %s::date[]) AS sought(reference, day)
  JOIN telegrams_telegram held ON held.earliest = sought.day AND held.latest = sought.day
 WHERE held.withdrawn_at IS NULL
"""


@dataclass(frozen=True, slots=True)
class Changed:
    """How many references were tried, and how many of them came to something else than before."""

    tried: int
    changed: int


def by_name() -> QuerySet[CrossReference]:
    """The references that name a message, and no page or document of the series."""
    rows = CrossReference.objects.filter(wanted__has_any_keys=NAMED, telegram__withdrawn_at=None)
    return rows.exclude(wanted__has_any_keys=["page", "document", "volume"])


def resolve_messages(references: QuerySet[CrossReference]) -> Changed:
    """Try these references, whatever they came to before."""
    tried = changed = 0
    rows = references.order_by("pk").only("wanted", "start", "footnote", "telegram", *RESOLVED)
    keys = list(rows.values_list("pk", flat=True))
    for start in range(0, len(keys), AT_ONCE):
        some = list(rows.filter(pk__in=keys[start : start + AT_ONCE]))
        tried += len(some)
        changed += _resolve(some)
    return Changed(tried, changed)


def by_file() -> QuerySet[CrossReference]:
    """The references that name a paper by its file number alone."""
    rows = CrossReference.objects.filter(wanted__has_key="file", telegram__withdrawn_at=None)
    return rows.exclude(wanted__has_any_keys=[*NAMED, "page", "document", "volume"])


def resolve_files(references: QuerySet[CrossReference]) -> int:
    """Find the documents held under the file numbers that these references name; how many found something else.

    One document of a number is it, for sure; of several none is chosen.
    """
    rows = list(references.select_related("telegram").only("wanted", "telegram__id", *RESOLVED))
    held: dict[str, list[int]] = {}
    keys = {row.wanted["file"] for row in rows}
    documents = Telegram.objects.held().filter(file_key__in=keys).order_by("pk")
    for key, pk in documents.values_list("file_key", "pk"):
        held.setdefault(key, []).append(pk)
    found = {
        row.pk: _of_file([key for key in held.get(row.wanted["file"], ()) if key != row.telegram_id]) for row in rows
    }
    return _write(rows, found, {})


def _of_file(keys: list[int]) -> Found:
    if not keys:
        return Found(Certainty.NOT_HELD, "sought by file number")
    return Found(Certainty.SURE if len(keys) == 1 else Certainty.AMBIGUOUS, "file number", tuple(keys))


def files_concerned_by(telegrams: QuerySet[Telegram]) -> QuerySet[CrossReference]:
    """The references by file number that stand in these documents, mean one of them, or name their numbers."""
    keys = telegrams.order_by().exclude(file_key="").values_list("file_key", flat=True).distinct()
    here = telegrams.order_by().values("pk")
    return by_file().filter(Q(telegram__in=here) | Q(target__in=here) | Q(wanted__file__in=list(keys)))


def concerned_by(telegrams: QuerySet[Telegram]) -> QuerySet[CrossReference]:
    """The references that stand in these documents, that mean one of them, or may: of its number and about its time."""
    rows = telegrams.order_by()
    span = rows.aggregate(first=Min("earliest"), last=Max("latest"))
    standing_in = Q(telegram__in=rows.values("pk")) | Q(target__in=rows.values("pk"))
    if span["first"] is None or span["last"] is None:
        return by_name().filter(standing_in)
    numbers = rows.exclude(message_number="").values_list("message_number", flat=True).distinct()
    about = Q(telegram__earliest__range=widened(span["first"], span["last"], REACH, REACH))
    return by_name().filter(standing_in | (about & Q(wanted__number__in=list(numbers))))


def _resolve(references: Sequence[CrossReference]) -> int:
    within = messages_of({reference.telegram_id for reference in references})
    parts = _parts_of({reference.telegram_id for reference in references})
    sought = {
        reference.pk: Sought(
            wanted=reference.wanted,
            within=within[reference.telegram_id],
            in_note=reference.footnote_id is not None,
            in_part=reference.footnote_id is None
            and any(start <= reference.start < end for start, end in parts.get(reference.telegram_id, ())),
        )
        for reference in references
        if reference.telegram_id in within
    }
    candidates = _candidates(sought)
    keys = {key for keys in candidates.values() for key in keys}
    held, copies = messages_of(keys), _copies_of(keys)
    found = {
        key: find(
            one,
            [
                message
                for candidate in candidates.get(key, ())
                if candidate in held
                for message in (held[candidate], *_repeated(held[candidate], copies.get(candidate, ())))
            ],
        )
        for key, one in sought.items()
    }
    names = {key: name.key() for key, one in sought.items() if (name := name_of(one))}
    return _write(references, found, names)


def _copies_of(telegrams: Iterable[int]) -> dict[int, list[tuple[str, str]]]:
    """Under which number, and to which post, each of these was also sent."""
    copies: dict[int, list[tuple[str, str]]] = {}
    rows = Participation.objects.filter(telegram__in=list(telegrams), role=Role.INFORMED).exclude(number="")
    for telegram, number, post in rows.values_list("telegram", "number", "party"):
        copies.setdefault(telegram, []).append((number, post))
    return copies


def _repeated(message: Message, copies: Iterable[tuple[str, str]]) -> Iterable[Message]:
    """The message as the posts know it to which it was repeated: one text under all its numbers."""
    for number, post in copies:
        yield replace(message, number=number, recipient=End("", post))


def _candidates(sought: Mapping[int, Sought]) -> dict[int, list[int]]:
    """The held documents that have the number, or the day and no number, that is wanted."""
    numbered: list[tuple[int, str, date, date]] = []
    dated: list[tuple[int, date]] = []
    for key, one in sought.items():
        window = one.window()
        if window is None:
            continue
        if one.number:
            slack = timedelta(days=2)
            numbered.append((key, one.number, window[0] - slack, window[1] + slack))
        elif "beside" not in one.wanted:
            dated.extend((key, day) for day in _days_meant(one.stated, window))
    by_number = [[row[place] for row in numbered] for place in range(4)]
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, [*by_number, *by_number, [row[0] for row in dated], [row[1] for row in dated]])
        found: dict[int, list[int]] = {}
        for reference, telegram in cursor.fetchall():
            found.setdefault(reference, []).append(telegram)
    return found


def _days_meant(said: str, window: tuple[date, date]) -> list[date]:
    """The days that a stated day, with or without its year, may be within a window."""
    if not said.startswith("--"):
        return [window[0]] if window[0] == window[1] else []
    days = []
    for year in range(window[0].year, window[1].year + 1):
        try:
            day = date(year, int(said[2:4]), int(said[5:7]))
        except ValueError:
            continue
        if window[0] <= day <= window[1]:
            days.append(day)
    return days


def messages_of(telegrams: Iterable[int]) -> dict[int, Message]:
    """These documents as correspondence; two questions, without their texts."""
    keys = list(telegrams)
    ends: dict[int, dict[str, dict[str, Any]]] = {}
    parties = Participation.objects.filter(telegram__in=keys, role__in=[Role.SENDER, Role.RECIPIENT]).order_by("pk")
    for row in parties.values("telegram", "role", "office_printed", "name_printed", "office__slug"):
        ends.setdefault(row["telegram"], {}).setdefault(row["role"], dict(row))
    rows = Telegram.objects.filter(pk__in=keys).values(
        "pk", "message_number", "kind", "earliest", "latest", "sent_time", "post__slug"
    )
    return {
        row["pk"]: Message(
            key=row["pk"],
            number=row["message_number"],
            kind=Kind(row["kind"]),
            first=row["earliest"],
            last=row["latest"],
            hour=row["sent_time"],
            sender=_end(ends.get(row["pk"], {}).get(Role.SENDER), row["post__slug"], row["earliest"]),
            recipient=_end(ends.get(row["pk"], {}).get(Role.RECIPIENT), None, row["earliest"]),
        )
        for row in rows
    }


def _end(party: dict[str, Any] | None, city: str | None, day: date | None) -> End:
    if party is None:
        return End("", city or "")
    office = party["office__slug"] or ""
    if not city and office.startswith("mission-in-"):
        seat = seat_of_mission(office, day)
        city = seat.slug if seat else ""
    return end_of(party["office_printed"], office, city, folded(surname(party["name_printed"]) or ""))


def _parts_of(telegrams: set[int]) -> dict[int, list[tuple[int, int]]]:
    """The stretches of the texts that are enclosures."""
    rows = Telegram.objects.filter(pk__in=telegrams).values_list("pk", "layout__passages")
    return {key: [(start, end) for start, end, _, part, *_ in passages or () if part] for key, passages in rows}


DECIDED = "chosen by an editor"
"""The rule of a reference whose document a person has chosen."""


def _decided(references: Sequence[CrossReference]) -> dict[int, Found]:
    """What people have decided of these references: by the place of the words, else by words that stand only once."""
    keys = {reference.telegram_id for reference in references}
    standing: dict[tuple[int, int, str], dict[int, int]] = {}
    for one in ReferenceDecision.objects.filter(telegram__in=keys, withdrawn_at=None, target__withdrawn_at=None):
        standing.setdefault((one.telegram_id, one.note, one.printed), {})[one.start] = one.target_id
    if not standing:
        return {}
    here = CrossReference.objects.filter(telegram__in={key for key, _, _ in standing})
    rows = here.values_list("pk", "telegram", "footnote__ordinal", "printed", "start")
    places: dict[tuple[int, int, str], dict[int, int]] = {}
    for pk, telegram, note, printed, start in rows:
        places.setdefault((telegram, note or 0, printed), {})[start] = pk
    found: dict[int, Found] = {}
    for words, targets in standing.items():
        now = places.get(words, {})
        if len(now) == len(targets) == 1:
            targets = dict(zip(now, targets.values(), strict=True))
        found.update(
            {now[start]: Found(Certainty.SURE, DECIDED, (target,)) for start, target in targets.items() if start in now}
        )
    return found


def _write(references: Sequence[CrossReference], found: Mapping[int, Found], names: Mapping[int, str]) -> int:
    """Write what has changed; how many references found something else than before. A person's decision stands."""
    found = {**found, **_decided(references)}
    keys = {key for one in found.values() for key in one.keys[:MOST_CANDIDATES]}
    rows = Telegram.objects.filter(pk__in=keys).select_related("volume").only("document", "volume__slug")
    held = {row.pk: row for row in rows}
    changed, others = [], 0
    for reference in references:
        one = found.get(reference.pk, NOT_HELD)
        targets = [held[key] for key in one.keys[:MOST_CANDIDATES] if key in held]
        target = targets[0] if len(one.keys) == 1 and targets else None
        said = {
            "certainty": one.certainty.value,
            "rule": one.rule,
            "target_id": target.pk if target else None,
            "address": target.get_absolute_url() if target else "",
            "wanted_key": names.get(reference.pk, ""),
            "candidates": [] if target else [row.get_absolute_url() for row in targets],
        }
        if any(getattr(reference, name) != value for name, value in said.items()):
            others += reference.target_id != said["target_id"] or reference.candidates != said["candidates"]
            for name, value in said.items():
                setattr(reference, name, value)
            changed.append(reference)
    update(changed, RESOLVED)
    return others
