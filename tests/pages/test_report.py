"""A reader reports an error: two fields, no account, no cookie; nobody sees it unread, and nobody floods it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from telegrams import reporting
from telegrams.models import ReaderReport, ReportDoor, Telegram
from telegrams.views import report_form
from tests.pages.reading import parse

SEED = "/telegrams/frus1945v05/d690/"
FORM = "/report/?document=frus1945v05/d690"
HERE = {"headers": {"origin": "http://testserver"}}
WORDS = {"said": "The number is 3931.", "source": "RG 59, box 3"}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms of these tests are filled in as fast as they are."""
    monkeypatch.setattr(report_form, "SOONEST", timedelta(seconds=-1))


def given(reader: Client, address: str = FORM) -> dict[str, str]:
    """The hidden fields of a form."""
    form = parse(reader.get(address).content).one("form", class_="report")
    hidden = [one.attributes for one in form.all("input") if one.attributes.get("type") == "hidden"]
    return {one["name"]: one["value"] for one in hidden}


def send(reader: Client, **said: str) -> Any:
    """Send a form as a browser of a reader does."""
    return reader.post("/report/", given(reader) | WORDS | said, **HERE)


def test_a_report_is_kept_for_the_editors_and_thanked_for_by_its_number(reader: Client) -> None:
    response = send(reader, passage="Subasich  told me", name="Ida Reader", credit="on")

    kept = ReaderReport.objects.get()
    assert response.status_code == 303
    assert response["Location"] == f"/report/thanks/?number={kept.pk}"
    assert (kept.telegram.document, kept.said, kept.source) == ("d690", WORDS["said"], WORDS["source"])
    assert (kept.name, kept.credit, kept.state) == ("Ida Reader", True, "new")
    assert str(kept.pk) in parse(reader.get(response["Location"]).content).one("main").text()


def test_a_passage_is_found_in_the_text_whatever_its_blanks(reader: Client) -> None:
    text = Telegram.objects.get(document="d690").text
    words = " ".join(text.split()[40:52])

    send(reader, passage=words.replace(" ", "\r\n", 1))

    kept = ReaderReport.objects.get()
    assert text[kept.start : kept.end].split() == words.split()


def test_a_passage_that_stands_twice_has_no_place(reader: Client) -> None:
    send(reader, passage="the")

    assert ReaderReport.objects.get().start is None


def test_nothing_of_a_report_is_shown_to_readers(reader: Client) -> None:
    send(reader, said="Unheard-of words", name="Ida Reader", credit="on")

    pages = (SEED, f"{SEED}history/", "/changes/", "/changes.atom", "/changes.json", "/report/thanks/?number=1")
    shown = "".join(reader.get(page).content.decode() for page in pages)

    assert "Unheard-of" not in shown
    assert "Ida" not in shown


def test_no_cookie_is_laid_by_the_form_or_by_sending_it(reader: Client) -> None:
    response = send(reader)

    assert response.status_code == 303
    assert not reader.cookies


def test_two_fields_are_asked_for_and_what_was_typed_is_kept(reader: Client) -> None:
    response = send(reader, said="", passage="At the theatre", name="Ida")

    page = parse(response.content)
    assert response.status_code == 400
    assert "Say what is wrong." in page.text()
    assert page.one("textarea", name="source").text() == WORDS["source"]
    assert page.one("textarea", name="passage").text() == "At the theatre"
    assert not ReaderReport.objects.exists()


def test_a_fact_is_offered_with_its_value_of_today(reader: Client) -> None:
    options = parse(reader.get(FORM).content).one("select", name="field").all("option")

    assert "Message number: 3930" in [option.text() for option in options]


def test_a_form_sent_twice_is_one_report(reader: Client) -> None:
    form = given(reader) | WORDS

    first = reader.post("/report/", form, **HERE)
    second = reader.post("/report/", form, **HERE)

    assert first["Location"] == second["Location"]
    assert ReaderReport.objects.count() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"origin": "https://testserver"},
        {"referer": "https://elsewhere.example/?http://testserver/"},
        {"origin": "http://testserver", "sec-fetch-site": "cross-site"},
        {"referer": "http://[half"},
    ],
    ids=["nothing", "elsewhere", "null", "other scheme", "referer", "fetched from elsewhere", "no address"],
)
def test_a_form_from_elsewhere_is_refused(reader: Client, headers: dict[str, str]) -> None:
    response = reader.post("/report/", given(reader) | WORDS, headers=headers)

    assert response.status_code == 403
    assert not ReaderReport.objects.exists()


def test_an_old_browser_says_by_the_referer_that_the_form_is_ours(reader: Client) -> None:
    response = reader.post("/report/", given(reader) | WORDS, headers={"referer": f"http://testserver{FORM}"})

    assert response.status_code == 303


@pytest.mark.parametrize(
    "mark",
    ["", "x", "1.word:1vB:forged", signing.TimestampSigner(salt="elsewhere").sign("1.word")],
    ids=["none", "a letter", "forged", "of another form"],
)
def test_a_form_that_we_did_not_give_out_is_given_anew_with_what_was_typed(reader: Client, mark: str) -> None:
    response = send(reader, mark=mark)

    page = parse(response.content)
    assert response.status_code == 403
    assert page.one("textarea", name="said").text() == WORDS["said"]
    assert page.one("input", name="mark").attributes["value"] not in ("", mark)
    assert not ReaderReport.objects.exists()


