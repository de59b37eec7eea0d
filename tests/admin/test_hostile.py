"""Addresses and forms of the admin that no page of it makes are refused in plain words."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(client: Client) -> Client:
    """A browser of somebody who may do everything."""
    client.force_login(User.objects.create_superuser("keeper"), backend="archive.accounts.UnhurriedBackend")
    return client


@pytest.mark.parametrize("row", ["x", "\x00", "-1", "\u0661", ""], ids=["letter", "NUL", "minus", "arabic", "empty"])
@pytest.mark.parametrize(
    ("model", "action"),
    [("telegrams/volume", "withdraw"), ("telegrams/correction", "keep"), ("auth/user", "delete_selected")],
)
def test_an_action_takes_only_numbers_of_rows(keeper: Client, model: str, action: str, row: str) -> None:
    answer = keeper.post(f"/admin/{model}/", {"action": action, "_selected_action": [row]})

    assert answer.status_code == 400
    assert "<h1>Not understood</h1>" in answer.content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/admin/telegrams/telegram/?search__gte=%27",
        "/admin/telegrams/telegram/?sent__year=1000000",
        "/admin/axes/accessattempt/?ip_address=nobody",
        "/admin/axes/accesslog/?ip_address__gte=%ED%A0%80",
    ],
    ids=["words of the search", "year", "address", "half a pair"],
)
def test_a_filter_takes_only_what_its_column_holds(keeper: Client, address: str) -> None:
    answer = keeper.get(address)

    assert answer.status_code == 400
    assert "<h1>Not understood</h1>" in answer.content.decode()


def test_attempts_can_be_filtered_by_a_whole_address(keeper: Client) -> None:
    assert keeper.get("/admin/axes/accessattempt/?ip_address=127.0.0.1").status_code == 200
