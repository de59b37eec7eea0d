"""Volumes: the list of all, the contents of one, and its printed pages."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from telegrams.models import PageMarker, Problem, Telegram, Volume
from telegrams.saying import day_said, days_said, pages_said
from telegrams.views.absent import NotHeld
from telegrams.views.asked import asked, page_number
from telegrams.views.frame import Frame, frame, searching
from telegrams.views.manners import reading_page
from telegrams.views.passages import page_names
from telegrams.views.visible import on_one_line
from telegrams.vocabulary import Level

ON_A_PAGE = 250
MOST_REFUSED = 100


@dataclass(frozen=True, slots=True)
class VolumeListed:
    """A volume in the list, with what is held of it."""

    volume: Volume
    documents: int
    days: str


@dataclass(frozen=True, slots=True)
class VolumesPage:
    """All volumes of which something is held."""

    frame: Frame
    volumes: tuple[VolumeListed, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A document in the contents of its volume."""

    address: str
    document: str
    heading: str
    day: str
    pages: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A document that was kept back, and why."""

    document: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class VolumePage:
    """Everything a volume's page says."""

    frame: Frame
    volume: Volume
    documents: int
    days: str
    first_page: str
    entries: tuple[Entry, ...]
    refused: tuple[Refused, ...]
    withdrawn: int
    search_address: str
    before: str
    after: str
    number: int
    said: str


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A printed page that stands in several documents."""

    frame: Frame
    volume: Volume
    label: str
    entries: tuple[Entry, ...]


@reading_page
def volumes(request: HttpRequest) -> HttpResponse:
    """Every volume of which a document is held."""
    held = Q(telegrams__withdrawn_at=None)
    rows = Volume.objects.annotate(
        documents=Count("telegrams", filter=held),
        first=Min("telegrams__earliest", filter=held),
        last=Max("telegrams__latest", filter=held),
    ).filter(documents__gt=0)
    listed = tuple(VolumeListed(row, row.documents, _span(row.first, row.last)) for row in rows)
    page = VolumesPage(frame("Volumes", section="volumes"), listed)
    return render(request, "telegrams/volumes.html", {"page": page})


def _span(first: object, last: object) -> str:
    if not isinstance(first, date) or not isinstance(last, date):
        return ""
    return day_said(first) if first == last else f"{day_said(first)} to {day_said(last)}"


def _volume(slug: str) -> Volume:
    row = Volume.objects.filter(slug=slug).first()
    if row is None:
        raise NotHeld(f"No volume {on_one_line(slug)[:80]} is held.")
    return row


@reading_page
def volume(request: HttpRequest, slug: str) -> HttpResponse:
    """The contents of a volume, as far as they are held."""
    row = _volume(slug)
    wanted = asked(request, "go", 20).strip()
    if wanted:
        return HttpResponseRedirect(reverse("volume-page", args=[slug, wanted.replace("/", "-")]))
    held = Telegram.objects.held().filter(volume=row)
    number = page_number(request)
    start = (number - 1) * ON_A_PAGE
    counts = held.aggregate(documents=Count("pk"), first=Min("earliest"), last=Max("latest"))
    entries = [_entry(row, one) for one in held.order_by("document_key").values(*COLUMNS)[start : start + ON_A_PAGE]]
    address = row.get_absolute_url()
    page = VolumePage(
        frame=frame(on_one_line(row.short_title or row.slug), section="volumes"),
        volume=row,
        documents=counts["documents"],
        days=_span(counts["first"], counts["last"]),
        first_page=next((entry.pages.split(" ")[-1].split("–")[0] for entry in entries if entry.pages), ""),
        entries=tuple(entries),
        refused=_refused(row),
        withdrawn=Telegram.objects.filter(volume=row).exclude(withdrawn_at=None).count(),
        search_address=searching(volume=row.slug),
        before=f"{address}?page={number - 1}" if number > 1 else "",
        after=f"{address}?page={number + 1}" if start + ON_A_PAGE < counts["documents"] else "",
        number=number,
        said="" if entries or not counts["documents"] else f"The list has no page {number}.",
    )
    return render(request, "telegrams/volume.html", {"page": page})


COLUMNS = ("document", "heading", "earliest", "latest", "first_page", "last_page")


def _entry(row: Volume, one: dict[str, Any]) -> Entry:
    earliest, latest = one["earliest"], one["latest"]
    return Entry(
        address=reverse("document", args=[row.slug, one["document"]]),
        document=one["document"],
        heading=on_one_line(one["heading"]),
        day=days_said(earliest, latest) if earliest or latest else "undated",
        pages=pages_said(one["first_page"], one["last_page"]),
    )


def _refused(row: Volume) -> tuple[Refused, ...]:
    """Documents kept back by an error and not held since; one line each, the latest reason."""
    held = Telegram.objects.held().filter(volume=row).values("document")
    rows = (
        Problem.objects.filter(volume=row.slug, level=Level.ERROR)
        .exclude(document__in=held)
        .order_by("document", "-id")
    )
    newest = {one.document: one for one in reversed(rows[: MOST_REFUSED * 4])}
    return tuple(
        Refused(one.document or one.source_name.rsplit("/", 1)[-1], one.code, one.text)
        for one in list(newest.values())[:MOST_REFUSED]
    )


@reading_page
def volume_page(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """A printed page: the document it stands in, or a list where several share it."""
    row = _volume(slug)
    label = label.strip()
    begun = PageMarker.objects.filter(
        label__iexact=label, telegram__volume=row, telegram__withdrawn_at=None
    ).select_related("telegram")[:50]
    addresses = {one.telegram_id: f"{one.telegram.get_absolute_url()}#{_page_name(one)}" for one in begun}
    on_page = Q(pk__in=addresses) | Q(first_page__iexact=label) | Q(last_page__iexact=label)
    documents = list(
        Telegram.objects.held().filter(on_page, volume=row).order_by("document_key").values("pk", *COLUMNS)[:50]
    )
    if not documents:
        raise NotHeld(_no_such_page(row, label))
    if len(documents) == 1:
        first = documents[0]
        return HttpResponseRedirect(addresses.get(first["pk"]) or _entry(row, first).address)
    entries = []
    for one in documents:
        entry = _entry(row, one)
        entries.append(
            Entry(addresses.get(one["pk"], entry.address), entry.document, entry.heading, entry.day, entry.pages)
        )
    title = f"Page {on_one_line(label)} of {row.short_title}"
    page = PrintedPage(frame(title, section="volumes"), row, on_one_line(label), tuple(entries))
    return render(request, "telegrams/printed_page.html", {"page": page})


def _page_name(marker: PageMarker) -> str:
    """The address of a page on its document's page; pages that repeat a label are told apart there."""
    return page_names([marker])[marker.ordinal]


def _no_such_page(row: Volume, label: str) -> str:
    pages = PageMarker.objects.filter(telegram__volume=row, telegram__withdrawn_at=None, label__regex=r"^\d{1,6}$")
    numbers = sorted(int(one) for one in pages.values_list("label", flat=True).distinct())
    run = f" Pages held of it lie between {numbers[0]} and {numbers[-1]}." if numbers else ""
    shown = on_one_line(label)[:20]
    return f"Volume {row.slug} ({row.short_title}) is held; no document held of it stands on page {shown}.{run}"
