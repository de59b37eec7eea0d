"""Printed references → what is held. Pages of the same or another volume, and documents by name.

Printed words are never altered. References that found nothing are tried again at every load.
"""

from django.db.models import QuerySet
from django.urls import reverse

from telegrams.models import CrossReference
from telegrams.models import PageMarker
from telegrams.models import Telegram
from telegrams.vocabulary import Certainty


def resolve_references(volumes: set[str]) -> int:
    """Try the unresolved references that stand in, or point into, these volumes; how many were found."""
    open_ones = _open(volumes)
    pages = _pages_held(open_ones)
    found = []
    for reference in open_ones:
        volume = reference.wanted.get("volume") or reference.telegram.volume.slug
        page, document = reference.wanted.get("page"), reference.wanted.get("document")
        if page and (volume, page) in pages:
            _to_page(reference, volume, page, pages[volume, page])
            found.append(reference)
        elif document and _to_document(reference, volume, document):
            found.append(reference)
    CrossReference.objects.bulk_update(found, ["certainty", "rule", "target", "address", "candidates"], batch_size=500)
    return len(found)


def _open(volumes: set[str]) -> QuerySet[CrossReference]:
    """References without a target; those of other volumes are tried too, for they may name these."""
    rows = CrossReference.objects.filter(certainty=Certainty.NOT_HELD, telegram__withdrawn_at=None)
    inside = rows.filter(telegram__volume__slug__in=volumes)
    return (inside | rows.filter(wanted__volume__in=list(volumes))).select_related("telegram__volume")


def _pages_held(references: QuerySet[CrossReference]) -> dict[tuple[str, str], list[str]]:
    """The documents printed on each page that the references name, by volume and page."""
    wanted = {
        (reference.wanted.get("volume") or reference.telegram.volume.slug, reference.wanted["page"])
        for reference in references
        if reference.wanted.get("page")
    }
    held: dict[tuple[str, str], list[str]] = {}
    rows = (
        PageMarker.objects.filter(
            label__in={page for _, page in wanted},
            telegram__volume__slug__in={volume for volume, _ in wanted},
            telegram__withdrawn_at=None,
        )
        .order_by("telegram__document_key")
        .values_list("telegram__volume__slug", "label", "telegram__document")
    )
    for volume, label, document in rows:
        held.setdefault((volume, label), []).append(document)
    return held


def _to_page(reference: CrossReference, volume: str, page: str, documents: list[str]) -> None:
    """A printed page is a place by itself: the link is sure, whichever document is meant on it."""
    reference.certainty = Certainty.SURE
    reference.rule = "page of a volume held"
    reference.address = reverse("volume-page", args=[volume, page])
    reference.candidates = documents


def _to_document(reference: CrossReference, volume: str, document: str) -> bool:
    name = document if document.startswith("d") else f"d{document}"
    target = Telegram.objects.held().filter(volume__slug=volume, document=name).first()
    if target is None:
        return False
    reference.certainty = Certainty.SURE
    reference.rule = "document number of a volume held"
    reference.target = target
    reference.address = target.get_absolute_url()
    return True
