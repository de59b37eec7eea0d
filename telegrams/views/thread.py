"""A correspondence as a thread: who answered what, and what of it is not held.

A thread is everything that references by number, day and direction tie together. Its order is that of the days,
and what a document answers is the latest of those it names: so it is the same from whichever member it is asked
for, and has no circles.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from telegrams.importing.resolving.naming import MessageName
from telegrams.models import CrossReference, Telegram
from telegrams.saying import day_said
from telegrams.views.cards import Card, plain_cards
from telegrams.views.document import of_document
from telegrams.views.frame import Frame, frame
from telegrams.views.manners import reading_page
from telegrams.views.wanted import address_of
from telegrams.views.wording import CERTAINTY_SIGNS, Sign
from telegrams.vocabulary import Certainty

MOST = 400
DEEPEST = 8
"""Steps by which a thread is drawn inwards; deeper ones stand beneath the last."""

_LINKED = """
WITH RECURSIVE linked(id) AS (
    SELECT %s::bigint
    UNION
    SELECT CASE WHEN said.telegram_id = linked.id THEN said.target_id ELSE said.telegram_id END
      FROM linked
      JOIN telegrams_crossreference said ON said.telegram_id = linked.id OR said.target_id = linked.id
     WHERE said.target_id IS NOT NULL AND said.rule LIKE '%%direction%%'
)
SELECT id FROM linked LIMIT %s
"""


@dataclass(frozen=True, slots=True)
class Member:
    """A message of a thread: held, by the key of its row, or named only; and what it names of the others.

    ``place`` is what orders the thread. Held before named-only on one day.
    """

    key: str
    day: date | None
    hour: time | None = None
    number: str = ""
    names: tuple[str, ...] = ()

    def place(self) -> tuple[date, time, int, str]:
        """Where it stands: undated ones last."""
        number = int(self.number) if self.number.isdecimal() else 0
        return self.day or date.max, self.hour or time.min, number, self.key


@dataclass(slots=True)
class Placed:
    """A member in its place: how far in it is drawn, and what it answers."""

    member: Member
    depth: int = 0
    answers: str = ""
    below: list["Placed"] = field(default_factory=list)


def in_order(members: Iterable[Member]) -> list[Placed]:
    """The thread: each member below the latest of those it names that stand before it, the earliest first."""
    ordered = sorted(members, key=Member.place)
    rank = {member.key: at for at, member in enumerate(ordered)}
    placed = {member.key: Placed(member) for member in ordered}
    roots = []
    for member in ordered:
        earlier = [name for name in member.names if name in rank and rank[name] < rank[member.key]]
        here = placed[member.key]
        if not earlier:
            roots.append(here)
            continue
        here.answers = max(earlier, key=lambda name: rank[name])
        placed[here.answers].below.append(here)
    found: list[Placed] = []
    waiting = list(reversed(roots))
    while waiting:
        here = waiting.pop()
        here.depth = min(placed[here.answers].depth + 1, DEEPEST) if here.answers else 0
        found.append(here)
        waiting.extend(reversed(here.below))
    return found


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the thread: a document, or with no card, a message that is named and not held."""

    card: Card | None
    name: MessageName | None
    address: str
    day: str
    depth: int
    is_here: bool
    words: str
    sign: Sign | None


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """The thread of a document."""

    frame: Frame
    card: Card
    steps: tuple[Step, ...]
    held: int
    lacking: int
    is_cut: bool

    @classmethod
    def of(cls, telegram: Telegram) -> "ThreadPage":
        """The thread around a document; its queries do not grow with the thread."""
        keys = _linked(telegram.pk)
        rows = Telegram.objects.held().filter(pk__in=keys[:MOST]).for_result_list()
        cards = {str(card.telegram.pk): card for card in plain_cards(rows)}
        references = _references(keys[:MOST])
        members = [*_held(cards, references), *_named(references)]
        steps = tuple(_step(placed, cards, references, telegram) for placed in in_order(members))
        return cls(
            frame=frame(f"Thread of {cards[str(telegram.pk)].title}", css="document"),
            card=cards[str(telegram.pk)],
            steps=steps,
            held=len(cards),
            lacking=sum(step.card is None for step in steps),
            is_cut=len(keys) > MOST,
        )


def _linked(telegram: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_LINKED, [telegram, MOST + 1])
        return [row[0] for row in cursor.fetchall()]


def _references(keys: Sequence[int]) -> list[CrossReference]:
    """What the members of a thread say of one another, and of what is not held, in the order of their words."""
    rows = CrossReference.objects.filter(telegram__in=keys)
    found = rows.filter(target__in=keys, rule__contains="direction")
    lacking = rows.filter(certainty=Certainty.NOT_HELD, wanted__has_key="by").exclude(wanted_key="")
    return list((found | lacking).order_by("telegram", "pk"))


def _held(cards: Mapping[str, Card], references: Iterable[CrossReference]) -> Iterable[Member]:
    named: dict[str, list[str]] = {}
    for one in references:
        named.setdefault(str(one.telegram_id), []).append(str(one.target_id) if one.target_id else one.wanted_key)
    for key, card in cards.items():
        row = card.telegram
        day = row.earliest if row.earliest == row.latest else None
        yield Member(key, day, row.sent_time, row.message_number, tuple(dict.fromkeys(named.get(key, ()))))


def _named(references: Iterable[CrossReference]) -> Iterable[Member]:
    for key in dict.fromkeys(one.wanted_key for one in references if one.target_id is None):
        name = MessageName.of(key)
        if name is not None and name.day is not None:
            yield Member(key, name.day, None, name.number)


def _step(placed: Placed, cards: Mapping[str, Card], references: Iterable[CrossReference], here: Telegram) -> Step:
    card = cards.get(placed.member.key)
    name = None if card else MessageName.of(placed.member.key)
    saying = next(
        (
            one
            for one in references
            if str(one.telegram_id) == placed.member.key and placed.answers in (str(one.target_id), one.wanted_key)
        ),
        None,
    )
    return Step(
        card=card,
        name=name,
        address=card.address if card else address_of(placed.member.key),
        day=card.day if card else day_said(placed.member.day) if placed.member.day else "",
        depth=placed.depth,
        is_here=card is not None and card.telegram.pk == here.pk,
        words=saying.printed if saying else "",
        sign=CERTAINTY_SIGNS[Certainty(saying.certainty)] if saying and saying.certainty != Certainty.SURE else None,
    )


@reading_page
@of_document()
def thread(request: HttpRequest, telegram: Telegram) -> HttpResponse:
    """The thread of a document."""
    return render(request, "telegrams/thread.html", {"page": ThreadPage.of(telegram)})
