"""Offices: the list of all, and the page of one with its holders, its vacancies and its documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from telegrams.models import Office, Participation, Person, Tenure
from telegrams.parsing.dates import PartialDate
from telegrams.saying import days_said, iso_said
from telegrams.views.absent import no_office
from telegrams.views.asked import page_number
from telegrams.views.cards import Card, first_by_date
from telegrams.views.frame import Frame, frame
from telegrams.views.manners import reading_page
from telegrams.views.visible import on_one_line
from telegrams.vocabulary import Function, Role

ON_A_PAGE = 50
MOST_SIGNED = 40
PARTIES = (Role.SENDER.value, Role.RECIPIENT.value)


@dataclass(frozen=True, slots=True)
class PersonOf:
    """A person in an office: name, address, and how many documents sent and received in it, and between which days."""

    name: str
    address: str
    sent: int
    received: int
    between: str


@dataclass(frozen=True, slots=True)
class HolderShown:
    """A term of office, or, with no ``who``, a time in which no register names a holder, and who acted in it."""

    who: PersonOf | None
    title: str
    appointed: str
    since: str
    until: str
    until_note: str
    source: str
    acting: tuple[PersonOf, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficePage:
    """Everything an office's page says."""

    frame: Frame
    name: str
    function: Function
    holders: tuple[HolderShown, ...]
    others: tuple[PersonOf, ...]
    unnamed: int
    total: int
    cards: tuple[Card, ...]
    before: str
    after: str
    numbers_address: str
    ledger_address: str
    signed_by_others: tuple[Card, ...]

    @classmethod
    def of(cls, office: Office, number: int) -> "OfficePage":
        """The page of an office; its queries do not grow with the documents."""
        named = _people_named(office)
        terms = list(Tenure.objects.filter(of=office).exclude(served="no").select_related("person__merged_into"))
        holders = {term.person.merged_into_id or term.person_id for term in terms}
        others = [(days, person) for key, (days, person) in named.items() if key not in holders]
        parties = Participation.objects.filter(office=office, role__in=PARTIES, telegram__withdrawn_at=None)
        start = (number - 1) * ON_A_PAGE
        cards = first_by_date(parties.values_list("telegram", flat=True).order_by(), ON_A_PAGE + 1, start)
        return cls(
            frame=frame(str(office), section="people"),
            name=str(office),
            function=Function(office.function),
            holders=tuple(_holders(terms, {key: one for key, (_, one) in named.items()}, others)),
            others=tuple(person for _, person in sorted(others, key=lambda one: one[0])),
            unnamed=_unnamed(office),
            total=parties.values("telegram").distinct().count(),
            cards=cards[:ON_A_PAGE],
            before=_address(office, number - 1) if number > 1 else "",
            after=_address(office, number + 1) if len(cards) > ON_A_PAGE else "",
            numbers_address=_numbers_address(office),
            ledger_address=f"{reverse('ledger')}?office={office.slug}",
            signed_by_others=_signed_by_others(office),
        )


def _signed_by_others(office: Office) -> tuple[Card, ...]:
    """Documents of the office that somebody signed who is known to be another than the sender, and the sender not."""
    signers = Participation.objects.filter(telegram=OuterRef("telegram"), role=Role.SIGNER)
    rows = (
        Participation.objects.filter(office=office, role=Role.SENDER, telegram__withdrawn_at=None)
        .exclude(person=None)
        .filter(Exists(signers.exclude(person=None)), ~Exists(signers.filter(person=OuterRef("person"))))
    )
    return first_by_date(rows.values_list("telegram", flat=True).order_by(), MOST_SIGNED + 1)


Days = tuple[date, date]


def _people_named(office: Office) -> dict[int, tuple[Days, PersonOf]]:
    """Those whom documents name in the office, with the days between which they do."""
    rows = (
        Participation.objects.filter(office=office, role__in=PARTIES, telegram__withdrawn_at=None)
        .exclude(person=None)
        .order_by()
        .values("person", "role")
        .annotate(count=Count("telegram", distinct=True), first=Min("telegram__earliest"), last=Max("telegram__latest"))
    )
    by_person: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        by_person.setdefault(row["person"], []).append(dict(row))
    found: dict[int, tuple[Days, PersonOf]] = {}
    for person in Person.objects.filter(pk__in=by_person):
        theirs = by_person[person.pk]
        first = min((row["first"] for row in theirs if row["first"]), default=None)
        last = max((row["last"] for row in theirs if row["last"]), default=None)
        counts = {row["role"]: row["count"] for row in theirs}
        days = (first or date.max, last or date.min)
        found[person.pk] = (
            days,
            PersonOf(
                name=on_one_line(str(person)),
                address=person.get_absolute_url(),
                sent=int(counts.get(Role.SENDER.value, 0)),
                received=int(counts.get(Role.RECIPIENT.value, 0)),
                between=days_said(first, last) if first and last else "",
            ),
        )
    return found


