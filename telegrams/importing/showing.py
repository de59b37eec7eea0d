"""Loaded values and corrections → the rows readers see. The one writer of shown values.

Loader, admin and resolver all call ``reshow``; nothing else sets a telegram's shown columns.
Whoever changes what held documents show calls ``show_again``.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields

from django.db.models import Q, QuerySet
from simple_history.utils import bulk_create_with_history

from telegrams import corrections
from telegrams.corrections import CorrectedValue, ShownValue
from telegrams.importing.resolving.people import Asked, Held, Link, Listed, Register, Unmade, named_in, resolve
from telegrams.models import Change, Correction, ListedPerson, Participation, Person, PersonSlug, Post, Telegram, Tenure
from telegrams.parsing.dates import PartialDate
from telegrams.parsing.folding import folded, slugged
from telegrams.parsing.names import surname
from telegrams.parsing.posts import post_of_place
from telegrams.records import ReadValue, values_from_json
from telegrams.vocabulary import Certainty, HeaderField, Role

BY_MARK = "marked by the editors: list of persons"


def known_register() -> Register:
    """The people of the tables, laid out for resolving."""
    register = Register(people=_people_held(Q()), posts=dict(Post.objects.values_list("slug", "pk")))
    for tenure in Tenure.objects.select_related("person").exclude(person__origin="headings"):
        person = tenure.person
        where = tenure.country or tenure.post
        register.add(
            Held(
                person.slug,
                person.family,
                str(person),
                tenure.office,
                where,
                tenure.since,
                tenure.until,
                person.only_in_volume,
            )
        )
    for person in Person.objects.exclude(origin="headings").prefetch_related("tenures"):
        know_names(register, person, has_office=bool(person.tenures.all()))
    for row in ListedPerson.objects.exclude(person=None).exclude(key="").select_related("person", "volume"):
        know_listed(register, row)
    return register


def know_names(register: Register, person: Person, *, has_office: bool = False) -> None:
    """Know a person by surname, where no office tells more, and by the full forms of the name.

    'Nicholas I' is no full form: with its blank it would be found in "Nicholas I never saw".
    """
    if not has_office:
        register.add(Held(person.slug, person.family, str(person), "", "", "", "", person.only_in_volume))
    given = [f"{person.given} {person.family}"] if person.given else []
    for name in dict.fromkeys([*person.names, *given]):
        register.add_name(name, person.slug, person.only_in_volume)


def know_listed(register: Register, row: ListedPerson) -> None:
    """Know a person by the key of a volume's list."""
    if row.person is not None and row.key:
        register.listed[f"{row.volume.slug}#{row.key}"] = Listed(row.person.slug, str(row.person))


def _people_held(which: Q) -> dict[str, int]:
    """The keys of people by every slug they have or had."""
    former = PersonSlug.objects.filter(which).values_list("slug", "person")
    return dict(former) | dict(Person.objects.filter(which).values_list("slug", "pk"))


def standing(telegram: Telegram) -> list[CorrectedValue]:
    """The corrections of a telegram that nobody has taken back."""
    rows = Correction.objects.filter(telegram=telegram, withdrawn_at=None).select_related("by")
    return [corrections.corrected_value(row) for row in rows]


def reshow(telegram: Telegram, register: Register) -> None:
    """Write what readers see of a telegram held: its columns, its post, its parties."""
    shown = fill(telegram, register, standing(telegram))
    telegram.save()
    telegram.participations.all().delete()
    rows = parties(telegram, shown, register, [note.text for note in telegram.footnotes.all()])
    link_people(rows, register)
    Participation.objects.bulk_create([row for row, _ in rows])


def show_again(telegrams: Sequence[Telegram], register: Register) -> None:
    """What every document gets whose links or corrections changed, in the transaction that changed them.

    Rows first and the numbers of the changes last: all writers keep this order of locks.
    """
    for telegram in telegrams:
        reshow(telegram, register)
    Change.note(*(telegram.pk for telegram in telegrams))


def locked(telegram_id: int) -> Telegram:
    """The telegram, locked until the end of the caller's transaction."""
    return Telegram.objects.select_for_update(of=("self",)).select_related("volume").get(pk=telegram_id)


