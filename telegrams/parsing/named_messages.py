"""Messages that a text names by number, day or hour: ``urtel 402``, ``my 5942, April 4, 8 p.m.``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from telegrams.parsing.dates import HOUR, MONTH_WORD, find_date, read_hour
from telegrams.parsing.posts import post_of_place

_BY = (
    r"(?P<by>[Mm]y|[Oo]ur|[Yy]our|[Hh]is|[Dd]epartment[’']s|[Ee]mbassy[’']s|[Ll]egation[’']s"
    r"|[Cc]onsulate(?:\sGeneral)?[’']s)"
)
_KIND = r"(?P<kind>(?:circular\s)?(?:tele|cable|air)grams?|d[ei]spatch(?:es)?|instructions?|cables?)"
_NO = r"(?:[Nn]o\b\.?\s?|[Nn]umber\s|\#)"
_NUMBER = r"(?P<number>\d{1,5})\b(?![:/\d]|\.\d)(?:\s?\[(?P<meant>\d{1,5})\])?"
_DAY = (
    rf"(?:{MONTH_WORD}\s\d{{1,2}}(?:st|nd|rd|d|th)?\b(?:,\s1[89]\d\d\b)?"
    rf"|\d{{1,2}}(?:st|nd|rd|d|th)?\s{MONTH_WORD}\b(?:,?\s1[89]\d\d\b)?)"
)
_MONTH_SAID = r"\d{1,2}(?:st|nd|rd|d|th)\s(?:instant|inst\b\.?|ultimo|ult\b\.?)"
_WHEN = (
    rf"(?:\s?\([Rr]eceived[^()]{{0,40}}\))?(?:,?\s(?:of|dated|from)\s(?:the\s)?|,\sunder\sdate\sof\s(?:the\s)?|,\s|\s)?"
    rf"(?:(?P<when>{_DAY})|(?P<month_said>{_MONTH_SAID}))"
)
_AT = r"(?:,\s(?P<at>\d{1,2}(?:[:.]\d\d)?\s?[ap]\.\s?m\b\.?|noon\b|midnight\b))"
_TAIL = rf"(?:{_WHEN}{_AT}?)?"
_CAPITAL = rf"(?!{MONTH_WORD}\b)[A-ZÀ-Þ][\w’-]+"
# telegram 24213 to Moscow, February 14 · despatch 207 from The Hague
_WITH_A_CITY = rf"(?:\s(?P<way>from|to)\s(?P<city>(?:St\.\s)?{_CAPITAL}(?:\s(?:d[eo]l?\s)?{_CAPITAL}){{0,2}}))?"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        # telegram No. 4040, December 3, 1945, 11 p.m. · your despatch 1111, March 16 · Department’s instruction No. 420
        rf"(?:\b{_BY}\s)?\b(?i:{_KIND})\s(?:{_NO})?{_NUMBER}{_WITH_A_CITY}{_TAIL}",
        # urtel 402 · Deptel 45, June 3 · reurtel 205 Jun 23
        rf"\b(?P<word>(?:[Rr]e|[Rr]ef)?(?:[Uu]r|[Mm]y|[Oo]ur|[Dd]ep|[Ee]mb|[Ll]eg|[Cc]on(?:gen)?)(?:tels?|gam|airgram|des(?:p)?))\s(?:{_NO})?{_NUMBER}{_WITH_A_CITY}{_TAIL}",
        # my No. 43, March 17, noon · Department’s 28 of February 20 · Your 135, July 16, 4 p.m.
        rf"\b{_BY}\s(?:{_NO})?{_NUMBER}{_WHEN}{_AT}?",
        # Our 346. · your No. 12
        rf"\b{_BY}\s(?:{_NO}{_NUMBER}|{_NUMBER.replace('number', 'bare').replace('meant', 'bare_meant')}(?=[.;:)]))",
        # Your December 16, 4 p.m.
        rf"\b{_BY}\s(?:(?i:{_KIND})\s(?:of\s)?)?(?P<when>{_DAY}){_AT}(?:,\s(?:{_NO}|number\s)?{_NUMBER})?",
    )
)
# my immediately preceding telegram · our following airgram · Embassy’s next preceding despatch
_BESIDE = re.compile(
    rf"\b{_BY}\s(?:immediately\s|next\s)?(?P<side>preceding|following|succeeding)\s(?P<kind>(?:tele|air)gram|d[ei]spatch)\b"
)
# What stands right before the first figure of every form. Figures are rare in prose: looking back from each of them
# costs a fifth of looking for every form at every letter.
_FIGURES = re.compile(r"[0-9](?<=[\s#.][0-9])[0-9]*")
_LEAD = re.compile(
    rf"(?:my|our|his|[’']s|grams?|gam|cables?|patch(?:es)?|instructions?|ur|tels?|desp?|of)\s(?:{_NO}|[a-z]{{3,9}}\.?\s)?\Z",
    re.IGNORECASE,
)
_BEFORE, _AFTER = 64, 200  # how far the longest form reaches before its first figure and after it
# Your 157, September 13, 11 a.m. and 158, September 13, noon · your cables 8112, December 31; 8085, December 28
_ANOTHER = re.compile(rf"(?:,|;|,?\sand|,?\s&)\s(?:{_NO})?{_NUMBER}(?:{_WHEN}{_AT}?|(?=[,;.)]|\sand\b))")
# , from the Consul at Geneva · to the Ambassador in Great Britain
_OFFICE = re.compile(
    r",?\s(?P<way>from|to)\sthe\s(?P<office>(?:Ambassador|Minister|Charg[ée]|Consul(?:\sGeneral)?|Embassy|Legation"
    r"|Consulate(?:\sGeneral)?)\s(?:in|at)\s(?:the\s)?[A-Z][\w’.]+(?:\s[A-Z][\w’]+){0,2}|Secretary\sof\sState"
    r"|Department)(?=[\s,;.()]|$)"
)
# , from Moscow (711.61/12–345)
_FROM = re.compile(r",\s(?P<way>from|to)\s(?P<post>[A-Z][A-Za-z’]+(?:\s[A-Z][a-z]+)?)(?=[\s,;.(]|$)")
_FILE = re.compile(r"[^()]{0,160}\((?:File\sNo\.\s)?(?P<file>[0-9]{3}[0-9A-Z.]*\.[^()/]{1,30}/[0-9A-Za-z–—-]{1,14})\)")
_NOT_PRINTED = re.compile(r"[^.;]{0,120}?\bnot\s(?:printed|found)\b")
_WORDS = {"tel": "telegram", "gam": "airgram", "airgram": "airgram", "des": "despatch"}


@dataclass(frozen=True, slots=True)
class NamedMessage:
    """A message named at ``start``–``end``; ``wanted`` as in references.

    Keys: number, date, time, kind, by (my, our, your, his, department, embassy, legation, consulate), post
    (whence), to (whither), sender and recipient (offices as printed), file, beside (-1: the one before),
    printed ('no': the editors say so).
    """

    start: int
    end: int
    wanted: tuple[tuple[str, str], ...]


def find_named_messages(text: str) -> Iterator[NamedMessage]:
    """The messages a text names, in order. A day without a year is '--12-03'.

    >>> said = "In telegram 4040, December 3, 1945, 11 p.m., from Moscow, he reported (711.61/12–345)."
    >>> for pair in next(find_named_messages(said)).wanted:
    ...     print(pair)
    ('date', '1945-12-03')
    ('file', '711.61/12–345')
    ('kind', 'telegram')
    ('number', '4040')
    ('post', 'Moscow')
    ('time', '23:00')
    >>> next(find_named_messages("Department’s 28 of February 20")).wanted
    (('by', 'department'), ('date', '--02-20'), ('number', '28'))
    """
    beside = _BESIDE.finditer(text) if "eding " in text or "ollowing " in text else ()
    numbered = (
        match for start, end in _stretches(text) for form in _FORMS for match in form.finditer(text, start, end)
    )
    found = sorted([*numbered, *beside], key=lambda match: (match.start(), -match.end()))
    done = 0
    for match in found:
        if match.start() < done:
            continue
        message = _message(text, match)
        done = match.end()
        if message is not None:
            yield message
            for other in _others(text, match, message):
                done = other.end
                yield other


def _stretches(text: str) -> list[tuple[int, int]]:
    """The parts of a text around figures that may be a message's number or day, in order and apart."""
    parts: list[tuple[int, int]] = []
    for figures in _FIGURES.finditer(text):
        at = figures.start()
        if text[at - 1].isspace() and not (text[at - 2 : at - 1].isalpha() or text[at - 2 : at - 1] == "."):
            continue  # what leads to a number ends in a letter: told at a glance, and false within tables
        if _LEAD.search(text, max(0, at - 24), at) is None:
            continue
        start, end = max(0, at - _BEFORE), figures.end() + _AFTER
        if parts and start <= parts[-1][1]:
            start = parts.pop()[0]
        parts.append((start, end))
    return parts


