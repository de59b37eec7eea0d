"""What waits is counted on the front page, shown with its evidence, and settled with one key or one button."""

import time
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from telegrams import curating, settling
from telegrams.admin.desk import how_many, next_rows, said_of
from telegrams.admin.queues import QUEUE, QUEUES
from telegrams.admin.queues.card import LEAVE, TYPED, Card
from telegrams.curating import Edit
from telegrams.importing.resolving.sought import by_name, resolve_messages
from telegrams.models import (
    Attribution,
    Correction,
    CrossReference,
    DocumentOpenings,
    ImportRun,
    Person,
    Problem,
    ReaderReport,
    ReferenceDecision,
    Settlement,
    Telegram,
)
from telegrams.models.merge import ATTRIBUTED
from telegrams.vocabulary import HeaderField
from tests.admin.conftest import Reload, logged_in
from tests.making import a_telegram, an_import_run

pytestmark = pytest.mark.django_db


def address(key: str) -> str:
    return reverse("admin:queue", args=[key])


def cards(client: Client, key: str, **asked: str) -> list[Card]:
    """The cards that the page of a queue shows."""
    response = client.get(address(key), asked)
    assert response.status_code == 200
    return list(response.context["page"].cards)


def settle(client: Client, key: str, card: Card, option: str, **said: str) -> Any:
    """Send a card's form as a browser without script would: what is filled in goes with it."""
    default = card.default
    form = {"row": str(card.row), "mark": card.mark, "option": option, "do": "accept", "typed": ""}
    return client.post(address(key), {**form, "reason": default.reason, "source": default.source, **said}, follow=True)


def undated(text: str = "We met on November 3, 1945, at the Ministry.", **said: Any) -> Telegram:
    return a_telegram(text, sent="", **said)


def test_the_front_page_counts_what_waits(editor: Client) -> None:
    undated()

    page = editor.get("/admin/").context["page"]

    assert {line.queue.key: line.said for line in page.queues}["undated"] == "1"
    assert [line.run.asked for line in page.loads] == ["tests"]


def test_the_front_page_shows_nobody_a_queue_that_is_closed_to_them(db: None) -> None:
    user = User.objects.create_user("nobody", password=None, is_staff=True)

    page = logged_in(user).get("/admin/").context["page"]

    assert (list(page.queues), list(page.loads), page.load_address) == ([], [], "")


@pytest.mark.parametrize("queue", QUEUES, ids=lambda queue: queue.key)
def test_a_queue_asks_for_its_permissions(queue: Any, onlooker: Client) -> None:
    nobody = logged_in(User.objects.create_user("nobody", password=None, is_staff=True))

    assert nobody.get(address(queue.key)).status_code == 403
    assert onlooker.get(address(queue.key)).status_code == 200
    assert onlooker.post(address(queue.key), {"row": "1", "do": "skip"}).status_code == 403


def test_there_is_no_queue_of_another_name(editor: Client) -> None:
    assert editor.get("/admin/queues/nothing/").status_code == 404


@pytest.mark.parametrize("row", ["", "x", "-1", "\u0661", "9" * 30])
def test_a_row_is_a_number(editor: Client, row: str) -> None:
    assert editor.post(address("undated"), {"row": row, "do": "accept"}).status_code == 404


