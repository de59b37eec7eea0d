"""People: the list of all, the page of one, and the same as data."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import AbstractBaseUser, User
from django.db.models import Case, Count, Q, QuerySet, When
from django.db.models.functions import ExtractYear, Left
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString

from telegrams.corrections import public_name
from telegrams.models import (
    Participation,
    Person,
    PersonMerge,
    PersonSlug,
    PersonSplit,
    Telegram,
    Tenure,
    Volume,
)
from telegrams.parsing.folding import slugged
from telegrams.saying import counted, counted_of, iso_said
from telegrams.search import ENGINE
from telegrams.search.facets import NONE
from telegrams.search.query import Query
from telegrams.views.absent import no_person
from telegrams.views.asked import asked, page_number
from telegrams.views.cards import Card, first_by_date
from telegrams.views.described import person_json_ld
from telegrams.views.frame import Frame, frame, searching
from telegrams.views.manners import kept_page, public_data, reading_page, searching_page
from telegrams.views.visible import on_one_line
from telegrams.views.year_bars import Counts, YearBars, year_bars
from telegrams.vocabulary import Certainty, Role

FIRST = 5
ON_A_PAGE = 200
NAMESAKES = 12
MOST_POSSIBLE = 2_000
HEADINGS = {
    Role.SENDER: "Sent",
    Role.RECIPIENT: "Received",
    Role.SIGNER: "Signed",
    Role.MENTIONED: "Mentioned in",
}
DONE = {Role.SENDER: "sent", Role.RECIPIENT: "received", Role.SIGNER: "signed", Role.MENTIONED: "that mention them"}
REGISTER_PAGES = {
    "Principal Officers and Chiefs of Mission, Office of the Historian (public domain)": (
        "https://history.state.gov/departmenthistory/people/{slug}"
    )
}
"""Where a register has a page of each of its people, under the id that is our slug."""


@dataclass(frozen=True, slots=True)
class TenureShown:
    """An office held: where, from when to when, and who says so."""

    office: str
    where: str
    since: str
    until: str
    source: str
    note: str
    appointed: str
    until_note: str
    served: str
    address: str


@dataclass(frozen=True, slots=True)
class NameShown:
    """A name by which the person is known, and where it comes from."""

    name: str
    whence: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The same person in another catalogue: its name, the id there, and the address, where ids have one."""

    catalogue: str
    id: str
    address: str


@dataclass(frozen=True, slots=True)
class DecisionShown:
    """What an editor decided of the person, why, by what source, who and when; and who took it back, and why."""

    what: str
    slug: str
    reason: str
    source: str
    by: str
    on: str
    undone: str


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
class Possibly:
    """Documents that name several people, of whom this may be one: how many, and the first of them."""

    said: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Namesake:
    """Somebody of the same surname who may be the same person, and was not joined to this one."""

    name: str
    address: str
    note: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Everything a person's page says."""

    frame: Frame
    person: Person
    name: str
    life: str
    only_in: Volume | None
    variants: tuple[NameShown, ...]
    elsewhere: tuple[Elsewhere, ...]
    tenures: tuple[TenureShown, ...]
    roles: tuple[RoleShown, ...]
    possibly: Possibly | None
    years: YearBars | None
    wrote_to: tuple[Correspondent, ...]
    heard_from: tuple[Correspondent, ...]
    among_address: str
    namesakes: tuple[Namesake, ...]
    decisions: tuple[DecisionShown, ...]
    json_address: str
    json_ld: SafeString

    @classmethod
    def of(cls, person: Person, site: str = "") -> "PersonPage":
        """The page of a person; its queries do not grow with the documents, nor with how many were merged."""
        name = on_one_line(str(person))
        merged = tuple(merged_into(person))
        variants, elsewhere = _variants(person, merged), _elsewhere(person)
        return cls(
            frame=frame(name, section="people", css="pictures"),
            person=person,
            name=name,
            life=_life(person),
            only_in=Volume.objects.filter(slug=person.only_in_volume).first() if person.only_in_volume else None,
            variants=variants,
            elsewhere=elsewhere,
            tenures=_career([person, *merged]),
            roles=_roles(person),
            possibly=_possibly(person),
            years=_years(person),
            wrote_to=_correspondents(person, Role.SENDER, Role.RECIPIENT),
            heard_from=_correspondents(person, Role.RECIPIENT, Role.SENDER),
            among_address=f"{reverse('correspondents')}?{urlencode({'among': person.slug})}",
            namesakes=_namesakes(person),
            decisions=tuple(_decisions(person)),
            json_ld=person_json_ld(
                person, [one.name for one in variants], [one.address for one in elsewhere if one.address], site
            ),
            json_address=f"{person.get_absolute_url().removesuffix('/')}.json",
        )


