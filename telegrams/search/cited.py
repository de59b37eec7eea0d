"""Citations of a question → the documents held that they name."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from telegrams.models import PageMarker, Telegram
from telegrams.models.telegram import TelegramQuerySet
from telegrams.parsing.citations import Citation, read_citations

MOST_CANDIDATES = 10


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation as printed, and the documents it may name: none where none is held, several where it leaves a choice.

    ``more``: how many others there are beyond those.
    """

    printed: str
    telegrams: tuple[int, ...]
    more: int = 0
    page: str = ""


def cited_in(typed: str) -> tuple[Cited, ...]:
    """What a question cites; two questions to the database for each citation."""
    text, citations = read_citations(typed)
    return tuple(_found(text[one.start : one.end], one) for one in citations)


def _found(printed: str, citation: Citation) -> Cited:
    documents = _named(citation)
    if documents is None:
        return Cited(printed, ())
    keys = list(documents.order_by("volume__slug", "document_key").values_list("pk", flat=True)[: MOST_CANDIDATES + 1])
    more = documents.count() - MOST_CANDIDATES if len(keys) > MOST_CANDIDATES else 0
    return Cited(printed, tuple(keys[:MOST_CANDIDATES]), more, citation.page)


def _named(citation: Citation) -> TelegramQuerySet | None:
    """The documents a citation may name; None where it names a whole volume or says too little."""
    documents = Telegram.objects.held()
    if citation.volume:
        documents = documents.filter(volume__slug=citation.volume)
    if citation.document:
        return documents.filter(document=citation.document)
    if citation.page:
        begins = Q(pk__in=PageMarker.objects.filter(label=citation.page).values("telegram"))
        if not citation.volume:  # in any volume: the documents on which such a page begins
            return documents.filter(begins)
        return documents.filter(begins | Q(first_page=citation.page) | Q(last_page=citation.page))
    if citation.number:
        documents = documents.filter(message_number=citation.number)
        if citation.post:
            documents = documents.filter(Q(post__city__iexact=citation.post) | Q(place__iexact=citation.post))
        return documents.filter(_on(citation.day)) if citation.day else documents
    return None


def _on(day: str) -> Q:
    """Documents that may be of a day; '--12-03' is that day of any year."""
    if day.startswith("--"):
        month, of_month = int(day[2:4]), int(day[5:7])
        return Q(earliest__month=month, earliest__day=of_month)
    return Q(earliest__lte=day, latest__gte=day)


def all_named(cited: Sequence[Cited]) -> tuple[int, ...]:
    """The documents that citations name, each once, in their order."""
    return tuple(dict.fromkeys(key for one in cited for key in one.telegrams))
