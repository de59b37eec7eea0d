"""What readers are told when an address cannot be answered: plain words, never a trace."""

import logging
import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from telegrams.views.absent import NotHeld
from telegrams.views.frame import Frame
from telegrams.views.visible import on_one_line

log = logging.getLogger(__name__)

LONGEST_ADDRESS = 200


def _refused(request: HttpRequest, title: str, said: str, status: int) -> HttpResponse:
    return render(request, "refused.html", {"page": {"frame": Frame(title), "said": said}}, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: the address or the request is of no form we know."""
    return _refused(request, "Not understood", "This request is of no form that the archive knows.", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: only for those who are let in."""
    return _refused(request, "Not for readers", "This address is for the editors of the archive.", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form came without the proof that it was ours."""
    said = (
        "The form was too old, or did not come from this archive. Go back, load the page again, and send it once more."
    )
    return _refused(request, "Send it once more", said, 403)


def locked_out(request: HttpRequest, answer: HttpResponse | None, credentials: object) -> HttpResponse:
    """429: too many wrong passwords for one name from one address."""
    said = "Too many wrong passwords for this name. Try again in a quarter of an hour."
    return _refused(request, "Wait a little", said, 429)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: the address taken apart, as far as it is of a form we know."""
    if isinstance(exception, NotHeld):
        said = exception.said
    elif isinstance(exception, Http404) and exception.args and isinstance(exception.args[0], str):
        said = exception.args[0]
    else:
        said = f"Nothing has the address {on_one_line(request.path)[:LONGEST_ADDRESS]}."
    return render(request, "404.html", {"page": {"frame": Frame("Not held"), "said": said}}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: our fault; a number by which the log knows it. Asks nothing that may fail again."""
    reference = secrets.token_hex(4)
    log.error("reference %s at %s", reference, on_one_line(request.path)[:LONGEST_ADDRESS])
    page = {"frame": Frame("A fault of the archive"), "reference": reference}
    return HttpResponse(render_to_string("500.html", {"page": page}), status=500)
