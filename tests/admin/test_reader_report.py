"""Readers' reports at the desk: the queue, one click to a correction, and what is put aside."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from telegrams import curating
from telegrams.curating import Edit
from telegrams.models import Correction, ReaderReport, Telegram
from telegrams.vocabulary import HeaderField

LIST = "/admin/telegrams/readerreport/"


@pytest.fixture
def report(seed: Telegram) -> ReaderReport:
    """A report that the message number is wrong, by a reader who wishes to be named."""
    start = seed.text.index("At the theatre")
    return ReaderReport.objects.create(
        telegram=seed, passage="At the theatre", start=start, end=start + 14, field="message_number", value="3931",
        said="The carbon has another number.", source="RG 59, box 3", name="Ida Reader", credit=True, form="one",
    )  # fmt: skip


def page_of(report: ReaderReport) -> str:
    return reverse("admin:telegrams_readerreport_change", args=[report.pk])


def decide(client: Client, report: ReaderReport, decision: str, **said: str) -> str:
    """Press a button of the report's page; the answer with what it redirects to."""
    response = client.post(
        reverse("admin:telegrams_readerreport_decide", args=[report.pk]), {"decision": decision, **said}
    )
    return response["Location"] if response.status_code == 302 else response.content.decode()


def prefilled(client: Client, report: ReaderReport) -> dict[str, str]:
    """What the form of a correction holds when the page is opened."""
    form = client.get(page_of(report)).context["page"].accept
    return {name: str(form.initial[name]) for name in ("field", "value", "reason", "source", "reported_by", "seen")}


def test_the_list_opens_on_the_undecided_oldest_first(editor: Client, report: ReaderReport) -> None:
    second = report.telegram.reader_reports.create(said="Also.", source="s", form="two")
    report.telegram.reader_reports.create(said="Buy.", source="s", form="three", state="spam")

    rows = editor.get(LIST).context["cl"].result_list
    every = editor.get(f"{LIST}?state=all").context["cl"].result_list

    assert list(rows) == [report, second]
    assert len(every) == 3


def test_the_passage_is_lit_where_it_stands(editor: Client, report: ReaderReport) -> None:
    response = editor.get(page_of(report))

    assert "<mark>At the theatre</mark>" in response.content.decode()


def test_a_passage_that_stands_nowhere_is_said_to(editor: Client, report: ReaderReport) -> None:
    ReaderReport.objects.update(passage="No such words")

    response = editor.get(page_of(report))

    assert "do not stand once in the text" in response.content.decode()


def test_one_click_makes_it_a_correction_with_the_readers_name(editor: Client, report: ReaderReport) -> None:
    decide(editor, report, "accept", **prefilled(editor, report))

    made = Correction.objects.get()
    report.refresh_from_db()
    assert (made.field, made.value, made.made_against) == ("message_number", "3931", "3930")
    assert (made.reason, made.source) == ("The carbon has another number.", "RG 59, box 3")
    assert made.reported_by == "Ida Reader"
    assert (report.state, report.correction, report.decided_by) == ("accepted", made, User.objects.get(username="clio"))
    assert LogEntry.objects.filter(object_id=report.pk, content_type__model="readerreport").count() == 1
    assert "Reported by Ida Reader." in Client().get(report.telegram.get_absolute_url()).content.decode()


def test_a_reader_who_does_not_wish_it_is_not_named(editor: Client, report: ReaderReport) -> None:
    ReaderReport.objects.update(credit=False)

    decide(editor, report, "accept", **prefilled(editor, report))

    assert Correction.objects.get().reported_by == ""
    assert "Ida" not in Client().get(report.telegram.get_absolute_url()).content.decode()


def test_a_date_in_a_readers_words_becomes_one_of_ours(editor: Client, report: ReaderReport) -> None:
    ReaderReport.objects.update(field="sent", value="23 November 1945")

    decide(editor, report, "accept", **prefilled(editor, report))

    assert Correction.objects.get().value == "1945-11-23"


def test_a_value_that_cannot_be_is_refused_beside_its_field(editor: Client, report: ReaderReport) -> None:
    answer = decide(editor, report, "accept", **prefilled(editor, report) | {"field": "sent", "value": "soon"})

    assert "is not a date" in answer
    assert "The carbon has another number." in answer
    assert not Correction.objects.exists()


def test_a_value_changed_meanwhile_is_shown_and_not_overwritten(editor: Client, report: ReaderReport) -> None:
    seen = prefilled(editor, report)
    thoth = User.objects.create_user("thoth", password=None)
    curating.correct(report.telegram_id, [Edit(HeaderField.MESSAGE_NUMBER, "3932", "3930")], "r", "s", thoth)

    answer = decide(editor, report, "accept", **seen)

    assert "it is now “3932”" in answer
    assert Correction.objects.get(withdrawn_at=None).value == "3932"
    assert ReaderReport.objects.get().state == "new"


def test_a_report_is_decided_once(editor: Client, second_editor: Client, report: ReaderReport) -> None:
    seen = prefilled(editor, report)
    decide(second_editor, report, "decline", note="It is so on the carbon.")

    where = decide(editor, report, "accept", **seen)

    assert "was declined meanwhile by thoth" in editor.get(where).content.decode()
    assert not Correction.objects.exists()


def test_a_declined_report_keeps_its_note_and_can_be_taken_up_again(editor: Client, report: ReaderReport) -> None:
    decide(editor, report, "decline", note="It is so on the carbon.")
    declined = ReaderReport.objects.get()

    decide(editor, report, "reopen")

    assert (declined.state, declined.note) == ("declined", "It is so on the carbon.")
    assert ReaderReport.objects.get().state == "new"


def test_after_a_decision_the_next_report_opens(editor: Client, report: ReaderReport) -> None:
    second = report.telegram.reader_reports.create(said="Also.", source="s", form="two")

    assert decide(editor, report, "spam") == page_of(second)
    assert decide(editor, second, "spam") == LIST


def test_the_record_page_opened_from_a_report_is_filled_and_settles_it(editor: Client, report: ReaderReport) -> None:
    address = f"{reverse('admin:telegrams_telegram_change', args=[report.telegram_id])}?report={report.pk}"
    form = editor.get(address).context["adminform"].form
    said = {f"initial-{name}": form[name].initial or "" for name in form.fields if name not in ("reason", "source")}
    said |= {name: form[name].initial or "" for name in form.fields} | {"signature": "Harriman"}
    said |= {"initial-signature": form["signature"].initial, "signature": "HARRIMAN, W. A."}

    response = editor.post(address, said)

    made = Correction.objects.get()
    assert response.status_code == 302
    assert (made.reason, made.reported_by) == ("The carbon has another number.", "Ida Reader")
    assert ReaderReport.objects.get().correction == made


def test_an_onlooker_reads_a_report_and_has_no_buttons(onlooker: Client, report: ReaderReport) -> None:
    response = onlooker.get(page_of(report))

    assert response.status_code == 200
    assert "Make it a correction" not in response.content.decode()
    assert onlooker.post(LIST, {"action": "put_away_as_spam"}).status_code == 403


@pytest.mark.parametrize("seen", ["5", "[[1]]", "[" * 100_000], ids=["number", "list", "deep"])
def test_what_no_page_of_ours_says_was_seen_overrules_nobody(editor: Client, report: ReaderReport, seen: str) -> None:
    answer = decide(editor, report, "accept", **{**prefilled(editor, report), "seen": seen})

    assert "while you worked; it is now" in answer
