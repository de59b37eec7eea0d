"""Volumes of the series as the editors cite them: ``Foreign Relations, 1918, supp. 1, vol. i`` → its slug."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

IBIDEM = "ibid."
_NEAR = 300  # how far back the words that name a book or a year may stand

_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_SUBJECTS = {
    "russia": "Russia",
    "the lansing papers": "",
    "lansing papers": "",
    "japan": "",
    "the soviet union": "SovUnion",
    "soviet union": "SovUnion",
    "paris peace conference": "Paris",
    "the paris peace conference": "Paris",
    "china": "China",
    "the conference of berlin": "Berlin",
    "conference of berlin": "Berlin",
    "the conferences at malta and yalta": "Malta",
    "conferences at malta and yalta": "Malta",
    "the conferences at cairo and tehran": "CairoTehran",
    "conferences at cairo and tehran": "CairoTehran",
}
_SUBJECT = "|".join(sorted((re.escape(subject).replace(r"\ ", r"\s") for subject in _SUBJECTS), key=len, reverse=True))
_DETAILS = rf"""
    (?: [,:;]?\s (?:(?P<subject>{_SUBJECT}) (?:\s\([A-Z][a-z]+\))? ,?\s)?
        (?:of\s(?:the\s)?United\sStates,?\s)? (?:Diplomatic\sPapers,?\s)? (?:for\s)? (?P<year>1[89]\d\d)
        (?:\s?[–-]\s?(?P<until>\d{{2,4}}))? )?
    (?: ,\s (?P<part> (?:supp(?:lement)?\b\.?) (?:\s(?P<supp>\d))? | (?P<after>{_SUBJECT})
          | p(?:ar)?t\.?\s(?P<pt>\d|[iv]+)\b | index\b | appendix\b ) )?
    (?: ,?\s [Vv]ol(?:ume)?\b\.?\s (?P<vol>[ivxlcIVXLC]+|\d{{1,2}})\b )?
    (?: ,\s p(?:ar)?t\b\.?\s (?P<half>\d)\b )?
