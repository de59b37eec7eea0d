"""What the search page says: one Answer, printed as HTML or as JSON with equal totals."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from telegrams.exports import ANSWER_FORMS
from telegrams.saying import counted, counted_of
from telegrams.search.cited import all_named
from telegrams.search.engine import Answer, FacetAnswer, FacetCount, Hit, Misreading, TermRead, TooHeavy
from telegrams.search.facets import FACET, NONE
from telegrams.search.language import text_of, with_term
from telegrams.search.query import PAGE, Query, day_words
from telegrams.views.absence_shown import AbsenceShown, absence_shown
from telegrams.views.cards import Card, cards_of
from telegrams.views.frame import Frame, frame
from telegrams.views.histogram import Histogram, histogram
from telegrams.views.lines import Lines, lines
from telegrams.views.steps import ChipShown, addresses_of, search_address
from telegrams.views.within import token_of

VALUES_SHOWN = 6
VIEWS = (("", "list"), ("table", "table"), ("timeline", "timeline"), ("context", "words in context"))
LINE_SORTS = (("", "as they stand"), ("left", "by the words before"), ("right", "by the words after"))
SORTS = (("relevance", "relevance"), ("date", "date"), ("newest", "newest first"), ("number", "message number"))


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter that a form carries along unseen."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class MisreadShown:
    """What could not be read as written, and the address of the question that may have been meant, '' if unknown."""

    misreading: Misreading
    address: str


@dataclass(frozen=True, slots=True)
class TermShown:
    """A term as it was understood; ``address`` is of the question without it, '' where it is the only one."""

    said: str
    count: int
    excluded: bool
    address: str


@dataclass(frozen=True, slots=True)
class Abbreviated:
    """The words of the question that the telegraph shortened, their forms, and the question with or without these."""

    forms: tuple[str, ...]
    are_searched: bool
    address: str


@dataclass(frozen=True, slots=True)
class CitedShown:
    """A citation of the question, the documents it may name, and how many others."""

    printed: str
    cards: tuple[Card, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ValueShown:
    """A value of a facet with its tick, its bar of up to 48 units, and the links beside it."""

    id: str
    value: str
    label: str
    count: int
    bar: int
    is_chosen: bool
    is_excluded: bool
    is_none: bool
    depth: int
    address: str
    not_address: str


@dataclass(frozen=True, slots=True)
class FacetShown:
    """A facet of the rail: its first values, and where all of them are."""

    key: str
    label: str
    help: str
    values: tuple[ValueShown, ...]
    distinct: int
    is_least: bool
    is_tree: bool
    all_address: str


@dataclass(frozen=True, slots=True)
class SortShown:
    """An order of the results; the one in use has no address."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of results; a gap in the row has no number."""

    number: int
    address: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class FormShown:
    """A form in which the whole answer can be saved."""

    label: str
    address: str


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Everything the search page says. ``answer`` is None where the question was too heavy."""

    frame: Frame
    query: Query
    answer: Answer | None
    heading: str
    messages: tuple[str, ...]
    misread: tuple[MisreadShown, ...]
    read: tuple[TermShown, ...]
    abbreviated: Abbreviated | None
    chips: tuple[ChipShown, ...]
    clear: str
    pinned: tuple[Card, ...]
    cited: tuple[CitedShown, ...]
    cited_held: int
    cards: tuple[Card, ...]
    start: int
    facets: tuple[FacetShown, ...]
    chosen: int
    histogram: Histogram | None
    wider: tuple[ChipShown, ...]
    undrawn: str
    undated: int
    undated_address: str
    sorts: tuple[SortShown, ...]
    views: tuple[SortShown, ...]
    lines: Lines | None
    periods_address: str
    pages: tuple[PageLink, ...]
    before: str
    after: str
    last_page: str
    absence: AbsenceShown | None
    box_fields: tuple[Field, ...]
    rail_fields: tuple[Field, ...]
    forms: tuple[FormShown, ...]
    json_address: str
    feed_address: str
    receipt_address: str
    correspondents_address: str
    compared_address: str
    near_address: str
    too_heavy: str

    @property
    def canonical(self) -> str:
        """The address of this answer as a list, however it is shown."""
        return search_address(replace(self.query.viewed_as(""), page=self.query.page))

    @property
    def histogram_label(self) -> str:
        """What the drawing is of, for readers by ear."""
        drawn = self.histogram
        return f"Documents of each {drawn.unit}: matching above, held outlined below" if drawn else ""

    @classmethod
    def of(cls, query: Query, messages: tuple[str, ...], answer: Answer) -> "SearchPage":
        """The page of an answer."""
        in_context = lines(query, token_of(query)) if query.view == "context" and answer.total else None
        last = in_context.last_page if in_context else last_page(answer.total)
        chips = tuple(ChipShown(chip.text, search_address(chip.without)) for chip in answer.chips())
        drawn = histogram(answer.within or answer.years, addresses_of(lambda period: query.between(period, period)))
        return cls(
            frame=frame(_title(query, answer), section="search", css="search", question=query.q),
            query=query,
            answer=answer,
            heading=counted_of(answer.total, "document", "documents"),
            messages=messages,
            misread=tuple(
                MisreadShown(one, search_address(query.asking(one.mended)) if one.mended else "")
                for one in answer.misread
            ),
            read=tuple(_terms(query, answer.read)),
            abbreviated=_abbreviated(query, answer.read),
            chips=chips,
            clear=reverse("search"),
            pinned=cards_of([Hit(pinned) for pinned in answer.pinned], token_of(query)),
            cited=_cited(answer),
            cited_held=sum(bool(one.telegrams) for one in answer.cited),
            cards=cards_of(answer.hits, token_of(query)),
            start=(query.page - 1) * PAGE + 1,
            facets=tuple(facet_shown(query, facet, VALUES_SHOWN) for facet in answer.facets if facet.key != "years"),
            chosen=sum(len(chosen.wanted) + len(chosen.unwanted) for _, chosen in query.facets),
            histogram=drawn,
            wider=tuple(_wider(query)),
            undrawn=_undrawn(drawn, answer.total),
            undated=answer.undated,
            undated_address=search_address(query.with_undated()),
            sorts=_sorts(query),
            views=_views(query),
            lines=in_context,
            periods_address=f"{reverse('search-periods')}{query.on_page(1).address()}",
            pages=tuple(page_links(query.page, last, lambda number: search_address(query.on_page(number)))),
            before=search_address(query.on_page(query.page - 1)) if 1 < query.page <= last else "",
            after=search_address(query.on_page(query.page + 1)) if query.page < last else "",
            last_page=search_address(query.on_page(last)) if query.page > last and answer.total else "",
            absence=absence_shown(answer) if not answer.total and query.asks_anything() else None,
            box_fields=fields_of(query, frozenset({"q", "page"})),
            rail_fields=fields_of(
                query,
                frozenset({"page", "since", "until", *(facet.key for facet in answer.facets if facet.key != "years")}),
            ),
            forms=_forms(query),
            json_address=f"{reverse('search-json')}{query.address()}",
            receipt_address=f"{reverse('new-receipt')}{query.on_page(1).address()}",
            correspondents_address=f"{reverse('correspondents')}{query.bare().address()}",
            compared_address=f"{reverse('compared')}{query.bare().address()}",
            near_address=f"{reverse('near')}{query.bare().address()}" if query.typed().wanted() else "",
            feed_address=f"{reverse('search-atom')}{query.on_page(1).address()}",
            too_heavy="",
        )

    @classmethod
    def stopped(cls, query: Query, stopped: TooHeavy, messages: tuple[str, ...] = ()) -> "SearchPage":
        """The page of a question that took too long: what it was, and nothing invented."""
        return cls(
            frame=frame("Too heavy a question", section="search", css="search", question=query.q),
            query=query, answer=None, heading="Too heavy a question", messages=messages, misread=(), read=(),
            abbreviated=None,
            chips=tuple(ChipShown(chip.text, search_address(chip.without)) for chip in query.in_words()),
            clear=reverse("search"), pinned=(), cited=(), cited_held=0, cards=(), start=1, facets=(), chosen=0,
            histogram=None, wider=(), undrawn="",
            undated=0, undated_address="", sorts=(), views=(), lines=None,
            periods_address="", pages=(), before="", after="", last_page="", absence=None,
            box_fields=fields_of(query, frozenset({"q", "page"})), rail_fields=(),
            forms=(), json_address="", feed_address="", receipt_address="",
            correspondents_address="", compared_address="", near_address="",
            too_heavy=f"{stopped.said} {stopped.remedy}",
        )  # fmt: skip


def too_heavy(request: HttpRequest, query: Query, stopped: TooHeavy) -> HttpResponse:
    """The answer to a question that took too long, on whichever page it was asked."""
    page = SearchPage.stopped(query, stopped)
    return render(request, "telegrams/search.html", {"page": page}, status=503)


def last_page(total: int) -> int:
    """The number of the last page of results; 1 where there are none."""
    return max(1, -(-total // PAGE))


def _wider(query: Query) -> Iterator[ChipShown]:
    """The way back up from the days asked for: all years, the year, the month."""
    if not (query.since or query.until):
        return
    yield ChipShown("All years", search_address(query.between("", "")))
    first, last = query.first_day(), query.last_day()
    if first is None or last is None or first > last:
        return
    for length in (4, 7):
        period = first.isoformat()[:length]
        whole = query.between(period, period)
        if last.isoformat().startswith(period) and (first, last) != (whole.first_day(), whole.last_day()):
            yield ChipShown(day_words(period), search_address(whole))


def _undrawn(drawn: Histogram | None, total: int) -> str:
    """What a drawing leaves out of the documents found: those of no single year, month or day."""
    if drawn is None or total <= drawn.matching:
        return ""
    left_out = total - drawn.matching
    of = f"{counted_of(left_out, 'document', 'documents')} of no single {drawn.unit}"
    return f"{of} {'is' if left_out == 1 else 'are'} not drawn"


def _title(query: Query, answer: Answer) -> str:
    """The question in words, as the chips say it, and the total."""
    asked = ", ".join(chip.text for chip in answer.chips())
    total = counted_of(answer.total, "document", "documents")
    page = f", page {counted(query.page)}" if query.page > 1 else ""
    return f"{asked}: {total}{page}" if asked else f"The whole archive: {total}{page}"


def facet_shown(query: Query, facet: FacetAnswer, most: int) -> FacetShown:
    """A facet with its first values, those chosen or excluded always, 'not stated' last."""
    described = FACET[facet.key]
    kept = [
        one
        for number, one in enumerate(facet.values)
        if number < most or one.chosen or one.excluded or one.value == NONE
    ]
    kept.sort(key=lambda one: one.value == NONE)
    largest = max((one.count for one in facet.values), default=0) or 1
    steps = _Steps.of(query, facet.key)
    return FacetShown(
        key=facet.key,
        label=described.label,
        help=described.help,
        values=tuple(_value(steps, number, one, largest) for number, one in enumerate(kept)),
        distinct=facet.distinct,
        is_least=facet.is_least,
        is_tree=described.shape == "tree",
        all_address=f"{reverse('facet', args=[facet.key])}{query.on_page(1).address()}",
    )


@dataclass(frozen=True, slots=True)
class _Steps:
    """The addresses of the questions that choose, exclude or drop a value of a facet."""

    query: Query
    key: str
    adding: Callable[[str], str]
    excluding: Callable[[str], str]

    @classmethod
    def of(cls, query: Query, key: str) -> "_Steps":
        return cls(
            query,
            key,
            addresses_of(lambda value: query.adding(key, value)),
            addresses_of(lambda value: query.excluding(key, value)),
        )

    def choosing(self, one: FacetCount) -> str:
        """Its tick: chooses what is neither chosen nor excluded, and drops what is."""
        return self._dropping(one) if one.chosen or one.excluded else self.adding(one.value)

    def refusing(self, one: FacetCount) -> str:
        """Its 'not': excludes what is not excluded, and drops what is."""
        if one.excluded:
            return self._dropping(one)
        if one.chosen:
            return search_address(self.query.excluding(self.key, one.value))
        return self.excluding(one.value)

    def _dropping(self, one: FacetCount) -> str:
        return search_address(self.query.without(self.key, one.value))


def _value(steps: _Steps, number: int, one: FacetCount, largest: int) -> ValueShown:
    return ValueShown(
        id=f"{steps.key}-{number}",
        value=one.value,
        label=one.label,
        count=one.count,
        bar=max(1, round(48 * one.count / largest)) if one.count else 0,
        is_chosen=one.chosen,
        is_excluded=one.excluded,
        is_none=one.value == NONE,
        depth=min(one.depth, 4),
        address=steps.choosing(one),
        not_address=steps.refusing(one),
    )


def _forms(query: Query) -> tuple[FormShown, ...]:
    whole = query.on_page(1).address()
    return tuple(FormShown(form.label, f"{reverse(f'search-{form.suffix}')}{whole}") for form in ANSWER_FORMS)


def _cited(answer: Answer) -> tuple[CitedShown, ...]:
    """Citations by the documents they name; a single one that is held is pinned instead."""
    if len(answer.cited) == 1 and answer.cited[0].telegrams and not answer.cited[0].more:
        return ()
    cards = {card.telegram.pk: card for card in cards_of([Hit(key) for key in all_named(answer.cited)])}
    return tuple(
        CitedShown(one.printed, tuple(cards[key] for key in one.telegrams if key in cards), one.more)
        for one in answer.cited
    )


def _terms(query: Query, read: Sequence[TermRead]) -> Iterator[TermShown]:
    tree = query.typed().tree
    for number, term in enumerate(read):
        rest = query.asking(text_of(with_term(tree, number, None)))
        yield TermShown(term.said, term.count, term.excluded, search_address(rest) if len(read) > 1 else "")


def _abbreviated(query: Query, read: Sequence[TermRead]) -> Abbreviated | None:
    forms = tuple(dict.fromkeys(form for term in read for form in term.also))
    if not forms:
        return None
    other = query.with_abbreviations(are_wanted=not query.abbreviations)
    return Abbreviated(forms, query.abbreviations, search_address(other))


def _sorts(query: Query) -> tuple[SortShown, ...]:
    """The orders; relevance only where words are asked. Lines have orders of their own."""
    if query.view == "context":
        return tuple(
            SortShown(label, "" if query.sort == key else search_address(query.sorted_by(key)))
            for key, label in LINE_SORTS
        )
    offered = [sort for sort in SORTS if sort[0] != "relevance" or query.q]
    current = query.order()
    return tuple(
        SortShown(label, "" if key == current else search_address(query.sorted_by("" if key == _usual(query) else key)))
        for key, label in offered
    )


def _views(query: Query) -> tuple[SortShown, ...]:
    """The ways to see this answer; words in context only where words are asked."""
    offered = [view for view in VIEWS if view[0] != "context" or query.typed().wanted()]
    return tuple(
        SortShown(label, "" if key == query.view else search_address(query.viewed_as(key))) for key, label in offered
    )


def _usual(query: Query) -> str:
    return "relevance" if query.q else "date"


def page_links(page: int, last: int, address: Callable[[int], str]) -> Iterator[PageLink]:
    """The first and last pages and those around this one, with gaps between."""
    if last == 1:
        return
    near = {1, last, *range(page - 2, page + 3)}
    before = 0
    for number in sorted(number for number in near if 1 <= number <= last):
        if number > before + 1:
            yield PageLink(0, "", is_current=False)
        yield PageLink(number, address(number), number == page)
        before = number


def fields_of(query: Query, left_out: frozenset[str] = frozenset({"page"})) -> tuple[Field, ...]:
    """The parameters of the question that a form carries along."""
    params = query.to_params()
    return tuple(Field(name, value) for name, values in params.items() if name not in left_out for value in values)


def _next(page: SearchPage) -> str | None:
    """Where the data goes on: after the last document of these, in an order that has no depth; None by relevance."""
    if len(page.cards) < PAGE or page.query.order() == "relevance":
        return None
    last = page.cards[-1].telegram
    asked = page.query.on_page(1).address()
    after = urlencode({"after": f"{last.volume.slug}/{last.document}"})
    return f"{reverse('search-json')}{asked}{'&' if asked else '?'}{after}"


def as_data(page: SearchPage) -> dict[str, Any]:
    """The answer as plain values for ``/telegrams.json``: the same totals as the page."""
    answer = page.answer
    if answer is None:
        return {"error": page.too_heavy, "messages": list(page.messages)}
    return {
        "question": page.query.to_params(),
        "in_words": [chip.text for chip in page.chips],
        "total": answer.total,
        "page": page.query.page,
        "pages": last_page(answer.total),
        "undated_left_out": answer.undated,
        "changes_behind": answer.behind,
        "messages": list(page.messages),
        "misread": [
            {"position": one.position, "found": one.found, "suggestion": one.suggestion, "mended": one.mended or None}
            for one in answer.misread
        ],
        "read": [
            {"term": one.text, "read_as": one.said, "documents": one.count, "also_written": list(one.also)}
            for one in answer.read
        ],
        "this_number": [card.telegram.get_absolute_url() for card in page.pinned],
        "citations": [
            {
                "printed": one.printed,
                "documents": [card.telegram.get_absolute_url() for card in one.cards],
                "others": one.more,
            }
            for one in page.cited
        ],
        "documents": [_card_data(card) for card in page.cards],
        "next": _next(page),
        "facets": {
            facet.key: [{"value": one.value, "label": one.label, "count": one.count} for one in facet.values]
            for facet in answer.facets
        },
        "within": [{"period": one.period, "matching": one.matching, "held": one.held} for one in answer.within],
        "years": [{"year": int(one.period), "matching": one.matching, "held": one.held} for one in answer.years],
    }


def _card_data(card: Card) -> dict[str, Any]:
    telegram = card.telegram
    return {
        "address": telegram.get_absolute_url(),
        "volume": telegram.volume.slug,
        "document": telegram.document,
        "heading": telegram.heading,
        "kind": telegram.kind,
        "earliest": telegram.earliest.isoformat() if telegram.earliest else None,
        "latest": telegram.latest.isoformat() if telegram.latest else None,
        "day_is": card.sign.word if card.sign else "printed" if telegram.earliest or telegram.latest else None,
        "place": telegram.place or None,
        "message_number": telegram.message_number or None,
        "file_number": telegram.file_number or None,
        "first_page": telegram.first_page or None,
        "last_page": telegram.last_page or None,
        "answers": card.ties.answers.count,
        "cited_by": card.ties.cited_by.count,
        "only_probably": {"answers": card.ties.answers.probable, "cited_by": card.ties.cited_by.probable},
        "specimen": card.is_specimen,
        "quotations": [
            {"where": one.where or "in the text", "text": "".join(piece for piece, _ in one.pieces)}
            for one in card.quotations
        ],
    }
