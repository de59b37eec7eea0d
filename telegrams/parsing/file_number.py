"""The Department's file numbers: "711.61/11–2245" → class, countries, subject, serial or filed day.

The rules are those of the central files: a numerical file 1906–10, a decimal file 1910–49 with
serials and from mid-1944 with filing dates, a renumbered decimal file 1950–63, a subject-numeric
file from 1963, and the papers of the peace conference at Paris. The same digits mean different
states before and after 1 January 1950, so the scheme is chosen by the filed day, else by the
form (a serial is never of 1950 or later), else by the year of the document.
"""

import calendar
import datetime
import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from telegrams.parsing.decimal_stem import FIRST_SCHEME, SECOND_SCHEME, FilePart, FilePartKind, Stem, read_stem
from telegrams.vocabulary import Word

LONGEST = 200

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_QUOTES = "\"'“”‘’«»`"
_FRACTIONS = "½¼¾⅓⅔⅛⅜⅝⅞"


class FileSystem(Word):
    """Which of the Department's filing systems a number belongs to."""

    NUMERICAL = "numerical", "Numerical File, 1906–1910", "Cases in the order of opening; the digits have no meaning."
    DECIMAL_1910 = "decimal-1910", "Central Decimal File, 1910–1949", "Class, countries and subject, first scheme."
    DECIMAL_1950 = "decimal-1950", "Central Decimal File, 1950–1963", "Class, countries and subject, renumbered."
    PEACE_CONFERENCE = (
        "paris-peace-conference",
        "Paris Peace Conference, 1918–1919",
        "Papers of the American Commission to Negotiate Peace.",
    )
    SUBJECT_NUMERIC = "subject-numeric", "Subject-Numeric File, 1963–1973", "Subject, number and country, as printed."


