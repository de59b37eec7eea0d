"""What readers are told when an address cannot be answered: plain words, never a trace."""

import logging
import secrets
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse

from telegrams.search.engine import NotReady, TooHeavy
from telegrams.views.absent import NotHeld, nothing_at
from telegrams.views.frame import Frame
from telegrams.views.manners import MOST_PARAMETERS, TooManyParameters
from telegrams.views.refusals import DATA, Way, refused, too_many
from telegrams.views.visible import on_one_line

log = logging.getLogger(__name__)

LONGEST_ADDRESS = 200

ASK_AGAIN = 30
"""Seconds after which one may ask again for what is being built."""


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address or the request is of no form we know, and which part of it is not."""
    said = "This request is of no form that the archive knows."
    remedy = "Look whether the address was copied whole."
    if isinstance(exception, DisallowedHost):
        host = on_one_line(request.META.get("HTTP_HOST", ""))[:80]
        said = f"The archive was asked for under the name “{host}”, which is none of its own."
        remedy = "Use the address by which it is known; whoever keeps it can add a name (ARCHIVE_HOSTS)."
    elif isinstance(exception, TooManyParameters | TooManyFieldsSent):
        said = f"The address has more parameters than the {MOST_PARAMETERS} that an address may have."
        remedy = "Ask with fewer values; the search box takes several words in one parameter, q."
    elif isinstance(exception, RequestDataTooBig):
        said = f"More was sent than the {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024:,} kB that a form may hold."
        remedy = "Send less at once."
    return refused(request, 400, "Not understood", said, remedy)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: only for those who are let in, and of those for who may do it."""
    if _is_editor(request):
        said = "Your account may not do this."
        remedy = "Whoever keeps the archive can give it the right."
        return refused(request, 403, "Not for this account", said, remedy, [_desk()])
    said = "This address is for the editors of the archive."
    remedy = "Editors log in first; where an account lacks a right, whoever keeps the archive can give it."
    return refused(request, 403, "Not for readers", said, remedy, [Way("Log in", reverse("admin:login"))])


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came without the proof that it was ours."""
    said = "The form was too old, or did not come from this archive. Nothing was changed."
    ways = [_desk()] if _is_editor(request) else []
    return refused(
        request, 403, "Send it once more", said, "Go back, load the page again, and send it once more.", ways
    )


def _is_editor(request: HttpRequest) -> bool:
    """Whether somebody of the desk asks; a request may be refused before it is known who does."""
    return bool(getattr(getattr(request, "user", None), "is_staff", False))


def _desk() -> Way:
    return Way("The editors' desk", reverse("admin:index"))


def locked_out(request: HttpRequest, answer: HttpResponse | None, credentials: object) -> HttpResponse:
    """429: too many wrong passwords for one name from one address."""
    seconds = round(settings.AXES_COOLOFF_TIME * 3600)
    return too_many(request, "Wait a little", "Too many wrong passwords for this name.", seconds)


class SearchRefused:
    """Middleware: 503 where a page or file asks a search that has no index yet, or asks it what takes too long."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as ever."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503 for NotReady, with when to ask again, and for TooHeavy; nothing for anything else."""
        if isinstance(exception, TooHeavy):
            return refused(request, 503, "Too heavy a question", exception.said, exception.remedy)
        if not isinstance(exception, NotReady):
            return None
        said = (
            "The search is being built from the database; it will answer when that is done, in some minutes where "
            "hundreds of thousands of documents are held."
        )
        remedy = "Volumes and documents can be read meanwhile."
        ways = [Way("Volumes", reverse("volumes"))]
        answer = refused(request, 503, "The search is not ready yet", said, remedy, ways)
        answer["Retry-After"] = str(ASK_AGAIN)
        return answer


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the address taken apart, as far as it is of a form we know."""
    if isinstance(exception, NotHeld):
        missing = exception
    elif isinstance(exception, Http404) and exception.args and isinstance(exception.args[0], str):
        missing = NotHeld(exception.args[0])
    else:
        missing = nothing_at(on_one_line(request.path)[:LONGEST_ADDRESS])
    return refused(request, 404, "Not held", missing.said, "", missing.ways, "404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; a number by which the log knows it. Asks nothing that may fail again."""
    reference = secrets.token_hex(4)
    log.error("reference %s at %s", reference, on_one_line(request.path)[:LONGEST_ADDRESS])
    if request.path.endswith(DATA):
        said = "This answer could not be made; the fault is the archive's. Whoever keeps it finds it by the reference."
        answer: HttpResponse = JsonResponse({"error": said, "reference": reference}, status=500)
    else:
        page = {"frame": Frame("A fault of the archive"), "reference": reference, "static": settings.STATIC_URL}
        answer = HttpResponse(render_to_string("500.html", {"page": page}), status=500)
    answer["Cache-Control"] = "no-store"
    return answer
