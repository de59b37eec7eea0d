"""The sheet of a day, what Washington had by an hour, and how long telegrams were under way."""

from dataclasses import replace

import pytest
from django.test import Client

from telegrams.models import Telegram
from telegrams.vocabulary import HeaderField
from tests.making import a_record, a_telegram, stored
from tests.pages.reading import Element, parse

pytestmark = pytest.mark.django_db


def from_moscow(document: str, day: str, hour: str, received: str, **more: str) -> Telegram:
    """A stored telegram from Moscow to the Department."""
    return a_telegram(f"{document} speaks.", document=document, sent=day, sent_time=hour, received=received,
                      sender="", sender_office="Ambassador in the Soviet Union", **more)  # fmt: skip


def part(page: Element, name: str) -> str:
    """A list of a day's sheet."""
    return next(one for one in page.all("section") if one.attributes.get("aria-labelledby") == name).text()


def test_a_day_has_what_was_sent_arrived_was_filed_and_is_named(client: Client) -> None:
    from_moscow("d1", "1945-11-22", "18:00", "1945-11-23T09:20", file_number="861.24/11–2245")
    from_moscow("d2", "1945-11-24", "18:00", "1945-11-25T09:20", file_number="861.24/11–2245")

    sheet = parse(client.get("/days/1945-11-22/").content)
    after = parse(client.get("/days/1945-11-23/").content)

    assert "Sent: 1" in part(sheet, "sent")
    assert "Arrived: 0" in part(sheet, "arrived")
    assert "Filed: 1" in part(sheet, "filed")
    assert "24 November 1945" in part(sheet, "filed")
    assert "Arrived: 1" in part(after, "arrived")


@pytest.mark.parametrize(
    ("by", "arrived", "under_way"),
    [
        pytest.param("1945-11-22T09:00", 0, 0, id="before it was sent"),
        pytest.param("1945-11-22T12:00", 0, 1, id="six in the evening in Moscow is ten in the morning in Washington"),
        pytest.param("1945-11-23T09:19", 0, 1, id="a minute before it came"),
        pytest.param("1945-11-23T09:20", 1, 0, id="when it came"),
        pytest.param("1946-01-23", 0, 0, id="two months later: not among the latest"),
    ],
)
def test_washington_had_only_what_had_come_by_then(client: Client, by: str, arrived: int, under_way: int) -> None:
    from_moscow("d1", "1945-11-22", "18:00", "1945-11-23T09:20")

    page = parse(client.get("/washington/", {"by": by}).content)

    assert f"Under way: {under_way}" in part(page, "under-way")
    assert f"first: {arrived}" in part(page, "arrived")


@pytest.mark.parametrize("by", ["", "soon", "1945-13-01", "1880-01-01T12:00", "1945-11-22T25:00", "1945-11-22\x00"])
def test_an_hour_that_is_none_is_answered_in_words(client: Client, by: str) -> None:
    assert client.get("/washington/", {"by": by}).status_code == 200


def test_a_document_says_how_long_it_was_under_way_and_that_the_zones_are_reckoned(client: Client) -> None:
    telegram = from_moscow("d1", "1945-11-22", "18:00", "1945-11-23T09:20")
    absurd = from_moscow("d2", "1945-11-22", "18:00", "1945-11-22T03:00")

    assert "under way 23 h 20 min, reckoned" in parse(client.get(telegram.get_absolute_url()).content).text()
    assert "the hours printed do not agree" in parse(client.get(absurd.get_absolute_url()).content).text()


@pytest.mark.parametrize(
    ("sent", "received", "said"),
    [
        ("1800Z", "Received November 23, 9:20 a.m. EST", "under way 20 h 20 min, by the zones printed"),
        ("1800Z", "Received November 23, 9:20 a.m.", "under way 20 h 20 min, by the zone printed with one hour"),
    ],
)
def test_a_zone_that_is_printed_is_taken_and_said_to_be(client: Client, sent: str, received: str, said: str) -> None:
    printed = {HeaderField.SENT_TIME: sent, HeaderField.RECEIVED: received}
    record = a_record(
        place="Moscow", sent="1945-11-22", sent_time="18:00", received="1945-11-23T09:20",
        sender_office="Ambassador in the Soviet Union", recipient_office="Secretary of State",
    )  # fmt: skip
    values = tuple(replace(one, printed=printed.get(one.field, one.printed)) for one in record.values)

    telegram = stored(replace(record, values=values))

    assert said in parse(client.get(telegram.get_absolute_url()).content).text()


def test_delays_are_counted_by_post_with_what_is_not_counted_beside_them(client: Client) -> None:
    for number in range(5):
        from_moscow(f"d{number}", "1945-11-22", "18:00", f"1945-11-23T0{number}:20")
    from_moscow("d8", "1945-11-22", "18:00", "1945-11-22T03:00")
    from_moscow("d9", "1945-11-22", "", "1945-11-22T03:00")

    page = parse(client.get("/delays/").content)

    assert "Moscow 5 16 h 20 min" in " ".join(page.one("tbody").text().split())
    assert "of 5 documents" in page.text()
    assert "Of 1 more" in page.text()
    assert "of 1 the hours contradict" in page.text()
    assert client.get("/delays.csv").content.decode().splitlines()[1].startswith("Moscow,5,980")


@pytest.mark.parametrize(
    ("file_number", "is_said"),
    [("861.24/11–2245", False), ("861.24/1–2246", True), ("861.24/8–2245", True), ("861.24/12–2045", False)],
)
def test_a_file_number_of_a_day_far_from_the_days_printed_is_pointed_out(
    client: Client, file_number: str, is_said: bool
) -> None:
    telegram = from_moscow("d1", "1945-11-22", "18:00", "1945-11-23T09:20", file_number=file_number)

    page = parse(client.get(telegram.get_absolute_url()).content).text()

    assert ("days printed" in page) is is_said