class ClassStep(NamedTuple):
    """One step of the path class › country › subject: ``code`` for addresses, ``label`` to show."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class FileNumber:
    """A file number and its meaning.

    ``stem`` is the number before the stroke without its words, ``qualifier`` those words,
    ``suffix`` what follows the stroke: a ``serial`` or the day under which the paper was
    ``filed``, usually but not always the day of sending. ``summary`` is one sentence.
    ``problem`` says what does not decode, in plain words.
    """

    printed: str
    system: FileSystem
    parts: tuple[FilePart, ...]
    stem: str
    qualifier: str
    suffix: str
    serial: str | None
    filed: datetime.date | None
    summary: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class _Suffix:
    printed: str = ""
    serial: str | None = None
    filed: datetime.date | None = None
    label: str = ""
    problem: str | None = None


# "711.61", "867n.01", "611.60 d 31", "123 G 861", "860h. 51", "710 Consultation"
_STEM = re.compile(r"\d{3}(?!\d) ?(?:[A-Za-z](?![A-Za-z]) ?)?(?:\. ?[\dA-Z]|(?= ?[A-Z(\[]|$|-))")
# "11-2245", "12-345", and a list of them as footnotes print it: "6-2249, 6-2149"
_DATED = re.compile(r"(?P<month>\d{1,2})-(?P<day>\d{1,2})(?P<year>\d\d)(?:, ?\d{1,2}-\d{3,4})*")
# "332", "3305a", "3302½", "10092 ½a", "84, 90", "12-14", "410 supp", "2 Suppl.", "69 F. W", "850-Telegram"
_SERIAL = re.compile(
    rf"\d+ ?[{_FRACTIONS}]? ?[a-z]{{0,2}}"
    rf"(?:-\d+)?(?:, ?\d*[{_FRACTIONS}]?[a-z]{{0,2}})*"
    r"(?: ?supp?l?\.?| F\. ?W\.?|-(?:Telegram|Despatch|Airgram|Letter))?",
    re.IGNORECASE,
)
# "-" and "a": the first paper of a file, without a number of its own
_UNNUMBERED = re.compile(r"-|[a-z]")
# a date whose stroke the print lost: "711.94114 Supplies 2-2445"
_LOST_STROKE = re.compile(r"(?<=[^\d\s]) (?=\d{1,2}[-‐‑‒–—−]\d{3,4}$)")
# "File No.", "FW" (filed with) and "Paris Peace Conf." stand before the number itself
_PREFIX = re.compile(
    r"(?P<file>File\s*No\.?\s*)?(?P<with>F\.?\s?W\.?\s)?(?P<paris>Paris Peace Conf(?:erence|\.)?,? ?)?", re.IGNORECASE
)
_NUMERICAL = re.compile(r"(?P<case>\d{1,5})(?:/(?P<item>\d+(?:-\d+)?))?")
# "POL 17 USSR-US", "DEF 12 NATO", "POL VIET S": a primary subject of the 1963 manual opens it
_SUBJECT_NUMERIC = re.compile(
    r"(?P<subject>AGR|AID|AV|CSM|CUL|DEF|ECIN|EDU|FN|FSE|FT|INCO|INT|LAB|LEG|ORG|PER|PET|POL|PPV|REF|SCI|SOC|STR|TEL"
    r"|TRV|UN|XMT)(?: \d{1,2}(?:-\d{1,2})*)?(?: [A-Z][A-Z. -]*)?(?:/[\d-]+)?"
)


@lru_cache(maxsize=1024)  # a document's is read for its header, its columns, and the name of its class
def read_file_number(printed: str, year: int | None) -> FileNumber | None:
    """What a printed file number means; None for what is none, such as the name of an archive.

    ``year`` is that of the document, None if not known: it chooses the scheme where the number
    itself does not. Text after a colon (": Telegram") is not part of the number.

    >>> number = read_file_number("711.61/11–2245", 1945)
    >>> number.summary, number.filed
    ('Political relations: United States – Soviet Union', datetime.date(1945, 11, 22))
    >>> " › ".join(f"{part.printed} {part.label}" for part in number.parts)
    '7 Political relations › 11 United States › 61 Soviet Union › /11–2245 filed under 22 November 1945'
    >>> read_file_number("812.6363/1629", 1925).summary
    'Internal affairs of Mexico: Petroleum'
    >>> read_file_number("5275/12", 1908).system.value
    'numerical'
    >>> read_file_number("Nanking Embassy Files", 1948) is None
    True
    """
    shown = _without_kind(printed)
    if not shown or len(shown) > LONGEST:
        return None
    prefix = _PREFIX.match(shown)
    text = shown[prefix.end() :].rstrip(" .,;") if prefix else shown
    if prefix and prefix["paris"]:
        return _read_conference(shown, text)
    return _read_numerical(shown, text, year) or _read_decimal(shown, text, year) or _read_subjects(shown, text, year)


def file_key(text: str) -> str:
    """A comparable form of a file number: dashes, blanks, case and stops of initials unified.

    Equal for every way of printing one number, safe for any text, and its own key. Quotation
    marks and a kind after a colon are no part of it.

    >>> file_key("711.61/11–2245"), file_key("711.61 / 11—2245"), file_key("File No. 711.61/11-2245")
    ('711.61/11-2245', '711.61/11-2245', '711.61/11-2245')
    >>> file_key("740.00119 P. W./8–1545"), file_key("711.-94114A/3–2645")
    ('740.00119PW/8-1545', '711.94114A/3-2645')
    """
    dashed = text[: 4 * LONGEST].partition(":")[0].translate(_DASHES)
    stroked = dashed if "/" in dashed else _LOST_STROKE.sub("/", dashed.rstrip())
    kept = "".join(char for char in stroked if char.isprintable() and not char.isspace() and char not in _QUOTES)
    key = "".join(char.upper() if char.isascii() else char for char in kept)
    key = re.sub(r"^(?:FILENO\.?)+", "", key)
    key = re.sub(r"^PARISPEACECONF(?:ERENCE)?[.,]*", "PARISPEACECONF.", key)
    key = re.sub(r"\.-+(?=\d)", ".", key)
    key = re.sub(r"(?<=[A-Z])\.(?=[A-Z/]|$)", "", key)
    return key[:LONGEST].rstrip(".,;:")


def looks_like_file_number(text: str) -> bool:
    """Whether what someone types is meant as a file number.

    >>> looks_like_file_number("711.61/11-2245"), looks_like_file_number("711.61")
    (True, True)
    >>> looks_like_file_number("3930"), looks_like_file_number("1945"), looks_like_file_number("1945/46")
    (False, False, False)
    """
    shown = _tidy(text)
    if not shown or len(shown) > LONGEST:
        return False
    if re.fullmatch(r"1[6-9]\d\d/\d{1,4}", shown):
        return False
    number = read_file_number(shown, None)
    if number is None or (number.problem and not number.parts):
        return False
    return bool(number.suffix) or number.system != FileSystem.DECIMAL_1910 or _is_bare_stem(shown)


def file_class(number: FileNumber) -> tuple[ClassStep, ...]:
    """The path class › country › subject of a number, for a tree; it stops where we cannot read on.

    Codes keep the scheme, for 48 is British Africa in one and Poland in the other; labels are the
    lasting ones, so that one place in the tree has one name.

    >>> [step.code for step in file_class(read_file_number("711.61/11–2245", 1945))]
    ['1910.7', '1910.7.11', '1910.7.11.61']
    >>> [step.label for step in file_class(read_file_number("812.6363/1629", 1925))]
    ['Internal affairs', 'Mexico', 'Petroleum']
    """
    if not number.parts or number.system in (FileSystem.NUMERICAL, FileSystem.SUBJECT_NUMERIC):
        return (ClassStep(number.system.value, number.system.label),)
    above = {FileSystem.DECIMAL_1910: "1910", FileSystem.DECIMAL_1950: "1950"}.get(number.system, number.system.value)
    steps: list[ClassStep] = []
    if number.system == FileSystem.PEACE_CONFERENCE:
        steps.append(ClassStep(number.system.value, number.system.label))
    for part in itertools.takewhile(lambda part: part.code, number.parts):
        above = f"{above}.{re.sub(r'[^0-9a-z]+', '-', part.code.lower())}"
        steps.append(ClassStep(above, part.lasting))
    return tuple(steps) or (ClassStep(number.system.value, number.system.label),)


def _tidy(text: str) -> str:
    """Dashes kept, runs of blanks single, invisible characters and quotation marks outside gone."""
    visible = "".join(char if char.isprintable() else " " for char in text[: 4 * LONGEST])
    return " ".join(visible.split()).strip(_QUOTES + "[] ")


def _without_kind(printed: str) -> str:
    """The number itself: ``711.61/11–2245: Telegram`` loses its kind."""
    return _tidy(printed).partition(":")[0].rstrip(" .,;")


def _is_bare_stem(shown: str) -> bool:
    return re.fullmatch(r"\d{3} ?[A-Za-z]?\.[\dA-Z]+[a-z]?", shown) is not None


def _read_numerical(shown: str, text: str, year: int | None) -> FileNumber | None:
    """``5275/12–14`` of 1906–10; without a year only where four digits or more stand before a stroke."""
    match = _NUMERICAL.fullmatch(text.translate(_DASHES))
    if match is None:
        return None
    is_surely_numerical = match["item"] is not None and len(match["case"]) > 3
    if year is None and not is_surely_numerical:
        return None
    if year is not None and not 1906 <= year <= 1910:
        return None
    item = match["item"]
    suffix = _Suffix(printed=item, serial=item, label=f"paper {item} of the case") if item else _Suffix()
    case = FilePart(match["case"], f"Case {match['case']}", FilePartKind.FIXED)
    return _number(shown, FileSystem.NUMERICAL, Stem((case,), match["case"], "", f"Case {match['case']}"), suffix)


def _read_conference(shown: str, text: str) -> FileNumber | None:
    """Papers of the commission at Paris: its own scheme for 18x and 0, 1, 9, else the Department's."""
    if not re.match(r"\d{3}", text):
        return None
    stem_text, suffix = _split(text)
    if text[0] in "2345678":
        stem = read_stem(stem_text, FIRST_SCHEME, 1919)
        return _number(shown, FileSystem.PEACE_CONFERENCE, stem, suffix)
    words = re.match(r"[\d. ]*\d", stem_text)
    digits = words[0] if words else stem_text
    label = "Commission to Negotiate Peace: a scheme of its own"
    stem = Stem((FilePart(digits, label, FilePartKind.FIXED),), digits, stem_text[len(digits) :].strip(" -–"), label)
    return _number(shown, FileSystem.PEACE_CONFERENCE, stem, suffix)