def _others(text: str, first: re.Match[str], message: NamedMessage) -> Iterator[NamedMessage]:
    """The messages that follow in a list, of the same kind and by the same: 'your 157, September 13, and 158'."""
    said: dict[str, str] = dict(message.wanted)
    kept: dict[str, str] = {key: said[key] for key in ("by", "kind") if key in said}
    if not kept or "number" not in said:
        return
    end = message.end
    while (another := _ANOTHER.match(text, end)) is not None:
        start = another.start("number")
        wanted: dict[str, str] = {
            **kept,
            "number": (another["meant"] or another["number"]).lstrip("0") or "0",
            **_time(another.groupdict()),
        }
        if "date" not in wanted and "date" in said:
            return  # "December 10, 11 and 12": a day, not a number
        end = another.end()
        yield NamedMessage(start, end, tuple(sorted(wanted.items())))


def _message(text: str, match: re.Match[str]) -> NamedMessage | None:
    groups = match.groupdict()
    wanted: dict[str, str] = {}
    number = groups.get("number") or groups.get("bare")
    if number:
        wanted["number"] = (groups.get("meant") or groups.get("bare_meant") or number).lstrip("0") or "0"
    if groups.get("by"):
        wanted["by"] = re.sub(r"[’']s$", "", groups["by"]).lower()
    wanted |= _kind(groups)
    wanted |= _time(groups)
    if side := groups.get("side"):
        wanted["beside"] = "-1" if side == "preceding" else "+1"
    end = match.end()
    said = groups.get("city")
    city = _known(said) if said else ""
    if city:
        wanted["post" if groups["way"] == "from" else "to"] = city
    if said and city != said and "date" not in wanted:
        end = match.start("city") + len(city) if city else match.end("meant" if groups["meant"] else "number")
    if not city:
        end = _named_after(text, end, wanted)
    filed = _FILE.match(text, end)
    if filed and ";" not in filed[0]:
        wanted["file"] = filed["file"]
    if wanted and _NOT_PRINTED.match(text, end):
        wanted["printed"] = "no"
    return NamedMessage(match.start(), end, tuple(sorted(wanted.items())))


