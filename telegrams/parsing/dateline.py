"""Datelines: place, date, hour and receipt as one printed line."""

import re
from dataclasses import dataclass

from telegrams.parsing.dates import HOUR, FoundDate, PartialDate, between, find_date, hour_of

LONGEST = 330


@dataclass(frozen=True, slots=True)
class Words:
    """A range of a printed line, its words and what they mean."""

    start: int
    end: int
    printed: str
    value: str | None
    supplied: bool = False


@dataclass(frozen=True, slots=True)
class Dateline:
    """What a dateline states; each part None where the print has none of it.

    ``impossible`` is the printed date that cannot be (February 30). ``lacks_half`` is true for an
    hour without 'a.m.' or 'p.m.'.
    """

    place: Words | None
    sent: Words | None
    hour: Words | None
    received: Words | None
    impossible: tuple[str, ...] = ()


# [Received November 23—9:20 a.m.] · (Received September 20, 1870.) · —Received May 26 · [Rec’d 3 p.m.]
RECEIVED = re.compile(
    r"""[—–-]*\s*[\[(]?\s*\b(?:Received|Rec[’']?d|Recd)\b(?P<rest>[^\])]*)[\])]?[\s.,]*""",
    re.VERBOSE | re.IGNORECASE,
)
_UNDATED = re.compile(r"\[?,?\s*(?:undated|no date|not dated|n\.\s?d\.)\.?\]?", re.IGNORECASE)
_RECEIVED_LINE = re.compile(r"[\[(]\s*(?:Received|Rec[’']?d)\b[^\])]{0,160}[\])]\s*\.?", re.IGNORECASE)
_MISSION = re.compile(r"(?:\w+\s){0,3}(?:Legation|Embassy|Consulate|Mission|Department)\b")
_SMALL_WORDS = frozenset(
    [
        "a",
        "à",
        "al",
        "an",
        "and",
        "at",
        "aboard",
        "board",
        "by",
        "de",
        "del",
        "der",
        "des",
        "di",
        "do",
        "du",
        "el",
        "en",
        "et",
        "for",
        "from",
        "general",
        "in",
        "into",
        "la",
        "las",
        "le",
        "les",
        "los",
        "near",
        "of",
        "off",
        "on",
        "op",
        "our",
        "s",
        "sea",
        "see",
        "steamer",
        "ship",
        "the",
        "to",
        "und",
        "upon",
        "via",
        "von",
        "zu",
        "y",
        "circa",
        "about",
        "ca",
        "station",
        "temporarily",
        "th",
        "st",
        "nd",
        "rd",
        "e",
        "und",
        "van",
        "den",
        "ten",
        "ter",
        "this",
    ]
)


def is_received(text: str) -> bool:
    """Whether a line holds nothing but the receipt.

    >>> is_received("[Received November 19—8:15 a.m.]")
    True
    """
    return bool(_RECEIVED_LINE.fullmatch(text.strip()))


def is_dateline(text: str) -> bool:
    """Whether a line is a dateline: place and date, or one of them with an hour or receipt.

    >>> is_dateline("Legation of the United States, London, July 26, 1861.")
    True
    >>> is_dateline("On November 22, 1945, I saw the Minister.")
    False
    >>> is_dateline("La Paz [, undated]. [Received September 18, 1930—5:52 p.m.]")
    True
    """
    text = text.strip()
    if not text or len(text) > LONGEST:
        return False
    body, receipt = _without_receipt(text)
    if receipt and find_date(body) is None and _MISSION.match(body):
        return len(body.split()) < 12
    undated = _UNDATED.search(body)
    if undated:
        rest = body[: undated.start()] + body[undated.end() :]
        about = re.match(r"[—–\s,-]*(?:circa|about|ca\.?|probably)\b", body[undated.end() :])
        return _looks_like_place(body[: undated.start()]) and (about is not None or find_date(rest) is None)
    found = _date_of(body)
    if found is None:
        return False
    return _looks_like_place(body[: found.start]) and _tail_is_clean(body[found.end :]) and not _names_only(found)


def _names_only(found: FoundDate) -> bool:
    """A month and a day alone, without a year, are a date in a sentence rather than a dateline."""
    return found.year is None and found.day is None


def _without_receipt(text: str) -> tuple[str, re.Match[str] | None]:
    match = RECEIVED.search(text)
    if match is None or (match.start() == 0 and not text.lstrip().startswith(("[", "("))):
        return text, None
    return text[: match.start()], match


