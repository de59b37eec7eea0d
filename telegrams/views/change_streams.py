"""What changed in the archive, the newest first: corrections, decisions, loads, changed authorities, merged.

Each stream asks along the index of its own time for no more than a page, from a place onwards: no page, however deep,
counts or sorts what came before it.
"""

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from telegrams.models import (
    Check,
    Correction,
    ImportRun,
    Person,
    PersonMerge,
    PersonSplit,
    Post,
    RecordChange,
    ReferenceDecision,
    Revision,
    Settlement,
    Volume,
)
from telegrams.models.merge import DECIDED
from telegrams.saying import NOT_STATED, shortened
from telegrams.views.decided import (
    CHECK_OF_DOCUMENT_TOLD,
    MERGE_TOLD,
    REFERENCE_OF_DOCUMENT_TOLD,
    REVISION_TOLD,
    SETTLEMENT_OF_DOCUMENT_TOLD,
    SPLIT_TOLD,
    checked,
    merge_undone,
    merged,
    put_back,
    reference_decided,
    reference_left_to_rules,
    revised,
    revision_undone,
    settled,
    split,
    split_undone,
)
from telegrams.views.happened import (
    CORRECTION_OF_DOCUMENT_TOLD,
    IS_REPLACED,
    LONGEST,
    Happening,
    Turn,
    account,
    correction_made,
    correction_taken_back,
    moment,
    run_said,
    who,
)
from telegrams.views.visible import on_one_line, shown

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the one order of all that happened: by time, at one time by stream, in a stream by number."""

    when: datetime
    rank: int
    number: int

    def text(self) -> str:
        """As an address names it."""
        return f"{(self.when - _EPOCH) // timedelta(microseconds=1)}.{self.rank}.{self.number}"

    @classmethod
    def of(cls, text: str) -> "Place | None":
        """The place that an address names; None for what names none."""
        parts = text.split(".")
        if len(parts) != 3 or not all(part.isascii() and part.isdecimal() and len(part) <= 18 for part in parts):
            return None
        micros, rank, number = map(int, parts)
        if micros > _LAST:
            return None
        return cls(_EPOCH + timedelta(microseconds=micros), rank, number)


_LAST = 4_102_444_800_000_000
"""Microseconds to the year 2100: what lies beyond is no time of ours."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Happenings of one sort, the newest first: whence they come, what orders them, and how they are put into words."""

    rank: int
    kind: str
    rows: Callable[[], QuerySet[Any]]
    when: str
    number: str
    told: JSONObject
    said: Callable[[Sequence[Mapping[str, Any]]], Iterable[Happening | None]]

    def before(self, place: Place | None, most: int) -> Iterator[tuple[Place, Mapping[str, Any]]]:
        """The latest of these before a place; one question, along the index of their time."""
        rows = self.rows()
        if place is not None:
            rows = rows.filter(**{f"{self.when}__{'lte' if self.rank <= place.rank else 'lt'}": place.when})
        if place is not None and self.rank == place.rank:
            earlier = Q(**{f"{self.when}__lt": place.when})
            rows = rows.filter(earlier | Q(**{f"{self.number}__lt": place.number}))
        latest = rows.order_by(f"-{self.when}", f"-{self.number}").values_list(self.when, self.number, self.told)
        for when, number, told in latest[:most]:
            yield Place(when, self.rank, number), told


_RUN_ENDED = Coalesce(F("ended"), F("started"))


def _runs() -> QuerySet[ImportRun]:
    """Loads that changed something."""
    touched = Exists(RecordChange.objects.filter(run=OuterRef("pk")))
    return ImportRun.objects.filter(touched).annotate(at=_RUN_ENDED)


def _taken_back() -> QuerySet[Correction]:
    """Corrections that nothing stands in the place of; one that was replaced ends by the line of the other.

    Those that were taken back as one have one line together.
    """
    as_one = Exists(Revision.objects.filter(pk=OuterRef("revision"), undone_at=OuterRef("withdrawn_at")))
    return Correction.objects.filter(~IS_REPLACED, ~as_one).exclude(withdrawn_at=None)


