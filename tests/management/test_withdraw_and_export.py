"""``manage.py withdraw`` and ``manage.py export``: volumes that are not held, and names no text can hold."""

import pytest
from django.core.management import call_command

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("volume", ["frus1999v99", "\udcff", ""], ids=["unknown", "not utf-8", "empty"])
def test_a_volume_not_held_cannot_be_withdrawn(volume: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("withdraw", volume)

    assert ended.value.code == 2
    assert "withdraw: no volume" in capsys.readouterr().err


@pytest.mark.parametrize("volume", ["frus1999v99", "\udcff"], ids=["unknown", "not utf-8"])
def test_a_volume_not_held_cannot_be_exported(volume: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("export", "--format", "gold-jsonl", "--volume", volume)

    assert ended.value.code == 2
    assert "no document of a volume" in capsys.readouterr().err