def _date_of(body: str) -> FoundDate | None:
    """The last date of the line: a place may hold a number and a month ('21 March Street')."""
    found = find_date(body)
    while found is not None:
        following = find_date(body, found.end)
        if following is None or (found.year is not None and following.year is None):
            return found
        if re.fullmatch(r"\s*(?:to|and|[–—-])\s*", body[found.end : following.start]):
            return found
        found = following
    return None


def _looks_like_place(before: str) -> bool:
    words = re.findall(r"[^\W\d_][\w’'.-]*", before)
    if len(before) > 170 or len(words) > 24 or ":" in before.strip(" :"):
        return False
    if re.match(r"\s*[\[(“\"]?\s*[a-z]", before) and words[0] not in ("the", "off", "on", "at", "near", "circa"):
        return False
    if re.match(
        r"\s*(?:On|By|Since|After|Before|Under|In|Your|My|The text|From|Until|Done)\b", before
    ) and not re.match(r"\s*(?:On|In) (?:board|the field|camp|Camp|session)", before):
        return False
    strange = [word for word in words if word[0].islower() and word.strip(".’'").lower() not in _SMALL_WORDS]
    return len(strange) <= (1 if len(words) > 2 and words[0][0].isupper() else 0)


def _tail_is_clean(after: str) -> bool:
    """Whether nothing but hours, brackets and stops follows the date."""
    rest = HOUR.sub(" ", after)
    rest = re.sub(r"\((?:[^()]{0,60})\)|\[[^\[\]]{0,60}\]", " ", rest)
    rest = re.sub(r"\b(?:to|and|from|between)\b|\d{1,2}(?:[:.]\d\d)?", " ", rest)
    words = re.findall(r"[^\W\d_]+", rest)
    return len(words) <= 3 and not any(len(word) > 3 and word[0].islower() for word in words)


def read_dateline(text: str) -> Dateline:
    """What a dateline states.

    >>> line = read_dateline("Moscow, November 22, 1945—6 p.m. [Received November 23—9:20 a.m.]")
    >>> line.place.printed, line.sent.value, line.hour.value, line.received.value
    ('Moscow', '1945-11-22', '18:00', '1945-11-23T09:20')
    >>> read_dateline("[Paris,] 17 January, 1919.").place
    Words(start=1, end=6, printed='Paris', value='Paris', supplied=True)
    >>> read_dateline("Strelsau, February 30, 1945—4 p.m.").impossible
    ('February 30, 1945',)
    """
    body, receipt = _without_receipt(text)
    found = _date_of(body)
    undated = None if found else _UNDATED.search(body)
    said = undated or _UNDATED.search(body, 0, found.start if found else 0)
    date_start = said.start() if said else found.start if found else len(body)
    place = _place(body, date_start)
    sent, last = _sent(body, found)
    hour = _hour(body, last) if found else None
    if hour is None and found:
        hour = _hour_before(body, place, date_start)
    impossible = [text[found.start : found.end].strip("[], ")] if found and found.impossible else []
    received = None
    if receipt:
        received, wrong = _received(text, receipt, sent.value if sent else None)
        impossible += [wrong] if wrong else []
    return Dateline(place, sent, hour, received, tuple(impossible))


def read_end_of_title(title: str) -> Dateline:
    """Place, day and hour that end the title of a minute or memorandum.

    >>> end = read_end_of_title("Memorandum of a Conversation, Department of State, Washington, June 15, 1958, 8 a.m.")
    >>> end.place.printed, end.sent.value, end.hour.value
    ('Washington', '1958-06-15', '08:00')
    >>> read_end_of_title("Report on the Treaty of June 15, 1846, With Notes").sent is None
    True
    """
    found = _date_of(title)
    if found is None or found.value is None or re.search(r"[^\W\d_]{2,}", HOUR.sub(" ", title[found.end :])):
        return Dateline(None, None, None, None)
    sent, last = _sent(title, found)
    before = re.search(
        r",\s+(?P<place>[^,]{2,40}),(?:\s+(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day,?)?\s*$", title[: found.start]
    )
    place = before["place"].strip() if before else ""
    words = Words(before.start("place"), before.start("place") + len(place), place, place) if before and place else None
    return Dateline(words, sent, _hour(title, last), None)


