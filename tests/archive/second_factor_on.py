"""The editors' door where ARCHIVE_OTP asks for a second factor; test_second_factor.py runs it in a process apart."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

PASSWORD = "nine muses of Helicon"
LIST = "/admin/telegrams/telegram/"


@pytest.fixture
def clio(db: None) -> User:
    """An editor without a device."""
    return User.objects.create_superuser("clio", password=PASSWORD)


def log_in(client: Client, code: str = "") -> str:
    """What a login answers: where it leads, or the page with its complaint."""
    said = {"username": "clio", "password": PASSWORD, "code": code, "next": LIST}
    response = client.post("/admin/login/", said)
    return response["Location"] if response.status_code == 302 else response.content.decode()


def code_of(key: str, step: int = 0) -> str:
    """The code of a key, now or some steps later."""
    totp = TOTP(bytes.fromhex(key), 30, digits=6)
    totp.drift = step
    return f"{totp.token():06d}"


def take_up(client: Client) -> list[str]:
    """Take a device up; the recovery codes."""
    log_in(client)
    client.get("/admin/second-factor/")
    page = client.post("/admin/second-factor/", {"code": code_of(client.session["second_factor_key"])})
    return re.findall(r"<li><code>(\w+)</code></li>", page.content.decode())


def test_without_a_device_the_password_leads_only_to_taking_one_up(clio: User) -> None:
    client = Client()

    where = log_in(client)
    listed = client.get(LIST)
    asked = client.get(listed["Location"])

    assert where == LIST
    assert listed.status_code == 302
    assert asked["Location"] == "/admin/second-factor/"


def test_a_device_is_taken_up_by_its_first_code_and_opens_the_archive(clio: User) -> None:
    client = Client()

    codes = take_up(client)

    assert len(codes) == 10
    assert client.get(LIST).status_code == 200
    assert TOTPDevice.objects.get().user == clio


def test_a_wrong_first_code_takes_nothing_up(clio: User) -> None:
    client = Client()
    log_in(client)
    client.get("/admin/second-factor/")

    page = client.post("/admin/second-factor/", {"code": "12"})

    assert "not the code of this key" in page.content.decode()
    assert not TOTPDevice.objects.exists()


def test_with_a_device_the_password_alone_opens_nothing(clio: User) -> None:
    take_up(Client())
    thief = Client()

    said = log_in(thief)

    assert "The code is missing" in said
    assert thief.get(LIST).status_code == 302
    assert thief.get("/admin/second-factor/")["Location"] == "/admin/login/"


def test_password_and_code_open_the_archive(clio: User) -> None:
    take_up(Client())
    client = Client()

    log_in(client, code_of(TOTPDevice.objects.get().key, step=1))

    assert client.get(LIST).status_code == 200


def test_a_code_is_good_once(clio: User) -> None:
    take_up(Client())
    code = code_of(TOTPDevice.objects.get().key, step=1)
    log_in(Client(), code)

    said = log_in(Client(), code)

    assert "used up" in said


def test_a_recovery_code_is_good_once(clio: User) -> None:
    codes = take_up(Client())
    client = Client()
    log_in(client, codes[0])

    said = log_in(Client(), codes[0])

    assert client.get(LIST).status_code == 200
    assert "used up" in said
    assert StaticToken.objects.count() == 9


def test_new_recovery_codes_end_the_former_ones(clio: User) -> None:
    client = Client()
    codes = take_up(client)

    client.post("/admin/second-factor/")

    assert StaticToken.objects.count() == 10
    assert not StaticToken.objects.filter(token__in=codes).exists()


def test_readers_know_nothing_of_it(db: None) -> None:
    client = Client()

    assert client.get("/changes/").status_code == 200
    assert client.get("/admin/second-factor/")["Location"] == "/admin/login/"
    assert not client.get("/changes/").cookies
