"""What ``benchmarks.resolving`` counts, within the archive."""

import json
import math
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db.models import Q

from telegrams.importing.resolving.sought import by_name
from telegrams.models import Participation
from telegrams.vocabulary import Certainty, Kind, Role

GOLD = Path(__file__).parent / "gold"


def _gold(name: str) -> Iterator[dict[str, Any]]:
    with (GOLD / name).open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def bound(wrong: int, of: int) -> float:
    """The least share right that a sample is compatible with, 95 in 100, one-sided (Clopper and Pearson)."""
    low, high = 0.0, 1.0
    for _ in range(60):
        share = (low + high) / 2
        at_most = sum(math.comb(of, k) * share**k * (1 - share) ** (of - k) for k in range(wrong + 1))
        low, high = (share, high) if at_most > 0.05 else (low, share)
    return 1 - high


class Tally:
    """Cases: whether gold knows an answer, whether the archive has one, is sure of it, and is right."""

    def __init__(self) -> None:
        self.sure = self.sure_right = self.known = self.found = 0

    def add(self, *, known: bool, is_sure: bool, has_answer: bool, is_right: bool) -> None:
        """Count a case."""
        self.sure += is_sure
        self.sure_right += is_sure and is_right
        self.known += known
        self.found += known and has_answer and is_right

    def said(self, name: str) -> dict[str, float]:
        """The shares, by what they are of."""
        wrong = self.sure - self.sure_right
        return {
            f"{name}, sure: cases": self.sure,
            f"{name}, sure: share right": self.sure_right / max(1, self.sure),
            f"{name}, sure: at least, by a sample of this size": bound(wrong, self.sure) if self.sure else 0.0,
        }


def _parties() -> Tally:
    """A person made from a heading is right, though apart from the register's where that has him too."""
    tally = Tally()
    for case in _gold("parties.jsonl"):
        rows = _rows(case).filter(role=case["role"], name_printed=case["name"], office_printed=case["office"])
        row = rows.select_related("person").first()
        slug = row.person.slug if row and row.person else ""
        made = bool(row and row.person and row.person.origin == "headings")
        right = slug in case["people"] or made
        is_sure = bool(row and row.certainty == Certainty.SURE)
        known = bool(case["people"]) and case["sure"]
        tally.add(known=known, is_sure=is_sure, has_answer=bool(slug) and not made, is_right=right)
    return tally


def _mentions() -> Tally:
    tally = Tally()
    for case in _gold("mentions.jsonl"):
        row = _rows(case).filter(role=Role.MENTIONED, evidence=case["name"]).select_related("person").first()
        slug = row.person.slug if row and row.person else ""
        tally.add(
            known=bool(case["people"]),
            is_sure=bool(row and row.certainty == Certainty.SURE),
            has_answer=bool(slug),
            is_right=slug in case["people"],
        )
    return tally


def _rows(case: dict[str, Any]) -> Any:
    volume, _, document = case["document"].partition("/")
    return Participation.objects.filter(telegram__volume__slug=volume, telegram__document=document)


def _references(which: Callable[[dict[str, Any]], bool]) -> Tally:
    tally = Tally()
    for case in filter(which, _gold("references.jsonl")):
        volume, _, document = case["document"].partition("/")
        rows = by_name().filter(telegram__volume__slug=volume, telegram__document=document, printed=case["words"])
        near = [row for row in rows.select_related("target__volume", "telegram", "footnote") if _stands(row, case)]
        row = near[0] if near else None
        means = str(row.target) if row and row.target else ""
        tally.add(
            known=bool(case["means"]),
            is_sure=bool(row and row.certainty == Certainty.SURE),
            has_answer=bool(means),
            is_right=means == case["means"],
        )
    return tally


def _stands(row: Any, case: dict[str, Any]) -> bool:
    text = row.footnote.text if row.footnote else row.telegram.text
    return bool(text[max(0, row.start - 30) : row.start].endswith(case["before"][-20:]))


def main(arguments: list[str]) -> None:
    """Print the shares."""
    parties, references, mentions = _parties(), _references(lambda case: True), _mentions()
    open_ones = _references(lambda case: case["drawn"] == "open")
    said = {**parties.said("parties"), **references.said("references"), **mentions.said("mentions")}
    said["parties: of those whom the register has, share found"] = parties.found / max(1, parties.known)
    tried = by_name()
    sure = tried.filter(certainty=Certainty.SURE).count()
    others = tried.count() - sure
    missed = (open_ones.known - open_ones.found) / max(1, sum(1 for case in _gold("references.jsonl")
                                                              if case["drawn"] == "open"))  # fmt: skip
    found = sure + tried.filter(certainty=Certainty.PROBABLE).count()
    said["references by number or day: sure"] = sure
    said["references by number or day: sure or probable"] = found
    said["references: of those whose message is held, share found (estimated)"] = found / (found + missed * others)
    telegrams = Participation.objects.filter(
        Q(telegram__kind__in=[Kind.TELEGRAM, Kind.CIRCULAR]),
        role__in=[Role.SENDER, Role.RECIPIENT],
        telegram__earliest__year__range=(1917, 1936),
        telegram__withdrawn_at=None,
    )
    count = max(1, telegrams.count())
    registered = telegrams.filter(person__origin="register").count()
    said["parties in telegrams of 1917-36"] = count
    said["parties in telegrams of 1917-36: share with a person"] = telegrams.exclude(person=None).count() / count
    said["parties in telegrams of 1917-36: share with one of a register or list"] = registered / count
    sys.stdout.write(json.dumps(said))
