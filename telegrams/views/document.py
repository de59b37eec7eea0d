"""One document: its page, its other forms, and its source."""

import re
from collections.abc import Callable
from functools import wraps
from io import StringIO

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import resolve, reverse

from telegrams.exports import Format
from telegrams.models import DocumentAddress, Telegram
from telegrams.saying import day_said
from telegrams.views.absent import no_document
from telegrams.views.asked import asked
from telegrams.views.document_history import HistoryPage, with_history
from telegrams.views.document_page import DocumentPage
from telegrams.views.manners import View, public_data, reading_page
from telegrams.views.opened import Opened
from telegrams.views.refusals import Way, refused
from telegrams.views.source_page import SourcePage
from telegrams.views.tally import tallied
from telegrams.views.visible import on_one_line

_WHY = {
    "source": ": the edition of the volume loaded then does not have it any more",
    "undo": ": the load that brought it was taken back",
}


def of_document(read: Callable[[], QuerySet[Telegram]] = Telegram.objects.for_reading) -> Callable[[View], View]:
    """Makes a view of one document, read by ``read``, the view of an address.

    A document that its source gave another number is answered with the way to its address of today, one that was
    withdrawn by saying so; of any other address the parts that are held are told.
    """

    def made(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, volume: str, document: str) -> HttpResponse:
            telegram = read().filter(volume__slug=volume, document=document).first()
            if telegram is None:
                return _renumbered(request, volume, document)
            return view(request, telegram) if telegram.withdrawn_at is None else gone(request, telegram)

        return answer

    return made


def _renumbered(request: HttpRequest, volume: str, document: str) -> HttpResponse:
    """The way to what has another number today; raises with the address taken apart where nothing ever had this one."""
    known = DocumentAddress.objects.filter(volume__slug=volume, document=document).select_related("telegram")
    former = known.first()
    if former is None:
        raise no_document(volume, document)
    address = resolve(request.path_info)
    there = reverse(address.view_name, kwargs=address.kwargs | {"document": former.telegram.document})
    question = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(f"{there}?{question}" if question else there)


def gone(request: HttpRequest, telegram: Telegram) -> HttpResponse:
    """The answer for a document that was withdrawn: that it was here, and since when it is not."""
    said = f"{telegram.volume.short_title}, document {telegram.document}, was withdrawn from this archive"
    when = f" on {day_said(telegram.withdrawn_at)}" if telegram.withdrawn_at else ""
    last = telegram.record_changes.filter(action="withdrawn").order_by("-id").first()
    why = _WHY.get(last.cause, "") if last else ""
    remedy = "Its address is kept and answers no longer with its text; what is held of its volume can be read."
    contents = Way(f"Contents of {on_one_line(telegram.volume.short_title)}", telegram.volume.get_absolute_url())
    return refused(request, 410, "Withdrawn", f"{said}{when}{why}.", remedy, [contents])


@tallied
@reading_page
@of_document(with_history)
def document(request: HttpRequest, telegram: Telegram) -> HttpResponse:
    """The page of a document."""
    page = DocumentPage.of(telegram, Opened.by(request))
    request.opened = telegram.pk  # type: ignore[attr-defined]  # for ``tallied``
    return render(request, "telegrams/document.html", {"page": page})


@reading_page
@of_document()
def source(request: HttpRequest, telegram: Telegram) -> HttpResponse:
    """The source of a document as it was loaded, with line numbers."""
    return render(request, "telegrams/source.html", {"page": SourcePage.of(telegram, asked(request, "also", 20))})


@reading_page
@of_document()
def history(request: HttpRequest, telegram: Telegram) -> HttpResponse:
    """All that loads and people changed in a document, in order of time."""
    return render(request, "telegrams/document_history.html", {"page": HistoryPage.of(telegram, request)})


def in_form(form: Format) -> View:
    """The view of a document in another form."""

    @reading_page
    @of_document()
    def answer(request: HttpRequest, telegram: Telegram) -> HttpResponse:
        return public_data(written(telegram, form, f"{request.scheme}://{request.get_host()}"))

    return answer


def written(telegram: Telegram, form: Format, site: str) -> HttpResponse:
    """A document in a form: shown where a browser can show it, else saved under its own name."""
    stream = StringIO(newline="")
    form.write([telegram], stream, site)
    response = HttpResponse(stream.getvalue(), content_type=f"{form.media_type}; charset=utf-8")
    if form.is_saved:
        name = re.sub(r"[^A-Za-z0-9_-]+", "-", f"{telegram.volume.slug}-{telegram.document}")
        response["Content-Disposition"] = f'attachment; filename="{name}.{form.suffix}"'
    return response
