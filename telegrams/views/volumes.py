"""Volumes: the list of all, the contents of one, and its printed pages."""

import re
from dataclasses import dataclass, replace
from datetime import date
from io import StringIO

from django.db.models import Count, Max, Min, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from telegrams.exports import FORMATS
from telegrams.models import PageMarker, Problem, Telegram, Volume
from telegrams.saying import day_said
from telegrams.views.absent import no_page, no_part_of
from telegrams.views.asked import asked, page_number
from telegrams.views.audit import RemarkKind, kinds_of_remarks
from telegrams.views.contents_shown import COLUMNS, DivisionShown, Entry, divisions_shown, entries_of, entry, held_in
from telegrams.views.frame import Frame, frame, searching
from telegrams.views.manners import public_data, reading_page, unindexed
from telegrams.views.passages import page_names
from telegrams.views.visible import on_one_line
from telegrams.views.volume_contents import FrontLink, PersonLine, front_links, persons_of, volume_called
from telegrams.vocabulary import Level
from telegrams.volume_records import Contents, TermRecord, contents_from_json

ON_A_PAGE = 250
MOST_LINES = 200
"""Lines of the lists of persons and abbreviations that stand folded on the volume's own page."""
MOST_REFUSED = 100
AT_ONCE = 200
"""Documents read together for a file of them all."""

TEI = next(form for form in FORMATS if form.name == "tei")


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
class Refused:
    """A document that was kept back, and why."""

    document: str
    code: str
    text: str


@dataclass(frozen=True, slots=True)
class TitleFact:
    """A fact of the title page; ``said`` is '' where it states none."""

    label: str
    said: str


@dataclass(frozen=True, slots=True)
class VolumePage:
    """Everything a volume's page says; ``entries`` are documents that its printed contents do not place."""

    frame: Frame
    volume: Volume
    documents: int
    days: str
    first_page: str
    title_page: tuple[TitleFact, ...]
    front: tuple[FrontLink, ...]
    divisions: tuple[DivisionShown, ...]
    back: tuple[FrontLink, ...]
    persons: tuple[PersonLine, ...]
    terms: tuple[TermRecord, ...]
    entries: tuple[Entry, ...]
    refused: tuple[Refused, ...]
    withdrawn: int
    remarks: tuple[RemarkKind, ...]
    search_address: str
    tei_address: str
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


@reading_page
def volume(request: HttpRequest, slug: str) -> HttpResponse:
    """The contents of a volume, as far as they are held."""
    row = volume_called(slug)
    wanted = asked(request, "go", 20).strip()
    if wanted:
        return HttpResponseRedirect(reverse("volume-page", args=[slug, wanted.replace("/", "-")]))
    contents, held = contents_from_json(row.printed_contents()), held_in(row)
    placed = {name for one in contents.everything() for name in one.documents}
    loose = [name for name in held if name not in placed]
    number = page_number(request)
    start = (number - 1) * ON_A_PAGE
    entries = tuple(entries_of(row, loose[start : start + ON_A_PAGE]).values())
    persons, terms = persons_of(row), contents.terms
    few = len(persons) + len(terms) <= MOST_LINES
    before, after = front_links(row, () if few else persons, () if few else terms)
    address = row.get_absolute_url()
    days = Telegram.objects.held().filter(volume=row).aggregate(first=Min("earliest"), last=Max("latest"))
    page = VolumePage(
        frame=frame(on_one_line(row.short_title or row.slug), section="volumes"),
        volume=row,
        documents=len(held),
        days=_span(days["first"], days["last"]),
        first_page=_first_page(contents, entries),
        title_page=_title_page(row),
        front=before,
        divisions=divisions_shown(row, contents.divisions, frozenset(held)) if number == 1 else (),
        back=after,
        persons=persons if few and number == 1 else (),
        terms=terms if few and number == 1 else (),
        entries=entries,
        refused=_refused(row),
        withdrawn=Telegram.objects.filter(volume=row).exclude(withdrawn_at=None).count(),
        remarks=kinds_of_remarks(row) if number == 1 else (),
        search_address=searching(volume=row.slug),
        tei_address=reverse("volume-tei", args=[row.slug]) if held else "",
        before=f"{address}?page={number - 1}" if number > 1 else "",
        after=f"{address}?page={number + 1}" if start + ON_A_PAGE < len(loose) else "",
        number=number,
        said=f"The list has no page {number}." if number > 1 and held and not entries else "",
    )
    return render(request, "telegrams/volume.html", {"page": page})


def _first_page(contents: Contents, entries: tuple[Entry, ...]) -> str:
    """Where reading begins: the page of the first division, else of the first document."""
    pages = [one.first_page for one in contents.everything()]
    pages.extend(one.pages.split(" ")[-1].split("–")[0] for one in entries)
    return next(filter(None, pages), "")


def _title_page(row: Volume) -> tuple[TitleFact, ...]:
    stated = (("Publisher", row.publisher), ("Place", row.place), ("Published", row.published), ("Rights", row.rights))
    return tuple(TitleFact(label, said) for label, said in stated)


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
def volume_tei(request: HttpRequest, slug: str) -> HttpResponse:
    """All documents held of a volume as one file, which any archive of this kind reads back."""
    row = volume_called(slug)
    held = Telegram.objects.held().filter(volume=row).select_related("volume", "source", "post")
    documents = held.prefetch_related(*TEI.needs).order_by("document_key").iterator(chunk_size=AT_ONCE)
    stream = StringIO(newline="")
    TEI.write(documents, stream, f"{request.scheme}://{request.get_host()}")
    if not stream.tell():
        raise no_part_of(row, "none of its documents is.")
    response = HttpResponse(stream.getvalue(), content_type=f"{TEI.media_type}; charset=utf-8")
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", slug)
    response["Content-Disposition"] = f'attachment; filename="{name}.{TEI.suffix}"'
    return public_data(unindexed(response))


@reading_page
def volume_page(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """A printed page: the document it stands in, or a list where several share it."""
    row = volume_called(slug)
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
        raise no_page(row, label, _pages_held(row))
    if len(documents) == 1:
        first = documents[0]
        return HttpResponseRedirect(addresses.get(first["pk"]) or entry(row, first).address)
    entries = []
    for one in documents:
        shown = entry(row, one)
        entries.append(replace(shown, address=addresses.get(one["pk"], shown.address)))
    title = f"Page {on_one_line(label)} of {row.short_title}"
    page = PrintedPage(frame(title, section="volumes"), row, on_one_line(label), tuple(entries))
    return render(request, "telegrams/printed_page.html", {"page": page})


def _page_name(marker: PageMarker) -> str:
    """The address of a page on its document's page; pages that repeat a label are told apart there."""
    return page_names([marker])[marker.ordinal]


def _pages_held(row: Volume) -> list[int]:
    """The numbered pages that documents held of a volume stand on, in order."""
    pages = PageMarker.objects.filter(telegram__volume=row, telegram__withdrawn_at=None, label__regex=r"^\d{1,6}$")
    return sorted({int(one) for one in pages.values_list("label", flat=True).distinct()})
