"""The public register of the Office of the Historian in its XML form → lines of a register of offices. Pure.

missions-countries/russia.xml      the heads of a mission: <chief> with person, role, days
positions-principals/secretary.xml the holders of a principal office: <principal>, the same
people/h/harriman-….xml            a person's names and years
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from telegrams.importing.readers.safe_xml import Element, safe_parser

ROLES = {
    "ambassador-e-p": "Ambassador Extraordinary and Plenipotentiary",
    "envoy-extraordinary-minister-plenipotentiary": "Envoy Extraordinary and Minister Plenipotentiary",
    "envoy-extraordinary-minister-plenipotentiary-consul-general": "Envoy Extraordinary and Minister Plenipotentiary",
    "minister-plenipotentiary": "Minister Plenipotentiary",
    "minister-resident": "Minister Resident",
    "minister-resident-consul-general": "Minister Resident/Consul General",
    "charge-daffaires": "Chargé d’Affaires",
    "charge-daffaires-ad-interim": "Chargé d’Affaires ad interim",
    "agent-consul-general": "Agent/Consul General",
    "diplomatic-agent": "Diplomatic Agent",
    "diplomatic-agent-consul-general": "Diplomatic Agent/Consul General",
}
"""Titles of the roles of heads of mission, by the register's ids; any other is said by the words of its id."""


class NotRegister(ValueError):
    """What was fetched is no file of the register's form; says why."""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """A line of the register in the columns of ``office_list``; names are filled in when the person's file is read."""

    person_id: str
    post: str
    role_kind: str
    office_title: str
    source_id: str
    source_file: str
    appointed: str = ""
    arrived: str = ""
    started: str = ""
    ended: str = ""
    ended_note: str = ""
    note: str = ""
    family: str = ""
    given: str = ""
    generation: str = ""
    alt_names: str = ""
    resident_at: str = ""

    @property
    def served(self) -> str:
        """Whether a day of entry or of the end shows that the office was held."""
        return "yes" if self.arrived or self.started or self.ended else "unknown"

    def named(self, person: "PersonNames") -> "RegisterLine":
        """The line with the person's names."""
        return replace(
            self,
            family=person.family,
            given=person.given,
            generation=person.generation,
            alt_names="|".join(person.others),
        )


@dataclass(frozen=True, slots=True)
class PersonNames:
    """The names of a person of the register."""

    family: str
    given: str
    generation: str
    others: tuple[str, ...]


def read_offices(data: bytes, path: str) -> Iterator[RegisterLine]:
    """The terms of a mission's or a principal office's file; raises NotRegister."""
    root = _root(data)
    if root.tag == "country-mission":
        post, kind, terms = _said(root, "territory-id"), "chief-of-mission", root.iter("chief")
        title = ""
    elif root.tag == "principal-position":
        post, kind, terms = _said(root, "id"), "principal-officer", root.iter("principal")
        title = _said(root, "names/singular")
    else:
        raise NotRegister(f"its first element is {root.tag}, not country-mission or principal-position")
    if not post:
        raise NotRegister("it does not say of which office it is")
    for term in terms:
        role = _said(term, "role-title-id")
        yield RegisterLine(
            person_id=_said(term, "person-id"),
            post=post,
            role_kind=kind,
            office_title=title or ROLES.get(role) or role.replace("-", " ").capitalize(),
            source_id=_said(term, "id"),
            source_file=path,
            appointed=_said(term, "appointed/date"),
            arrived=_said(term, "arrived/date"),
            started=_said(term, "started/date"),
            ended=_said(term, "ended/date"),
            ended_note=_said(term, "ended/note"),
            note=_said(term, "note")[:160],
        )


def read_person(data: bytes) -> PersonNames:
    """The names of a person's file; raises NotRegister."""
    root = _root(data)
    name = root.find("persName") if root.tag == "person" else None
    family = _said(name, "surname") if name is not None else ""
    if name is None or not family:
        raise NotRegister("it is no person with a surname")
    others = tuple(" ".join("".join(other.itertext()).split()) for other in name.iter("altname"))
    return PersonNames(family, _said(name, "forename"), _said(name, "genName"), tuple(filter(None, others)))


def _root(data: bytes) -> Element:
    try:
        return etree.fromstring(data, safe_parser())
    except etree.XMLSyntaxError as broken:
        raise NotRegister(f"it is no XML: {broken.msg}") from broken


def _said(element: Element, path: str) -> str:
    """The words of an element below, on one line; '' where there is none."""
    found = element.find(path)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""
