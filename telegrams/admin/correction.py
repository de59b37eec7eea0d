"""Corrections: what stands, what was taken back, and what a later load contradicts."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.safestring import SafeString

from telegrams import curating
from telegrams.admin.editor import editor_of
from telegrams.admin.linking import link_to, page_of
from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.corrections import field_of
from telegrams.errata import PlacedField, in_words
from telegrams.models import Correction
from telegrams.models.choices import choices
from telegrams.saying import NOT_STATED, counted_of
from telegrams.vocabulary import HeaderField


class StandingFilter(admin.SimpleListFilter):
    """By what became of a correction."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices."""
        return [
            ("standing", "standing"),
            ("conflict", "in conflict with a later load"),
            ("back", "taken back or replaced"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Correction]) -> QuerySet[Correction]:
        """The corrections chosen."""
        if self.value() == "standing":
            return queryset.filter(withdrawn_at=None)
        if self.value() == "conflict":
            return queryset.filter(Exists(curating.in_conflict().filter(pk=OuterRef("pk"))))
        return queryset.exclude(withdrawn_at=None) if self.value() == "back" else queryset


class FieldFilter(admin.SimpleListFilter):
    """By what is corrected."""

    title = "field"
    parameter_name = "field"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices: the fields of the header, and what has a place."""
        return [*choices(HeaderField), ("text:", "Text"), ("note:", "Places of notes"), ("page:", "Page marks")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Correction]) -> QuerySet[Correction]:
        """The corrections chosen; any other word chooses all."""
        asked = self.value() or ""
        if asked.endswith(":"):
            return queryset.filter(field__startswith=asked)
        return queryset.filter(field=asked) if asked else queryset


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """A correction is made on its document's page; here it can be taken back, or kept in a conflict."""

    list_display = ("what", "document", "value_shown", "instead_of", "state", "by", "at")
    list_filter = (StandingFilter, FieldFilter, "by", "telegram__volume")
    list_select_related = ("telegram__volume", "by")
    ordering = ("-at", "-pk")
    search_fields = ("telegram__document", "telegram__heading", "value", "made_against", "reason", "source")
    search_help_text = "Words of the heading, the values, the reason or the source; or d690."
    actions = ("take_back", "keep")
    fields = (
        "document",
        "what",
        "value_shown",
        "made_against",
        "as_loaded",
        "state",
        "reason",
        "source",
        "by",
        "reported_by",
        "at",
        "withdrawn_at",
        "withdrawn_by",
        "withdrawn_reason",
    )
    readonly_fields = fields
    change_form_template = "admin/telegrams/correction/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        """Each with whether a later load contradicts it, and the value loaded today."""
        conflict = Exists(curating.in_conflict().filter(pk=OuterRef("pk")))
        rows = super().get_queryset(request).defer("telegram__text", "telegram__layout")
        return rows.select_related("telegram__volume", "by").annotate(conflict=conflict)

    def has_correct_permission(self, request: HttpRequest) -> bool:
        """Those who may take corrections back, or keep them."""
        return bool(request.user.has_perm("telegrams.change_correction"))

    @admin.display(description="field", ordering="field")
    def what(self, correction: Correction) -> str:
        """What is corrected, in words."""
        return correction.get_field_display()

    @admin.display(description="document", ordering="telegram")
    def document(self, correction: Correction) -> SafeString | str:
        """The document, by a link to its page."""
        return link_to(correction.telegram)

    @admin.display(description="corrected to", ordering="value")
    def value_shown(self, correction: Correction) -> str:
        """The value readers see while the correction stands."""
        return correction.value or NOT_STATED

    @admin.display(description="instead of", ordering="made_against")
    def instead_of(self, correction: Correction) -> str:
        """The loaded value it replaced."""
        return correction.made_against or NOT_STATED

    @admin.display(description="loaded today")
    def as_loaded(self, correction: Correction) -> str:
        """The value of today's load."""
        field = field_of(correction.field)
        today = curating.shown_of(correction.telegram, [field])[field].loaded
        said = in_words(field, today, correction.telegram.text) if isinstance(field, PlacedField) else today
        return said or NOT_STATED

    @admin.display(description="state", ordering="withdrawn_at")
    def state(self, correction: Correction) -> str:
        """In a word."""
        if correction.withdrawn_at is not None:
            return "taken back or replaced"
        return "in conflict" if correction.conflict else "standing"  # type: ignore[attr-defined]

    @admin.action(description="Take back: show the loaded value again", permissions=["correct"])
    def take_back(self, request: HttpRequest, queryset: QuerySet[Correction]) -> HttpResponseRedirect | None:
        """Take back those that stand; readers see who did it, and why where that was written."""
        by, why = editor_of(request), request.POST.get("why", "").replace("\x00", "")[:500]
        return self._settle(request, queryset, lambda row: curating.take_back(row.pk, by, why), "taken back")

    @admin.action(description="Keep in a conflict: against today's loaded value", permissions=["correct"])
    def keep(self, request: HttpRequest, queryset: QuerySet[Correction]) -> HttpResponseRedirect | None:
        """Keep those that a later load contradicts."""
        return self._settle(request, queryset, lambda row: curating.keep(row.pk, editor_of(request)), "kept")

    def _settle(self, request: HttpRequest, queryset: QuerySet[Correction], verb: Any, done: str) -> Any:
        """Do the verb to each, say what became of them, and return to the document where there is one."""
        rows = list(queryset)
        settled = [row for row in rows if verb(row)]
        for row in settled:
            said = f"{row.get_field_display()}: the correction “{row.value or NOT_STATED}” was {done}"
            self.log_change(request, row.telegram, said)
        if settled:
            messages.success(request, f"{counted_of(len(settled), 'correction', 'corrections')} {done}.")
        if left := len(rows) - len(settled):
            messages.warning(request, f"{left} left as it is: taken back before, or not in conflict.")
        return HttpResponseRedirect(page_of(rows[0].telegram)) if len(rows) == 1 else None

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        """The page, with its actions as buttons for those who may use them."""
        may = self.has_correct_permission(request)
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "may_correct": may})
