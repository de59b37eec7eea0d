"""Posts: the facts of the cities from which documents were sent."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin

from telegrams.admin.seen import SeenAdmin, SeenForm
from telegrams.admin.widgets import SHORT_TEXTS
from telegrams.curating import named_anew
from telegrams.models import Post, Telegram


class PostForm(SeenForm):
    """The facts of a post: a place that is on the globe."""

    lat = forms.FloatField(required=False, min_value=-90, max_value=90, label="Latitude", help_text="North: 55.75.")
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, label="Longitude", help_text="East: 37.62.")


@admin.register(Post)
class PostAdmin(SeenAdmin, SimpleHistoryAdmin):
    """A post is made at first need from the table of posts; its facts are edited here."""

    form = PostForm

    list_display = ("city", "country", "tz", "lat", "lon", "documents")
    list_filter = ("country",)
    list_per_page = 100
    ordering = ("city",)
    search_fields = ("city", "country", "slug")
    readonly_fields = ("slug",)
    fields = ("slug", "city", "country", ("lat", "lon"), "tz", "source")
    formfield_overrides = SHORT_TEXTS
    object_history_list_template = "admin/telegrams/history_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        """Each with the number of documents sent from it."""
        return super().get_queryset(request).annotate(document_count=Count("telegrams"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Posts come from the table of posts."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        """Its address answers for ever."""
        return False

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        """Its documents are found by its new name."""
        super().save_model(request, obj, form, change)
        if "city" in form.changed_data:
            named_anew(Telegram.objects.filter(post=obj))

    @admin.display(description="documents", ordering="document_count")
    def documents(self, post: Post) -> int:
        """Documents sent from here."""
        return int(post.document_count)  # type: ignore[attr-defined]