def _read_subjects(shown: str, text: str, year: int | None) -> FileNumber | None:
    """``POL 17 USSR–US`` of 1963 and later, kept as text."""
    match = _SUBJECT_NUMERIC.fullmatch(text.translate(_DASHES))
    if match is None or match[0] == match["subject"] or (year is not None and year < 1963):
        return None
    part = FilePart(text, "", FilePartKind.SUBJECT)
    return _number(shown, FileSystem.SUBJECT_NUMERIC, Stem((part,), text, "", "Subject-Numeric File"), _Suffix())


def _read_decimal(shown: str, text: str, year: int | None) -> FileNumber | None:
    stem_text, suffix = _split(text)
    # 711.-94114A: a hyphen from a line end of the print
    stem_text = re.sub(r"\.[-‐‑–] ?(?=\d)", ".", stem_text)
    opening = _STEM.match(stem_text)
    if opening is None or ("." not in opening[0] and not suffix.printed):
        return None
    scheme = _scheme(suffix, year)
    system = FileSystem.DECIMAL_1950 if scheme == SECOND_SCHEME else FileSystem.DECIMAL_1910
    return _number(shown, system, read_stem(stem_text, scheme, suffix.filed.year if suffix.filed else year), suffix)


def _scheme(suffix: _Suffix, year: int | None) -> str:
    """The filed day decides, then the form (serials ended in 1944), then the year of the document."""
    if suffix.filed:
        return SECOND_SCHEME if suffix.filed.year >= 1950 else FIRST_SCHEME
    if suffix.printed and not suffix.problem:
        return FIRST_SCHEME
    return SECOND_SCHEME if year is not None and year >= 1950 else FIRST_SCHEME


