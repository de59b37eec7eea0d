"""Volumes: the facts of their title pages, and the way out of the archive and back."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from simple_history.admin import SimpleHistoryAdmin

from telegrams.admin.editor import editor_of
from telegrams.admin.linking import list_of
from telegrams.admin.seen import SeenAdmin, SeenForm
from telegrams.admin.widgets import SHORT_TEXTS
from telegrams.curating import bring_back, named_anew
from telegrams.importing.walk import AnotherImport, run_withdrawal
from telegrams.models import Problem, Telegram, Volume
from telegrams.saying import counted_of


@admin.register(Volume)
class VolumeAdmin(SeenAdmin, SimpleHistoryAdmin):
    """A volume is made by its first document; what its title page says is edited here."""

    form = SeenForm

    list_display = ("slug", "short_title", "published", "held", "withdrawn", "is_specimen", "title_is_derived")
    list_filter = ("is_specimen", "title_is_derived")
    list_per_page = 50
    ordering = ("slug",)
    search_fields = ("slug", "title", "short_title")
    actions = ("withdraw", "restore")
    fields = (
        "slug",
        "title",
        "short_title",
        "title_is_derived",
        "place",
        "publisher",
        "published",
        "rights",
        "is_specimen",
        "held",
        "withdrawn",
        "audit",
    )
    readonly_fields = ("slug", "is_specimen", "held", "withdrawn", "audit")
    change_form_template = "admin/telegrams/volume/change_form.html"
    formfield_overrides = SHORT_TEXTS
    object_history_list_template = "admin/telegrams/history_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Volume]:
        """Each with how many documents readers are shown, and how many are withdrawn."""
        return (
            super()
            .get_queryset(request)
            .annotate(
                held_count=Count("telegrams", filter=Q(telegrams__withdrawn_at=None) & ~Q(telegrams=None)),
                withdrawn_count=Count("telegrams", filter=Q(telegrams__withdrawn_at__isnull=False)),
            )
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A volume is made by its first document."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Volume | None = None) -> bool:
        """Its address answers for ever."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list; what is sent to it is refused outright from those who may change no volume."""
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        return super().changelist_view(request, extra_context)

    @admin.display(description="documents shown", ordering="held_count")
    def held(self, volume: Volume) -> int:
        """Documents that readers are shown."""
        return int(getattr(volume, "held_count", 0))

    @admin.display(description="withdrawn", ordering="withdrawn_count")
    def withdrawn(self, volume: Volume) -> int:
        """Documents taken out of the archive."""
        return int(getattr(volume, "withdrawn_count", 0))

    @admin.display(description="audit")
    def audit(self, volume: Volume) -> SafeString:
        """What stands of the remarks of its loads, and the way to them all."""
        count = Problem.objects.standing(volume.slug).count()
        words = counted_of(count, "remark stands", "remarks stand")
        every = list_of(Problem, urlencode({"volume": volume.slug}))
        page = reverse("volume-audit", args=[volume.slug])
        return format_html(
            '{}: <a href="{}">by kind</a>, <a href="{}">all that loads ever remarked</a>', words, page, every
        )

    @admin.action(description="Withdraw from the archive", permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Volume]) -> None:
        """Take all documents out of search and lists; their addresses say so, nothing is deleted."""
        self._each(request, queryset, _withdraw, "withdrawn from the archive")

    @admin.action(description="Bring back into the archive", permissions=["change"])
    def restore(self, request: HttpRequest, queryset: QuerySet[Volume]) -> None:
        """Show all withdrawn documents again."""
        self._each(request, queryset, bring_back, "brought back")

    def _each(self, request: HttpRequest, queryset: QuerySet[Volume], verb: Any, done: str) -> None:
        for volume in queryset:
            try:
                count = verb(volume.slug, editor_of(request))
            except AnotherImport:
                messages.error(request, "An import is running. Try again when it has ended.")
                return
            self.log_change(request, volume, f"{count} documents {done}")
            messages.success(request, f"Volume {volume.slug}: {counted_of(count, 'document', 'documents')} {done}.")

    def save_model(self, request: HttpRequest, obj: Volume, form: Any, change: bool) -> None:
        """A title that an editor wrote is not derived any more; its documents are found by its new short title."""
        if "title" in form.changed_data and "title_is_derived" not in form.changed_data:
            obj.title_is_derived = False
        super().save_model(request, obj, form, change)
        if "short_title" in form.changed_data:
            named_anew(Telegram.objects.filter(volume=obj))


def _withdraw(slug: str, by: User) -> int:
    return run_withdrawal(slug, by).documents["withdrawn"]
