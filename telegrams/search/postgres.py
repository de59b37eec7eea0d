"""The first engine: one tsvector column of PostgreSQL. Goes, with its column, when a faster one comes.

The words of a question are looked up once; total, page, facets and histogram are then counted over
the telegrams that have them, all within one snapshot.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from operator import or_

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    Case,
    Count,
    F,
    Func,
    IntegerField,
    Q,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Expression, OrderBy
from django.db.models.functions import Collate, LPad

from telegrams.models import SearchStretch, Telegram
from telegrams.models.telegram import TelegramQuerySet
from telegrams.parsing.file_number import file_key
from telegrams.search import indexing
from telegrams.search.counting import every_value, shown_values
from telegrams.search.engine import Answer, FacetAnswer, Misreading, TermRead, TooHeavy, YearCount
from telegrams.search.facets import FACET, FACETS, NONE, Counted, Facet
from telegrams.search.filters import quoted
from telegrams.search.language import Reading, Term, TermKind
from telegrams.search.matching import Matcher, numbered, rank
from telegrams.search.query import PAGE, Query
from telegrams.search.snapshot import snapshot
from telegrams.search.snippets import hits_of

SECONDS = 5.0
"""How long a question may take."""

MOST_PINNED = 10


class PostgresEngine:
    """Answers questions from the database itself; see ``engine.Engine`` for what is promised."""

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds

    def ask(self, query: Query) -> Answer:
        """The answer; raises TooHeavy."""
        with self._asking(query) as asked:
            return asked.answer()

    def count(self, query: Query) -> int:
        """The exact total alone; raises TooHeavy."""
        with self._asking(query) as asked:
            return asked.found().count()

    def all_values(self, query: Query, facet: str) -> FacetAnswer:
        """Every value of one facet under all other filters; raises TooHeavy."""
        with self._asking(query) as asked:
            return every_value(FACET[facet], asked.counts(FACET[facet]), query.chosen(facet))

    def documents(self, query: Query) -> Iterator[int]:
        """The ids of all documents found, in order; raises TooHeavy."""
        with self._asking(query) as asked:
            return iter(list(asked.in_order().values_list("pk", flat=True)))

    def refresh(self, telegrams: Sequence[int]) -> None:
        """Bring these telegrams' place in the search up to date, in the caller's transaction."""
        indexing.refresh(telegrams)

    @contextmanager
    def _asking(self, query: Query) -> Iterator["_Asked"]:
        """The question within its snapshot; one that is stopped names the phrase that took so long."""
        reading = query.reading()
        try:
            with snapshot(self.seconds):
                yield _Asked(query, reading)
        except TooHeavy as heavy:
            phrases = [term for term in reading.wanted() if term.kind == TermKind.PHRASE]
            heavy.term = phrases[0].text if phrases else ""
            raise


class _Asked:
    """One question within one snapshot, its words looked up once."""

    def __init__(self, query: Query, reading: Reading) -> None:
        self.query = query
        self.reading = reading
        self.matcher = Matcher(has_alone=SearchStretch.objects.filter(is_alone=True).exists())
        self.ids: list[int] | None = None
        if reading.tree is not None:
            matching = Telegram.objects.held().filter(self.matcher.condition(reading.tree))
            self.ids = list(matching.order_by().values_list("pk", flat=True))

    # --- which documents ---

    def with_words(self) -> TelegramQuerySet:
        """The documents held that have the words asked for."""
        held = Telegram.objects.held()
        return held if self.ids is None else held.filter(_Among(self.ids))

    def dated(self, documents: TelegramQuerySet) -> TelegramQuerySet:
        """Those whose days overlap the days asked for."""
        first, last = self.query.first_day(), self.query.last_day()
        if first is None and last is None:
            return documents
        overlaps = Q(earliest__isnull=False)
        if first:
            overlaps &= Q(latest__isnull=True) | Q(latest__gte=first)
        if last:
            overlaps &= Q(earliest__lte=last)
        return documents.filter(overlaps | Q(earliest__isnull=True) if self.query.undated else overlaps)

    def narrowed(self, documents: TelegramQuerySet, but: str = "") -> TelegramQuerySet:
        """Those that fulfil every facet but one."""
        for key, chosen in self.query.facets:
            if key != but:
                documents = FACET[key].restrict(documents, chosen.wanted, chosen.unwanted)
        return documents

    def found(self) -> TelegramQuerySet:
        """The documents that answer the question."""
        return self.narrowed(self.dated(self.with_words()))

    def in_order(self) -> TelegramQuerySet:
        """The documents that answer the question, in a total order."""
        return ordered(self.found(), self.query.order(), self.reading)

    # --- what is said of them ---

    def answer(self) -> Answer:
        """The whole answer."""
        total = self.found().count()
        start = (self.query.page - 1) * PAGE
        page = list(self.in_order().values_list("pk", flat=True)[start : start + PAGE]) if start < total else []
        counts = {facet.key: self.counts(facet) for facet in FACETS}
        facets = tuple(shown_values(facet, counts[facet.key], self.query.chosen(facet.key)) for facet in FACETS)
        return Answer(
            query=self.query,
            total=total,
            hits=hits_of(page, self.reading),
            facets=facets,
            years=self.years(counts["years"]),
            undated=self.undated(),
            pinned=self.pinned(),
            read=self.terms(),
            misread=(*self.reading.misread, *unknown_values(facets)),
        )

    def counts(self, facet: Facet) -> list[Counted]:
        """The values of a facet under all other filters."""
        return facet.counts(self.narrowed(self.dated(self.with_words()), but=facet.key))

    def years(self, matching: list[Counted]) -> tuple[YearCount, ...]:
        """The documents of each year, matching and held."""
        found = {one.value: one.count for one in matching}
        held = FACET["years"].counts(Telegram.objects.held())
        return tuple(
            YearCount(int(one.value), found.get(one.value, 0), one.count)
            for one in sorted(held, key=lambda one: one.value)
            if one.value != NONE
        )

    def undated(self) -> int:
        """How many documents without a day are left out because days are asked for."""
        if self.query.undated or not (self.query.since or self.query.until):
            return 0
        return self.narrowed(self.with_words()).filter(earliest__isnull=True).count()

    def pinned(self) -> tuple[int, ...]:
        """The documents whose own number is asked for and which fulfil the rest of the question."""
        numbers = [number for term in self.reading.wanted() if (number := numbered(term)) is not None]
        if not numbers or self.reading.tree is None:
            return ()
        asked = Matcher(self.matcher.has_alone, by_number=True).condition(self.reading.tree)
        documents = Telegram.objects.held().filter(reduce(or_, numbers)).filter(asked)
        rows = ordered(self.narrowed(self.dated(documents)), "date", self.reading)
        return tuple(rows.values_list("pk", flat=True)[:MOST_PINNED])

    def terms(self) -> tuple[TermRead, ...]:
        """Every term as it was understood, with the number of documents held that have it."""
        terms = list(self.reading.terms())
        if len(terms) == 1 and not terms[0][1] and self.ids is not None:
            counts = {0: len(self.ids)}
        else:
            counts = self._counts_of([term for term, _ in terms])
        return tuple(
            TermRead(term.text, term.said(), counts.get(number, 0), excluded)
            for number, (term, excluded) in enumerate(terms)
        )

    def _counts_of(self, terms: list[Term]) -> dict[int, int]:
        """How many documents have each term, by its number; one query."""
        rows = [
            Telegram.objects.held()
            .filter(self.matcher.term(term))
            .order_by()
            .annotate(number=Value(number, output_field=IntegerField()))
            .values_list("number")
            .annotate(count=Count("pk"))
            for number, term in enumerate(terms)
        ]
        return dict(rows[0].union(*rows[1:], all=True)) if rows else {}


class _Among(Func):
    """That a telegram is one of these: ``id = ANY(…)``, one parameter however many there are."""

    arg_joiner = " = ANY("
    template = "%(expressions)s)"
    output_field = BooleanField()

    def __init__(self, ids: Sequence[int]) -> None:
        super().__init__(F("pk"), Value(list(ids), output_field=ArrayField(BigIntegerField())))


def ordered(documents: TelegramQuerySet, sort: str, reading: Reading) -> TelegramQuerySet:
    """The documents in a total order: ties by day, volume and document, undated last."""
    days = F("earliest").desc(nulls_last=True) if sort == "newest" else F("earliest").asc(nulls_last=True)
    ties: list[str | Expression] = [days, Collate("volume__slug", "C"), Collate("document_key", "C"), "pk"]
    if sort == "number":
        return documents.order_by(_number().asc(nulls_last=True), *ties)
    if sort != "relevance" or reading.tree is None:
        return documents.order_by(*ties)
    keys = [file_key(term.text) for term in reading.wanted() if term.kind == TermKind.FILE_NUMBER]
    own_number = Case(When(file_key__in=keys, then=0), default=1, output_field=IntegerField())
    ranked = rank(reading.tree)
    first: list[str | Expression] = [own_number] if keys else []
    if ranked is not None:
        first.append(OrderBy(ranked, descending=True))
    return documents.order_by(*first, *ties)


def _number() -> LPad:
    """The digits of the message number, padded so that they sort as numbers; null for none."""
    digits = Func(F("message_number"), Value("[0-9]+"), function="substring", output_field=TextField())
    return LPad(Collate(digits, "C"), 60, Value("0"))


def unknown_values(facets: Sequence[FacetAnswer]) -> list[Misreading]:
    """What to say of chosen values that no document of the archive has."""
    return [
        Misreading(0, f"{facet.label} {quoted(one.value)}", "no document of this archive has it")
        for facet in facets
        for one in facet.values
        if not one.label
    ]