def test_a_count_stops_at_a_thousand(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("telegrams.admin.desk.MOST_COUNTED", 2)
    for _ in range(4):
        undated()

    assert how_many(QUEUE["undated"].waiting()) == 3
    assert (said_of(3), said_of(2), said_of(None)) == ("over 2", "2", "many")


def test_a_count_that_takes_too_long_is_given_up_and_the_page_goes_on(
    editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    undated()
    monkeypatch.setattr("telegrams.admin.desk.COUNTED_WITHIN", 1)
    slow = Telegram.objects.extra(where=["pg_sleep(0.3) IS NOT NULL"])

    assert how_many(slow) is None
    assert Telegram.objects.count() == 1


# --- days ---


def test_an_undated_document_is_dated_by_what_its_text_says(editor: Client) -> None:
    telegram = undated()
    card = cards(editor, "undated")[0]

    settle(editor, "undated", card, card.chosen)

    telegram.refresh_from_db()
    made = Correction.objects.get()
    assert telegram.earliest == telegram.latest == date(1945, 11, 3)
    assert made.source == "The text itself: “November 3, 1945”"
    assert cards(editor, "undated") == []


def test_a_file_number_comes_before_the_text(editor: Client) -> None:
    undated(file_number="711.61/11–2245")

    assert cards(editor, "undated")[0].default.value == "1945-11-22"


def test_a_day_without_its_year_is_the_last_before_its_neighbours(editor: Client) -> None:
    a_telegram(document="d1", sent="1864-01-02")
    undated("Richmond, December 1.", document="d2")
    a_telegram(document="d3", sent="1864-01-03")

    offered = [option.value for option in cards(editor, "undated")[0].options]

    assert offered[:2] == ["1863-12-01", "1864-01-02/1864-01-03"]


def test_another_day_is_typed(editor: Client) -> None:
    telegram = undated()
    card = cards(editor, "undated")[0]

    settle(editor, "undated", card, TYPED, typed="1945-11", reason="By the register.", source="RG 59")

    telegram.refresh_from_db()
    assert (telegram.earliest, telegram.latest) == (date(1945, 11, 1), date(1945, 11, 30))


def test_what_is_no_day_is_said_beside_what_was_typed(editor: Client) -> None:
    undated()
    card = cards(editor, "undated")[0]

    page = settle(editor, "undated", card, TYPED, typed="soon", reason="r", source="s").context["page"]

    assert page.cards[0].given["typed"] == "soon"
    assert page.cards[0].fault
    assert not Correction.objects.exists()


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"option": "nothing"}, "Choose one of the ways"),
        ({"typed": " "}, "Type a value"),
        ({"typed": "1945", "reason": "", "source": ""}, "Say why"),
        ({"mark": "other"}, "has changed since"),
    ],
    ids=["no way", "nothing typed", "no reason", "other card"],
)
def test_what_cannot_be_done_is_said(editor: Client, said: dict[str, str], fault: str) -> None:
    undated("Nothing is said.")
    card = cards(editor, "undated")[0]

    page = settle(editor, "undated", card, **{"option": TYPED, **said}).context["page"]  # type: ignore[arg-type]

    assert fault in page.cards[0].fault
    assert not Correction.objects.exists()


def test_the_reason_of_another_way_is_not_written_with_this_one(editor: Client) -> None:
    undated("November 3, 1945, and again November 5, 1945.\n\nNovember 9, 1945.")
    card = cards(editor, "undated")[0]

    settle(editor, "undated", card, "text-2")

    assert Correction.objects.get().source == "The text itself: “November 9, 1945”"


def test_a_day_that_can_hardly_be_beside_the_receipt_is_remarked_when_it_is_accepted(editor: Client) -> None:
    undated(received="1945-11-04")

    page = settle(editor, "undated", cards(editor, "undated")[0], TYPED, typed="1944-11-03", reason="r", source="s")

    assert "Received 1945-11-04, sent 1944-11-03" in page.content.decode()
    assert Correction.objects.get().value == "1944-11-03"


def test_what_is_left_undated_waits_no_more_and_can_be_put_back(editor: Client) -> None:
    undated()
    settle(editor, "undated", cards(editor, "undated")[0], LEAVE, reason="The sheet is torn.")

    assert cards(editor, "undated") == []
    assert Settlement.objects.get().note == "The sheet is torn."
    settling.put_back(Settlement.objects.get().pk, User.objects.get(username="clio"))
    assert len(cards(editor, "undated")) == 1


def test_somebody_else_was_first(editor: Client, second_editor: Client) -> None:
    undated()
    card = cards(editor, "undated")[0]
    settle(second_editor, "undated", card, card.chosen)

    answer = settle(editor, "undated", card, card.chosen)

    assert "It waits no more" in answer.content.decode()
    assert Correction.objects.count() == 1


def test_a_year_misprinted_is_found_by_its_file_number(editor: Client) -> None:
    telegram = a_telegram(sent="1954-11-22", file_number="711.61/11–2245")
    card = cards(editor, "filed")[0]

    settle(editor, "filed", card, card.chosen)

    telegram.refresh_from_db()
    assert telegram.earliest == date(1945, 11, 22)
    assert cards(editor, "filed") == []


def test_a_paper_filed_a_few_days_after_does_not_wait(db: None) -> None:
    a_telegram(sent="1945-11-20", file_number="711.61/11–2245")
    a_telegram(sent="1945-09-20", received="1945-11-01", file_number="711.61/11–2245")

    assert not QUEUE["filed"].waiting().exists()


