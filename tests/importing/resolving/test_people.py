"""Who is meant: rules in order, each with its evidence; a namesake elsewhere is never taken."""

from typing import Any

import pytest

from telegrams.importing.resolving.mentions import named_in, surnames_in
from telegrams.importing.resolving.people import Asked, Link, initials_agree, resolve, signed_by
from telegrams.importing.resolving.register import Fit, FullName, Held, Register, words_of_name
from telegrams.parsing.dates import PartialDate
from telegrams.parsing.offices import read_office
from telegrams.vocabulary import Certainty


def held(person: str, family: str, given: str, title: str, where: str, since: str, until: str, **more: Any) -> Held:
    """A term of office as the register has it."""
    office = more.pop("office", read_office(f"{title} in {where}" if where else title).office)
    return Held(person, family, given, f"{given} {family}", title, office, where, since, until, **more)


HARRIMAN = held("harriman-w", "Harriman", "William Averell", "Ambassador", "the Soviet Union",
                "1943-10-23", "1946-01-24",
                appointed="1943-10-07")  # fmt: skip
KNOWN = (
    HARRIMAN,
    held("smith-w", "Smith", "Walter Bedell", "Ambassador", "the Soviet Union", "1946-04-03", "1948-12-25"),
    held("byrnes-j", "Byrnes", "James Francis", "Secretary of State", "", "1945-07-03", "1947-01-21"),
    held("stettinius-e", "Stettinius", "Edward", "Secretary of State", "", "1944-12-01", "1945-06-27"),
    held("grew-j", "Grew", "Joseph Clark", "Under Secretary of State", "", "1944-12-20", "1945-08-15"),
    held("polk-f", "Polk", "Frank Lyon", "Counselor", "", "1915-09-16", "1919-06-30", office="counselor"),
    held("lansing-r", "Lansing", "Robert", "Secretary of State", "", "1915-06-24", "1920-02-13"),
    held("schmedemann-a", "Schmedemann", "Albert", "Envoy Extraordinary and Minister Plenipotentiary", "Norway",
         "1913-09-25", "1921-08-25"),
    held("francis-d", "Francis", "David Rowland", "Ambassador", "Russia", "1916-05-05", "1917-11-07"),
    held("page-w", "Page", "Walter Hines", "Ambassador", "the United Kingdom", "1913-05-30", "1918-10-03"),
    held("motley-j", "Motley", "John Lothrop", "Envoy Extraordinary and Minister Plenipotentiary", "the United Kingdom",
         "1869-06-18", "1870-12-06"),
    held("fish-h", "Fish", "Hamilton", "Secretary of State", "", "1869-03-17", "1877-03-12"),
    held("seward-w", "Seward", "William Henry", "Secretary of State", "", "1861-03-06", "1869-03-04"),
    held("seward-f", "Seward", "Frederick William", "Assistant Secretary of State", "", "1861-03-06", "1869-03-04"),
)  # fmt: skip


@pytest.fixture
def register() -> Register:
    known = Register()
    for one in KNOWN:
        known.add(one)
    return known


def asked(name: str, office: str, when: str = "1945-11-22", **more: Any) -> Asked:
    return Asked(name, office, PartialDate.of(when), more.pop("volume", "frus1945v05"), **more)


