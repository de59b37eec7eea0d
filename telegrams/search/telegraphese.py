"""Words as the telegraph shortened them: 'telegram' also as tel, urtel, Embtel, Deptel. Pure: no database, no Django.

Which word an abbreviation stands for is in the table of abbreviations; each asked for, its whole
family answers. Only where a question says so: what was asked is what is searched.
"""

from dataclasses import replace
from functools import cache

from telegrams.parsing.tables import abbreviations
from telegrams.search.language import AnyOf, Term, TermKind, Tree, mapped
from telegrams.search.words import forms_of, stem

MOST = 64
"""Other forms that are searched for one question."""


@cache
def families() -> dict[str, tuple[str, ...]]:
    """Each word with its abbreviations, the word first: {'despatch': ('despatch', 'desp', 'Embdes', 'urdes')}."""
    made: dict[str, list[str]] = {}
    for fact in abbreviations():
        if fact.word:
            made.setdefault(fact.word, [fact.word]).append(fact.term)
    return {word: tuple(family) for word, family in made.items()}


@cache
def _family_by_form() -> dict[str, tuple[str, ...]]:
    """Families by the stem of the word and by the form of each abbreviation."""
    known: dict[str, tuple[str, ...]] = {}
    for word, family in families().items():
        for one in family[1:]:
            known[forms_of(one)[0]] = family
        known[stem(forms_of(word)[0])] = family
    return known


def also_written(term: Term) -> tuple[str, ...]:
    """The other ways in which a word of the text is written.

    >>> also_written(Term(TermKind.WORD, "embassy"))
    ('AmEmb', 'Amembassy', 'Emb')
    >>> also_written(Term(TermKind.WORD, "Emb"))
    ('embassy', 'AmEmb', 'Amembassy')
    """
    forms = term.forms
    if term.kind != TermKind.WORD or term.asked_of or len(forms) != 1:
        return ()
    family = _family_by_form().get(forms[0]) or _family_by_form().get(stem(forms[0])) or ()
    return tuple(one for one in family if stem(forms_of(one)[0]) != stem(forms[0]))


def with_abbreviations(tree: Tree | None) -> Tree | None:
    """The tree with every word of a family asked for in all its forms, as far as these are not too many."""
    left = MOST

    def widened(term: Term) -> Tree:
        nonlocal left
        others = also_written(term)
        if not others or len(others) > left:
            return term
        left -= len(others)
        return AnyOf((term, *(replace(term, text=one) for one in others)))

    return mapped(tree, widened)