def _life(person: Person) -> str:
    born, died = iso_said(person.born), iso_said(person.died)
    if born and died:
        return f"{born} – {died}"
    return f"born {born}" if born else f"died {died}" if died else ""


def merged_into(person: Person) -> QuerySet[Person]:
    """Those who were found to be this person, with their offices and further names."""
    rows = person.merged.exclude(splits_here__is_retired=True).order_by("sort_key", "slug")
    return rows.prefetch_related("tenures__of", "further_names")


def _elsewhere(person: Person) -> tuple[Elsewhere, ...]:
    """The person in other catalogues: links for readers to follow."""
    page = REGISTER_PAGES.get(person.source, "").format(slug=person.register_id or person.slug)
    said = (
        ("Wikidata", person.wikidata, f"https://www.wikidata.org/wiki/{person.wikidata}"),
        ("VIAF", person.viaf, f"https://viaf.org/viaf/{person.viaf}"),
        ("Register of the Office of the Historian", person.register_id or (person.slug if page else ""), page),
    )
    return tuple(Elsewhere(name, key, address) for name, key, address in said if key)


def _decisions(person: Person) -> Iterator[DecisionShown]:
    """The merges and splits in which the person took part, the newest first. Two queries."""
    merges = PersonMerge.objects.filter(Q(kept=person) | Q(kept__merged_into=person) | Q(gone=person))
    splits = PersonSplit.objects.filter(Q(off=person) | Q(to=person)).annotate(
        documents=Count("attributions__telegram", distinct=True)
    )
    found = [(row.at, _merge_shown(row, person)) for row in merges.select_related("kept", "gone", "by", "undone_by")]
    for row in splits.select_related("off", "to", "by", "undone_by"):
        count = counted_of(row.documents, "document", "documents")
        other, what = (row.off, f"{count} taken from") if row.to_id == person.pk else (row.to, f"{count} given to")
        found.append((row.at, _decision(row, what, other)))
    yield from (shown for _, shown in sorted(found, key=lambda one: one[0], reverse=True))


def _merge_shown(row: PersonMerge, person: Person) -> DecisionShown:
    is_gone = row.gone_id == person.pk
    return _decision(row, "Merged into" if is_gone else "Merged from", row.kept if is_gone else row.gone)


def _decision(row: PersonMerge | PersonSplit, what: str, other: Person | None) -> DecisionShown:
    undone = ""
    if row.undone_at is not None:
        undone = f"Taken back by {_who(row.undone_by)}, {iso_said(f'{row.undone_at:%Y-%m-%d}')}. {row.undone_reason}"
    return DecisionShown(
        what=f"{what} {on_one_line(str(other)) if other else 'nobody'}",
        slug=other.slug if other else "",
        reason=row.reason,
        source=row.source.rstrip(" ."),
        by=_who(row.by),
        on=iso_said(f"{row.at:%Y-%m-%d}"),
        undone=undone,
    )


def _who(user: AbstractBaseUser | None) -> str:
    """By the name that readers are shown, which is no address of mail."""
    return public_name(user.first_name, user.last_name, user.username) if isinstance(user, User) else "nobody"


def _variants(person: Person, merged: Iterable[Person] = ()) -> tuple[NameShown, ...]:
    """The names by which registers, editors and headings know the person, each once, with where it comes from."""
    printed = (
        Participation.objects.filter(person=person, telegram__withdrawn_at=None)
        .exclude(name_printed="")
        .order_by("name_printed")
        .values_list("name_printed", flat=True)
        .distinct()[:40]
    )
    edited = "editor" if person.origin == "editor" else "register"
    names = {str(name): edited for name in person.names}
    names |= {one.name: f"editor: {one.source}" for one in person.further_names.all() if one.name not in names}
    for one in merged:
        theirs = [str(one), *map(str, one.names), *(further.name for further in one.further_names.all())]
        names |= {name: f"{one.slug}, merged" for name in theirs if name not in names}
    names |= {name: "heading or text" for name in printed if name not in names}
    names.pop(str(person), None)
    return tuple(NameShown(name, whence) for name, whence in names.items())