"""
_SERIES = re.compile(
    rf"""\b(?: Foreign\sRelations (?:\sof\s(?:the\s)?United\sStates)? (?:\svolume)?
           | Diplomatic\sCorrespondence ) {_DETAILS}""",
    re.VERBOSE | re.IGNORECASE,
)
# Two, for each begins with a word that is found at once.
_SERIES_NAMED, _CORRESPONDENCE_NAMED = re.compile(r"foreign\srelations"), re.compile(r"diplomatic\scorrespondence")
_IBID = re.compile(rf"\b[Ii]bid\b\.? {_DETAILS}", re.VERBOSE | re.IGNORECASE)
# Vol. ii, p. 287: a volume of the same set, at the head of a note, or after a comma
_BARE = re.compile(
    r"(?P<lead>^|[,;]\s|\band\s|\b[Ss]ee\s(?:also\s)?|\()[Vv]ol\b\.?\s(?P<vol>[ivxlcIVXLC]+)\b(?=,?\.?\s[Pp]p?\b)"
)
# page 759 of the Foreign Relations volume for 1888
_TURNED = re.compile(
    r"\b[Pp]ages?\s(?P<page>\d{1,4})\sof\s(?:the\s)?Foreign\sRelations(?:\svolume)?\sfor\s(?P<year>1[89]\d\d)\b"
)
# a book cited before an "ibid." makes that one a place in the book
_BOOK = re.compile(
    r"\b(?:Journal|Records?|Papers|Treaties|Treaty Series|Diary|Bulletin|History|Printing Office"
    r"|Proceedings|Documents|Acts of|Protocol)\b"
)
_THAT_YEAR = re.compile(r"\bForeign\sRelations\sfor\s(?:that|the\ssame)\syear\b")
_ANY_YEAR = re.compile(r"\b1[89]\d\d\b")


@dataclass(frozen=True, slots=True)
class CitedVolume:
    """A volume named at ``start``–``end``; ``slug`` None: another work, which is none of the series.

    ``stands_alone``: named without a page, it is itself what is referred to (a supplement, a
    volume), and not the series in general. ``page``: where the page is printed before the volume.
    """

    start: int
    end: int
    slug: str | None
    stands_alone: bool = False
    page: str = ""


def find_cited_volumes(text: str, volume: str, after: str = "") -> Iterator[CitedVolume]:
    """The volumes named in a text, in order; ``after`` is the note before, which an "ibid." may repeat.

    >>> [cited.slug for cited in find_cited_volumes("Foreign Relations, 1918, supp. 1, vol. i, p. 8; ibid., p. 9", "")]
    ['frus1918Supp01v01', 'frus1918Supp01v01']
    >>> [cited.slug for cited in find_cited_volumes("See HD–21, vol. vii, p. 455", "frus1919Parisv11")]
    ['frus1919Parisv07']
    """
    named = sorted(_named(text), key=lambda item: item[0])
    if not named:
        return
    last = _last_cited(after, volume) if after else IBIDEM
    done = 0
    for start, kind, found in named:
        if start < done:
            continue
        done = found.end()
        cited = _read(text, kind, found, volume, last)
        if cited is None:
            continue
        last = cited.slug
        yield cited


def _named(text: str) -> Iterator[tuple[int, str, re.Match[str]]]:
    """Where each form stands, and which it is. The word it cannot do without comes first: most texts have none."""
    plain = text.lower()
    if _SERIES_NAMED.search(plain) or _CORRESPONDENCE_NAMED.search(plain):
        yield from ((found.start(), "series", found) for found in _SERIES.finditer(text))
        yield from ((found.start(), "turned", found) for found in _TURNED.finditer(text))
    if "ibid" in plain:
        yield from ((found.start(), "ibid", found) for found in _IBID.finditer(text))
    if "vol." in plain or "vol " in plain:
        yield from ((found.start("vol") - 1, "bare", found) for found in _BARE.finditer(text))


def _last_cited(before: str, volume: str) -> str | None:
    last: str | None = IBIDEM
    for cited in find_cited_volumes(before, volume):
        last = cited.slug
    if last == IBIDEM and _BOOK.search(before):
        return None
    return last


def _read(text: str, kind: str, found: re.Match[str], volume: str, last: str | None) -> CitedVolume | None:
    if kind == "turned":
        return CitedVolume(found.start(), found.end(), f"frus{found['year']}", stands_alone=True, page=found["page"])
    if kind == "bare":
        return _bare(text, found, volume)
    if kind == "ibid":
        return CitedVolume(found.start(), found.end(), _same_again(text, found, last))
    if found["year"] is None:
        return _of_that_year(text, found)
    alone = found["part"] is not None or found["vol"] is not None
    return CitedVolume(found.start(), found.end(), _slug(found, found["year"]), stands_alone=alone)


def _bare(text: str, found: re.Match[str], volume: str) -> CitedVolume | None:
    """Vol. ii of the same set, unless a book is named before it."""
    start = found.start() + len(found["lead"])
    slug = _sibling(volume, _number(found["vol"]))
    if slug is None or _names_a_book(text[max(0, start - _NEAR) : start]):
        return None
    return CitedVolume(start, found.end(), slug)


def _of_that_year(text: str, found: re.Match[str]) -> CitedVolume | None:
    """Foreign Relations "for that year": the last year named before."""
    that = _THAT_YEAR.match(text, found.start())
    years = _ANY_YEAR.findall(text[max(0, found.start() - _NEAR) : found.start()])
    return CitedVolume(found.start(), that.end(), f"frus{years[-1]}") if that and years else None


def _same_again(text: str, found: re.Match[str], last: str | None) -> str | None:
    """The volume an "Ibid." means; None where it repeats a book that is none of the series."""
    if found["year"]:
        return _slug(found, found["year"])
    if found["vol"] and last and last != IBIDEM:
        return _sibling(last, _number(found["vol"]))
    if last == IBIDEM and _BOOK.search(text[max(0, found.start() - _NEAR) : found.start()]):
        return None
    return last


def _names_a_book(before: str) -> bool:
    """Whether 'vol. iii' follows the title of a book: "Miller, My Diary, vol. iii"."""
    clause = re.split(r"[;.]\s", before)[-1]
    title = re.search(r"(?:[A-Z][\w’]+,?\s(?:of\s|and\s|the\s)*){2,}(?:\d{4}–\d{2,4})?,\s$", clause)
    return bool(
        _BOOK.search(clause)
        or re.search(r"\d{4}\)\s*,\s*$|\b\d{4}[–-]\d{2,4},\s*$", clause)
        or (title and not re.search(r"\d", clause))
    )


def _slug(found: re.Match[str], year: str) -> str:
    until = found["until"]
    subject = _SUBJECTS.get(re.sub(r"\s", " ", (found["subject"] or found["after"] or "")).lower(), "")
    slug = f"frus{year}" + (f"-{until[-2:]}" if until else "") + subject
    part = (found["part"] or "").lower()
    if part.startswith("supp"):
        slug += "Supp" + (f"0{found['supp']}" if found["supp"] else "")
    if found["vol"]:
        slug += f"v{_number(found['vol']):02d}"
    half = found["half"] or found["pt"]
    if half:
        slug += f"p{_number(half)}"
    return slug


def _sibling(volume: str, number: int) -> str | None:
    """The slug of another volume of the same set.

    >>> _sibling("frus1919Parisv11", 4)
    'frus1919Parisv04'
    """
    found = re.fullmatch(r"(frus.+?v)\d{2}(p\d)?", volume)
    return f"{found[1]}{number:02d}" if found else None


def _number(printed: str) -> int:
    """The number of a volume printed in Roman or Arabic figures.

    >>> _number("xiv"), _number("5")
    (14, 5)
    """
    if printed.isdigit():
        return int(printed)
    values = [_ROMAN[char] for char in printed.lower() if char in _ROMAN]
    return sum(
        -value if index + 1 < len(values) and values[index + 1] > value else value for index, value in enumerate(values)
    )
