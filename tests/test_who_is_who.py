"""Merges, splits and their undoing in any order come to what plain reckoning says, and nothing else."""

import copy
from dataclasses import dataclass, field

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telegrams import attributing, merging
from telegrams.attributing import NewPerson
from telegrams.importing.loading import load
from telegrams.importing.relinking import relink
from telegrams.importing.resolving.known import fresh_register
from telegrams.models import Participation, Person, Telegram
from tests.making import a_record, an_import_run

NAMES = ("Orr", "Ogg", "Orr", "Odd")
"""Senders of four posts: two of one surname, whom the archive tells apart by their posts."""

POSTS = ("Geneva", "Riga", "Lisbon", "Madrid")

Step = tuple[str, int, int]


@dataclass
class Reckoned:
    """What should be so: who sends each document by its heading, and the decisions that stand."""

    base: dict[str, str]
    merges: dict[int, tuple[str, str]] = field(default_factory=dict)
    splits: dict[int, tuple[str, str, frozenset[str], bool]] = field(default_factory=dict)
    retired: dict[str, str] = field(default_factory=dict)

    def top(self, person: str) -> str:
        """Whoever is kept in the end."""
        to = {gone: kept for kept, gone in self.merges.values()} | self.retired
        while person in to:
            person = to[person]
        return person

    def senders(self) -> dict[str, str]:
        """The sender of each document."""
        said = dict(self.base)
        for _, (_, to, documents, _) in sorted(self.splits.items()):
            said |= dict.fromkeys(documents, to)
        return {document: self.top(person) for document, person in said.items()}


def loaded(words: str = "He called.") -> None:
    """Two documents of each sender."""
    records = [
        a_record(words, document=f"d{at}-{number}", sender=name, sender_office=f"The Consul at {post}", place=post)
        for at, (name, post) in enumerate(zip(NAMES, POSTS, strict=True))
        for number in (1, 2)
    ]
    load(records, an_import_run(), fresh_register())


def shown() -> dict[str, str]:
    rows = Participation.objects.filter(role="sender").values_list("telegram__document", "person__slug")
    return dict(rows)


def standing() -> list[Person]:
    return list(Person.objects.standing().order_by("slug"))


def take(step: Step, reckoned: Reckoned, by: User) -> None:
    """Do one thing, if it can be done, to the archive and to what is reckoned."""
    verb, one, other = step
    people = standing()
    first, second = people[one % len(people)], people[other % len(people)]
    if verb == "merge" and first != second:
        done = merging.merge(first.pk, [second.pk], "r", "s", by)
        merging.link_left(done[0], 60)
        reckoned.merges[done[0].pk] = (first.slug, second.slug)
    elif verb == "part" and reckoned.merges:
        key = sorted(reckoned.merges)[one % len(reckoned.merges)]
        merging.link_left(merging.undo_merge(key, "r", by), 60)
        del reckoned.merges[key]
    elif verb == "split":
        split_off(first, other, reckoned, by)
    elif verb == "join" and reckoned.splits:
        join(sorted(reckoned.splits)[one % len(reckoned.splits)], reckoned, by)
    elif verb == "load":
        loaded(f"He called {one} times.")
    elif verb == "resolve":
        assert relink(Telegram.objects.all())[1] == 0


def split_off(person: Person, other: int, reckoned: Reckoned, by: User) -> None:
    """Give one document of a person, or all, to somebody new or somebody known."""
    rows = attributing.chosen(person, ["sender"])
    documents = sorted(rows.values_list("telegram__document", flat=True))[: 1 + other % 2]
    others = [one for one in standing() if one != person]
    if not documents or (other % 3 and not others):
        return
    to: int | NewPerson = NewPerson("Oxx", str(other)) if other % 3 == 0 else others[other % len(others)].pk
    keys = list(Telegram.objects.filter(document__in=documents).values_list("pk", flat=True))
    split = attributing.attribute(rows.filter(telegram__in=keys), person.pk, to, "r", "s", by)
    merging.link_left(split, 60)
    reckoned.splits[split.pk] = (person.slug, split.to.slug, frozenset(documents), split.made)


def join(key: int, reckoned: Reckoned, by: User) -> None:
    off, to, _, made = reckoned.splits.pop(key)
    has_more = (
        any(to in (other_off, other_to) for other_off, other_to, _, _ in reckoned.splits.values())
        or any(to in pair for pair in reckoned.merges.values())
    )  # fmt: skip
    if made and not has_more:
        reckoned.retired[to] = off
    merging.link_left(attributing.undo_split(key, "r", by), 60)


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["merge", "part", "split", "join", "merge", "split", "load", "resolve"]),
            st.integers(0, 11), st.integers(0, 11),
        ),
        min_size=4, max_size=12,
    )
)  # fmt: skip
def test_any_merges_and_splits_come_to_what_is_reckoned(steps: list[Step]) -> None:
    with transaction.atomic():
        by = User.objects.create_user("clio")
        loaded()
        reckoned = Reckoned(base=shown())
        before = copy.copy(shown())

        for step in steps:
            take(step, reckoned, by)
            assert shown() == reckoned.senders()

        assert relink(Telegram.objects.all())[1] == 0
        for key in sorted(reckoned.splits, reverse=True):
            join(key, reckoned, by)
        for key in sorted(reckoned.merges, reverse=True):
            merging.link_left(merging.undo_merge(key, "r", by), 60)
        assert shown() == before
        transaction.set_rollback(True)
