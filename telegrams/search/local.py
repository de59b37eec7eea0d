"""The engine: an index on this machine's disk, in step with the database, asked in memory."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

from tantivy import Order
from tantivy import Query as Asked

from telegrams.search.absence import Absence, nearest_days, nearest_words
from telegrams.search.asking import Asker, literally
from telegrams.search.cited import all_named, cited_in
from telegrams.search.coding import CLOSED, CODED, told
from telegrams.search.counting import ORDERS, Counts, every_value, shown_values
from telegrams.search.engine import (
    EVERY,
    Answer,
    Axis,
    Cell,
    Crossed,
    FacetAnswer,
    FacetCount,
    Hit,
    Misreading,
    PeriodCount,
    Place,
    TermRead,
    TooHeavy,
)
from telegrams.search.facets import FACET, FACETS, NONE, SHOWN, Counted, Facet
from telegrams.search.filters import quoted
from telegrams.search.following import Follower, Standing
from telegrams.search.indexed import DAYS, MONTHS, ORDER_FIELDS, ROUGH_FIELDS, TOP_FIELDS, UNDATED, number_of
from telegrams.search.language import Tree
from telegrams.search.query import PAGE, Chosen, Query
from telegrams.search.snippets import hits_of
from telegrams.search.suggesting import Suggestion, suggestions
from telegrams.search.telegraphese import also_written, with_abbreviations

SECONDS = 5.0
"""How long a question may take."""

MOST_PINNED = 10
MOST_REMEMBERED, MOST_LABELS = 500, 20_000
AT_ONCE = 2_000
COUNTED_AT_ONCE = 51
"""Values of a facet that are counted for a page, the commonest first; of years and volumes, all."""

MONTHS_WITHIN, DAYS_WITHIN = 4 * 366, 124
"""Days in fewer than which an answer is counted by months, and by days."""

_MORE = {"years": 3_000, "volume": 3_000}
T = TypeVar("T")


class LocalEngine:
    """Answers questions from the index; see ``engine.Engine`` for what is promised."""

    def __init__(self, follower: Follower | None = None, seconds: float = SECONDS) -> None:
        self.follower = follower or Follower()
        self.seconds = seconds
        self._counted = Remembered()

    def ask(self, query: Query) -> Answer:
        """The answer; raises TooHeavy."""
        return self._asked(query).answer()

    def absence(self, query: Query) -> Absence:
        """What there is near a question that nothing answers."""
        return self._asked(query).absence()

    def count(self, query: Query) -> int:
        """The exact total alone."""
        return self._asked(query).total()

    def all_values(self, query: Query, facet: str) -> FacetAnswer:
        """Every value of one facet under all other filters."""
        counts = self._asked(query).counts((facet,), every=True)[facet]
        return every_value(FACET[facet], counts, query.chosen(facet), FACET[facet].labels)

    def crossed(self, query: Query, rows: Axis, columns: Axis) -> Crossed:
        """Two facets counted together; raises TooHeavy."""
        return self._asked(query).crossed(rows, columns)

    def among(self, query: Query, telegrams: Sequence[int]) -> set[int]:
        """Those of some documents that answer."""
        return self._asked(query).among(telegrams) if telegrams else set()

    def after(self, query: Query, telegram: int, most: int) -> tuple[Hit, ...]:
        """The documents that stand after one of the archive's, in the order of the question, or by date."""
        return self._asked(query).after(telegram, most)

    def place(self, query: Query, telegram: int) -> Place | None:
        """Where a document stands on the question's page of the answer, or on one beside it; None: on none of them."""
        return self._asked(query).place(telegram)

    def documents(self, query: Query) -> Iterator[int]:
        """The ids of all documents found, in order."""
        return self._asked(query).every()

    def suggest(self, typed: str) -> tuple[Suggestion, ...]:
        """People, posts and file numbers that begin so."""
        asked = self._asked(Query())
        return suggestions(asked.searcher, asked.asker, typed)

    def catch_up(self) -> Hashable:
        """Take in what has changed, as far as a question may wait for that; the same as before only if answers are."""
        standing = self.follower.standing()
        return standing.generation, standing.sequence, standing.behind

    def follow(self) -> None:
        """Take in every change of the database that is not in the index yet."""
        self.follower.follow()

    def behind(self) -> int:
        """How many changes of the database are not in the index yet; takes none in."""
        return self.follower.behind()

    def rebuild(self) -> int:
        """Build the index anew; how many documents it holds."""
        return self.follower.rebuild()

    def close(self) -> None:
        """Let go of what is open; the next question opens it."""
        self.follower.close()

    def forget(self) -> None:
        """Throw the index away; the next question builds it anew."""
        self.follower.forget()

    def _asked(self, query: Query) -> "_Asked":
        return _Asked(query, self.follower.standing(), self.seconds, self._counted)