def test_a_paper_filed_with_an_older_one_is_left_by_default(editor: Client) -> None:
    day = date(1945, 11, 22) + timedelta(days=60)
    a_telegram(sent=day.isoformat(), file_number="711.61/11–2245")

    assert cards(editor, "filed")[0].chosen == LEAVE


# --- order ---


def test_skipped_cards_go_to_the_end_for_this_editor(editor: Client, second_editor: Client) -> None:
    first, second = undated(), undated()

    editor.post(address("undated"), {"row": str(first.pk), "do": "skip"})

    assert [card.row for card in cards(editor, "undated")] == [second.pk, first.pk]
    assert [card.row for card in cards(second_editor, "undated")] == [first.pk, second.pk]


def test_documents_opened_most_come_first(editor: Client) -> None:
    first, second, third = undated(), undated(), undated()
    DocumentOpenings.objects.create(telegram=third, count=3)
    DocumentOpenings.objects.create(telegram=second, count=9)

    assert [card.row for card in cards(editor, "undated")] == [second.pk, third.pk, first.pk]
    assert [card.reads for card in cards(editor, "undated")] == [9, 3, 0]
    assert [card.row for card in cards(editor, "undated", order="oldest")] == [first.pk, second.pk, third.pk]


def test_a_long_queue_is_paged_by_its_last_row(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("telegrams.admin.desk.ON_A_PAGE", 2)
    rows = [undated() for _ in range(5)]

    met, way = [], address("undated")
    while way:
        page = editor.get(way).context["page"]
        met += [card.row for card in page.cards]
        way = page.on

    assert met == [row.pk for row in rows]


def test_a_page_asks_no_more_with_more_cards(editor: Client) -> None:
    undated()
    editor.get(address("undated"))
    with CaptureQueriesContext(connection) as few:
        editor.get(address("undated"))
    for number in range(6):
        undated(document=f"d9{number}")

    with CaptureQueriesContext(connection) as many:
        editor.get(address("undated"))

    assert len(many) <= len(few)


# --- corrections in conflict ---


@pytest.fixture
def conflict(seed: Telegram, editor: Client, reload_with: Reload) -> Correction:
    edit = Edit(HeaderField.MESSAGE_NUMBER, "3931", seen="3930")
    made = curating.correct(seed.pk, [edit], "Misread.", "RG 59", User.objects.get(username="clio"))[0]
    reload_with("3930. At the theatre", "3929. At the theatre")
    return made


def test_a_conflict_shows_three_values_and_is_kept(conflict: Correction, editor: Client) -> None:
    card = cards(editor, "conflicts")[0]

    settle(editor, "conflicts", card, "keep")

    said = {one.label: one.pieces[0][0] for one in card.evidence}
    assert (said["Loaded before"], said["Loaded now"], said["Corrected to"]) == ("3930", "3929", "3931")
    assert Telegram.objects.get().message_number == "3931"
    assert cards(editor, "conflicts") == []


def test_a_conflict_is_settled_by_taking_the_correction_back(conflict: Correction, editor: Client) -> None:
    settle(editor, "conflicts", cards(editor, "conflicts")[0], "back")

    assert Telegram.objects.get().message_number == "3929"


# --- remarks of loads ---


def remark(telegram: Telegram, code: str, text: str, level: str = "warning") -> Problem:
    return Problem.objects.create(
        run=telegram.run, volume=telegram.volume.slug, document=telegram.document, source_name="a.txt", line=3,
        code=code, level=level, text=text,
    )  # fmt: skip


def test_a_fault_of_the_apparatus_shows_its_line(editor: Client) -> None:
    telegram = a_telegram("One.\n\nTwo.")
    remark(telegram, "note-without-ref", "note 3 has no mark")

    card = cards(editor, "apparatus")[0]

    assert [words for words, lit in card.evidence[2].pieces if lit] == ["One.\n"]


def test_a_fault_left_as_printed_waits_no_more_also_after_another_load(editor: Client) -> None:
    telegram = a_telegram()
    remark(telegram, "page-order", "page 4 after page 2")
    settle(editor, "apparatus", cards(editor, "apparatus")[0], LEAVE)

    telegram.run = ImportRun.objects.create(asked="again")
    telegram.save()
    remark(telegram, "page-order", "page 4 after page 2")

    assert cards(editor, "apparatus") == []


def test_what_a_later_load_did_not_find_again_waits_no_more(db: None) -> None:
    telegram = a_telegram()
    remark(telegram, "page-order", "page 4 after page 2")
    telegram.run = ImportRun.objects.create(asked="again")
    telegram.save()

    assert not QUEUE["apparatus"].waiting().exists()


def test_a_refused_file_waits_until_it_goes_in(editor: Client) -> None:
    run = an_import_run()
    run.problems.create(source_name="a.txt", code="nul", level="error", text="a NUL character")

    assert [card.title for card in cards(editor, "kept-out")] == ["a.txt"]

    ImportRun.objects.create(asked="again").files.create(name="a.txt", outcome="in")
    assert cards(editor, "kept-out") == []


def test_a_file_left_out_leaves_no_other_file_of_the_same_fault_out(editor: Client) -> None:
    run = an_import_run()
    for name in ("a.txt", "b.txt"):
        run.problems.create(source_name=name, code="empty-file", level="error", text="the file is empty")

    response = settle(editor, "kept-out", cards(editor, "kept-out")[0], LEAVE)

    assert [card.title for card in cards(editor, "kept-out")] == ["b.txt"]
    assert "a.txt: seen to; it waits no more." in response.content.decode()


def test_one_name_written_otherwise_is_no_other_signer(db: None) -> None:
    remark(a_telegram(), "signature", "signed 'F. W. SEWARD. Acting Secretary.', sent by 'F. W. Seward'", "note")
    remark(a_telegram(), "signature", "no signature", "note")

    assert not QUEUE["signed"].waiting().exists()


def test_a_misprinted_signature_is_corrected_by_the_heading(editor: Client) -> None:
    telegram = a_telegram(signature="Harrinan")
    remark(telegram, "signature", "signed 'Harrinan', sent by 'Harriman'", "note")

    settle(editor, "signed", cards(editor, "signed")[0], "sender")

    telegram.refresh_from_db()
    assert telegram.signature == "Harriman"
    assert cards(editor, "signed") == []


# --- names, offices ---


@pytest.fixture
def unlinked(register: None, seed: Telegram) -> Telegram:
    """A document whose signer is a Kennan whom no rule has found."""
    telegram = a_telegram(sender="Kennan", sender_office="The Agent at Yalta", sent="1945-11-22", document="d8")
    telegram.participations.filter(role="sender").update(person=None, certainty="", rule="")
    return telegram


def of_kennan(client: Client, key: str = "people") -> Card:
    return next(card for card in cards(client, key) if card.title.startswith("Kennan"))


def test_a_name_offers_the_people_who_bear_it_and_who_was_in_office_first(unlinked: Telegram, editor: Client) -> None:
    card = of_kennan(editor)

    kennan = Person.objects.get(slug="kennan-george-frost")
    assert card.options[0].said == "Kennan, George Frost"
    assert "the Soviet Union" in card.options[0].detail
    assert card.chosen == card.options[0].key == f"person-{kennan.pk}"


def test_a_name_of_long_before_is_given_to_nobody_unless_an_editor_chooses(unlinked: Telegram, editor: Client) -> None:
    Telegram.objects.filter(pk=unlinked.pk).update(earliest="1912-01-01", latest="1912-01-01")

    assert of_kennan(editor).chosen == ""


def test_whom_a_name_means_is_decided_by_one_key_and_holds(unlinked: Telegram, editor: Client) -> None:
    card = of_kennan(editor)

    settle(editor, "people", card, card.chosen)

    party = unlinked.participations.get(role="sender")
    decided = Attribution.objects.get()
    assert party.person is not None
    assert (party.person.slug, party.rule) == ("kennan-george-frost", ATTRIBUTED)
    assert (decided.telegram_id, decided.split.off, decided.split.by.username) == (unlinked.pk, None, "clio")
    assert not [one for one in cards(editor, "people") if one.title.startswith("Kennan")]


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("nobody-such", "Nobody is known"), ("kennan-george-frost", "")],
    ids=["unknown", "known"],
)
def test_somebody_else_is_typed(unlinked: Telegram, editor: Client, typed: str, fault: str) -> None:
    said = {"typed": typed, "reason": "By his hand.", "source": "RG 59"}

    page = settle(editor, "people", of_kennan(editor), TYPED, **said).context["page"]

    assert Attribution.objects.exists() is not bool(fault)
    assert not fault or fault in page.cards[0].fault


