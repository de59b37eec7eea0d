"""The verbs by which people change what readers see."""

from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection

from telegrams import curating
from telegrams.corrections import NotAValue
from telegrams.curating import Edit, Overtaken
from telegrams.models import Change, Correction, Person, Telegram, Tenure
from telegrams.vocabulary import HeaderField
from tests.making import a_telegram

WHY = ("Misread by the printer.", "RG 59")


@pytest.fixture
def editor(db: None) -> User:
    """An editor."""
    return User.objects.create_user("clio", password=None)


def correct(telegram: Telegram, field: HeaderField, value: str, seen: str, by: User) -> list[Correction]:
    return curating.correct(telegram.pk, [Edit(field, value, seen)], *WHY, by)


def test_a_second_correction_of_a_field_supersedes_the_first(editor: User) -> None:
    telegram = a_telegram(message_number="58")
    correct(telegram, HeaderField.MESSAGE_NUMBER, "59", "58", editor)

    correct(telegram, HeaderField.MESSAGE_NUMBER, "60", "59", editor)

    assert list(telegram.corrections.values_list("value", "made_against")) == [("59", "58"), ("60", "58")]
    assert telegram.corrections.get(withdrawn_at=None).value == "60"


def test_a_value_somebody_else_changed_is_not_overwritten(editor: User) -> None:
    telegram = a_telegram(message_number="58")
    correct(telegram, HeaderField.MESSAGE_NUMBER, "59", "58", editor)

    with pytest.raises(Overtaken) as told:
        correct(telegram, HeaderField.MESSAGE_NUMBER, "60", "58", editor)

    assert told.value.now[0].value == "59"
    assert telegram.corrections.count() == 1


def test_the_value_already_shown_is_not_written(editor: User) -> None:
    telegram = a_telegram(message_number="58")

    written = correct(telegram, HeaderField.MESSAGE_NUMBER, " 58 ", "58", editor)

    assert written == []
    assert not Correction.objects.exists()


def test_one_bad_value_keeps_all_others_out(editor: User) -> None:
    telegram = a_telegram(message_number="58")
    edits = [Edit(HeaderField.MESSAGE_NUMBER, "59", "58"), Edit(HeaderField.SENT, "yesterday", "1945-11-22")]

    with pytest.raises(NotAValue):
        curating.correct(telegram.pk, edits, *WHY, editor)

    assert not Correction.objects.exists()
    assert Telegram.objects.get().message_number == "58"


@pytest.mark.parametrize(("reason", "source"), [("", "RG 59"), ("Misread.", " "), ("", "")])
def test_reason_and_source_are_asked_for(editor: User, reason: str, source: str) -> None:
    telegram = a_telegram(message_number="58")

    with pytest.raises(NotAValue, match="reason and a source"):
        curating.correct(telegram.pk, [Edit(HeaderField.MESSAGE_NUMBER, "59", "58")], reason, source, editor)


def test_the_printed_dateline_is_not_corrected(editor: User) -> None:
    with pytest.raises(NotAValue, match="printed line"):
        correct(a_telegram(), HeaderField.DATELINE, "Moscow, November 22", "", editor)


@pytest.mark.parametrize("field", curating.CORRECTABLE, ids=str)
def test_no_length_of_text_breaks_the_tables(editor: User, field: HeaderField) -> None:
    telegram = a_telegram()
    seen = curating.shown(telegram)[field].value
    longest = curating.longest(field)

    try:
        correct(telegram, field, "W" * longest, seen, editor)
    except NotAValue:
        written = False
    else:
        written = True

    assert written is (field in FREE_TEXTS)


FREE_TEXTS = set(curating.CORRECTABLE) - {
    HeaderField.KIND,
    HeaderField.CLASSIFICATION,
    HeaderField.PRECEDENCE,
    HeaderField.SENT,
    HeaderField.SENT_TIME,
    HeaderField.RECEIVED,
}


def test_what_was_taken_back_is_shown_as_loaded(editor: User) -> None:
    telegram = a_telegram(sent="1945-11-22")
    [correction] = correct(telegram, HeaderField.SENT, "1945-11", "1945-11-22", editor)
    before = Change.objects.count()

    taken = curating.take_back(correction.pk)

    telegram.refresh_from_db()
    assert taken
    assert (str(telegram.earliest), str(telegram.latest)) == ("1945-11-22", "1945-11-22")
    assert Change.objects.count() == before + 1


def test_an_office_entered_for_a_person_links_the_documents_that_name_the_person(editor: User) -> None:
    telegram = a_telegram(sender="Durbrow", sender_office="The Chargé in the Soviet Union", sent="1946-11-22")
    person = Person.objects.create(slug="durbrow-elbridge", family="Durbrow", given="Elbridge", origin="editor")
    Tenure.objects.create(person=person, office="Chargé", country="the Soviet Union", since="1946", until="1948")

    done = curating.relink(person)

    assert done == (1, 0)
    assert telegram.participations.get(role="sender").person == person


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_the_same_moment_lose_nothing() -> None:
    telegram = a_telegram(message_number="58", classification="secret")
    both = Barrier(2)

    def work(name: str, field: HeaderField, value: str, seen: str) -> None:
        by = User.objects.create_user(name, password=None)
        both.wait(10)
        correct(telegram, field, value, seen, by)
        connection.close()

    editors = [
        Thread(target=work, args=("clio", HeaderField.MESSAGE_NUMBER, "59", "58")),
        Thread(target=work, args=("thoth", HeaderField.CLASSIFICATION, "top-secret", "secret")),
    ]
    for one in editors:
        one.start()
    for one in editors:
        one.join(20)

    telegram.refresh_from_db()
    assert (telegram.message_number, telegram.classification) == ("59", "top-secret")


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_of_one_field_at_the_same_moment_one_is_told() -> None:
    telegram = a_telegram(message_number="58")
    both, told = Barrier(2), []

    def work(name: str, value: str) -> None:
        by = User.objects.create_user(name, password=None)
        both.wait(10)
        try:
            correct(telegram, HeaderField.MESSAGE_NUMBER, value, "58", by)
        except Overtaken as other:
            told.append(other.now[0].value)
        connection.close()

    editors = [Thread(target=work, args=("clio", "59")), Thread(target=work, args=("thoth", "60"))]
    for one in editors:
        one.start()
    for one in editors:
        one.join(20)

    telegram.refresh_from_db()
    assert told == [telegram.message_number]
    assert Correction.objects.count() == 1