def documents_naming(people: Iterable[Person]) -> QuerySet[Telegram]:
    """Documents whose sender, recipient or signer may be one of these people, and those linked to them already."""
    named = Q(person__in=[person.pk for person in people])
    for person in people:
        named |= Q(name_printed__iendswith=person.family)
        for tenure in person.tenures.all():
            named |= Q(name_printed="", office_printed__iendswith=tenure.office)
    return Telegram.objects.filter(pk__in=Participation.objects.filter(named).values("telegram"))


def fill(
    telegram: Telegram,
    register: Register,
    corrected: Iterable[CorrectedValue],
    read: Iterable[ReadValue] | None = None,
) -> dict[HeaderField, ShownValue]:
    """Set the shown columns and the post of a telegram, unsaved; returns the values shown.

    ``read``: what its ``loaded`` holds, where that is at hand.
    """
    shown = corrections.show(values_from_json(telegram.loaded) if read is None else read, corrected)
    columns = corrections.columns(shown)
    for field in fields(columns):
        setattr(telegram, field.name, getattr(columns, field.name))
    telegram.post_id = _post(shown[HeaderField.PLACE].value, telegram.volume.is_specimen, register)
    return shown


def _post(place: str, is_specimen: bool, register: Register) -> int | None:
    """The post of a place where the table of posts knows it; its row is made at first need.

    The posts of a specimen are invented: they are known from its datelines alone.
    """
    fact = None if is_specimen or not place else post_of_place(place)
    slug = slugged(place) if is_specimen else fact.slug if fact else ""
    if not slug:
        return None
    if slug not in register.posts:
        said = (
            {name: getattr(fact, name) for name in ("city", "country", "lat", "lon", "tz", "source")}
            if fact
            else {"city": place[:120], "source": "invented for the specimen volume"}
        )
        register.posts[slug] = Post.objects.get_or_create(slug=slug, defaults=said)[0].pk
    return register.posts[slug]


def parties(
    telegram: Telegram, shown: dict[HeaderField, ShownValue], register: Register, notes: list[str]
) -> list[tuple[Participation, str]]:
    """Sender, recipient, signers and people mentioned, each with the slug of the person behind it ('' for none).

    The rows are not written: ``link_people`` first makes the people that only headings know.
    """
    when = PartialDate.of(shown[HeaderField.SENT].value)
    volume = telegram.volume.slug
    marked = list(_marked(telegram, notes, register))
    rows: list[tuple[Participation, str]] = [
        party
        for role, name, office in (
            (Role.SENDER, HeaderField.SENDER_NAME, HeaderField.SENDER_OFFICE),
            (Role.RECIPIENT, HeaderField.RECIPIENT_NAME, HeaderField.RECIPIENT_OFFICE),
        )
        if (party := _party(role, Asked(shown[name].value, shown[office].value, when, volume), register, marked))
    ]
    rows.extend(_signers(shown[HeaderField.SIGNATURE].value, rows))
    parties = {slug for _, slug in rows}
    rows.extend(_marked_row(one) for one in marked if one.person not in parties)
    by_mark = {one.person for one in marked}
    named = _mentioned("\n".join([telegram.text, *notes]), volume, register)
    rows.extend((row, slug) for row, slug in named if slug not in by_mark)
    for row, _ in rows:
        row.telegram = telegram
    return rows


def link_people(rows: Iterable[tuple[Participation, str]], register: Register) -> None:
    """Point rows at the people behind them; those met for the first time in headings are made."""
    if register.unmade:
        register.people.update(_people_held(Q(slug__in=list(register.unmade))))
    fresh = [
        Person(
            slug=one.slug,
            family=one.family[:120],
            origin="headings",
            sort_key=folded(one.family)[:330],
            note=f"Known from headings: {one.office}.",
        )
        for one in register.unmade.values()
        if one.slug not in register.people
    ]
    register.unmade.clear()
    if fresh:
        made = bulk_create_with_history(fresh, Person, batch_size=500)
        PersonSlug.objects.bulk_create(
            (PersonSlug(slug=person.slug, person=person) for person in made), ignore_conflicts=True
        )
        register.people.update({person.slug: person.pk for person in made})
    for row, slug in rows:
        row.person_id = register.people.get(slug)


@dataclass(frozen=True, slots=True)
class _Marked:
    """A person whom the editors mark in the text: the first words that are so marked, and whether in the heading."""

    printed: str
    person: str
    label: str
    in_heading: bool


