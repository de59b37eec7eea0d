"""Parties of headings → offices and the people in them, by ordered rules. Pure: works on a Register.

A wrong link is worse than none: a rule that does not settle the matter yields nothing, and one that finds
several people says so and names none. To add a rule: one function and one line in ``RULES``.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from telegrams.importing.resolving.register import Fit, Held, Register, one_person
from telegrams.parsing.dates import PartialDate
from telegrams.parsing.folding import folded, slugged
from telegrams.parsing.names import surname, without_titles
from telegrams.parsing.offices import PrintedOffice, distance, nearest_territory, read_office, territory
from telegrams.parsing.posts import place_of_office, post_of_place, seat_of
from telegrams.vocabulary import Certainty, Function

WASHINGTON = "washington"

SHORT_FORMS = {
    "wm": "william",
    "chas": "charles",
    "thos": "thomas",
    "jas": "james",
    "jno": "john",
    "robt": "robert",
    "saml": "samuel",
    "danl": "daniel",
}
"""First names as signatures shorten them, where the short form is not the beginning of the whole one."""

SURE_FITS = (Fit.IN_TERM, Fit.NEAR)
SHORTEST_MISSPELT = 5
"""Letters a surname must have for one of them to be taken for a slip of the press."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A party as a document names it; ``name`` or ``office`` may be ''.

    ``signatures`` are the names under the text, for a sender alone; ``place`` is that of the dateline, for
    both. ``other`` is the key of the other party's office, where that is known.
    """

    name: str
    office: str
    when: PartialDate | None
    volume: str
    signatures: tuple[str, ...] = ()
    place: str = ""
    is_sender: bool = True
    other: str = ""

    @property
    def family(self) -> str:
        """The surname printed, '' for none."""
        return surname(self.name) or ""

    @property
    def read(self) -> PrintedOffice:
        """What the printed office is."""
        return read_office(self.office) if self.office else PrintedOffice(Function.OTHER, "", "")


@dataclass(frozen=True, slots=True)
class Link:
    """A person by slug, how sure, by which rule, on what evidence, in which term of office.

    ``family`` is set where the person is to be made from the heading; ``person`` is '' where several fit.
    ``listed_as``: the name by which lists have the person, surname first.
    """

    person: str
    certainty: Certainty
    rule: str
    evidence: str
    family: str = ""
    tenure: int | None = None
    office: str = ""
    listed_as: str = ""


Rule = Callable[[Asked, Register], Link | None]


def resolve(asked: Asked, register: Register) -> Link | None:
    """The link of the first rule that settles who is meant, or finds several; None where none does either."""
    return next((link for rule in RULES if (link := rule(asked, register))), None)


def _by_name_and_office(asked: Asked, register: Register) -> Link | None:
    """'The Ambassador in the Soviet Union (Harriman)', 22 November 1945: name, office and day agree."""
    named = _of_this_name(asked, register.named(asked.family, asked.volume))
    fits = [held for held in named if held.office and held.office == asked.read.office]
    if asked.when is None:
        return _link(fits, Certainty.PROBABLE, "register: name and office, no day")
    best = _best(fits, asked, Fit.OPEN)
    if not best:
        return None
    fit = best[0].fit(asked.when)
    if fit == Fit.OPEN:
        return _link(best, Certainty.PROBABLE, "register: name and office, a term without a known end")
    if asked.read.function == Function.STAFF or (
        asked.read.function == Function.CHARGE and "charg" not in folded(best[0].title)
    ):
        return _link(best, Certainty.PROBABLE, "register: name, mission and day, under another title")
    if fit == Fit.NEAR:
        return _link(best, Certainty.SURE, "register: name and mission, within 30 days of the term")
    return _link(best, Certainty.SURE, "register: name, office and day")


def _by_volume_list(asked: Asked, register: Register) -> Link | None:
    """A surname that the volume's own list of persons gives to one person only."""
    named = _of_this_name(asked, register.named(asked.family, asked.volume))
    own = [held for held in named if held.only_in_volume]
    return _link(own, Certainty.PROBABLE, "list of persons: only bearer of the name", [held.label for held in own])


