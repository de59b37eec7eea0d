"""Undated messages between their numbered neighbours: the bracket holds for every dated one left out in turn."""

import gzip
import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from telegrams import curating
from telegrams.curating import Edit
from telegrams.importing.bracketing import bracket_undated
from telegrams.importing.resolving.brackets import bracket
from telegrams.models import Telegram
from telegrams.parsing.offices import read_office
from telegrams.search import ENGINE
from telegrams.search.query import Query
from telegrams.vocabulary import HeaderField, Origin
from tests.making import a_telegram

SERIES = st.lists(st.dates(date(1945, 1, 1), date(1945, 12, 31)), min_size=5, max_size=40).map(
    lambda days: list(enumerate(sorted(days), 1))
)


@given(SERIES, st.data())
def test_in_a_series_in_order_every_message_lies_in_the_bracket_of_the_others(
    series: list[tuple[int, date]], data: st.DataObject
) -> None:
    number, day = data.draw(st.sampled_from(series))

    found = bracket(number, series)

    if found is not None:
        assert found.first <= day <= found.last
        assert str(number) in found.proof(number)
    else:
        assert number <= 2 or number >= len(series) - 1


def test_neighbours_out_of_order_prove_nothing() -> None:
    days = [(1, date(1945, 1, 9)), (2, date(1945, 1, 4)), (5, date(1945, 1, 10)), (6, date(1945, 1, 12))]

    assert bracket(3, days) is None
    assert bracket(3, days[1:]) is None
    assert bracket(3, []) is None


MISDATED = {
    "frus1864p3-d258": "1846 for 1864",
    "frus1872p2v5-d136": "the gold says July, the print says June",
    "frus1872p2v5-d139": "the gold says October 30, the print says September 30",
    "frus1925v02-d17": "printed 1924 [1925]",
    "frus1925v02-d125": "1926 for 1925",
}
"""Documents whose day in gold is not the day on which they were sent: brackets bring them to light."""


def dated(corpus: Path) -> Iterator[dict[str, str]]:
    """The numbered and dated messages between offices, of the gold of the volumes."""
    for path in sorted((corpus / "gold-tei").glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                one = json.loads(line)
                if one["id"] in MISDATED:
                    continue
                if one["message_number"] and one["message_number"].isdecimal() and len(one["date"] or "") == 10:
                    yield one


def test_every_dated_document_of_the_volumes_left_out_in_turn_lies_in_its_bracket(corpus: Path) -> None:
    series: dict[tuple[str, ...], list[tuple[int, date]]] = defaultdict(list)
    for one in dated(corpus):
        ends = [read_office(one[side] or "").office or one[side] for side in ("sender_office", "recipient_office")]
        names = [one[side] for side in ("sender", "recipient")]
        who = [end or name for end, name in zip(ends, names, strict=True)]
        if all(who):
            key = (one["volume"], *who, "wire" if "gram" in one["kind"] or one["kind"] == "circular" else "mail")
            series[key].append((int(one["message_number"]), date.fromisoformat(one["date"])))

    tried = [
        (key, number, day, found)
        for key, some in series.items()
        for at, (number, day) in enumerate(some)
        if (found := bracket(number, some[:at] + some[at + 1 :]))
    ]

    wrong = [(key, number, day) for key, number, day, found in tried if not found.first <= day <= found.last]
    assert len(tried) > 800
    assert wrong == []


def a_numbered(number: int, sent: str, **more: str) -> Telegram:
    """A stored telegram from Moscow to the Department."""
    return a_telegram(f"{number}. Nothing new.", message_number=str(number), sent=sent, sender="",
                      sender_office="Ambassador in the Soviet Union", **more)  # fmt: skip


@pytest.mark.django_db
def test_an_undated_telegram_is_shown_between_the_days_of_its_neighbours_and_found_by_them() -> None:
    for number, day in ((3929, "1945-11-21"), (3930, "1945-11-22"), (3934, "1945-11-24"), (3935, "1945-11-24")):
        a_numbered(number, day)
    undated, of_another_post = a_numbered(3932, ""), a_telegram("3931. So.", message_number="3931", sent="",
                                                               sender_office="Ambassador in France")  # fmt: skip

    assert bracket_undated(["frus1945v05"]) == 1

    undated.refresh_from_db()
    of_another_post.refresh_from_db()
    assert (undated.earliest, undated.latest) == (date(1945, 11, 21), date(1945, 11, 24))
    assert undated.day_origin() == Origin.INFERRED
    assert of_another_post.earliest is None
    assert bracket_undated(["frus1945v05"]) == 0
    page = Client().get(undated.get_absolute_url()).content.decode()
    assert "between 21 November and 24 November 1945" in page
    assert "stands between 3929 and 3930 and 3934 and 3935" in page
    found = ENGINE.ask(Query(since="1945-11-23", until="1945-11-23"))
    assert [hit.telegram_id for hit in found.hits] == [undated.pk]


@pytest.mark.django_db
def test_a_day_that_an_editor_gives_stands_over_the_bracket() -> None:
    for number, day in ((3929, "1945-11-21"), (3930, "1945-11-22"), (3934, "1945-11-24"), (3935, "1945-11-24")):
        a_numbered(number, day)
    undated = a_numbered(3932, "")
    bracket_undated(["frus1945v05"])
    editor = User.objects.create(username="clio")

    curating.correct(undated.pk, [Edit(HeaderField.SENT, "1945-11-23", seen="")], "Its copy says so.", "RG 84", editor)

    undated.refresh_from_db()
    assert (undated.earliest, undated.latest, undated.bracket_proof) == (date(1945, 11, 23), date(1945, 11, 23), "")
    assert bracket_undated(["frus1945v05"]) == 0
    assert undated.day_origin() == Origin.CORRECTED
