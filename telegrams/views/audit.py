"""The audit of a volume: what its loads found odd in the print or its encoding, by kind, each with its line."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from telegrams.models import CrossReference, Problem, Telegram, Volume
from telegrams.views.asked import asked, page_number
from telegrams.views.frame import Frame, frame
from telegrams.views.manners import reading_page
from telegrams.views.visible import on_one_line
from telegrams.views.volume_contents import volume_called
from telegrams.views.wording import remark_said
from telegrams.vocabulary import Certainty, Level

ON_A_PAGE = 100
NOT_THERE = "no-target"
"""Not kept by a load, but looked up: references into volumes that are held, to what is not there."""


@dataclass(frozen=True, slots=True)
class RemarkKind:
    """Remarks of one kind: in plain words, how many, and where they are listed."""

    code: str
    said: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Remark:
    """One remark: the document it is of (or the volume), its line in the source, and what it says."""

    document: str
    address: str
    line: int | None
    text: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """All kinds of remarks, or the remarks of one kind."""

    frame: Frame
    volume: Volume
    kinds: tuple[RemarkKind, ...]
    chosen: RemarkKind | None
    remarks: tuple[Remark, ...]
    before: str
    after: str


def kinds_of_remarks(volume: Volume) -> tuple[RemarkKind, ...]:
    """The kinds of remarks that stand on a volume, the most grave first, then the most frequent."""
    address = reverse("volume-audit", args=[volume.slug])
    counts = Problem.objects.standing(volume.slug).order_by().values("code", "level").annotate(count=Count("pk"))
    ranked = sorted(counts, key=lambda row: (_GRAVITY[row["level"]], -row["count"], row["code"]))
    said: dict[str, int] = {}
    for row in ranked:
        said[row["code"]] = said.get(row["code"], 0) + row["count"]
    missing = _not_there(volume).count()
    if missing:
        said[NOT_THERE] = missing
    return tuple(RemarkKind(code, remark_said(code), count, f"{address}?kind={code}") for code, count in said.items())


_GRAVITY = {Level.ERROR.value: 0, Level.WARNING.value: 1, Level.NOTE.value: 2}


@reading_page
def audit(request: HttpRequest, slug: str) -> HttpResponse:
    """What the loads of a volume remarked, by kind; ``?kind=`` lists one of them."""
    volume = volume_called(slug)
    kinds = kinds_of_remarks(volume)
    chosen = next((kind for kind in kinds if kind.code == asked(request, "kind", 40)), None)
    number = page_number(request)
    start = (number - 1) * ON_A_PAGE
    remarks = _remarks(volume, chosen.code, start) if chosen else ()
    title = f"Audit of {on_one_line(volume.short_title or volume.slug)}"
    page = AuditPage(
        frame=frame(f"{chosen.said} — {title}" if chosen else title, section="volumes"),
        volume=volume,
        kinds=kinds,
        chosen=chosen,
        remarks=remarks[:ON_A_PAGE],
        before=f"{chosen.address}&page={number - 1}" if chosen and number > 1 else "",
        after=f"{chosen.address}&page={number + 1}" if chosen and len(remarks) > ON_A_PAGE else "",
    )
    return render(request, "telegrams/audit.html", {"page": page})


def _remarks(volume: Volume, code: str, start: int) -> tuple[Remark, ...]:
    """One more than a page of the remarks of a kind, in the order of the source."""
    if code == NOT_THERE:
        return _lacking(volume, start)
    rows = list(
        Problem.objects.standing(volume.slug)
        .filter(code=code)
        .order_by("source_name", "line", "pk")[start : start + ON_A_PAGE + 1]
    )
    held = Telegram.objects.filter(volume=volume, document__in={row.document for row in rows})
    addresses = {one.document: one.get_absolute_url() for one in held.select_related("volume").only(*_NAMED)}
    return tuple(Remark(row.document, addresses.get(row.document, ""), row.line, row.text) for row in rows)


_NAMED = ("document", "volume__slug")


def _not_there(volume: Volume) -> QuerySet[CrossReference]:
    """References of the volume into volumes held whole, to pages or documents that nothing held answers to."""
    slugs = list(Volume.objects.exclude(contents=None).values_list("slug", flat=True))
    return CrossReference.objects.filter(
        telegram__volume=volume,
        telegram__withdrawn_at=None,
        certainty=Certainty.NOT_HELD,
        wanted__volume__in=slugs,
    )


def _lacking(volume: Volume, start: int) -> tuple[Remark, ...]:
    rows = _not_there(volume).select_related("telegram__volume").order_by("telegram__document_key", "pk")
    wide = rows.defer("telegram__text", "telegram__layout", "telegram__loaded")
    return tuple(
        Remark(row.telegram.document, row.telegram.get_absolute_url(), None, _lack_said(row))
        for row in wide[start : start + ON_A_PAGE + 1]
    )


def _lack_said(row: CrossReference) -> str:
    wanted = row.wanted
    what = f"page {wanted['page']}" if wanted.get("page") else f"document {wanted.get('document', '')}"
    return f"“{on_one_line(row.printed)}” means {what} of {wanted.get('volume', '')}; no document held stands there"
