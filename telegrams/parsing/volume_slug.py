"""Titles of volumes: from the table where they are known, else from the slug by rule.

The slug of a volume of the series says its years, its part and its number; nothing else about the
book (subject, place, year of printing) can be had from it, and is left empty.
"""

import re

from telegrams.parsing.tables import VolumeFact, volumes

SERIES = "Foreign Relations of the United States"

RESERVED = ("facets",)
"""Words that stand where an address has the volume, and mean something else."""

# frus1934v04 · frus1917Supp02v02 · frus1955-57v17 · frus1872p2v5 · frus1948v05p1 · frus1919Parisv01 · frus1902app1
_SLUG = re.compile(r"frus(?P<first>1[89]\d\d)(?:-(?P<last>(?:\d\d){1,2}))?(?P<rest>[A-Za-z].*)?")
_PART = re.compile(
    r"""(?P<word> mSupp | Supp | Index | Ed | app | ve(?=\d) | v(?=\d) | p(?=\d)
                | [A-Z][A-Za-z]*?(?=mSupp|Supp|Index|Ed\d|ve?\d|p\d|$) )
        (?P<number>\d{1,3})? (?:-(?P<to>\d{1,3}))?""",
    re.VERBOSE,
)
# the words of slugs that stand for more than they say
_NAMES = {
    "Paris": "Paris Peace Conference",
    "CairoTehran": "Conferences at Cairo and Tehran",
    "Malta": "Conferences at Malta and Yalta",
    "Berlin": "Conference of Berlin (Potsdam)",
    "Quebec": "Conference at Quebec",
    "WashQuebec": "Conferences at Washington and Quebec",
    "mSupp": "Microfiche Supplement",
    "Intel": "The Intelligence Community",
}


def volume_slug(name: str) -> str:
    """A name made fit to be a volume's slug: Latin letters keep their case, for frus1894Nicaragua is so called.

    >>> volume_slug("frus1894Nicaragua"), volume_slug("My texts, vol. 2"), volume_slug("Ω")
    ('frus1894Nicaragua', 'My-texts-vol-2', '')
    >>> volume_slug("facets")
    'facets-volume'
    """
    slug = re.sub(r"[^A-Za-z0-9_-]+", "-", name).strip("-")[:80]
    return f"{slug}-volume" if slug in RESERVED else slug


def volume_fact(slug: str) -> VolumeFact:
    """What is known of a volume: its line of the table, else titles derived from the slug.

    A slug that is none of the series is its own title.

    >>> volume_fact("frus1945v05").published
    1967
    >>> volume_fact("frus1934v04").short_title, volume_fact("frus1934v04").is_derived
    ('1934, vol. IV', True)
    >>> volume_fact("frus1917Supp02v02").title
    'Foreign Relations of the United States, 1917, Supplement 2, vol. II'
    >>> volume_fact("letters").title
    'letters'
    """
    known = next((volume for volume in volumes() if volume.slug == slug), None)
    if known:
        return known
    short = _short_title(slug)
    return VolumeFact(
        slug=slug,
        title=f"{SERIES}, {short}" if short else slug,
        short_title=short or slug,
        place="",
        publisher="",
        published=None,
        is_specimen=False,
        source="derived from the slug" if short else "",
        is_derived=short is not None,
    )


def years_of(slug: str) -> tuple[int, int] | None:
    """The first and the last year a slug of the series names; None where it names none.

    >>> years_of("frus1945v05"), years_of("frus1969-76v04"), years_of("specimen")
    ((1945, 1945), (1969, 1976), None)
    """
    match = _SLUG.fullmatch(slug)
    if match is None:
        return None
    first, last = match["first"], match["last"] or match["first"]
    return int(first), int(last if len(last) == 4 else first[:2] + last)


def _short_title(slug: str) -> str | None:
    match = _SLUG.fullmatch(slug)
    if match is None:
        return None
    said = [_years(match["first"], match["last"])]
    rest = match["rest"] or ""
    before, at = "", 0
    while at < len(rest):
        part = _PART.match(rest, at)
        phrase = _in_words(part, before) if part else None
        if part is None or phrase is None:
            return None
        said.append(phrase)
        before, at = part["word"], part.end()
    return ", ".join(said)


def _years(first: str, last: str | None) -> str:
    if last is None:
        return first
    return f"{first}–{last if len(last) == 4 else first[:2] + last}"


def _in_words(part: re.Match[str], before: str) -> str | None:
    """One part of a slug in words; None where it needs a number and has none, or the other way round."""
    word, number = part["word"], int(part["number"] or 0)
    figure = roman(number)
    if word == "v" and part["to"]:
        return f"vols. {figure}–{roman(int(part['to']))}"
    if part["to"]:
        return None
    numbered = {"v": f"vol. {figure}", "ve": f"vol. E–{number}", "Ed": f"edition {number}"}
    # a part of a volume has a plain number; the parts of 1864 and 1872 hold volumes and have Roman ones
    numbered["p"] = f"part {number}" if before == "v" else f"part {figure}"
    if word in numbered:
        return numbered[word] if number else None
    if word in ("Supp", "app"):
        name = "Supplement" if word == "Supp" else "Appendix"
        return f"{name} {number if word == 'Supp' else figure}" if number else name
    if number:
        return None
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", word)
    return _NAMES.get(word, apart)


def roman(number: int) -> str:
    """A number from 1 to 3999 in Roman figures.

    >>> roman(4), roman(17), roman(1949)
    ('IV', 'XVII', 'MCMXLIX')
    """
    figures = (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    )  # fmt: skip
    said = ""
    for value, figure in figures:
        said += figure * (number // value)
        number %= value
    return said
