"""Many documents corrected as one, and undone as one."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from telegrams import curating
from telegrams.corrections import NotAValue
from telegrams.curating import Edit
from telegrams.errata import PlacedField
from telegrams.models import Change, Correction, Revision, Telegram
from telegrams.records import PageRecord, ReadValue
from telegrams.revising.revisions import DocumentEdits, Refused, UndoneBefore, revise, undo
from telegrams.vocabulary import HeaderField
from tests.making import a_record, a_telegram, stored

WHY = ("Misread by the printer.", "RG 59")
NUMBER = HeaderField.MESSAGE_NUMBER


@pytest.fixture
def editor(db: None) -> User:
    """An editor."""
    return User.objects.create_user("clio", password=None)


def edits(
    *documents: Telegram, value: str = "59", seen: str = "58", field: HeaderField = NUMBER
) -> list[DocumentEdits]:
    return [DocumentEdits(one.pk, (Edit(field, value, seen),)) for one in documents]


def numbers() -> list[str]:
    return list(Telegram.objects.order_by("pk").values_list("message_number", flat=True))


def test_a_revision_corrects_every_document_with_one_reason(editor: User) -> None:
    some = [a_telegram(message_number="58") for _ in range(3)]

    revision = revise(edits(*some), *WHY, editor, "Message number: set")

    assert numbers() == ["59"] * 3
    rows = revision.corrections.values_list("value", "made_against", "reason", "source", "by__username")
    assert set(rows) == {("59", "58", *WHY, "clio")}
    assert Change.objects.filter(telegram__in=some).count() >= 3


def test_one_bad_value_keeps_all_documents_as_they_are(editor: User) -> None:
    some = [a_telegram(message_number="58") for _ in range(2)]
    bad = DocumentEdits(some[1].pk, (Edit(HeaderField.SENT, "yesterday", "1945-11-22"),))

    with pytest.raises(Refused) as told:
        revise([*edits(some[0]), bad], *WHY, editor, "two")

    assert [(one.telegram, one.field) for one in told.value.refusals] == [(some[1].pk, HeaderField.SENT)]
    assert not Revision.objects.exists()
    assert numbers() == ["58", "58"]


def test_a_value_changed_meanwhile_is_refused_with_what_is_shown_now(editor: User) -> None:
    telegram = a_telegram(message_number="58")
    curating.correct(telegram.pk, [Edit(NUMBER, "60", "58")], *WHY, editor)

    with pytest.raises(Refused) as told:
        revise(edits(telegram), *WHY, editor, "stale")

    assert told.value.refusals[0].now == "60"
    assert numbers() == ["60"]


@pytest.mark.parametrize("why", [("", "RG 59"), ("Misread.", " ")])
def test_reason_and_source_are_asked_for(editor: User, why: tuple[str, str]) -> None:
    with pytest.raises(NotAValue, match="reason and a source"):
        revise(edits(a_telegram(message_number="58")), *why, editor, "x")


def test_a_document_may_have_a_reason_of_its_own(editor: User) -> None:
    telegram = a_telegram(message_number="58")
    own = DocumentEdits(telegram.pk, (Edit(NUMBER, "59", "58"),), "Typed over.", "Carbon copy")

    revise([own], "", "", editor, "x")

    assert Correction.objects.values_list("reason", "source").get() == ("Typed over.", "Carbon copy")


def test_nothing_to_change_is_said(editor: User) -> None:
    with pytest.raises(NotAValue, match="nothing would change"):
        revise(edits(a_telegram(message_number="59")), *WHY, editor, "x")


def test_undoing_shows_what_was_loaded_again(editor: User) -> None:
    some = [a_telegram(message_number="58") for _ in range(2)]
    revision = revise(edits(*some), *WHY, editor, "x")

    done = undo(revision.pk, "Wrong volume.", editor)

    assert (done.taken_back, done.brought_back, done.left) == (2, 0, ())
    assert numbers() == ["58", "58"]
    revision.refresh_from_db()
    assert (revision.undone_by, revision.undo_reason) == (editor, "Wrong volume.")


def test_undoing_brings_back_the_correction_that_stood_before_as_it_was(editor: User) -> None:
    other = User.objects.create_user("thoth", password=None)
    telegram = a_telegram(message_number="58")
    before = curating.correct(telegram.pk, [Edit(NUMBER, "60", "58")], "Read on film.", "Film 7", other)[0]
    revision = revise(edits(telegram, value="61", seen="60"), *WHY, editor, "x")

    undo(revision.pk, "Wrong.", editor)

    standing = telegram.corrections.get(withdrawn_at=None)
    assert (standing.pk, standing.by, standing.reason, standing.at) == (before.pk, other, "Read on film.", before.at)
    assert numbers() == ["60"]


def test_undoing_leaves_and_names_what_was_corrected_since(editor: User) -> None:
    some = [a_telegram(message_number="58") for _ in range(2)]
    revision = revise(edits(*some), *WHY, editor, "x")
    curating.correct(some[0].pk, [Edit(NUMBER, "99", "59")], *WHY, editor)

    done = undo(revision.pk, "Wrong.", editor)

    assert [row.telegram_id for row in done.left] == [some[0].pk]
    assert numbers() == ["99", "58"]


def test_what_somebody_took_back_stays_taken_back(editor: User) -> None:
    telegram = a_telegram(message_number="58")
    curating.correct(telegram.pk, [Edit(NUMBER, "60", "58")], *WHY, editor)
    revision = revise(edits(telegram, value="61", seen="60"), *WHY, editor, "x")
    curating.take_back(revision.corrections.get().pk)

    done = undo(revision.pk, "Wrong.", editor)

    assert (done.taken_back, done.brought_back, done.left) == (0, 0, ())
    assert numbers() == ["58"]


def test_undoing_two_revisions_in_the_order_they_were_made_shows_what_was_before_both(editor: User) -> None:
    telegram = a_telegram(message_number="58")
    first = revise(edits(telegram), *WHY, editor, "first")
    second = revise(edits(telegram, value="60", seen="59"), *WHY, editor, "second")

    assert [row.telegram_id for row in undo(first.pk, "Wrong.", editor).left] == [telegram.pk]
    undo(second.pk, "Wrong too.", editor)

    assert numbers() == ["58"]


def test_undoing_two_revisions_backwards_brings_the_first_back_between(editor: User) -> None:
    telegram = a_telegram(message_number="58")
    first = revise(edits(telegram), *WHY, editor, "first")
    second = revise(edits(telegram, value="60", seen="59"), *WHY, editor, "second")

    undo(second.pk, "Wrong.", editor)
    between = numbers()
    undo(first.pk, "Wrong too.", editor)

    assert (between, numbers()) == (["59"], ["58"])


def test_a_revision_is_undone_once(editor: User) -> None:
    revision = revise(edits(a_telegram(message_number="58")), *WHY, editor, "x")
    undo(revision.pk, "Wrong.", editor)

    with pytest.raises(UndoneBefore):
        undo(revision.pk, "Again.", editor)


def test_a_hundred_documents_ask_no_more_than_ten(editor: User) -> None:
    some = [a_telegram(message_number="58") for _ in range(40)]
    with CaptureQueriesContext(connection) as few:
        revise(edits(*some[:10]), *WHY, editor, "ten")

    with CaptureQueriesContext(connection) as many:
        revise(edits(*some[10:]), *WHY, editor, "thirty")

    # psycopg sends the updates of rows as one batch, which Django logs as one
    assert len(many) <= len(few)


def test_pages_that_follow_corrected_marks_are_what_a_revision_sees(editor: User) -> None:
    pages = (PageRecord("921", 0), PageRecord("922", 10))
    record = replace(a_record(), pages=pages)
    ends = ReadValue(HeaderField.FIRST_PAGE, "921", "921"), ReadValue(HeaderField.LAST_PAGE, "922", "922")
    telegram = stored(replace(record, values=(*record.values, *ends)))
    curating.correct(telegram.pk, [Edit(PlacedField("page", 2), "923@10", "922@10")], *WHY, editor)

    with pytest.raises(Refused) as told:
        revise(edits(telegram, value="924", seen="922", field=HeaderField.LAST_PAGE), *WHY, editor, "stale")
    revise(edits(telegram, value="922", seen="923", field=HeaderField.LAST_PAGE), *WHY, editor, "x")

    assert told.value.refusals[0].now == "923"
    telegram.refresh_from_db()
    assert telegram.last_page == "922"
