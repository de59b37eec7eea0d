"""The number before the stroke of a decimal file number: "711.61" → class, countries, subject.

Countries are two digits with a letter where the table has one; a subject is labelled by the
longest code that fits; what follows is a qualifier, kept as printed. Numbers with a meaning of
their own (763.72, the first world war) are met before countries are read.
"""

import re
from dataclasses import dataclass

from telegrams.parsing.tables import ClassFact, class_facts, country_name, country_numbers
from telegrams.vocabulary import Word

FIRST_SCHEME = "1910-1949"
SECOND_SCHEME = "1950-1963"

# "Internal affairs of the Soviet Union", but "of Mexico"
_WITH_ARTICLE = re.compile(
    r"United |Soviet|Netherlands|Union |Kingdom |Free |Federal |Federated |Unfederated |Dominican Republic|Holy See"
    r"|Philippines|Near East|Gold Coast|Belgian Congo|Baltic|Balkan"
)
_COUNTRY = re.compile(r"(?P<digits>\d\d)(?: ?(?P<letter>[A-Za-z])(?![a-z])(?P<cutter> ?\d)?)?")
# "105A" with its letter, but "5" of "5B22", where B 22 is a name mark
_SUBJECT = re.compile(r"\d+(?:[A-Z](?![a-z\d]))?")


# "711.", "860 h.": without its point a number such as "350 Korea" has no countries we could read
_POINTED = re.compile(r"\d{3} ?(?:[A-Za-z] ?)?\.")


class FilePartKind(Word):
    """What a part of a file number says."""

    CLASS = "class", "Class", "The first digit."
    FIXED = "fixed", "Number", "A number with a meaning of its own, whatever its digits."
    COUNTRY = "country", "Country", "A country number of the scheme."
    SUBJECT = "subject", "Subject", "The digits after the countries."
    QUALIFIER = "qualifier", "Qualifier", "Words or a name mark after the digits."
    SUFFIX = "suffix", "Suffix", "The serial or filing date after the stroke."


@dataclass(frozen=True, slots=True)
class FilePart:
    """A part as printed and what it means; ``label`` is empty where we cannot read the part.

    ``code`` is the entry of the table that was met and ``lasting`` its name without regard to the
    year, both empty where there is none.
    """

    printed: str
    label: str
    kind: FilePartKind
    code: str = ""
    lasting: str = ""


@dataclass(frozen=True, slots=True)
class Stem:
    """The number before the stroke: its parts, its digits, the words after them, and one sentence."""

    parts: tuple[FilePart, ...]
    digits: str
    qualifier: str
    summary: str
    problem: str | None = None


def read_stem(text: str, scheme: str, year: int | None) -> Stem:
    """The meaning of the number before the stroke: class, a fixed number or countries, subject, words.

    ``year`` is that of the number, for the names of states and numbers with a meaning for a time.

    >>> [part.label for part in read_stem("861.00", FIRST_SCHEME, 1946).parts]
    ['Internal affairs', 'Soviet Union', 'Political affairs']
    """
    reading = _Reading(text, scheme, year)
    class_fact = next((fact for fact in class_facts(scheme, "class") if fact.code == text[0]), None)
    if class_fact is None:
        problem = f"class {text[0]} is not of the scheme {scheme}"
        return Stem((FilePart(text, "", FilePartKind.CLASS),), text, "", "", problem)
    fixed = _fixed_fact(text, scheme, year)
    if fixed:
        _read_fixed(reading, class_fact, fixed)
    else:
        reading.take_fact(1, class_fact, FilePartKind.CLASS)
        if class_fact.shape in ("pair", "state") and not _POINTED.match(text):
            return _unpointed(text, class_fact)
        _READERS[class_fact.shape](reading)
    end = reading.at
    qualifier = reading.take_qualifier()
    return Stem(
        parts=tuple(reading.parts),
        digits=text[:end].strip(" .-–"),
        qualifier=qualifier,
        summary=_summary(class_fact, tuple(reading.parts)),
        problem=reading.problem,
    )


