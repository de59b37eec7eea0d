"""The page of an office: its holders, the times without one, and its documents."""

import pytest
from django.test import Client

from telegrams.importing.registers import load_tenures
from telegrams.importing.relinking import relink
from telegrams.models import Telegram
from telegrams.records import TenureRecord
from tests.making import a_telegram
from tests.pages.reading import parse


def term(person: str, family: str, since: str, until: str, **more: str) -> TenureRecord:
    """A line of a register for the mission in Siam."""
    return TenureRecord(
        person=person, family=family, given="", names=(), office="Ambassador", key="mission-in-thailand",
        country="Siam", since=since, until=until, **more,
    )  # fmt: skip


def test_the_office_of_the_seed_lists_its_holders_in_order_with_their_documents(reader: Client) -> None:
    page = parse(reader.get("/offices/mission-in-russia/").content)

    rows = [row.text() for row in page.all("tr")]
    names = [name for name in ("Bullitt", "Davies", "Harriman", "Kirk") if any(name in row for row in rows)]
    places = [next(at for at, row in enumerate(rows) if name in row) for name in names]
    assert places == sorted(places)
    assert len(names) == 4
    assert "1 document to or from it" in page.text()


@pytest.mark.django_db
def test_a_time_without_a_holder_stands_between_the_terms_and_overlapping_terms_leave_none(client: Client) -> None:
    load_tenures([
        term("a-a", "Aaron", "1901-01-01", "1903-03-01"),
        term("b-b", "Bering", "1902-01-01", "1902-02-01"),
        term("c-c", "Coxe", "1903-06-01", "1904-01-01"),
        term("d-d", "Dole", "1904-01-02", "1905-01-01"),
        term("e-e", "Never", "", "", served="no"),
    ])  # fmt: skip

    page = parse(client.get("/offices/mission-in-thailand/").content)

    vacant = [row.text() for row in page.all("tr") if "no holder stated" in row.text()]
    assert len(vacant) == 1
    assert "1 March 1903" in vacant[0]
    assert "1 June 1903" in vacant[0]
    assert "Never" not in page.text()


@pytest.mark.django_db
def test_an_office_that_nobody_knows_is_said_so(client: Client) -> None:
    answer = client.get("/offices/mission-in-lilliput/")

    assert answer.status_code == 404
    assert "mission-in-lilliput" in answer.content.decode()


def test_a_person_and_the_offices_held_lead_to_one_another(reader: Client) -> None:
    person = parse(reader.get("/people/harriman-william-averell/").content)
    addresses = {link.attributes["href"] for link in person.all("a")}

    assert "/offices/mission-in-russia/" in addresses
    assert "/people/harriman-william-averell/" in reader.get("/offices/mission-in-russia/").content.decode()


def test_a_document_that_another_officer_signed_is_pointed_out_on_the_page_of_the_office(reader: Client) -> None:
    said = {"sender": "", "sender_office": "the Secretary of State", "recipient_office": "the Ambassador in France"}
    a_telegram("I agree.", sent="1945-11-22", signature="Acheson", document="d1", **said)  # type: ignore[arg-type]
    a_telegram("I agree too.", sent="1945-11-23", signature="Byrnes", document="d2", **said)  # type: ignore[arg-type]
    relink(Telegram.objects.filter(document__in=["d1", "d2"], volume__slug="frus1945v05"))

    page = parse(reader.get("/offices/secretary/").content)

    signed = next(one for one in page.all("section") if one.attributes.get("aria-labelledby") == "signed")
    assert len(signed.all("li")) == 1
    assert "22 November 1945" in signed.text()
    assert "Acheson" in signed.text()
