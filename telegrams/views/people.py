"""People: the list of all, the page of one, and the same as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Left
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from telegrams.models import Participation, Person, PersonSlug, Telegram, Tenure, Volume
from telegrams.saying import counted_of, iso_said
from telegrams.views.absent import NotHeld
from telegrams.views.asked import asked, page_number
from telegrams.views.cards import Card, plain_cards
from telegrams.views.frame import Frame, frame, searching
from telegrams.views.manners import public_data, reading_page
from telegrams.views.visible import on_one_line
from telegrams.vocabulary import Certainty, Role

FIRST = 5
ON_A_PAGE = 200
HEADINGS = {
    Role.SENDER: "Sent",
    Role.RECIPIENT: "Received",
    Role.SIGNER: "Signed",
    Role.MENTIONED: "Mentioned in",
}


@dataclass(frozen=True, slots=True)
class TenureShown:
    """An office held: where, from when to when, and who says so."""

    office: str
    where: str
    since: str
    until: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class RoleShown:
    """The documents of a person in one role: how many, how sure, and the first of them."""

    heading: str
    count: int
    said: str
    all_said: str
    unsure: int
    address: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Correspondent:
    """Someone with whom letters passed, in one direction."""

    label: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything a person's page says."""

    frame: Frame
    person: Person
    name: str
    life: str
    only_in: Volume | None
    variants: tuple[str, ...]
    tenures: tuple[TenureShown, ...]
    roles: tuple[RoleShown, ...]
    wrote_to: tuple[Correspondent, ...]
    heard_from: tuple[Correspondent, ...]
    json_address: str

    @classmethod
    def of(cls, person: Person) -> "PersonPage":
        """The page of a person; its queries do not grow with the documents."""
        name = on_one_line(str(person))
        return cls(
            frame=frame(name, section="people"),
            person=person,
            name=name,
            life=_life(person),
            only_in=Volume.objects.filter(slug=person.only_in_volume).first() if person.only_in_volume else None,
            variants=_variants(person),
            tenures=tuple(_tenure(row) for row in person.tenures.all()),
            roles=_roles(person),
            wrote_to=_correspondents(person, Role.SENDER, Role.RECIPIENT),
            heard_from=_correspondents(person, Role.RECIPIENT, Role.SENDER),
            json_address=f"{person.get_absolute_url().removesuffix('/')}.json",
        )


def _life(person: Person) -> str:
    born, died = iso_said(person.born), iso_said(person.died)
    if born and died:
        return f"{born} – {died}"
    return f"born {born}" if born else f"died {died}" if died else ""


def _variants(person: Person) -> tuple[str, ...]:
    """The names by which registers and headings know the person, each once."""
    printed = (
        Participation.objects.filter(person=person, telegram__withdrawn_at=None)
        .exclude(name_printed="")
        .order_by("name_printed")
        .values_list("name_printed", flat=True)
        .distinct()[:40]
    )
    names = dict.fromkeys([*map(str, person.names), *printed])
    names.pop(str(person), None)
    return tuple(names)


def _tenure(row: Tenure) -> TenureShown:
    where = ", ".join(part for part in (row.post, row.country) if part)
    return TenureShown(row.office, where, iso_said(row.since), iso_said(row.until), row.source, row.note)


def _roles(person: Person) -> tuple[RoleShown, ...]:
    """The roles in which documents name the person; one count, and two queries a role for its first cards."""
    rows = (
        Participation.objects.filter(person=person, telegram__withdrawn_at=None)
        .order_by()
        .values("role")
        .annotate(
            count=Count("telegram", distinct=True),
            unsure=Count("telegram", distinct=True, filter=~Q(certainty=Certainty.SURE)),
        )
    )
    counts = {row["role"]: row for row in rows}
    return tuple(_role(person, role, counts[role.value]) for role in HEADINGS if role.value in counts)


def _role(person: Person, role: Role, counts: Mapping[str, Any]) -> RoleShown:
    documents = Telegram.objects.held().naming(person, role)
    first = documents.by_date().for_result_list()[:FIRST]
    address = "" if role == Role.SIGNER else searching(**{role.value: person.slug})
    said = counted_of(counts["count"], "document", "documents")
    all_said = f"All {said}" if counts["count"] > FIRST else "As a search"
    return RoleShown(HEADINGS[role], counts["count"], said, all_said, counts["unsure"], address, plain_cards(first))