@pytest.mark.parametrize(
    ("who", "person", "certainty"),
    [
        pytest.param(asked("Harriman", "Ambassador in the Soviet Union"), "harriman-w", Certainty.SURE,
                     id="name, office, day"),
        pytest.param(asked("Harriman", "Ambassador in Russia", "1943-10-10"), "harriman-w", Certainty.SURE,
                     id="appointed, credentials not yet presented; the country by another name"),
        pytest.param(asked("Harriman", "Ambassador in the Soviet Union", "1946-02-20"), "harriman-w", Certainty.SURE,
                     id="within thirty days of leaving"),
        pytest.param(asked("Francis", "Ambassador in Russia", "1918-11-01"), "francis-d", Certainty.PROBABLE,
                     id="a year after the register ends the term"),
        pytest.param(asked("Harriman", "Ambassador in the Soviet Union", ""), "harriman-w", Certainty.PROBABLE,
                     id="no day"),
        pytest.param(asked("Schmedeman", "Minister in Norway", "1918-05-01"), "schmedemann-a", Certainty.PROBABLE,
                     id="one letter off"),
        pytest.param(asked("Page", "Ambassador in Greed Britain", "1917-05-01"), "page-w", Certainty.PROBABLE,
                     id="the country misspelt"),
        pytest.param(asked("", "Secretary of State"), "byrnes-j", Certainty.PROBABLE, id="sole holder"),
        pytest.param(asked("", "Secretary of State", signatures=("BYRNES",)), "byrnes-j", Certainty.SURE,
                     id="holder, and so signed"),
        pytest.param(asked("", "Acting Secretary of State", "1917-10-05", signatures=("Polk",)), "polk-f",
                     Certainty.SURE, id="acting, by the signature"),
        pytest.param(asked("", "Acting Secretary of State", "1945-03-04"), "grew-j", Certainty.PROBABLE,
                     id="acting, the Under Secretary inferred"),
        pytest.param(asked("Motley", "", "1870-05-01", place="Legation of the United States, London"), "motley-j",
                     Certainty.SURE, id="name, place of the dateline, day"),
        pytest.param(asked("Fish", "", "1870-05-01", is_sender=False, other="mission-in-united-kingdom"), "fish-h",
                     Certainty.SURE, id="written to by a mission"),
        pytest.param(asked("Seward", "", "1865-05-01", is_sender=False, other="mission-in-united-kingdom"), "seward-w",
                     Certainty.PROBABLE, id="the Secretary of two of the name"),
        pytest.param(asked("F. W. Seward", "", "1865-05-01", place="Department of State, Washington"), "seward-f",
                     Certainty.SURE, id="told apart by initials"),
        pytest.param(asked("Motley", "", "1870-05-01", is_sender=False, other="secretary"), "motley-j",
                     Certainty.PROBABLE, id="written to by the Department"),
    ],
)  # fmt: skip
def test_the_first_rule_that_settles_it_names_the_person(
    register: Register, who: Asked, person: str, certainty: Certainty
) -> None:
    link = resolve(who, register)

    assert link is not None
    assert (link.person, link.certainty) == (person, certainty)
    assert link.rule
    assert link.evidence


def test_kennan_as_charge_is_a_person_from_the_heading_and_neither_harriman_nor_smith(register: Register) -> None:
    link = resolve(asked("Kennan", "Chargé in the Soviet Union", "1946-02-22"), register)

    assert link is not None
    assert (link.person, link.family) == ("kennan-moscow", "Kennan")


@pytest.mark.parametrize(
    ("office", "person"),
    [
        pytest.param("Consul at Zürich", "harriman-zurich", id="another post"),
        pytest.param("British Ambassador", "harriman-united-kingdom-mission", id="of another government"),
    ],
)
def test_a_namesake_in_another_office_is_not_taken(register: Register, office: str, person: str) -> None:
    link = resolve(asked("Harriman", office), register)

    assert link is not None
    assert link.person == person


def test_an_office_without_a_place_is_a_person_of_its_volume_only(register: Register) -> None:
    here = resolve(Asked("Smith", "Special Representative", None, "frus1861"), register)
    there = resolve(Asked("Smith", "Special Representative", None, "frus1870"), register)

    assert here is not None
    assert there is not None
    assert here.person != there.person


def test_a_day_far_outside_the_term_is_not_the_holders(register: Register) -> None:
    link = resolve(asked("Harriman", "Ambassador in the Soviet Union", "1948-05-01"), register)

    assert link is not None
    assert link.person != "harriman-w"


def test_two_people_who_fit_are_named_and_neither_is_taken(register: Register) -> None:
    register.add(held("harriman-o", "Harriman", "Oliver", "Ambassador", "the Soviet Union", "1945-01-01", "1945-12-31"))

    link = resolve(asked("Harriman", "Ambassador in the Soviet Union"), register)

    assert link is not None
    assert (link.person, link.certainty) == ("", Certainty.AMBIGUOUS)
    assert "Averell" in link.evidence
    assert "Oliver" in link.evidence


@pytest.mark.parametrize(
    "who",
    [
        pytest.param(asked("", "Secretary of State", ""), id="an office without a day"),
        pytest.param(asked("", "Acting Secretary of State", "1945-03-04", signatures=("Clayton",)),
                     id="signed by somebody no register knows"),
        pytest.param(asked("", "Secretary of State", "1945-06-01/1945-07-31"), id="a span over two terms"),
        pytest.param(asked("Adams", "", "1861-10-19"), id="a surname that no register has"),
        pytest.param(asked("Motley", "", "1870-05-01", place="Vienna"), id="a surname at a post not his"),
        pytest.param(asked("", "Diplomatic Representatives in Certain Countries"), id="several addressees"),
    ],
)  # fmt: skip
def test_what_no_rule_settles_is_nobody(register: Register, who: Asked) -> None:
    assert resolve(who, register) is None