def _named_after(text: str, end: int, wanted: dict[str, str]) -> int:
    """Put among what is wanted the city or office that is printed after number and day; where its words end."""
    came = _FROM.match(text, end)
    if came and "by" not in wanted:
        wanted["post" if came["way"] == "from" else "to"] = came["post"]
        return came.end()
    if sent := _OFFICE.match(text, end):
        wanted["sender" if sent["way"] == "from" else "recipient"] = sent["office"]
        return sent.end()
    return end


def _known(said: str) -> str:
    """As much of these words as is the city of a post: 'Moscow' of 'Moscow Embassy'; '' where nothing is."""
    words = said.split()
    return next((city for end in range(len(words), 0, -1) if post_of_place(city := " ".join(words[:end]))), "")


def _kind(groups: dict[str, str | None]) -> dict[str, str]:
    kind = (groups.get("kind") or "").lower().replace("dispatch", "despatch")
    kind = {"despatches": "despatch", "cables": "cable"}.get(kind, kind.removesuffix("s"))
    if kind:
        return {"kind": "telegram" if kind in ("cable", "cablegram") else kind}
    word = groups.get("word") or ""
    found = re.fullmatch(r"(?:re|ref)?(ur|my|our|dep|emb|leg|con|congen)(tel|gam|airgram|des)[ps]{0,2}", word.lower())
    if found is None:
        return {}
    by = {
        "ur": "your",
        "dep": "department",
        "emb": "embassy",
        "leg": "legation",
        "con": "consulate",
        "congen": "consulate",
    }
    return {"kind": _WORDS[found[2]], "by": by.get(found[1], found[1])}


def _time(groups: dict[str, str | None]) -> dict[str, str]:
    """Day and hour; '13 instant' and '29 ultimo' are days of the document's month and of the one before."""
    if said := groups.get("month_said"):
        day, month = said.split()
        return {"date": f"{'instant' if month.startswith('inst') else 'ultimo'}-{int(day.rstrip('stndrh')):02d}"}
    when = groups.get("when")
    if not when:
        return {}
    found = find_date(when)
    if found is None or found.month is None or found.day is None or found.impossible:
        return {}
    value = found.value.text() if found.value else f"--{found.month:02d}-{found.day:02d}"
    at = groups.get("at")
    hour = read_hour(at) if at and HOUR.match(at) else None
    return {"date": value} | ({"time": hour} if hour else {})
