"""The seed as correspondence, by the project's own register: who wrote, who received, and who did not."""

from pathlib import Path

import pytest
from django.core.management import call_command

from telegrams.models import Participation, Telegram
from telegrams.vocabulary import Certainty, Role
from tests.making import a_telegram

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seed() -> Telegram:
    """Harriman's 3930, loaded with the register that the project ships."""
    fixtures = Path(__file__).parents[2] / "fixtures"
    call_command("import", str(fixtures / "people" / "register.csv"), str(fixtures / "frus1945v05"), verbosity=0)
    return Telegram.objects.get(document="d690")


def party(telegram: Telegram, role: Role) -> Participation:
    """The party of a role."""
    return Participation.objects.select_related("person", "office", "tenure").get(telegram=telegram, role=role)


def test_the_seed_is_from_harriman_of_the_mission_in_russia_to_byrnes_by_inference(seed: Telegram) -> None:
    sender, recipient = party(seed, Role.SENDER), party(seed, Role.RECIPIENT)

    assert sender.person is not None
    assert sender.office is not None
    assert sender.tenure is not None
    assert (sender.person.slug, sender.office.slug) == ("harriman-william-averell", "mission-in-russia")
    assert (sender.certainty, sender.tenure.since) == (Certainty.SURE, "1943-10-23")
    assert recipient.person is not None
    assert recipient.office is not None
    assert (recipient.person.slug, recipient.office.slug) == ("byrnes-james-francis", "secretary")
    assert recipient.certainty == Certainty.PROBABLE
    assert "sole holder" in recipient.rule


def test_kennan_in_charge_is_neither_ambassador_of_the_register(seed: Telegram) -> None:
    call_command("import", str(Path(__file__).parents[2] / "fixtures" / "people" / "register.csv"), verbosity=0)
    telegram = a_telegram(
        "511. Answer to Dept’s 284.", document="d475", volume="frus1946v06", sent="1946-02-22", sender="Kennan",
        sender_office="The Chargé in the Soviet Union", signature="Kennan",
    )  # fmt: skip
    call_command("resolve", verbosity=0)

    sender, signer = party(telegram, Role.SENDER), party(telegram, Role.SIGNER)

    assert sender.person is not None
    assert (sender.person.slug, sender.person.origin) == ("kennan-moscow", "headings")
    assert signer.person == sender.person
    assert sender.office is not None
    assert sender.office.slug == "mission-in-russia"