def test_a_person_given_from_the_queue_of_offices_settles_it_there(unlinked: Telegram, editor: Client) -> None:
    unlinked.participations.filter(role="sender").update(office=None)
    card = of_kennan(editor, "offices")

    settle(editor, "offices", card, card.chosen)

    assert Attribution.objects.count() == 1
    assert not [one for one in cards(editor, "offices") if one.title.startswith("Kennan")]


# --- readers' reports ---


def reported(telegram: Telegram, **said: Any) -> ReaderReport:
    words = {"said": "It is 3931.", "source": "The original.", "name": "Io", "credit": True, "form": "one"}
    return ReaderReport.objects.create(telegram=telegram, **{**words, **said})


def test_a_report_of_a_fact_becomes_a_correction_by_one_key(editor: Client) -> None:
    telegram = a_telegram("He left on November 3.", message_number="3930")
    report = reported(telegram, field="message_number", value="3931", passage="November 3")
    card = cards(editor, "reports")[0]

    settle(editor, "reports", card, card.chosen)

    report.refresh_from_db()
    made = Correction.objects.get()
    assert ("November 3", True) in card.evidence[0].pieces
    assert (made.value, made.reason, made.source, made.reported_by) == ("3931", "It is 3931.", "The original.", "Io")
    assert (report.state, report.correction) == ("accepted", made)


