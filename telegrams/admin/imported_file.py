"""Files that runs met."""

from django.contrib import admin

from telegrams.admin.lists import NewestRunsFilter, NewestValuesFilter
from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import ImportedFile


@admin.register(ImportedFile)
class ImportedFileAdmin(ReadOnlyAdmin):
    """Read only: the record of what was loaded from where."""

    list_display = ("name", "volume", "document", "outcome", "reader", "reader_version", "run")
    list_filter = (
        "outcome",
        ("reader", NewestValuesFilter),
        ("volume", NewestValuesFilter),
        ("run", NewestRunsFilter),
    )
    list_select_related = ("run",)
    ordering = ("-id",)
    search_fields = ("name", "document", "sha256")