def _unnamed(office: Office) -> int:
    """Documents that name the office and of which nobody is known to have held it."""
    rows = Participation.objects.filter(office=office, role__in=PARTIES, person=None, telegram__withdrawn_at=None)
    return rows.values("telegram").distinct().count()


def _holders(
    terms: Sequence[Tenure], named: dict[int, PersonOf], others: Iterable[tuple[Days, PersonOf]]
) -> Iterable[HolderShown]:
    """The terms in order, and between them the times without a holder."""
    others = list(others)
    before: date | None = None
    met: set[tuple[int, str]] = set()
    for term in sorted(terms, key=lambda one: (_days(one)[0] or date.max, one.pk)):
        begin, end = _days(term)
        begun = term.since or term.arrived or term.appointed
        key = term.person.merged_into_id or term.person_id, begun
        if begun and key in met:  # two registers state one term of a person in whom two were found to be one
            continue
        met.add(key)
        if before is not None and begin is not None and (begin - before).days > 1:
            yield _vacancy(before, begin, others)
        yield _holder(term, named)
        before = max(filter(None, (before, end)), default=None)


def _holder(term: Tenure, named: dict[int, PersonOf]) -> HolderShown:
    person = term.person.merged_into or term.person
    nobody = PersonOf(on_one_line(str(person)), person.get_absolute_url(), 0, 0, "")
    return HolderShown(
        who=named.get(person.pk, nobody),
        title=term.office,
        appointed=iso_said(term.appointed),
        since=iso_said(term.since or term.arrived),
        until=iso_said(term.until),
        until_note=term.until_note,
        source=term.source,
    )


def _vacancy(since: date, until: date, others: Iterable[tuple[Days, PersonOf]]) -> HolderShown:
    acting = tuple(person for (first, last), person in others if first <= until and since <= last)
    said = iso_said(since.isoformat()), iso_said(until.isoformat())
    return HolderShown(None, "", "", said[0], said[1], "", "", acting)


def _days(term: Tenure) -> tuple[date | None, date | None]:
    """The first day on which a term may have begun and the last on which it may have ended."""
    begin = PartialDate.of(term.since or term.arrived or term.appointed)
    end = PartialDate.of(term.until)
    return (begin.earliest if begin else None), (end.latest if end else None)


def _numbers_address(office: Office) -> str:
    """The line of its numbers, of an office that numbers what it writes to the Department."""
    numbers = (Function.MISSION, Function.CHARGE, Function.STAFF, Function.CONSUL)
    return reverse("office-numbers", args=[office.slug]) if office.function in numbers else ""


def _address(office: Office, number: int) -> str:
    return office.get_absolute_url() + (f"?page={number}" if number > 1 else "")


@reading_page
def office(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of an office."""
    found = Office.objects.filter(slug=slug).first()
    if found is None:
        raise no_office(slug)
    return render(request, "telegrams/office.html", {"page": OfficePage.of(found, page_number(request))})


@dataclass(frozen=True, slots=True)
class OfficeListed:
    """An office in the list, with how many held it and how many documents name it."""

    name: str
    address: str
    holders: int
    documents: int


@dataclass(frozen=True, slots=True)
class OfficesPage:
    """All offices that a register or a document names, by function."""

    frame: Frame
    groups: tuple[tuple[Function, tuple[OfficeListed, ...]], ...]
    total: int


@reading_page
def offices(request: HttpRequest) -> HttpResponse:
    """Every office known here."""
    holders = dict(
        Tenure.objects.exclude(of=None)
        .order_by()
        .values_list("of")
        .annotate(count=Count(Coalesce("person__merged_into", "person"), distinct=True))
    )
    documents = dict(
        Participation.objects.exclude(office=None)
        .filter(role__in=PARTIES, telegram__withdrawn_at=None)
        .order_by()
        .values_list("office")
        .annotate(count=Count("telegram", distinct=True))
    )
    groups: dict[Function, list[OfficeListed]] = {}
    for row in Office.objects.all():
        listed = OfficeListed(str(row), row.get_absolute_url(), holders.get(row.pk, 0), documents.get(row.pk, 0))
        groups.setdefault(Function(row.function), []).append(listed)
    page = OfficesPage(
        frame=frame("Offices", section="people"),
        groups=tuple(
            (function, tuple(sorted(groups[function], key=lambda one: one.name)))
            for function in Function
            if function in groups
        ),
        total=sum(map(len, groups.values())),
    )
    return render(request, "telegrams/offices.html", {"page": page})