def _made_singly() -> QuerySet[Correction]:
    """Corrections of one document; those of many that were made as one have one line together."""
    return Correction.objects.filter(revision=None)


def _undone(model: type[Model]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.exclude(undone_at=None)
    return rows


def _ended(model: type[Model]) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.exclude(withdrawn_at=None)
    return rows


RUN_TOLD = JSONObject(pk="pk", asked="asked", counts="counts", at=_RUN_ENDED, by=account("by"))


def run_happened(row: Mapping[str, Any]) -> Happening:
    """All that a load, a withdrawal or the taking back of one did."""
    said = run_said(row["asked"], row["counts"])
    return Happening(f"run-{row['pk']}", "load", moment(row["at"]), said, run=row["pk"], who=who(row["by"]))


def _history(model: type[Model]) -> QuerySet[Any]:
    """What became of the rows of an authority by people; those that a load brought are counted with the load."""
    history = model.history.model.objects  # type: ignore[attr-defined]
    rows: QuerySet[Any] = history.exclude(history_type="+", history_user=None)
    # What a merge or split wrote there has its own line, with its whole reason and its source.
    return rows.exclude(history_change_reason__startswith=DECIDED) if model is Person else rows


def _history_told(model: type[Model]) -> JSONObject:
    fields = {field.attname: field.attname for field in model._meta.concrete_fields}
    return JSONObject(
        history="history_id",
        key=model._meta.pk.attname,
        what="history_type",
        by=account("history_user"),
        when="history_date",
        fields=JSONObject(**fields),
    )


def _history_said(model: type[Model]) -> Callable[[Sequence[Mapping[str, Any]]], Iterable[Happening | None]]:
    """How changes of an authority are said: each beside the state before it, which one question fetches for all."""
    kept = model.history.model  # type: ignore[attr-defined]
    key = model._meta.pk.attname
    name = str(model._meta.verbose_name)

    def said(rows: Sequence[Mapping[str, Any]]) -> Iterator[Happening | None]:
        former = kept.objects.filter(**{key: OuterRef(key)}, history_id__lt=OuterRef("history_id"))
        befores = kept.objects.filter(pk__in=[row["history"] for row in rows]).values(
            "history_id", before_id=Subquery(former.order_by("-history_id").values("history_id")[:1])
        )
        earlier = {row["history_id"]: row["before_id"] for row in befores} if rows else {}
        states = dict(
            kept.objects.filter(pk__in=[one for one in earlier.values() if one]).values_list(
                "history_id", JSONObject(**{field.attname: field.attname for field in model._meta.concrete_fields})
            )
            if any(earlier.values())
            else ()
        )
        for row in rows:
            yield _authority_changed(model, name, row, states.get(earlier.get(row["history"])))

    return said


def _authority_changed(
    model: type[Model], name: str, row: Mapping[str, Any], before: Mapping[str, Any] | None
) -> Happening | None:
    """A change of a person, post or volume in words; None where nothing differs."""
    now = row["fields"]
    turns = tuple(
        Turn(str(field.verbose_name).capitalize(), _plain(before.get(field.attname)), _plain(now.get(field.attname)))
        for field in model._meta.concrete_fields
        if before is not None and field.attname not in _UNSAID and before.get(field.attname) != now.get(field.attname)
    )
    if row["what"] == "~" and not turns:
        return None
    row_now = model(**now)
    gone = row["what"] == "-"
    return Happening(
        name=f"{name}-{row['history']}",
        kind="person",
        when=moment(row["when"]),
        said=f"{name.capitalize()} {_DONE[row['what']]}",
        turns=turns,
        who=who(row["by"]),
        about=shortened(on_one_line(str(row_now)), 140),
        address="" if gone else row_now.get_absolute_url(),  # type: ignore[attr-defined]
    )


_DONE = {"+": "entered", "~": "changed", "-": "taken out"}
_UNSAID = ("id", "sort_key")
"""What follows from other fields, or says nothing to a reader."""


def _plain(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(map(str, value))
    if isinstance(value, bool):
        value = "yes" if value else "no"
    return shown(shortened(str(value), LONGEST) if value not in (None, "") else NOT_STATED)


def _each(
    said: Callable[[Mapping[str, Any]], Happening | None],
) -> Callable[[Sequence[Mapping[str, Any]]], Iterable[Any]]:
    return lambda rows: map(said, rows)


AUTHORITIES: tuple[type[Model], ...] = (Person, Post, Volume)
"""Models whose history is kept; another stands here to be seen among the changes."""

STREAMS = (
    *(
        Stream(
            rank, "person", lambda model=model: _history(model), "history_date", "history_id",  # type: ignore[misc]
            _history_told(model), _history_said(model),
        )
        for rank, model in enumerate(AUTHORITIES)
    ),
    Stream(20, "load", _runs, "at", "pk", RUN_TOLD, _each(run_happened)),
    Stream(
        30, "correction", _taken_back,
        "withdrawn_at", "pk", CORRECTION_OF_DOCUMENT_TOLD, _each(correction_taken_back),
    ),
    Stream(
        40, "correction", _made_singly, "at", "pk", CORRECTION_OF_DOCUMENT_TOLD, _each(correction_made),
    ),
    Stream(10, "person", PersonMerge.objects.all, "at", "pk", MERGE_TOLD, _each(merged)),
    Stream(11, "person", lambda: _undone(PersonMerge), "undone_at", "pk", MERGE_TOLD, _each(merge_undone)),
    Stream(12, "person", PersonSplit.objects.all, "at", "pk", SPLIT_TOLD, _each(split)),
    Stream(13, "person", lambda: _undone(PersonSplit), "undone_at", "pk", SPLIT_TOLD, _each(split_undone)),
    Stream(31, "correction", lambda: _undone(Revision), "undone_at", "pk", REVISION_TOLD, _each(revision_undone)),
    Stream(41, "correction", Revision.objects.all, "at", "pk", REVISION_TOLD, _each(revised)),
    Stream(50, "decision", Check.objects.all, "at", "pk", CHECK_OF_DOCUMENT_TOLD, _each(checked)),
    Stream(
        51, "decision", ReferenceDecision.objects.all, "at", "pk", REFERENCE_OF_DOCUMENT_TOLD,
        _each(reference_decided),
    ),
    Stream(
        52, "decision", lambda: _ended(ReferenceDecision), "withdrawn_at", "pk", REFERENCE_OF_DOCUMENT_TOLD,
        _each(reference_left_to_rules),
    ),
    Stream(53, "decision", Settlement.objects.all, "at", "pk", SETTLEMENT_OF_DOCUMENT_TOLD, _each(settled)),
    Stream(
        54, "decision", lambda: _ended(Settlement), "withdrawn_at", "pk", SETTLEMENT_OF_DOCUMENT_TOLD,
        _each(put_back),
    ),
)  # fmt: skip
"""Where changes come from; a stream's rank orders what happened at one moment, and is part of addresses."""


def latest(kind: str, place: Place | None, most: int) -> tuple[list[Happening], Place | None]:
    """The latest happenings before a place, and the place from which to go on, None at the end."""
    streams = {stream.rank: stream for stream in STREAMS if kind in ("", stream.kind)}
    found = [stream.before(place, most + 1) for stream in streams.values()]
    merged = heapq.merge(*found, key=lambda one: (one[0].when, one[0].rank, one[0].number), reverse=True)
    taken = list(islice(merged, most + 1))
    on = taken[most - 1][0] if len(taken) > most else None
    taken = taken[:most]
    said: dict[Place, Happening | None] = {}
    for rank, stream in streams.items():
        ours = [(where, told) for where, told in taken if where.rank == rank]
        if ours:
            said.update(zip([where for where, _ in ours], stream.said([told for _, told in ours]), strict=True))
    return [one for where, _ in taken if (one := said[where]) is not None], on
