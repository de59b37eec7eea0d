"""FACETS: everything by which an answer can be narrowed, one entry each, in the order of the page.

An entry owns three verbs: ``of`` says which values a document has, ``labels`` and ``say`` name
them. The index has a field of its key. Rail, chips, filters, counts, exclusion and 'not stated' all
read the entry. To add a facet: one entry here, ``indexed.VERSION`` one higher, one test.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, JSONField, Min, Model, Q, QuerySet, TextField, Value

from telegrams.models import Participation, Post, Telegram, Volume, VolumeContents
from telegrams.parsing.file_number import file_class, read_file_number
from telegrams.search.sections import Words
from telegrams.vocabulary import Classification, Feature, Kind, Origin, PassageKind, Precedence, Role, Word

NONE = "none"
"""The value that stands for 'not stated'."""

NOT_STATED = "not stated"

SHOWN = 6
"""Values of a facet on the results page; a page of its own has all."""

ONE_BY_ONE = 50
"""Values whose names are asked for each by itself, in one query."""

_SLUG = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,159}")


@dataclass(frozen=True, slots=True)
class Counted:
    """A value, how many documents have it, and what a page prints for it; '' where say() knows."""

    value: str
    count: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Counting:
    """A document as facets count it; ``parties``: by role, the keys of those who have it.

    The telegram is read without its text; whether its day is printed, and whether anything of it is corrected, is
    told beside it.
    """

    telegram: Telegram
    words: Words
    parties: Mapping[Role, Iterable[str]]
    day_is: Origin
    is_corrected: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet; ``shape`` is 'choice', 'range' (in order of value) or 'tree'.

    ``chip`` is what a chip says before the value's label; ``order`` its place in a sentence.
    """

    key: str
    label: str
    help: str
    chip: str
    order: int
    shape: str = "choice"
    words: type[Word] | None = None
    """The closed list that its values are words of; None where they are not."""

    @property
    def is_single(self) -> bool:
        """Whether every document has one value of it, so that its counts add up to the documents."""
        return False

    def of(self, document: Counting) -> Iterable[str]:
        """The values of a document; each kind of facet has its own."""
        raise NotImplementedError

    def root(self, value: str) -> str:
        """The highest branch above a value of a tree."""
        return value

    def labels(self, values: Iterable[str]) -> dict[str, str]:
        """Labels of values as far as the archive knows them."""
        return {value: self.say(value) for value in values}

    def say(self, value: str) -> str:
        """What a page prints for a value, as far as that can be said without asking the archive."""
        if value == NONE:
            return NOT_STATED
        return next((word.label for word in self.words or () if word.value == value), value)

    def refusal(self, value: str) -> str:
        """Why a value can be none of this facet's, in plain words; '' if it can be one."""
        if self.words:
            known = [word.value for word in self.words]
            return "" if value in (*known, NONE) else f"is none of: {', '.join(known)}"
        return "" if _SLUG.fullmatch(value) else "has signs that no value has"


@dataclass(frozen=True, slots=True)
class YearFacet(Facet):
    """The year sent; a document whose days lie in two years, or are not known, has none."""

    def of(self, document: Counting) -> Iterable[str]:
        first, last = document.telegram.earliest, document.telegram.latest
        return [f"{first.year:04}"] if first and last and first.year == last.year else ()

    def refusal(self, value: str) -> str:
        if value == NONE or (re.fullmatch(r"[0-9]{4}", value) and value != "0000"):
            return ""
        return "is not a year of four digits"


@dataclass(frozen=True, slots=True)
class WordFacet(Facet):
    """A column that holds a word of a closed list."""

    column: str = ""

    @property
    def is_single(self) -> bool:
        return True

    def of(self, document: Counting) -> Iterable[str]:
        return [getattr(document.telegram, self.column)]


