"""Corrections taken back and kept."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from telegrams import curating
from telegrams.curating import Edit
from telegrams.importing.report import ImportReport
from telegrams.models import Correction, Telegram
from telegrams.vocabulary import HeaderField

LIST = "/admin/telegrams/correction/"


@pytest.fixture
def correction(seed: Telegram, editor: Client) -> Correction:
    """The message number of the seed corrected from 3930 to 3931."""
    by = User.objects.get(username="clio")
    edit = Edit(HeaderField.MESSAGE_NUMBER, "3931", seen="3930")
    return curating.correct(seed.pk, [edit], "Misread.", "RG 59", by)[0]


def act(client: Client, correction: Correction, action: str) -> str:
    """Press a button; what the page then says."""
    sent = {"index": "0", "action": action, "_selected_action": str(correction.pk)}
    return client.post(LIST, sent, follow=True).content.decode()


def number_shown(correction: Correction) -> str:
    return Telegram.objects.get(pk=correction.telegram_id).message_number


def test_taking_back_restores_the_loaded_value(correction: Correction, editor: Client) -> None:
    said = act(editor, correction, "take_back")

    assert "1 correction taken back." in said
    assert number_shown(correction) == "3930"
    correction.refresh_from_db()
    assert correction.withdrawn_at is not None


def test_taking_back_twice_is_said(correction: Correction, editor: Client) -> None:
    act(editor, correction, "take_back")

    said = act(editor, correction, "take_back")

    assert "1 left as it is" in said


def test_keeping_settles_the_conflict_for_the_correction(
    correction: Correction, editor: Client, reload_with: Callable[[str, str], ImportReport]
) -> None:
    reload_with("3930. At the theatre", "3929. At the theatre")

    act(editor, correction, "keep")

    assert number_shown(correction) == "3931"
    assert not curating.in_conflict().exists()
    standing = Correction.objects.get(withdrawn_at=None)
    assert (standing.value, standing.made_against, standing.reason) == ("3931", "3929", "Misread.")


def test_taking_back_in_a_conflict_shows_the_new_value(
    correction: Correction, editor: Client, reload_with: Callable[[str, str], ImportReport]
) -> None:
    reload_with("3930. At the theatre", "3929. At the theatre")

    act(editor, correction, "take_back")

    assert number_shown(correction) == "3929"


def test_without_a_conflict_there_is_nothing_to_keep(correction: Correction, editor: Client) -> None:
    act(editor, correction, "keep")

    assert Correction.objects.count() == 1


@pytest.mark.parametrize(("state", "found"), [("standing", True), ("conflict", False), ("back", False)])
def test_the_list_tells_the_states_apart(correction: Correction, editor: Client, state: str, found: bool) -> None:
    rows = editor.get(f"{LIST}?state={state}").context["cl"].result_list

    assert bool(rows) is found


def test_an_onlooker_cannot_take_back(correction: Correction, onlooker: Client) -> None:
    act(onlooker, correction, "take_back")

    assert number_shown(correction) == "3931"


def test_the_page_of_a_correction_cannot_be_posted(correction: Correction, editor: Client) -> None:
    page = reverse("admin:telegrams_correction_change", args=[correction.pk])

    response = editor.post(page, {"value": "9999", "reason": "other"})

    assert response.status_code == 403
    assert number_shown(correction) == "3931"


def test_the_page_says_what_is_loaded_today(
    correction: Correction, editor: Client, reload_with: Callable[[str, str], ImportReport]
) -> None:
    reload_with("3930. At the theatre", "3929. At the theatre")

    page = editor.get(reverse("admin:telegrams_correction_change", args=[correction.pk])).content.decode()

    assert all(word in page for word in ("3931", "3930", "3929", "Keep the correction", "in conflict"))


@pytest.mark.parametrize("page", ["telegram", "correction"])
def test_each_button_carries_its_token(correction: Correction, editor: Client, page: str) -> None:
    number = correction.telegram_id if page == "telegram" else correction.pk

    shown = editor.get(reverse(f"admin:telegrams_{page}_change", args=[number])).content.decode()

    form = shown[shown.index('class="settle"') :]
    assert "csrfmiddlewaretoken" in form[: form.index("</form>")]
