"""The same questions answered in plain Python, by counting over every document."""

from collections import Counter
from datetime import date
from itertools import pairwise

from telegrams.models import Participation, Telegram
from telegrams.parsing.dates import PartialDate
from telegrams.parsing.file_number import file_key
from telegrams.search.facets import FACETS, NONE, steps
from telegrams.search.language import AllOf, Term, TermKind, Tree, Without
from telegrams.search.query import Query
from telegrams.search.sections import PART, Section, sections_of, words_of_documents
from telegrams.search.words import forms_of, stem
from telegrams.vocabulary import Kind, Role

ROLES = {"sender": Role.SENDER, "recipient": Role.RECIPIENT, "mentioned": Role.MENTIONED,
         "informed": Role.INFORMED}  # fmt: skip


class Oracle:
    """Every document held, or every one of a volume, its sections as stems, and its values in every facet."""

    def __init__(self, volume: str = "") -> None:
        rows = Telegram.objects.held().select_related("volume", "post").prefetch_related("footnotes", "corrections")
        self.documents = list(rows.filter(volume__slug=volume) if volume else rows)
        searched = words_of_documents([one.pk for one in self.documents])
        self.sections = {one.pk: list(sections_of(searched[one.pk])) for one in self.documents}
        self.words = Words(self.sections)
        self.values = {one.pk: {facet.key: self._values(one, facet.key) for facet in FACETS} for one in self.documents}

    def _values(self, one: Telegram, facet: str) -> frozenset[str]:
        if facet in ROLES:
            rows = Participation.objects.filter(telegram=one, role=ROLES[facet])
            return frozenset(row.party for row in rows) or frozenset({NONE})
        if facet == "years":
            is_one = one.earliest and one.latest and one.earliest.year == one.latest.year
            return frozenset({str(one.earliest.year) if is_one and one.earliest else NONE})
        if facet == "file":
            return frozenset(steps(one.file_class)) or frozenset({NONE})
        if facet == "volume":
            compilation = one.division.split("/")[0]
            return frozenset({one.volume.slug, *([f"{one.volume.slug}.{compilation}"] if compilation else [])})
        if facet == "has":
            kinds = {passage[2] for passage in one.layout["passages"]}
            has = {
                "enclosure": one.layout["parts"],
                "footnotes": one.footnotes.all(),
                "table": "table-row" in kinds,
                "correction": one.corrections.filter(withdrawn_at=None),
            }
            return frozenset(value for value, present in has.items() if present) or frozenset({NONE})
        said = {
            "day": one.day_origin().value if one.earliest or one.latest else "",
            "post": one.post.slug if one.post else "",
            "kind": one.kind,
            "classification": one.classification,
            "precedence": one.precedence,
        }[facet]
        return frozenset({said or NONE})

    def found(self, query: Query, but: str = "") -> list[Telegram]:
        """The documents that answer, in no order; ``but`` names a facet left aside."""
        tree = query.reading().tree
        words = self.words if tree is not None else None
        return [
            one
            for one in self.documents
            if (words is None or tree is None or words.match(one, tree))
            and self._in_days(one, query)
            and all(self._chosen(one, query, facet.key) for facet in FACETS if facet.key != but)
        ]

    def counts(self, query: Query, facet: str) -> dict[str, int]:
        """The documents of each value under all other filters."""
        return dict(Counter(value for one in self.found(query, but=facet) for value in self.values[one.pk][facet]))

    def in_order(self, query: Query) -> list[int]:
        """The answer by date, newest or number."""
        newest = query.order() == "newest"

        def place(one: Telegram) -> tuple[object, ...]:
            day = one.earliest or date.min
            digits = _digits(one.message_number)
            return (
                *((not digits, digits.zfill(60)) if query.order() == "number" else ()),
                one.earliest is None,
                -day.toordinal() if newest else day.toordinal(),
                one.volume.slug,
                one.document_key,
                one.pk,
            )

        return [one.pk for one in sorted(self.found(query), key=place)]

    def _in_days(self, one: Telegram, query: Query) -> bool:
        first, last = query.first_day(), query.last_day()
        if first is None and last is None:
            return True
        if one.earliest is None:
            return query.undated
        return self.overlaps(one, first, last)

    @staticmethod
    def overlaps(one: Telegram, first: date | None, last: date | None) -> bool:
        """Whether a document's days overlap these; one without a day does not."""
        if one.earliest is None:
            return False
        return (first is None or one.latest is None or one.latest >= first) and (last is None or one.earliest <= last)

    def _chosen(self, one: Telegram, query: Query, facet: str) -> bool:
        chosen, has = query.chosen(facet), self.values[one.pk][facet]
        return (not chosen.wanted or bool(has & set(chosen.wanted))) and not has & set(chosen.unwanted)