def _place(body: str, end: int) -> Words | None:
    before = body[:end]
    core = before.strip(" ,.;—–-[]()")
    if core.count("“") != core.count("”"):
        core = core.strip("“” ,.")
    if not core or not any(char.isalpha() for char in core):
        return None
    start = before.index(core)
    # "[Washington, circa November 7, 1918.]": the word belongs to the date.
    core = re.sub(r",?\s*\b(?:circa|about|ca\.?|on or about|probably)$", "", core).rstrip(" ,")
    core = re.sub(r",?\s*\b(?:the|this|(?:Sun|Mon|Tues|Wednes|Thurs|Fri|Satur)day)$", "", core).rstrip(" ,")
    # "Tokei, 6th of the 12th Month, 2 year, Meije": a day of another calendar is no place.
    core = re.sub(r",\s*(?:the\s+)?\d{1,2}(?:st|nd|rd|d|th)\b.*$", "", core)
    core = re.sub(r"[,.]?\s*\[?\d{1,2}(?:[.:]\d\d)?\s*[ap]\.\s?m\.?,?$|,?\s*(?:noon|midnight)$", "", core)
    if not core:
        return None
    opened = before[:start].count("[") > before[:start].count("]")
    closed = before.find("]", start)
    supplied = opened and (closed < 0 or closed >= start + len(core))
    return Words(start, start + len(core), core, core, supplied)


def _sent(body: str, found: FoundDate | None) -> tuple[Words | None, int]:
    if found is None:
        return None, len(body)
    end = found.end
    value = found.value
    joined = re.match(r"\s*(?:to|[–—])\s*", body[found.end :])
    following = find_date(body, found.end) if joined else None
    if following and following.start == found.end + (joined.end() if joined else 0) and following.value:
        first = find_date(body[: found.end], found.start, following.year)
        span = between(first.value, following.value) if first else None
        if span:
            end, value = following.end, span
    printed = body[found.start : end].strip(" ,")
    start = found.start + (len(body[found.start : end]) - len(body[found.start : end].lstrip(" ,")))
    supplied = found.supplied or body[: found.start].count("[") > body[: found.start].count("]")
    return Words(start, start + len(printed), printed.strip("[]"), value.text() if value else None, supplied), end


def _hour(body: str, after: int) -> Words | None:
    match = HOUR.search(body, after)
    if match is None or re.search(r"[^\W\d_]{3,}", body[after : match.start()]):
        return None
    return Words(match.start(), match.end(), match[0].strip("[]"), hour_of(match), match[0].startswith("["))


def _hour_before(body: str, place: Words | None, date_start: int) -> Words | None:
    """'Paris, 11 a.m., May 3, 1919': the hour before the day."""
    match = HOUR.search(body, place.end if place else 0, date_start)
    if match is None:
        return None
    return Words(match.start(), match.end(), match[0].strip("[]"), hour_of(match))


def _received(text: str, receipt: re.Match[str], sent: str | None) -> tuple[Words | None, str]:
    """The receipt: its year is the sending's, the next where January follows December.

    A time alone is the day of sending.
    """
    printed = receipt[0].strip(" ,.—–-").strip("[]()").strip(" .")
    start = text.index(printed, receipt.start())
    rest = receipt["rest"]
    day = PartialDate.of(sent) if sent else None
    base = day.earliest if day else None
    found = find_date(rest, 0, base.year if base else None)
    wrong = rest[found.start : found.end].strip("[], ") if found and found.impossible else ""
    hours = HOUR.search(rest, found.end if found else 0) or HOUR.search(rest)
    when = found.value if found else day if hours else None
    value = None
    if when and when.earliest and when.earliest == when.latest:
        if found and found.year == (base.year if base else None) and base and not _year_printed(rest, found):
            when = _nearest_year(when, base.month)
        value = when.text()
        hour = hour_of(hours) if hours else None
        value = f"{value}T{hour}" if hour else value
    return Words(start, start + len(printed), printed, value), wrong


def _year_printed(rest: str, found: FoundDate) -> bool:
    return re.search(r"1[5-9]\d\d", rest[found.start : found.end]) is not None


def _nearest_year(when: PartialDate, sent_month: int) -> PartialDate:
    """January after December is of the next year, December after January of the one before."""
    day = when.earliest
    if day is None:
        return when
    shift = 1 if sent_month >= 11 and day.month <= 6 else 0
    shift = shift or (1 if sent_month >= 8 and day.month <= 2 else 0)
    shift = -1 if sent_month == 1 and day.month == 12 and day.day >= 30 else shift
    try:
        return PartialDate.day(day.replace(year=day.year + shift))
    except ValueError:
        return when
