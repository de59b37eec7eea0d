"""What was sent from the browser to be loaded: by whom, which files, and what became of them."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from telegrams.admin.linking import link_to
from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import Upload


@admin.register(Upload)
class UploadAdmin(ReadOnlyAdmin):
    """Read only: an upload is rehearsed and accepted on its own page."""

    list_display = ("sent", "by", "at", "state", "of_run")
    list_filter = ("state", "by")
    list_select_related = ("by", "run")
    date_hierarchy = "at"
    ordering = ("-id",)
    search_fields = ("files",)
    search_help_text = "The name of a file, or a checksum."
    fields = ("sent", "page", "by", "at", "state", "said", "volume", "of_run", "files", "not_taken")
    readonly_fields = fields

    @admin.display(description="files")
    def sent(self, upload: Upload) -> str:
        """The names of the first files."""
        return str(upload)

    @admin.display(description="its page")
    def page(self, upload: Upload) -> SafeString:
        """Where it is rehearsed and accepted."""
        return format_html('<a href="{}">rehearsal and load</a>', reverse("admin:load-upload", args=[upload.pk]))

    @admin.display(description="run")
    def of_run(self, upload: Upload) -> SafeString | str:
        """The run that loaded it."""
        return link_to(upload.run)

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By the words of the list of files."""
        words = search_term.split()[:5]
        for word in words:
            queryset = queryset.filter(files__icontains=word)
        return queryset, False
