"""Telegrams: the list an editor works from, and the page on which header values are corrected."""

from itertools import islice
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from telegrams import curating, reporting
from telegrams.admin.editor import editor_of
from telegrams.admin.lists import BoundedPaginator
from telegrams.admin.previewing import preview, readers_page
from telegrams.admin.reported import fill_in, report_of
from telegrams.admin.telegram_actions import correct_in_all, save_as_csv, save_as_xlsx
from telegrams.admin.telegram_filters import (
    AfterFilter,
    CorrectionFilter,
    DatedFilter,
    DecadeFilter,
    HeldFilter,
    ProblemFilter,
    after_last,
    problems_of_document,
)
from telegrams.admin.telegram_form import CorrectionForm
from telegrams.admin.telegram_page import May, telegram_page
from telegrams.corrections import NotAValue
from telegrams.knock_on import foresee
from telegrams.models import Correction, Participation, Telegram, Volume
from telegrams.parsing.file_number import file_key
from telegrams.saying import NOT_STATED, days_said, shortened
from telegrams.search import ENGINE
from telegrams.search.query import Query
from telegrams.vocabulary import Role

MOST_WORDS = 12
"""Words of a search that are looked for; what stands after them is left out."""

MOST_FOUND = 2_000
"""Documents that a search lists for editors; readers see all."""


