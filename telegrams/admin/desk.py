"""The editors' desk: what waits, counted, on the front page of the admin; and each queue with its evidence.

Named by the setting EDITORS_DESK, for the site stands in ``archive``, which knows no telegrams. Counts stop at a
thousand, and at a third of a second: at 320,000 documents nobody needs to know which of the two it was exactly.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from telegrams.admin import loading
from telegrams.admin.editor import editor_of
from telegrams.admin.linking import list_of, page_of
from telegrams.admin.queues import QUEUE, QUEUES
from telegrams.admin.queues.card import LEAVE, TYPED, Card, Decision, Queue, Refused
from telegrams.models import DocumentOpenings, ImportRun, Upload
from telegrams.saying import counted, shortened

MOST_COUNTED = 1_000
COUNTED_WITHIN = 300
"""Milliseconds."""

ON_A_PAGE = 8
"""Cards of a page."""

MOST_READ = 200
"""Documents that are opened most: what waits on them comes first."""

MOST_SKIPPED = 500
"""Of a queue, kept in the editor's session."""

LAST_LOADS, MOST_WAITING = 6, 20

CANCELLED = "57014"


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A queue on the front page: how many wait, in words."""

    queue: Queue
    address: str
    said: str
    is_empty: bool


@dataclass(frozen=True, slots=True)
class LoadLine:
    """A load on the front page."""

    run: ImportRun
    address: str
    asked: str
    said: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """What the front page shows before the lists of all tables."""

    queues: Sequence[QueueLine]
    loads: Sequence[LoadLine]
    all_loads: str
    load_address: str
    waiting_uploads: Sequence[Upload]


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A queue: the cards shown, how many wait, and the ways on."""

    queue: Queue
    said: str
    cards: Sequence[Card]
    may_fix: bool
    address: str
    oldest_first: bool
    on: str
    skipped: int
    reasons: Sequence[str]


REASONS = (
    "Misprinted in the volume.",
    "Misread by the import.",
    "The text itself says so.",
    "Established from the original.",
)
"""Reasons offered for what is written; any other may be typed."""


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of the queues and of loads."""
    return [path("queues/<slug:key>/", site.admin_view(queue_page), name="queue"), *loading.urls(site)]


def front_page(request: HttpRequest) -> FrontPage:
    """What waits for this editor, and the last loads."""
    seen = [queue for queue in QUEUES if request.user.has_perm(queue.look)]
    may_load = request.user.has_perm("telegrams.add_importrun")
    may_see = request.user.has_perm("telegrams.view_importrun")
    return FrontPage(
        queues=[_line(queue) for queue in seen],
        loads=[_load(run) for run in ImportRun.objects.order_by("-id")[:LAST_LOADS]] if may_see else (),
        all_loads=list_of(ImportRun),
        load_address=reverse("admin:load") if may_load else "",
        waiting_uploads=_waiting_uploads() if may_load else (),
    )


def _waiting_uploads() -> list[Upload]:
    """The last uploads that somebody may accept."""
    rehearsed = Upload.objects.filter(state="rehearsed").select_related("by")
    return [upload for upload in rehearsed[:MOST_WAITING] if upload.may_be_accepted]


def _line(queue: Queue) -> QueueLine:
    number = how_many(queue.waiting())
    return QueueLine(queue, reverse("admin:queue", args=[queue.key]), said_of(number), number == 0)


def how_many(rows: QuerySet[Any]) -> int | None:
    """How many rows wait, MOST_COUNTED + 1 for more than are counted; None where counting took too long."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL statement_timeout = {COUNTED_WITHIN}")
            number = rows.order_by().values("pk")[: MOST_COUNTED + 1].count()
            with connection.cursor() as cursor:  # the setting outlives a savepoint
                cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
    except OperationalError as stopped:
        if getattr(stopped.__cause__, "sqlstate", "") != CANCELLED:
            raise
        return None
    return number


def said_of(number: int | None) -> str:
    """A bounded count in words."""
    if number is None:
        return "many"
    return f"over {counted(MOST_COUNTED)}" if number > MOST_COUNTED else counted(number)


def _load(run: ImportRun) -> LoadLine:
    documents = run.counts.get("documents", {}) if isinstance(run.counts, dict) else {}
    said = ", ".join(f"{count:,} {word}" for word, count in sorted(documents.items()) if count and word != "unchanged")
    return LoadLine(run, page_of(run), shortened(run.asked, 70), said or "nothing changed")


# --- one queue ---


@require_http_methods(["GET", "POST"])
def queue_page(request: HttpRequest, key: str) -> HttpResponse:
    """A queue's cards; what is sent settles or skips one, and the next are shown."""
    queue = QUEUE.get(key)
    if queue is None:
        raise Http404
    if not request.user.has_perm(queue.look):
        raise PermissionDenied
    if request.method == "GET":
        return _shown(request, queue)
    if not request.user.has_perm(queue.fix):
        raise PermissionDenied
    fault = _settled(request, queue)
    return _shown(request, queue, fault) if fault else HttpResponseRedirect(request.get_full_path())


