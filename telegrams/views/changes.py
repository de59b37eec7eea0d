"""``/changes/``: everything that changed in the archive, the newest first; as a page, as data, and as a feed.

A load is one line, with the list of the documents it touched under it, and so is what was corrected as one; other
corrections, decisions, and changes of people, posts and volumes are lines of their own. Pages follow one another by
the last line shown (``before``), never by counting.
"""

from dataclasses import dataclass
from html import unescape
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import strip_tags

from telegrams.models import Correction, ImportRun, Revision
from telegrams.saying import day_said
from telegrams.views.absent import NotHeld
from telegrams.views.asked import asked
from telegrams.views.change_streams import RUN_TOLD, Place, latest, run_happened
from telegrams.views.decided import REVISION_TOLD, revised
from telegrams.views.feed import tag_of
from telegrams.views.frame import ARCHIVE, Frame, frame
from telegrams.views.happened import (
    CORRECTION_OF_DOCUMENT_TOLD,
    LOAD_OF_DOCUMENT_TOLD,
    Happening,
    correction_made,
    load_made,
)
from telegrams.views.manners import public_data, reading_page, unindexed
from telegrams.views.visible import on_one_line

ON_A_PAGE = 50
KINDS = {
    "correction": "Corrections",
    "decision": "Checks and decisions",
    "load": "Loads",
    "person": "People, posts and volumes",
}


@dataclass(frozen=True, slots=True)
class KindShown:
    """A kind of change as a way to narrow the page."""

    label: str
    address: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """What changed, the newest first; ``run``: all that one load changed, or that was corrected as one."""

    frame: Frame
    title: str
    happenings: tuple[Happening, ...]
    kinds: tuple[KindShown, ...]
    run: Happening | None
    run_day: str
    newest: str
    older: str
    feed: str
    json: str

    @classmethod
    def of(cls, kind: str, before: str) -> "ChangesPage":
        """The page of a kind of changes, '' for all, before a place."""
        happenings, on = latest(kind, Place.of(before), ON_A_PAGE)
        title = KINDS[kind] if kind else "Changes"
        chosen = {"kind": kind} if kind else {}
        return cls(
            frame=frame(f"{title}: what changed in the archive" if kind else "Changes of the archive"),
            title=f"Changes: {title.lower()}" if kind else "Changes",
            happenings=tuple(happenings),
            kinds=tuple(
                KindShown(label, _address(**({"kind": word} if word else {})), word == kind)
                for word, label in {"": "Everything", **KINDS}.items()
            ),
            run=None,
            run_day="",
            newest=_address(**chosen) if before else "",
            older=_address(**chosen, before=on.text()) if on else "",
            feed=f"{reverse('changes-atom')}{_query(**chosen)}",
            json=f"{reverse('changes-json')}{_query(**chosen, **({'before': before} if before else {}))}",
        )

    @classmethod
    def of_run(cls, run: ImportRun, before: str) -> "ChangesPage":
        """All that one load did, document by document."""
        rows = run.changes.order_by("-pk")
        if before.isascii() and before.isdecimal() and len(before) <= 18:
            rows = rows.filter(pk__lt=int(before))
        told = list(rows.values_list(LOAD_OF_DOCUMENT_TOLD, flat=True)[: ON_A_PAGE + 1])
        when = run.ended or run.started
        number = str(run.pk)
        return cls(
            frame=frame(f"What load {run.pk} changed"),
            title=f"Load {run.pk}",
            happenings=tuple(load_made(row) for row in told[:ON_A_PAGE]),
            kinds=(),
            run=run_happened(ImportRun.objects.filter(pk=run.pk).values_list(RUN_TOLD, flat=True)[0]),
            run_day=day_said(when),
            newest=_address(run=number) if before else "",
            older=_address(run=number, before=str(told[ON_A_PAGE - 1]["pk"])) if len(told) > ON_A_PAGE else "",
            feed=reverse("changes-atom"),
            json=f"{reverse('changes-json')}{_query(run=number, **({'before': before} if before else {}))}",
        )

    @classmethod
    def of_revision(cls, revision: Revision, before: str) -> "ChangesPage":
        """All that was corrected as one, document by document."""
        rows = Correction.objects.filter(revision=revision).order_by("-pk")
        if before.isascii() and before.isdecimal() and len(before) <= 18:
            rows = rows.filter(pk__lt=int(before))
        told = list(rows.values_list(CORRECTION_OF_DOCUMENT_TOLD, flat=True)[: ON_A_PAGE + 1])
        number = str(revision.pk)
        whole = revised(Revision.objects.filter(pk=revision.pk).values_list(REVISION_TOLD, flat=True)[0])
        return cls(
            frame=frame(f"What revision {revision.pk} corrected"),
            title=f"Revision {revision.pk}",
            happenings=tuple(correction_made(row) for row in told[:ON_A_PAGE]),
            kinds=(),
            run=whole,
            run_day=day_said(revision.at),
            newest=_address(revision=number) if before else "",
            older=_address(revision=number, before=str(told[ON_A_PAGE - 1]["pk"])) if len(told) > ON_A_PAGE else "",
            feed=reverse("changes-atom"),
            json=f"{reverse('changes-json')}{_query(revision=number, **({'before': before} if before else {}))}",
        )


