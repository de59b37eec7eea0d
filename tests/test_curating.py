"""The verbs by which people change what readers see."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import User
from django.db import connection

from telegrams import curating
from telegrams.corrections import NotAValue
from telegrams.curating import Edit, Overtaken
from telegrams.errata import PlacedField, errata_of
from telegrams.importing.loading import load
from telegrams.importing.registers import load_tenures
from telegrams.importing.resolving.register import Register
from telegrams.importing.walk import run_withdrawal
from telegrams.models import Change, Correction, Telegram
from telegrams.records import PageRecord, TelegramRecord, TenureRecord, checksum, record_of
from telegrams.search import ENGINE
from telegrams.search.query import Query
from telegrams.vocabulary import HeaderField
from tests.making import a_record, a_telegram, an_import_run, stored

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
    HeaderField.FIRST_PAGE,
    HeaderField.LAST_PAGE,
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


# --- what has a place ---

PRINTED = "Barriman called on Molotov.\n\nHe left at six."


def reload(telegram: Telegram, text: str, **said: str) -> Telegram:
    """The document loaded again with another text."""
    record = a_record(text, document=telegram.document, notes=("A note.",), **said)
    load([with_pages(record)], an_import_run(), Register())
    return Telegram.objects.get(pk=telegram.pk)


def with_pages(record: TelegramRecord) -> TelegramRecord:
    at = record.text.index("He left") if "He left" in record.text else 0
    return replace(record, pages=(PageRecord("921", 0), PageRecord("922", at)))


@pytest.fixture
def printed(editor: User) -> Telegram:
    """A document of two passages, with a loose note and two pages."""
    return stored(with_pages(a_record(PRINTED, notes=("A note.",))))


def placed(telegram: Telegram, field: str, value: str, seen: str, by: User) -> Correction:
    where = PlacedField.of(field)
    assert where is not None
    [written] = curating.correct(telegram.pk, [Edit(where, value, seen)], *WHY, by)
    return written


def range_of(telegram: Telegram, words: str) -> str:
    at = telegram.text.index(words)
    return f"text:{at}-{at + len(words)}"


def test_an_erratum_leaves_the_printed_text_and_the_record_as_they_were(printed: Telegram, editor: User) -> None:
    before = record_of(printed)

    made = placed(printed, range_of(printed, "Barriman"), "Harriman", "Barriman", editor)
    placed(printed, "note:1", "40", "", editor)
    placed(printed, "page:2", "923@50", f"922@{printed.text.index('He left')}", editor)

    now = Telegram.objects.get(pk=printed.pk)
    assert made.made_against == "Barriman"
    assert record_of(now) == before
    assert checksum(record_of(now)) == now.checksum
    assert [note.offset for note in now.footnotes.all()] == [40]
    assert [(page.label, page.offset) for page in now.page_markers.all()] == [("921", 0), ("923", 50)]
    assert (now.first_page, now.last_page) == ("921", "923")


def test_taking_back_shows_notes_and_pages_as_loaded(printed: Telegram, editor: User) -> None:
    at = printed.text.index("He left")
    made = [
        placed(printed, "note:1", "40", "", editor),
        placed(printed, "page:2", "", f"922@{at}", editor),
        placed(printed, "page:+1", "921a@30", "", editor),
    ]

    for one in made:
        curating.take_back(one.pk, editor, "The facsimile shows it as printed.")

    now = Telegram.objects.get(pk=printed.pk)
    assert now.places == {}
    assert [note.offset for note in now.footnotes.all()] == [None]
    assert [(page.label, page.offset) for page in now.page_markers.all()] == [("921", 0), ("922", at)]
    made[0].refresh_from_db()
    assert (made[0].withdrawn_by, made[0].withdrawn_reason) == (editor, "The facsimile shows it as printed.")


def test_a_load_that_changed_something_else_keeps_every_correction(printed: Telegram, editor: User) -> None:
    at = printed.text.index("He left")
    placed(printed, range_of(printed, "Barriman"), "Harriman", "Barriman", editor)
    placed(printed, "note:1", str(at + 2), "", editor)
    placed(printed, "page:2", f"923@{at}", f"922@{at}", editor)

    now = reload(printed, PRINTED, message_number="59")

    assert not curating.in_conflict().exists()
    assert errata_of(now.places) != ()
    assert [note.offset for note in now.footnotes.all()] == [at + 2]
    assert [page.label for page in now.page_markers.all()] == ["921", "923"]
    assert now.last_page == "923"


def test_a_load_that_moved_the_words_is_a_conflict_and_nothing_is_guessed(printed: Telegram, editor: User) -> None:
    made = placed(printed, range_of(printed, "Barriman"), "Harriman", "Barriman", editor)
    placed(printed, "note:1", str(printed.text.index(" on Molotov")), "", editor)

    now = reload(printed, f"On Monday. {PRINTED}")

    assert {one.field for one in curating.in_conflict()} == {made.field, "note:1"}
    assert errata_of(now.places) == ()
    assert [note.offset for note in now.footnotes.all()] == [None]


def test_an_erratum_is_kept_where_its_words_stand_once_now(printed: Telegram, editor: User) -> None:
    made = placed(printed, range_of(printed, "Barriman"), "Harriman", "Barriman", editor)
    now = reload(printed, f"On Monday. {PRINTED}")

    kept = curating.keep(made.pk, editor)

    now.refresh_from_db()
    assert kept
    assert now.corrections.get(withdrawn_at=None).field == range_of(now, "Barriman")
    assert [one.value for one in errata_of(now.places)] == ["Harriman"]


def test_an_erratum_whose_words_are_gone_cannot_be_kept(printed: Telegram, editor: User) -> None:
    made = placed(printed, range_of(printed, "Barriman"), "Harriman", "Barriman", editor)
    reload(printed, PRINTED.replace("Barriman", "Berriman"))

    assert not curating.keep(made.pk, editor)
    assert curating.in_conflict().get() == made


def test_two_errata_never_overlap(printed: Telegram, editor: User) -> None:
    placed(printed, range_of(printed, "Barriman called"), "Harriman called", "Barriman called", editor)

    with pytest.raises(NotAValue, match="overlap"):
        placed(printed, range_of(printed, "called on"), "visited", "called on", editor)


def test_a_place_somebody_else_moved_is_not_overwritten(printed: Telegram, editor: User) -> None:
    placed(printed, "note:1", "40", "", editor)

    with pytest.raises(Overtaken) as told:
        placed(printed, "note:1", "44", "", editor)

    assert told.value.now[0].value == "40"


def test_the_words_of_an_erratum_are_found_and_the_printed_words_too(printed: Telegram, editor: User) -> None:
    placed(printed, range_of(printed, "Barriman"), "Harrimann", "Barriman", editor)

    def found(asked: str) -> list[int]:
        return list(ENGINE.documents(Query.from_params({"q": [asked]})[0]))

    assert found("harrimann") == found("barriman") == found('"harrimann called on"') == [printed.pk]
    hit = ENGINE.ask(Query.from_params({"q": ["harrimann"]})[0]).hits[0]
    assert "Harrimann" in "".join(words for words, is_marked in hit.quotations[0].pieces if is_marked)


def test_references_to_a_page_follow_its_mark(printed: Telegram, editor: User) -> None:
    other = a_telegram("See page 923.")
    other.references.create(start=4, end=12, printed="page 923", wanted={"page": "923"})
    at = printed.text.index("He left")

    made = placed(printed, "page:2", f"923@{at}", f"922@{at}", editor)
    assert other.references.get(wanted__page="923").certainty == "sure"

    curating.take_back(made.pk)
    assert other.references.get(wanted__page="923").certainty == "not-held"


def test_a_check_stands_while_the_value_is_shown_that_was_checked(editor: User) -> None:
    telegram = a_telegram(message_number="58")

    [check] = curating.check(telegram.pk, {HeaderField.MESSAGE_NUMBER: "58"}, "RG 59, facsimile", editor)
    assert curating.standing_checks(telegram) == {HeaderField.MESSAGE_NUMBER: check}

    correct(telegram, HeaderField.MESSAGE_NUMBER, "59", "58", editor)
    assert curating.standing_checks(Telegram.objects.get()) == {}
    with pytest.raises(Overtaken):
        curating.check(telegram.pk, {HeaderField.MESSAGE_NUMBER: "58"}, "RG 59", editor)


def test_documents_brought_back_are_linked_by_the_register_of_today(editor: User) -> None:
    telegram = a_telegram(sender="Kennan", sender_office="The Chargé in the Soviet Union")
    run_withdrawal("frus1945v05")
    term = {"office": "Chargé", "country": "the Soviet Union", "since": "1945-01", "until": "1946-04"}
    load_tenures([TenureRecord("kennan-g", "Kennan", "George", (), **term)])

    assert curating.bring_back("frus1945v05") == 1

    assert telegram.participations.filter(role="sender", person__slug="kennan-g").exists()
