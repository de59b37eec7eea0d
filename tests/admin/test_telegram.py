"""The page on which an editor corrects a telegram, and the list that leads to it."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from telegrams.importing.report import ImportReport
from telegrams.models import Change, Correction, Source, Telegram
from tests.making import a_telegram

LIST = "/admin/telegrams/telegram/"
WHY = {"reason": "Misread by the printer.", "source": "National Archives, RG 59, 711.61/11–2245."}


def page_of(telegram: Telegram) -> str:
    return reverse("admin:telegrams_telegram_change", args=[telegram.pk])


def opened(client: Client, telegram: Telegram) -> dict[str, str]:
    """What the form on the page would send if nothing were typed."""
    form = client.get(page_of(telegram)).context["adminform"].form
    sent = {box.html_name: box.value() or "" for box in form}
    hidden = {box.html_initial_name: box.value() or "" for box in form if box.field.show_hidden_initial}
    return sent | hidden


def shown(telegram: Telegram) -> Telegram:
    telegram.refresh_from_db()
    return telegram


def errors(response: object) -> str:
    return str(response.context["adminform"].form.errors)  # type: ignore[attr-defined]


def test_an_edit_becomes_a_correction_and_shows(seed: Telegram, editor: Client) -> None:
    form = opened(editor, seed)

    response = editor.post(page_of(seed), {**form, "message_number": "3931", **WHY})

    assert response.status_code == 302
    correction = seed.corrections.get()
    assert (correction.field, correction.value, correction.made_against) == ("message_number", "3931", "3930")
    assert (correction.reason, correction.source, str(correction.by)) == (WHY["reason"], WHY["source"], "clio")
    assert shown(seed).message_number == "3931"
    assert seed.loaded["message_number"]["value"] == "3930"


def test_a_corrected_day_moves_the_columns_by_which_readers_search(seed: Telegram, editor: Client) -> None:
    form = opened(editor, seed)

    editor.post(page_of(seed), {**form, "sent": "1945-11-20/1945-11-23", **WHY})

    assert (str(shown(seed).earliest), str(seed.latest)) == ("1945-11-20", "1945-11-23")


def test_a_corrected_sender_finds_the_person_behind_the_name_again(
    register: None, seed: Telegram, editor: Client
) -> None:
    form = opened(editor, seed)

    editor.post(page_of(seed), {**form, "sender_name": "Kennan", "sender_office": "Chargé in the Soviet Union", **WHY})

    sender = seed.participations.get(role="sender")
    assert sender.name_printed == "Kennan"
    assert sender.person is not None
    assert sender.person.family == "Kennan"


def test_a_save_notes_a_change_for_the_index_and_an_entry_in_the_log(seed: Telegram, editor: Client) -> None:
    form = opened(editor, seed)
    before = Change.objects.count()

    editor.post(page_of(seed), {**form, "message_number": "3931", **WHY})

    assert Change.objects.count() == before + 1
    assert "Message number: “3930” → “3931”" in LogEntry.objects.get().change_message


@pytest.mark.parametrize("missing", ["reason", "source"])
def test_a_correction_needs_reason_and_source(seed: Telegram, editor: Client, missing: str) -> None:
    form = opened(editor, seed)

    response = editor.post(page_of(seed), {**form, "message_number": "3931", **WHY, missing: "  "})

    assert response.status_code == 200
    assert "A correction is shown to readers with its reason and source." in errors(response)
    assert not Correction.objects.exists()
    assert shown(seed).message_number == "3930"


def test_a_reason_that_nobody_sees_is_no_reason(seed: Telegram, editor: Client) -> None:
    form = {**opened(editor, seed), **WHY, "reason": "\u200b", "message_number": "3931"}

    response = editor.post(page_of(seed), form)

    assert "Say why the value is changed." in errors(response)
    assert not Correction.objects.exists()


def test_a_receipt_long_before_the_sending_is_saved_and_remarked(seed: Telegram, editor: Client) -> None:
    response = editor.post(page_of(seed), {**opened(editor, seed), **WHY, "received": "1845-11-23"}, follow=True)

    assert "Received 1845-11-23, sent 1945-11-22: a receipt is expected" in response.content.decode()
    assert Correction.objects.get().value == "1845-11-23"


def test_of_a_withdrawn_document_nobody_is_said_to_see_the_correction(seed: Telegram, editor: Client) -> None:
    Telegram.objects.filter(pk=seed.pk).update(withdrawn_at=seed.run.started)

    response = editor.post(page_of(seed), {**opened(editor, seed), **WHY, "message_number": "3931"}, follow=True)

    assert "Readers see the new value with" not in response.content.decode()
    assert "The document is withdrawn: readers see the new value when" in response.content.decode()


def test_nothing_changed_writes_nothing(seed: Telegram, editor: Client) -> None:
    form = opened(editor, seed)
    before = Change.objects.count()

    response = editor.post(page_of(seed), {**form, **WHY}, follow=True)

    assert "Nothing was changed, so nothing is written." in response.content.decode()
    assert not Correction.objects.exists()
    assert not LogEntry.objects.exists()
    assert Change.objects.count() == before


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("sent", "22 November", "is not a date; write 1945-11-22"),
        ("sent", "1945-11-23/1945-11-20", "is not a date"),
        ("sent_time", "6 p.m.", "is not an hour; write 18:00"),
        ("sent_time", "18:00+05:00", "is not an hour"),
        ("received", "1945-11-23Tnoon", "is not a day of receipt"),
        ("kind", "postcard", "Select a valid choice"),
        ("message_number", "9" * 61, "at most 60"),
        ("place", "Mos\x00cow", "Null characters are not allowed"),
    ],
    ids=["words", "backwards", "words-for-an-hour", "zone", "hour-of-receipt", "kind", "too-long", "nul"],
)
def test_what_is_no_value_of_the_field_is_refused_in_plain_words(
    seed: Telegram, editor: Client, field: str, typed: str, said: str
) -> None:
    form = opened(editor, seed)

    response = editor.post(page_of(seed), {**form, field: typed, **WHY})

    assert said in errors(response)
    assert not Correction.objects.exists()


def test_an_emptied_value_is_corrected_to_not_stated(seed: Telegram, editor: Client) -> None:
    form = opened(editor, seed)

    editor.post(page_of(seed), {**form, "sent": "", **WHY})

    assert seed.corrections.get().value == ""
    assert (shown(seed).earliest, seed.latest) == (None, None)


def test_two_editors_of_different_fields_lose_nothing(seed: Telegram, editor: Client, second_editor: Client) -> None:
    first, second = opened(editor, seed), opened(second_editor, seed)

    editor.post(page_of(seed), {**first, "message_number": "3931", **WHY})
    second_editor.post(page_of(seed), {**second, "classification": "secret", **WHY})

    assert (shown(seed).message_number, seed.classification) == ("3931", "secret")


def test_the_later_of_two_editors_of_one_field_is_told(seed: Telegram, editor: Client, second_editor: Client) -> None:
    first, second = opened(editor, seed), opened(second_editor, seed)
    editor.post(page_of(seed), {**first, "message_number": "3931", **WHY})

    response = second_editor.post(page_of(seed), {**second, "message_number": "3932", **WHY})

    assert "Changed by clio while you worked; it is now “3931”" in errors(response)
    assert shown(seed).message_number == "3931"


def test_the_later_editor_may_save_again_knowingly(seed: Telegram, editor: Client, second_editor: Client) -> None:
    first, second = opened(editor, seed), opened(second_editor, seed)
    editor.post(page_of(seed), {**first, "message_number": "3931", **WHY})
    told = second_editor.post(page_of(seed), {**second, "message_number": "3932", **WHY})
    again = told.context["adminform"].form.data.dict()

    second_editor.post(page_of(seed), again)

    assert shown(seed).message_number == "3932"
    assert [one.value for one in seed.corrections.filter(withdrawn_at=None)] == ["3932"]
    assert seed.corrections.count() == 2


def test_an_editor_is_told_of_a_load_that_came_meanwhile(
    seed: Telegram, editor: Client, reload_with: Callable[[str, str], ImportReport]
) -> None:
    form = opened(editor, seed)
    reload_with("3930. At the theatre", "3929. At the theatre")

    response = editor.post(page_of(seed), {**form, "classification": "secret", **WHY})

    assert "loaded again while you worked" in errors(response)
    assert not Correction.objects.exists()


def test_a_load_of_the_same_file_keeps_the_correction(
    seed: Telegram, editor: Client, reload_with: Callable[[str, str], ImportReport]
) -> None:
    editor.post(page_of(seed), {**opened(editor, seed), "message_number": "3931", **WHY})

    reload_with("Litvinov", "Litvinov")

    assert shown(seed).message_number == "3931"
    assert "a later load brings another value" not in editor.get(page_of(seed)).content.decode()


def test_a_load_of_another_value_shows_both(
    seed: Telegram, editor: Client, reload_with: Callable[[str, str], ImportReport]
) -> None:
    editor.post(page_of(seed), {**opened(editor, seed), "message_number": "3931", **WHY})

    reload_with("3930. At the theatre", "3929. At the theatre")

    assert shown(seed).message_number == "3931"
    card = editor.get(page_of(seed)).context["page"].standing[0]
    assert (card.row.value, card.loaded, card.conflicting) == ("3931", "3929", True)
    assert [str(row) for row in editor.get(f"{LIST}?corrections=conflict").context["cl"].result_list] == [str(seed)]


@pytest.mark.parametrize("column", ["text", "layout", "loaded", "checksum", "document", "volume", "withdrawn_at"])
def test_a_column_that_was_loaded_cannot_be_posted(seed: Telegram, editor: Client, column: str) -> None:
    before = Telegram.objects.filter(pk=seed.pk).values(column).get()
    form = {**opened(editor, seed), "message_number": "3931", **WHY}

    editor.post(
        page_of(seed), {**form, column: "1", **({"checksum": form["checksum"]} if column == "checksum" else {})}
    )

    assert Telegram.objects.filter(pk=seed.pk).values(column).get() == before


def test_posting_a_source_number_corrects_no_source(seed: Telegram, editor: Client) -> None:
    other = Source.objects.create(sha256="0", name="other", first_line=1, text="other", reader="r", reader_version="1")
    form = opened(editor, seed)

    editor.post(page_of(seed), {**form, "message_number": "3931", "reason": "why", "source": str(other.pk)})

    assert Telegram.objects.get(pk=seed.pk).source_id == seed.source_id


@pytest.mark.parametrize("part", ["add/", "{pk}/delete/"])
def test_documents_are_neither_added_nor_deleted_by_hand(seed: Telegram, editor: Client, part: str) -> None:
    response = editor.post(LIST + part.format(pk=seed.pk), {"post": "yes"})

    assert response.status_code == 403
    assert Telegram.objects.filter(pk=seed.pk).exists()


def test_an_onlooker_sees_the_page_and_cannot_save(seed: Telegram, editor: Client, onlooker: Client) -> None:
    form = opened(editor, seed)

    seen = onlooker.get(page_of(seed))
    refused = onlooker.post(page_of(seed), {**form, "message_number": "3931", **WHY})

    assert seen.status_code == 200
    assert "Save corrections" not in seen.content.decode()
    assert refused.status_code == 403
    assert not Correction.objects.exists()


def test_markup_in_a_document_is_shown_as_text(
    seed: Telegram, editor: Client, reload_with: Callable[[str, str], ImportReport]
) -> None:
    reload_with("The Ambassador in the Soviet Union (Harriman)", "The <script>alert(1)</script> Ambassador (Harriman)")
    editor.post(page_of(seed), {**opened(editor, seed), "place": "<b>Moscow</b>", **WHY, "reason": "<i>because</i>"})

    pages = editor.get(page_of(seed)).content.decode() + editor.get(LIST).content.decode()

    assert "&lt;script&gt;alert(1)" in pages
    assert "<script>alert" not in pages
    assert "<b>Moscow" not in pages
    assert "<i>because" not in pages


def test_the_page_has_nothing_inline(seed: Telegram, editor: Client) -> None:
    page = editor.get(page_of(seed)).content.decode()

    assert " style=" not in page
    assert "<style" not in page
    assert " onclick=" not in page


def test_a_search_finds_what_readers_find(seed: Telegram, editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    others = [a_telegram("Maisky spoke of the theatre.", document=f"x{number}") for number in range(3)]

    found = editor.get(LIST, {"q": '"the theatre" maisky -ultimatum'}).context["cl"].result_list
    assert {row.pk for row in found} == {one.pk for one in others}

    monkeypatch.setattr("telegrams.admin.telegram.MOST_FOUND", 2)
    page = editor.get(LIST, {"q": '"the theatre" maisky'})
    assert len(page.context["cl"].result_list) == 2
    assert "More than 2 documents have these words" in page.content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        "711.61/11-2245",
        "711.61/11–2245",
        "711.61 / 11—2245",
        "3930",
        "d690",
        "frus1945v05/d690",
        "FRUS1945v05",
        "ambassador harriman",
    ],
)
def test_a_search_finds_the_document_by_the_numbers_an_editor_knows(seed: Telegram, editor: Client, asked: str) -> None:
    found = editor.get(LIST, {"q": asked}).context["cl"].result_list

    assert [row.document for row in found] == ["d690"]


@pytest.mark.parametrize(
    "address",
    [
        "?q=%00",
        "?q=%ED%A0%80",
        "?q=" + "a%20" * 1000,
        "?q=" + "-" * 500 + "a",
        "?q='%22)%3B--",
        "?q=%25_%5C",
        "?corrections=no-such",
        "?dated=%00",
        "?held=2",
        "?p=99999999999999999999",
        "?o=99.-99.x",
        "?kind__exact=%00",
        "?volume__id__exact=x",
        "?volume__id__exact=99999999999999999999",
        "?earliest__year=0",
        "?earliest__year=1000000",
        "?earliest__year=" + "9" * 30,
        "?earliest__year=1945&earliest__month=13",
        "?no_such_column=1",
        "?volume__is_specimen__exact=maybe",
        "99999999999999999999/change/",
        "x/change/",
        "%00/change/",
    ],
)
def test_a_hostile_address_is_answered_in_plain_words(seed: Telegram, editor: Client, address: str) -> None:
    response = editor.get(LIST + address, follow=True)

    assert response.status_code in {200, 400, 404}


def test_the_list_asks_no_more_with_more_rows(seed: Telegram, editor: Client) -> None:
    editor.get(LIST)
    with CaptureQueriesContext(connection) as one:
        editor.get(LIST)

    for number in range(12):
        seed.pk, seed.document, seed.document_key = None, f"d{800 + number}", f"d{800 + number}"
        seed.save()
    with CaptureQueriesContext(connection) as many:
        editor.get(LIST)

    assert len(many) <= len(one)


def test_the_page_asks_few_questions(seed: Telegram, editor: Client) -> None:
    editor.get(page_of(seed))

    with CaptureQueriesContext(connection) as asked:
        editor.get(page_of(seed))

    assert len(asked) <= 20


@pytest.mark.parametrize(
    "filters",
    [
        "corrections=standing",
        "corrections=none",
        "dated=no",
        "dated=yes",
        "held=yes",
        "held=no",
        "problems=yes",
        "problems=no",
    ],
)
def test_every_filter_divides_the_list(seed: Telegram, editor: Client, filters: str) -> None:
    expected = filters in {"corrections=none", "dated=yes", "held=yes"}

    found = bool(editor.get(f"{LIST}?{filters}").context["cl"].result_list)

    assert found is expected or filters.startswith("problems")
