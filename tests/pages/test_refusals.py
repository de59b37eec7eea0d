"""Answers that hold nothing: each says what happened and what to do, and shows a way on."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from telegrams.models import Telegram
from telegrams.search.engine import NotReady
from telegrams.views import errors
from telegrams.views.manners import CANCELLED
from telegrams.views.whence import whence
from tests.pages.reading import Element, parse

LOGIN = f"/{settings.ADMIN_PATH}login/"
LONG = "?" + "&".join(f"sender=a{number}" for number in range(200))
LONGER = "?" + "&".join(f"s={number}" for number in range(1200))


class Cancelled(Exception):
    """What PostgreSQL says of a statement that took too long."""

    sqlstate = CANCELLED


def stopped() -> OperationalError:
    """A statement that was stopped for its time."""
    fault = OperationalError("canceling statement due to statement timeout")
    fault.__cause__ = Cancelled()
    return fault


@pytest.fixture
def outsider(archive: None) -> Iterator[Client]:
    """A reader whose browser is told of faults, as everybody's is."""
    yield Client(raise_request_exception=False, enforce_csrf_checks=True)
    cache.clear()


def lock_out(client: Client) -> HttpResponse:
    """The answer to one wrong password too many."""
    plain = Client()
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = plain.post(LOGIN, {"username": "editor", "password": "wrong"})
    return answer


def withdrawn(client: Client, address: str) -> HttpResponse:
    """The answer for a document that was withdrawn."""
    Telegram.objects.filter(volume__slug="specimen", document="d1").update(withdrawn_at=timezone.now())
    return client.get(address)


def failing(client: Client, fault: Exception, address: str) -> HttpResponse:
    """The answer where making it ends in a fault."""
    with (
        patch("telegrams.views.document.DocumentPage.of", side_effect=fault),
        patch("telegrams.views.document.written", side_effect=fault),
    ):
        return client.get(address)


def without_a_right(client: Client) -> HttpResponse:
    """The answer to an account that may enter and may not look at volumes."""
    plain = Client()
    plain.force_login(User.objects.create_user("visitor", is_staff=True))
    return plain.get(f"/{settings.ADMIN_PATH}telegrams/volume/")


PAGE, DATA = "/telegrams/specimen/d1/", "/telegrams/specimen/d1.json"
ASKED = {
    "400 a host that is not ours": (400, lambda client: client.get("/", headers={"host": "elsewhere.example"})),
    "400 many parameters": (400, lambda client: client.get(f"/telegrams/{LONG}")),
    "400 very many parameters": (400, lambda client: client.get(f"/telegrams/{LONGER}")),
    "403 without a right": (403, without_a_right),
    "403 a form from elsewhere": (403, lambda client: client.post("/receipts/", {"question": "?q=karst"})),
    "404 a document": (404, lambda client: client.get("/telegrams/specimen/d999/")),
    "404 no address of ours": (404, lambda client: client.get("/nothing/")),
    "405 a page that is sent to": (405, lambda client: client.put(PAGE)),
    "405 a form that is asked for": (405, lambda client: client.get("/receipts/")),
    "410 a document withdrawn": (410, lambda client: withdrawn(client, PAGE)),
    "429 wrong passwords": (429, lock_out),
    "500 a fault": (500, lambda client: failing(client, ValueError("secret"), PAGE)),
    "503 the search is being built": (503, lambda client: failing(client, NotReady(), PAGE)),
    "503 it takes too long": (503, lambda client: failing(client, stopped(), PAGE)),
}  # fmt: skip


@pytest.fixture(params=ASKED.values(), ids=ASKED.keys())
def refusal(request: pytest.FixtureRequest, outsider: Client) -> tuple[int, HttpResponse]:
    """The status that is due, and the answer."""
    status, ask = request.param
    return status, ask(outsider)


def test_a_refusal_says_what_happened_and_shows_a_way_on(refusal: tuple[int, HttpResponse]) -> None:
    due, answer = refusal

    page = parse(answer.content)
    main = page.one("main")
    assert answer.status_code == due
    assert len(page.all("h1")) == 1
    assert page.one("h1").text() in page.one("title").text()
    assert main.one("p", class_="lead").text().count(".") >= 1
    assert "/" in [link.attributes["href"] for link in page.all("a")]
    assert main.all("a")
    assert [len(page.all(landmark)) for landmark in ("header", "main", "footer")] == [1, 1, 1]
    assert page.one("a", class_="skip").attributes["href"] == f"#{main.attributes['id']}"
    assert not [word for word in ("Traceback", "secret", "Oops", "sorry", "please") if word in answer.text]


def test_whoever_is_logged_in_is_led_to_the_desk_and_not_to_a_login(archive: None) -> None:
    refused = without_a_right(Client())
    editor = Client(enforce_csrf_checks=True)
    editor.force_login(User.objects.create_superuser("clio"), backend=settings.AUTHENTICATION_BACKENDS[-1])
    too_old = editor.post(f"/{settings.ADMIN_PATH}telegrams/volume/", {"action": "withdraw"})

    for answer in (refused, too_old):
        ways = [link.attributes["href"] for link in parse(answer.content).one("main").all("a")]
        assert (answer.status_code, ways) == (403, [f"/{settings.ADMIN_PATH}", "/"])