def _settled(request: HttpRequest, queue: Queue) -> Card | None:
    """Do what was sent; the card with its fault where it cannot be done."""
    sent = request.POST
    row_key = sent.get("row", "")
    if not row_key.isascii() or not row_key.isdecimal() or len(row_key) > len("9223372036854775807") - 1:
        raise Http404
    if sent.get("do") == "skip":
        _skip(request, queue, int(row_key))
        return None
    row = queue.waiting().filter(pk=int(row_key)).first()
    card = next(iter(queue.cards([row])), None) if row is not None else None
    if row is None or card is None:
        messages.info(request, "It waits no more: it was settled meanwhile, or its document was loaded again.")
        return None
    card = card.for_those_who(editor_of(request).has_perm)
    try:
        said = queue.settle(row, card, _decision(sent, card), editor_of(request))
    except Refused as refused:
        given = {name: sent.get(name, "")[:2000] for name in ("option", "typed", "reason", "source")}
        return replace(card, fault=str(refused), given=given)
    messages.success(request, said)
    return None


def _decision(sent: Any, card: Card) -> Decision:
    """What was sent, as a decision on this card; raises Refused."""
    option = card.option(sent.get("option", ""))
    if option is None:
        raise Refused("Choose one of the ways to settle it.")
    if sent.get("mark") != card.mark:
        raise Refused("What can be chosen has changed since the page was made. Look again, and choose anew.")
    typed = sent.get("typed", "").strip()
    if option.key == TYPED and not typed:
        raise Refused(f"Type a value for “{card.typed}”, or choose another way.")
    reason, source = sent.get("reason", "").strip(), sent.get("source", "").strip()
    # What was filled in for another way is not what the editor says of this one.
    if reason == card.default.reason:
        reason = option.reason
    if source == card.default.source:
        source = option.source
    asks_why = card.asks_why and option.asks_why and option.key != LEAVE
    if asks_why and not (reason and source):
        raise Refused("Say why, and where the right value stands: readers see both.")
    return Decision(option, typed, reason, source, card.seen)


def _skip(request: HttpRequest, queue: Queue, row: int) -> None:
    """To the end of the queue, for this editor, until the session ends."""
    others = [one for one in _skipped(request, queue) if one != row]
    request.session[f"skipped-{queue.key}"] = [*others[-MOST_SKIPPED + 1 :], row]


def _skipped(request: HttpRequest, queue: Queue) -> list[int]:
    return list(request.session.get(f"skipped-{queue.key}", ()))


def _shown(request: HttpRequest, queue: Queue, fault: Card | None = None) -> HttpResponse:
    oldest_first = request.GET.get("order") == "oldest"
    after = request.GET.get("after", "")
    after = after if after.isascii() and after.isdecimal() and len(after) < len("9223372036854775807") else ""
    skipped = _skipped(request, queue)
    rows, reads, last = next_rows(queue, oldest_first=oldest_first, after=int(after or 0), skipped=skipped)
    may = editor_of(request).has_perm
    cards = [replace(card.for_those_who(may), reads=reads.get(card.row, 0)) for card in queue.cards(rows)]
    if fault is not None:
        cards = [fault, *(card for card in cards if card.row != fault.row)]
    number = how_many(queue.waiting())
    here = reverse("admin:queue", args=[queue.key])
    order = "order=oldest&" if oldest_first else ""
    page = QueuePage(
        queue=queue,
        said=said_of(number),
        cards=cards,
        may_fix=request.user.has_perm(queue.fix),
        address=here,
        oldest_first=oldest_first,
        on=f"{here}?{order}after={last}" if last and len(rows) == ON_A_PAGE else "",
        skipped=len(skipped),
        reasons=REASONS,
    )
    context = {**admin.site.each_context(request), "title": queue.label, "page": page}
    return TemplateResponse(request, "admin/telegrams/queue/queue.html", context)


def next_rows(
    queue: Queue, *, oldest_first: bool, after: int, skipped: Sequence[int]
) -> tuple[list[Any], dict[int, int], int]:
    """The rows of a page, how often their documents are opened where that put them first, and the last in order.

    First what waits on the documents most opened, then what has waited longest, last what this editor skipped.
    """
    waiting = queue.waiting().order_by("pk")
    rest = waiting.exclude(pk__in=skipped)
    first: list[Any] = []
    if not oldest_first and not after:
        first = _most_read(queue, rest)
    rows = first[:ON_A_PAGE]
    known = {row.pk for row in rows}
    last = 0
    if len(rows) < ON_A_PAGE:
        some = [row for row in rest.filter(pk__gt=after)[: ON_A_PAGE + len(known)] if row.pk not in known]
        rows += some[: ON_A_PAGE - len(rows)]
        last = rows[-1].pk if rows and rows[-1].pk not in known else 0
    if len(rows) < ON_A_PAGE and skipped:
        found = waiting.in_bulk(list(skipped))
        rows += [found[key] for key in skipped if key in found][: ON_A_PAGE - len(rows)]
    return rows, {row.pk: row.reads for row in first}, last


def _most_read(queue: Queue, rest: QuerySet[Any]) -> list[Any]:
    """What waits on the documents that are opened most."""
    opened = dict(DocumentOpenings.objects.order_by("-count").values_list("telegram", "count")[:MOST_READ])
    if not opened:
        return []
    found = list(queue.among(rest, list(opened))[:MOST_READ])
    for row in found:
        row.reads = opened.get(getattr(row, "telegram_id", row.pk), 0)
    return sorted((row for row in found if row.reads), key=lambda row: (-row.reads, row.pk))
