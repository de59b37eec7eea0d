"""What is new for a question, as an Atom feed: documents added, changed by a load, or corrected, the latest first."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from telegrams.models import Change, Correction, RecordChange, Telegram
from telegrams.search import ENGINE
from telegrams.search.present import asked_today
from telegrams.search.query import Query
from telegrams.views.cards import plain_cards
from telegrams.views.frame import ARCHIVE
from telegrams.views.manners import public_data, searching_page

LOOKED_AT = 5_000
"""The latest changes of the archive among which those of documents that answer are looked for …"""

SHOWN = 50
"""… and how many entries a feed has."""

_SAID = {"added": "Added to the archive", "restored": "Back in the archive", "changed": "Its source was loaded anew"}


@searching_page
def feed(request: HttpRequest) -> HttpResponse:
    """The feed of a question."""
    query = asked_today(request.GET)[0].on_page(1)
    site = f"{request.scheme}://{request.get_host()}"
    asked = ", ".join(chip.text for chip in query.in_words())
    title = f"{ARCHIVE}: {asked}" if asked else f"{ARCHIVE}: new and corrected documents"
    made = Atom1Feed(
        title=title,
        link=f"{site}{reverse('search')}{query.address()}",
        feed_url=f"{site}{reverse('search-atom')}{query.address()}",
        feed_guid=tag_of(request, f"search{query.address()}"),
        description="",
        language="en",
    )
    latest = dict(_latest(query))
    said = _what_happened(list(latest))
    rows = Telegram.objects.held().for_result_list().in_bulk(list(latest))
    for card in plain_cards(rows[key] for key in latest if key in rows):
        made.add_item(
            title=f"{card.title}, {card.day}",
            link=f"{site}{card.address}",
            unique_id=tag_of(request, f"{card.telegram.volume.slug}/{card.telegram.document}"),
            description=said.get(card.telegram.pk, "Changed"),
            updateddate=latest[card.telegram.pk],
        )
    feed = HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    return public_data(feed)


def tag_of(request: HttpRequest, name: str) -> str:
    """An id that stays the same wherever the archive moves its pages: a tag of its host (RFC 4151)."""
    return f"tag:{request.get_host().partition(':')[0]},2026:{name}"


def _latest(query: Query) -> Iterator[tuple[int, datetime]]:
    """Documents that answer, by their latest change."""
    newest = Change.objects.order_by("-number").values_list("number", flat=True)[LOOKED_AT : LOOKED_AT + 1]
    since = next(iter(newest), 0)
    rows = Change.objects.filter(number__gt=since).values("telegram").annotate(last=Max("number"), when=Max("at"))
    changed = {row["telegram"]: row["when"] for row in rows.order_by("-last")}
    answering = ENGINE.among(query, list(changed))
    yield from [(key, when) for key, when in changed.items() if key in answering][:SHOWN]


def _what_happened(keys: list[int]) -> dict[int, str]:
    """The last thing that happened to each document, in words."""
    happened: dict[int, tuple[datetime, str]] = {}
    loads = RecordChange.objects.filter(telegram__in=keys).select_related("run").order_by("pk")
    for load in loads.defer("before", "after", "before_source"):
        happened[load.telegram_id] = (load.run.started, _SAID.get(load.action, f"A load: {load.action}"))
    for one in Correction.objects.filter(telegram__in=keys).order_by("at"):
        field = one.get_field_display()
        said = f"Corrected: {field}. {one.reason}" if one.withdrawn_at is None else f"Correction taken back: {field}"
        when = one.withdrawn_at or one.at
        if when >= happened.get(one.telegram_id, (when, ""))[0]:
            happened[one.telegram_id] = (when, said)
    return {key: said for key, (_, said) in happened.items()}
