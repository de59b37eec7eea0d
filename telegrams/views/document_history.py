"""The history of one document: what loads and people changed and decided, in order of time; a panel, and a page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, Func, IntegerField, Model, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.http import HttpRequest
from django.urls import reverse

from telegrams.comparing import ChangedRow, changed_rows
from telegrams.models import Attribution, Check, Correction, RecordChange, ReferenceDecision, Settlement, Telegram
from telegrams.views.asked import page_number
from telegrams.views.decided import (
    ATTRIBUTION_TOLD,
    CHECK_TOLD,
    REFERENCE_TOLD,
    SETTLEMENT_TOLD,
    checked,
    party_decided,
    party_left_to_rules,
    put_back,
    reference_decided,
    reference_left_to_rules,
    settled,
)
from telegrams.views.frame import Frame, frame
from telegrams.views.happened import (
    CORRECTION_TOLD,
    LOAD_TOLD,
    Happening,
    correction_made,
    correction_taken_back,
    load_made,
)
from telegrams.views.visible import on_one_line

MOST_TOLD = 100
"""Of loads, corrections and decisions each, what a document's page knows of: the latest; its history has all."""

UNFOLDED = 4
"""A history of no more stands open on the document's page."""

LISTED = 20
"""Of a longer one so many are listed there, the latest."""

