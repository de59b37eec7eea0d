"""Loads from the browser: send, rehearse, accept, watch, read the report, take back.

Rehearsal and load are the command ``import`` on what was sent (``importing.uploading``), in a process of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from telegrams.admin import starting
from telegrams.admin.editor import editor_of
from telegrams.admin.linking import page_of
from telegrams.importing import uploading
from telegrams.importing.uploading import ACCEPTED, KEPT_DAYS, MOST_FILES, Refused
from telegrams.models import ImportRun, Telegram, Upload
from telegrams.parsing.volume_slug import volume_slug
from telegrams.saying import counted_of

LAST_UPLOADS = 20
MAY = "telegrams.add_importrun"
MAY_UNDO = "telegrams.change_importrun"


@dataclass(frozen=True, slots=True)
class LoadPage:
    """The form by which files are sent, what it takes, and what was sent before."""

    uploads: Sequence[Upload]
    most_mb: int
    most_files: int
    kept_days: int
    accepted: str
    faults: Sequence[str]
    volume: str


@dataclass(frozen=True, slots=True)
class Said:
    """A problem of a rehearsal."""

    level: str
    code: str
    where: str
    text: str


@dataclass(frozen=True, slots=True)
class UploadPage:
    """One upload: its files, where it stands, and what a load would do; ``added`` by volume, and whether it is new."""

    upload: Upload
    is_working: bool
    share: int
    how_far: str
    counts: Sequence[tuple[str, str]]
    added: Sequence[tuple[str, int, bool]]
    said: Sequence[Said]
    said_in_all: int
    report: dict[str, Any] | None
    needs_accepting: bool
    has_files: bool
    state_address: str
    run_address: str
    kept_days: int


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of loads."""
    return [
        path("load/", site.admin_view(load), name="load"),
        path("load/<int:number>/", site.admin_view(one_upload), name="load-upload"),
        path("load/<int:number>/state/", site.admin_view(state), name="load-state"),
        path("runs/<int:number>/undo/", site.admin_view(undo), name="undo-run"),
    ]


def root() -> Path:
    """The folder of what was sent."""
    return settings.ARCHIVE_DATA / uploading.FOLDER


def _only_loaders(request: HttpRequest) -> None:
    if not request.user.has_perm(MAY):
        raise PermissionDenied


@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """Send files; they are rehearsed at once."""
    _only_loaders(request)
    faults: list[str] = []
    volume = request.POST.get("volume", "").strip()
    if request.method == "POST":
        sent = request.FILES.getlist("files")
        files, faults = uploading.sifted(sent, volume, settings.ARCHIVE_UPLOAD_MB * 2**20)
        if volume != volume_slug(volume):
            files = []
            faults.append(f"Write the volume as “{volume_slug(volume) or 'frus1945v05'}”.")
        if files:
            try:
                upload = uploading.keep(files, root(), volume, editor_of(request), faults)
            except Refused as refused:
                faults.append(str(refused))
            else:
                _begin(upload, "--dry-run")
                return HttpResponseRedirect(reverse("admin:load-upload", args=[upload.pk]))
    uploading.sweep(root())
    page = LoadPage(
        uploads=list(Upload.objects.select_related("by", "run")[:LAST_UPLOADS]),
        most_mb=settings.ARCHIVE_UPLOAD_MB,
        most_files=MOST_FILES,
        kept_days=KEPT_DAYS,
        accepted=",".join(sorted({f".{one.rpartition('.')[2]}" for one in ACCEPTED})),
        faults=faults,
        volume=volume[:80],
    )
    return _page(request, "admin/telegrams/load/load.html", "Load documents", page, 400 if faults else 200)


def _begin(upload: Upload, *how: str) -> None:
    starting.start(root() / upload.folder / "log.txt", "--upload", str(upload.pk), *how)


def _page(request: HttpRequest, template: str, title: str, page: Any, status: int = 200) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "page": page}
    return TemplateResponse(request, template, context, status=status)


@require_http_methods(["GET", "POST"])
def one_upload(request: HttpRequest, number: int) -> HttpResponse:
    """What a rehearsal says, and the way on from it."""
    _only_loaders(request)
    upload = get_object_or_404(Upload.objects.select_related("by", "run"), pk=number)
    if request.method == "POST":
        _act(request, upload, request.POST.get("do", ""))
        return HttpResponseRedirect(request.path)
    return _page(request, "admin/telegrams/load/upload.html", f"Load {upload.pk}: {upload}", _upload_page(upload))


