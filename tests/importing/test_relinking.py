"""Links anew: after a register that came later, by the command, and never twice."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from telegrams.importing.readers.person_list import COLUMNS
from telegrams.importing.relinking import relink
from telegrams.models import Change, Participation, Telegram
from telegrams.vocabulary import Certainty, Role
from tests.making import a_telegram

pytestmark = pytest.mark.django_db(transaction=True)

HARRIMAN = "harriman-w,Harriman,W. Averell,,,,,Ambassador,,the Soviet Union,1943-10-23,1946-01-24,,,"


def a_register(folder: Path, others: int) -> Path:
    """A list of persons with Harriman and some others in it."""
    lines = [",".join(COLUMNS), HARRIMAN]
    lines += [f"nobody-{number},Nobody{number},A.,,,,,Consul,,Ruritania,1901,1902,,," for number in range(others)]
    path = folder / "register.csv"
    path.write_text("\n".join(lines))
    return path


@pytest.mark.parametrize("others", [1, 60], ids=["a few people", "many people"])
def test_documents_held_are_linked_to_a_register_that_comes_later(tmp_path: Path, others: int) -> None:
    telegram = a_telegram(sender="Harriman", sender_office="The Ambassador in the Soviet Union")
    sender = Participation.objects.get(telegram=telegram, role=Role.SENDER)
    assert sender.person is not None
    assert sender.person.slug == "harriman-moscow"

    call_command("import", str(a_register(tmp_path, others)), stdout=io.StringIO())

    sender = Participation.objects.get(telegram=telegram, role=Role.SENDER)
    assert sender.person is not None
    assert sender.office is not None
    assert sender.tenure is not None
    assert (sender.person.slug, sender.certainty) == ("harriman-w", Certainty.SURE)
    assert sender.office.slug == "mission-in-russia"


def test_what_stays_as_it_is_is_not_written_and_not_numbered(tmp_path: Path) -> None:
    call_command("import", str(a_register(tmp_path, 1)), stdout=io.StringIO())
    a_telegram(sender="Harriman", sender_office="The Ambassador in the Soviet Union")
    relink(Telegram.objects.all())  # tests store documents without a register
    before = Change.objects.count()

    assert relink(Telegram.objects.all()) == (1, 0)
    assert Change.objects.count() == before


def test_the_command_mends_what_is_wrong_and_says_how_much(tmp_path: Path) -> None:
    call_command("import", str(a_register(tmp_path, 1)), stdout=io.StringIO())
    telegram = a_telegram(sender="Harriman", sender_office="The Ambassador in the Soviet Union")
    telegram.participations.all().delete()
    Telegram.objects.update(sent_at=None, post=None)
    said = io.StringIO()

    call_command("resolve", stdout=said)

    assert "1 document looked at, 1 with other people" in said.getvalue()
    assert telegram.participations.filter(person__slug="harriman-w").exists()
    telegram.refresh_from_db()
    assert telegram.post is not None
    assert telegram.post.slug == "moscow"


def test_a_volume_that_is_not_held_is_named() -> None:
    said = io.StringIO()

    with pytest.raises(SystemExit) as ended:
        call_command("resolve", "frus1999v01", stderr=said)

    assert ended.value.code == 2
    assert "frus1999v01" in said.getvalue()
