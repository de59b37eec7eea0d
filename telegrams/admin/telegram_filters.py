"""The filters beside the list of telegrams."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import PAGE_VAR, ChangeList
from django.db.models import Exists, F, Max, Min, OuterRef, Q, QuerySet
from django.http import HttpRequest

from telegrams.admin import lists
from telegrams.curating import with_conflict
from telegrams.models import Correction, Problem, Telegram


class AfterFilter(admin.SimpleListFilter):
    """Documents that stand after one, in the order by volume or by day: how a long list is read to its end.

    The database begins there by an index; a page of a high number would have it read all that stands before.
    """

    title = "where the list begins"
    parameter_name = "after"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The document after which the list begins, where one is asked for."""
        return [(asked, f"after {asked}") for asked in [request.GET.get("after", "")] if asked]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Telegram]) -> QuerySet[Telegram]:
        """The documents after it; all where there is no such document."""
        volume, _, document = (self.value() or "").rpartition("/")
        last = Telegram.objects.filter(volume__slug=volume, document=document).annotate(slug=F("volume__slug"))
        found = last.values_list("pk", "slug", "document_key", "earliest").first() if document else None
        if found is None:
            return queryset
        number, slug, key, day = found
        after = _after_name(number, slug, key)
        order = request.GET.get("o", "")
        if order.lstrip("-") != SENT_COLUMN:
            return queryset.filter(after)
        of_that_day = Q(earliest=day) & after
        if order.startswith("-"):
            return queryset.filter(of_that_day | (Q(earliest__lt=day) if day else Q(earliest__isnull=False)))
        if day is None:
            return queryset.filter(of_that_day)
        dated = queryset.filter(of_that_day | Q(earliest__gt=day), earliest__gte=day)
        # While more dated ones follow than are counted, undated ones need not be looked for: it is they that an index
        # cannot find beside the days. A search is narrowed after this, and has few documents.
        if not request.GET.get("q") and dated.order_by().values("pk")[lists.COUNTED : lists.COUNTED + 1].exists():
            return dated
        return queryset.filter(of_that_day | Q(earliest__gt=day) | Q(earliest=None))


SENT_COLUMN = "3"
"""The place of the day sent among the columns, by which the list's address names its order."""


def _after_name(number: int, slug: str, key: str) -> Q:
    """The bound of the volume alone is said besides: by it the database knows where to begin."""
    further = Q(document_key__gt=key) | Q(document_key=key, pk__lt=number)
    return Q(volume__slug__gte=slug) & (Q(volume__slug__gt=slug) | (Q(volume__slug=slug) & further))


def after_last(listed: ChangeList) -> str:
    """The address of the list from where this page ends, where more rows follow than are counted; else ''."""
    rows = list(listed.result_list)
    if not rows or not isinstance(listed.paginator.count, lists.AtLeast):
        return ""
    return str(listed.get_query_string({"after": str(rows[-1]), PAGE_VAR: None}))


class DecadeFilter(admin.SimpleListFilter):
    """By the ten years in which the first possible day lies."""

    title = "decade"
    parameter_name = "decade"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """From that of the first day held to that of the last; both stand at an end of an index."""
        days = Telegram.objects.aggregate(first=Min("earliest"), last=Max("earliest"))
        if days["first"] is None:
            return []
        decades = range(days["first"].year // 10 * 10, days["last"].year + 1, 10)
        return [(str(year), f"{year}–{year + 9}") for year in decades]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Telegram]) -> QuerySet[Telegram]:
        """The documents of those years; any other word chooses all."""
        asked = self.value() or ""
        if not (asked.isascii() and asked.isdecimal() and 0 < int(asked) < 9990):
            return queryset
        return queryset.filter(earliest__range=(date(int(asked), 1, 1), date(int(asked) + 9, 12, 31)))


class CorrectionFilter(admin.SimpleListFilter):
    """By what people have corrected."""

    title = "corrections"
    parameter_name = "corrections"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [
            ("standing", "with a standing correction"),
            ("conflict", "in conflict with a later load"),
            ("none", "without"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Telegram]) -> QuerySet[Telegram]:
        """The documents chosen; any other word chooses all."""
        standing = Exists(Correction.objects.filter(telegram=OuterRef("pk"), withdrawn_at=None))
        asked = {"standing": standing, "conflict": with_conflict(), "none": ~standing}.get(self.value() or "")
        return queryset if asked is None else queryset.filter(asked)


class DatedFilter(admin.SimpleListFilter):
    """By whether a day is known."""

    title = "date"
    parameter_name = "dated"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [("no", "undated"), ("yes", "dated")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Telegram]) -> QuerySet[Telegram]:
        """Undated: neither a first nor a last possible day."""
        if self.value() == "no":
            return queryset.filter(earliest=None, latest=None)
        return queryset.exclude(earliest=None, latest=None) if self.value() == "yes" else queryset


class HeldFilter(admin.SimpleListFilter):
    """By whether readers are shown the document."""

    title = "shown to readers"
    parameter_name = "held"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [("yes", "shown"), ("no", "withdrawn")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Telegram]) -> QuerySet[Telegram]:
        """The documents chosen."""
        asked = {"yes": True, "no": False}.get(self.value() or "")
        return queryset if asked is None else queryset.filter(withdrawn_at__isnull=asked)


class ProblemFilter(admin.SimpleListFilter):
    """By whether the load that brought the document met problems in it."""

    title = "problems"
    parameter_name = "problems"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [("yes", "with problems"), ("no", "without")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Telegram]) -> QuerySet[Telegram]:
        """The documents chosen."""
        met = Exists(problems_of_document())
        asked = {"yes": met, "no": ~met}.get(self.value() or "")
        return queryset if asked is None else queryset.filter(asked)


def problems_of_document() -> QuerySet[Problem]:
    """The problems of the load that brought a document, as a subquery on telegrams."""
    return Problem.objects.filter(
        run=OuterRef("run"), volume=OuterRef("volume__slug"), document=OuterRef("document")
    ).order_by()
