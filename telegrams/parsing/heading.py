"""Headings: who writes to whom, or the title of a paper."""

import re
from dataclasses import dataclass

from telegrams.parsing.names import has_title, is_name

UNTITLED = "[Untitled]"


@dataclass(frozen=True, slots=True)
class Party:
    """A sender or recipient as printed: a name, an office, or both."""

    name: str | None
    office: str | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading taken apart; ``serial`` is the number the volume prints before it."""

    serial: str | None
    sender: Party | None
    recipient: Party | None


# "No. 93. Mr. Gresham to Mr. Guzman." · "78. Telegram From …" · "*No. 99. …"
SERIAL = re.compile(
    r"\*?(?:No\.\s*(?P<no>\d{1,4}(?:[½a-zA-Z])?)\.?|(?P<plain>\d{1,4}[a-z]?)\.|\[(?P<edge>\d{1,4})\])\s+(?=\S)"
)
_FORM = re.compile(
    r"""(?:Extracts?\s+(?:from|of)\s+(?:a\s+)?)?(?:Copy\s+of\s+(?:a\s+)?)?(?:Private\s+)?(?:Draft\s+)?
    (?:(?:Circular\s+)?(?:Telegram|Airgram|Despatch|Dispatch|Letter|Message|Note|Instruction|Cable|Note\s+Verbale)
       (?:\s+\d+)?(?:\s+\([^)]*\))?\s+(?:From|from|by|By)
     |(?-i:(?:[A-Z][\w’-]*\s+){0,3}(?:Telegram|Airgram|Despatch|Letter|Message|Note|Instruction|Cable|Memorandum)\s+From)
     |Memorandum(?:\s+(?:of\s+(?:a\s+)?(?:Telephone\s+)?Conversations?|for\s+the\s+(?:Record|File|Files)))?,?\s+(?:Prepared\s+)?(?:From|from|[Bb]y))\s+""",
    re.VERBOSE,
)
_TAIL = re.compile(
    r"\s*[.,]?\s*[—–-]*\s*[\[(]?(?:Received|Rec’d)\b.*$|\s*[\[(](?:Extracts?|Translation|Telegram|Paraphrase|Undated)\b[^\])]*[\])]\.?$"
)
_CONVERSATION = re.compile(
    r"\b(?:Memorandum|Memoranda|Minutes|Notes?|Record|Report|Summary)\s+of\b|^Conversation\b", re.IGNORECASE
)
_TO = re.compile(
    r",?\s+(?:to|To)\s+(?=(?:the|The|his|her|His|Her|certain|all|diplomatic|several|various|their|members|a|an|viscount|lord)\b|[\[“\"]?[A-ZÀ-Þ])"
)
_NO_SPLIT_AFTER = re.compile(r"\s+(?:Negotiate|Study|Consider|Investigate|Conclude|Assist|Advise|Draft|Inquire|Act)\b")
_TAKES_TO = re.compile(
    r"\b(?:Advis[eo]rs?|Counsel[l]?ors?|Assistant|Counsel|Aide|Secretary|Delegates?|Delegation|Observer"
    r"|Envoy|Commissioners?|Liaison Officer"
    r"|Representatives?|Mission|Ambassador|Minister|Consul|Liaison|Attaché|Agent|Commission)$",
    re.IGNORECASE,
)
_BODY_TITLES = re.compile(
    r"(?:President|Senator|Representative|Prime Minister|Premier|Generalissimo|Chancellor|King|Emperor"
    r"|Vice President|Congressman|Chairman|Governor|Ambassador|Consul|Secretary|Under Secretary"
    r"|Assistant Secretary|Acting Secretary|Foreign Minister|Marshal)\b\.?\s+"
)
_OFFICE_TITLES = _BODY_TITLES
# "Secretary of Defense McNamara" · "Acting Secretary of State Ball" · "Director of Central Intelligence McCone"
_OFFICE_AND_NAME = re.compile(
    r"""(?P<office>(?:(?:Acting|Deputy|Under|Assistant|Former)\s+){0,2}(?:
        Secretary\s+of\s+(?:State|Defense|War|Commerce|Labor|Agriculture|Transportation|the\s+(?:Treasury|Navy|Army|Air\s+Force|Interior))
       |Attorney\s+General|Director\s+of\s+Central\s+Intelligence|Minister\s+of\s+Foreign\s+Affairs|Minister\s+of\s+Defense
       |Foreign\s+Secretary|Defense\s+Minister|Finance\s+Minister|General\s+Secretary|Secretary[\s-]General))
    \s+(?P<name>(?!Designate|Elect)[A-ZÀ-Þ].*)""",
    re.VERBOSE,
)
# "Robert W. Komer of the National Security Council Staff": the modern volumes name who has no office of his own.
_NAME_OF_BODY = re.compile(
    r"""(?P<name>[^,()]{4,50}?)\s+of\s+the\s+
    (?P<body>(?=[A-Z])[^,()]*\b(?:Staff|Department|Office|Bureau|Division|Embassy|Legation)\b[^,()]*)""",
    re.VERBOSE,
)
_NAME_AT_END = re.compile(r"\s*\(\s*(?P<name>[^()]{1,70}?)\s*\)(?P<after>[^()]*)$")
# A sentence that opens with one of these says " to " of something else.
_NO_PARTY = re.compile(
    r"(?:I|We|He|They|In|On|It|This|That|Your|My|Referring|As|If|When|While|After|There|Since|You|For|With|To|At|By|Having"
    r"|Upon|Under|Although|Because)$"
)
_SUFFIX = re.compile(r",\s+(?:Jr|Sr|II|III|2d|3d)\b\.?")


def read_heading(text: str) -> Heading:
    """The serial, the sender and the recipient a heading names.

    >>> h = read_heading("The Ambassador in the Soviet Union (Harriman) to the Secretary of State")
    >>> h.sender.name, h.sender.office, h.recipient.name, h.recipient.office
    ('Harriman', 'Ambassador in the Soviet Union', None, 'Secretary of State')
    >>> h = read_heading("No. 93. Mr. Gresham to Mr. Guzman.")
    >>> h.serial, h.sender.name, h.recipient.name
    ('No. 93.', 'Gresham', 'Guzman')
    >>> h = read_heading("Memorandum of Conversation, by the Under Secretary of State (Welles)")
    >>> h.sender.name, h.recipient
    ('Welles', None)
    """
    serial = SERIAL.match(text)
    start = serial.end() if serial else 0
    end = len(text)
    tail = _TAIL.search(text, start)
    if tail and tail.start() > start:
        end = tail.start()
    form = _FORM.match(text, start, end)
    printed_serial = text[: serial.end()].strip() if serial else None
    if form:
        start = form.end()
    elif _CONVERSATION.search(text[start:end]) or not re.search(r"\b[Tt]o\b", text[start:end]):
        return Heading(printed_serial, None, None)
    split = _split(text, start, end)
    if split is None:
        sender = _party(text, start, _before_place(text, start, end)) if form else None
        return Heading(printed_serial, sender, None)
    return Heading(printed_serial, _party(text, start, split[0]), _party(text, split[1], end))


def is_party_heading(text: str) -> bool:
    """Whether a line says who writes to whom.

    >>> is_party_heading("Mr. Adams to Mr. Seward."), is_party_heading("I went to London.")
    (True, False)
    """
    heading = read_heading(text)
    if heading.recipient is None or heading.sender is None or re.match(r"Sirs?\s*[:,]", text):
        return False
    opened = re.match(r"(?:\*?No\.\s*\S+\s+|\d+\.\s+|[\[“\"])*(?P<first>[\w’]+)", text)
    return opened is not None and not _NO_PARTY.match(opened["first"])


def _before_place(text: str, start: int, end: int) -> int:
    """'…, Washington, June 15, 1958, 8 a.m.': place and date that end a heading are not the party."""
    cut = re.search(
        r",\s+[A-ZÀ-Þ][\w .’-]{1,40},\s+(?:\[?(?:January|February|March|April|May|June|July|August|September"
        r"|October|November|December)\b|\d{1,2}\s)",
        text[start:end],
    )
    return start + cut.start() if cut else end


def _split(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the first ' to ' between two parties stands."""
    depths = _depths(text)
    places = [
        (match.start(), match.end())
        for match in _TO.finditer(text, start, end)
        if depths[match.end() - 1] == 0 and not _NO_SPLIT_AFTER.match(text, match.end() - 1)
    ]
    for index, place in enumerate(places):
        later = places[index + 1 :]
        if not later or not _TAKES_TO.search(text[start : place[0]]):
            return place
        # "The Technical Adviser to the Commission to Negotiate Peace (Miller) to General Bliss"
        named = next((one for one in later if text[: one[0]].rstrip(" ,").endswith(")")), None)
        if named:
            return named
        if re.search(r"\b(?:Minister|Ambassador|Consul|Commission|Delegation)$", text[start : place[0]]):
            return place
    return places[-1] if places else None