def _unpointed(text: str, class_fact: ClassFact) -> Stem:
    words = text[3:].strip(" .-–")
    part = FilePart(text[:3], "", FilePartKind.FIXED)
    problem = f"{text[:3]} without a point is not in the table of class {class_fact.code}"
    return Stem((part,), text[:3], words, class_fact.short, problem)


class _Reading:
    """A cursor over the stem: parts are taken from the left, the rest is the qualifier."""

    def __init__(self, text: str, scheme: str, year: int | None) -> None:
        self.text = text
        self.scheme = scheme
        self.year = year
        self.at = 0
        self.parts: list[FilePart] = []
        self.problem: str | None = None

    def rest(self) -> str:
        return self.text[self.at :]

    def skip(self, chars: str) -> None:
        while self.rest()[:1] and self.rest()[:1] in chars:
            self.at += 1

    def take_fact(self, length: int, fact: ClassFact, kind: FilePartKind) -> None:
        printed = self.text[self.at : self.at + length]
        self.parts.append(FilePart(printed, fact.short or fact.label, kind, fact.code, fact.short or fact.label))
        self.at += length

    def take_country(self, *, cutter_follows: bool = False) -> bool:
        """A country number at the cursor, with its letter where the table has digits and letter.

        ``cutter_follows``: in claims (411.57 N 83) a letter before digits is a name mark.
        """
        match = _COUNTRY.match(self.text, self.at)
        if match is None:
            return False
        lettered = match["digits"] + (match["letter"] or "").lower()
        is_cutter = cutter_follows and match["cutter"] is not None
        is_lettered = match["letter"] is not None and not is_cutter and lettered in country_numbers(self.scheme)
        if match["letter"] and not is_lettered and self._ends_number(match):
            return False
        number = lettered if is_lettered else match["digits"]
        end = match.end("letter" if is_lettered else "digits")
        name = country_name(self.scheme, number, self.year)
        if name is None:
            return False
        lasting = country_name(self.scheme, number, None) or name
        self.parts.append(FilePart(self.text[self.at : end], name, FilePartKind.COUNTRY, number, lasting))
        self.at = end
        return True

    def _ends_number(self, match: re.Match[str]) -> bool:
        """Whether the letter stands between the digits and a point or the end, so that it is theirs: 790G.11."""
        return match.start("letter") == match.end("digits") and self.text[match.end("letter") :][:1] in (".", "")

    def take_subject(self, kind: str) -> None:
        """The digits at the cursor as a subject: labelled by the longest code that fits."""
        match = _SUBJECT.match(self.text, self.at)
        if match is None:
            return
        printed = match[0]
        fact = _subject_fact(self.scheme, kind, printed.replace(".", "").upper())
        label = fact.label if fact else ""
        self.parts.append(FilePart(printed, label, FilePartKind.SUBJECT, fact.code if fact else "", label))
        self.at = match.end()

    def take_qualifier(self) -> str:
        words = self.rest().strip(" .-–")
        if words:
            code = re.sub(r"[. ]", "", words).upper()
            facts = class_facts(self.scheme, "qualifier")
            label = next((fact.label for fact in facts if fact.code == code), "")
            self.parts.append(FilePart(words, label, FilePartKind.QUALIFIER))
        return words


def _subject_fact(scheme: str, kind: str, digits: str) -> ClassFact | None:
    """The closest subject: ``114A`` is 114 where the table has no 114A."""
    bare = digits.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    for fact in class_facts(scheme, kind):
        if fact.code in (digits, bare) or (fact.shape == "prefix" and digits.startswith(fact.code)):
            return fact
    return None


def _fixed_fact(text: str, scheme: str, year: int | None) -> ClassFact | None:
    compact = text.replace(" ", "").upper()
    facts = class_facts(scheme, "fixed")
    return next((fact for fact in facts if compact.startswith(fact.code.upper()) and fact.holds_in(year)), None)


