"""Readers' reports as verbs: receive one, decide it, make it a correction.

A report is a reader's words. It changes nothing by itself and nobody but editors sees it; what comes of it is a
Correction, made by ``curating.correct`` as any other. It stands beside ``curating``: the reading room receives
reports and the admin decides them, and neither may import the other. May import: models, corrections, curating.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from telegrams import curating
from telegrams.corrections import NotAValue
from telegrams.curating import Edit
from telegrams.models import Correction, ReaderReport, ReportDoor, Telegram

MOST_FROM_ONE = 20
"""Reports from one address in an hour: a reading room of a university has one address for many readers."""

MOST_OF_ALL = 300
"""Reports in an hour from everywhere: more than an archive's editors could read in a week."""


class TooMany(Exception):
    """More reports came within the hour than are taken; ``from_here``: from one address, else from everywhere."""

    def __init__(self, *, from_here: bool) -> None:
        super().__init__("too many reports")
        self.from_here = from_here


class Decided(Exception):
    """Somebody decided the report meanwhile; ``report`` is as it stands now."""

    def __init__(self, report: ReaderReport) -> None:
        super().__init__(report.state)
        self.report = report


@dataclass(frozen=True, slots=True)
class Reported:
    """What a reader sent. ``form`` is the mark of the form; ``field`` and ``value`` name a fact, '' where none is."""

    said: str
    source: str
    form: str
    passage: str = ""
    field: str = ""
    value: str = ""
    name: str = ""
    credit: bool = False
    is_trap: bool = False


def receive(telegram: Telegram, reported: Reported, place: tuple[int, int] | None, address: str) -> ReaderReport:
    """Keep a report; the same form sent twice is one. Raises TooMany, which is counted whatever becomes of it.

    ``address`` is used to count and not kept. One that fell into the trap for programs is kept as spam, where an
    editor may look for it.
    """
    former = ReaderReport.objects.filter(form=reported.form).first()
    if former is not None:
        return former
    _at_the_door(address)
    start, end = place or (None, None)
    report, _ = ReaderReport.objects.get_or_create(
        form=reported.form,
        defaults={
            "telegram": telegram,
            "passage": reported.passage,
            "start": start,
            "end": end,
            "field": reported.field,
            "value": reported.value,
            "said": reported.said,
            "source": reported.source,
            "name": reported.name,
            "credit": reported.credit and bool(reported.name),
            "state": "spam" if reported.is_trap else "new",
        },
    )
    return report


def _at_the_door(address: str) -> None:
    if ReportDoor.count(f"from {address}") > MOST_FROM_ONE:
        raise TooMany(from_here=True)
    if ReportDoor.count("all") > MOST_OF_ALL:
        raise TooMany(from_here=False)


def unknowable(address: str, secret: str) -> str:
    """An address as a word that tells nothing of it: keyed by the archive's secret and the day.

    The word alone, as a copy of the database has it, cannot be tried against all addresses without the secret; and
    the row that holds it goes with its hour. Of a network of the newer kind (IPv6) its first half counts, for one
    household has all the rest.
    """
    network = ":".join(address.split("%")[0].split(":")[:4]) if ":" in address else address
    day = timezone.now().date().isoformat()
    return hmac.new(secret.encode(), f"report {day} {network}".encode(), hashlib.sha256).hexdigest()[:32]


def place_of(passage: str, text: str) -> tuple[int, int] | None:
    """Where a passage stands in a text, whatever its blanks; None where it stands nowhere, or more than once."""
    words = passage.split()
    if not words:
        return None
    found = list(re.finditer(r"\s+".join(map(re.escape, words)), text))
    return found[0].span() if len(found) == 1 else None


@transaction.atomic
def accept(report_id: int, edit: Edit, reason: str, source: str, by: User, credit: str) -> Correction:
    """Make a report a correction, at once and together; ``credit`` is the reader's name where it is to be shown.

    Raises Decided, and what ``curating.correct`` raises.
    """
    report = _undecided(report_id)
    written = curating.correct(report.telegram_id, [edit], reason, source, by, reported_by=credit)
    if not written:
        raise NotAValue("this value is shown already")
    _decide(report, "accepted", by, correction=written[0])
    return written[0]


@transaction.atomic
def settled_by(report_id: int, correction: Correction, by: User) -> bool:
    """Settle a report by a correction made on the document's own page; False where somebody decided it meanwhile."""
    try:
        report = _undecided(report_id)
    except Decided:
        return False
    _decide(report, "accepted", by, correction=correction)
    return True


@transaction.atomic
def decline(report_id: int, by: User, note: str, *, as_spam: bool = False) -> None:
    """Put a report aside: it is not so, or it is no report. Raises Decided."""
    _decide(_undecided(report_id), "spam" if as_spam else "declined", by, note=note)


@transaction.atomic
def reopen(report_id: int) -> bool:
    """Put a report that was declined, or taken for spam, back into the queue; False for any other."""
    report = ReaderReport.objects.select_for_update().get(pk=report_id)
    if report.state not in ("declined", "spam"):
        return False
    report.state, report.decided_by, report.decided_at = "new", None, None
    report.save(update_fields=["state", "decided_by", "decided_at"])
    return True


def _undecided(report_id: int) -> ReaderReport:
    report = ReaderReport.objects.select_for_update().get(pk=report_id)
    if report.state != "new":
        raise Decided(report)
    return report


def _decide(report: ReaderReport, state: str, by: User, note: str = "", correction: Correction | None = None) -> None:
    report.state, report.decided_by, report.decided_at = state, by, timezone.now()
    report.note, report.correction = note.strip(), correction
    report.save(update_fields=["state", "decided_by", "decided_at", "note", "correction"])
