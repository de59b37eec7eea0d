"""The ledger of correspondence: what passed between two offices each way, and how soon it was answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from telegrams.models import Office
from telegrams.views.absent import no_office
from telegrams.views.asked import asked
from telegrams.views.frame import Frame, frame
from telegrams.views.lines import table_of
from telegrams.views.manners import reading_page
from telegrams.vocabulary import Function

MOST = 200
LEAST_REPLIES = 3
"""Replies of which a median is drawn."""

DEPARTMENT = "department"
"""All offices of the Department together are one correspondent."""

# An office of the Department stands for all of them, as 0; a reply is a document that names, for sure, a message
# which its recipient had sent to its sender. Step by step: at once it is planned as a join of every pair of offices.
_PASSED = """
WITH passed AS MATERIALIZED (
    SELECT telegram.id, telegram.earliest, telegram.latest,
           CASE WHEN sender.office_id = ANY(%(home)s) THEN 0 ELSE sender.office_id END AS sender,
           CASE WHEN recipient.office_id = ANY(%(home)s) THEN 0 ELSE recipient.office_id END AS recipient
      FROM telegrams_participation sender
      JOIN telegrams_participation recipient ON recipient.telegram_id = sender.telegram_id
       AND recipient.role = 'recipient' AND recipient.office_id IS NOT NULL
      JOIN telegrams_telegram telegram ON telegram.id = sender.telegram_id AND telegram.withdrawn_at IS NULL
     WHERE sender.role = 'sender' AND sender.office_id IS NOT NULL
       AND (%(asked)s::bigint[] IS NULL OR sender.office_id = ANY(%(asked)s) OR recipient.office_id = ANY(%(asked)s))
), answers AS MATERIALIZED (
    SELECT said.target_id, reply.earliest, reply.latest, reply.sender, reply.recipient
      FROM telegrams_crossreference said JOIN passed reply ON reply.id = said.telegram_id
     WHERE said.certainty = 'sure' AND said.target_id IS NOT NULL
), paired AS MATERIALIZED (
    SELECT answers.*, question.earliest AS asked_on, question.latest AS asked_until,
           question.sender AS asked_by, question.recipient AS asked_of
      FROM answers JOIN passed question ON question.id = answers.target_id
), replies AS (
    SELECT target_id AS asked, min(earliest) - min(asked_on) AS days
      FROM paired
     WHERE sender = asked_of AND recipient = asked_by AND earliest = latest AND asked_on = asked_until
       AND earliest >= asked_on
     GROUP BY 1
)
SELECT passed.sender, passed.recipient, count(*), count(replies.asked),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY replies.days), min(passed.earliest), max(passed.latest)
  FROM passed LEFT JOIN replies ON replies.asked = passed.id
 WHERE passed.sender <> passed.recipient
 GROUP BY 1, 2
"""


@dataclass(frozen=True, slots=True)
class Way:
    """One direction: how many, how many of them have an answer that is held, and in how many days half of those had."""

    count: int = 0
    answered: int = 0
    half_days: float | None = None
    first: str = ""
    last: str = ""

    @property
    def unanswered(self) -> int:
        """Those of which no held document is known to answer them."""
        return self.count - self.answered

    def half(self) -> str:
        """The median in words; '' where there are too few."""
        if self.half_days is None or self.answered < LEAST_REPLIES:
            return ""
        days = round(self.half_days, 1)
        return "the same day" if days == 0 else f"{days:g} day{'' if days == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two offices, and what passed each way."""

    one: str
    other: str
    one_address: str
    other_address: str
    out: Way
    back: Way

    @property
    def total(self) -> int:
        """All that passed between them."""
        return self.out.count + self.back.count


@dataclass(frozen=True, slots=True)
class LedgerPage:
    """The pairs between whom most passed."""

    frame: Frame
    office: str
    pairs: tuple[Pair, ...]
    more: int
    csv_address: str
    least: int


def _pairs(office: str) -> list[Pair]:
    home = list(Office.objects.filter(function=Function.DEPARTMENT).values_list("pk", flat=True))
    asked_for = home if office == DEPARTMENT else list(Office.objects.filter(slug=office).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_PASSED, {"home": home, "asked": asked_for if office else None})
        ways = {
            (sender, recipient): Way(count, answered, half, _iso(first), _iso(last))
            for sender, recipient, count, answered, half, first, last in cursor.fetchall()
        }
    known = Office.objects.in_bulk({key for pair in ways for key in pair})
    pairs = []
    # The Department stands last of a pair, so that 'sent' is what its correspondent sent.
    for one, other in sorted({(max(pair), min(pair)) if 0 in pair else (min(pair), max(pair)) for pair in ways}):
        pairs.append(
            Pair(
                one=_name(known.get(one)),
                other=_name(known.get(other)),
                one_address=known[one].get_absolute_url() if one in known else "",
                other_address=known[other].get_absolute_url() if other in known else "",
                out=ways.get((one, other), Way()),
                back=ways.get((other, one), Way()),
            )
        )
    return sorted(pairs, key=lambda pair: (-pair.total, pair.one, pair.other))


def _iso(day: object) -> str:
    return str(day) if day else ""


def _name(office: Office | None) -> str:
    return str(office) if office else "Department of State"


def _asked_office(request: HttpRequest) -> str:
    """The office asked for, '' for all; raises NotHeld."""
    slug = asked(request, "office", 120)
    if not slug or slug == DEPARTMENT:
        return slug
    office = Office.objects.filter(slug=slug).first()
    if office is None:
        raise no_office(slug)
    return DEPARTMENT if office.function == Function.DEPARTMENT else slug


@reading_page
def ledger(request: HttpRequest) -> HttpResponse:
    """The ledger, of all or of one office."""
    office = _asked_office(request)
    pairs = _pairs(office)
    page = LedgerPage(
        frame=frame("Ledger of correspondence", section="people"),
        office=_name(Office.objects.filter(slug=office).first()) if office else "",
        pairs=tuple(pairs[:MOST]),
        more=max(0, len(pairs) - MOST),
        csv_address=reverse("ledger-csv") + (f"?office={office}" if office else ""),
        least=LEAST_REPLIES,
    )
    return render(request, "telegrams/ledger.html", {"page": page})


@reading_page
def ledger_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table, a line for each direction."""
    head = ("from", "to", "documents", "with_a_held_answer", "without", "half_answered_within_days", "first", "last")
    return table_of("ledger", head, _lines(_pairs(_asked_office(request))))


def _lines(pairs: Iterable[Pair]) -> Iterable[Sequence[str]]:
    for pair in pairs:
        for sender, recipient, way in ((pair.one, pair.other, pair.out), (pair.other, pair.one, pair.back)):
            if way.count:
                half = f"{way.half_days:g}" if way.half_days is not None and way.answered >= LEAST_REPLIES else ""
                yield (sender, recipient, str(way.count), str(way.answered), str(way.unanswered), half,
                       way.first, way.last)  # fmt: skip
