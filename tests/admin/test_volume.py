"""Volumes leave the archive and come back by one action."""

import pytest
from django.test import Client
from django.urls import reverse

from telegrams.importing.walk import AnotherImport
from telegrams.models import ImportRun, Telegram, Volume

LIST = "/admin/telegrams/volume/"


def act(client: Client, volume: Volume, action: str) -> str:
    sent = {"index": "0", "action": action, "_selected_action": str(volume.pk)}
    return client.post(LIST, sent, follow=True).content.decode()


def test_one_action_takes_a_volume_out(seed: Telegram, editor: Client) -> None:
    said = act(editor, seed.volume, "withdraw")

    assert "Volume frus1945v05: 1 document withdrawn from the archive." in said
    assert not Telegram.objects.held().exists()
    assert Telegram.objects.count() == 1


def test_another_action_brings_it_back(seed: Telegram, editor: Client) -> None:
    act(editor, seed.volume, "withdraw")

    said = act(editor, seed.volume, "restore")

    assert "1 document brought back." in said
    assert Telegram.objects.held().count() == 1
    run = ImportRun.objects.latest("id")
    assert (run.asked, run.outcome, run.changes.get().action) == ("bring back frus1945v05", "complete", "restored")
    assert [str(one.by) for one in ImportRun.objects.order_by("-pk")[:2]] == ["clio", "clio"]


def test_a_volume_with_no_withdrawn_document_is_brought_back_harmlessly(seed: Telegram, editor: Client) -> None:
    said = act(editor, seed.volume, "restore")

    assert "0 documents brought back." in said


def test_an_onlooker_cannot_withdraw(seed: Telegram, onlooker: Client) -> None:
    act(onlooker, seed.volume, "withdraw")

    assert Telegram.objects.held().count() == 1


def test_the_title_is_edited_with_its_history(seed: Telegram, editor: Client) -> None:
    page = reverse("admin:telegrams_volume_change", args=[seed.volume.pk])
    said = {"title": "Foreign Relations, 1945, V", "short_title": "1945, vol. V", "slug": "other", "is_specimen": "on"}

    editor.post(page, {**said, "newest": editor.get(page).context["adminform"].form["newest"].value()})

    volume = Volume.objects.get()
    assert (volume.title, volume.slug, volume.is_specimen) == ("Foreign Relations, 1945, V", "frus1945v05", False)
    assert volume.history.first().history_user.username == "clio"
    assert editor.get(reverse("admin:telegrams_volume_history", args=[volume.pk])).status_code == 200


def test_a_running_import_is_said(seed: Telegram, editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AnotherImport

    monkeypatch.setattr("telegrams.admin.volume.run_withdrawal", refuse)

    said = act(editor, seed.volume, "withdraw")

    assert "An import is running." in said
