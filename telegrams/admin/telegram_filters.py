"""The filters beside the list of telegrams."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from telegrams.curating import with_conflict
from telegrams.models import Correction, Problem, Telegram


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
