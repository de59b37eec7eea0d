"""Who is meant: rules in order, each with its evidence; a namesake elsewhere is never taken."""

import pytest

from telegrams.importing.resolving.people import Asked, Held, Register, named_in, resolve
from telegrams.parsing.dates import PartialDate
from telegrams.vocabulary import Certainty

HARRIMAN = Held(
    "harriman-william-averell", "Harriman", "W. Averell Harriman", "Ambassador", "the Soviet Union",
    "1943-10-23", "1946-01-24", "",
)  # fmt: skip
BYRNES = Held(
    "byrnes-james-francis", "Byrnes", "James F. Byrnes", "Secretary of State", "", "1945-07-03", "1947-01-21", ""
)
STETTINIUS = Held(
    "stettinius-edward", "Stettinius", "E. Stettinius", "Secretary of State", "", "1944-12-01", "1945-06-27", ""
)


@pytest.fixture
def register() -> Register:
    known = Register()
    for held in (HARRIMAN, BYRNES, STETTINIUS):
        known.add(held)
    return known


def asked(name: str, office: str, when: str = "1945-11-22") -> Asked:
    return Asked(name, office, PartialDate.of(when), "frus1945v05")


def test_name_office_and_day_together_are_sure(register: Register) -> None:
    link = resolve(asked("Harriman", "Ambassador in the Soviet Union"), register)

    assert link is not None
    assert (link.person, link.certainty) == ("harriman-william-averell", Certainty.SURE)
    assert "1943-10-23" in link.evidence


def test_the_secretary_without_a_name_is_the_sole_holder_that_day_and_only_probable(register: Register) -> None:
    link = resolve(asked("", "Secretary of State"), register)

    assert link is not None
    assert (link.person, link.certainty) == ("byrnes-james-francis", Certainty.PROBABLE)


def test_kennan_as_charge_is_a_person_from_the_heading_and_neither_harriman_nor_smith(register: Register) -> None:
    link = resolve(asked("Kennan", "Chargé in the Soviet Union", "1946-02-22"), register)

    assert link is not None
    assert (link.person, link.family) == ("kennan-moscow", "Kennan")


def test_a_namesake_in_another_office_is_not_taken(register: Register) -> None:
    link = resolve(asked("Harriman", "Consul at Zürich"), register)

    assert link is not None
    assert link.person == "harriman-zurich"


def test_an_office_without_a_place_is_a_person_of_its_volume_only(register: Register) -> None:
    here = resolve(Asked("Smith", "Consul", None, "frus1861"), register)
    there = resolve(Asked("Smith", "Consul", None, "frus1870"), register)

    assert here is not None
    assert there is not None
    assert here.person != there.person


def test_a_day_outside_the_term_is_not_the_holders(register: Register) -> None:
    link = resolve(asked("Harriman", "Ambassador in the Soviet Union", "1948-05-01"), register)

    assert link is not None
    assert link.person != "harriman-william-averell"


@pytest.mark.parametrize(
    ("name", "office", "when"),
    [
        pytest.param("", "Secretary of State", "", id="an office without a day"),
        pytest.param("", "Acting Secretary of State", "1945-11-22", id="an acting secretary without a name"),
        pytest.param("", "Secretary of State", "1945-06-01/1945-07-31", id="a span over two terms"),
        pytest.param("Adams", "", "1861-10-19", id="a surname without an office"),
    ],
)
def test_what_no_rule_settles_is_nobody(register: Register, name: str, office: str, when: str) -> None:
    assert resolve(asked(name, office, when), register) is None


def test_full_names_of_the_register_are_found_in_a_text_once_each(register: Register) -> None:
    register.add_name("Maxim Maximovich Litvinov", "litvinov-maxim", "")
    register.add_name("Litvinov", "litvinov-maxim", "")

    found = list(named_in("… Maxim Maximovich Litvinov, and Maxim Maximovich Litvinov again; Litvinov.", "v", register))

    assert [name.person for name in found] == ["litvinov-maxim"]


def test_a_name_of_one_volumes_list_is_not_found_in_another(register: Register) -> None:
    register.add_name("Rudolf Rassendyll", "rassendyll-rudolf", "specimen")

    assert list(named_in("Rudolf Rassendyll called.", "frus1945v05", register)) == []