class Remembered:
    """What the latest questions found out, as long as the index stands as it did; safe for threads."""

    def __init__(self) -> None:
        self._of: tuple[str, int] = ("", -1)
        self._known: OrderedDict[Hashable, Any] = OrderedDict()
        self._labels: dict[str, dict[str, str]] = {}
        self._guard = threading.Lock()

    def of(self, standing: Standing, key: Hashable, find_out: Callable[[], T]) -> T:
        """What is known under a key; found out where nothing is, and what was asked longest ago forgotten."""
        with self._guard:
            self._renew(standing)
            if key in self._known:
                self._known.move_to_end(key)
                found: T = self._known[key]
                return found
        found = find_out()
        with self._guard:
            if self._of == (standing.generation, standing.sequence):
                self._known[key] = found
                while len(self._known) > MOST_REMEMBERED:
                    self._known.popitem(last=False)
        return found

    def labels(self, standing: Standing, facet: Facet, values: Sequence[str]) -> dict[str, str]:
        """The labels of a facet's values; the tables are asked for those that no question has met yet."""
        if len(values) > COUNTED_AT_ONCE:
            return facet.labels(values)
        with self._guard:
            self._renew(standing)
            known = self._labels.setdefault(facet.key, {})
            lacking = [value for value in values if value not in known]
        said = facet.labels(lacking) if lacking else {}
        with self._guard:
            if len(known) < MOST_LABELS:
                known.update(said)
            return {value: label for value in values if (label := known.get(value) or said.get(value))}

    def _renew(self, standing: Standing) -> None:
        if self._of != (standing.generation, standing.sequence):
            self._known.clear()
            self._labels = {}
            self._of = (standing.generation, standing.sequence)


