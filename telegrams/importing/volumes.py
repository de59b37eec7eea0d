"""A volume's own record → its row, sections and list of persons. Unchanged writes nothing; an editor's words stay."""

from collections.abc import Iterable
from dataclasses import asdict

from simple_history.utils import bulk_create_with_history

from telegrams.importing.loading import volume_of
from telegrams.importing.registers import edited
from telegrams.importing.resolving.known import know, know_listed
from telegrams.importing.resolving.register import Register
from telegrams.models import ListedPerson, Person, PersonSlug, Volume, VolumeContents, VolumeSection
from telegrams.parsing.folding import folded, slugged
from telegrams.parsing.listed_names import read_listed_name
from telegrams.parsing.volume_slug import volume_fact
from telegrams.volume_records import ListedPersonRecord, SectionRecord, VolumeRecord, contents_to_json

FACTS = {"title": None, "published": 20, "publisher": 200, "place": 100, "rights": None}
"""What a title page states, and how much of it the table holds."""


def load_volume(record: VolumeRecord, register: Register) -> bool:
    """Make the archive hold a volume, its texts and its lists; whether its list of persons is another than before.

    In the transaction of the caller, before the documents, which then find the people in ``register``.
    """
    volume = volume_of(record.slug)
    _keep_facts(volume, record)
    _keep_contents(volume, record)
    _keep_sections(volume, record.sections)
    has_changed = _keep_persons(volume, record.persons)
    for row in volume.listed_persons.exclude(person=None).select_related("person", "volume"):
        if row.person and row.person.slug not in register.people:
            register.people[row.person.slug] = row.person.pk
            know(register, row.person)
        know_listed(register, row)
    return has_changed


def _keep_facts(volume: Volume, record: VolumeRecord) -> None:
    """The title page, unless an editor wrote anything of the volume by hand or our own table knows the book.

    What the file does not state is left as it is.
    """
    fact = volume_fact(volume.slug)
    is_known = not fact.is_derived and fact.title != volume.slug
    if is_known or volume.history.exclude(history_user=None).exists():
        return
    stated: dict[str, str | bool] = {}
    for name, longest in FACTS.items():
        if said := str(getattr(record, name))[:longest]:
            stated[name] = said
    if record.title:
        stated["title_is_derived"] = False
    changed = {name: value for name, value in stated.items() if getattr(volume, name) != value}
    for name, value in changed.items():
        setattr(volume, name, value)
    if changed:
        volume.save()


def _keep_contents(volume: Volume, record: VolumeRecord) -> None:
    printed = contents_to_json(record.contents)
    if volume.printed_contents() != printed:
        VolumeContents.objects.update_or_create(volume=volume, defaults={"printed": printed})


def _keep_sections(volume: Volume, sections: Iterable[SectionRecord]) -> None:
    fresh = [
        VolumeSection(
            volume=volume,
            ordinal=ordinal,
            key=one.key[:120],
            where=one.where,
            kind=one.kind[:60],
            heading=one.heading,
            first_page=one.first_page,
            paragraphs=list(one.paragraphs),
            notes=[list(pair) for pair in one.notes],
        )
        for ordinal, one in enumerate(sections, 1)
    ]
    if [_section_said(row) for row in volume.sections.all()] != [_section_said(row) for row in fresh]:
        volume.sections.all().delete()
        VolumeSection.objects.bulk_create(fresh)


def _section_said(row: VolumeSection) -> tuple[object, ...]:
    return row.key, row.where, row.kind, row.heading, row.first_page, row.paragraphs, row.notes


# --- the list of persons --------------------------------------------------------------------------


def _keep_persons(volume: Volume, records: tuple[ListedPersonRecord, ...]) -> bool:
    """The lines of the list, each with its person; whether any line changed."""
    held = list(volume.listed_persons.select_related("person"))
    if [(row.key, row.name, row.description) for row in held] == [
        (one.key, one.name, one.description) for one in records
    ]:
        return False
    people = _people(volume, records, {row.key: row.person for row in held if row.key and row.person})
    volume.listed_persons.all().delete()
    ListedPerson.objects.bulk_create(
        ListedPerson(volume=volume, ordinal=ordinal, person=people.get(one.key), **asdict(one))
        for ordinal, one in enumerate(records, 1)
    )
    return True


def _people(volume: Volume, records: Iterable[ListedPersonRecord], known: dict[str, Person]) -> dict[str, Person]:
    """The person of each key, made at first need; nobody is made of a line that no text can refer to."""
    ours = f"-{slugged(volume.slug, 40)}"
    taken = set(PersonSlug.objects.filter(slug__endswith=ours).values_list("slug", flat=True))
    taken.update(Person.objects.filter(slug__endswith=ours).values_list("slug", flat=True))
    people: dict[str, Person] = {}
    fresh: list[Person] = []
    for one in records:
        if not one.key or one.key in people:
            continue
        person = known.get(one.key)
        if person is None:
            person = Person(slug=_slug(one.name, volume.slug, taken))
            fresh.append(person)
        elif edited([person]):
            people[one.key] = person
            continue
        people[one.key] = person
        if _say(person, one, volume) and person.pk:
            person.save()
    made = bulk_create_with_history(fresh, Person, batch_size=500) if fresh else []
    PersonSlug.objects.bulk_create(PersonSlug(slug=person.slug, person=person) for person in made)
    return people


def _slug(name: str, volume: str, taken: set[str]) -> str:
    """An address of name and volume, 'clark-reuben-j-frus1919parisv01', that nobody has yet."""
    listed = read_listed_name(name)
    stem = slugged(f"{listed.family} {listed.given}", 70) or "person"
    slug, number = f"{stem}-{slugged(volume, 40)}", 1
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}-{slugged(volume, 40)}"
    taken.add(slug)
    return slug


def _say(person: Person, one: ListedPersonRecord, volume: Volume) -> bool:
    """Set what the list says of a person; whether that is anything new. No office: a list states no days."""
    listed = read_listed_name(one.name)
    said: dict[str, object] = {
        "family": listed.family[:120],
        "given": listed.given[:200],
        "title": listed.title[:200],
        "names": [listed.natural] if listed.given or listed.title else [],
        "origin": "register",
        "sort_key": folded(f"{listed.family} {listed.given}")[:330],
        "source": f"List of persons in {volume.short_title or volume.slug}",
        "note": one.description,
        "only_in_volume": volume.slug,
    }
    changed = {name: value for name, value in said.items() if getattr(person, name) != value}
    for name, value in changed.items():
        setattr(person, name, value)
    return bool(changed)
