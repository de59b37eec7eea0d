"""What browsers and crawlers ask of a site: its search as they may offer it, suggestions, and where not to go."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from telegrams.exports import ANSWER_FORMS
from telegrams.search import ENGINE
from telegrams.views.asked import asked
from telegrams.views.frame import ARCHIVE
from telegrams.views.manners import public_data, reading_page, searching_page, unindexed


@reading_page
def opensearch(request: HttpRequest) -> HttpResponse:
    """The description by which a browser takes the archive up among its searches (OpenSearch 1.1)."""
    site = f"{request.scheme}://{request.get_host()}"
    described = {"archive": ARCHIVE, "site": site}
    return render(request, "telegrams/opensearch.xml", described, "application/opensearchdescription+xml")


@searching_page
def suggest(request: HttpRequest) -> HttpResponse:
    """People, posts and file numbers that begin as typed, with their numbers: the form of OpenSearch's suggestions."""
    typed = asked(request, "q", 80)
    found = ENGINE.suggest(typed)
    site = f"{request.scheme}://{request.get_host()}"
    said = [
        typed,
        [one.label for one in found],
        [f"{one.said}: {one.count:,}" for one in found],
        [f"{site}{reverse('search')}{one.query.address()}" for one in found],
    ]
    answer = JsonResponse(said, safe=False, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "max-age=60"
    return public_data(unindexed(answer))


@reading_page
def robots(request: HttpRequest) -> HttpResponse:
    """Documents, people, files and volumes are for everyone; questions are without number, and are not for crawlers."""
    closed = [
        f"{reverse('search')}*?",
        f"{reverse('correspondents')}*?",
        *(reverse(f"search-{form.suffix}") for form in ANSWER_FORMS),
        *map(reverse, ("search-json", "search-atom", "search-lines", "search-periods", "suggest", "keep-receipt")),
        reverse("report"),
        f"{reverse('changes')}?",
        reverse("changes-json"),
        reverse("facet", args=["x"]).removesuffix("x/"),
        f"/{settings.ADMIN_PATH}",
    ]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