def test_a_report_without_a_fact_leads_to_the_record_page(editor: Client) -> None:
    report = reported(a_telegram(), said="The text is cut.")

    card = cards(editor, "reports")[0]

    assert [one.key for one in card.options] == [LEAVE, "spam"]
    assert card.chosen == ""
    assert f"/admin/telegrams/telegram/{report.telegram_id}/change/?report={report.pk}" in [
        one.address for one in card.evidence
    ]


@pytest.mark.parametrize(("option", "state"), [(LEAVE, "declined"), ("spam", "spam")])
def test_a_report_is_put_aside_in_its_queue(editor: Client, option: str, state: str) -> None:
    report = reported(a_telegram(message_number="3930"), field="message_number", value="3931")

    settle(editor, "reports", cards(editor, "reports")[0], option)

    report.refresh_from_db()
    assert report.state == state
    assert not Correction.objects.exists()


def test_whoever_only_sorts_reports_is_offered_no_correction(db: None) -> None:
    user = User.objects.create_user("argus", password=None, is_staff=True)
    rights = ("view_readerreport", "change_readerreport")
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = logged_in(user)
    report = reported(a_telegram(message_number="3930"), field="message_number", value="3931")
    card = cards(client, "reports")[0]

    settle(client, "reports", card, "correct", reason="r", source="s")

    assert [one.key for one in card.options] == [LEAVE, "spam"]
    assert not Correction.objects.exists()
    settle(client, "reports", card, LEAVE)
    report.refresh_from_db()
    assert report.state == "declined"


def test_an_office_of_no_key_is_left_as_printed(editor: Client) -> None:
    telegram = a_telegram(recipient_office="the Keeper of the Seals")
    telegram.participations.filter(role="recipient").update(office=None)
    card = next(card for card in cards(editor, "offices") if "Keeper" in card.title)

    settle(editor, "offices", card, LEAVE)

    assert all("Keeper" not in card.title for card in cards(editor, "offices"))


# --- references ---


@pytest.fixture
def ambiguous(db: None) -> tuple[CrossReference, list[Telegram]]:
    """A reference that two documents of one number and day fit."""
    both = [
        a_telegram(f"Text {one}.", document=f"d{one}", message_number="402", sent="1945-11-20", sent_time=hour)
        for one, hour in ((1, "09:00"), (2, "18:00"))
    ]
    within = a_telegram("I refer to my 402, November 20, and to no other.", document="d3", sent="1945-11-22")
    start = within.text.index("my 402")
    reference = within.references.create(
        start=start, end=start + 19, printed="my 402, November 20", wanted={"by": "my", "number": "402",
        "date": "--11-20"},
    )  # fmt: skip
    resolve_messages(by_name())
    reference.refresh_from_db()
    return reference, both


def test_an_ambiguous_reference_shows_its_sentence_and_its_candidates(
    ambiguous: tuple[CrossReference, list[Telegram]], editor: Client
) -> None:
    card = cards(editor, "references")[0]

    assert ("my 402, November 20", True) in card.evidence[0].pieces
    assert [option.said for option in card.options[:2]] == [
        "frus1945v05/d1, 20 November 1945, 9 a.m.",
        "frus1945v05/d2, 20 November 1945, 6 p.m.",
    ]
    assert card.chosen == ""