def _career(people: Iterable[Person]) -> tuple[TenureShown, ...]:
    """The offices of a person, and of those merged into it; one that two registers state from one day stands once."""
    rows: dict[tuple[object, ...], Tenure] = {}
    sources: dict[tuple[object, ...], list[str]] = {}
    for row in (row for one in people for row in one.tenures.all()):
        begun = row.since or row.arrived or row.appointed
        key = (row.of_id or (row.office, row.country, row.post), begun) if begun else (row.pk,)
        rows.setdefault(key, row)
        sources.setdefault(key, []).append(row.source)
    in_order = sorted(rows.items(), key=lambda one: (one[1].since, one[1].appointed, one[1].until, one[1].office))
    return tuple(_tenure(row, "; ".join(dict.fromkeys(filter(None, sources[key])))) for key, row in in_order)


def _tenure(row: Tenure, source: str) -> TenureShown:
    where = ", ".join(part for part in (row.post, row.country) if part)
    return TenureShown(
        office=row.office,
        where=where,
        since=iso_said(row.since or row.arrived),
        until=iso_said(row.until),
        source=source,
        note=row.note,
        appointed=iso_said(row.appointed),
        until_note=row.until_note,
        served=row.served,
        address=row.of.get_absolute_url() if row.of else "",
    )


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
    rows = Participation.objects.filter(person=person, role=role)
    first = first_by_date(rows.values_list("telegram", flat=True).order_by(), FIRST)
    address = "" if role == Role.SIGNER else searching(**{role.value: person.slug})
    said = counted_of(counts["count"], "document", "documents")
    all_said = f"all {counted(counts['count'])} {DONE[role]}" if counts["count"] > FIRST else "as a search"
    return RoleShown(HEADINGS[role], counts["count"], said, all_said, counts["unsure"], address, first)


def _possibly(person: Person) -> Possibly | None:
    """Documents whose name several people may bear, this one among them: none was chosen, so no role counts them."""
    family = slugged(person.family, 80)
    rows = Participation.objects.filter(
        party__in=(family, f"several-{family}"), role__in=HEADINGS, certainty=Certainty.AMBIGUOUS,
        telegram__withdrawn_at=None,
    )  # fmt: skip
    candidates = rows.values_list("telegram", "evidence").order_by("telegram")[:MOST_POSSIBLE]
    keys = {telegram for telegram, evidence in candidates if str(person) in evidence.split("; ")}
    if not keys:
        return None
    first = first_by_date(Telegram.objects.filter(pk__in=keys).values_list("pk", flat=True).order_by(), FIRST)
    return Possibly(counted_of(len(keys), "document", "documents"), first)


def _years(person: Person) -> YearBars | None:
    """The documents that name the person, by role and year, as a search counts them."""
    asked_by = [_years_by_search(person, role) for role in HEADINGS if role != Role.SIGNER]
    return year_bars([*asked_by[:2], _years_signed(person), *asked_by[2:]])


def _years_by_search(person: Person, role: Role) -> Counts:
    found = ENGINE.all_values(Query().adding(role.value, person.slug), "years").values
    by_year = {int(one.value): one.count for one in found if one.value != NONE}
    total = sum(one.count for one in found)
    return Counts(HEADINGS[role], by_year, total, lambda year: searching(years=f"{year}", **{role.value: person.slug}))


def _years_signed(person: Person) -> Counts:
    """No search asks by who signed; a document of two years has none here either."""
    rows = Participation.objects.filter(person=person, role=Role.SIGNER, telegram__withdrawn_at=None).order_by()
    years = rows.annotate(
        year=Case(
            When(telegram__latest__year=ExtractYear("telegram__earliest"), then=ExtractYear("telegram__earliest"))
        )
    )
    found = {row["year"]: row["count"] for row in years.values("year").annotate(count=Count("telegram", distinct=True))}
    total = sum(found.values())
    return Counts(HEADINGS[Role.SIGNER], {year: found[year] for year in found if year is not None}, total)