@dataclass(frozen=True, slots=True)
class LinkFacet(Facet):
    """A row of another table, known by its slug: the post, the volume."""

    column: str = ""
    name: str = ""
    table: type[Model] = Volume

    @property
    def is_single(self) -> bool:
        return True

    def of(self, document: Counting) -> Iterable[str]:
        linked = getattr(document.telegram, self.column)
        return [linked.slug] if linked else ()

    def labels(self, values: Iterable[str]) -> dict[str, str]:
        rows = self.table._default_manager.filter(slug__in=values)
        return dict(rows.values_list("slug", self.name))


@dataclass(frozen=True, slots=True)
class PartyFacet(Facet):
    """A person or office in a role to the document; a document may have several."""

    role: Role = Role.SENDER

    def of(self, document: Counting) -> Iterable[str]:
        return document.parties.get(self.role, ())

    def labels(self, values: Iterable[str]) -> dict[str, str]:
        wanted = list(values)
        rows = Participation.objects.filter(role=self.role).values_list("party", "party_label").order_by("party_label")
        if len(wanted) <= ONE_BY_ONE:  # each the first of its index: a party may have a hundred thousand rows
            return dict(_first_of_each([rows.filter(party=value) for value in wanted]))
        every = Participation.objects.filter(role=self.role, party__in=wanted).order_by().values_list("party")
        return dict(every.annotate(label=Min("party_label")))


@dataclass(frozen=True, slots=True)
class FileFacet(Facet):
    """The class of the file number, a path: 1910.7 has 1910.7.11 has 1910.7.11.61."""

    def of(self, document: Counting) -> Iterable[str]:
        return steps(document.telegram.file_class)

    def root(self, value: str) -> str:
        return steps(value)[0]

    def _with(self, value: str) -> Q:
        return Q(file_class=value) | Q(file_class__startswith=f"{value}.")

    def labels(self, values: Iterable[str]) -> dict[str, str]:
        values = list(values)
        wanted = [value for value in values if value != NONE and value not in _STEPS_SAID]
        rows = Telegram.objects.order_by("pk")
        samples = _first_of_each(
            [
                rows.filter(self._with(value)).values_list(
                    Value(value, output_field=TextField()), "file_number", "earliest"
                )
                for value in wanted
            ]
        )
        for value, number, day in samples:
            _STEPS_SAID[value] = _step_label(value, f"{number}\t{day.year if day else ''}")
        return {value: _STEPS_SAID[value] for value in values if value in _STEPS_SAID}


@dataclass(frozen=True, slots=True)
class VolumeFacet(LinkFacet):
    """The volume, and below it the compilation: the outermost part of the printed contents that the document is in."""

    def of(self, document: Counting) -> Iterable[str]:
        yield (slug := document.telegram.volume.slug)
        if compilation := document.telegram.division.partition("/")[0]:
            yield f"{slug}.{_as_step(compilation)}"

    def root(self, value: str) -> str:
        return value.partition(".")[0]

    def labels(self, values: Iterable[str]) -> dict[str, str]:
        values = list(values)
        said = LinkFacet.labels(self, [value for value in values if "." not in value])
        of_volumes = {value.partition(".")[0] for value in values if "." in value}
        if of_volumes:
            rows = VolumeContents.objects.filter(volume__slug__in=of_volumes)
            outermost = rows.values_list("volume__slug", _of_outermost("key"), _of_outermost("heading"))
            for slug, keys, headings in outermost:
                named = {f"{slug}.{_as_step(key)}": heading for key, heading in zip(keys, headings, strict=True)}
                said |= {value: named[value] or value.partition(".")[2] for value in values if value in named}
        return said


def _as_step(key: str) -> str:
    """The key of a division as a step of a path."""
    return key.replace(".", "_")


def _of_outermost(name: str) -> Func:
    """The value of this name of each outermost division of printed contents."""
    return Func(
        F("printed"),
        Value(f"$.divisions[*].{name}"),
        template="jsonb_path_query_array(%(expressions)s::jsonpath)",
        output_field=JSONField(),
    )


