"""Places of datelines and headings: which post is meant, and where a mission sat on a day.

A sender's post is the place its dateline prints, else the seat of the mission in the country its
office names, on that day: ``Ambassador in the Soviet Union`` on 22 November 1945 sat in Moscow.
Where two cities are possible, or none is known, there is no answer.
"""

import datetime
import functools
import re

from telegrams.parsing.folding import folded
from telegrams.parsing.tables import PostFact, SeatFact, post_fact, posts, seats

# words that name an office or a ship and not a city: "Legation of the United States, Tehran"
_INSTITUTION = re.compile(
    r"\b(legation|embassy|consulate|consular|mission|delegation|department|ministry|office|court|headquarters|ship"
    r"|steamer|bureau|board|house|executive|commission|cabinet|agency|division|war dep|u ?s ?s|flag)\b",
    re.IGNORECASE,
)
# what follows a city to say where it lies, beside the name of its country: "Washington, D. C."
_DISTRICTS = {
    "d c": "washington",
    "n y": "new-york",
    "n s": "halifax",
    "nova scotia": "halifax",
    "quebec": "montreal",
    "ontario": "ottawa",
}
# an office printed without the comma before its city: "American Embassy London", but not "Legation of Mexico"
_RUN_ON = re.compile(r".*\b(?:united states|department of state|legation|embassy|consulate(?: general)?) (?P<city>.+)$")
# words about the date that stand before it in brackets: "Washington [undated—circa"
_ABOUT_THE_DATE = re.compile(r"\b(?:undated|circa|(?:sun|mon|tues|wednes|thurs|fri|satur)day)\b")
# "Ambassador in the Soviet Union", "Consul General at Hong Kong", "High Commissioner for Germany"
_OFFICE = re.compile(
    r"""^(?P<office>.*?\b
        (?:ambassador|minister(?:\ resident)?|chargé(?:\ d.affaires)?|charge|consul(?:ate)?(?:\ general)?|vice\ consul
        |diplomatic\ agent(?:\ and\ consul\ general)?|agent|commissioner|representative|adviser|legation|embassy
        |mission|counselor|secretary\ of\ (?:embassy|legation)|attach[ée]|delegate|delegation)\b
        (?:\ ad\ interim)?(?:\ of\ (?:embassy|legation))?)
        \ (?:in|at|to|(?<=commissioner\ )for|(?<=adviser\ )for)\ (?P<place>.+)$""",
    re.IGNORECASE | re.VERBOSE,
)
# "…, temporarily at Vladivostok", "Minister in Switzerland, at Geneva": the later place is where it was written
_ELSEWHERE = re.compile(r"(?:,\s|\s(?=temporarily))(?:temporarily\s)?(?:at|in)\s(?P<place>[^,]+)$", re.IGNORECASE)
# names of states whose heads and ministers are abroad: "Ambassador to the President" names no place
_NO_PLACE = re.compile(
    r"\b(president|secretary|government|department|king|pope|council|conference|affairs|delegation|negotiate)\b",
    re.IGNORECASE,
)


def post_of_place(place: str) -> PostFact | None:
    """The post that a place of a dateline means, None where it is none that we know.

    Offices before the city and the country after it are passed over; a country that is not that
    of the post makes it another place (Bagdad in Mexico).

    >>> post_of_place("Legation of the United States, Tehran").slug
    'tehran'
    >>> post_of_place("Peiping,").city, post_of_place("Lima, Peru").city
    ('Peking', 'Lima')
    >>> post_of_place("Bagdad, Mexico") is None
    True
    """
    plain = (_ABOUT_THE_DATE.sub(" ", plain_place(part)) for part in re.split(r"[,;]", place[:300]))
    segments = [" ".join(segment.split()) for segment in plain]
    segments = [segment for segment in segments if segment]
    places = [segment for segment in segments if not _INSTITUTION.search(segment)]
    if not places:
        run_on = _RUN_ON.search(segments[-1]) if segments else None
        return _by_name().get(run_on["city"] if run_on else segments[-1]) if segments else None
    if len(places) == 1:
        return _by_name().get(places[0])
    city, beside = places[-2], places[-1]
    found = _by_name().get(city)
    if found and (_DISTRICTS.get(beside) == found.slug or beside in _countries_of(found)):
        return found
    return None if beside in _states() else _by_name().get(beside)


def seat_of(country: str, on: datetime.date | None) -> PostFact | None:
    """Where the American mission to a country sat on a day, as headings name the country.

    Without a day only if the table knows one city for all its years. None where two cities are
    possible on that day or none is known.

    >>> seat_of("the Soviet Union", datetime.date(1945, 11, 22)).city
    'Moscow'
    >>> seat_of("Russia", datetime.date(1917, 11, 7)).city, seat_of("Russia", datetime.date(1918, 5, 1)).city
    ('Petrograd', 'Vologda')
    >>> seat_of("Russia", None) is None
    True
    """
    known = _seats_by_state().get(plain_place(country), ())
    fitting = {seat.post for seat in known if on is None or seat.holds_on(on)}
    if len(fitting) != 1:
        return None
    return post_fact(fitting.pop())


def place_of_office(office: str) -> str | None:
    """The country or city an office names, as printed; None where it names none.

    The last place wins where an office is held elsewhere for a while.

    >>> place_of_office("Ambassador in the Soviet Union"), place_of_office("Consul General at Hong Kong")
    ('the Soviet Union', 'Hong Kong')
    >>> place_of_office("Ambassador in Russia (Francis), temporarily at Vladivostok")
    'Vladivostok'
    >>> place_of_office("Secretary of State") is None
    True
    """
    shown = " ".join(re.sub(r"\([^()]*\)", " ", office[:400]).replace(" ,", ",").split())
    match = _OFFICE.match(shown)
    if match is None:
        return None
    place = match["place"].strip(" ,.")
    elsewhere = _ELSEWHERE.search(place)
    if elsewhere:
        place = elsewhere["place"]
    else:
        place = re.split(r", (?:for|representing|acting|now|then)\b| and (?:Minister|Consul|Ambassador)\b", place)[0]
    place = place.strip(" ,.")
    return None if not place or _NO_PLACE.search(place) else place


def plain_place(name: str) -> str:
    """A name without case, accents, article and marks: ``the U.S.S.R.`` is ``u s s r``."""
    words = re.sub(r"[^a-z0-9]+", " ", folded(name)).split()
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


@functools.cache
def _by_name() -> dict[str, PostFact]:
    """Posts by every spelling that means only one of them."""
    named: dict[str, PostFact | None] = {}
    for post in posts():
        for name in {plain_place(spelling) for spelling in (post.city, *post.aliases)}:
            named[name] = None if name in named else post
    return {name: post for name, post in named.items() if post is not None}


@functools.cache
def _seats_by_state() -> dict[str, tuple[SeatFact, ...]]:
    by_state: dict[str, list[SeatFact]] = {}
    for seat in seats():
        for state in seat.states:
            by_state.setdefault(plain_place(state), []).append(seat)
    return {state: tuple(found) for state, found in by_state.items()}


@functools.cache
def _states() -> frozenset[str]:
    return frozenset(_seats_by_state()) | {plain_place(post.country) for post in posts()}


@functools.cache
def _countries_of(post: PostFact) -> frozenset[str]:
    """Every name of the countries a post has lain in."""
    states = {plain_place(state) for seat in post.seats for state in seat.states} | {plain_place(post.country)}
    shared = {
        plain_place(name)
        for seat in seats()
        if any(plain_place(state) in states for state in seat.states)
        for name in seat.states
    }
    return frozenset(states | shared)