def _marked(telegram: Telegram, notes: list[str], register: Register) -> Iterator[_Marked]:
    """The people whose keys of a list of persons stand in the text or the notes, each once.

    A key is one of the volume's own list, or names the volume of its list; where that is not held it leads nowhere.
    """
    met: set[str] = set()
    headings = [
        (first, last)
        for first, last, kind, part, _ in telegram.layout.get("passages", ())
        if kind == "heading" and not part
    ]
    for footnote, start, end, what, key in telegram.layout.get("names", ()):
        known = (
            register.listed.get(key if "#" in key else f"{telegram.volume.slug}#{key}") if what == "person" else None
        )
        if known is None or known.person in met:
            continue
        met.add(known.person)
        text = telegram.text if footnote is None else notes[footnote - 1]
        in_heading = footnote is None and any(first <= start < last for first, last in headings)
        yield _Marked(text[start:end], known.person, known.label, in_heading)


def _by_mark(asked: Asked, marked: Iterable[_Marked]) -> Link | None:
    """The person whom the editors mark in the heading under the party's surname."""
    family = folded(surname(asked.name) or "")
    fits = [one for one in marked if family and one.in_heading and folded(surname(one.printed) or "") == family]
    return Link(fits[0].person, Certainty.SURE, BY_MARK, fits[0].printed) if len(fits) == 1 else None


def _marked_row(one: _Marked) -> tuple[Participation, str]:
    row = Participation(
        role=Role.MENTIONED,
        name_printed=one.printed,
        party=one.person,
        party_label=one.label[:200],
        certainty=Certainty.SURE,
        rule=BY_MARK,
        evidence=one.printed,
    )
    return row, one.person


def _party(role: Role, asked: Asked, register: Register, marked: Iterable[_Marked]) -> tuple[Participation, str] | None:
    """The row of a party, and the slug of the person behind it ('' for none).

    A name that a register settles with office and day is that person; else the editors' mark says who is meant.
    """
    if not (asked.name or asked.office):
        return None
    link = resolve(asked, register)
    if link is None or link.family or link.certainty != Certainty.SURE:
        link = _by_mark(asked, marked) or link
    if link and link.family and link.person not in register.people:
        register.unmade.setdefault(link.person, Unmade(link.person, link.family, asked.office))
    named = link is not None and bool(asked.name)
    printed = asked.name or asked.office
    row = Participation(
        role=role,
        name_printed=asked.name,
        office_printed=asked.office,
        party=link.person if link and named else slugged(printed, 120) or "unnamed",
        party_label=_label(link, asked) if link and named else _capital(printed)[:200],
        certainty=link.certainty if link else "",
        rule=link.rule if link else "",
        evidence=link.evidence if link else "",
    )
    return row, link.person if link else ""


def _label(link: Link, asked: Asked) -> str:
    """What a facet prints for a resolved party: family name and office tell namesakes apart."""
    return (f"{link.family}, {asked.office}" if link.family else surname(asked.name) or asked.name)[:200]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _signers(signature: str, parties: list[tuple[Participation, str]]) -> Iterable[tuple[Participation, str]]:
    """The signers; one whose surname is the sender's is that person, sure; no other is linked."""
    sender = next(((row, slug) for row, slug in parties if row.role == Role.SENDER), None)
    for line in signature.split("\n"):
        name = line.strip(" []().,")
        if not name:
            continue
        same = bool(
            sender and sender[1] and folded(surname(name) or name) == folded(surname(sender[0].name_printed) or "")
        )
        yield (
            Participation(
                role=Role.SIGNER,
                name_printed=name,
                party=sender[0].party if sender and same else slugged(name, 120) or "unnamed",
                party_label=sender[0].party_label if sender and same else name[:200],
                certainty=Certainty.SURE if same else "",
                rule="signature: surname of the sender" if same else "",
                evidence=line.strip() if same else "",
            ),
            sender[1] if sender and same else "",
        )


def _mentioned(words: str, volume: str, register: Register) -> Iterable[tuple[Participation, str]]:
    """The people whose full names of the register stand in the text or the notes."""
    for name in named_in(words, volume, register):
        yield (
            Participation(
                role=Role.MENTIONED,
                name_printed=name.printed,
                party=name.person,
                party_label=name.printed[:200],
                certainty=Certainty.PROBABLE,
                rule="full name of a list of persons",
                evidence=name.printed,
            ),
            name.person,
        )