@pytest.mark.parametrize(
    ("signature", "office", "person"),
    [
        pytest.param("HARRIMAN", "Ambassador in the Soviet Union", "harriman-w", id="the sender"),
        pytest.param(
            "W. A. Harriman", "Chargé in the Soviet Union", "harriman-w", id="the head of the sender's mission"
        ),
        pytest.param("Grew", "Secretary of State", "grew-j", id="another principal of the Department"),
        pytest.param("Kennan", "Ambassador in the Soviet Union", "", id="nobody whom the register has"),
    ],
)
def test_a_signature_is_the_sender_or_somebody_of_the_same_office(
    register: Register, signature: str, office: str, person: str
) -> None:
    who = asked("Harriman" if office.startswith("Ambassador") else "", office, "1945-06-30" if signature == "Grew" else
                "1945-11-22", signatures=(signature,))  # fmt: skip
    sender: Link | None = resolve(who, register) if who.name else None

    link = signed_by(signature, sender, who.name, who, register)

    assert (link.person if link else "") == person


@pytest.mark.parametrize(
    ("name", "agrees"),
    [
        ("Harriman", True), ("W. Averell Harriman", True), ("W. A. Harriman", True), ("Averell Harriman", True),
        ("Mr. Harriman", True), ("Wm. A. Harriman", True), ("J. Harriman", False), ("William B. Harriman", False),
    ],
)  # fmt: skip
def test_initials_printed_are_among_those_of_the_register(name: str, agrees: bool) -> None:
    assert initials_agree(name, HARRIMAN) is agrees


@pytest.mark.parametrize(
    ("since", "until", "day", "fit"),
    [
        ("1943", "1946-01", "1943-01-01", Fit.IN_TERM),
        ("1943-10-23", "1946-01-24", "1943-10-01", Fit.NEAR),
        ("1943-10-23", "1946-01-24", "1947-01-01", Fit.GAP),
        ("1943-10-23", "1946-01-24", "1949-01-01", Fit.OUT),
        ("1943-10-23", "", "1945-01-01", Fit.OPEN),
        ("1943-10-23", "", "1955-01-01", Fit.OUT),
    ],
)
def test_a_day_lies_to_a_term_as_far_as_its_bounds_are_known(since: str, until: str, day: str, fit: Fit) -> None:
    term = held("x", "X", "", "Ambassador", "Russia", since, until)

    assert term.fit(PartialDate.of(day)) == fit


def know(register: Register, name: str, person: str, volume: str = "", since: str = "", until: str = "") -> None:
    register.add_name(FullName(tuple(words_of_name(name)), name, person, since, until), volume)


def test_full_names_of_the_register_are_found_in_a_text_once_each(register: Register) -> None:
    know(register, "Maxim Maximovich Litvinov", "litvinov-maxim")
    know(register, "Litvinov", "litvinov-maxim")

    found = list(named_in("… Maxim Maximovich Litvinov, and Maxim Maximovich Litvinov again; Litvinov.", "v", register))

    assert [name.person for name in found] == ["litvinov-maxim"]


def test_a_name_of_one_volumes_list_is_not_found_in_another(register: Register) -> None:
    know(register, "Rudolf Rassendyll", "rassendyll-rudolf", "specimen")

    assert list(named_in("Rudolf Rassendyll called.", "frus1945v05", register)) == []


def test_a_full_name_that_two_people_bear_is_neither_unless_the_day_tells(register: Register) -> None:
    know(register, "John Davis", "davis-elder", since="1840", until="1880")
    know(register, "John Davis", "davis-younger", since="1910", until="1950")

    assert list(named_in("John Davis called.", "v", register)) == []
    assert [name.person for name in named_in("John Davis called.", "v", register, PartialDate.of("1945-01-02"))] == [
        "davis-younger"
    ]


def test_a_bare_surname_with_a_title_is_a_party_or_the_only_bearer_of_the_volumes_list(register: Register) -> None:
    register.add(Held("wilson-h", "Wilson", "Hugh", "Hugh Wilson", "", "", "", "", "", "frus1919Parisv01"))
    register.add(Held("wilson-w", "Wilson", "Woodrow", "Woodrow Wilson", "", "", "", "", "", "frus1919Parisv01"))
    register.add(Held("lansing-l", "Lansing", "", "Lansing", "", "", "", "", "", "frus1919Parisv01"))
    parties = [("Harriman", "harriman-w", "Harriman")]
    text = "Mr. Harriman saw President Wilson, Secretary Lansing, Mr. Smith and General Wilson; Wilson left Lansing."

    found = {one.family: one for one in surnames_in(text, "frus1919Parisv01", parties, register)}

    assert found["harriman"].bearers == ("harriman-w",)
    assert found["lansing"].bearers == ("lansing-l",)
    assert set(found["wilson"].bearers) == {"wilson-h", "wilson-w"}
    assert "smith" not in found  # whom only a register of other places has
    assert list(surnames_in("Harriman left.", "v", parties, register)) == []