def _digits(number: str) -> str:
    """The first run of digits."""
    start = next((at for at, char in enumerate(number) if char.isdigit()), len(number))
    end = next((at for at in range(start, len(number)) if not number[at].isdigit()), len(number))
    return number[start:end]


class Words:
    """Whether documents have the terms of a question."""

    def __init__(self, sections: dict[int, list[Section]]) -> None:
        self.forms = {key: [(one.weight, forms_of(one.text)) for one in of] for key, of in sections.items()}
        self.stems = {
            key: [(weight, f" {' '.join(map(stem, forms))} ") for weight, forms in of] for key, of in self.forms.items()
        }
        self.fields: dict[tuple[int, str], list[list[str]]] = {}

    def match(self, one: Telegram, tree: Tree) -> bool:
        """Whether a document answers a tree."""
        if isinstance(tree, Term):
            return self._has(one, tree)
        if isinstance(tree, Without):
            return not self.match(one, tree.node)
        return (all if isinstance(tree, AllOf) else any)(self.match(one, node) for node in tree.nodes)

    def _has(self, one: Telegram, term: Term) -> bool:
        part = PART.get(term.within, "")
        if term.kind == TermKind.FILE_NUMBER and not term.within and one.file_key == term.text.replace("–", "-"):
            return True
        if term.asked_of:
            return self._field_has(one, term)
        if term.kind in (TermKind.BEGINNING, TermKind.EXACT):
            forms = (form for weight, some in self.forms[one.pk] if part in ("", weight) for form in some)
            asked = term.forms[0]
            return any(form == asked if term.kind == TermKind.EXACT else form.startswith(asked) for form in forms)
        texts = [text for weight, text in self.stems[one.pk] if part in ("", weight)]
        wanted = [stem(form) for form in term.forms]
        if term.kind == TermKind.NEAR:
            # A break between sections counts as a word.
            row = [word for text in texts for word in (*text.split(), "|")]
            pairs = [(a, b) for a, b in pairwise(wanted) if a != b]
            if not pairs:
                return wanted[0] in row
            return all(
                any(
                    b in row[max(0, at - term.near - 1) : at + term.near + 2]
                    for at, word in enumerate(row)
                    if word == a
                )
                for a, b in pairs
            )
        phrase = f" {' '.join(wanted)} "
        return any(phrase in text for text in texts)

    def _field_has(self, one: Telegram, term: Term) -> bool:
        """Whether a field of a document has the words of a term, side by side."""
        if term.kind == TermKind.DAY and term.text.startswith("--"):
            return bool(one.earliest) and one.earliest == one.latest and f"{one.earliest:--%m-%d}" == term.text
        if term.kind == TermKind.DAY:
            day = PartialDate.of(term.text)
            assert day is not None
            return Oracle.overlaps(one, day.earliest, day.latest)
        if term.asked_of == "file" and term.kind == TermKind.BEGINNING:
            return bool(one.file_key) and one.file_key.startswith(file_key(term.text))
        wanted = list(term.forms)
        for forms in self._field(one, term.asked_of):
            if term.kind == TermKind.BEGINNING and any(form.startswith(wanted[0]) for form in forms):
                return True
            if term.kind != TermKind.BEGINNING and any(
                forms[at : at + len(wanted)] == wanted for at in range(len(forms))
            ):
                return True
        return False

    def _field(self, one: Telegram, name: str) -> list[list[str]]:
        """The words of a field of a document."""
        if (one.pk, name) not in self.fields:
            self.fields[one.pk, name] = [forms_of(text) for text in self._texts_of_field(one, name)]
        return self.fields[one.pk, name]

    def _texts_of_field(self, one: Telegram, name: str) -> list[str]:
        roles = {"from": Role.SENDER, "to": Role.RECIPIENT, "by": Role.SIGNER, "about": Role.MENTIONED}
        if name in roles:
            rows = Participation.objects.filter(telegram=one, role=roles[name])
            return [text for row in rows for text in (row.name_printed, row.office_printed, row.party_label)]
        return {
            "file": [one.file_number],
            "no": [one.message_number],
            "post": [one.place, one.post.city if one.post else ""],
            "kind": [one.kind, Kind(one.kind).label],
            "vol": [one.volume.slug, one.volume.short_title],
        }[name]
