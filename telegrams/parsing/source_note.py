"""Source lines and source notes: where the original lies, its kind, its markings."""

import re
from dataclasses import dataclass

from telegrams.vocabulary import Classification, Precedence

LONGEST = 160

MOST_SENTENCES = 8
"""Sentences of a source note among which its markings stand: first where the original lies, then these."""

# Words after the colon of a source line. 'Telegram (part air)' and 'Circular airgram' are seen in print.
_KIND = re.compile(
    r"""(?:Circular\s+|Paraphrase\s+of\s+)?(?:Telegram|Cablegram|Cable|Airgram|Aerogram|Despatch|Dispatch|Instruction|Letter|Memorandum
    |Note|Circular|Minutes|Report|Radiogram|Message|Transmission|Teletype|Aide-M[ée]moire|Press\s+Release)s?
    (?:\s+telegram|\s+airgram|\s+instruction)?(?:\s*[\[(][^\])]{1,40}[\])])?\s*\.?""",
    re.VERBOSE | re.IGNORECASE,
)
_DECIMAL = re.compile(
    r"""(?P<prefix>File\s+No\.?\s*|Paris\s+[Pp]eace\s+Conf(?:\.|erence)?\s*)?
    (?P<number>\d{1,5}[A-Za-z]{0,2}\b[^:;!?“”]{0,90})$""",
    re.VERBOSE,
)
_SUFFIX = re.compile(r"/\s?(?:\d|[–—-]|orig|[a-z]\b|\[)|/$")
_ARCHIVE = re.compile(
    r"""(?:[Ff]iles?|Papers|Collection|Library|Records|Archives|Manuscripts|MSS\.?|Series\s+No\.\s*\d+(?:[½A-Z])?|Lot\s+(?:File\s+)?(?:No\.\s*)?[\w-]+(?:\s?[A-Z]\s?\d+)?|Lot\s+\d+
    |Document\s+No\.\s*\d+|Department\s+of\s+State\s+Bulletin|Stat\.\s*L\..*|I\.C\.T?\.?.*|Files?\s+No\.?\s*\S+)$""",
    re.VERBOSE,
)
_SUBJECT_NUMERIC = re.compile(r"[A-Z]{2,5}(?:\s\d{1,2}(?:[–-]\d{1,2})*)?(?:\s[A-Z][\w–-]*)*(?:/\S+)?$")
_SOURCE = re.compile(r"\[?Source:\s*(?=\S)")
_IN_SOURCE = re.compile(
    r"(?:Central\s+(?:Decimal\s+)?Files?(?:\s+\d{4}[–-]\d{2,4})?|Decimal\s+Files?|CF\s+\d{4}[–-]\d{2,4}),?\s*(?P<number>\d{3}[A-Za-z]?\.[^.;:]*?/[\d–—-]+|\d{3}[A-Za-z]?\.[\w.]+(?:/\S+)?|POL\b[^.;]*)"
)
_MARKINGS = {word.label.lower(): word for word in (*Classification, *Precedence)} | {
    "top secret": Classification.TOP_SECRET,
    "official use only": Classification.OFFICIAL_USE,
    "limited official use": Classification.OFFICIAL_USE,
    "u.s. urgent": Precedence.US_URGENT,
    "us urgent": Precedence.US_URGENT,
    "u. s. urgent": Precedence.US_URGENT,
    "operational immediate": Precedence.OPERATIONAL_IMMEDIATE,
    "emergency": Precedence.OPERATIONAL_IMMEDIATE,
    "most immediate": Precedence.OPERATIONAL_IMMEDIATE,
    "most urgent": Precedence.URGENT,
    "very urgent": Precedence.URGENT,
    "private and confidential": Classification.CONFIDENTIAL,
    "strictly confidential": Classification.STRICTLY_CONFIDENTIAL,
    "most secret": Classification.TOP_SECRET,
    "night action": Precedence.NIACT,
}
# Printed among the markings, with no secrecy or precedence of their own.
_BESIDE = frozenset(
    [
        "personal",
        "private",
        "routine",
        "eyes only",
        "limit distribution",
        "limited distribution",
        "no distribution",
        "security information",
        "eyes only for the secretary",
        "eyes only ambassador",
        "personal for the ambassador",
        "exdis",
        "nodis",
        "limdis",
        "verbatim text",
        "noforn",
        "priority telegram",
        "very secret",
        "official",
        "informal",
        "via air pouch",
        "by air mail",
        "air mail",
        "air pouch",
        "restricted data",
        "cosmic",
        "presidential handling",
        "pass to",
        "code room",
        "in clear",
        "clear",
        "green",
        "gray",
        "special gray",
        "non-confidential",
    ]
)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line that says where the original lies.

    ``file_number``: the range of the number in the line, or None where an archive is named.
    ``kind``: the printed kind after the colon, '' if none; ``odd_kind``: words in its place that
    are no known kind.
    """

    file_number: tuple[int, int] | None
    kind: str
    odd_kind: str = ""


def read_source_line(text: str) -> SourceLine | None:
    """The parts of a source line, or None where the line is none.

    >>> line = read_source_line("711.61/11–2245: Telegram")
    >>> line.kind, line.file_number
    ('Telegram', (0, 14))
    >>> read_source_line("File No. 763.72/3305a").file_number
    (9, 21)
    >>> read_source_line("Nanking Embassy Files: Telegram").file_number is None
    True
    >>> read_source_line("3930. At the theatre last night") is None
    True
    """
    text = text.strip()
    if not text or len(text) > LONGEST or text.startswith(("[", "(")):
        return None
    left, colon, right = text.rpartition(":")
    kind = right.strip()
    if colon and _KIND.fullmatch(kind):
        core = left.rstrip()
    else:
        core, kind = text, ""
    number = _DECIMAL.match(core)
    if number and _is_number(number["prefix"], number["number"]):
        start = number.start("number") if (number["prefix"] or "").startswith("File") else 0
        return SourceLine((start, start + len(core[start:].rstrip())), kind)
    first, colon, odd = text.partition(":")
    number = _DECIMAL.match(first) if colon and not kind and len(odd) < 60 else None
    if number and _is_number(number["prefix"], number["number"]) and "." in first:
        start = number.start("number") if (number["prefix"] or "").startswith("File") else 0
        return SourceLine((start, len(first.rstrip())), "", odd.strip())
    return SourceLine(None, kind) if _names_archive(core, bool(kind)) else None


def _is_number(prefix: str | None, number: str) -> bool:
    if len(number.split()) > 9 or re.match(r"\d+\.\s", number):
        return False
    if prefix:
        return True
    if _SUFFIX.search(number) and (re.match(r"\d{2,5}[A-Za-z]?[./]|\d{3}\s", number) is not None):
        return re.fullmatch(r"\d{1,2}/\d{1,2}/\d{2,4}", number.strip()) is None
    return re.fullmatch(r"\d{3}[A-Za-z]?\.\d+[A-Za-z\d]*(?:\s[\w.()–—-]+){0,4}", number.strip()) is not None


def _names_archive(core: str, has_kind: bool) -> bool:
    core = re.sub(r"(?<=Papers|.Files)\.$", "", core)
    if core[:1].islower() or len(core) > 130 or core.endswith("."):
        return bool(re.fullmatch(r"[A-Z].{0,80}\bMSS?\.", core))
    first = core.split(":")[0].strip()
    if any(_ARCHIVE.search(part) for part in (core, first, first.split(",")[0])) and " to the " not in core:
        return True
    return has_kind and bool(_SUBJECT_NUMERIC.fullmatch(core))


@dataclass(frozen=True, slots=True)
class SourceNote:
    """What a note 'Source: Department of State, Central Files, …' says. The range is of its text."""

    file_number: tuple[int, int] | None
    classification: Classification | None
    precedence: Precedence | None


def read_source_note(text: str) -> SourceNote | None:
    """File number and markings in a source note of 1952 and later, else None.

    >>> note = "Source: Department of State, Central Files, 783A.00/6–1558. Secret; Niact. Drafted by Rockwell."
    >>> read = read_source_note(note)
    >>> note[slice(*read.file_number)], read.classification.value, read.precedence.value
    ('783A.00/6–1558', 'secret', 'niact')
    >>> read_source_note("Source: Kennedy Library, NSF, USSR, Box 188. Secret; Flash; Eyes Only.").precedence.value
    'flash'
    """
    opened = _SOURCE.match(text)
    if opened is None:
        return None
    number = _IN_SOURCE.search(text)
    after = number.end() if number else opened.end()
    classification = precedence = None
    # "Box 188. Secret; Eyes Only." · "Document No. 4. Secret." — after "U.S." no sentence begins that is a marking.
    for sentence in re.split(r"\.\s+(?=[A-Z])", text[after : after + 400].lstrip(". "))[:MOST_SENTENCES]:
        if sentence.lower().startswith("no classification"):
            break
        for words in re.split(r"[;,]\s*", sentence.strip(" .")):
            word = _MARKINGS.get(words.strip().lower())
            classification = classification or (word if isinstance(word, Classification) else None)
            precedence = precedence or (word if isinstance(word, Precedence) else None)
    return SourceNote(number.span("number") if number else None, classification, precedence)


def read_markings(text: str) -> tuple[Classification | None, Precedence | None] | None:
    """Secrecy and precedence of a line that holds nothing else; None where it holds more.

    >>> read_markings("secret"), read_markings("us urgent")[1].value
    ((<Classification.SECRET: 'secret'>, None), 'us-urgent')
    >>> read_markings("secret papers of the Minister") is None
    True
    """
    line = text.strip().strip("[]()").strip().lower()
    if not line or len(line) > 70:
        return None
    classification = precedence = None
    for words in re.split(r"\s*(?:[;,.—–]|\band\b|\s-\s)\s*", line):
        words = words.strip()
        if not words or words in _BESIDE:
            continue
        found = _MARKINGS.get(words)
        if found is None:
            found = _two_markings(words)
            if found is None:
                return None
            classification, precedence = classification or found[0], precedence or found[1]
        elif isinstance(found, Classification):
            classification = classification or found
        else:
            precedence = precedence or found
    return classification, precedence


def _two_markings(words: str) -> tuple[Classification | None, Precedence | None] | None:
    """'secret us urgent' and 'confidential priority', printed without a stop between."""
    for cut in (match.start() for match in re.finditer(" ", words)):
        first, last = _MARKINGS.get(words[:cut]), _MARKINGS.get(words[cut + 1 :])
        beside = words[:cut] in _BESIDE or words[cut + 1 :] in _BESIDE
        if (first and last) or (beside and (first or last)):
            both = (first, last)
            return (
                next((word for word in both if isinstance(word, Classification)), None),
                next((word for word in both if isinstance(word, Precedence)), None),
            )
    return None


@dataclass(frozen=True, slots=True)
class OpeningMarking:
    """A marking among the first words of a text, with its range."""

    word: Classification
    start: int
    end: int


# "90. Secret for the President" · "Strictly confidential. For the Secretary" — but not "Secret police have"
_OPENING = re.compile(
    r"(?:\d{1,5}\.\s+|[A-Z][a-z]+\s\d+\.\s+)?(?P<word>Top [Ss]ecret|Secret"
    r"|Strictly [Cc]onfidential|Confidential|Restricted)"
    r"(?=[.,;:]|\s(?:for|and|from|to)\s)"
)


def read_opening_marking(text: str) -> OpeningMarking | None:
    """The secrecy that opens a text, which stays part of the text.

    >>> read_opening_marking("90. Secret for the President").word.value
    'secret'
    >>> read_opening_marking("Secret police have searched the house") is None
    True
    """
    match = _OPENING.match(text)
    if match is None:
        return None
    word = _MARKINGS[match["word"].lower()]
    return OpeningMarking(word, match.start("word"), match.end("word")) if isinstance(word, Classification) else None