class _Asked:
    """One question, and the index as it stands for it."""

    def __init__(self, query: Query, standing: Standing, seconds: float, remembered: Remembered) -> None:
        self.query = query
        self.reading = query.reading()
        self.standing = standing
        self.searcher = standing.searcher
        self.asker = Asker(standing.schema)
        self.seconds = seconds
        self.remembered = remembered
        self.until = time.monotonic() + seconds
        self.found = self.asker.found(query, self.reading.tree)

    def total(self, asked: Asked | None = None) -> int:
        """How many documents answer."""
        return number_of(self.searcher, asked or self.found)

    def page(self, most: int, start: int) -> list[int]:
        """Some of the documents that answer, in their order."""
        if most <= 0:
            return []
        order = self.query.order()
        if order == "relevance" and self.reading.tree is not None:
            ranked = self.asker.ranked(self.found, self.reading)
            hits = self.searcher.search(ranked, limit=most, offset=start, count=False).hits
            return self._ties_by_day(hits)
        return self._in_order(order if order in ORDER_FIELDS else "date", most, start)

    def _in_order(self, order: str, most: int, start: int) -> list[int]:
        """Roughly first, by numbers; then exactly among those that stand in the same rough places as the page's."""
        rough = ROUGH_FIELDS[order]
        places = self.searcher.fast_field_values(rough, self._sorted(self.found, rough, most, start))
        if not places:
            return []
        first, last = int(places[0] or 0), int(places[-1] or 0)
        before = self.total(self.asker.numbers(self.found, rough, 0, first - 1))
        near = self.asker.numbers(self.found, rough, first, last)
        addresses = self._sorted(near, ORDER_FIELDS[order], len(places), start - before)
        return [int(key) for key in self.searcher.fast_field_values("id", addresses) if key]

    def after(self, telegram: int, most: int) -> tuple[Hit, ...]:
        """Those that stand after one document, whether it answers or not."""
        order = self.query.order() if self.query.order() in ORDER_FIELDS else "date"
        itself = self.asker.of_keys(self.asker.held, [telegram])
        known = self.searcher.search(itself, limit=1, count=False).hits
        if not known:
            return ()
        rough = int(self.searcher.fast_field_values(ROUGH_FIELDS[order], [known[0][1]])[0] or 0)
        before = self.total(self.asker.numbers(self.found, ROUGH_FIELDS[order], 0, rough - 1))
        beside = self.asker.any([self.asker.numbers(self.found, ROUGH_FIELDS[order], rough, rough), itself])
        row = self._sorted(beside, ORDER_FIELDS[order], self.total(beside), 0)
        start = before + self.searcher.fast_field_values("id", row).index(telegram) + len(self.among([telegram]))
        return hits_of(self._in_order(order, most, start), self.reading)

    def place(self, telegram: int) -> Place | None:
        """Looked for by whole pages, so that the order is that in which readers see them, ties of relevance too."""
        here, total = self.query.page, self.total()

        def of_page(page: int) -> list[int]:
            start = (page - 1) * PAGE
            return self.page(PAGE, start) if 0 <= start < total else []

        for page in (here, here + 1, here - 1):
            keys = of_page(page)
            if telegram in keys:
                at = keys.index(telegram)
                before = keys[at - 1 : at] if at else of_page(page - 1)[-1:]
                after = keys[at + 1 : at + 2] or of_page(page + 1)[:1]
                first, second = (one[0] if one else None for one in (before, after))
                return Place((page - 1) * PAGE + at + 1, total, first, second)
        return None

    def _sorted(self, asked: Asked, field: str, most: int, start: int) -> list[Any]:
        said = self.searcher.search(asked, limit=most, offset=start, count=False, order_by_field=field, order=Order.Asc)
        return [address for _, address in said.hits]

    def _ties_by_day(self, hits: Sequence[tuple[float, object]]) -> list[int]:
        addresses = [address for _, address in hits]
        keys = self.searcher.fast_field_values("id", addresses)  # type: ignore[arg-type]
        days = self.searcher.fast_field_values("first", addresses)  # type: ignore[arg-type]
        rows = [
            (-score, UNDATED if day is None else day, key)
            for (score, _), day, key in zip(hits, days, keys, strict=True)
        ]
        return [int(key) for _, _, key in sorted(rows) if key]

    def among(self, keys: Sequence[int]) -> set[int]:
        """Those of some documents that answer."""
        asked = self.asker.of_keys(self.found, keys)
        hits = self.searcher.search(asked, limit=len(keys), count=False).hits
        found = self.searcher.fast_field_values("id", [address for _, address in hits])
        return {int(key) for key in found if key}

    def every(self) -> Iterator[int]:
        """Every document that answers, in order; in parts, for the exact order costs most among many."""
        total = self.total()
        for start in range(0, total, AT_ONCE):
            yield from self.page(min(AT_ONCE, total - start), start)

    # --- what is said of them ---

    def answer(self) -> Answer:
        """The whole answer; raises TooHeavy."""
        counts = self._remember(("counts", self.query.bare()), lambda: self.counts(tuple(FACET)))
        self._in_time()
        total = self._total_of(counts)
        start = (self.query.page - 1) * PAGE
        keys = self.page(PAGE, start) if start < total else []
        self._in_time()
        facets = tuple(self._shown(facet, counts[facet.key]) for facet in FACETS)
        self._in_time()
        cited = cited_in(self.query.q)
        years = self.years(counts["years"].values)
        return Answer(
            query=self.query,
            total=total,
            hits=hits_of(keys, self.reading),
            facets=facets,
            years=years,
            undated=self.undated(),
            pinned=tuple(dict.fromkeys((*self.pinned(), *(all_named(cited) if len(cited) == 1 else ())))),
            read=self.terms(),
            misread=(*self.reading.misread, *unknown_values(facets)),
            behind=self.standing.behind,
            sequence=self.standing.sequence,
            within=self.within(years),
            cited=cited,
        )

    def _remember(self, key: Hashable, find_out: Callable[[], T]) -> T:
        return self.remembered.of(self.standing, key, find_out)

    def _shown(self, facet: Facet, counts: Counts) -> FacetAnswer:
        chosen = self.query.chosen(facet.key)
        return shown_values(
            facet, counts, chosen, lambda values: self.remembered.labels(self.standing, facet, list(values))
        )

    def _total_of(self, counts: dict[str, Counts]) -> int:
        """How many documents answer: the sum of a facet whose every value was counted, once for each document."""
        for facet in FACETS:
            counted = counts[facet.key]
            if facet.is_single and not counted.has_more and self.query.chosen(facet.key) == Chosen():
                return sum(one.count for one in counted.values)
        return self.total()

    def _in_time(self) -> None:
        if time.monotonic() > self.until:
            phrases = [term.text for term in self.reading.wanted() if len(term.forms) > 1]
            raise TooHeavy(self.seconds, next(iter(phrases), ""))

    def counts(self, facets: Sequence[str], *, every: bool = False) -> dict[str, Counts]:
        """The commonest values of facets, or every one, each under all other filters."""
        chosen = {key for key, _ in self.query.facets}
        counted: dict[str, Counts] = {}
        free = [facet for facet in facets if facet not in chosen]
        if free:
            counted |= self._counted(self.found, free, every=every)
        for facet in facets:
            if facet in chosen:
                others = self.asker.found(self.query, self.reading.tree, but=facet)
                counted |= self._counted(others, [facet], every=every)
                if facet in TOP_FIELDS and not every:
                    counted[facet] = self._opened(others, facet, counted[facet])
        return counted

    def _counted(self, asked: Asked, facets: Sequence[str], *, every: bool) -> dict[str, Counts]:
        closed = [facet for facet in facets if facet in CLOSED]
        fields = {facet: facet if every else TOP_FIELDS.get(facet, facet) for facet in facets if facet not in CLOSED}
        sizes = {facet: EVERY if every else _MORE.get(facet, COUNTED_AT_ONCE) for facet in fields}
        wanted = {facet: {"terms": {"field": field, "size": sizes[facet]}} for facet, field in fields.items()}
        if closed:
            wanted[CODED] = {"terms": {"field": CODED, "size": EVERY}}
        said = self.searcher.aggregate(asked, wanted)
        counted: dict[str, Counts] = {}
        if closed:
            numbers = {int(one["key"]): one["doc_count"] for one in said[CODED]["buckets"]}
            for facet, counts in told(numbers, closed).items():
                counted[facet] = Counts([Counted(value, count) for value, count in counts.items()])
        for facet in fields:
            values = [Counted(one["key"], one["doc_count"]) for one in said[facet]["buckets"]]
            has_more = said[facet]["sum_other_doc_count"] > 0
            error = said[facet]["doc_count_error_upper_bound"]
            if error and self.searcher.num_segments > 1:
                counted[facet] = self._surely(asked, facet, values, error)
                continue
            if has_more:
                values += self._lacking(asked, facet, values)
            counted[facet] = Counts(values, has_more)
        return counted

    def _opened(self, asked: Asked, facet: str, tops: Counts) -> Counts:
        """The highest branches of a tree, and everything on those that something is chosen of."""
        roots = {FACET[facet].root(value) for value in self.query.chosen(facet).named()}
        below = "|".join(f"{literally(root)}[.].*" for root in sorted(roots))
        wanted = {"branches": {"terms": {"field": facet, "size": EVERY, "include": below}}}
        said = self.searcher.aggregate(asked, wanted)["branches"]["buckets"]
        have = {one.value for one in tops.values}
        return Counts(
            [*tops.values, *(Counted(one["key"], one["doc_count"]) for one in said if one["key"] not in have)],
            tops.has_more,
        )

    def _surely(self, asked: Asked, facet: str, rough: list[Counted], error: int) -> Counts:
        """Exact counts of the commonest values, where a part of the index may have kept some of them to itself.

        They are counted again by name. One left out has at most the last count and the error: where the last
        value shown has no more than that, every value is counted.
        """
        chosen = self.query.chosen(facet)
        names = {*(one.value for one in rough), *chosen.named(), NONE}
        field = TOP_FIELDS.get(facet, facet)
        named = {"terms": {"field": field, "size": len(names), "include": sorted(names)}}
        said = self.searcher.aggregate(asked, {facet: named})[facet]["buckets"]
        values = [Counted(one["key"], one["doc_count"]) for one in said]
        if len(values) <= SHOWN or values[SHOWN].count <= rough[-1].count + error:
            return self._counted(asked, [facet], every=True)[facet]
        return Counts(values, has_more=True)

    def _lacking(self, asked: Asked, facet: str, values: list[Counted]) -> Iterator[Counted]:
        """The values named in the question, and 'not stated', where they are not among the commonest."""
        chosen = self.query.chosen(facet)
        have = {one.value for one in values}
        for value in {*chosen.named(), NONE} - have:
            count = self.total(self.asker.among(asked, facet, value))
            if count:
                yield Counted(value, count)

    def crossed(self, rows: Axis, columns: Axis) -> Crossed:
        """Two facets counted together under the whole question; raises TooHeavy."""
        return self._remember(("crossed", self.query.bare(), rows, columns), lambda: self._crossed(rows, columns))

    def _crossed(self, rows: Axis, columns: Axis) -> Crossed:
        down, across = self._along(rows), self._along(columns)
        self._in_time()
        inner = {"terms": {"field": columns.facet, "size": EVERY, "include": [one.value for one in across]}}
        outer = {"terms": {"field": rows.facet, "size": EVERY, "include": [one.value for one in down]}}
        cells: list[Cell] = []
        if down and across:
            said = self.searcher.aggregate(self.found, {"down": {**outer, "aggs": {"across": inner}}})
            for row in said["down"]["buckets"]:
                cells += [Cell(row["key"], one["key"], one["doc_count"]) for one in row["across"]["buckets"]]
        self._in_time()
        both = self.total(self.asker.stating(self.found, (rows.facet, columns.facet)))
        return Crossed(down, across, tuple(cells), both, self.total())

    def _along(self, axis: Axis) -> tuple[FacetCount, ...]:
        """The values of an axis in their order."""
        facet = FACET[axis.facet]
        # Every one, for the commonest of each part of the index may not be the commonest of all.
        counted = self._counted(self.found, [axis.facet], every=True)[axis.facet].values
        stated = [one for one in counted if one.value != NONE and (not axis.named or one.value in axis.named)]
        commonest = sorted(stated, key=ORDERS["choice"])[: axis.most]
        values = sorted(commonest, key=ORDERS["range"]) if facet.shape == "range" else commonest
        labels = self.remembered.labels(self.standing, facet, [one.value for one in values])
        return tuple(FacetCount(one.value, labels.get(one.value) or facet.say(one.value), one.count) for one in values)

    def within(self, years: Sequence[PeriodCount]) -> tuple[PeriodCount, ...]:
        """The documents of each month of a few years, or of each day of a few months.

        Those years that are asked for; where either end is open, as far as the years held reach.
        """
        first = self.query.first_day() or (date(int(years[0].period), 1, 1) if years else None)
        last = self.query.last_day() or (date(int(years[-1].period), 12, 31) if years else None)
        if first is None or last is None or not 0 <= (last - first).days < MONTHS_WITHIN:
            return ()
        field = DAYS if (last - first).days < DAYS_WITHIN else MONTHS
        matching = {one.value: one.count for one in self._counted(self.found, [field], every=True)[field].values}
        those_days = self.asker.found(Query().between(self.query.since, self.query.until), None)
        held = self._counted(those_days, [field], every=True)[field].values
        shown = [one for one in held if f"{first}" <= one.value.ljust(10, "9")]
        return tuple(
            PeriodCount(one.value, matching.get(one.value, 0), one.count)
            for one in sorted(shown, key=lambda one: one.value)
            if one.value <= f"{last}"
        )

    def years(self, matching: Sequence[Counted]) -> tuple[PeriodCount, ...]:
        """The documents of each year, matching and held."""
        found = {one.value: one.count for one in matching}
        counted = self._remember("years held", lambda: self._counted(self.asker.held, ["years"], every=True))
        held = counted["years"].values
        return tuple(
            PeriodCount(one.value, found.get(one.value, 0), one.count)
            for one in sorted(held, key=lambda one: one.value)
            if one.value != NONE
        )

    def absence(self) -> Absence:
        """The nearest spellings and days."""
        wanted = [term for term, excluded in self.query.typed().terms() if not excluded]
        lacking = [term for term in wanted if not self._number_with(term)]
        before, after = nearest_days(self.searcher, self.asker, self.query)
        return Absence(nearest_words(self.searcher, self.asker, lacking), before, after)

    def undated(self) -> int:
        """How many documents without a day are left out because days are asked for."""
        if self.query.undated or not (self.query.since or self.query.until):
            return 0
        return self.total(self.asker.undated(self.asker.found(self.query, self.reading.tree, whenever=True)))

    def pinned(self) -> tuple[int, ...]:
        """The documents whose own number is asked for and which fulfil the rest of the question."""
        numbers = [one for term in self.reading.wanted() if (one := self.asker.numbered(term)) is not None]
        if not numbers or self.reading.tree is None:
            return ()
        asked = self.asker.own(self.query, self.reading.tree, numbers)
        hits = self.searcher.search(
            asked, limit=MOST_PINNED, count=False, order_by_field=ORDER_FIELDS["date"], order=Order.Asc
        ).hits
        keys = self.searcher.fast_field_values("id", [address for _, address in hits])
        return tuple(int(key) for key in keys if key)

    def terms(self) -> tuple[TermRead, ...]:
        """Every term as it was understood, with the number of documents held that have it."""
        read = []
        for term, excluded in self.query.typed().terms():
            asked = with_abbreviations(term) if self.query.abbreviations else term
            read.append(TermRead(term.text, term.said(), self._number_with(asked), excluded, also_written(term)))
        return tuple(read)

    def _number_with(self, tree: Tree | None) -> int:
        """How many documents held answer a tree."""
        return self._remember(("tree", tree), lambda: self.total(self.asker.found(Query(), tree)))


def unknown_values(facets: Sequence[FacetAnswer]) -> list[Misreading]:
    """What to say of chosen values that no document of the archive has."""
    return [
        Misreading(0, f"{facet.label} {quoted(one.value)}", "no document of this archive has it")
        for facet in facets
        for one in facet.values
        if not one.label
    ]
