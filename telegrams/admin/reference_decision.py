"""Which documents editors have chosen for printed references; each can be taken back."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from telegrams import settling
from telegrams.admin.editor import editor_of
from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.models import ReferenceDecision
from telegrams.saying import counted_of


@admin.register(ReferenceDecision)
class ReferenceDecisionAdmin(ReadOnlyAdmin):
    """A decision is made in its queue; here it can be taken back."""

    list_display = ("printed", "telegram", "target", "reason", "by", "at", "withdrawn_at", "withdrawn_by")
    list_filter = ("by", ("withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("telegram__volume", "target__volume", "by", "withdrawn_by")
    ordering = ("-id",)
    search_fields = ("printed", "telegram__document", "reason")
    actions = ("take_back",)

    def has_correct_permission(self, request: HttpRequest) -> bool:
        """Whoever may take corrections back may take this back."""
        return bool(request.user.has_perm("telegrams.change_correction"))

    @admin.action(description="Take back: let the rules say again what is meant", permissions=["correct"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[ReferenceDecision]) -> None:
        """Take back those that stand."""
        done = sum(settling.take_back_choice(row.pk, editor_of(request)) for row in queryset)
        messages.success(request, f"{counted_of(done, 'decision', 'decisions')} taken back.")
