"""A question → queries of the index, made by constructor: no text of a reader's is ever parsed by it."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from tantivy import FieldType, Occur, Schema
from tantivy import Query as Asked

from telegrams.parsing.file_number import file_key
from telegrams.search.facets import NONE
from telegrams.search.fields import FILE, field_in_index
from telegrams.search.indexed import ANNIVERSARY, OPEN_END, TOUCHED, WITHIN, exact
from telegrams.search.language import AllOf, Reading, Term, TermKind, Tree, Without
from telegrams.search.query import Query
from telegrams.search.sections import PART
from telegrams.search.spans import LONG, made_of
from telegrams.search.words import stem

HEADING, SIDE_BY_SIDE, NEAR = 0.3, 4.0, 1.0
"""What words count more that stand in the heading, in a row as they were asked, and near one another."""

NEARNESS = 8
IN_A_ROW = frozenset({TermKind.WORD, TermKind.PHRASE, TermKind.FILE_NUMBER})
OWN_NUMBER = 1_000_000.0
"""A document whose own file number is asked for stands before all others."""


_SIGN = re.compile(r"[^A-Z0-9]")


def literally(key: str) -> str:
    """A key or slug as a pattern of the index that means nothing but itself."""
    return _SIGN.sub(_as_itself, key)


def _as_itself(sign: re.Match[str]) -> str:
    return f"\\x{{{ord(sign[0]):x}}}"


def _any(asked: Sequence[Asked]) -> Asked:
    return Asked.boolean_query([(Occur.Should, one) for one in asked])


class Asker:
    """Makes the index's queries of one schema."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema
        self.held = Asked.const_score_query(Asked.term_query(schema, "held", 1), 0.0)

    # --- which documents ---

    def found(self, query: Query, tree: Tree | None, *, but: str = "", whenever: bool = False) -> Asked:
        """The documents that answer; ``but``: a facet left aside, ``whenever``: whatever their day."""
        return Asked.boolean_query(list(self._musts(query, tree, but, whenever)))

    def _musts(self, query: Query, tree: Tree | None, but: str, whenever: bool) -> Iterator[tuple[Occur, Asked]]:
        yield Occur.Must, self.held
        if tree is not None:
            yield Occur.Must, self.tree(tree)
        days = None if whenever else self._days(query)
        if days is not None:
            yield Occur.Must, Asked.const_score_query(days, 0.0)
        for facet, chosen in query.facets:
            if facet == but:
                continue
            if chosen.wanted:
                wanted = Asked.term_set_query(self.schema, facet, list(chosen.wanted))
                yield Occur.Must, Asked.const_score_query(wanted, 0.0)
            if chosen.unwanted:
                yield Occur.MustNot, Asked.term_set_query(self.schema, facet, list(chosen.unwanted))

    def among(self, asked: Asked, facet: str, value: str) -> Asked:
        """Those of some documents that have a value of a facet."""
        of_value = Asked.term_query(self.schema, facet, value)
        return Asked.boolean_query([(Occur.Must, asked), (Occur.Must, of_value)])

    def stating(self, asked: Asked, facets: Sequence[str]) -> Asked:
        """Those of some documents that state a value of each of these facets."""
        lacking = [(Occur.MustNot, Asked.term_query(self.schema, facet, NONE)) for facet in facets]
        return Asked.boolean_query([(Occur.Must, asked), *lacking])

    def own(self, query: Query, tree: Tree, numbers: Sequence[Asked]) -> Asked:
        """The documents with one of these numbers that fulfil the rest of the question."""
        own = Asked.boolean_query([(Occur.Should, number) for number in numbers])
        asked = self.found(query, None)
        return Asked.boolean_query(
            [(Occur.Must, asked), (Occur.Must, own), (Occur.Must, self.tree(tree, by_number=True))]
        )

    def of_keys(self, asked: Asked, keys: Sequence[int]) -> Asked:
        """Those of some documents with these keys."""
        known = Asked.const_score_query(Asked.term_set_query(self.schema, "id", list(keys)), 0.0)
        return Asked.boolean_query([(Occur.Must, asked), (Occur.Must, known)])

    def undated(self, asked: Asked) -> Asked:
        """Those of some documents that have no day."""
        return Asked.boolean_query([(Occur.Must, asked), (Occur.Must, self._undated())])

    def any(self, asked: Sequence[Asked]) -> Asked:
        """The documents held that answer any of these."""
        return Asked.boolean_query([(Occur.Must, self.held), (Occur.Must, _any(asked))])

    def numbers(self, asked: Asked, field: str, least: int, most: int) -> Asked:
        """Those of some documents whose number in a field lies between two."""
        return Asked.boolean_query([(Occur.Must, asked), (Occur.Must, self._number(field, least, most))])

    def _days(self, query: Query) -> Asked | None:
        """Documents whose days overlap those asked for."""
        first, last = query.first_day(), query.last_day()
        if first is None and last is None:
            return None
        overlap = self._overlap(first, last)
        return _any([overlap, self._undated()]) if query.undated else overlap

    def _overlap(self, first: date | None, last: date | None) -> Asked:
        bounds = []
        if first is not None:
            bounds.append((Occur.Must, self._number("last", first.toordinal(), OPEN_END)))
        if last is not None:
            bounds.append((Occur.Must, self._number("first", 0, last.toordinal())))
        words = made_of(first, last) if first and last else None
        if words is None:
            return Asked.boolean_query(bounds)
        long = Asked.boolean_query([(Occur.Must, Asked.term_query(self.schema, TOUCHED, LONG)), *bounds])
        return _any([Asked.term_set_query(self.schema, TOUCHED, words), long])

    def _undated(self) -> Asked:
        return Asked.term_query(self.schema, "dated", 0)

    def _number(self, field: str, least: int, most: int) -> Asked:
        return Asked.range_query(self.schema, field, FieldType.Integer, least, most)

    # --- words ---

    def tree(self, tree: Tree, *, by_number: bool = False) -> Asked:
        """The documents a tree asks for; ``by_number``: a number also stands for the document whose own it is."""
        if isinstance(tree, Term):
            return self.term(tree, by_number=by_number)
        if isinstance(tree, Without):
            return Asked.boolean_query(
                [(Occur.Must, self.held), (Occur.MustNot, self.tree(tree.node, by_number=by_number))]
            )
        occur = Occur.Must if isinstance(tree, AllOf) else Occur.Should
        return Asked.boolean_query([(occur, self.tree(node, by_number=by_number)) for node in tree.nodes])

    def term(self, term: Term, *, by_number: bool = False) -> Asked:
        """The documents that have a word, a phrase, or a file number as theirs or in their words."""
        if term.asked_of:
            return self._of_field(term)
        also = [self._own_file(term)] if term.kind == TermKind.FILE_NUMBER and not term.within else []
        if by_number and (number := self.numbered(term)) is not None:
            also.append(number)
        words = self._words(term)
        return _any([words, *also]) if also else words

    def _of_field(self, term: Term) -> Asked:
        """The documents of which a field has these words, or whose days overlap those named."""
        if term.kind == TermKind.DAY and term.text.startswith("--"):
            return Asked.const_score_query(Asked.term_query(self.schema, ANNIVERSARY, term.text), 0.0)
        if term.kind == TermKind.DAY:
            days = self._days(Query(since=term.text, until=term.text))
            return Asked.const_score_query(days or Asked.empty_query(), 0.0)
        field = field_in_index(term.asked_of)
        if term.kind == TermKind.BEGINNING and term.asked_of == FILE:
            asked = Asked.regex_query(self.schema, "file_key", f"{literally(file_key(term.text))}.*")
        elif term.kind == TermKind.BEGINNING:
            asked = Asked.regex_query(self.schema, field, f"{term.forms[0]}.*")
        elif len(term.forms) == 1:
            asked = Asked.term_query(self.schema, field, term.forms[0])
        else:
            asked = Asked.phrase_query(self.schema, field, list(term.forms))
        return Asked.const_score_query(asked, 0.0)

    def _words(self, term: Term) -> Asked:
        parts = [WITHIN[PART[term.within]]] if term.within else list(WITHIN.values())
        if term.kind == TermKind.EXACT:
            return _any([Asked.term_query(self.schema, exact(part), term.forms[0]) for part in parts])
        if term.kind == TermKind.BEGINNING:  # letters and digits alone: nothing in it that a pattern could mistake
            return _any([Asked.regex_query(self.schema, exact(part), f"{term.forms[0]}.*") for part in parts])
        field = parts[0] if term.within else "text"
        return self._near(field, term) if term.kind == TermKind.NEAR else self._in(field, term.forms)

    def _near(self, field: str, term: Term) -> Asked:
        """Each word near the next: in either order, with no more than so many others between.

        The index's own nearness counts one more place where the order is turned, so both are asked.
        """
        stems = [stem(form) for form in term.forms]
        pairs = [(one, other) for one, other in pairwise(stems) if one != other]
        if not pairs:
            return Asked.term_query(self.schema, field, stems[0])
        turned = [
            (self._pair(field, one, other, term.near), self._pair(field, other, one, term.near)) for one, other in pairs
        ]
        return Asked.boolean_query([(Occur.Must, _any(both)) for both in turned])

    def _pair(self, field: str, one: str, other: str, most: int) -> Asked:
        return Asked.phrase_query(self.schema, field, [one, other], slop=most)

    def _in(self, field: str, forms: Sequence[str]) -> Asked:
        stems = [stem(form) for form in forms]
        if len(stems) == 1:
            return Asked.term_query(self.schema, field, stems[0])
        return Asked.phrase_query(self.schema, field, list(stems))

    def _own_file(self, term: Term) -> Asked:
        return Asked.const_score_query(Asked.term_query(self.schema, "file_key", file_key(term.text)), 0.0)

    def numbered(self, term: Term) -> Asked | None:
        """The documents whose file number or message number a term is; None if it is no number."""
        if term.within:
            return None
        if term.kind == TermKind.FILE_NUMBER:
            return self._own_file(term)
        if term.kind == TermKind.WORD and any(char.isdecimal() for char in term.text):
            return Asked.term_query(self.schema, "number", term.text.upper())
        return None

    # --- which of them first ---

    def ranked(self, found: Asked, reading: Reading) -> Asked:
        """Those documents, with a rank by how well they answer."""
        better = list(self._better(reading))
        return Asked.boolean_query([(Occur.Must, found), *((Occur.Should, one) for one in better)]) if better else found

    def _better(self, reading: Reading) -> Iterator[Asked]:
        for term in reading.wanted():
            yield Asked.boost_query(self._in("heading", term.forms), HEADING)
            if term.kind == TermKind.FILE_NUMBER:
                yield Asked.boost_query(Asked.const_score_query(self._own_file(term), 1.0), OWN_NUMBER)
        tree = reading.tree
        nodes = tree.nodes if isinstance(tree, AllOf) else ()
        words = [node for node in nodes if isinstance(node, Term) and node.kind in IN_A_ROW and not node.asked_of]
        if len(words) > 1:
            stems: list[str | tuple[int, str]] = [stem(form) for word in words for form in word.forms]
            yield Asked.boost_query(Asked.phrase_query(self.schema, "text", stems), SIDE_BY_SIDE)
            yield Asked.boost_query(Asked.phrase_query(self.schema, "text", stems, slop=NEARNESS), NEAR)
