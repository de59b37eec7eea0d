"""A tree of terms → which telegrams it asks for, and by what they are ranked.

Words and phrases reach PostgreSQL as plain words through parameters; no text of a reader's is
ever parsed as a query.
"""

from dataclasses import dataclass
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Coalesce

from telegrams.models import SearchStretch
from telegrams.parsing.file_number import file_key
from telegrams.search.indexing import CONFIG
from telegrams.search.language import AllOf, AnyOf, Term, TermKind, Tree, Without
from telegrams.search.words import prepared

WEIGHTS = [0.2, 0.5, 0.7, 1.0]
"""What a word counts in the source note, the notes, the text, the heading."""

BY_LOG_OF_LENGTH = 1
SIDE_BY_SIDE = 2.0
"""How much more words count that stand side by side as they were asked."""


@dataclass(frozen=True, slots=True)
class Matcher:
    """Makes conditions; ``has_alone``: some documents are so large that only their stretches are searched.

    ``by_number``: a number also stands for the document whose number it is.
    """

    has_alone: bool = False
    by_number: bool = False

    def condition(self, tree: Tree) -> Q:
        """The telegrams a tree asks for."""
        if isinstance(tree, Term):
            return self.term(tree)
        if isinstance(tree, Without):
            return ~self.condition(tree.node)
        return reduce(and_ if isinstance(tree, AllOf) else or_, (self.condition(node) for node in tree.nodes))

    def term(self, term: Term) -> Q:
        """The telegrams that have a word, a phrase, or a file number as theirs or in their words."""
        found = self._words(term)
        if term.kind == TermKind.FILE_NUMBER:
            found |= Q(file_key=file_key(term.text))
        if self.by_number and (number := numbered(term)):
            found |= number
        return found

    def _words(self, term: Term) -> Q:
        asked = _query(term)
        if len(term.forms) == 1:
            found = Q(search=asked)
        else:
            stretches = SearchStretch.objects.filter(telegram=OuterRef("pk"), vector=asked)
            in_stretch = Q(search_is_partial=True) & Q(Exists(stretches))
            found = Q(search=_all_words(term)) & (Q(search_is_partial=False, search=asked) | in_stretch)
        if self.has_alone:
            alone = SearchStretch.objects.filter(is_alone=True, vector=asked)
            found |= Q(pk__in=alone.values("telegram"))
        return found


def numbered(term: Term) -> Q | None:
    """The telegrams whose file number or message number a term is; None if it is no number."""
    if term.kind == TermKind.FILE_NUMBER:
        return Q(file_key=file_key(term.text))
    if term.kind == TermKind.WORD and any(char.isdecimal() for char in term.text):
        return Q(message_number__iexact=term.text)
    return None


def _query(term: Term) -> SearchQuery:
    kind = "plain" if len(term.forms) == 1 else "phrase"
    return SearchQuery(prepared(term.forms), config=CONFIG, search_type=kind)


def _all_words(term: Term) -> SearchQuery:
    return SearchQuery(prepared(term.forms), config=CONFIG, search_type="plain")


def rank(tree: Tree) -> Coalesce | CombinedExpression | None:
    """How well a telegram answers; None where nothing that must stand is asked."""
    asked = _ranked(tree)
    if asked is None:
        return None
    ranked = _rank(asked)
    words = _in_a_row(tree)
    return ranked + SIDE_BY_SIDE * _rank(words) if words else ranked


def _rank(asked: SearchQuery) -> Coalesce:
    found = SearchRank(F("search"), asked, weights=WEIGHTS, normalization=BY_LOG_OF_LENGTH, cover_density=True)
    return Coalesce(found, Value(0.0))


def _ranked(tree: Tree) -> SearchQuery | None:
    """The tree as one query for ranking: without what is excluded."""
    if isinstance(tree, Term):
        return _query(tree)
    if isinstance(tree, Without):
        return None
    asked = [one for node in tree.nodes if (one := _ranked(node)) is not None]
    return reduce(or_ if isinstance(tree, AnyOf) else and_, asked) if asked else None


def _in_a_row(tree: Tree) -> SearchQuery | None:
    """The words of a question of several words, as the phrase they would make."""
    words = [node for node in tree.nodes if isinstance(node, Term)] if isinstance(tree, AllOf) else []
    if len(words) < 2:
        return None
    return SearchQuery(prepared(form for word in words for form in word.forms), config=CONFIG, search_type="phrase")