def _namesakes(person: Person) -> tuple[Namesake, ...]:
    """People of headings beside a person of a register, and the other way: a surname and a post join nobody."""
    origin = "register" if person.origin == "headings" else "headings"
    rows = Person.objects.standing().filter(family__iexact=person.family, origin=origin).exclude(pk=person.pk)
    said = rows.prefetch_related("tenures").order_by("slug")[:NAMESAKES]
    return tuple(Namesake(on_one_line(str(row)), row.get_absolute_url(), _known_as(row)) for row in said)


def _known_as(person: Person) -> str:
    if person.note:
        return person.note
    offices = [f"{row.office}{', ' if row.country else ''}{row.country}" for row in person.tenures.all()[:2]]
    return "; ".join(offices)


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
    known = Person.objects.select_related("merged_into").prefetch_related("tenures__of", "further_names")
    person = known.filter(slug=slug).first()
    if person is not None and person.merged_into is None:
        return person
    if person is not None and person.merged_into is not None:
        return _leading_to(person.merged_into)
    former = PersonSlug.objects.select_related("person__merged_into").filter(slug=slug).first()
    if former is None:
        raise no_person(slug)
    return _leading_to(former.person.merged_into or former.person)


def _leading_to(person: Person) -> HttpResponsePermanentRedirect:
    """The way to a person. A browser asks again each time: a merge can be taken back."""
    way = HttpResponsePermanentRedirect(person.get_absolute_url())
    way["Cache-Control"] = "no-cache"
    return way


@kept_page
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a person."""
    found = _person(slug)
    if not isinstance(found, Person):
        return found
    page = PersonPage.of(found, f"{request.scheme}://{request.get_host()}")
    return render(request, "telegrams/person.html", {"page": page})


@searching_page
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
        "names": [one.name for one in page.variants],
        "variants": [{"name": one.name, "from": one.whence} for one in page.variants],
        "born": found.born or None,
        "died": found.died or None,
        "origin": found.origin,
        "source": found.source or None,
        "same_as": [one.address for one in page.elsewhere if one.address],
        "register_id": found.register_id or None,
        "decisions": [
            {
                "what": one.what, "slug": one.slug or None, "reason": one.reason, "source": one.source, "by": one.by,
                "on": one.on, "undone": one.undone or None,
            }
            for one in page.decisions
        ],
        "tenures": [
            {
                "office": row.office, "post": row.post or None, "country": row.country or None,
                "appointed": row.appointed or None, "since": row.since or None, "until": row.until or None,
                "served": row.served or None, "source": row.source or None,
            }
            for one in (found, *merged_into(found)) for row in one.tenures.all()
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
    standing = Person.objects.standing()
    total = standing.count()
    rows = standing.filter(sort_key__startswith=letter) if letter else standing
    start = (number - 1) * ON_A_PAGE
    listed = list(rows.order_by("sort_key", "slug")[start : start + ON_A_PAGE + 1])
    counts = _documents_of(listed)
    page = PeoplePage(
        frame=frame("People", section="people"),
        total=total,
        letters=_letters(letter),
        letter=letter.upper(),
        people=tuple(_listed(row, counts.get(row.pk, 0)) for row in listed[:ON_A_PAGE]),
        before=_list_address(letter, number - 1) if number > 1 else "",
        after=_list_address(letter, number + 1) if len(listed) > ON_A_PAGE else "",
    )
    return render(request, "telegrams/people.html", {"page": page})


def _documents_of(people: Iterable[Person]) -> dict[int, int]:
    """How many documents held name each of these people."""
    rows = Participation.objects.filter(person__in=[one.pk for one in people], telegram__withdrawn_at=None)
    return dict(rows.order_by().values_list("person").annotate(count=Count("telegram", distinct=True)))


def _letters(current: str) -> tuple[LetterLink, ...]:
    found = (
        Person.objects.standing()
        .exclude(sort_key="")
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


def _listed(row: Person, count: int) -> Listed:
    note = row.note if row.origin == "headings" else _life(row)
    return Listed(on_one_line(row.listed_as), row.get_absolute_url(), note, count)
