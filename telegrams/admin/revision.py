"""Revisions: many documents corrected as one, by a choice in the list or by a spreadsheet."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from telegrams.admin.editor import editor_of
from telegrams.admin.linking import page_of
from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.admin.revision_drafts import demand, draft_view
from telegrams.admin.revision_forms import UndoForm
from telegrams.admin.revision_page import revision_page
from telegrams.admin.spreadsheets import asked_view, spreadsheet_view
from telegrams.models import Revision
from telegrams.revising.revisions import UndoneBefore, undo
from telegrams.saying import counted_of


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """Read here, and undone; made from the list of documents or by a spreadsheet."""

    list_display = ("number", "label", "kind", "documents", "by", "at", "state")
    list_display_links = ("number", "label")
    list_filter = ("kind", ("undone_at", admin.EmptyFieldListFilter), "by")
    list_select_related = ("by",)
    ordering = ("-id",)
    search_fields = ("label", "reason", "source")
    search_help_text = "Words of what was done, of the reason or the source."
    fields = ("label", "kind", "by", "at", "reason", "source", "state")
    readonly_fields = (*fields, "undone_by", "undone_at", "undo_reason")
    change_form_template = "admin/telegrams/revision/change_form.html"
    change_list_template = "admin/telegrams/revision/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        """The pages beside Django's own."""
        ours = [
            path("spreadsheet/", self._ours(spreadsheet_view), name="telegrams_revision_spreadsheet"),
            path("spreadsheet/documents/", self.admin_site.admin_view(asked_view), name="telegrams_revision_sheet"),
            path("draft/<int:number>/", self._ours(draft_view), name="telegrams_revision_draft"),
            path("<int:number>/undo/", self.admin_site.admin_view(self.undo_view), name="telegrams_revision_undo"),
        ]
        return [*ours, *super().get_urls()]

    def _ours(self, view: Any) -> Any:
        """A view of our own, handed what every page of the admin shows around its matter."""

        def answer(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            return view(request, self.admin_site.each_context(request), **kwargs)

        return self.admin_site.admin_view(answer)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        """Each with the number of its documents."""
        documents = Count("corrections__telegram", distinct=True)
        return super().get_queryset(request).annotate(document_count=documents)

    def get_fields(self, request: HttpRequest, obj: Revision | None = None) -> Any:
        """Who undid it stands on an undone one alone."""
        return self.readonly_fields if obj is not None and obj.undone_at else self.fields

    @admin.display(description="revision", ordering="id")
    def number(self, revision: Revision) -> str:
        """Its number."""
        return f"revision {revision.pk}"

    @admin.display(description="documents")
    def documents(self, revision: Revision) -> int:
        """How many documents it corrected."""
        return int(revision.document_count)  # type: ignore[attr-defined]

    @admin.display(description="state")
    def state(self, revision: Revision) -> str:
        """In a word."""
        return "undone" if revision.undone_at else "made"

    def shown_beside(self, revision: Revision, request: HttpRequest) -> dict[str, Any]:
        """The revision with its table."""
        return {"page": revision_page(revision, None if revision.undone_at else UndoForm())}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, with the way to spreadsheets for those who may use them."""
        may = request.user.has_perm("telegrams.add_revision")
        return super().changelist_view(request, {**(extra_context or {}), "may_revise": may})

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> Any:
        """The page, with its button for those who may undo."""
        may = request.user.has_perm("telegrams.change_revision")
        return super().change_view(request, object_id, form_url, {**(extra_context or {}), "may_undo": may})

    def undo_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Undo a revision, and say what became of it."""
        demand(request, "change_revision")
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        revision = get_object_or_404(Revision, pk=number)
        form = UndoForm(request.POST)
        if not form.is_valid():
            messages.error(request, "Nothing is undone yet: say why it is undone.")
            return HttpResponseRedirect(f"{page_of(revision)}#undo")
        try:
            done = undo(number, form.cleaned_data["reason"], editor_of(request))
        except UndoneBefore:
            messages.warning(request, "This revision was undone before.")
            return HttpResponseRedirect(page_of(revision))
        said = f"Undone: {counted_of(done.taken_back, 'correction', 'corrections')} taken back"
        back = f", {done.brought_back:,} former ones stand again" if done.brought_back else ""
        messages.success(request, f"{said}{back}.")
        if done.left:
            left = counted_of(len(done.left), "correction", "corrections")
            messages.warning(request, f"{left} left as they are, for later ones stand over them; they are named below.")
        return HttpResponseRedirect(page_of(revision))
