"""Registers of persons → rows. A person's lines replace that person's earlier ones; an editor's words stay."""

from django.db import transaction

from telegrams.models import Person, PersonSlug, Tenure
from telegrams.parsing.folding import folded
from telegrams.records import TenureRecord


def load_tenures(records: list[TenureRecord]) -> dict[str, int]:
    """Make the register hold these lines; a person's lines replace that person's earlier ones.

    Returns how many people were added, changed and unchanged. A person whom an editor entered
    or changed by hand keeps what the editor wrote.
    """
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    by_person: dict[str, list[TenureRecord]] = {}
    for record in records:
        by_person.setdefault(record.person, []).append(record)
    with transaction.atomic():
        for slug, lines in by_person.items():
            counts[_load_person(slug, lines)] += 1
    return counts


def _load_person(slug: str, lines: list[TenureRecord]) -> str:
    first = lines[0]
    said = {
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
    tenures = [
        (line.office, line.post, line.country, line.since, line.until, line.source, line.note)
        for line in lines
        if line.office
    ]
    known = PersonSlug.objects.filter(slug=slug).select_related("person").first()
    person = known.person if known else Person.objects.filter(slug=slug).first()
    if person and (person.origin == "editor" or person.history.exclude(history_user=None).exists()):
        return "unchanged"
    held = (
        sorted(
            (row.office, row.post, row.country, row.since, row.until, row.source, row.note)
            for row in person.tenures.all()
        )
        if person
        else []
    )
    if person and held == sorted(tenures) and all(getattr(person, name) == value for name, value in said.items()):
        return "unchanged"
    outcome = "changed" if person else "added"
    person = person or Person(slug=slug)
    for name, value in said.items():
        setattr(person, name, value)
    person.save()
    PersonSlug.objects.get_or_create(slug=slug, defaults={"person": person})
    person.tenures.all().delete()
    Tenure.objects.bulk_create(
        Tenure(
            person=person, office=office, post=post, country=country, since=since, until=until, source=source, note=note
        )
        for office, post, country, since, until, source, note in tenures
    )
    return outcome
