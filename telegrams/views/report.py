"""``/report/``: a reader says what is wrong in a document; the one form that takes readers’ own words."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from telegrams import reporting
from telegrams.curating import shown
from telegrams.models import Telegram
from telegrams.reporting import TooMany
from telegrams.saying import days_said
from telegrams.views.absent import NotHeld, no_document
from telegrams.views.asked import asked
from telegrams.views.frame import Frame, frame
from telegrams.views.manners import reading_page, unindexed
from telegrams.views.refusals import not_allowed, refused, too_many
from telegrams.views.report_form import NotOurs, ReportForm, is_too_soon, mark_for, word_of
from telegrams.views.visible import on_one_line
from telegrams.views.whence import whence

LONGEST_TAKEN_ALONG = 2_000
MOST_SENT = 32
"""Fields that the form may have when it comes back."""


@dataclass(frozen=True, slots=True)
class ReportPage:
    """The form, empty or with what was typed, and the document it is about."""

    frame: Frame
    telegram: Telegram
    document: str
    title: str
    day: str
    form: ReportForm
    mark: str
    remark: str = ""

    @classmethod
    def of(cls, telegram: Telegram, form: ReportForm, mark: str, remark: str = "") -> "ReportPage":
        """The page for a document."""
        return cls(
            frame=frame("Report an error"),
            telegram=telegram,
            document=str(telegram),
            title=on_one_line(telegram.heading) or str(telegram),
            day=days_said(telegram.earliest, telegram.latest),
            form=form,
            mark=mark,
            remark=remark,
        )


@dataclass(frozen=True, slots=True)
class ThanksPage:
    """That a report came in, and its number."""

    frame: Frame
    number: int


@csrf_exempt
def report(request: HttpRequest) -> HttpResponse:
    """The form (GET), and what comes of it (POST).

    Django's protection against forms sent from other sites lays a cookie; readers of this archive get none, so this
    view has one of its own. The browser says by ``Origin`` (older ones by ``Referer``) whose page sent the form, which
    a page of another site cannot feign: it must be ours. And the form carries a signed mark, made for this document
    and good for some hours, so that nobody sends what they did not first load. There is no account behind the form
    that a strange site could act for; what remains is that it fills our queue by its visitors' hands, and that the
    two prevent. A program that loads the form and sends it itself is met by the trap, the least time, and the counts.
    """
    if request.method in ("GET", "HEAD"):
        return _form(request)
    if request.method == "POST":
        return unindexed(_sent(request))
    return not_allowed(request, "GET", "HEAD", "POST")


@reading_page
def _form(request: HttpRequest) -> HttpResponse:
    """The form for a document, with the passage that was selected."""
    telegram = _document(asked(request, "document", 220))
    passage = request.GET.get("passage", "").replace("\x00", "")[:LONGEST_TAKEN_ALONG]
    form = ReportForm(shown(telegram), passage=passage.strip())
    return _shown(request, ReportPage.of(telegram, form, mark_for(telegram)))


def _shown(request: HttpRequest, page: ReportPage, status: int = 200) -> HttpResponse:
    response = render(request, "telegrams/report.html", {"page": page}, status=status)
    response["Cache-Control"] = "private, no-cache"
    return unindexed(response)


def _document(name: str) -> Telegram:
    """The document that is named volume/document; raises NotHeld."""
    volume, _, document = name.partition("/")
    rows = Telegram.objects.held().select_related("volume")
    telegram = rows.filter(volume__slug=volume, document=document).first()
    if telegram is None:
        if volume and document:
            raise no_document(volume, document)
        raise NotHeld("A report is about one document; it is begun by “Report an error” on the document’s page.")
    return telegram


def _sent(request: HttpRequest) -> HttpResponse:
    """Keep what was sent, or say what it lacks with all that was typed."""
    if not is_from_here(request):
        return refused(request, 403, "Send it once more", *NOT_FROM_HERE)
    sent = request.POST
    if sum(len(values) for _, values in sent.lists()) > MOST_SENT:
        return refused(request, 400, "Not understood", "This request is of no form that the archive knows.")
    name, mark = sent.get("document", "")[:220], sent.get("mark", "")[:200]
    telegram = _document(name if name.isprintable() else "")
    form = ReportForm(shown(telegram), sent)
    try:
        word = word_of(mark, telegram)
    except NotOurs:
        return _shown(request, ReportPage.of(telegram, form, mark_for(telegram), TOO_OLD), 403)
    if not form.is_valid():
        return _shown(request, ReportPage.of(telegram, form, mark), 400)
    if is_too_soon(mark):
        return _shown(request, ReportPage.of(telegram, form, mark, TOO_SOON), 400)
    place = reporting.place_of(form.cleaned_data["passage"], telegram.text)
    try:
        kept = reporting.receive(telegram, form.reported(word), place, whence(request))
    except TooMany as many:
        return _too_many(request, many)
    response = HttpResponseRedirect(f"{reverse('report-thanks')}?number={kept.pk}")
    response.status_code = 303
    return response


NOT_FROM_HERE = (
    "The form did not come from a page of this archive, or your browser does not say from where.",
    "Open the document, choose “Report an error”, and send it from there.",
)
TOO_OLD = "This form had lain open too long, or was made for another document. Nothing is lost: send it once more."
TOO_SOON = "That came faster than anybody writes. Nothing is lost: wait a moment and send it once more."


def is_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that a page of ours sent this."""
    ours = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    if "Origin" in request.headers:
        return request.headers["Origin"] == ours
    try:
        came = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return False
    return f"{came.scheme}://{came.netloc}" == ours


def _too_many(request: HttpRequest, many: TooMany) -> HttpResponse:
    """429, and when to come again."""
    now = timezone.now()
    next_hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    wait = max(1, int((next_hour - now).total_seconds()))
    whence = "from your network" if many.from_here else "for the editors to read"
    said = (
        f"More reports came within this hour than can be taken {whence}. Yours is not kept: go back, keep what you "
        "wrote, and send it again."
    )
    return too_many(request, "Wait a little", said, wait)


@reading_page
def thanks(request: HttpRequest) -> HttpResponse:
    """That a report came in. Nothing is looked up: the number tells nobody anything of it."""
    number = asked(request, "number", 12)
    if not (number.isascii() and number.isdecimal()):
        raise NotHeld("This page follows a report; its number is missing.")
    page = ThanksPage(frame("Report received"), int(number))
    return unindexed(render(request, "telegrams/report_thanks.html", {"page": page}))