def _correspondents(person: Person, mine: Role, theirs: Role) -> tuple[Correspondent, ...]:
    """Those with whom most passed in one direction."""
    letters = Telegram.objects.held().naming(person, mine)
    rows = (
        Participation.objects.filter(telegram__in=letters.values("pk"), role=theirs)
        .order_by()
        .values("party", "party_label")
        .annotate(count=Count("telegram", distinct=True))
        .order_by("-count", "party")[:FIRST]
    )
    return tuple(
        Correspondent(
            row["party_label"], row["count"], searching(**{mine.value: person.slug, theirs.value: row["party"]})
        )
        for row in rows
    )


def _person(slug: str) -> Person | HttpResponsePermanentRedirect:
    """The person of a slug; an address of former times leads to the present one."""
    person = Person.objects.prefetch_related("tenures").filter(slug=slug).first()
    if person is not None:
        return person
    former = PersonSlug.objects.select_related("person").filter(slug=slug).first()
    if former is None:
        raise NotHeld(
            f"Nobody is known here as {on_one_line(slug)[:80]}. The list of people is in the order of the alphabet."
        )
    return HttpResponsePermanentRedirect(former.person.get_absolute_url())


@reading_page
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a person."""
    found = _person(slug)
    if not isinstance(found, Person):
        return found
    return render(request, "telegrams/person.html", {"page": PersonPage.of(found)})


@reading_page
def person_json(request: HttpRequest, slug: str) -> HttpResponse:
    """A person as data."""
    found = _person(slug)
    if not isinstance(found, Person):
        return found
    page = PersonPage.of(found)
    data = {
        "slug": found.slug,
        "address": found.get_absolute_url(),
        "name": page.name,
        "family": found.family,
        "given": found.given or None,
        "names": list(page.variants),
        "born": found.born or None,
        "died": found.died or None,
        "origin": found.origin,
        "source": found.source or None,
        "tenures": [
            {
                "office": row.office, "post": row.post or None, "country": row.country or None,
                "since": row.since or None, "until": row.until or None, "source": row.source or None,
            }
            for row in found.tenures.all()
        ],
        "documents": {role.heading.lower(): role.count for role in page.roles},
    }  # fmt: skip
    return public_data(JsonResponse(data, json_dumps_params={"ensure_ascii": False}))


@dataclass(frozen=True, slots=True)
class LetterLink:
    """A letter of the alphabet under which somebody stands."""

    letter: str
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """A person in the list, with the number of documents that name them."""

    name: str
    address: str
    note: str
    count: int


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """The people under one letter, or all where they are few."""

    frame: Frame
    total: int
    letters: tuple[LetterLink, ...]
    letter: str
    people: tuple[Listed, ...]
    before: str
    after: str


@reading_page
def people(request: HttpRequest) -> HttpResponse:
    """Everybody known here, in the order of the alphabet."""
    letter = asked(request, "letter", 1).lower()
    number = page_number(request)
    total = Person.objects.count()
    rows = Person.objects.filter(sort_key__startswith=letter) if letter else Person.objects.all()
    start = (number - 1) * ON_A_PAGE
    listed = list(
        rows.annotate(
            count=Count(
                "participations__telegram", distinct=True, filter=Q(participations__telegram__withdrawn_at=None)
            )
        ).order_by("sort_key", "slug")[start : start + ON_A_PAGE + 1]
    )
    page = PeoplePage(
        frame=frame("People", section="people"),
        total=total,
        letters=_letters(letter),
        letter=letter.upper(),
        people=tuple(_listed(row) for row in listed[:ON_A_PAGE]),
        before=_list_address(letter, number - 1) if number > 1 else "",
        after=_list_address(letter, number + 1) if len(listed) > ON_A_PAGE else "",
    )
    return render(request, "telegrams/people.html", {"page": page})


def _letters(current: str) -> tuple[LetterLink, ...]:
    found = (
        Person.objects.exclude(sort_key="")
        .order_by()
        .annotate(letter=Left("sort_key", 1))
        .values_list("letter", flat=True)
    )
    letters = sorted(set(found.distinct()))
    return tuple(LetterLink(one.upper(), _list_address(one, 1), one == current) for one in letters)


def _list_address(letter: str, number: int) -> str:
    parts = [f"letter={letter}" if letter else "", f"page={number}" if number > 1 else ""]
    asked_for = "&".join(part for part in parts if part)
    return reverse("people") + (f"?{asked_for}" if asked_for else "")


def _listed(row: Person) -> Listed:
    name = f"{row.family}, {row.given}" if row.given else row.family
    note = row.note if row.origin == "headings" else _life(row)
    return Listed(on_one_line(name), row.get_absolute_url(), note, getattr(row, "count", 0))