def test_a_choice_is_written_and_stands_when_links_are_made_anew(
    ambiguous: tuple[CrossReference, list[Telegram]], editor: Client
) -> None:
    reference, (_, second) = ambiguous
    card = cards(editor, "references")[0]

    settle(editor, "references", card, str(second.pk), reason="Its words agree.", source="The text")
    resolve_messages(by_name())

    reference.refresh_from_db()
    assert (reference.target_id, reference.certainty, reference.rule) == (second.pk, "sure", "chosen by an editor")
    assert cards(editor, "references") == []


def test_a_choice_finds_its_words_again_where_the_text_has_moved(
    ambiguous: tuple[CrossReference, list[Telegram]], editor: Client
) -> None:
    reference, (first, _) = ambiguous
    settle(editor, "references", cards(editor, "references")[0], str(first.pk), reason="r", source="s")
    within, wanted, printed = reference.telegram, reference.wanted, reference.printed
    reference.delete()

    moved = within.references.create(start=40, end=59, printed=printed, wanted=wanted)
    resolve_messages(by_name())

    moved.refresh_from_db()
    assert moved.target_id == first.pk


def test_a_choice_taken_back_leaves_it_to_the_rules(
    ambiguous: tuple[CrossReference, list[Telegram]], editor: Client
) -> None:
    reference, (first, _) = ambiguous
    settle(editor, "references", cards(editor, "references")[0], str(first.pk), reason="r", source="s")

    decision, by = ReferenceDecision.objects.get(), User.objects.get(username="clio")
    assert settling.take_back_choice(decision.pk, by)
    assert not settling.take_back_choice(decision.pk, by)

    reference.refresh_from_db()
    assert (reference.target_id, reference.certainty) == (None, "ambiguous")


@pytest.mark.parametrize(
    ("typed", "fault"),
    [("frus1945v05/d99", "is not held here"), ("somewhere", "names no document"), ("frus1945v05/d3", "itself")],
)
def test_a_document_that_cannot_be_meant_is_refused(
    ambiguous: tuple[CrossReference, list[Telegram]], editor: Client, typed: str, fault: str
) -> None:
    card = cards(editor, "references")[0]

    page = settle(editor, "references", card, TYPED, typed=typed, reason="r", source="s").context["page"]

    assert fault in page.cards[0].fault
    assert not ReferenceDecision.objects.exists()


def test_a_document_is_named_by_its_address(ambiguous: tuple[CrossReference, list[Telegram]], editor: Client) -> None:
    reference, _ = ambiguous
    other = a_telegram(document="d7")
    typed = f"https://archive.example.org{other.get_absolute_url()}#passage-2"

    settle(editor, "references", cards(editor, "references")[0], TYPED, typed=typed, reason="r", source="s")

    reference.refresh_from_db()
    assert reference.target_id == other.pk


def test_every_queue_answers_by_the_order_of_openings(
    ambiguous: tuple[CrossReference, list[Telegram]], conflict: Correction, register: None
) -> None:
    """Whatever a queue's rows are, those of a document opened often are found by the document."""
    telegram = CrossReference.objects.get(pk=ambiguous[0].pk).telegram
    DocumentOpenings.objects.create(telegram=telegram, count=5)
    remark(telegram, "page-order", "page 4 after page 2")

    for queue in QUEUES:
        rows, reads, _ = next_rows(queue, oldest_first=False, after=0, skipped=[])
        assert len(queue.cards(rows)) == len(rows), queue.key
        assert all(count == 5 for count in reads.values())
    assert next_rows(QUEUE["apparatus"], oldest_first=False, after=0, skipped=[])[1]


def test_the_front_page_is_quick(editor: Client) -> None:
    for _ in range(3):
        undated()
    editor.get("/admin/")
    begun = time.monotonic()

    with CaptureQueriesContext(connection) as asked:
        editor.get("/admin/")

    assert len(asked) <= 6 * len(QUEUES) + 20
    assert time.monotonic() - begun < 2


def test_every_permission_that_a_queue_asks_for_exists(db: None) -> None:
    known = {
        f"{one.content_type.app_label}.{one.codename}" for one in Permission.objects.select_related("content_type")
    }

    assert {permission for queue in QUEUES for permission in (queue.look, queue.fix)} <= known
