"""Offices as headings print them: what function, and at which mission, consulate or desk.

"Ambassador in the Soviet Union" and "Chargé in Russia" are of one mission; "British Ambassador" is of
the mission of another state; "All Missions in Europe" is several addressees and no office.
"""

import datetime
import functools
import re
from dataclasses import dataclass

from telegrams.parsing.folding import folded, slugged
from telegrams.parsing.posts import place_of_office, plain_place, post_of_place, seat_of
from telegrams.parsing.tables import PostFact, TerritoryFact, territories, territory_fact
from telegrams.vocabulary import Function

# Acting Secretary of State · Second Assistant Secretary of State (Adee) · Counselor for the Department of State
_DEPARTMENT = re.compile(
    r"""^(?P<acting>acting\ )?(?:
        (?P<principal>(?:(?:deputy\ )?under\ |(?P<ordinal>first\ |second\ |third\ |fourth\ )?assistant\ )?secretary)
        (?:\ of\ state)?(?P<for>\ for\ .+)?
        |(?P<desk>counsell?or|solicitor|legal\ adviser|chief\ clerk)
        \ (?:for|of)\ the\ department(?:\ of\ state)?
    )$""",
    re.VERBOSE,
)
_OF_STATE = re.compile(r"\bof state\b|^(?:acting )?(?:under|assistant|second assistant|third assistant) secretary$")
_SEVERAL = re.compile(
    r"^(?:all|certain|several|various|diplomatic|consular|american diplomatic|heads|ministers|ambassadors|consuls|the"
    r" diplomatic)\b.*\b(?:missions?|officers?|representatives?|posts|ministers|ambassadors|consuls|chiefs|countries"
    r"|powers)\b|^(?:missions|ministers|ambassadors|consuls|diplomatic missions)\b"
)
_DELEGATION = re.compile(
    r"\b(?:delegation|delegates?|commission(?: to negotiate peace)?|commissioners? plenipotentiary|conference|council"
    r"|committee|technical advis[eo]rs?)\b"
)
_HEAD = re.compile(
    r"^(?P<title>appointed ambassador|ambassador|minister resident(?: and consul general|/consul general)?|minister"
    r"(?: plenipotentiary)?|envoy extraordinary(?: and minister plenipotentiary)?|high commissioner|commissioner"
    r"|diplomatic agent(?: and consul general|/consul general)?|agent(?: and consul general|/consul general)?"
    r"|representative|diplomatic representative|principal officer|embassy|legation)\b"
)
_CHARGE = re.compile(r"^(?:acting )?(?:appointed )?charg[e]\b|^(?:clerk|secretary|vice consul) in charge\b")
_CONSUL = re.compile(r"^(?P<title>(?:acting )?(?:vice )?consul(?:ate)?(?: general)?|consular agent)\b")
_STAFF = re.compile(
    r"^(?:(?:first |second |third )?secretary of (?:embassy|legation)|counsell?or of (?:embassy|legation)"
    r"|(?:commercial |military |naval |air |agricultural )attach[e]|clerk)\b"
)
_ABROAD = re.compile(
    r"^(?P<adjective>.+?),? (?P<title>(?:appointed )?ambassador|minister|charg[e](?: d.affaires)?|embassy|legation"
    r"|high commissioner|special representative)(?: at washington| in washington| to the united states)?$"
)


@dataclass(frozen=True, slots=True)
class PrintedOffice:
    """An office as its title has it.

    ``office`` is its key, the same for everybody who ever held it: 'secretary', 'mission-in-russia',
    'consulate-at-geneva', 'mission-of-france'; '' where the title names none that has one.
    ``place`` is the country or city as printed. ``is_acting``: printed so.
    """

    function: Function
    title: str
    office: str
    place: str = ""
    is_acting: bool = False


