"""What every answer carries, who may log in, and what a watcher hears."""

from unittest.mock import patch

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from archive.accounts import address_of, delay_after, recent_failures
from archive.checks import judge_server
from archive.localpg.refusal import ServerRefusal
from telegrams.search import ENGINE
from telegrams.search.query import Query
from tests.making import a_telegram

LOGIN = f"/{settings.ADMIN_PATH}login/"
PASSWORD = "a long sentence of mine"


@pytest.fixture
def editor(db: None) -> User:
    """Somebody who may log in."""
    return User.objects.create_superuser("editor", password=PASSWORD)


@pytest.mark.django_db
def test_a_healthy_archive_says_ok(client: Client) -> None:
    answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


@pytest.mark.django_db
def test_the_watchers_page_says_how_far_the_search_is_behind(client: Client) -> None:
    ENGINE.count(Query())
    assert client.get("/healthz").json()["search_behind"] == 0

    a_telegram("Litvinov spoke.")

    assert client.get("/healthz").json()["search_behind"] == 1


def test_an_archive_without_its_database_says_so(client: Client) -> None:
    with patch("archive.health.connection.cursor", side_effect=ServerRefusal("details of no concern to readers")):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.json()["database"]) == (503, "no answer")


@pytest.mark.django_db
def test_the_watchers_page_is_never_redirected(client: Client) -> None:
    with patch.multiple(settings, SECURE_SSL_REDIRECT=True):
        answers = Client().get("/healthz").status_code, Client().get("/elsewhere/").status_code

    assert answers == (200, 301)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/no/such/page/", LOGIN], ids=["page", "missing", "login"])
@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Content-Security-Policy", "default-src 'self'"),
        ("Content-Security-Policy", "frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("Permissions-Policy", "geolocation=()"),
    ],
)
def test_every_answer_tells_browsers_what_is_allowed(client: Client, address: str, header: str, value: str) -> None:
    assert value in client.get(address).headers[header]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/healthz", "/no/such/page/"])
def test_an_anonymous_reader_gets_no_cookie(client: Client, address: str) -> None:
    assert not client.get(address).cookies


@pytest.mark.django_db
def test_the_editors_pages_are_not_indexed(client: Client) -> None:
    answer = client.get(LOGIN)

    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "same-origin"


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_in_our_own_words() -> None:
    answer = Client(enforce_csrf_checks=True).post(LOGIN, {"username": "editor", "password": PASSWORD})

    assert answer.status_code == 403
    assert "Send it once more" in answer.text
    assert "style=" not in answer.text


def test_an_unknown_host_is_refused(client: Client) -> None:
    assert client.get("/healthz", headers={"host": "elsewhere.example"}).status_code == 400


def log_in(name: str, password: str, address: str = "192.0.2.1") -> int:
    """The status of one try to log in from this address."""
    return Client(REMOTE_ADDR=address).post(LOGIN, {"username": name, "password": password}).status_code


@pytest.mark.usefixtures("editor")
def test_the_sixth_wrong_password_from_one_address_is_not_even_tried() -> None:
    wrong = [log_in("editor", "wrong") for _ in range(5)]

    assert wrong[-1] == 429
    assert log_in("editor", PASSWORD) == 429


@pytest.mark.usefixtures("editor")
def test_the_owner_still_enters_from_another_address() -> None:
    for _ in range(5):
        log_in("editor", "wrong")

    with patch("archive.accounts.time.sleep"):
        assert log_in("editor", PASSWORD, address="192.0.2.2") == 302


@pytest.mark.django_db
def test_tries_on_one_name_are_counted_from_everywhere() -> None:
    for number in range(9):
        AccessAttempt.objects.create(
            username="editor", ip_address=f"192.0.2.{number}", failures_since_start=2, attempt_time=timezone.now()
        )

    assert recent_failures("editor") == 18
    assert recent_failures("reader") == 0


@pytest.mark.parametrize(("failures", "seconds"), [(0, 0), (5, 0), (6, 0.25), (9, 1), (1000, 3)])
def test_a_name_tried_often_is_answered_slower_up_to_a_bound(failures: int, seconds: float) -> None:
    assert delay_after(failures) == seconds


@pytest.mark.parametrize(
    ("proxies", "forwarded", "meant"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "forged, 203.0.113.9", "203.0.113.9"),
        (2, "203.0.113.9, 198.51.100.7", "203.0.113.9"),
        (2, "198.51.100.7", "192.0.2.1"),
    ],
    ids=["no proxy is believed", "one", "the client's own words are not", "two", "fewer than there are"],
)
def test_the_address_is_what_our_own_proxies_saw(proxies: int, forwarded: str, meant: str) -> None:
    request = HttpRequest()
    request.META = {"REMOTE_ADDR": "192.0.2.1", "HTTP_X_FORWARDED_FOR": forwarded}

    with patch.multiple(settings, PROXIES=proxies):
        assert address_of(request) == meant


@pytest.mark.parametrize("password", ["telegramarchive1945", "Admin-Telegram-1", "short"])
def test_a_poor_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_a_sentence_is_a_good_password() -> None:
    validate_password("the secretary left Moscow at dawn")


@pytest.mark.parametrize(
    ("version", "encoding", "folded", "available", "wrong"),
    [
        (150018, "UTF8", "é", ["pg_trgm", "unaccent"], []),
        (140000, "UTF8", "é", ["pg_trgm", "unaccent"], ["archive.E002"]),
        (180006, "SQL_ASCII", "é", ["pg_trgm", "unaccent"], ["archive.E003"]),
        (180006, "UTF8", "É", ["pg_trgm", "unaccent"], ["archive.E004"]),
        (180006, "UTF8", "é", ["unaccent"], ["archive.E005"]),
    ],
    ids=["fit", "old", "not utf-8", "letters not folded", "no contrib"],
)
def test_an_unfit_server_is_named_in_plain_words(
    version: int, encoding: str, folded: str, available: list[str], wrong: list[str]
) -> None:
    assert [found.id for found in judge_server(version, encoding, folded, available)] == wrong


@pytest.mark.django_db
def test_who_is_logged_out_while_a_form_is_open_is_told_that_nothing_was_saved(client: Client) -> None:
    address = f"/{settings.ADMIN_PATH}telegrams/telegram/"

    sent = client.post(address, {"message_number": "3931"}, follow=True).content.decode()
    opened = client.get(address, follow=True).content.decode()

    assert "nothing of what you sent was saved" in sent
    assert "nothing of what you sent was saved" not in opened


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["x" * 5000, "\x00", "\u202e"], ids=["long", "NUL", "turned"])
def test_a_name_that_no_account_has_is_refused_on_the_page(client: Client, name: str) -> None:
    answer = client.post(LOGIN, {"username": name, "password": "wrong"})

    assert answer.status_code == 200
    assert "errornote" in answer.content.decode()


@pytest.mark.django_db
def test_whoever_is_locked_out_is_told_so_on_a_page(client: Client) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = client.post(LOGIN, {"username": "editor", "password": "wrong"})

    assert answer.status_code == 429
    assert "<h1>Wait a little</h1>" in answer.content.decode()


def test_a_host_that_is_not_ours_is_refused_without_a_trace(client: Client, capfd: pytest.CaptureFixture[str]) -> None:
    answer = client.get("/", headers={"host": "elsewhere.example"})

    assert (answer.status_code, answer["X-Frame-Options"]) == (400, "DENY")
    assert "Traceback" not in capfd.readouterr().err
