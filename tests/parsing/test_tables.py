"""The fact tables: every line whole, every name of one thing only, every fact with its source."""

import collections
import datetime
import zoneinfo
from collections.abc import Callable
from typing import Any

import pytest

from telegrams.parsing import tables


@pytest.mark.parametrize(
    ("loader", "least"),
    [
        (tables.countries, 340),
        (tables.classes, 300),
        (tables.posts, 150),
        (tables.seats, 100),
        (tables.territories, 90),
        (tables.abbreviations, 80),
        (tables.volumes, 2),
    ],
)
def test_every_fact_has_a_source(loader: Callable[[], tuple[Any, ...]], least: int) -> None:
    facts = loader()

    assert len(facts) >= least
    assert [fact for fact in facts if not fact.source] == []


def test_a_country_number_has_one_lasting_name() -> None:
    counted = collections.Counter((fact.scheme, fact.number) for fact in tables.countries() if fact.is_lasting)

    assert set(counted.values()) == {1}
    assert {(fact.scheme, fact.number) for fact in tables.countries()} == set(counted)


def test_the_names_of_the_year_do_not_overlap() -> None:
    named = [fact for fact in tables.countries() if not fact.is_lasting]
    doubles = [
        (one.name, other.name)
        for one in named
        for other in named
        if one is not other
        and (one.scheme, one.number) == (other.scheme, other.number)
        and any(one.holds_in(year) and other.holds_in(year) for year in range(1906, 1964))
    ]

    assert doubles == []


@pytest.mark.parametrize(
    ("scheme", "number", "year", "name"),
    [
        ("1910-1949", "61", 1917, "Russia"),
        ("1910-1949", "61", 1945, "Soviet Union"),
        ("1910-1949", "60h", 1925, "Kingdom of the Serbs, Croats and Slovenes"),
        ("1910-1949", "63", 1916, "Austria-Hungary"),
        ("1910-1949", "48", 1930, "British Africa (general)"),
        ("1950-1963", "48", 1951, "Poland"),
        ("1910-1949", "29", 1930, None),
    ],
)
def test_a_state_is_called_by_its_name_of_the_year(scheme: str, number: str, year: int, name: str | None) -> None:
    assert tables.country_name(scheme, number, year) == name


def test_every_class_code_stands_once_in_its_kind() -> None:
    counted = collections.Counter((fact.scheme, fact.kind, fact.code) for fact in tables.classes())

    assert [code for code, count in counted.items() if count > 1] == []


def test_every_post_has_its_own_slug_and_its_spellings_alone() -> None:
    slugs = collections.Counter(post.slug for post in tables.posts())
    spellings = collections.Counter(name for post in tables.posts() for name in {post.city, *post.aliases})

    assert [slug for slug, count in slugs.items() if count > 1] == []
    assert [name for name, count in spellings.items() if count > 1] == []


def test_every_post_lies_on_the_globe_in_a_zone_that_exists() -> None:
    zones = {post.tz for post in tables.posts() if post.tz}
    places = [(post.lat, post.lon) for post in tables.posts() if post.lat is not None and post.lon is not None]

    assert sorted(zone for zone in zones if zone not in zoneinfo.available_timezones()) == []
    assert [place for place in places if not (-90 <= place[0] <= 90 and -180 <= place[1] <= 180)] == []


def test_the_longitude_of_a_post_agrees_with_its_zone() -> None:
    hours = [(post.slug, post.lon / 15, _standard_hours(post)) for post in tables.posts() if post.tz and post.lon]

    assert [slug for slug, by_sun, by_clock in hours if abs(by_sun - by_clock) > 2.2] == []


def test_every_seat_is_a_post_and_has_an_order_in_time() -> None:
    slugs = {post.slug for post in tables.posts()}

    assert [seat.post for seat in tables.seats() if seat.post not in slugs] == []
    assert [seat for seat in tables.seats() if seat.since and seat.until and seat.since > seat.until] == []


def test_no_mission_sits_in_two_cities_at_a_time() -> None:
    doubles = [
        (one.post, other.post)
        for one in tables.seats()
        for other in tables.seats()
        if one is not other and set(one.states) & set(other.states) and _overlap(one, other)
    ]

    assert doubles == []


def test_an_abbreviation_stands_once() -> None:
    counted = collections.Counter(fact.term for fact in tables.abbreviations())

    assert [term for term, count in counted.items() if count > 1] == []
    assert {"urtel", "mytel", "Embtel", "Deptel", "reDeptel", "niact", "FonOff", "Govt"} <= set(counted)


def _standard_hours(post: tables.PostFact) -> float:
    winter = zoneinfo.ZoneInfo(post.tz).utcoffset(datetime.datetime(1960, 1, 1))
    return winter.total_seconds() / 3600 if winter else 0.0


def _overlap(one: tables.SeatFact, other: tables.SeatFact) -> bool:
    starts = [seat.since for seat in (one, other) if seat.since]
    return all(seat.holds_on(max(starts)) for seat in (one, other)) if starts else True
