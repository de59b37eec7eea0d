"""Loaded values become what readers see: columns, post and parties, written by one hand."""

import pytest

from telegrams.importing.registers import load_tenures
from telegrams.importing.resolving.known import known_register
from telegrams.importing.showing import documents_naming, show_again
from telegrams.models import Change, Participation, Person, Post, Telegram
from telegrams.records import TenureRecord
from telegrams.vocabulary import Certainty, Role
from tests.making import a_telegram

pytestmark = pytest.mark.django_db

KENNAN = TenureRecord(
    person="kennan-george-frost",
    family="Kennan",
    given="George Frost",
    names=("George F. Kennan",),
    office="Chargé",
    country="the Soviet Union",
    since="1945-01",
    until="1946-04",
)


def party(telegram: Telegram, role: Role) -> Participation:
    """The one party of a role."""
    return telegram.participations.get(role=role)


def test_a_known_place_becomes_a_post_and_an_unknown_one_stays_printed() -> None:
    known, unknown = a_telegram(place="Moscow"), a_telegram(place="Camp Nowhere")

    assert (known.place, known.post and known.post.city) == ("Moscow", "Moscow")
    assert (unknown.place, unknown.post) == ("Camp Nowhere", None)


def test_the_post_of_a_specimen_is_taken_from_no_table() -> None:
    a_telegram(volume="specimen", place="Strelsau")

    assert Post.objects.get().source == "invented for the specimen volume"


def test_a_party_known_by_office_alone_is_counted_under_the_office() -> None:
    telegram = a_telegram(recipient="", recipient_office="the Secretary of State")

    recipient = party(telegram, Role.RECIPIENT)

    assert (recipient.party, recipient.party_label) == ("the-secretary-of-state", "The Secretary of State")
    assert recipient.person is None


def test_a_signature_of_the_senders_name_is_the_sender() -> None:
    telegram = a_telegram(sender="Harriman", signature="Harriman")

    sender, signer = party(telegram, Role.SENDER), party(telegram, Role.SIGNER)

    assert (signer.person, signer.certainty) == (sender.person, Certainty.SURE)


def test_a_signature_of_another_name_is_linked_to_nobody() -> None:
    telegram = a_telegram(sender="Harriman", signature="Kennan")

    assert party(telegram, Role.SIGNER).person is None


def test_a_list_of_persons_is_applied_to_what_is_held() -> None:
    telegram = a_telegram(sender="Kennan", sender_office="The Chargé in the Soviet Union")
    load_tenures([KENNAN])

    show_again([telegram], known_register())

    person = party(telegram, Role.SENDER).person
    assert person is not None
    assert person.slug == "kennan-george-frost"


def test_every_showing_is_a_numbered_change() -> None:
    telegram = a_telegram()
    before = Change.objects.count()

    show_again([telegram], known_register())

    assert Change.objects.count() == before + 1


def test_documents_naming_a_person_are_those_of_the_name_the_office_and_the_link() -> None:
    load_tenures([KENNAN])
    by_name = a_telegram(sender="Mr. Kennan", sender_office="The Consul at Riga")
    by_office = a_telegram(sender="", sender_office="Chargé")
    linked = a_telegram("George F. Kennan called on me.", sender="Harriman")
    a_telegram(sender="Caffery", sender_office="The Ambassador in France")
    show_again([linked], known_register())

    found = documents_naming(list(Person.objects.filter(slug="kennan-george-frost").prefetch_related("tenures")))

    assert set(found) == {by_name, by_office, linked}
