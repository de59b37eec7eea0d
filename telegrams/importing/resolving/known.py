"""The register as the tables have it, read once and kept until anything it was read from changes."""

import threading
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import replace

from django.db import connection
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from telegrams.importing.resolving.register import (
    Attributed,
    FullName,
    Held,
    Listed,
    Present,
    Register,
    words_of_name,
)
from telegrams.models import (
    Attribution,
    ListedPerson,
    Office,
    Person,
    PersonName,
    PersonSlug,
    PersonSplit,
    Post,
    Tenure,
)
from telegrams.parsing.folding import folded
from telegrams.parsing.names import surname
from telegrams.parsing.offices import read_office
from telegrams.vocabulary import Role

BEFORE_OFFICE, AFTER_OFFICE = 15, 25
"""Years before the first and after the last office in which a full name in a text may mean its holder."""

_KEPT: dict[str, tuple[Hashable, Register]] = {}
_GUARD = threading.Lock()


def known_register() -> Register:
    """The people of the tables, laid out for resolving; the caller's own, as far as it is written to.

    Reading some thousand people takes longer than linking a document, so what was read is kept for as long
    as no person, office, list or post is written.
    """
    database = str(connection.settings_dict["NAME"])
    standing = _standing()
    with _GUARD:
        kept = _KEPT.get(database)
    if kept is None or kept[0] != standing:
        kept = standing, _read()
        with _GUARD:
            _KEPT[database] = kept
    register = kept[1]
    return replace(
        register,
        people=dict(register.people),
        posts=dict(register.posts),
        offices=dict(register.offices),
        listed=dict(register.listed),
        unmade={},
    )


def _standing() -> Hashable:
    """What is another after any change of the people, the offices or the lists."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT (SELECT max(history_id) FROM telegrams_historicalperson),"
            " (SELECT max(id) FROM telegrams_tenure), (SELECT count(*) FROM telegrams_tenure),"
            " (SELECT max(id) FROM telegrams_listedperson), (SELECT max(id) FROM telegrams_personslug),"
            " (SELECT count(*) FROM telegrams_post), (SELECT count(*) FROM telegrams_office),"
            " (SELECT max(id) FROM telegrams_personname), (SELECT count(*) FROM telegrams_personname),"
            " (SELECT max(id) FROM telegrams_personsplit), (SELECT max(undone_at) FROM telegrams_personsplit),"
            " (SELECT max(undone_at) FROM telegrams_personmerge), (SELECT max(id) FROM telegrams_attribution)"
        )
        return tuple(cursor.fetchone())


def people_held(which: Q) -> dict[str, int]:
    """The keys of people by every slug they have or had; of one who was merged into another, that one's key."""
    former = PersonSlug.objects.filter(which).values_list("slug", Coalesce("person__merged_into", "person"))
    return dict(former) | dict(Person.objects.filter(which).values_list("slug", Coalesce("merged_into", "pk")))


def fresh_register() -> Register:
    """The same, read anew for an import, which writes to all of it and may be undone."""
    return _read()


def _read() -> Register:
    register = Register(
        people=people_held(Q()),
        posts=dict(Post.objects.values_list("slug", "pk")),
        offices=dict(Office.objects.values_list("slug", "pk")),
    )
    tenures: dict[int, list[Tenure]] = {}
    for tenure in Tenure.objects.select_related("of").exclude(person__origin="headings"):
        tenures.setdefault(tenure.person_id, []).append(tenure)
    further: dict[int, list[str]] = {}
    for person_id, name in PersonName.objects.values_list("person", "name"):
        further.setdefault(person_id, []).append(name)
    by_decision = dict(PersonSplit.objects.filter(made=True).values_list("to", "is_retired"))
    for person in Person.objects.exclude(Q(origin="headings") & ~Q(pk__in=list(further))).select_related("merged_into"):
        if not by_decision.get(person.pk, False):
            is_named = person.pk not in by_decision
            know(register, person, tenures.get(person.pk, []), further.get(person.pk, ()), is_named=is_named)
    for row in (
        ListedPerson.objects.exclude(person=None).exclude(key="").select_related("person__merged_into", "volume")
    ):
        know_listed(register, row)
    _know_decisions(register)
    return register