ON_A_PAGE = 20
COMPARED = 400_000
"""Bytes, as stored, of two records that are set side by side; of larger ones only the summary is given."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """What editors decide of a document, of one sort: ``of`` names its columns by which a document is found.

    ``said``: the columns that say when something happened, each with its words.
    """

    name: str
    model: type[Model]
    of: Mapping[str, str]
    told: JSONObject
    said: tuple[tuple[str, Callable[[Mapping[str, Any]], Happening | None]], ...]

    def outer(self) -> QuerySet[Any]:
        """Those of the document of the question around, the latest first."""
        return self._rows({column: OuterRef(place) for column, place in self.of.items()})

    def of_document(self, telegram: Telegram) -> list[Mapping[str, Any]]:
        """All of a document, as the database tells them."""
        places = {"pk": telegram.pk, "volume__slug": telegram.volume.slug, "document": telegram.document}
        return list(
            self._rows({column: places[self.of[column]] for column in self.of}).values_list(self.told, flat=True)
        )

    def _rows(self, of: Mapping[str, Any]) -> QuerySet[Any]:
        return self.model._default_manager.filter(**of).order_by("-pk")

    def happenings(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[Happening]:
        """What happened, in words."""
        for row in rows:
            for when, said in self.said:
                if row[when] and (one := said(row)) is not None:
                    yield one


_OF_THIS = {"telegram": OuterRef("pk")}
_BY_KEY = {"telegram": "pk"}
DECISIONS = (
    Decisions("checks", Check, _BY_KEY, CHECK_TOLD, (("at", checked),)),
    Decisions(
        "references", ReferenceDecision, _BY_KEY, REFERENCE_TOLD,
        (("at", reference_decided), ("withdrawn_at", reference_left_to_rules)),
    ),
    Decisions(
        "parties", Attribution, _BY_KEY, ATTRIBUTION_TOLD, (("at", party_decided), ("undone_at", party_left_to_rules))
    ),
    Decisions(
        "settlements", Settlement, {"volume": "volume__slug", "document": "document"}, SETTLEMENT_TOLD,
        (("at", settled), ("withdrawn_at", put_back)),
    ),
)  # fmt: skip
"""What else is told of a document; another sort stands here to be seen in histories."""

_HISTORY = {
    "loads_told": ArraySubquery(
        RecordChange.objects.filter(**_OF_THIS).order_by("-pk").values(told=LOAD_TOLD)[:MOST_TOLD]
    ),
    "corrections_told": ArraySubquery(
        Correction.objects.filter(**_OF_THIS).order_by("-pk").values(told=CORRECTION_TOLD)[:MOST_TOLD]
    ),
    **{f"{one.name}_told": ArraySubquery(one.outer().values(told=one.told)[:MOST_TOLD]) for one in DECISIONS},
}
"""Annotations on telegrams by which a document is read with its history, without a question more."""


def with_history() -> QuerySet[Telegram]:
    """Documents read for their page, and what was done to each."""
    return Telegram.objects.for_reading().annotate(**_HISTORY)


@dataclass(frozen=True, slots=True)
class HistoryShown:
    """The panel: the latest in order of time; ``count`` all that are known of, ``whole`` where they all stand."""

    happenings: tuple[Happening, ...]
    count: str
    is_folded: bool
    whole: str


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """The page: a stretch of the history in order of time, each load with what it changed."""

    frame: Frame
    telegram: Telegram
    title: str
    happenings: tuple[Happening, ...]
    count: int
    before: str
    after: str

    @classmethod
    def of(cls, telegram: Telegram, request: HttpRequest) -> "HistoryPage":
        """The page of a telegram's history that a request asks for; the latest stand on the last."""
        loads = list(telegram.record_changes.order_by("pk").values_list(LOAD_TOLD, flat=True))
        # Not by telegram.corrections: a document is read for its page with the standing ones alone.
        corrections = Correction.objects.filter(telegram=telegram).order_by("pk")
        made = list(corrections.values_list(CORRECTION_TOLD, flat=True))
        decided = [one for kind in DECISIONS for one in kind.happenings(kind.of_document(telegram))]
        whole = in_order(loads, made, decided)
        number = page_number(request)
        shown = whole[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
        compared = _compared([int(one.name.removeprefix("load-")) for one in shown if one.kind == "load"])
        by_name = {f"load-{row['pk']}": row for row in loads}
        address = reverse("document-history", args=[telegram.volume.slug, telegram.document])
        title = on_one_line(telegram.heading) or str(telegram)
        return cls(
            frame=frame(f"History of {title}"),
            telegram=telegram,
            title=title,
            happenings=tuple(
                load_made(by_name[one.name], compared.get(one.name, ())) if one.kind == "load" else one for one in shown
            ),
            count=len(whole),
            before=f"{address}?page={number - 1}" if number > 1 else "",
            after=f"{address}?page={number + 1}" if len(whole) > number * ON_A_PAGE else "",
        )


def history_shown(telegram: Any) -> HistoryShown:
    """The panel of a document that was read ``with_history``."""
    rows = [(kind, getattr(telegram, f"{kind.name}_told")) for kind in DECISIONS]
    decided = [one for kind, told in rows for one in kind.happenings(told)]
    whole = in_order(telegram.loads_told, telegram.corrections_told, decided)
    known = (telegram.loads_told, telegram.corrections_told, *(told for _, told in rows))
    is_cut = any(len(told) == MOST_TOLD for told in known)
    return HistoryShown(
        happenings=tuple(whole[-LISTED:]),
        count=f"{len(whole)} or more" if is_cut else str(len(whole)),
        is_folded=len(whole) > UNFOLDED,
        whole=reverse("document-history", args=[telegram.volume.slug, telegram.document]),
    )


def in_order(
    loads: Iterable[Mapping[str, Any]], made: Sequence[Mapping[str, Any]], decided: Iterable[Happening] = ()
) -> list[Happening]:
    """All that happened, the first first; a correction that another replaced ends by that other's line."""
    happenings = [load_made(row) for row in loads]
    happenings += [correction_made(row) for row in made]
    happenings += [correction_taken_back(row) for row in made if row["withdrawn_at"] and not row["is_replaced"]]
    happenings += decided
    return sorted(happenings, key=lambda one: (one.when, one.kind != "load"))


def _compared(keys: list[int]) -> dict[str, list[ChangedRow]]:
    """What changed in each of these loads; only here are whole records read, and only those of a bearable size."""
    rows = RecordChange.objects.filter(pk__in=keys, action="changed")
    size = Func(F("before"), function="pg_column_size", output_field=IntegerField()) + Func(
        F("after"), function="pg_column_size", output_field=IntegerField()
    )
    bearable = rows.annotate(size=size).filter(size__lt=COMPARED).only("before", "after")
    return {f"load-{row.pk}": changed_rows(row.before, row.after) for row in bearable}
