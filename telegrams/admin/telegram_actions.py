"""What can be done to the documents chosen in their list: correct a field in all, or save them as a spreadsheet."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from telegrams.admin.revision_drafts import kept_draft
from telegrams.admin.spreadsheets import sheet_of
from telegrams.models import Telegram
from telegrams.revising.columns import MOST_ROWS
from telegrams.revising.revisions import MOST_DOCUMENTS


@admin.action(description="Correct a field in all chosen…", permissions=["revise"])
def correct_in_all(_: Any, request: HttpRequest, queryset: QuerySet[Telegram]) -> HttpResponseBase | None:
    """Keep the choice, and ask what is to be done."""
    keys = _chosen(request, queryset, MOST_DOCUMENTS)
    return kept_draft(request, "bulk", documents=keys) if keys else None


@admin.action(description="Spreadsheet of these documents (XLSX)", permissions=["revise"])
def save_as_xlsx(_: Any, request: HttpRequest, queryset: QuerySet[Telegram]) -> HttpResponseBase | None:
    """The documents as an XLSX."""
    keys = _chosen(request, queryset, MOST_ROWS)
    return sheet_of(request, keys, "xlsx") if keys else None


@admin.action(description="Spreadsheet of these documents (CSV)", permissions=["revise"])
def save_as_csv(_: Any, request: HttpRequest, queryset: QuerySet[Telegram]) -> HttpResponseBase | None:
    """The documents as a CSV."""
    keys = _chosen(request, queryset, MOST_ROWS)
    return sheet_of(request, keys, "csv") if keys else None


def _chosen(request: HttpRequest, queryset: QuerySet[Telegram], most: int) -> list[int]:
    """The keys of the documents chosen, in the order of the list; none where they are too many."""
    keys = list(queryset.values_list("pk", flat=True)[: most + 1])
    if len(keys) > most:
        said = f"More than {most:,} documents are chosen; at most {most:,} are taken at once. Narrow the list first."
        messages.error(request, said)
        return []
    return keys