def _act(request: HttpRequest, upload: Upload, wanted: str) -> None:
    """Accept, rehearse again, or put away; whoever comes second is told."""
    if wanted == "drop" and not uploading.is_at_work(upload) and upload.state != "loaded":
        uploading.put_away(upload, root(), "dropped", f"Put away by {request.user}.")
        messages.success(request, "Put away. Its files are deleted; nothing was loaded.")
        return
    if wanted == "rehearse" and uploading.begin(upload, "rehearsing"):
        _begin(upload, "--dry-run")
        return
    gates = (upload.rehearsal or {}).get("gates")
    accept = request.POST.get("accept_loss") == "yes"
    if wanted == "load" and gates and not accept and request.POST.get("without_held") != "yes":
        messages.error(request, "A volume would lose documents: say beside the table what is to become of it.")
        return
    if wanted == "load" and uploading.begin(upload, "loading"):
        _begin(upload, "--by", request.user.get_username(), *(["--accept"] if gates and accept else []))
        return
    messages.warning(request, "Nothing was done: somebody else was first, or it is being worked on.")


def _upload_page(upload: Upload) -> UploadPage:
    uploading.broken_off(upload)
    is_working = upload.state in ("rehearsing", "loading")
    far = uploading.watched(upload, root())
    report = upload.rehearsal
    return UploadPage(
        upload=upload,
        is_working=is_working,
        share=round(100 * far.share),
        how_far=far.said,
        counts=_counts(report) if report else (),
        added=_added(report) if report else (),
        said=[_said(one) for one in report["said"]] if report else (),
        said_in_all=report["said_in_all"] if report else 0,
        report=report,
        needs_accepting=bool(report and report["gates"]),
        has_files=bool(upload.folder) and not is_working,
        state_address=reverse("admin:load-state", args=[upload.pk]),
        run_address=page_of(upload.run) if upload.run else "",
        kept_days=KEPT_DAYS,
    )


def _counts(report: dict[str, Any]) -> list[tuple[str, str]]:
    """Files, documents and people, counted in words."""
    return [
        (what.capitalize(), ", ".join(f"{count:,} {word}" for word, count in report[what].items() if count) or "none")
        for what in ("files", "documents", "people", "problems")
    ]


def _added(report: dict[str, Any]) -> list[tuple[str, int, bool]]:
    """The volumes that documents are added to, how many, and whether nothing of the volume is held."""
    added = report.get("added", {})  # reports of older rehearsals have none
    held = set(Telegram.objects.held().filter(volume__slug__in=added).values_list("volume__slug", flat=True))
    return [(volume, count, volume not in held) for volume, count in sorted(added.items())]


def _said(one: dict[str, Any]) -> Said:
    where = one["file"] if one["line"] is None else f"{one['file']}:{one['line']}"
    text = "; ".join(filter(None, (one["found"], one["expected"], one["remedy"])))
    return Said(one["level"], one["code"], where, text)


@require_GET
def state(request: HttpRequest, number: int) -> HttpResponse:
    """The part of an upload's page that says how far the work is; X-State names the state."""
    _only_loaders(request)
    upload = get_object_or_404(Upload, pk=number)
    page = _upload_page(upload)
    response = TemplateResponse(request, "admin/telegrams/load/_how_far.html", {"page": page})
    response["X-State"] = upload.state
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Take a run back, as ``import --undo`` does."""
    if not request.user.has_perm(MAY_UNDO):
        raise PermissionDenied
    run = get_object_or_404(ImportRun, pk=number)
    if run.undone_by_id:
        messages.warning(request, f"Nothing was done: this run was taken back before, by run {run.undone_by_id}.")
        return HttpResponseRedirect(page_of(run))
    root().mkdir(mode=0o700, parents=True, exist_ok=True)
    log = root() / f"undo-{run.pk}.log"
    code = starting.start(log, "--undo", str(run.pk), "--by", request.user.get_username(), patience=10)
    if code is None:
        messages.info(request, "It is being taken back. Load this page again in a while: it says so when it is done.")
    elif undoing := ImportRun.objects.filter(undid=run).first():
        messages.success(request, "The run is taken back; corrections are kept.")
        if left := undoing.counts.get("documents", {}).get("left"):
            said = f"{counted_of(left, 'document', 'documents')} left as a later run made them"
            messages.warning(request, f"{said}: run {undoing.pk} names them.")
    else:
        messages.error(request, f"It was not taken back: {starting.last_words(log) or 'the import gave no reason'}.")
    return HttpResponseRedirect(page_of(run))
