"""Hours of the clock at two cities: comparable where both had legal time, and nothing where one had not."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing.dates import read_hour
from telegrams.parsing.tables import PostFact, posts
from telegrams.parsing.transmission import Instants, destination, instant


def post(slug: str) -> PostFact:
    """A post of the table."""
    return next(one for one in posts() if one.slug == slug)


@pytest.mark.parametrize(
    ("slug", "day", "hour", "universal"),
    [
        pytest.param("washington", "1945-11-23", "09:20", "1945-11-23T14:20", id="standard time"),
        pytest.param("washington", "1934-07-01", "12:00", "1934-07-01T17:00", id="no summer time then"),
        pytest.param("washington", "1944-07-01", "12:00", "1944-07-01T16:00", id="war time"),
        pytest.param("london", "1917-07-01", "12:00", "1917-07-01T11:00", id="summer time of the other side"),
        pytest.param("moscow", "1945-11-22", "18:00", "1945-11-22T15:00", id="the seed"),
    ],
)
def test_an_hour_is_reckoned_by_the_zone_of_its_city_on_its_day(slug: str, day: str, hour: str, universal: str) -> None:
    reckoned = instant(date.fromisoformat(day), time.fromisoformat(hour), post(slug))

    assert reckoned == datetime.fromisoformat(universal).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("printed", "universal"),
    [
        ("1200Z", "12:00"),
        ("12 noon G.M.T.", "12:00"),
        ("12 noon EST", "17:00"),
        ("12 noon EDT", "16:00"),
        ("12 noon (Moscow time)", "09:00"),
        ("noon, Hong Kong Time", "03:00"),
        ("noon Eastern Standard Time", "17:00"),
        ("noon Greenwich time", "12:00"),
        ("noon, local time", "11:00"),
        ("noon", "11:00"),
    ],
)
def test_a_zone_that_is_printed_stands_before_that_of_the_city(printed: str, universal: str) -> None:
    assert read_hour(printed) == "12:00"

    reckoned = instant(date(1969, 7, 1), time(12), post("paris"), printed)

    assert reckoned == datetime.combine(date(1969, 7, 1), time.fromisoformat(universal), UTC)


def test_a_zone_that_is_printed_and_not_known_gives_no_instant() -> None:
    assert instant(date(1969, 7, 1), time(12), post("paris"), "noon Ruritanian time") is None


@pytest.mark.parametrize(
    ("slug", "day", "hour"),
    [
        pytest.param("washington", "1880-01-01", "12:00", id="before legal time"),
        pytest.param("washington", "1944-01-01", "", id="no hour"),
        pytest.param("london", "1917-04-08", "02:30", id="an hour that the clocks passed over"),
    ],
)
def test_what_cannot_be_reckoned_is_not(slug: str, day: str, hour: str) -> None:
    assert instant(date.fromisoformat(day), time.fromisoformat(hour) if hour else None, post(slug)) is None


def test_a_city_that_is_not_known_gives_no_instant() -> None:
    assert instant(date(1945, 1, 1), time(12), None) is None
    assert instant(None, time(12), post("london")) is None


@pytest.mark.parametrize(
    ("office", "day", "city"),
    [
        ("Acting Secretary of State", "1945-11-22", "Washington"),
        ("Ambassador in the Soviet Union", "1945-11-22", "Moscow"),
        ("Ambassador in Russia", "1917-11-01", "Petrograd"),
        ("Consul General at Hong Kong", "1945-11-22", "Hong Kong"),
    ],
)
def test_a_telegram_is_received_where_its_addressee_sits_that_day(office: str, day: str, city: str) -> None:
    there = destination(office, date.fromisoformat(day))

    assert there is not None
    assert there.city == city


@pytest.mark.parametrize(
    "office", ["", "President", "British Ambassador", "Diplomatic Representatives in All Countries"]
)
def test_an_addressee_whose_city_is_not_told_has_none(office: str) -> None:
    assert destination(office, date(1945, 11, 22)) is None


@given(st.datetimes(datetime(1900, 1, 1), datetime(1960, 1, 1)), st.timedeltas(timedelta(days=-90), timedelta(days=90)))
def test_a_time_under_way_is_shown_only_where_it_can_be(sent: datetime, lasting: timedelta) -> None:
    instants = Instants(sent.replace(tzinfo=UTC), sent.replace(tzinfo=UTC) + lasting)

    is_possible = timedelta(minutes=-20) <= lasting <= timedelta(days=60)
    assert instants.is_impossible is not is_possible
    assert instants.under_way == (lasting if is_possible else None)
    assert Instants(None, sent.replace(tzinfo=UTC)).under_way is None
