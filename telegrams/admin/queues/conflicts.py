"""Corrections whose loaded value has moved: what was loaded before, what is loaded now, what an editor put there."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User

from telegrams import curating
from telegrams.admin.queues.card import Card, Decision, Option, Queue, Refused, of_document, told
from telegrams.admin.queues.telling import heading, name, record_page, since
from telegrams.models import Correction
from telegrams.saying import NOT_STATED, day_said
from telegrams.vocabulary import HeaderField

FIELDS = {field.value: field for field in HeaderField}


def _cards(rows: Sequence[Any]) -> list[Card]:
    found = (
        curating.in_conflict()
        .select_related("telegram__volume", "telegram__run", "by")
        .defer("telegram__text", "telegram__layout")
        .in_bulk([row.pk for row in rows])
    )
    return [_card(found[row.pk]) for row in rows if row.pk in found]


def _card(correction: Correction) -> Card:
    telegram = correction.telegram
    now = correction.as_read or NOT_STATED  # type: ignore[attr-defined]
    value = correction.value or NOT_STATED
    return Card(
        row=correction.pk,
        title=f"{correction.get_field_display()}: {heading(telegram)}",
        address=record_page(telegram, FIELDS.get(correction.field, "")),
        on_site=telegram.get_absolute_url(),
        name=name(telegram),
        since=since(telegram),
        evidence=[
            told("Loaded before", correction.made_against or NOT_STATED),
            told("Loaded now", now),
            told("Corrected to", value),
            told("Reason", correction.reason),
            told("Source", correction.source),
            told("By", f"{correction.by}, {day_said(correction.at.date())}"),
        ],
        options=[
            Option("keep", f"keep the correction: “{value}”", detail="it stands against what is loaded now"),
            Option("back", f"take the correction back: show “{now}”"),
        ],
        chosen="keep",
        seen=f"{correction.value}\n{now}",
        asks_why=False,
    )


def _settle(correction: Correction, card: Card, decision: Decision, by: User) -> str:
    if decision.option.key == "keep":
        if not curating.keep(correction.pk, by):
            raise Refused("It is in conflict no more. Nothing was written.")
        return f"{card.name}: the correction is kept."
    if not curating.take_back(correction.pk):
        raise Refused("It was taken back meanwhile. Nothing was written.")
    return f"{card.name}: the correction is taken back."


CONFLICTS = Queue(
    key="conflicts",
    label="Corrections in conflict with a load",
    help="A later load brings another value than the one that was corrected; the correction stands until you decide.",
    look="telegrams.view_correction",
    fix="telegrams.change_correction",
    waiting=curating.in_conflict,
    among=of_document,
    cards=_cards,
    settle=_settle,
)
