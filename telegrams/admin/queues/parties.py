"""Names that nobody known is behind, names that several bear, and offices that the archive does not know.

The people of the printed surname are offered with their offices; whom an editor chooses is kept for this party of
this document (``attributing``), stands before every rule, and is obeyed by every later load.
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from telegrams import attributing
from telegrams.admin.linking import attribution_page
from telegrams.admin.merging_page import IMPORTING, SECONDS
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
from telegrams.admin.queues.telling import dateline, heading, name, record_page, sent, since
from telegrams.admin.splitting_page import people_called
from telegrams.importing.walk import AnotherImport
from telegrams.merging import NotDecided, link_left
from telegrams.models import Participation, Person, PersonSplit, Telegram
from telegrams.models.participation import NOBODY_KNOWN, OFFICE_NOT_KNOWN, SEVERAL_FIT
from telegrams.parsing.dates import PartialDate
from telegrams.parsing.folding import folded
from telegrams.parsing.names import surname
from telegrams.saying import NOT_STATED, counted_of, iso_said, shortened
from telegrams.settling import Finding, leave, left

MOST_PEOPLE = 6
"""People of a surname whom a card offers; those in office on the day come first."""

HINT = "an address, kennan-george-frost, or a name, Kennan, George"


def _waiting(queue: str, of: Any, printed: str) -> QuerySet[Participation]:
    rows = Participation.objects.filter(of, telegram__withdrawn_at=None)
    return rows.exclude(left(queue, "telegram__volume__slug", "telegram__document", printed))


def _fetched(rows: Sequence[Any]) -> list[Participation]:
    found = (
        Participation.objects.filter(pk__in=[row.pk for row in rows])
        .select_related("telegram__volume", "telegram__run", "office", "person")
        .defer("telegram__text", "telegram__layout")
        .in_bulk()
    )
    return [found[row.pk] for row in rows if row.pk in found]


def _bearers(rows: Iterable[Participation]) -> dict[str, list[Person]]:
    """The people of the printed surnames, by surname; one question for all."""
    families = {family for row in rows if (family := surname(row.name_printed))}
    spelt = families | {family.title() for family in families}  # signatures stand in capitals
    found: dict[str, list[Person]] = {}
    for person in Person.objects.standing().filter(family__in=spelt).prefetch_related("tenures").order_by("sort_key"):
        found.setdefault(folded(person.family), []).append(person)
    return found


def _in_office(person: Person, telegram: Telegram) -> bool:
    """Whether a register gives the person an office on the day of a document."""
    if telegram.earliest is None or telegram.latest is None:
        return False
    for one in person.tenures.all():
        since, until = PartialDate.of(one.since or ""), PartialDate.of(one.until or "")
        first, last = since.earliest if since else None, until.latest if until else None
        if first and first <= telegram.latest and (last is None or telegram.earliest <= last):
            return True
    return False


def _option(person: Person, row: Participation, *, serving: bool) -> Option:
    printed = row.name_printed or row.office_printed
    reason = (
        "The only one of this name in office on that day." if serving else "The name, the office and the day agree."
    )
    return Option(
        key=f"person-{person.pk}",
        said=person.listed_as,
        value=str(person.pk),
        detail="; ".join(_terms(person)) or "no office in the registers",
        reason=reason,
        source=f"The registers, and the heading of the document: “{printed}”",
        address=person.get_absolute_url(),
    )


def _terms(person: Person) -> list[str]:
    return [
        f"{one.office}{' in ' + one.country if one.country else ''}, {iso_said(one.since) or '…'} to "
        f"{iso_said(one.until) or '…'}"
        for one in list(person.tenures.all())[:3]
    ]


def _known(row: Participation, people: Sequence[Person]) -> Evidence:
    """How many are known of this name; those that a card does not offer are found on a page of their own."""
    more = len(people) - MOST_PEOPLE
    said = counted_of(len(people), "person", "persons") if people else "nobody in the registers"
    also = f"; {MOST_PEOPLE} are offered, another is typed" if more > 0 else ""
    return Evidence("Of this name", ((said + also, False),), attribution_page(row), way="enter somebody new")


def _card(row: Participation, people: Sequence[Person], leaving: str) -> Card:
    telegram = row.telegram
    printed = ", ".join(filter(None, (row.name_printed, row.office_printed)))
    serving = [one for one in people if _in_office(one, telegram)]
    others = [one for one in people if one not in serving]
    offered = [] if row.person_id else [*serving, *others][:MOST_PEOPLE]
    options = [_option(one, row, serving=serving == [one]) for one in offered]
    if not row.person_id:
        options.append(Option(TYPED, "somebody else", detail=HINT))
    options.append(Option(LEAVE, leaving))
    chosen = f"person-{serving[0].pk}" if offered and len(serving) == 1 else "" if offered else LEAVE
    return Card(
        row=row.pk,
        title=f"{row.name_printed or row.office_printed} ({row.get_role_display()}): {heading(telegram)}",
        address=record_page(telegram, "parties"),
        on_site=telegram.get_absolute_url(),
        name=name(telegram),
        since=since(telegram),
        evidence=[
            told("Printed", printed or NOT_STATED, printed=True),
            told("Sent", f"{sent(telegram)}{', ' + telegram.place if telegram.place else ''}"),
            dateline(telegram),
            *([told("What is known", f"{row.rule}: {row.evidence}")] if row.rule else []),
            *([told("The person", str(row.person))] if row.person else [_known(row, people)]),
        ],
        options=options,
        chosen=chosen,
        typed="Person",
        hint=HINT,
        seen=row.name_printed or row.office_printed,
    )


def _cards(leaving: str, rows: Sequence[Any]) -> list[Card]:
    found = _fetched(rows)
    people = _bearers(found)
    return [_card(row, people.get(folded(surname(row.name_printed) or ""), []), leaving) for row in found]


def _settle(queue: str, printed: str, row: Participation, card: Card, decision: Decision, by: User) -> str:
    text = str(getattr(row, printed))
    finding = Finding(queue, row.telegram.volume.slug, row.telegram.document, text)
    if decision.option.key == LEAVE:
        leave(finding, decision.reason, by)
        return f"{card.name}: “{text}” is left as printed."
    split = _attributed(row, decision, by)
    if queue == "offices":  # who it was is known now; that the office is not is seen to
        leave(finding, f"It is {split.to}.", by)
    return f"{card.name}: “{text}” is {split.to}, by your decision."


def _attributed(row: Participation, decision: Decision, by: User) -> PersonSplit:
    """Say of this party of this document who is meant; its links are made anew at once."""
    to = _typed(decision.typed) if decision.option.key == TYPED else int(decision.value)
    parties = Participation.objects.filter(
        telegram=row.telegram_id, role=row.role, name_printed=row.name_printed, office_printed=row.office_printed
    )
    try:
        split = attributing.attribute(parties, None, to, decision.reason, decision.source, by)
    except AnotherImport as at_work:
        raise Refused(IMPORTING) from at_work
    except NotDecided as refused:
        raise Refused(" ".join(refused.why)) from refused
    link_left(split, SECONDS)
    return split


def _typed(words: str) -> int:
    found = list(people_called(words)[:4])
    if len(found) == 1:
        return found[0].pk
    if not found:
        raise Refused(f"Nobody is known as “{shortened(words, 80)}”. Write {HINT}.")
    listed = ", ".join(f"{one.listed_as} ({one.slug})" for one in found)
    raise Refused(f"Several are called so; write the address of one: {listed}.")


PEOPLE_UNKNOWN = Queue(
    key="people",
    label="People not known",
    help="Senders, recipients and signers whose printed name no rule gives to anybody of the registers.",
    look="telegrams.view_participation",
    fix="telegrams.change_person",
    waiting=partial(_waiting, "people", NOBODY_KNOWN, "name_printed"),
    among=of_document,
    cards=partial(_cards, "left as printed: nobody known"),
    settle=partial(_settle, "people", "name_printed"),
)

PEOPLE_AMBIGUOUS = Queue(
    key="namesakes",
    label="People of whom several fit",
    help="Names that several people may bear; none is chosen.",
    look="telegrams.view_participation",
    fix="telegrams.change_person",
    waiting=partial(_waiting, "namesakes", SEVERAL_FIT, "name_printed"),
    among=of_document,
    cards=partial(_cards, "left as printed: it cannot be told who is meant"),
    settle=partial(_settle, "namesakes", "name_printed"),
)

OFFICES_UNKNOWN = Queue(
    key="offices",
    label="Offices not known",
    help="Senders and recipients whose printed office is none that the archive knows.",
    look="telegrams.view_participation",
    fix="telegrams.change_person",
    waiting=partial(_waiting, "offices", OFFICE_NOT_KNOWN, "office_printed"),
    among=of_document,
    cards=partial(_cards, "left as printed: no office of its own"),
    settle=partial(_settle, "offices", "office_printed"),
)