def test_a_refusal_is_neither_kept_nor_marked_as_a_page(refusal: tuple[int, HttpResponse]) -> None:
    _, answer = refusal

    assert answer["Cache-Control"] in ("no-cache", "no-store")
    assert not answer.has_header("ETag")
    assert not answer.cookies
    assert "default-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("status", "ask"),
    [
        (404, lambda client: client.get("/telegrams/specimen/d999.json")),
        (404, lambda client: client.get("/people/nobody.json")),
        (405, lambda client: client.post(DATA)),
        (410, lambda client: withdrawn(client, DATA)),
        (500, lambda client: failing(client, ValueError("secret"), DATA)),
        (503, lambda client: failing(client, NotReady(), DATA)),
        (503, lambda client: failing(client, stopped(), DATA)),
        (400, lambda client: client.get(f"/telegrams.json{LONG}")),
    ],
    ids=["document", "person", "method", "withdrawn", "fault", "not ready", "too long", "parameters"],
)
def test_data_is_refused_as_data(outsider: Client, status: int, ask: object) -> None:
    answer = ask(outsider)  # type: ignore[operator]

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/json")
    assert answer.json()["error"].endswith(".")
    assert "secret" not in answer.text


@pytest.mark.parametrize("address", ["/nothing/", "/telegrams/specimen/d999/", "/telegrams/specimen/d999.json"])
def test_a_head_is_refused_without_a_body(outsider: Client, address: str) -> None:
    answer = outsider.head(address)

    assert (answer.status_code, answer.content) == (404, b"")


def lead(outsider: Client, address: str) -> tuple[str, list[str]]:
    """What a page that is not there says, and the ways that it shows."""
    answer = outsider.get(address)
    main = parse(answer.content).one("main")
    assert answer.status_code == 404
    ways = [way for group in main.all("ul", class_="plain") for way in group.all("a")]
    return main.one("p", class_="lead").text(), [way.attributes["href"] for way in ways]


TAKEN_APART = {
    "document": (
        "/telegrams/specimen/d999/",
        "Volume specimen (The Strelsau Papers) is held; document d999 is not; the documents held of it run d1–d40.",
        ["/telegrams/specimen/d40/", "/volumes/specimen/"],
    ),
    "the only document": (
        "/telegrams/frus1945v05/d1/",
        "Volume frus1945v05 (1945, vol. V) is held; document d1 is not; the one document held of it is d690.",
        ["/telegrams/frus1945v05/d690/", "/volumes/frus1945v05/"],
    ),
    "document of no volume": (
        "/telegrams/frus1945v06/d690/",
        "No volume frus1945v06 is held, and so no document d690 of it.",
        ["/volumes/frus1945v05/", "/volumes/"],
    ),
    "volume": ("/volumes/frus1945/", "No volume frus1945 is held.", ["/volumes/frus1945v05/", "/volumes/"]),
    "audit": ("/volumes/none/audit/", "No volume none is held.", ["/volumes/"]),
    "page of a volume": (
        "/volumes/frus1945v05/pages/930/",
        "Volume frus1945v05 (1945, vol. V) is held; no document held of it stands on page 930. "
        "Pages held of it lie between 921 and 922.",
        ["/volumes/frus1945v05/pages/922/", "/volumes/frus1945v05/"],
    ),
    "page that is no number": (
        "/volumes/frus1945v05/pages/xvii/",
        "Volume frus1945v05 (1945, vol. V) is held; no document held of it stands on page xvii. "
        "Pages held of it lie between 921 and 922.",
        ["/volumes/frus1945v05/"],
    ),
    "part of a volume": (
        "/volumes/specimen/contents/ch9/",
        "Volume specimen (The Strelsau Papers) is held; its contents have no part ch9.",
        ["/volumes/specimen/"],
    ),
    "preface": (
        "/volumes/specimen/front/preface/",
        "Volume specimen (The Strelsau Papers) is held; nothing held of it is called preface.",
        ["/volumes/specimen/"],
    ),
    "person": (
        "/people/harriman-averell/",
        "Nobody is known here as harriman-averell.",
        ["/people/harriman-william-averell/", "/people/?letter=h"],
    ),
    "post": (
        "/posts/moscou/",
        "No document held was sent from a post called moscou.",
        ["/posts/moscow/", "/telegrams/facets/post/"],
    ),
    "office": (
        "/offices/embassy-in-russia/",
        "No office is known here as embassy-in-russia.",
        ["/offices/mission-in-russia/", "/offices/"],
    ),
    "numbers of an office": ("/offices/x/numbers/", "No office is known here as x.", ["/offices/"]),
    "day": ("/days/1945-02-30/", "1945-02-30 is no day of the calendar; write 1945-11-22.", ["/days/1945-11-22/"]),
    "message wanted": ("/wanted/x/", "No message is named x.", ["/wanted/"]),
    "receipt": ("/receipts/abc/", "There is no receipt under this address.", ["/telegrams/"]),
    "volume under telegrams": (
        "/telegrams/specimen/",
        "Nothing has the address /telegrams/specimen/. Volume specimen is held.",
        ["/volumes/specimen/", "/telegrams/?volume=specimen"],
    ),
    "below a document": (
        "/telegrams/specimen/d12/notes/",
        "Nothing has the address /telegrams/specimen/d12/notes/. Volume specimen is held, and document d12 of it.",
        ["/telegrams/specimen/d12/", "/volumes/specimen/", "/telegrams/?volume=specimen"],
    ),
    "class of files": ("/files/?under=9999", "No document held is filed under 9999.", ["/files/"]),
    "correspondent": (
        "/correspondents/?among=nobody",
        "No document held was sent or received by nobody.",
        ["/correspondents/"],
    ),
    "shortcoming": (
        "/about/wanting/nothing/",
        "The page about the archive lists what is wanting in it; this is none of it.",
        ["/about/#wanting"],
    ),
    "whole volume": ("/volumes/none.tei", "No volume none is held.", ["/volumes/"]),
    "nothing": ("/nothing/", "Nothing has the address /nothing/. Look whether it was copied whole.", []),
}  # fmt: skip


