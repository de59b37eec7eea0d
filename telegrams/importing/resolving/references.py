"""Printed references → what is held. Pages of the same or another volume, and documents by name.

Printed words are never altered. References that found nothing are tried again at every load.
"""

from itertools import islice

from django.db.models import Q, QuerySet
from django.urls import reverse

from telegrams.importing.bulk import update
from telegrams.models import CrossReference, PageMarker, Telegram
from telegrams.vocabulary import Certainty

AT_ONCE = 2000
"""References held in memory at a time."""

RESOLVED = frozenset({"certainty", "rule", "target", "address", "candidates"})
"""The columns that say what a reference found."""


def resolve_references(volumes: set[str]) -> int:
    """Try the unresolved references that stand in, or point into, these volumes; how many were found."""
    found = 0
    for rows in _open(volumes):
        some = rows.iterator(chunk_size=AT_ONCE)
        while open_ones := list(islice(some, AT_ONCE)):
            found += _resolve(open_ones)
    return found


def page_references_again(telegram: Telegram, labels: set[str]) -> None:
    """Try the references to these pages of a document's volume anew: their marks came, went or moved to others."""
    if not labels:
        return
    volume = telegram.volume.slug
    rows = CrossReference.objects.filter(wanted__page__in=list(labels), telegram__withdrawn_at=None)
    within = Q(telegram__volume=telegram.volume_id) & ~Q(wanted__has_key="volume")
    wanting = list(
        rows.filter(within | Q(wanted__volume=volume))
        .select_related("telegram__volume")
        .only("wanted", *RESOLVED, "telegram__volume__slug")
    )
    for reference in wanting:
        reference.certainty, reference.rule, reference.target = Certainty.NOT_HELD, "", None
        reference.address, reference.candidates = "", []
    _resolve(wanting)
    update(wanting, RESOLVED)


def _resolve(open_ones: list[CrossReference]) -> int:
    pages = _pages_held(open_ones)
    documents = _documents_held(open_ones)
    found = []
    for reference in open_ones:
        page, document = reference.wanted.get("page"), _document_wanted(reference)
        if page and (_volume_wanted(reference), page) in pages:
            _to_page(reference, _volume_wanted(reference), page, pages[_volume_wanted(reference), page])
            found.append(reference)
        elif document and (_volume_wanted(reference), document) in documents:
            _to_document(reference, documents[_volume_wanted(reference), document])
            found.append(reference)
    update(found, RESOLVED)
    return len(found)


def _open(volumes: set[str]) -> tuple[QuerySet[CrossReference], QuerySet[CrossReference]]:
    """References without a target: of these volumes, and of others, for they may name these.

    Asked apart, so that each finds its rows by an index. Without their documents' texts: a long
    document may hold thousands of references.
    """
    rows = (
        CrossReference.objects.filter(certainty=Certainty.NOT_HELD, telegram__withdrawn_at=None)
        .filter(wanted__has_any_keys=["page", "document"])
        .select_related("telegram__volume")
        .only("wanted", *RESOLVED, "telegram__volume__slug")
    )
    inside = rows.filter(telegram__volume__slug__in=volumes)
    pointing = rows.filter(wanted__volume__in=list(volumes)).exclude(telegram__volume__slug__in=volumes)
    return inside, pointing


def _volume_wanted(reference: CrossReference) -> str:
    return reference.wanted.get("volume") or reference.telegram.volume.slug


def _document_wanted(reference: CrossReference) -> str:
    """The document's name: a bare number is that of a document of FRUS."""
    document = reference.wanted.get("document") or ""
    return document if not document or document.startswith("d") else f"d{document}"


def _pages_held(references: list[CrossReference]) -> dict[tuple[str, str], list[str]]:
    """The documents printed on each page that the references name, by volume and page."""
    wanted = {
        (_volume_wanted(reference), reference.wanted["page"])
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


def _documents_held(references: list[CrossReference]) -> dict[tuple[str, str], Telegram]:
    """The documents that the references name and that are held, by volume and document."""
    wanted = {
        (_volume_wanted(reference), _document_wanted(reference))
        for reference in references
        if _document_wanted(reference)
    }
    rows = (
        Telegram.objects.held()
        .filter(document__in={document for _, document in wanted}, volume__slug__in={volume for volume, _ in wanted})
        .select_related("volume")
        .only("document", "volume__slug")
    )
    return {(row.volume.slug, row.document): row for row in rows}


def _to_page(reference: CrossReference, volume: str, page: str, documents: list[str]) -> None:
    """A printed page is a place by itself: the link is sure, whichever document is meant on it."""
    reference.certainty = Certainty.SURE
    reference.rule = "page of a volume held"
    reference.address = reverse("volume-page", args=[volume, page])
    reference.candidates = documents


def _to_document(reference: CrossReference, target: Telegram) -> None:
    reference.certainty = Certainty.SURE
    reference.rule = "document number of a volume held"
    reference.target = target
    reference.address = target.get_absolute_url()
