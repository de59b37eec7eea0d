"""What editors have looked at in a queue and left as it stands; each can be put back."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from telegrams import settling
from telegrams.admin.editor import editor_of
from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import Settlement
from telegrams.saying import counted_of


@admin.register(Settlement)
class SettlementAdmin(ReadOnlyAdmin):
    """Made in a queue; here it can be put back there."""

    list_display = ("queue", "volume", "document", "text", "note", "by", "at", "withdrawn_at", "withdrawn_by")
    list_filter = ("queue", "by", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("by", "withdrawn_by")
    ordering = ("-id",)
    search_fields = ("volume", "document", "text", "note")
    actions = ("put_back",)

    def has_correct_permission(self, request: HttpRequest) -> bool:
        """Whoever may take corrections back may put this back."""
        return bool(request.user.has_perm("telegrams.change_correction"))

    @admin.action(description="Put back into its queue", permissions=["correct"])
    def put_back(self, request: HttpRequest, queryset: QuerySet[Settlement]) -> None:
        """Put back those that stand."""
        done = sum(settling.put_back(row.pk, editor_of(request)) for row in queryset)
        messages.success(request, f"{counted_of(done, 'finding waits', 'findings wait')} again.")