@functools.lru_cache(maxsize=20_000)
def read_office(printed: str) -> PrintedOffice:
    """What a printed office is.

    >>> read_office("Ambassador in the Soviet Union").office, read_office("Chargé in Russia").office
    ('mission-in-russia', 'mission-in-russia')
    >>> read_office("Acting Secretary of State").office, read_office("Acting Secretary of State").is_acting
    ('secretary', True)
    >>> read_office("British Ambassador").office, read_office("Consul General at Hong Kong").office
    ('mission-of-united-kingdom', 'consulate-at-hong-kong')
    >>> read_office("Diplomatic Representatives in All Countries").function.value
    'several'
    """
    shown = " ".join(re.sub(r"\([^()]*\)", " ", printed[:400]).split()).strip(" ,.")
    shown = re.sub(r"^(?:the )?(?:american|united states) (?=.+ (?:in|at) )", "", shown, flags=re.IGNORECASE)
    plain = re.sub(r"^the ", "", folded(shown).replace("d’affaires", "d'affaires"))
    if _SEVERAL.search(plain):
        return PrintedOffice(Function.SEVERAL, plain, "")
    return _department(plain) or _mission(plain, shown) or _abroad(plain) or _other(plain)


def _department(plain: str) -> PrintedOffice | None:
    if plain in ("president", "president of the united states", "department of state"):
        function = Function.OTHER if plain.startswith("president") else Function.DEPARTMENT
        return PrintedOffice(function, plain, plain.replace(" of the united states", "").replace(" ", "-"))
    match = _DEPARTMENT.match(plain)
    if match is None or not (match["desk"] or _OF_STATE.search(plain)) or match["for"]:
        return None
    title = (match["desk"] or match["principal"]).strip().replace("counsellor", "counselor")
    return PrintedOffice(Function.DEPARTMENT, title, title.replace(" ", "-"), "", bool(match["acting"]))


def _mission(plain: str, shown: str) -> PrintedOffice | None:
    consul = _CONSUL.match(plain)
    head = None if consul else _HEAD.match(plain)
    charge = _CHARGE.match(plain)
    staff = _STAFF.match(plain)
    known = consul or head or charge or staff
    if known is None:
        return None
    place = place_of_office(shown) or _after_first_place_word(shown)
    if not place:
        return None
    if consul:
        post = post_of_place(place)
        return PrintedOffice(
            Function.CONSUL, consul["title"], f"consulate-at-{post.slug if post else slugged(place)}", place
        )
    country = home_country(shown) or place
    function = Function.CHARGE if charge else Function.MISSION if head else Function.STAFF
    title = "chargé" if charge else known[0].removeprefix("appointed ")
    key = territory(country) or territory_of_city(country)
    return PrintedOffice(function, title, f"mission-in-{key or slugged(country)}", place)


def home_country(shown: str) -> str:
    """The country an office is of, wherever its holder is for a while.

    >>> home_country("Ambassador in Great Britain, Temporarily in Paris")
    'Great Britain'
    """
    match = re.search(
        r"\b(?:in(?!\s+charge)|to|at|for)\s+(?:the\s+)?(?P<country>[^,]+?)(?:,|\s+temporarily\b|$)",
        shown,
        re.IGNORECASE,
    )
    return match["country"].strip() if match else ""


def _after_first_place_word(shown: str) -> str:
    match = re.search(r"\b(?:in|at)\s+(?P<place>(?:the\s+)?[A-ZÀ-Þ][^,]*)", shown)
    return match["place"].strip() if match else ""


def _abroad(plain: str) -> PrintedOffice | None:
    match = _ABROAD.match(plain)
    adjective = _by_adjective().get(match["adjective"]) if match else None
    if match is None or adjective is None:
        return None
    return PrintedOffice(Function.FOREIGN, match["title"], f"mission-of-{adjective.slug}", adjective.names[0])


def _other(plain: str) -> PrintedOffice:
    return PrintedOffice(Function.DELEGATION if _DELEGATION.search(plain) else Function.OTHER, plain, "")


def territory(name: str) -> str:
    """The country a name means, by its slug in the register; '' for a name the table does not have.

    >>> territory("the Soviet Union"), territory("Persia"), territory("Ruritania")
    ('russia', 'iran', '')
    """
    return _by_name().get(plain_place(name), "")