@admin.register(Telegram)
class TelegramAdmin(admin.ModelAdmin):
    """Documents are loaded, never added or deleted by hand; their header values are corrected."""

    list_display = (
        "title",
        "name",
        "sent",
        "kind",
        "sender",
        "problem_count",
        "correction_count",
        "is_shown",
    )
    list_display_links = ("title",)
    list_filter = (
        CorrectionFilter,
        ProblemFilter,
        HeldFilter,
        DatedFilter,
        DecadeFilter,
        "kind",
        ("volume__is_specimen", admin.BooleanFieldListFilter),
        "volume",
        AfterFilter,  # the last: it looks at what the others leave
    )
    list_select_related = ("volume",)
    list_per_page = 50
    sortable_by = ("sent",)  # the other order that an index holds
    paginator = BoundedPaginator
    show_facets = admin.ShowFacets.NEVER
    show_full_result_count = False
    actions = (correct_in_all, save_as_xlsx, save_as_csv)
    change_list_template = "admin/telegrams/telegram/change_list.html"
    ordering = ("volume__slug", "document_key")
    search_fields = ("heading",)
    search_help_text = "As readers search; or a file number in any spelling of its dashes, a message number, or d690."
    change_form_template = "admin/telegrams/telegram/change_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Documents come from their printed source alone."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Telegram | None = None) -> bool:
        """An address once public answers for ever; a volume can be withdrawn."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Telegram | None = None) -> bool:
        """Whoever may make corrections; nothing else of a document can be changed."""
        return bool(request.user.has_perm("telegrams.add_correction"))

    def has_revise_permission(self, request: HttpRequest) -> bool:
        """Whoever may change many documents as one."""
        return bool(request.user.has_perm("telegrams.add_revision"))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list, with the way on from where a page of a long one ends; its actions are for those who may revise."""
        may = self.has_revise_permission(request)
        if request.method == "POST" and not may:
            raise PermissionDenied
        response = super().changelist_view(request, {**(extra_context or {}), "may_revise": may})
        shown = getattr(response, "context_data", None) or {}
        if "cl" in shown:
            shown["further"] = after_last(shown["cl"])
        return response

    def get_queryset(self, request: HttpRequest) -> QuerySet[Telegram]:
        """On lists with all that a line shows and without the long columns; else whole."""
        rows = super().get_queryset(request)
        match = request.resolver_match
        if match is None or not (match.url_name or "").endswith("_changelist"):
            return rows.select_related("volume", "source", "run", "post")
        return rows.defer("text", "layout", "loaded").annotate(
            problem_count=_counted(problems_of_document()),
            correction_count=_counted(Correction.objects.filter(telegram=OuterRef("pk"), withdrawn_at=None).order_by()),
            sender_named=_sender_named(),
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Telegram], search_term: str
    ) -> tuple[QuerySet[Telegram], bool]:
        """By one of the numbers by which an editor knows a document, or as readers search."""
        words = search_term.split()[:MOST_WORDS]
        if not words:
            return queryset, False
        asked = " ".join(words)
        volume, _, document = asked.rpartition("/")
        found = Q(document__iexact=document) & Q(volume__slug__iexact=volume) if volume else Q(document__iexact=asked)
        found |= Q(message_number__iexact=asked.removeprefix("No. ").removeprefix("no. "))
        if key := file_key(asked):
            found |= Q(file_key=key)
        if named := Volume.objects.filter(slug__iexact=asked).first():
            found |= Q(volume=named)
        query, _ = Query.from_params({"q": [asked]})
        keys = list(islice(ENGINE.documents(query), MOST_FOUND + 1))
        if len(keys) > MOST_FOUND:
            said = f"More than {MOST_FOUND:,} documents have these words; the first {MOST_FOUND:,} are listed."
            self.message_user(request, said, messages.INFO)
        return queryset.filter(found | Q(pk__in=keys[:MOST_FOUND])), False

    @admin.display(description="heading")
    def title(self, telegram: Telegram) -> str:
        """The heading, cut to a line's length."""
        return shortened(telegram.heading or "(no heading)", 90)

    @admin.display(description="document")
    def name(self, telegram: Telegram) -> str:
        """The volume, and the document's name in it."""
        return f"{telegram.volume} {telegram.document}"

    @admin.display(description="sent", ordering="earliest")
    def sent(self, telegram: Telegram) -> str:
        """The day, or the days between which it was sent."""
        return days_said(telegram.earliest, telegram.latest)

    @admin.display(description="sender")
    def sender(self, telegram: Telegram) -> str:
        """The sender as the heading names it."""
        return shortened(telegram.sender_named or "–", 40)  # type: ignore[attr-defined]

    @admin.display(description="problems")
    def problem_count(self, telegram: Telegram) -> int:
        """How many problems the load that brought it met in it."""
        return int(telegram.problem_count)  # type: ignore[attr-defined]

    @admin.display(description="corrections")
    def correction_count(self, telegram: Telegram) -> int:
        """How many corrections stand."""
        return int(telegram.correction_count)  # type: ignore[attr-defined]

    @admin.display(description="shown", boolean=True)
    def is_shown(self, telegram: Telegram) -> bool:
        """Whether readers are shown it."""
        return telegram.withdrawn_at is None

    def view_on_site(self, telegram: Telegram) -> str:
        """The document as readers see it."""
        return telegram.get_absolute_url()

    def get_fieldsets(self, request: HttpRequest, obj: Telegram | None = None) -> list[Any]:
        """None: the page sets out the header itself, and nothing else can be typed."""
        return []

    def get_form(self, request: HttpRequest, obj: Telegram | None = None, change: bool = False, **kwargs: Any) -> Any:
        """The form of corrections."""
        return CorrectionForm

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Telegram | None = None,
    ) -> HttpResponse:
        """The page with all that is known of the document."""
        if obj is not None:
            rights = (request.user.has_perm(f"telegrams.change_{one}") for one in ("correction", "person"))
            may = May(self.has_change_permission(request, obj), *rights)
            fill_in(request, obj, context["adminform"].form)
            context["page"] = telegram_page(obj, context["adminform"].form, may)
            context["title"] = obj.heading or str(obj)
            context["subtitle"] = None
        return super().render_change_form(request, context, add, change, form_url, obj)

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Telegram:
        """The document itself: a form of corrections alters none of its columns."""
        telegram: Telegram = form.instance
        return telegram

    def save_model(self, request: HttpRequest, obj: Telegram, form: Any, change: bool) -> None:
        """Write what was typed as Corrections; or take one back, or keep who checked a value, or only look ahead."""
        if form.reverted is not None:
            self._revert(request, obj, form)
        elif form.checking is not None:
            self._check(request, obj, form)
        elif form.is_preview:
            self._foresee(request, obj, form)
        else:
            self._correct(request, obj, form)

    def _correct(self, request: HttpRequest, telegram: Telegram, form: CorrectionForm) -> None:
        edits = form.edits()
        written = self._written(request, telegram, form) if edits else []
        if written is None:
            return
        form.log = "; ".join(
            f"{one.get_field_display()}: “{one.made_against or NOT_STATED}” → “{one.value or NOT_STATED}”"
            for one in written
        )
        _tell(request, written)

    def _written(self, request: HttpRequest, telegram: Telegram, form: CorrectionForm) -> list[Correction] | None:
        said, by, report = form.cleaned_data, editor_of(request), report_of(request, telegram)
        credit = report.name if report and report.credit else ""
        try:
            written = curating.correct(telegram.pk, form.edits(), said["reason"], said["source"], by, credit)
            if report and written:
                reporting.settled_by(report.pk, written[0], by)
            return written
        except NotAValue as refused:
            messages.error(request, f"Nothing is saved: {refused}.")
            return None

    def _revert(self, request: HttpRequest, telegram: Telegram, form: CorrectionForm) -> None:
        if not request.user.has_perm("telegrams.change_correction"):
            raise PermissionDenied
        row = telegram.corrections.filter(pk=form.reverted or 0).first()
        if row is None or not curating.take_back(row.pk, editor_of(request), form.cleaned_data["reason"]):
            messages.warning(request, "Nothing was done: that correction was taken back or replaced meanwhile.")
            return
        form.log = f"{row.get_field_display()}: the correction “{row.value or NOT_STATED}” was taken back"
        messages.success(request, f"{row.get_field_display()}: the loaded value is shown again.")

    def _check(self, request: HttpRequest, telegram: Telegram, form: CorrectionForm) -> None:
        field, value = form.checking, form.checked_value()
        if field is None:
            return
        curating.check(telegram.pk, {field: value}, form.cleaned_data["source"], editor_of(request))
        form.log = f"{field.label}: “{value or NOT_STATED}” was checked"
        messages.success(request, f"{field.label} is marked as checked. Readers see by whom and against what.")

    def _foresee(self, request: HttpRequest, telegram: Telegram, form: CorrectionForm) -> None:
        """Make the edits, look at the reader's page, and take all of it back."""
        if form.edits():
            request.foreseen = foresee(  # type: ignore[attr-defined]
                telegram.pk,
                lambda: self._written(request, telegram, form),
                lambda: readers_page(telegram.pk, request),
                with_pages=any(edit.field.value.startswith("page:") for edit in form.edits()),
            )
        else:
            messages.info(request, "Nothing was changed, so there is nothing to preview.")

    def save_related(self, request: HttpRequest, form: Form, formsets: list[Any], change: bool) -> None:
        """Nothing: notes, pages and parties are read from the print."""

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """What the log of the admin says: each field with both values, or what else was done."""
        return form.log

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """An entry of the log, but for a save that changed nothing."""
        return super().log_change(request, obj, message) if message else None

    def response_change(self, request: HttpRequest, obj: Telegram) -> HttpResponse:
        """Back to the same page, which shows what stands now; or the preview."""
        foreseen = getattr(request, "foreseen", None)
        if foreseen is not None:
            return preview(request, obj, foreseen)
        return HttpResponseRedirect(request.path)


def _tell(request: HttpRequest, written: list[Correction]) -> None:
    """Say what became of a save, and what of it can hardly be."""
    if not written:
        messages.info(request, "Nothing was changed, so nothing is written.")
        return
    fields, telegram = ", ".join(one.get_field_display() for one in written), written[0].telegram
    seen = "Readers see the new value with its reason and source."
    if telegram.withdrawn_at is not None:
        seen = "The document is withdrawn: readers see the new value when it is shown to them again."
    messages.success(request, f"Corrected: {fields}. {seen}")
    if odd := curating.odd_since(written):
        messages.warning(request, odd)


def _counted(rows: QuerySet[Any]) -> Coalesce:
    """How many rows a subquery on telegrams gives."""
    counted = rows.values(one=Value(1)).annotate(counted=Count("pk")).values("counted")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _sender_named() -> Subquery:
    """The sender as the heading names it: the name, else the office."""
    senders = Participation.objects.filter(telegram=OuterRef("pk"), role=Role.SENDER)
    named = Coalesce(NullIf("name_printed", Value("", TextField())), "office_printed")
    return Subquery(senders.annotate(named=named).values("named")[:1])
