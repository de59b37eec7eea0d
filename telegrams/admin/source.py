"""Sources: the text of each document as it stood in its file."""

from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from telegrams.admin.linking import page_of
from telegrams.admin.lists import NewestValuesFilter
from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import Source, Telegram
from telegrams.records import sha256_of


@admin.register(Source)
class SourceAdmin(ReadOnlyAdmin):
    """Read only: nobody edits the printed source."""

    list_display = ("name", "first_line", "reader", "reader_version", "sha256", "documents")
    list_filter = (("reader", NewestValuesFilter), ("reader_version", NewestValuesFilter))
    ordering = ("-id",)
    search_fields = ("name", "sha256")
    search_help_text = "The name of a file, or a checksum."
    fields = ("name", "first_line", "reader", "reader_version", "sha256", "fixity", "documents")
    readonly_fields = fields
    change_form_template = "admin/telegrams/source/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """With its documents; the text is asked for by the page of one source."""
        documents = Telegram.objects.select_related("volume").only("document", "source", "volume__slug")
        return super().get_queryset(request).defer("text").prefetch_related(Prefetch("telegrams", documents))

    @admin.display(description="documents read from it")
    def documents(self, source: Source) -> SafeString | str:
        """Links to the documents that are held in this reading; a former reading has none."""
        links = format_html_join(", ", '<a href="{}">{}</a>', ((page_of(one), one) for one in source.telegrams.all()))
        return links or "none: a former reading"

    @admin.display(description="text unchanged since it was loaded")
    def fixity(self, source: Source) -> str:
        """Whether the text still has its checksum."""
        return "yes, its checksum agrees" if sha256_of(source.text) == source.sha256 else "NO: its checksum differs"

    def shown_beside(self, source: Source, request: HttpRequest) -> dict[str, Any]:
        """The source with its text in numbered lines."""
        return {"lines": list(enumerate(source.text.split("\n"), source.first_line))}
