"""What ties the documents of a list to others that are held: how many each answers, and how many name it."""

from collections.abc import Iterable
from dataclasses import dataclass

from telegrams.models import CrossReference
from telegrams.vocabulary import Certainty

_SURE = Certainty.SURE.value


@dataclass(frozen=True, slots=True)
class Tie:
    """A number of documents, and how many of them are only probably meant."""

    count: int = 0
    probable: int = 0


@dataclass(frozen=True, slots=True)
class Ties:
    """The documents that one answers, and those that name it; itself is never among them."""

    answers: Tie = Tie()
    cited_by: Tie = Tie()


def ties_of(telegrams: Iterable[int]) -> dict[int, Ties]:
    """The ties of each of these documents; two queries, however many they are."""
    keys = list(telegrams)
    if not keys:
        return {}
    answered = CrossReference.objects.answering().filter(telegram__in=keys).order_by()
    naming = CrossReference.objects.between_held().filter(target__in=keys).order_by()
    answers = _ties(answered.values_list("telegram", "target", "certainty"))
    cited_by = _ties(naming.values_list("target", "telegram", "certainty"))
    return {key: Ties(answers.get(key, Tie()), cited_by.get(key, Tie())) for key in keys}


def _ties(links: Iterable[tuple[int, int, str]]) -> dict[int, Tie]:
    """For each document, the others it is linked with; one link that is sure makes the other sure."""
    others: dict[int, dict[int, bool]] = {}
    for one, other, certainty in links:
        known = others.setdefault(one, {})
        known[other] = known.get(other, False) or certainty == _SURE
    return {one: Tie(len(known), sum(not is_sure for is_sure in known.values())) for one, known in others.items()}
