"""What people decide where nothing is corrected, as verbs: choose, take back, leave as it is, put back.

Beside ``curating`` and after its manner: each verb is one transaction, and what links show is made by the rules'
own writers, which obey what is decided here. May import what ``curating`` may; used by admin.
"""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from telegrams.importing.resolving.sought import by_file, by_name, resolve_files, resolve_messages
from telegrams.importing.showing import locked
from telegrams.models import Change, CrossReference, ReferenceDecision, Settlement, Telegram


class NotDecided(ValueError):
    """What was sent decides nothing; the message says why."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that waits in a queue: of which document or file, and what was found."""

    queue: str
    volume: str = ""
    document: str = ""
    text: str = ""


@transaction.atomic
def choose(reference_id: int, target_id: int, reason: str, source: str, by: User) -> ReferenceDecision:
    """Say which document a reference means; a former decision on it is superseded and keeps its row.

    Raises NotDecided without a reason or source, or where the document or the reference is not held.
    """
    if not reason.strip() or not source.strip():
        raise NotDecided("a decision needs a reason and a source")
    reference = CrossReference.objects.select_related("footnote").filter(pk=reference_id).first()
    if reference is None:
        raise NotDecided("the document was loaded again meanwhile; look at its references anew")
    telegram = locked(reference.telegram_id)
    if target_id == telegram.pk:
        raise NotDecided("a document does not refer to itself")
    if not Telegram.objects.held().filter(pk=target_id).exists():
        raise NotDecided("that document is not held")
    note = reference.footnote.ordinal if reference.footnote else 0
    place = {"telegram": telegram, "note": note, "start": reference.start, "printed": reference.printed}
    ReferenceDecision.objects.filter(**place, withdrawn_at=None).update(withdrawn_at=timezone.now(), withdrawn_by=by)
    decision = ReferenceDecision.objects.create(
        **place, target_id=target_id, reason=reason.strip(), source=source.strip(), by=by
    )
    _resolve_again(telegram, target_id)
    return decision


@transaction.atomic
def take_back_choice(decision_id: int, by: User) -> bool:
    """Let the rules say again what the reference means; False where the decision was taken back before."""
    decision = ReferenceDecision.objects.get(pk=decision_id)
    telegram = locked(decision.telegram_id)
    standing = ReferenceDecision.objects.filter(pk=decision_id, withdrawn_at=None)
    if not standing.update(withdrawn_at=timezone.now(), withdrawn_by=by):
        return False
    _resolve_again(telegram, decision.target_id)
    return True


def _resolve_again(telegram: Telegram, target_id: int) -> None:
    resolve_messages(by_name().filter(telegram=telegram))
    resolve_files(by_file().filter(telegram=telegram))
    Change.note(telegram.pk, target_id)


@transaction.atomic
def leave(finding: Finding, note: str, by: User) -> Settlement:
    """Leave something as it stands: it waits in its queue no more, also when a later load finds it again."""
    same = Settlement.objects.filter(**_said(finding), withdrawn_at=None).first()
    return same or Settlement.objects.create(**_said(finding), note=note.strip(), by=by)


@transaction.atomic
def put_back(settlement_id: int, by: User) -> bool:
    """Put something back into its queue; False where that was done before."""
    standing = Settlement.objects.filter(pk=settlement_id, withdrawn_at=None)
    return standing.update(withdrawn_at=timezone.now(), withdrawn_by=by) == 1


def _said(finding: Finding) -> dict[str, str]:
    return {
        "queue": finding.queue,
        "volume": finding.volume,
        "document": finding.document,
        "text": finding.text,
    }


def left(queue: str, volume: str, document: str, text: str = "") -> Exists:
    """Whether an editor has left a row's finding as it is: a condition, by the names of the row's columns."""
    standing = Settlement.objects.filter(queue=queue, withdrawn_at=None)
    same = Q(volume=OuterRef(volume), document=OuterRef(document))
    return Exists(standing.filter(same & Q(text=OuterRef(text)) if text else same))
