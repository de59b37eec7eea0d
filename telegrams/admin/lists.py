"""What keeps long lists quick: nothing counts a whole table, or reads one to name its values."""

from functools import cached_property
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

from telegrams.models import ImportRun

COUNTED = 1_000
"""Rows that a list counts and pages through; further on it goes by filters, or from where a page ends."""

NEWEST = 5_000
"""Rows whose values a filter names."""

RUNS = 50
"""Runs that a filter names."""


class AtLeast(int):
    """A count that ended before the rows did."""

    def __str__(self) -> str:
        return f"over {int(self):,}"


class BoundedPaginator(Paginator):
    """Counts some pages' rows and no more: to count 300,000 takes longer than to show fifty."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, as far as they are counted."""
        rows: QuerySet[Any] = self.object_list  # type: ignore[assignment]
        counted = rows.order_by().values("pk")[: COUNTED + 1].count()
        return counted if counted <= COUNTED else AtLeast(COUNTED)


class NewestValuesFilter(admin.AllValuesFieldListFilter):
    """By a value; those of the newest rows are named, others can be asked for in the address."""

    def __init__(
        self, field: Any, request: HttpRequest, params: Any, model: Any, model_admin: Any, field_path: str
    ) -> None:
        super().__init__(field, request, params, model, model_admin, field_path)
        newest = model._default_manager.order_by("-pk").values_list(field_path, flat=True)[:NEWEST]
        self.lookup_choices: Any = sorted(set(newest), key=lambda value: (value is None, value))


class NewestRunsFilter(admin.RelatedFieldListFilter):
    """By a run; the newest are named."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        """The newest runs."""
        return [(run.pk, str(run)) for run in ImportRun.objects.order_by("-pk")[:RUNS]]