def _know_decisions(register: Register) -> None:
    """Know whose slugs lead on to whom, and what editors decided of single parties."""
    rows = PersonSlug.objects.filter(~Q(person__merged_into=None) | ~Q(slug=F("person__slug")))
    for row in rows.select_related("person__merged_into"):
        kept = row.person.merged_into
        register.leading_on[row.slug] = Present(kept.slug, kept.listed_as) if kept else Present(row.person.slug, "")
    standing = Attribution.objects.filter(split__undone_at=None).select_related("split__to__merged_into")
    for one in standing.order_by("-pk"):
        chosen = one.split.to
        to = chosen.merged_into or chosen
        said = f"{one.split.reason} ({one.split.source})"
        decided = Attributed(Role(one.role), one.printed, chosen.family, to.slug, to.listed_as, said)
        register.attributed.setdefault(one.telegram_id, []).append(decided)


def know(
    register: Register,
    person: Person,
    tenures: Iterable[Tenure] = (),
    further: Iterable[str] = (),
    *,
    is_named: bool = True,
) -> None:
    """Know a person by the offices held, by the surname where there is none, and by the full forms of the name.

    What is known of one who was merged into another is known of that other. Under the surname of a ``further``
    name the same offices are known. ``is_named`` False: the name proves nothing, as of one who was parted from a
    namesake; such a one is known by decisions, offices and further names alone. 'Nicholas I' is no full form: with
    its blank it would be found in "Nicholas I never saw".
    """
    kept = person.merged_into
    slug, kept_as = (kept.slug, kept.listed_as) if kept else (person.slug, "")
    held = [replace(_held(person, tenure), person=slug, kept_as=kept_as) for tenure in tenures if tenure.served != "no"]
    if person.origin != "headings":
        for one in held or ([replace(_unplaced(person), person=slug, kept_as=kept_as)] if is_named else []):
            register.add(one)
    for one in _under_further_surnames(held or [_unplaced(person)], further):
        register.add(replace(one, person=slug, kept_as=kept_as or person.listed_as))
    given = [f"{person.given} {person.family}"] if person.given and is_named else []
    since, until = _known_between(held)
    for name in dict.fromkeys([*person.names, *given, *further]):
        full = FullName(tuple(words_of_name(name)), name, slug, since, until)
        register.add_name(full, person.only_in_volume)


def _under_further_surnames(held: Iterable[Held], further: Iterable[str]) -> Iterator[Held]:
    """The same terms under each surname of a further name that is another than the person's own."""
    held = list(held)
    for name in further:
        family = surname(name) or name
        given = name.removesuffix(family).strip()
        yield from (replace(one, family=family, given=given) for one in held if folded(family) != folded(one.family))


def _held(person: Person, tenure: Tenure) -> Held:
    where = tenure.country or tenure.post
    printed = f"{tenure.office} in {where}" if where else tenure.office
    key = tenure.of.slug if tenure.of else read_office(printed).office
    return Held(
        person=person.slug,
        family=person.family,
        given=person.given,
        label=str(person),
        title=tenure.office,
        office=key,
        where=where,
        since=tenure.since or tenure.arrived or ("" if key.startswith("mission-in-") else tenure.appointed),
        until=tenure.until,
        only_in_volume=person.only_in_volume,
        appointed=tenure.appointed,
        tenure=tenure.pk,
    )


def _unplaced(person: Person) -> Held:
    return Held(person.slug, person.family, person.given, str(person), "", "", "", "", "", person.only_in_volume)


def _known_between(held: Iterable[Held]) -> tuple[str, str]:
    """The years in which a person of these offices can be meant by name; open where no office is dated."""
    days = sorted(day for one in held for day in (one.appointed, one.since, one.until) if day)
    if not days:
        return "", ""
    return str(int(days[0][:4]) - BEFORE_OFFICE), str(int(days[-1][:4]) + AFTER_OFFICE)


def know_listed(register: Register, row: ListedPerson) -> None:
    """Know a person by the key of a volume's list."""
    if row.person is not None and row.key:
        person = row.person.merged_into or row.person
        register.listed[f"{row.volume.slug}#{row.key}"] = Listed(person.slug, person.listed_as)
