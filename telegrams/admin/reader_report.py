"""Readers' reports: the queue, the oldest first, and the page on which one is decided."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString

from telegrams import reporting
from telegrams.admin.editor import editor_of
from telegrams.admin.linking import link_to, list_of, page_of
from telegrams.admin.read_only import ReadOnlyAdmin
from telegrams.admin.reader_report_page import AcceptForm, DeclineForm, reader_report_page
from telegrams.corrections import NotAValue
from telegrams.curating import Overtaken, odd_since
from telegrams.models import ReaderReport
from telegrams.reporting import Decided
from telegrams.saying import counted_of, shortened


class StateFilter(admin.SimpleListFilter):
    """By what became of a report; at first those that nobody has decided."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices beside the queue."""
        return [*ReaderReport.STATES[1:], ("all", "all")]

    def choices(self, changelist: Any) -> Any:
        """The first choice is the queue, not all."""
        first, *rest = super().choices(changelist)
        return [{**first, "display": "to decide"}, *rest]

    def queryset(self, request: HttpRequest, queryset: QuerySet[ReaderReport]) -> QuerySet[ReaderReport]:
        """The reports chosen."""
        return queryset if self.value() == "all" else queryset.filter(state=self.value() or "new")


@admin.register(ReaderReport)
class ReaderReportAdmin(ReadOnlyAdmin):
    """Readers' words stay as they were sent; what an editor does with them is accept, decline, or put away as spam."""

    list_display = ("number", "document", "about", "what", "at", "state")
    list_display_links = ("number", "what")
    list_filter = (StateFilter, "telegram__volume")
    list_select_related = ("telegram__volume",)
    ordering = ("pk",)
    search_fields = ("telegram__document", "telegram__heading", "said", "source", "passage")
    search_help_text = "Words of the heading or of the report, or d690."
    actions = ("put_away_as_spam",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ReaderReport]:
        """Without the long columns of the documents, which only the page of one report asks for."""
        rows = super().get_queryset(request).select_related("telegram__volume", "decided_by", "correction")
        match = request.resolver_match
        if match is None or not (match.url_name or "").endswith("_changelist"):
            return rows
        return rows.defer("telegram__text", "telegram__layout", "telegram__loaded")

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Those who sort reports."""
        return bool(request.user.has_perm("telegrams.change_readerreport"))

    @admin.display(description="report", ordering="pk")
    def number(self, report: ReaderReport) -> str:
        """Its number, which the reader was told."""
        return f"report {report.pk}"

    @admin.display(description="document", ordering="telegram")
    def document(self, report: ReaderReport) -> SafeString | str:
        """The document, by a link."""
        return link_to(report.telegram)

    @admin.display(description="about", ordering="field")
    def about(self, report: ReaderReport) -> str:
        """The fact that it names, or the beginning of its passage."""
        return report.get_field_display() if report.field else shortened(report.passage, 40) or "–"

    @admin.display(description="what is wrong", ordering="said")
    def what(self, report: ReaderReport) -> str:
        """The reader's words, cut to a few lines."""
        return shortened(report.said, 140)

    @admin.action(description="Put away as spam", permissions=["decide"])
    def put_away_as_spam(self, request: HttpRequest, queryset: QuerySet[ReaderReport]) -> None:
        """Those that nobody has decided."""
        done = 0
        for report in queryset.filter(state="new").only("pk", "telegram"):
            try:
                reporting.decline(report.pk, editor_of(request), "", as_spam=True)
            except Decided:
                continue
            self.log_change(request, report, "put away as spam")
            done += 1
        messages.success(request, f"{counted_of(done, 'report', 'reports')} put away as spam.")

    def get_urls(self) -> list[URLPattern]:
        """One more address for each report: where its decision is sent."""
        decide = self.admin_site.admin_view(self.decide)
        return [
            path("<int:number>/decide/", decide, name="telegrams_readerreport_decide"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The page of a report, its forms filled with the reader's words."""
        if not self.has_view_permission(request) or request.method == "POST":
            raise PermissionDenied
        number = unquote(object_id)
        report = self.get_queryset(request).filter(pk=number).first() if number.isdecimal() else None
        if report is None:
            raise Http404("There is no such report.")
        return self._page(request, report)

    def _page(
        self,
        request: HttpRequest,
        report: ReaderReport,
        accept: AcceptForm | None = None,
        decline: DeclineForm | None = None,
    ) -> HttpResponse:
        """The page; with a form given, that form with what was typed and what it lacks."""
        context = {
            **self.admin_site.each_context(request),
            "page": reader_report_page(report, accept, decline),
            "title": f"Report {report.pk}",
            "original": report,
            "opts": self.opts,
            "may_decide": self.has_decide_permission(request),
            "may_correct": request.user.has_perm("telegrams.add_correction"),
        }
        return TemplateResponse(request, "admin/telegrams/readerreport/change_form.html", context)

    def decide(self, request: HttpRequest, number: int) -> HttpResponse:
        """Accept, decline, put away as spam, or take up again."""
        if not self.has_decide_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        report = get_object_or_404(self.get_queryset(request), pk=number)
        try:
            return _DECISIONS.get(request.POST.get("decision", ""), ReaderReportAdmin.nothing)(self, request, report)
        except Decided as decided:
            who = decided.report.decided_by
            said = f"Report {number} was {decided.report.get_state_display()} meanwhile{f' by {who}' if who else ''}."
            messages.warning(request, said)
            return HttpResponseRedirect(page_of(report))

    def nothing(self, request: HttpRequest, report: ReaderReport) -> HttpResponse:
        """A form of no known button."""
        messages.error(request, "Nothing was decided: choose one of the buttons.")
        return HttpResponseRedirect(page_of(report))

    def accept(self, request: HttpRequest, report: ReaderReport) -> HttpResponse:
        """One click: the correction is made, the report settled, the reader credited as the editor left it."""
        if not request.user.has_perm("telegrams.add_correction"):
            raise PermissionDenied
        form = AcceptForm(report, request.POST)
        if not form.is_valid():
            return self._page(request, report, form)
        said = form.cleaned_data
        try:
            made = reporting.accept(
                report.pk, form.edit(), said["reason"], said["source"], editor_of(request), said["reported_by"]
            )
        except NotAValue as refused:
            form.add_error("value", f"{refused}.")
            return self._page(request, report, form)
        except Overtaken as overtaken:
            form.tell_of_other(overtaken.now[0])
            return self._page(request, report, form)
        line = f"{made.get_field_display()}: “{made.made_against or 'not stated'}” → “{made.value or 'not stated'}”"
        self.log_change(request, report, f"accepted; {line}")
        self.log_change(request, report.telegram, f"{line} (report {report.pk})")
        messages.success(request, f"Corrected: {line}. Readers see it with its reason and source.")
        if odd := odd_since([made]):
            messages.warning(request, odd)
        return self._on(request, report)

    def decline(self, request: HttpRequest, report: ReaderReport) -> HttpResponse:
        """It is not so, or cannot be shown; the note says why, to editors."""
        form = DeclineForm(request.POST)
        if not form.is_valid():
            return self._page(request, report, decline=form)
        reporting.decline(report.pk, editor_of(request), form.cleaned_data["note"])
        self.log_change(request, report, "declined")
        messages.success(request, f"Report {report.pk} declined.")
        return self._on(request, report)

    def spam(self, request: HttpRequest, report: ReaderReport) -> HttpResponse:
        """It is no report."""
        reporting.decline(report.pk, editor_of(request), "", as_spam=True)
        self.log_change(request, report, "put away as spam")
        messages.success(request, f"Report {report.pk} put away as spam.")
        return self._on(request, report)

    def reopen(self, request: HttpRequest, report: ReaderReport) -> HttpResponse:
        """Back into the queue."""
        if reporting.reopen(report.pk):
            self.log_change(request, report, "taken up again")
            messages.success(request, f"Report {report.pk} stands in the queue again.")
        return HttpResponseRedirect(page_of(report))

    def _on(self, request: HttpRequest, report: ReaderReport) -> HttpResponse:
        """To the next report of the queue; to the list where there is none."""
        following = ReaderReport.objects.filter(state="new", pk__gt=report.pk).only("pk", "telegram").first()
        return HttpResponseRedirect(page_of(following) if following else list_of(ReaderReport))


_DECISIONS = {
    "accept": ReaderReportAdmin.accept,
    "decline": ReaderReportAdmin.decline,
    "spam": ReaderReportAdmin.spam,
    "reopen": ReaderReportAdmin.reopen,
}
