"""What an empty answer says: what leaving out each condition gives, what is near, and what was searched."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from telegrams.saying import days_said
from telegrams.search import ENGINE
from telegrams.search.absence import Spelling
from telegrams.search.engine import Answer
from telegrams.search.language import AllOf, all_of, text_of, with_term
from telegrams.views.steps import ChipShown, search_address

MOST_REMOVALS = 8


@dataclass(frozen=True, slots=True)
class Removal:
    """A condition of an empty answer, and what there is without it."""

    text: str
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class SpellingShown:
    """A word that no document has, and links to the question with words nearly so spelled."""

    asked: str
    nearest: tuple[Removal, ...]


@dataclass(frozen=True, slots=True)
class AbsenceShown:
    """What an empty answer says: what leaving out each condition gives, what is near, and what was searched."""

    removals: tuple[Removal, ...]
    spellings: tuple[SpellingShown, ...]
    days: tuple[ChipShown, ...]
    today: date
    sequence: int


def absence_shown(answer: Answer) -> AbsenceShown:
    """What there is to say of an answer without documents; a count for each condition."""
    query, near = answer.query, ENGINE.absence(answer.query)
    tree = query.typed().tree
    places = {term: number for number, (term, _) in enumerate(query.typed().terms())}

    def spelled(spelling: Spelling) -> SpellingShown:
        number = places[spelling.term]
        others = [
            Removal(word, search_address(query.asking(text_of(with_term(tree, number, other)))), count)
            for word, count in spelling.nearest
            for other in (replace(spelling.term, text=word),)
        ]
        return SpellingShown(spelling.term.text, tuple(others))

    days = [
        ChipShown(f"{said}: {days_said(day, day)}", search_address(query.between(day.isoformat(), day.isoformat())))
        for said, day in (("nearest before", near.before), ("nearest after", near.after))
        if day
    ]
    return AbsenceShown(
        removals=_removals(answer),
        spellings=tuple(map(spelled, near.spellings)),
        days=tuple(days),
        today=timezone.localdate(),
        sequence=answer.sequence,
    )


def _removals(answer: Answer) -> tuple[Removal, ...]:
    """Each condition, and how many documents there would be without it; one count each."""
    query = answer.query
    without = [(chip.text, chip.without) for chip in answer.chips() if chip.without.asks_anything()]
    tree = query.typed().tree
    if isinstance(tree, AllOf):
        without.extend(
            (text_of(node), query.asking(text_of(all_of([other for other in tree.nodes if other is not node]))))
            for node in tree.nodes
        )
    counted_ones = [Removal(text, search_address(one), ENGINE.count(one)) for text, one in without[:MOST_REMOVALS]]
    return tuple(sorted(counted_ones, key=lambda removal: -removal.count))
