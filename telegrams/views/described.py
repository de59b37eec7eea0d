"""A document described for machines: the metadata that reference managers take, and schema.org's JSON-LD."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from telegrams.citing import DEPARTMENT, Citation
from telegrams.models import Person, Telegram

_MARKUP = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


@dataclass(frozen=True, slots=True)
class Meta:
    """A value of the document's head, by the names that Highwire Press gave them."""

    name: str
    content: str


def highwire(citation: Citation, site: str) -> tuple[Meta, ...]:
    """What Zotero takes as one section of a book; what is not stated is left out."""
    said = (
        ("citation_title", citation.heading),
        ("citation_author", citation.author),
        ("citation_book_title", citation.volume),
        ("citation_publisher", citation.publisher),
        ("citation_publication_date", citation.published),
        ("citation_firstpage", citation.first_page),
        ("citation_lastpage", citation.last_page),
        ("citation_language", "en"),
        ("citation_public_url", f"{site}{citation.address}"),
    )
    return tuple(Meta(name, content) for name, content in said if content)


def json_ld(telegram: Telegram, citation: Citation, site: str) -> SafeString:
    """The document as schema.org has messages, part of a book; safe within a script element that runs nothing."""
    day = telegram.earliest.isoformat() if telegram.earliest and telegram.earliest == telegram.latest else None
    received = telegram.received_on.isoformat() if telegram.received_on else None
    described = {
        "@context": "https://schema.org",
        "@type": "Message",
        "@id": f"{site}{citation.address}",
        "url": f"{site}{citation.address}",
        "name": citation.heading,
        "identifier": list(filter(None, (telegram.message_number, citation.file_number))),
        "inLanguage": "en",
        "dateSent": day,
        "dateReceived": received,
        "sender": list(_parties(telegram, "sender", site)),
        "recipient": list(_parties(telegram, "recipient", site)),
        "pagination": citation.pages,
        "isPartOf": {
            "@type": "Book",
            "@id": f"{site}{telegram.volume.get_absolute_url()}",
            "name": citation.volume,
            "publisher": citation.publisher,
            "author": "" if citation.is_specimen else DEPARTMENT,
            "datePublished": citation.published,
        },
    }
    return _written(described)


def person_json_ld(person: Person, names: Sequence[str], same_as: Sequence[str], site: str) -> SafeString:
    """A person as schema.org has people; safe within a script element that runs nothing."""
    described = {
        "@context": "https://schema.org",
        "@type": "Person",
        "@id": f"{site}{person.get_absolute_url()}",
        "url": f"{site}{person.get_absolute_url()}",
        "name": str(person),
        "familyName": person.family,
        "givenName": person.given,
        "alternateName": list(names),
        "birthDate": person.born,
        "deathDate": person.died,
        "sameAs": list(same_as),
    }
    return _written(described)


def _written(described: dict[str, Any]) -> SafeString:
    written = json.dumps(_stated(described), ensure_ascii=False, separators=(",", ":"))
    return mark_safe(written.translate(_MARKUP))  # noqa: S308 — no sign is left that could end the element


def _parties(telegram: Telegram, role: str, site: str) -> Iterator[dict[str, Any]]:
    """People where the archive is sure who is meant, else the office or name as it is printed."""
    for one in telegram.participations.all():
        if one.role != role:
            continue
        if one.person is not None and one.certainty == "sure":
            yield {"@type": "Person", "@id": f"{site}{one.person.get_absolute_url()}", "name": str(one.person)}
        else:
            kind = "Person" if one.name_printed else "Organization"
            yield {"@type": kind, "name": " ".join((one.name_printed or one.office_printed).split())}


def _stated(values: dict[str, Any]) -> dict[str, Any]:
    """Only what is stated."""
    within = {key: _stated(value) if isinstance(value, dict) else value for key, value in values.items()}
    return {key: value for key, value in within.items() if value}