def test_a_form_for_another_document_is_not_taken(reader: Client) -> None:
    response = send(reader, document="specimen/d1")

    assert response.status_code == 403
    assert not ReaderReport.objects.exists()


def test_a_form_that_lay_open_too_long_is_given_anew(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report_form, "LATEST", timedelta(seconds=-1))

    response = send(reader)

    assert response.status_code == 403
    assert "lain open too long" in response.content.decode()


def test_a_form_filled_faster_than_anybody_writes_can_be_sent_again(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_form, "SOONEST", timedelta(seconds=60))
    form = given(reader) | WORDS

    soon = reader.post("/report/", form, **HERE)
    monkeypatch.setattr(report_form, "SOONEST", timedelta(seconds=-1))
    later = reader.post("/report/", form, **HERE)

    assert (soon.status_code, later.status_code) == (400, 303)


def test_what_falls_into_the_trap_is_put_away_as_spam(reader: Client) -> None:
    response = send(reader, website="https://buy.example")

    assert response.status_code == 303
    assert ReaderReport.objects.get().state == "spam"


def test_too_many_reports_from_one_address_are_refused_until_the_next_hour(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reporting, "MOST_FROM_ONE", 2)
    answers = [send(reader) for _ in range(3)]

    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    other = elsewhere.post("/report/", given(elsewhere) | WORDS, **HERE)

    assert [one.status_code for one in answers] == [303, 303, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 3600
    assert other.status_code == 303
    assert ReaderReport.objects.count() == 3


def test_too_many_reports_from_everywhere_are_refused(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reporting, "MOST_OF_ALL", 1)
    clients = [Client(REMOTE_ADDR=f"192.0.2.{number}") for number in (1, 2)]

    answers = [one.post("/report/", given(one) | WORDS, **HERE).status_code for one in clients]

    assert answers == [303, 429]


def test_no_address_is_kept(reader: Client) -> None:
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")

    elsewhere.post("/report/", given(elsewhere) | WORDS, **HERE)

    kept = [*ReaderReport.objects.values_list(), *ReportDoor.objects.values_list()]
    assert ReportDoor.objects.count() == 2
    assert "192.0.2.7" not in str(kept)


def test_households_of_the_newer_addresses_count_as_one() -> None:
    words = [reporting.unknowable(f"2001:db8:1:2:{end}", "secret") for end in ("a:b:c:d", "1:2:3:4")]

    assert words[0] == words[1]
    assert words[0] != reporting.unknowable("2001:db8:1:3:1:2:3:4", "secret")


def test_characters_that_hide_or_turn_text_are_named(reader: Client) -> None:
    send(reader, said="It is \u202e3931 \u200bthere", name="I\u202eda", credit="on")

    kept = ReaderReport.objects.get()
    assert kept.said == "It is [U+202E]3931 [U+200B]there"
    assert kept.name == "I[U+202E]da"


@pytest.mark.parametrize(
    "said",
    [{"said": "x" * 2001}, {"source": "x" * 1001}, {"said": "a\x00b"}, {"field": "checksum"}, {"value": "3931"}],
    ids=["too long", "long source", "NUL", "no such fact", "a value of no fact"],
)
def test_what_cannot_be_taken_is_said_beside_its_field(reader: Client, said: dict[str, str]) -> None:
    response = send(reader, **said)

    assert response.status_code == 400
    assert parse(response.content).all("small", class_="unsure") != []
    assert not ReaderReport.objects.exists()


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_nothing_but_a_form_is_taken(reader: Client, method: str) -> None:
    response = getattr(reader, method)("/report/")

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, POST"


@pytest.mark.parametrize(
    "address",
    ["/report/", "/report/?document=frus1945v05/d9999", "/report/?document=x%00/y", "/report/thanks/?number=x"],
)
def test_a_form_about_nothing_is_not_held(reader: Client, address: str) -> None:
    assert reader.get(address).status_code == 404


def test_the_form_is_for_no_crawler(reader: Client) -> None:
    assert reader.get(FORM)["X-Robots-Tag"] == "noindex, nofollow"
    assert "Disallow: /report/" in reader.get("/robots.txt").content.decode()


def test_the_document_leads_to_its_form_and_the_form_takes_the_passage_along(reader: Client) -> None:
    link = parse(reader.get(SEED).content).one("a", id="report-error").attributes["href"]

    page = parse(reader.get(f"{link}&passage=At+the+theatre").content)

    assert link == FORM
    assert page.one("textarea", name="passage").text() == "At the theatre"


def test_a_report_asks_a_steady_number_of_questions(reader: Client) -> None:
    send(reader)
    form = given(reader) | WORDS

    with CaptureQueriesContext(connection) as asked:
        reader.post("/report/", form, **HERE)

    assert len([one for one in asked if not re.match("(RELEASE )?SAVEPOINT", one["sql"])]) <= 10