def _read_fixed(reading: _Reading, class_fact: ClassFact, fixed: ClassFact) -> None:
    """A number with a meaning of its own; 701.6111 and 124.42 have countries after the point."""
    reading.parts.append(
        FilePart(class_fact.code, class_fact.short, FilePartKind.CLASS, class_fact.code, class_fact.short)
    )
    length = _printed_length(reading.text, len(fixed.code))
    reading.take_fact(length, fixed, FilePartKind.FIXED)
    if fixed.shape:
        reading.skip(" .")
        found = reading.take_country()
        reading.skip(" ")
        if found and fixed.shape == "pair":
            found = reading.take_country()
        if not found and reading.rest()[:1].isdigit():
            reading.problem = f"no country number stands after {fixed.code}"
    reading.skip(" .")
    reading.take_subject("none")


def _printed_length(text: str, count: int) -> int:
    """How many characters of the print hold that many that are no blanks."""
    length = 0
    while count:
        count -= text[length] != " "
        length += 1
    return length


def _read_pair(reading: _Reading) -> None:
    """``7AA.BB…``: two countries, then a subject of the class."""
    digit = reading.text[0]
    cutter = digit in "234" and reading.scheme == FIRST_SCHEME
    if not reading.take_country(cutter_follows=cutter):
        reading.problem = f"no country number of {reading.scheme} stands after the class"
        return
    reading.skip(" .")
    if not reading.take_country(cutter_follows=cutter) and reading.rest()[:1].isdigit():
        reading.problem = f"{reading.rest()[:2]} after the point is no country number of {reading.scheme}"
    reading.skip(" .")
    reading.take_subject(f"subject-{digit}" if reading.scheme == FIRST_SCHEME else "none")


def _read_state(reading: _Reading) -> None:
    """``8AA.subject``: one country, then a subject."""
    if not reading.take_country():
        reading.problem = f"no country number of {reading.scheme} stands after the class"
        return
    reading.skip(" .")
    reading.take_subject(f"subject-{reading.text[0]}")


def _read_conference_subject(reading: _Reading) -> None:
    """``511.4``: after the 5 the digits of a class 8 subject, whatever stands between them."""
    match = re.match(r"[\d.]*\d", reading.rest())
    if match is None:
        return
    fact = _subject_fact(reading.scheme, "subject-8", match[0].replace(".", ""))
    label = fact.label if fact else ""
    reading.parts.append(FilePart(match[0], label, FilePartKind.SUBJECT, fact.code if fact else "", label))
    reading.at += match.end()


def _read_plain(reading: _Reading) -> None:
    """Classes 0 and 1, and 3 of the second scheme: only fixed numbers have a meaning."""
    match = re.match(r"[\d.]*\d[A-Z]*(?![a-z])", reading.rest())
    if match:
        reading.parts.append(FilePart(match[0], "", FilePartKind.SUBJECT))
        reading.at += match.end()


_READERS = {"pair": _read_pair, "state": _read_state, "conference": _read_conference_subject, "": _read_plain}


def _summary(class_fact: ClassFact, parts: tuple[FilePart, ...]) -> str:
    """One sentence: ``Political relations: United States – Soviet Union``."""
    names = [part.label for part in parts if part.kind == FilePartKind.COUNTRY]
    fixed = next((part.label for part in parts if part.kind == FilePartKind.FIXED), None)
    subject = next((part.label for part in parts if part.kind == FilePartKind.SUBJECT and part.label), None)
    states = " – ".join(names)
    if fixed:
        return f"{fixed}: {states}" if states else fixed
    if class_fact.shape == "state" and names:
        article = "the " if _WITH_ARTICLE.match(states) else ""
        head = f"{class_fact.short} of {article}{states}"
        return f"{head}: {subject}" if subject else head
    head = f"{class_fact.short}: {states}" if names else class_fact.short
    if subject is None:
        return head
    return f"{head} ({subject})" if names else f"{head}: {subject}"