def _by_name_near_the_term(asked: Asked, register: Register) -> Link | None:
    """Francis still signs from Russia in 1918, though the register ends him with normal relations in 1917."""
    if asked.read.function not in (Function.MISSION, Function.CHARGE) or asked.when is None:
        return None
    named = _of_this_name(asked, register.named(asked.family, asked.volume))
    fits = [held for held in named if held.office == asked.read.office and held.fit(asked.when) == Fit.GAP]
    return _link(fits, Certainty.PROBABLE, "register: name and mission, up to 400 days outside the term")


def _by_name_misspelt(asked: Asked, register: Register) -> Link | None:
    """'The Minister in Norway (Schmedemann)': one letter from the head of that mission that day."""
    family = folded(asked.family)
    if len(family) < SHORTEST_MISSPELT or asked.when is None or asked.read.function != Function.MISSION:
        return None
    holders = register.of_office(asked.read.office, asked.volume)
    fits = [
        held for held in holders if held.fit(asked.when) in SURE_FITS and distance(family, folded(held.family), 1) == 1
    ]
    return _link(fits, Certainty.PROBABLE, "register: name one letter off, mission and day")


def _by_place_misspelt(asked: Asked, register: Register) -> Link | None:
    """'The Ambassador in Greed Britain (Page)': the name and day agree with the one country so spelt but for a slip."""
    country = nearest_territory(asked.read.place) if asked.read.function == Function.MISSION else ""
    if not country or asked.when is None:
        return None
    named = _of_this_name(asked, register.named(asked.family, asked.volume))
    fits = [held for held in named if held.office == f"mission-in-{country}" and held.fit(asked.when) in SURE_FITS]
    return _link(fits, Certainty.PROBABLE, "register: name and day, the country misspelt")


def _by_signature(asked: Asked, register: Register) -> Link | None:
    """'The Acting Secretary of State', signed Polk: the one principal officer of that name that day."""
    if asked.name or asked.read.function != Function.DEPARTMENT or asked.when is None or not asked.signatures:
        return None
    fits = [
        held
        for signature in asked.signatures
        for held in _principals(signature, asked, register)
        if asked.read.is_acting or held.office == asked.read.office
    ]
    rule = (
        "signature: a principal officer that day" if asked.read.is_acting else "register and signature: holder that day"
    )
    return _link(fits, Certainty.SURE, rule)


def _sole_holder(asked: Asked, register: Register) -> Link | None:
    """'the Secretary of State', no name printed: the one person the register knows in it that day."""
    if asked.name or asked.when is None or asked.read.is_acting:
        return None
    if asked.read.function not in (Function.DEPARTMENT, Function.MISSION):
        return None
    fits = [
        held
        for held in register.of_office(asked.read.office, asked.volume)
        if held.fit(asked.when) == Fit.IN_TERM and _has_title(held, asked.read)
    ]
    return _link(fits, Certainty.PROBABLE, "register: sole holder of the office that day")


def _acting(asked: Asked, register: Register) -> Link | None:
    """'the Acting Secretary of State', unsigned: who was so by commission, else the next in rank sitting that day."""
    if asked.name or asked.when is None or not (asked.read.is_acting and asked.read.office == "secretary"):
        return None
    if any(not _is_of_name(line, held) for line in asked.signatures for held in _next_in_rank(asked, register)[:1]):
        return None  # signed by somebody else, whom no rule before this one knows
    interim = [
        held for held in register.of_office("secretary-ad-interim", asked.volume) if held.fit(asked.when) == Fit.IN_TERM
    ]
    if interim:
        return _link(interim, Certainty.PROBABLE, "register: Secretary ad interim that day")
    return _link(_next_in_rank(asked, register), Certainty.PROBABLE, "register: next in rank that day")


def _next_in_rank(asked: Asked, register: Register) -> list[Held]:
    """The Under Secretary, and before 1919, when there was none, the Counselor, else the Assistant Secretary."""
    for office in ("under-secretary", "deputy-secretary", "counselor", "assistant-secretary"):
        if office == "counselor" and asked.when and asked.when.earliest and asked.when.earliest.year > 1919:
            break
        sitting = [held for held in register.of_office(office, asked.volume) if held.fit(asked.when) == Fit.IN_TERM]
        if sitting:
            return sitting
    return []


