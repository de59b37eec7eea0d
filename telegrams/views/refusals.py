"""Answers that hold nothing: what happened and what to do, as a page, or as data where the address asks for data."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from telegrams.views.frame import Frame

DATA = (".json", ".ndjson")
"""How addresses end that answer with data, also where they have nothing to answer."""


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from here."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """What happened, what to do, and where one may go."""

    frame: Frame
    said: str
    remedy: str
    ways: tuple[Way, ...]


def refused(
    request: HttpRequest,
    status: int,
    title: str,
    said: str,
    remedy: str = "",
    ways: Sequence[Way] = (),
    template: str = "refused.html",
) -> HttpResponse:
    """The answer with this status; readers' browsers ask again before they show it another time."""
    if request.path.endswith(DATA):
        data = {"error": f"{said} {remedy}".strip()}
        answer: HttpResponse = JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
        # Whoever may read the data may read why there is none.
        answer["Access-Control-Allow-Origin"] = "*"
        answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    else:
        page = RefusedPage(Frame(title), said, remedy, tuple(ways))
        answer = render(request, template, {"page": page}, status=status)
    answer["Cache-Control"] = "no-cache"
    return answer


def not_allowed(request: HttpRequest, *allowed: str) -> HttpResponse:
    """405: a method that this address does not answer."""
    if "GET" in allowed:
        title, said = "Pages are only read", "This address answers readers only; nothing can be sent to it."
        remedy = "Ask for it as a page, by its plain address."
    else:
        title, said = "There is nothing to read here", "This address only takes what a form of the archive sends to it."
        remedy = "Go back to the page with the form, and send it from there."
    answer = refused(request, 405, title, said, remedy, [Way("Search the telegrams", reverse("search"))])
    answer["Allow"] = ", ".join(allowed)
    return answer


def too_many(request: HttpRequest, title: str, said: str, seconds: int) -> HttpResponse:
    """429: more than is taken from one place; ``seconds`` until it may be tried again."""
    minutes = -(-seconds // 60)
    remedy = f"Try again in {minutes} minutes." if minutes > 1 else "Try again in a minute."
    answer = refused(request, 429, title, said, remedy, [Way("Search and read meanwhile", reverse("search"))])
    answer["Retry-After"] = str(seconds)
    return answer