def territory_of_city(city: str) -> str:
    """The country of a city's post today, as missions were also named by their city: "Minister at The Hague"."""
    post = post_of_place(city)
    return territory(post.country) if post else ""


def seat_of_mission(office: str, day: datetime.date | None) -> PostFact | None:
    """Where the mission of a key sat on a day, under whichever name its country then had; None where that is not known.

    >>> seat_of_mission("mission-in-russia", datetime.date(1917, 11, 7)).city
    'Petrograd'
    """
    fact = territory_fact(office.removeprefix("mission-in-"))
    return next((seat for name in (fact.names if fact else ()) if (seat := seat_of(name, day))), None)


def nearest_territory(name: str) -> str:
    """The one country whose name is a slip of the press away ("Frame", "Greed Britain"); '' for none or several.

    >>> nearest_territory("Greed Britain"), nearest_territory("Frame"), nearest_territory("Iraq")
    ('united-kingdom', 'france', '')
    """
    plain = plain_place(name)
    if plain in _by_name() or len(plain) < 4:
        return ""
    most = 1 if len(plain) < 5 else 2
    near = {slug for known, slug in _by_name().items() if len(known) >= 4 and distance(plain, known, most) <= most}
    return near.pop() if len(near) == 1 else ""


def distance(one: str, other: str, most: int) -> int:
    """How many letters are to be put in, taken out or changed between two words; more than ``most`` is not counted.

    >>> distance("schmedeman", "schmedemann", 2), distance("bliss", "blitz", 2), distance("a", "abcdef", 2)
    (1, 2, 3)
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for number, letter in enumerate(one, 1):
        before, row[0] = row[0], number
        for place, against in enumerate(other, 1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != against))
        if min(row) > most:
            return most + 1
    return row[-1]


def office_label(key: str) -> str:
    """What a page calls an office: "Mission in Russia; Soviet Union" by the names of its country.

    >>> office_label("mission-in-russia"), office_label("secretary"), office_label("mission-of-united-kingdom")
    ('American mission in Russia', 'Secretary of State', 'Mission of the United Kingdom in Washington')
    """
    for lead, said in (("mission-in-", "American mission in {}"), ("consulate-at-", "American consulate at {}"),
                       ("mission-of-", "Mission of {} in Washington")):  # fmt: skip
        if key.startswith(lead):
            return said.format(_country_said(key.removeprefix(lead)))
    title = key.replace("-", " ")
    title = title[:1].upper() + title[1:]
    return _TITLES.get(key, title)


_TITLES = {
    "president": "President of the United States",
    "department-of-state": "Department of State",
    "secretary": "Secretary of State",
    "secretary-ad-interim": "Secretary of State ad interim",
    "under-secretary": "Under Secretary of State",
    "deputy-under-secretary": "Deputy Under Secretary of State",
    "assistant-secretary": "Assistant Secretary of State",
    "second-assistant-secretary": "Second Assistant Secretary of State",
    "third-assistant-secretary": "Third Assistant Secretary of State",
    "counselor": "Counselor of the Department of State",
    "solicitor": "Solicitor for the Department of State",
    "legal-adviser": "Legal Adviser of the Department of State",
    "chief-clerk": "Chief Clerk of the Department of State",
}
_WITH_ARTICLE = frozenset(
    {"netherlands", "united-kingdom", "dominican-republic", "philippines", "holy-see", "two-sicilies", "sudan"}
)


def _country_said(slug: str) -> str:
    fact = territory_fact(slug)
    name = fact.names[0] if fact else " ".join(word.capitalize() for word in slug.split("-"))
    return f"the {name}" if slug in _WITH_ARTICLE else name


@functools.cache
def _by_name() -> dict[str, str]:
    names = {plain_place(name): fact.slug for fact in territories() for name in fact.names}
    return {plain_place(fact.slug): fact.slug for fact in territories()} | names


@functools.cache
def _by_adjective() -> dict[str, TerritoryFact]:
    return {folded(adjective): fact for fact in territories() for adjective in fact.adjectives}
