"""Edits looked at before they are saved: what they would change, above the page as a reader would see it.

The reader's page is made by the reader's own view, asked for by its address: admin and views import nothing of
each other. What is told of the preview is put before the page's main part.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import resolve

from telegrams.knock_on import Foreseen, KnockOn
from telegrams.models import Telegram
from telegrams.saying import counted_of

_MAIN = "<main "
_KEPT_BACK = {"csrfmiddlewaretoken", "_preview", "_edit", "_save"}
_HOST = ("SERVER_NAME", "SERVER_PORT", "HTTP_HOST", "HTTP_X_FORWARDED_PROTO", "wsgi.url_scheme")
_SAID = {
    "resolves": ("now resolves", "now resolve"),
    "leads elsewhere": ("now leads elsewhere", "now lead elsewhere"),
    "becomes ambiguous": ("becomes ambiguous", "become ambiguous"),
    "breaks": ("breaks", "break"),
    "is found with another certainty": ("is less or more certain", "are less or more certain"),
}


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What stands above the reader's page: the knock-on, and the edits themselves, ready to be saved."""

    telegram: Telegram
    action: str
    knock_on: KnockOn
    references: str
    sent: Sequence[tuple[str, str]]


def readers_page(telegram_id: int, request: HttpRequest) -> str:
    """The page of a document as readers would get it now, made by their own view."""
    address = Telegram.objects.select_related("volume").only("document", "volume__slug").get(pk=telegram_id)
    reading = HttpRequest()
    reading.method, reading.path = "GET", address.get_absolute_url()
    reading.path_info = reading.path
    reading.META = {name: request.META[name] for name in _HOST if name in request.META}
    found = resolve(reading.path)
    reading.resolver_match = found
    response = found.func(reading, *found.args, **found.kwargs)
    cache.delete("held")  # its footer may have counted what is now taken back
    return str(response.content.decode())


def preview(request: HttpRequest, telegram: Telegram, foreseen: Foreseen[str]) -> HttpResponse:
    """The preview, from which the same form can be saved, or gone back to."""
    page = PreviewPage(
        telegram=telegram,
        action=request.path,
        knock_on=foreseen.knock_on,
        references=_in_words(foreseen.knock_on),
        sent=[
            (name, str(value)) for name, values in request.POST.lists() if name not in _KEPT_BACK for value in values
        ],
    )
    above = render_to_string("admin/telegrams/telegram/preview.html", {"page": page}, request)
    head, main, rest = foreseen.seen.partition(_MAIN)
    response = HttpResponse(f"{head.replace('<title>', '<title>Preview: ', 1)}{above}{main}{rest}")
    response["Cache-Control"] = "no-store"
    return response


def _in_words(knock_on: KnockOn) -> str:
    """3 references now resolve, 1 breaks."""
    counted = knock_on.counted()
    if not counted:
        return "No reference of this or another document comes to anything else."
    said = []
    for place, (how, number) in enumerate(counted):
        one, many = _SAID[how]
        noun = ("" if place else "reference ", "" if place else "references ")
        said.append(counted_of(number, noun[0] + one, noun[1] + many))
    left = f" {knock_on.left_out:,} more references were not compared." if knock_on.left_out else ""
    return f"{', '.join(said)}.{left}"