def _by_post_of_dateline(asked: Asked, register: Register) -> Link | None:
    """'Mr. Motley to Mr. Fish', from the legation at The Hague: the head of the mission there of that name."""
    if asked.office or not asked.is_sender or asked.when is None or not asked.family:
        return None
    post = post_of_place(asked.place)
    if post is None:
        return None
    if post.slug == WASHINGTON:
        return _department_of_name(asked, register, Certainty.SURE, "register: name, Department and day")
    fits = [
        held
        for held in _of_this_name(asked, register.named(asked.family, asked.volume))
        if held.is_mission and held.fit(asked.when) in SURE_FITS and _sits_at(held, post.slug, asked)
    ]
    return _link(fits, Certainty.SURE, "register: name, place of the dateline and day")


def _by_other_party(asked: Asked, register: Register) -> Link | None:
    """'Mr. Motley to Mr. Fish': a mission writes to the Secretary, the Department to the head of a mission."""
    if asked.office or asked.is_sender or asked.when is None or not asked.family:
        return None
    if asked.other.startswith(("mission-in-", "consulate-at-")):
        return _department_of_name(asked, register, Certainty.SURE, "register: name and day, written to by a mission")
    if not asked.other or asked.other.startswith("mission-of-"):
        return None
    fits = [
        held
        for held in _of_this_name(asked, register.named(asked.family, asked.volume))
        if held.is_mission and held.fit(asked.when) == Fit.IN_TERM
    ]
    return _link(fits, Certainty.PROBABLE, "register: name and day, written to by the Department")


def _department_of_name(asked: Asked, register: Register, certainty: Certainty, rule: str) -> Link | None:
    """The principal officer of a surname that day; of several the Secretary, and then only probable."""
    fits = _principals(asked.name, asked, register)
    if one_person(fits):
        return _link(fits, certainty, rule)
    return _link(
        [held for held in fits if held.office == "secretary"], Certainty.PROBABLE, f"{rule}, the Secretary of several"
    )


def _from_heading(asked: Asked, register: Register) -> Link | None:
    """'The Chargé in the Soviet Union (Kennan)': a person made from the heading, by surname and post."""
    where = _where(asked)
    if not asked.family or not where or not slugged(asked.family):
        return None
    slug = f"{slugged(asked.family, 40)}-{slugged(where, 75)}"
    return Link(slug, Certainty.SURE, "heading: name and office", f"{asked.office} ({asked.name})", asked.family)


RULES: tuple[Rule, ...] = (
    _by_name_and_office,
    _by_volume_list,
    _by_signature,
    _sole_holder,
    _acting,
    _by_name_near_the_term,
    _by_name_misspelt,
    _by_place_misspelt,
    _by_post_of_dateline,
    _by_other_party,
    _from_heading,
)


def signed_by(signature: str, sender: Link | None, sender_name: str, asked: Asked, register: Register) -> Link | None:
    """Who signed: the sender by surname, else the head of the sender's mission or a principal of the Department."""
    family = folded(surname(signature) or signature)
    names = {folded(surname(sender_name) or "")} if sender_name else set()
    if sender and sender.person and (family in names or _is_person_of(sender, signature, register)):
        rule = "signature: surname of the sender"
        return Link(sender.person, Certainty.SURE, rule, signature, tenure=sender.tenure, listed_as=sender.listed_as)
    office = asked.read.office or (sender.office if sender else "")
    if asked.when is None or not office:
        return None
    if office.startswith("mission-in-"):
        holders = register.of_office(office, asked.volume)
        fits = [held for held in holders if _is_of_name(signature, held) and held.fit(asked.when) in SURE_FITS]
        return _link(fits, Certainty.SURE, "signature: head of the mission that day")
    if asked.read.function == Function.DEPARTMENT:
        return _link(_principals(signature, asked, register), Certainty.SURE, "signature: a principal officer that day")
    return None