@dataclass(frozen=True, slots=True)
class HasFacet(Facet):
    """What a document has besides its text; it may have several."""

    def of(self, document: Counting) -> Iterable[str]:
        words = document.words
        has = {
            Feature.ENCLOSURE: any(part for _, _, _, part, *_ in words.passages),
            Feature.FOOTNOTES: words.notes,
            Feature.TABLE: any(kind == PassageKind.TABLE_ROW for _, _, kind, *_ in words.passages),
            Feature.CORRECTION: document.is_corrected,
        }
        return [feature.value for feature, present in has.items() if present]

    def say(self, value: str) -> str:
        return "none of these" if value == NONE else Facet.say(self, value)


@dataclass(frozen=True, slots=True)
class DayFacet(Facet):
    """How the day sent is known."""

    @property
    def is_single(self) -> bool:
        return True

    def of(self, document: Counting) -> Iterable[str]:
        return [document.day_is.value] if document.telegram.is_dated() else ()


_STEPS_SAID: dict[str, str] = {}
"""What steps are called, once a document with them was met: a step is called the same wherever it stands."""


def _first_of_each(rows: Sequence[QuerySet[Any, Any]]) -> Iterable[Any]:
    """The first row of each of these, in one query, or in a few where they are many."""
    for start in range(0, len(rows), ONE_BY_ONE):
        first, *others = [one[:1] for one in rows[start : start + ONE_BY_ONE]]
        yield from first.union(*others, all=True) if others else first


def steps(path: str) -> list[str]:
    """The steps of a path from the top: a scheme alone is none.

    >>> steps('1910.7.11.61')
    ['1910.7', '1910.7.11', '1910.7.11.61']
    """
    parts = path.split(".") if path else []
    first = 2 if len(parts) > 1 and parts[0].isdecimal() else 1
    return [".".join(parts[:end]) for end in range(first, len(parts) + 1)]


def _step_label(step: str, sample: str) -> str:
    """The name of a step, read from a file number that has it."""
    printed, _, year = sample.partition("\t")
    number = read_file_number(printed, int(year) if year.isdecimal() else None)
    path = file_class(number) if number and step != NONE else ()
    return next((_numbered(one.code, one.label) for one in path if one.code == step), "")


def _numbered(code: str, label: str) -> str:
    """A label with the digits it stands for: '11 United States'."""
    last = code.rpartition(".")[2]
    return f"{last} {label}" if last[:1].isdecimal() else label


FACETS: tuple[Facet, ...] = (
    YearFacet("years", "Years", "The year in which it was sent, where its days lie in one.", "", 4, "range"),
    PartyFacet("sender", "Sender", "Who sent it, by the heading.", "From", 1, role=Role.SENDER),
    PartyFacet("recipient", "Recipient", "To whom it was sent, by the heading.", "To", 2, role=Role.RECIPIENT),
    PartyFacet("mentioned", "People mentioned", "Named in text or note.", "Names", 7, role=Role.MENTIONED),
    LinkFacet("post", "Post", "The city it was sent from.", "Sent from", 3, column="post", name="city", table=Post),
    PartyFacet(
        "informed", "Informed posts", "Posts it was repeated to, as it says.", "Repeated to", 6, role=Role.INFORMED
    ),
    WordFacet("kind", "Kind", "What the document is.", "", 8, column="kind", words=Kind),
    WordFacet(
        "classification",
        "Classification",
        "The historical secrecy marking; all are declassified.",
        "Marked",
        9,
        column="classification",
        words=Classification,
    ),
    WordFacet(
        "precedence",
        "Precedence",
        "How fast it was to be handled.",
        "Precedence",
        10,
        column="precedence",
        words=Precedence,
    ),
    FileFacet("file", "File class", "What the Department's file number says it is about.", "File class", 11, "tree"),
    VolumeFacet(
        "volume",
        "Volume",
        "The printed volume it stands in, and the compilation within it.",
        "In",
        12,
        "tree",
        column="volume",
        name="short_title",
    ),
    HasFacet("has", "Has", "What it has besides its text.", "With", 13, words=Feature),
    DayFacet("day", "Certainty", "How the day it was sent is known.", "Day", 14, words=Origin),
)

FACET = {facet.key: facet for facet in FACETS}
"""The facets by their keys."""
