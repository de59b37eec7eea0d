"""What a document names → rows: sender, recipient, signers, and the people its text mentions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import Q
from simple_history.utils import bulk_create_with_history

from telegrams.corrections import ShownValue
from telegrams.importing.registers import office_keys
from telegrams.importing.resolving.known import people_held
from telegrams.importing.resolving.mentions import named_in, surnames_in
from telegrams.importing.resolving.people import Asked, Link, resolve, signed_by
from telegrams.importing.resolving.register import Attributed, Register, Unmade, words_of_name
from telegrams.models import Participation, Person, PersonSlug, Telegram
from telegrams.models.merge import ATTRIBUTED
from telegrams.parsing.dates import PartialDate
from telegrams.parsing.folding import folded, slugged
from telegrams.parsing.names import surname
from telegrams.parsing.offices import PrintedOffice
from telegrams.parsing.repetitions import find_repetitions
from telegrams.vocabulary import Certainty, Function, HeaderField, Role

BY_MARK = "marked by the editors: list of persons"
OF_A_PARTY = "surname of a party of the document"


@dataclass(frozen=True, slots=True)
class Party:
    """A row to be written, the slug of the person behind it ('' for none), and the office it names."""

    row: Participation
    person: str = ""
    office: PrintedOffice | None = None


def parties(
    telegram: Telegram, shown: dict[HeaderField, ShownValue], register: Register, notes: Sequence[str]
) -> list[Party]:
    """Sender, recipient, signers and people mentioned.

    The rows are not written: ``link_parties`` first makes the people and offices met for the first time.
    """
    when = PartialDate.of(shown[HeaderField.SENT].value)
    volume = telegram.volume.slug
    marked = list(_marked(telegram, notes, register))
    decided = register.attributed.get(telegram.pk, ()) if telegram.pk else ()
    signatures = tuple(
        name for line in shown[HeaderField.SIGNATURE].value.split("\n") if (name := line.strip(" []().,"))
    )
    sending = Asked(
        name=shown[HeaderField.SENDER_NAME].value,
        office=shown[HeaderField.SENDER_OFFICE].value,
        when=when,
        volume=volume,
        signatures=signatures,
        place=shown[HeaderField.PLACE].value,
    )
    sender = _link_of(sending, register, marked, decided)
    receiving = replace(
        sending,
        name=shown[HeaderField.RECIPIENT_NAME].value,
        office=shown[HeaderField.RECIPIENT_OFFICE].value,
        signatures=(),
        is_sender=False,
        other=sending.read.office or (sender.office if sender else ""),
    )
    found = [*_party(Role.SENDER, sending, sender, register)]
    found += _party(Role.RECIPIENT, receiving, _link_of(receiving, register, marked, decided), register)
    found += _signers(sending, sender, found, register, decided, marked)
    met = {party.person for party in found}
    first = {one.person: one for one in reversed(marked)}
    found += [_marked_row(one) for one in marked if one.person not in met and first[one.person] is one]
    found += _informed(telegram.text, notes)
    by_mark = {one.person for one in marked}
    words = "\n".join([telegram.text, *notes])
    found += [party for party in _mentioned(words, volume, when, register) if party.person not in by_mark]
    found += _surnamed(words, volume, found, register)
    found = _with_mentions_decided(found, decided, words)
    for party in found:
        party.row.telegram = telegram
    return found


def link_parties(found: Sequence[Party], register: Register) -> None:
    """Point rows at the people and offices behind them; those met for the first time are made."""
    if register.unmade:
        register.people.update(people_held(Q(slug__in=list(register.unmade))))
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
    offices = {party.office.office[:120]: party.office.function for party in found if party.office}
    if lacking := {slug: function for slug, function in offices.items() if slug not in register.offices}:
        register.offices.update(office_keys(lacking))
    for party in found:
        party.row.person_id = register.people.get(party.person)
        party.row.office_id = register.offices.get(party.office.office[:120]) if party.office else None


@dataclass(frozen=True, slots=True)
class _Marked:
    """A person whom the editors mark in the text: the first words that are so marked, and in what kind of passage.

    ``within`` is 'heading' or 'signature' of the document itself, '' for anything else.
    """

    printed: str
    person: str
    label: str
    within: str


def _marked(telegram: Telegram, notes: Sequence[str], register: Register) -> Iterator[_Marked]:
    """The people whose keys of a list of persons stand in the text or the notes, each once in each kind of passage.

    A key is one of the volume's own list, or names the volume of its list; where that is not held it leads nowhere.
    """
    met: set[tuple[str, str]] = set()
    told = [
        (first, last, kind)
        for first, last, kind, part, _ in telegram.layout.get("passages", ())
        if kind in ("heading", "signature") and not part
    ]
    for footnote, start, end, what, key in telegram.layout.get("names", ()):
        known = (
            register.listed.get(key if "#" in key else f"{telegram.volume.slug}#{key}") if what == "person" else None
        )
        if known is None:
            continue
        within = "" if footnote is not None else next((kind for a, b, kind in told if a <= start < b), "")
        if (known.person, within) in met:
            continue
        met.add((known.person, within))
        text = telegram.text if footnote is None else notes[footnote - 1]
        yield _Marked(text[start:end], known.person, known.label, within)


def _by_mark(printed: str, within: str, marked: Iterable[_Marked]) -> Link | None:
    """The person whom the editors mark in the heading, or in the signature, under this surname."""
    family = folded(printed)
    fits = [one for one in marked if family and one.within == within and folded(surname(one.printed) or "") == family]
    if len({one.person for one in fits}) != 1:
        return None
    return Link(fits[0].person, Certainty.SURE, BY_MARK, fits[0].printed, listed_as=fits[0].label)


def _marked_row(one: _Marked) -> Party:
    row = Participation(
        role=Role.MENTIONED,
        name_printed=one.printed,
        party=one.person,
        party_label=one.label[:200],
        certainty=Certainty.SURE,
        rule=BY_MARK,
        evidence=one.printed,
    )
    return Party(row, one.person)


def _link_of(asked: Asked, register: Register, marked: Iterable[_Marked], decided: Iterable[Attributed]) -> Link | None:
    """Who is behind a party: as an editor decided, else whom a register settles by name, office and day, else whom
    the editors of the volume mark."""
    if not (asked.name or asked.office):
        return None
    role = Role.SENDER if asked.is_sender else Role.RECIPIENT
    if mine := next((one for one in decided if one.role == role and _speaks_of(one, asked)), None):
        return _decided(mine)
    link = resolve(asked, register)
    if link is None or link.family or link.certainty != Certainty.SURE:
        link = _by_mark(asked.family, "heading", marked) or link
    return _led_on(link, register) if link else None


def _speaks_of(one: Attributed, asked: Asked) -> bool:
    """Whether a decision is of the name that stands there: who corrects it to another surname means somebody else."""
    family = folded(asked.family)
    return not asked.name or family in map(folded, (surname(one.printed) or one.printed, one.family))


def _decided(one: Attributed) -> Link:
    """The link that an editor made; it stands before every rule."""
    return Link(one.person, Certainty.SURE, ATTRIBUTED, one.evidence, listed_as=one.label)


def _led_on(link: Link, register: Register) -> Link:
    """The link to who answers today for a person of a heading: one may have been merged, or renamed."""
    present = register.leading_on.get(link.person)
    if present is None:
        return link
    if not present.label:
        return replace(link, person=present.person)
    return replace(link, person=present.person, family="", listed_as=present.label)


def _party(role: Role, asked: Asked, link: Link | None, register: Register) -> list[Party]:
    """The row of a party, where the heading names one."""
    if not (asked.name or asked.office):
        return []
    if link and link.family and link.person not in register.people:
        register.unmade.setdefault(link.person, Unmade(link.person, link.family, asked.office))
    is_decided = link is not None and link.rule == ATTRIBUTED
    named = link is not None and (bool(asked.name) or is_decided) and bool(link.person)
    printed = asked.name or asked.office
    row = Participation(
        role=role,
        name_printed=asked.name,
        office_printed=asked.office,
        party=link.person if link and named else slugged(printed, 120) or "unnamed",
        party_label=_label(link, asked) if link and named else _capital(printed)[:200],
        tenure_id=link.tenure if link else None,
        certainty=link.certainty if link else "",
        rule=link.rule if link else "",
        evidence=link.evidence if link else "",
    )
    return [Party(row, link.person if link else "", _office(asked, link))]


def _office(asked: Asked, link: Link | None) -> PrintedOffice | None:
    """The office a heading names, else that in which the person was found."""
    if asked.read.office:
        return asked.read
    if link is None or not link.office:
        return None
    is_mission = link.office.startswith("mission-in-")
    return PrintedOffice(Function.MISSION if is_mission else Function.DEPARTMENT, "", link.office)


def _label(link: Link, asked: Asked) -> str:
    """What a facet prints for a resolved party: the whole name, or surname and office, tells namesakes apart."""
    if link.family:
        return f"{link.family}, {asked.office}"[:200]
    return (link.listed_as or surname(asked.name) or asked.name)[:200]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _signers(
    sending: Asked,
    sender: Link | None,
    found: Sequence[Party],
    register: Register,
    decided: Sequence[Attributed],
    marked: Sequence[_Marked],
) -> Iterator[Party]:
    """Those under the text, each with the person behind the name where a rule settles it."""
    sent = next((party for party in found if party.row.role == Role.SENDER), None)
    for name in sending.signatures:
        mine = next((one for one in decided if one.role == Role.SIGNER and _is_same(one.printed, name)), None)
        link = _decided(mine) if mine else signed_by(name, sender, sending.name, sending, register)
        if link is None or link.certainty != Certainty.SURE:
            link = _by_mark(surname(name) or "", "signature", marked) or link
        same = link is not None and sent is not None and link.person == sent.person
        party, label = (slugged(name, 120), name)
        if link and link.person:
            party, label = link.person, link.listed_as or surname(name) or name
        if same and sent and sent.row.party == sent.person:
            label = sent.row.party_label
        yield Party(
            Participation(
                role=Role.SIGNER,
                name_printed=name,
                party=party or "unnamed",
                party_label=label[:200],
                tenure_id=link.tenure if link else None,
                certainty=link.certainty if link else "",
                rule=link.rule if link else "",
                evidence=link.evidence if link else "",
            ),
            link.person if link else "",
        )


def _is_same(printed: str, name: str) -> bool:
    return words_of_name(printed) == words_of_name(name)


def _with_mentions_decided(found: list[Party], decided: Sequence[Attributed], words: str) -> list[Party]:
    """The parties, with the people whom an editor saw behind names of the text; each person once."""
    mine = {tuple(words_of_name(one.printed)): one for one in reversed(decided) if one.role == Role.MENTIONED}
    if not mine:
        return found
    settled: list[Party] = []
    met: set[str] = set()
    for party in found:
        name = tuple(words_of_name(party.row.name_printed)) if party.row.role == Role.MENTIONED else ()
        one = mine.pop(name, None) if name else None
        kept = _mention_decided(one, party.row.name_printed) if one else party
        if kept.row.role == Role.MENTIONED and kept.person:
            if kept.person in met:
                continue
            met.add(kept.person)
        settled.append(kept)
    text = f" {' '.join(words_of_name(words))} " if mine else ""
    for name, one in mine.items():
        if name and one.person not in met and f" {' '.join(name)} " in text:
            met.add(one.person)
            settled.append(_mention_decided(one, one.printed))
    return settled


def _mention_decided(one: Attributed, printed: str) -> Party:
    row = Participation(
        role=Role.MENTIONED,
        name_printed=printed,
        party=one.person,
        party_label=one.label[:200],
        certainty=Certainty.SURE,
        rule=ATTRIBUTED,
        evidence=one.evidence,
    )
    return Party(row, one.person)


def _informed(text: str, notes: Sequence[str]) -> Iterator[Party]:
    """The posts to which it was repeated, each once, with the number it had there where one is printed."""
    met: dict[str, Participation] = {}
    for words in (text, *notes):
        for one in find_repetitions(words):
            known = met.setdefault(
                one.post.slug,
                Participation(
                    role=Role.INFORMED,
                    name_printed=one.printed,
                    party=one.post.slug,
                    party_label=one.post.city,
                    evidence=" ".join(words[max(0, one.start - 40) : one.end].split()),
                ),
            )
            known.number = known.number or one.number
    yield from (Party(row) for row in met.values())


def _surnamed(words: str, volume: str, found: Sequence[Party], register: Register) -> list[Party]:
    """Whom bare surnames of the text mean: a party, or the only bearer of the volume's list; of several nobody."""
    met = {party.person for party in found if party.row.role == Role.MENTIONED}
    parties = [
        (surname(party.row.name_printed) or "", party.person, party.row.party_label)
        for party in found
        if party.person and party.row.name_printed and party.row.role != Role.MENTIONED
    ]
    rows = []
    for one in surnames_in(words, volume, parties, register):
        if met.intersection(one.bearers):
            continue
        is_one = len(one.bearers) == 1
        rule = OF_A_PARTY if one.is_of_a_party else "list of persons: only bearer of the name"
        row = Participation(
            role=Role.MENTIONED,
            name_printed=one.printed,
            party=one.bearers[0] if is_one else f"several-{slugged(one.family, 80)}",
            party_label=(one.labels[0] if is_one else f"{one.printed} (several of the name)")[:200],
            certainty=Certainty.PROBABLE if is_one else Certainty.AMBIGUOUS,
            rule=rule if is_one else "surname that several bear",
            evidence=one.printed if is_one else "; ".join(one.labels)[:1000],
        )
        rows.append(Party(row, one.bearers[0] if is_one else ""))
    return rows


def _mentioned(words: str, volume: str, when: PartialDate | None, register: Register) -> Iterator[Party]:
    """The people whose full names of the register stand in the text or the notes."""
    for name in named_in(words, volume, register, when):
        yield Party(
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