def _split(text: str) -> tuple[str, _Suffix]:
    """Stem and suffix, parted at the first stroke whose right side is a suffix.

    ``811.612 Oranges/Spain/9`` keeps its words together.
    """
    stroked = text if "/" in text else _LOST_STROKE.sub("/", text)
    strokes = [match.start() for match in re.finditer("/", stroked)]
    for stroke in strokes:
        suffix = _read_suffix(stroked[stroke + 1 :].strip())
        if suffix is not None:
            return stroked[:stroke].strip(), suffix
    if not strokes:
        return stroked, _Suffix()
    stem, _, last = stroked.rpartition("/")
    problem = f"the part after the stroke, {last.strip()!r}, is neither a serial nor a date"
    return stem.strip(), _Suffix(printed=last.strip(), problem=problem)


def _read_suffix(printed: str) -> _Suffix | None:
    plain = printed.translate(_DASHES)
    dated = _DATED.fullmatch(plain)
    if dated:
        return _read_filed(printed, dated)
    if _SERIAL.fullmatch(plain):
        return _Suffix(printed=printed, serial=printed, label=f"paper {printed} of the file")
    if _UNNUMBERED.fullmatch(plain):
        return _Suffix(printed=printed, label="a paper without a number, the first of the file")
    return None


def _read_filed(printed: str, dated: re.Match[str]) -> _Suffix:
    """Month, day and year: 12–345 is 3 December 1945, for the day is all but the last two digits."""
    try:
        filed = datetime.date(1900 + int(dated["year"]), int(dated["month"]), int(dated["day"]))
    except ValueError:
        return _Suffix(printed=printed, problem=f"the filing date {printed!r} is no day of the calendar")
    if not 1910 <= filed.year <= 1963:
        return _Suffix(printed=printed, problem=f"the filing date {printed!r} is not of the years 1910–1963")
    label = f"filed under {filed.day} {calendar.month_name[filed.month]} {filed.year}"
    return _Suffix(printed=printed, filed=filed, label=label)


def _number(shown: str, system: FileSystem, stem: Stem, suffix: _Suffix) -> FileNumber:
    parts = list(stem.parts)
    if suffix.printed:
        parts.append(FilePart(f"/{suffix.printed}", suffix.label, FilePartKind.SUFFIX))
    return FileNumber(
        printed=shown,
        system=system,
        parts=tuple(parts),
        stem=stem.digits,
        qualifier=stem.qualifier,
        suffix=suffix.printed,
        serial=suffix.serial,
        filed=suffix.filed,
        summary=stem.summary,
        problem=suffix.problem or stem.problem,
    )
