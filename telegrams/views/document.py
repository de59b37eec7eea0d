"""One document: its page, its other forms, and its source."""

import re
from collections.abc import Callable
from functools import wraps
from io import StringIO

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import resolve, reverse

from telegrams.exports import Format
from telegrams.models import DocumentAddress, Telegram
from telegrams.saying import day_said
from telegrams.views.absent import NotHeld, what_is_not_held
from telegrams.views.asked import asked
from telegrams.views.document_page import DocumentPage
from telegrams.views.frame import Frame
from telegrams.views.hits import hits_of
from telegrams.views.manners import public_data, reading_page, unless_held
from telegrams.views.source_page import SourcePage
from telegrams.views.within import within

_WHY = {
    "source": ": the edition of the volume loaded then does not have it any more",
    "undo": ": the load that brought it was taken back",
}


class Renumbered(Exception):
    """A document that its source gave another number; ``now`` is what it is called today."""

    def __init__(self, now: str) -> None:
        super().__init__(now)
        self.now = now


def held_document(volume: str, document: str) -> Telegram:
    """The document of this address; raises NotHeld with the address taken apart, or Renumbered."""
    telegram = Telegram.objects.for_reading().filter(volume__slug=volume, document=document).first()
    if telegram is None:
        known = DocumentAddress.objects.filter(volume__slug=volume, document=document).select_related("telegram")
        if (former := known.first()) is not None:
            raise Renumbered(former.telegram.document)
        raise NotHeld(what_is_not_held(volume, document))
    return telegram


def at_its_address(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of one document; one that was renumbered is answered with the way to its address of today."""

    @wraps(view)
    def answer(request: HttpRequest, volume: str, document: str) -> HttpResponse:
        try:
            return view(request, volume, document)
        except Renumbered as renumbered:
            address = resolve(request.path_info)
            there = reverse(address.view_name, kwargs=address.kwargs | {"document": renumbered.now})
            question = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(f"{there}?{question}" if question else there)

    return answer


def gone(request: HttpRequest, telegram: Telegram) -> HttpResponse:
    """The answer for a document that was withdrawn: that it was here, and since when it is not."""
    said = f"{telegram.volume.short_title}, document {telegram.document}, was withdrawn from this archive"
    when = f" on {day_said(telegram.withdrawn_at)}" if telegram.withdrawn_at else ""
    last = telegram.record_changes.filter(action="withdrawn").order_by("-id").first()
    why = _WHY.get(last.cause, "") if last else ""
    page = {
        "frame": Frame("Withdrawn"),
        "said": f"{said}{when}{why}. Its address is kept and answers no longer with its text.",
    }
    return render(request, "refused.html", {"page": page}, status=410)


@reading_page
@at_its_address
def document(request: HttpRequest, volume: str, document: str) -> HttpResponse:
    """The page of a document; unchanged since a reader's copy, it answers so without a body."""
    telegram = held_document(volume, document)
    if telegram.withdrawn_at is not None:
        return gone(request, telegram)
    origin = within(asked(request, "in", 1600), asked(request, "q"))
    hits = hits_of(origin.query if origin else None, telegram)
    page = DocumentPage.of(telegram, hits, asked(request, "page", 20), origin)
    return unless_held(request, render(request, "telegrams/document.html", {"page": page}))


@reading_page
@at_its_address
def source(request: HttpRequest, volume: str, document: str) -> HttpResponse:
    """The source of a document as it was loaded, with line numbers."""
    telegram = held_document(volume, document)
    if telegram.withdrawn_at is not None:
        return gone(request, telegram)
    return render(request, "telegrams/source.html", {"page": SourcePage.of(telegram, asked(request, "also", 20))})


def in_form(form: Format) -> Callable[..., HttpResponse]:
    """The view of a document in another form."""

    @reading_page
    @at_its_address
    def answer(request: HttpRequest, volume: str, document: str) -> HttpResponse:
        telegram = held_document(volume, document)
        if telegram.withdrawn_at is not None:
            return gone(request, telegram)
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