def _depths(text: str) -> list[int]:
    depths, depth = [], 0
    for char in text:
        if char in "([":
            depth += 1
        depths.append(depth)
        if char in ")]":
            depth = max(0, depth - 1)
    return depths


def _party(text: str, start: int, end: int) -> Party | None:
    printed = text[start:end]
    left = len(printed) - len(printed.lstrip(' ,.[“"*†'))
    core = printed.strip(' ,.;:[]“”"*†')
    if printed.rstrip(' ,;:]”"').endswith(("Jr.", "Sr.", "Co.", "Inc.")):
        core += "."
    if not core:
        return None
    name, office = _name_and_office(core)
    return Party(name, office, start + left, start + left + len(core))


def _name_and_office(core: str) -> tuple[str | None, str | None]:
    core = re.sub(r"^(?:[Tt]he|[Aa]n?)\s+", "", core)
    in_brackets = _NAME_AT_END.search(core)
    if in_brackets and in_brackets["name"][0].isupper() | in_brackets["name"].startswith(("d", "v")):
        office = re.sub(r"\s+,", ",", (core[: in_brackets.start()] + in_brackets["after"])).strip(" ,")
        if has_title(office) and is_name(office):
            return office, in_brackets["name"]
        return in_brackets["name"], office or None
    held = _OFFICE_TITLES.match(core)
    if held and is_name(re.sub(r"\s+of\s+.*$", "", core[held.end() :])):
        rest = core[held.end() :]
        of = re.search(r"\s+of\s+.*$", rest)
        office = held[0].strip()
        return (rest[: of.start()], f"{office}{of[0]}") if of else (rest, office)
    held = _OFFICE_AND_NAME.fullmatch(core)
    if held and is_name(held["name"]):
        return held["name"], " ".join(held["office"].split())
    member = _NAME_OF_BODY.fullmatch(core)
    if member and " " in member["name"] and is_name(member["name"]) and not has_title(f"{member['name']} "):
        return member["name"], member["body"]
    who, comma, what = _first_comma(core)
    if comma and (has_title(who) or is_name(who)) and what:
        return _plain(who), re.sub(r"^the\s+", "", what)
    if (has_title(core) and not _is_office(core)) or is_name(core):
        return _plain(core), None
    return None, core


def _is_office(core: str) -> bool:
    """'Minister of foreign affairs', 'General Commissioner for …': a title that is an office here."""
    return bool(re.match(r"\w+(?:\s\w+)?\s+(?:of|for|in|at|to)\b|.*\b(?:Company|Co\.|Commission|Committee)\b", core))


def _plain(name: str) -> str:
    return re.sub(r"^(?:Mr|Mrs|Miss|Messrs|M|MM|Dr)\b\.?\s+", "", name)


def _first_comma(core: str) -> tuple[str, str, str]:
    suffix = _SUFFIX.search(core)
    since = suffix.end() if suffix else 0
    at = core.find(",", since)
    if at < 0:
        return core, "", ""
    return core[:at], ",", core[at + 1 :].strip(" ,")
