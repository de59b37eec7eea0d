"""References that several documents fit, or none: the sentence, the candidates, and an editor's choice."""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from telegrams.admin.queues.card import (
    LEAVE,
    TYPED,
    Card,
    Decision,
    Evidence,
    Option,
    Queue,
    Refused,
    of_document,
    told,
)
from telegrams.admin.queues.telling import heading, name, record_page, sent, since
from telegrams.models import CrossReference, Telegram
from telegrams.models.reference import AMBIGUOUS, NOT_FOUND
from telegrams.saying import capitalized, day_said, hour_said, shortened
from telegrams.settling import Finding, NotDecided, choose, leave, left

BEFORE, AFTER = 260, 160
"""Characters of the text around a reference that a card quotes."""

_ADDRESS = re.compile(r"(?:.*/telegrams/)?(?P<volume>[^/\s]+)/(?P<document>[^/\s?#]+)/?(?:[?#].*)?")
HINT = "frus1945v05/d690, or the address of its page"


def _waiting(queue: str, of: Q) -> QuerySet[CrossReference]:
    rows = CrossReference.objects.filter(of, telegram__withdrawn_at=None)
    return rows.exclude(left(queue, "telegram__volume__slug", "telegram__document", "printed"))


def _cards(queue: str, rows: Sequence[Any]) -> list[Card]:
    found = (
        CrossReference.objects.filter(pk__in=[row.pk for row in rows])
        .select_related("telegram__volume", "telegram__run", "footnote")
        .defer("telegram__layout", "telegram__loaded")
        .in_bulk()
    )
    held = _documents_at(address for one in found.values() for address in one.candidates)
    return [_card(queue, found[row.pk], held) for row in rows if row.pk in found]


def _documents_at(addresses: Iterable[str]) -> dict[str, Telegram]:
    """The documents of these addresses, by address; one question."""
    said = Q(pk__in=[])
    for address in addresses:
        if match := _ADDRESS.fullmatch(address):
            said |= Q(volume__slug=match["volume"], document=match["document"])
    rows = Telegram.objects.filter(said, withdrawn_at=None).select_related("volume")
    return {row.get_absolute_url(): row for row in rows.defer("text", "layout", "loaded")}


def _card(queue: str, reference: CrossReference, held: dict[str, Telegram]) -> Card:
    telegram = reference.telegram
    candidates = [held[one] for one in reference.candidates if one in held]
    where = (
        f"footnote {reference.footnote.printed_mark or reference.footnote.ordinal}" if reference.footnote else "text"
    )
    source = f"The {where} itself: “{reference.printed}”"
    options = [
        Option(
            key=str(one.pk),
            said=f"{name(one)}, {_when(one)}",
            value=str(one.pk),
            detail=heading(one),
            reason="Its words, its day and its parties agree with what is named.",
            source=source,
            address=one.get_absolute_url(),
        )
        for one in candidates
    ]
    options += [
        Option(TYPED, "another document", detail=HINT, reason="It is the document that is named.", source=source),
        Option(LEAVE, "it cannot be told: leave it open" if candidates else "not held here: leave it open"),
    ]
    return Card(
        row=reference.pk,
        title=f"“{reference.printed}” in {heading(telegram)}",
        address=record_page(telegram, "references"),
        on_site=telegram.get_absolute_url(),
        name=name(telegram),
        since=since(telegram),
        evidence=[
            _sentence(reference),
            told("Stands in", f"{name(telegram)}, {_when(telegram)}"),
            told("Sought", ", ".join(f"{key} {value}" for key, value in sorted(reference.wanted.items()))),
            told("Rule", reference.rule),
        ],
        options=options,
        chosen="" if queue == "references" else LEAVE,
        typed="Document",
        hint=HINT,
        seen=reference.printed,
    )


def _when(telegram: Telegram) -> str:
    day = telegram.earliest if telegram.earliest == telegram.latest else None
    hour = f", {hour_said(telegram.sent_time)}" if telegram.sent_time else ""
    return f"{day_said(day) if day else sent(telegram)}{hour}"


def _sentence(reference: CrossReference) -> Evidence:
    """The words around a reference, itself lit."""
    text = reference.footnote.text if reference.footnote else reference.telegram.text
    start, end = reference.start, reference.end
    before, after = text[max(0, start - BEFORE) : start], text[end : end + AFTER]
    before = f"… {before.partition(' ')[2]}" if start > BEFORE else before
    after = f"{after.rpartition(' ')[0]} …" if end + AFTER < len(text) else after
    label = "Footnote" if reference.footnote else "Text"
    pieces = ((before, False), (text[start:end], True), (after, False))
    return Evidence(label, pieces, reference.telegram.get_absolute_url(), is_printed=True)


def _settle(queue: str, reference: CrossReference, card: Card, decision: Decision, by: User) -> str:
    telegram = reference.telegram
    if decision.option.key == LEAVE:
        leave(Finding(queue, telegram.volume.slug, telegram.document, reference.printed), decision.reason, by)
        return f"{card.name}: “{reference.printed}” is left open."
    target = _typed(decision.typed) if decision.option.key == TYPED else Telegram(pk=int(decision.value))
    try:
        made = choose(reference.pk, target.pk, decision.reason, decision.source, by)
    except NotDecided as refused:
        raise Refused(f"{capitalized(str(refused))}.") from refused
    return f"{card.name}: “{reference.printed}” means {name(made.target)}."


def _typed(words: str) -> Telegram:
    match = _ADDRESS.fullmatch(words.strip())
    if match is None:
        raise Refused(f"“{shortened(words, 80)}” names no document. Write it as {HINT}.")
    found = Telegram.objects.held().filter(volume__slug=match["volume"], document=match["document"]).only("pk").first()
    if found is None:
        raise Refused(f"{match['volume']}/{match['document']} is not held here.")
    return found


REFERENCES_AMBIGUOUS = Queue(
    key="references",
    label="References that several documents fit",
    help="A message named by number or day that may be any of several held; choose the one that is meant.",
    look="telegrams.view_crossreference",
    fix="telegrams.add_correction",
    waiting=partial(_waiting, "references", AMBIGUOUS),
    among=of_document,
    cards=partial(_cards, "references"),
    settle=partial(_settle, "references"),
)

REFERENCES_NOT_FOUND = Queue(
    key="not-found",
    label="References that nothing held fits",
    help="Messages sought by number, day or file and not found. Most are not in this archive; some are misprinted.",
    look="telegrams.view_crossreference",
    fix="telegrams.add_correction",
    waiting=partial(_waiting, "not-found", NOT_FOUND),
    among=of_document,
    cards=partial(_cards, "not-found"),
    settle=partial(_settle, "not-found"),
)