@pytest.mark.parametrize(("address", "said", "ways"), TAKEN_APART.values(), ids=TAKEN_APART.keys())
def test_an_address_that_is_not_held_is_taken_apart(outsider: Client, address: str, said: str, ways: list[str]) -> None:
    assert lead(outsider, address) == (said, ways)


def test_every_way_on_leads_somewhere(outsider: Client) -> None:
    ways = {way for address, _, _ in TAKEN_APART.values() for way in lead(outsider, address)[1]}

    assert {way: outsider.get(way).status_code for way in ways if outsider.get(way).status_code not in (200, 302)} == {}


def test_a_facet_that_there_is_not_names_all_that_there_are(outsider: Client) -> None:
    said, ways = lead(outsider, "/telegrams/facets/nothing/")

    assert said.startswith("There is no facet nothing; there are years, sender, recipient,")
    assert "/telegrams/facets/sender/" in ways


def test_a_file_of_which_nothing_is_held_says_what_its_number_means(outsider: Client) -> None:
    answer = outsider.get("/files/711.61/9-999/")

    page: Element = parse(answer.content)
    assert answer.status_code in (200, 404)
    assert "Political relations" in page.one("main").text()


@pytest.mark.parametrize(
    ("ask", "said"),
    [
        (lambda client: client.get("/", headers={"host": "else<where>.example"}), "“else<where>.example”"),
        (lambda client: client.get(f"/telegrams/{LONG}"), "more parameters than the 32"),
        (lambda client: client.get(f"/telegrams/{LONGER}"), "more parameters than the 32"),
    ],
    ids=["host", "parameters", "very many"],
)
def test_a_request_that_is_not_understood_says_which_part_is_not(outsider: Client, ask: object, said: str) -> None:
    answer = ask(outsider)  # type: ignore[operator]

    assert answer.status_code == 400
    assert said in parse(answer.content).one("main").text()


def test_more_than_a_form_may_hold_is_refused_with_its_measure() -> None:
    answer = errors.bad_request(RequestFactory().post("/"), RequestDataTooBig("too big"))

    assert answer.status_code == 400
    assert "1,024 kB" in parse(answer.content).one("main").text()


def test_who_is_locked_out_is_told_when_to_come_back(outsider: Client) -> None:
    answer = lock_out(outsider)

    assert answer["Retry-After"] == "900"
    assert "Try again in 15 minutes." in parse(answer.content).one("main").text()


def test_receipts_beyond_the_measure_of_an_hour_are_refused_with_a_time(outsider: Client) -> None:
    cache.set(f"receipts:{whence(RequestFactory().get('/'))}", 60)

    answer = Client().post("/receipts/", {"question": "?q=karst"})

    assert (answer.status_code, answer["Retry-After"]) == (429, "3600")


def test_a_fault_has_a_reference_and_no_box_that_may_fail_again(
    outsider: Client, caplog: pytest.LogCaptureFixture
) -> None:
    page = parse(failing(outsider, ValueError("secret"), PAGE).content)

    reference = page.one("main").one("code").text()
    assert any(f"reference {reference} at {PAGE}" in record.getMessage() for record in caplog.records)
    assert not page.all("form")
    assert [link.attributes["href"] for link in page.all("link", rel="stylesheet")] == [
        f"/static/css/{name}.css" for name in ("tokens", "base", "pages")
    ]


def test_a_fault_is_told_also_where_nothing_else_works(outsider: Client) -> None:
    broken = ValueError("Missing staticfiles manifest entry for 'css/tokens.css'")

    with (
        patch("django.contrib.staticfiles.storage.StaticFilesStorage.url", side_effect=broken),
        patch("django.db.backends.utils.CursorWrapper.execute", side_effect=OperationalError("no answer")),
    ):
        answers = [outsider.get(address) for address in ("/about/search/", "/nothing/", PAGE)]

    assert [answer.status_code for answer in answers] == [500, 500, 500]
    assert {parse(answer.content).one("h1").text() for answer in answers} == {"A fault of the archive"}