def _is_person_of(sender: Link, signature: str, register: Register) -> bool:
    family = surname(signature) or signature
    return any(held.person == sender.person and _is_of_name(signature, held) for held in register.named(family, ""))


def _link(fits: Sequence[Held], certainty: Certainty, rule: str, evidence: Iterable[str] | None = None) -> Link | None:
    """The link to the one person of these terms; to nobody, and ambiguous, where they are of several."""
    if not fits:
        return None
    said = list(dict.fromkeys(evidence if evidence is not None else map(_evidence, fits)))
    held = one_person(fits)
    if held is None:
        return Link("", Certainty.AMBIGUOUS, rule, "; ".join(said))
    return Link(held.person, certainty, rule, said[0], tenure=held.tenure, office=held.office, listed_as=held.listed_as)


def _best(fits: Sequence[Held], asked: Asked, least: Fit) -> list[Held]:
    """Those of these terms to which the day lies best, where it lies well enough."""
    placed = [(fit, held) for held in fits if (fit := held.fit(asked.when)) is not None and fit >= least]
    best = max((fit for fit, _ in placed), default=None)
    return [held for fit, held in placed if fit == best]


def _principals(name: str, asked: Asked, register: Register) -> list[Held]:
    """The principal officers of the Department of a name that day."""
    named = register.named(surname(name) or name, asked.volume)
    return [
        held for held in named if held.is_principal and held.fit(asked.when) == Fit.IN_TERM and _is_of_name(name, held)
    ]


def _of_this_name(asked: Asked, named: Iterable[Held]) -> list[Held]:
    return [held for held in named if initials_agree(asked.name, held)]


def _is_of_name(name: str, held: Held) -> bool:
    return folded(surname(name) or name.strip(" .,[]()")) == folded(held.family) and initials_agree(name, held)


def initials_agree(name: str, held: Held) -> bool:
    """Whether first names or initials printed before a surname are, in their order, among those of the register.

    'F. W. Seward' is not William Henry Seward; a name without any agrees with everybody, and so does a
    register that states none.
    """
    family = surname(name) or ""
    before = folded(without_titles(name)).partition(folded(family))[0]
    printed = [SHORT_FORMS.get(word, word) for word in re.findall(r"[^\W\d_]+", before)]
    known = re.findall(r"[^\W\d_]+", folded(held.given))
    if not printed or not known:
        return True
    at = 0
    for word in printed:
        while at < len(known) and not (known[at].startswith(word) or word.startswith(known[at][:3])):
            at += 1
        if at == len(known):
            return False
        at += 1
    return True


def _evidence(held: Held) -> str:
    office = f"{held.title}, {held.where}" if held.where else held.title
    begin = held.since or held.appointed
    return f"{held.label}: {office}, {begin or '…'} – {held.until or '…'}"


def _has_title(held: Held, read: PrintedOffice) -> bool:
    """Whether the head of a mission has the rank that the heading gives: an ambassador is no minister."""
    if read.function != Function.MISSION:
        return True
    return read.title.split()[0] in folded(held.title)


def _sits_at(held: Held, post: str, asked: Asked) -> bool:
    """Whether the mission of a term had its seat in a city on the document's day."""
    day = asked.when.earliest if asked.when else None
    seat = seat_of(held.where, day)
    if seat is not None:
        return seat.slug == post
    place = post_of_place(asked.place)
    return place is not None and f"mission-in-{territory(place.country)}" == held.office


def _where(asked: Asked) -> str:
    """The post behind an office: the seat of the country that day, else the place it names.

    A representative of another state is one of that state's, whatever the volume; any other office that names
    no place is one of its volume's: two books' Consul Smith need not be one.
    """
    if asked.read.function == Function.FOREIGN:
        return asked.read.office.removeprefix("mission-of-") + " mission"
    where = place_of_office(asked.office)
    if where is None:
        return f"{slugged(asked.office, 60)} {asked.volume}" if asked.office else ""
    seat = seat_of(where, asked.when.earliest if asked.when else None)
    return seat.city if seat else where
