"""Registers of persons → rows. A person's lines replace that person's earlier ones; an editor's words stay."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from telegrams.models import Office, Person, PersonSlug, Tenure
from telegrams.models.merge import DECIDED
from telegrams.parsing.folding import folded
from telegrams.parsing.offices import PrintedOffice, read_office
from telegrams.records import TenureRecord
from telegrams.vocabulary import Function

AT_ONCE = 500

SAID_OF_A_PERSON = ("family", "given", "title", "names", "born", "died", "origin", "sort_key", "source", "note",
                    "only_in_volume")  # fmt: skip
SAID_OF_A_TENURE = ("office", "post", "country", "appointed", "arrived", "since", "until", "until_note", "served",
                    "resident_at", "source", "note")  # fmt: skip


def load_tenures(records: Sequence[TenureRecord]) -> tuple[dict[str, int], set[str]]:
    """Make the register hold these lines; a person's lines replace that person's earlier ones.

    Returns how many people were added, changed and unchanged, and the slugs of those added or changed. A
    person whom an editor entered or changed by hand keeps what the editor wrote.
    """
    by_person: dict[str, list[TenureRecord]] = {}
    for record in records:
        by_person.setdefault(record.person, []).append(record)
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    touched: set[str] = set()
    slugs = list(by_person)
    with transaction.atomic():
        offices = office_keys(
            {office.office: office.function for record in records if (office := office_of(record)).office}
        )
        for start in range(0, len(slugs), AT_ONCE):
            part = {slug: by_person[slug] for slug in slugs[start : start + AT_ONCE]}
            added, changed = _load_people(part, offices)
            counts["added"] += len(added)
            counts["changed"] += len(changed)
            counts["unchanged"] += len(part) - len(added) - len(changed)
            touched |= added | changed
    return counts, touched


def office_of(record: TenureRecord) -> PrintedOffice:
    """The office behind a line: the one it names by its key, else the one its title means at its place."""
    if record.key:
        function = Function.MISSION if record.key.startswith("mission-in-") else Function.DEPARTMENT
        return PrintedOffice(function, record.office, record.key)
    where = record.country or record.post
    return read_office(f"{record.office} in {where}" if where else record.office)


def office_keys(functions: dict[str, Function]) -> dict[str, int]:
    """The keys of offices by their slugs; those not held yet are made."""
    Office.objects.bulk_create(
        (Office(slug=slug[:120], function=function.value) for slug, function in functions.items()),
        ignore_conflicts=True,
    )
    return dict(Office.objects.filter(slug__in=functions).values_list("slug", "pk"))


def _load_people(by_person: dict[str, list[TenureRecord]], offices: dict[str, int]) -> tuple[set[str], set[str]]:
    """Load some people; the slugs of those added and of those changed."""
    known = _known(by_person)
    theirs = edited(known.values())
    held: dict[int, list[tuple[str, ...]]] = {}
    for tenure in Tenure.objects.filter(person__in=[person.pk for person in known.values()]):
        held.setdefault(tenure.person_id, []).append(tuple(getattr(tenure, name) for name in SAID_OF_A_TENURE))
    added: dict[str, Person] = {}
    changed: dict[str, Person] = {}
    for slug, lines in by_person.items():
        person = known.get(slug)
        if person is not None and (person.origin == "editor" or person.pk in theirs):
            continue
        said = _said(lines)
        tenures = [tuple(getattr(line, name) for name in SAID_OF_A_TENURE) for line in lines if line.office]
        if person is not None and _is_as_before(person, said, held.get(person.pk, []), tenures):
            continue
        (changed if person else added)[slug] = row = person or Person(slug=slug)
        for name, value in said.items():
            setattr(row, name, value)
    _write(added, changed, by_person, offices)
    return set(added), set(changed)


def _is_as_before(
    person: Person, said: dict[str, object], held: Sequence[tuple[str, ...]], tenures: Sequence[tuple[str, ...]]
) -> bool:
    return sorted(held) == sorted(tenures) and all(getattr(person, name) == value for name, value in said.items())


def _write(
    added: dict[str, Person],
    changed: dict[str, Person],
    by_person: dict[str, list[TenureRecord]],
    offices: dict[str, int],
) -> None:
    rows = added | changed
    if added:
        bulk_create_with_history(list(added.values()), Person, batch_size=AT_ONCE)
        rows |= {row.slug: row for row in Person.objects.filter(slug__in=added)}
    if changed:
        bulk_update_with_history(list(changed.values()), Person, list(SAID_OF_A_PERSON), batch_size=AT_ONCE)
    PersonSlug.objects.bulk_create(
        (PersonSlug(slug=slug, person=person) for slug, person in rows.items()), ignore_conflicts=True
    )
    Tenure.objects.filter(person__in=[person.pk for person in changed.values()]).delete()
    Tenure.objects.bulk_create(
        Tenure(
            person=rows[slug],
            of_id=offices.get(office_of(line).office),
            **{name: getattr(line, name) for name in SAID_OF_A_TENURE},
        )
        for slug in rows
        for line in by_person[slug]
        if line.office
    )


def _said(lines: Sequence[TenureRecord]) -> dict[str, object]:
    first = lines[0]
    return {
        "family": first.family,
        "given": first.given,
        "title": first.title,
        "names": list(dict.fromkeys(name for line in lines for name in line.names)),
        "born": first.born,
        "died": first.died,
        "origin": "register",
        "sort_key": folded(f"{first.family} {first.given}"),
        "source": first.source,
        "note": first.note,
        "only_in_volume": first.volume,
    }


def _known(by_person: Iterable[str]) -> dict[str, Person]:
    """The people held under these slugs, present or former."""
    slugs = list(by_person)
    former = PersonSlug.objects.filter(slug__in=slugs).select_related("person")
    by_slug = {person.slug: person for person in Person.objects.filter(slug__in=slugs)}
    return by_slug | {row.slug: row.person for row in former}


def edited(people: Iterable[Person]) -> set[int]:
    """The keys of those whose facts somebody changed by hand; merging them with others changes no facts."""
    rows = Person.history.filter(id__in=[person.pk for person in people]).exclude(history_user=None)
    return set(rows.exclude(history_change_reason__startswith=DECIDED).values_list("id", flat=True))