def _query(**said: str) -> str:
    return f"?{urlencode(said)}" if said else ""


def _address(**said: str) -> str:
    return f"{reverse('changes')}{_query(**said)}"


def _page(request: HttpRequest) -> ChangesPage:
    """The page that a request asks for; a kind that is none is not narrowed by."""
    before, number = asked(request, "before", 60), asked(request, "run", 9)
    if number:
        run = ImportRun.objects.filter(pk=int(number)).first() if number.isascii() and number.isdecimal() else None
        if run is None:
            raise NotHeld(f"There was no load {on_one_line(number)}.")
        return ChangesPage.of_run(run, before)
    if number := asked(request, "revision", 9):
        known = number.isascii() and number.isdecimal()
        revision = Revision.objects.filter(pk=int(number)).first() if known else None
        if revision is None:
            raise NotHeld(f"There was no revision {on_one_line(number)}.")
        return ChangesPage.of_revision(revision, before)
    kind = asked(request, "kind", 20)
    return ChangesPage.of(kind if kind in KINDS else "", before)


@reading_page
def changes(request: HttpRequest) -> HttpResponse:
    """What changed in the archive."""
    response = render(request, "telegrams/changes.html", {"page": _page(request)})
    return unindexed(response) if request.GET else response


@reading_page
def changes_json(request: HttpRequest) -> HttpResponse:
    """The same as data, with the address of the next page."""
    page, site = _page(request), f"{request.scheme}://{request.get_host()}"
    said = {
        "changes": [_told(one, site) for one in page.happenings],
        "older": f"{site}{page.older.replace(reverse('changes'), reverse('changes-json'), 1)}" if page.older else None,
    }
    return public_data(unindexed(JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1})))


def _told(one: Happening, site: str) -> dict[str, Any]:
    return {
        "id": one.name,
        "kind": one.kind,
        "when": one.when.isoformat(),
        "said": one.said,
        "about": one.about,
        "address": f"{site}{one.address}" if one.address else None,
        "values": [{"what": turn.what, "before": _text(turn.before), "after": _text(turn.after)} for turn in one.turns],
        "by": one.who or None,
        "reported_by": one.reported_by or None,
        "reason": one.why or None,
        "source": one.source or None,
        "load": one.run,
        "revision": one.revision,
        "specimen": one.is_specimen,
    }


def _text(html: str) -> str:
    """The words of a shown value, which holds no markup but ours."""
    return unescape(strip_tags(html))


@reading_page
def changes_atom(request: HttpRequest) -> HttpResponse:
    """The latest changes as a feed; an entry keeps its id for ever."""
    kind = asked(request, "kind", 20)
    kind = kind if kind in KINDS else ""
    site, query = f"{request.scheme}://{request.get_host()}", _query(**({"kind": kind} if kind else {}))
    made = Atom1Feed(
        title=f"{ARCHIVE}: {KINDS[kind].lower() if kind else 'changes'}",
        link=f"{site}{reverse('changes')}{query}",
        feed_url=f"{site}{reverse('changes-atom')}{query}",
        feed_guid=tag_of(request, f"changes{query}"),
        description="",
        language="en",
    )
    for one in latest(kind, None, ON_A_PAGE)[0]:
        made.add_item(
            title=on_one_line(f"{one.said}: {one.about}" if one.about else one.said),
            link=f"{site}{one.address or one.run_address or one.revision_address}",
            unique_id=tag_of(request, f"changes/{one.name}"),
            description=on_one_line(_in_one_line(one)),
            updateddate=one.when,
        )
    whole = HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    return public_data(whole)


def _in_one_line(one: Happening) -> str:
    """What was, what is, why, by which source and by whom."""
    values = [f"{turn.what}: {_text(turn.before)} → {_text(turn.after)}." for turn in one.turns]
    rest = (
        one.why,
        f"Source: {one.source}." if one.source else "",
        f"By {one.who}." if one.who else "",
        f"Reported by {one.reported_by}." if one.reported_by else "",
    )
    return " ".join([*values, *filter(None, rest)])
