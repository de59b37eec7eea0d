"""The record page: the source beside the values, words and places corrected, checks, and the look ahead."""

import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from telegrams.errata import errata_of
from telegrams.importing.report import ImportReport
from telegrams.models import Change, Check, Correction, CrossReference, Telegram
from telegrams.search import ENGINE
from telegrams.search.query import Query
from tests.admin.conftest import logged_in
from tests.admin.test_telegram import WHY, errors, opened, page_of
from tests.making import a_telegram


def test_each_value_leads_to_the_span_it_was_read_from(seed: Telegram, editor: Client) -> None:
    page = editor.get(page_of(seed)).content.decode()

    assert '<a href="#span-message_number">' in page
    assert '<a id="span-message_number"></a>3930' in page


def test_a_value_printed_before_the_document_names_its_line_and_leads_nowhere(seed: Telegram, editor: Client) -> None:
    type(seed.source).objects.filter(pk=seed.source_id).update(first_line=5_000)

    page = editor.get(page_of(seed)).content.decode()

    assert "#span-" not in page
    assert " of the file" in page


def test_words_are_corrected_over_the_print(seed: Telegram, editor: Client) -> None:
    form = opened(editor, seed)

    editor.post(page_of(seed), {**form, "erratum_words": "At the theatre", "erratum_value": "In the theatre", **WHY})

    seed.refresh_from_db()
    [erratum] = errata_of(seed.places)
    assert (seed.text[erratum.start : erratum.end], erratum.value) == ("At the theatre", "In the theatre")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"erratum_words": "not in it", "erratum_value": "x"}, "do not stand there"),
        ({"erratum_words": "the", "erratum_value": "x"}, "times: say which, 1 to"),
        ({"erratum_words": "the", "erratum_at": "999", "erratum_value": "x"}, "times: say which, 1 to"),
        ({"erratum_at": "5-9", "erratum_words": "nonsense", "erratum_value": "x"}, "Other words stand there"),
        ({"erratum_at": "999999990-999999999", "erratum_value": "x"}, "No words stand at"),
        ({"erratum_words": "theatre"}, "Say what is shown instead"),
        ({"erratum_words": "At the theatre", "erratum_value": "At the theatre"}, "printed words"),
        ({"note_after": "theatre"}, "Say which note."),
        ({"note": "1"}, "Say after which words"),
        ({"page_label": "922"}, "Say which page mark."),
        ({"page": "+", "page_label": "9/2", "page_at": "@4"}, "is no page mark"),
        ({"page": "+", "page_label": "922"}, "the words it begins with"),
        ({"page": "+", "page_away": "on"}, "no number and no place"),
        ({"placed": "[1", "erratum_value": "x"}, "Say which words"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else None,
)
def test_what_cannot_be_placed_is_refused_beside_its_input(
    seed: Telegram, editor: Client, typed: dict[str, str], said: str
) -> None:
    form = opened(editor, seed)

    response = editor.post(page_of(seed), {**form, **typed, **WHY})

    assert said in errors(response)
    assert not Correction.objects.exists()


def test_a_note_is_loosened_and_a_page_is_split(seed: Telegram, editor: Client) -> None:
    form = opened(editor, seed)
    asked = {"note": "1", "note_loose": "on", "page": "+", "page_label": "920a", "page_before": "At the theatre"}

    editor.post(page_of(seed), {**form, **asked, **WHY})

    assert seed.footnotes.get(ordinal=1).offset is None
    marker = seed.page_markers.get(label="920a")
    assert seed.text[marker.offset :].startswith("At the theatre")
    assert set(seed.corrections.values_list("field", flat=True)) == {"note:1", "page:+1"}


def test_a_second_editor_of_the_same_words_is_told_what_stands_now(
    seed: Telegram, editor: Client, second_editor: Client
) -> None:
    first, second = opened(editor, seed), opened(second_editor, seed)
    words = {"erratum_words": "At the theatre", **WHY}
    editor.post(page_of(seed), {**first, **words, "erratum_value": "In the theatre"})

    told = second_editor.post(page_of(seed), {**second, **words, "erratum_value": "Near the theatre"})
    assert "Changed by clio while you worked; it is now “In the theatre”." in errors(told)
    assert seed.corrections.count() == 1

    again = {box.html_name: box.value() or "" for box in told.context["adminform"].form}
    second_editor.post(page_of(seed), {**second, **again})
    assert seed.corrections.get(withdrawn_at=None).value == "Near the theatre"


def test_words_loaded_anew_meanwhile_are_not_corrected_unseen(
    seed: Telegram, editor: Client, reload_with: Callable[[str, str], ImportReport]
) -> None:
    form = opened(editor, seed)
    reload_with("3930. At the theatre", "3930. Later at the theatre")

    told = editor.post(page_of(seed), {**form, "erratum_words": "theatre", "erratum_value": "opera", **WHY})

    assert "This document was loaded again while you worked." in errors(told)
    assert not Correction.objects.exists()


def test_a_correction_is_reverted_with_its_reason_in_the_history(seed: Telegram, editor: Client) -> None:
    editor.post(page_of(seed), {**opened(editor, seed), "message_number": "3931", **WHY})
    made = Correction.objects.get()
    form = opened(editor, seed)

    refused = editor.post(page_of(seed), {**form, "revert": made.pk})
    assert "Say why it is taken back." in errors(refused)
    editor.post(page_of(seed), {**form, "revert": made.pk, "reason": "The facsimile has 3930."})

    made.refresh_from_db()
    seed.refresh_from_db()
    assert (made.withdrawn_reason, str(made.withdrawn_by)) == ("The facsimile has 3930.", "clio")
    assert seed.message_number == "3930"
    assert "(“The facsimile has 3930.”)" in editor.get(page_of(seed)).content.decode()


def test_a_value_is_marked_as_checked_and_readers_see_it(seed: Telegram, editor: Client, client: Client) -> None:
    form = opened(editor, seed)

    refused = editor.post(page_of(seed), {**form, "check": "message_number"})
    assert "Say what the value was compared with." in errors(refused)
    editor.post(page_of(seed), {**form, "check": "message_number", "source": "the facsimile"})

    check = Check.objects.get()
    assert (check.field, check.value, check.source) == ("message_number", "3930", "the facsimile")
    assert "against the facsimile" in client.get(seed.get_absolute_url()).content.decode()
    assert not Correction.objects.exists()


def test_a_value_that_somebody_changed_meanwhile_is_not_marked_as_checked(
    seed: Telegram, editor: Client, second_editor: Client
) -> None:
    form = opened(second_editor, seed)
    editor.post(page_of(seed), {**opened(editor, seed), "message_number": "3931", **WHY})

    told = second_editor.post(page_of(seed), {**form, "check": "message_number", "source": "the facsimile"})

    assert "it is now “3931”" in errors(told)
    assert not Check.objects.exists()


def test_the_preview_says_what_changes_and_writes_nothing(register: None, seed: Telegram, editor: Client) -> None:
    other = a_telegram("Reference my 3931 of November 22.", sender="Harriman", sent="1945-11-25")
    reference = other.references.create(
        start=10, end=33, printed="my 3931", wanted={"number": "3931", "date": "1945-11-22", "direction": "from"}
    )
    before, text = Change.objects.count(), {**opened(editor, seed), "erratum_words": "At the theatre"}

    page = editor.post(
        page_of(seed),
        {**text, "erratum_value": "In the theatre", "message_number": "3931", **WHY, "_preview": "Preview"},
    ).content.decode()

    assert "Preview: nothing is saved yet" in page
    assert "<ins>In the theatre</ins><del>At the theatre</del>" in page
    assert '<th scope="row">Message number</th><td>3930</td><td>3931</td>' in page
    assert "reference" in page
    assert Change.objects.count() == before
    assert not Correction.objects.exists()
    assert Telegram.objects.get(pk=seed.pk).places == {}
    reference.refresh_from_db()
    assert reference.target is None


def test_what_was_previewed_is_saved_by_the_same_form_or_gone_back_to(seed: Telegram, editor: Client) -> None:
    sent = {**opened(editor, seed), "message_number": "3931", **WHY}

    back = editor.post(page_of(seed), {**sent, "_edit": "1"})
    assert "Nothing is saved yet. What you typed stands below." in errors(back)
    assert back.context["adminform"].form["message_number"].value() == "3931"
    editor.post(page_of(seed), {**sent, "_save": "1"})

    assert Correction.objects.get().value == "3931"


@pytest.mark.django_db(transaction=True)
def test_nothing_of_a_preview_reaches_the_search(seed: Telegram, editor: Client, settings: object) -> None:
    settings.SEARCH_FOLLOWS_OPEN_TRANSACTIONS = False  # type: ignore[attr-defined]
    sent = {**opened(editor, seed), "erratum_words": "At the theatre", "erratum_value": "Quonsettheatre", **WHY}

    editor.post(page_of(seed), {**sent, "_preview": "Preview"})
    assert not list(ENGINE.documents(Query.from_params({"q": ["quonsettheatre"]})[0]))
    editor.post(page_of(seed), {**sent, "_save": "1"})

    assert list(ENGINE.documents(Query.from_params({"q": ["quonsettheatre"]})[0])) == [seed.pk]


def test_who_may_only_correct_takes_nothing_back(seed: Telegram, editor: Client) -> None:
    editor.post(page_of(seed), {**opened(editor, seed), "message_number": "3931", **WHY})
    helper = User.objects.create_user("io", password=None, is_staff=True)
    allowed = Permission.objects.filter(codename__in=["view_telegram", "add_correction"])
    helper.user_permissions.set(allowed)
    client = logged_in(helper)
    made = Correction.objects.get()

    page = client.get(page_of(seed)).content.decode()
    refused = client.post(page_of(seed), {**opened(client, seed), "revert": made.pk, "reason": "No."})

    assert "Revert to loaded" not in page
    assert "Mark as checked" in page
    assert refused.status_code == 403


def test_a_conflict_of_an_erratum_is_shown_and_can_be_settled(
    seed: Telegram, editor: Client, reload_with: Callable[[str, str], ImportReport]
) -> None:
    sent = {**opened(editor, seed), "erratum_words": "At the theatre", "erratum_value": "In the theatre", **WHY}
    editor.post(page_of(seed), sent)
    report = reload_with("3930. At the theatre", "3930. Yesterday evening. At the theatre")
    assert report is not None

    page = editor.get(page_of(seed)).content.decode()
    made = Correction.objects.get(withdrawn_at=None)

    assert "set aside until this is settled" in page
    editor.post("/admin/telegrams/correction/", {"action": "keep", "_selected_action": made.pk, "index": 0, "why": ""})
    seed.refresh_from_db()
    [erratum] = errata_of(seed.places)
    assert seed.text[erratum.start : erratum.end] == "At the theatre"


def test_the_page_asks_as_much_with_many_corrections(seed: Telegram, editor: Client) -> None:
    editor.post(page_of(seed), {**opened(editor, seed), "erratum_words": "At the theatre", "erratum_value": "I", **WHY})
    with CaptureQueriesContext(connection) as few:
        editor.get(page_of(seed))
    for number, words in enumerate(("Litvinov", "Soviet", "American")):
        editor.post(
            page_of(seed),
            {**opened(editor, seed), "erratum_words": words, "erratum_at": "1", "erratum_value": f"x{number}", **WHY},
        )
    assert Correction.objects.count() == 4

    with CaptureQueriesContext(connection) as many:
        editor.get(page_of(seed))

    assert len(many) == len(few)


def test_what_the_page_remembers_of_places_is_what_stands(seed: Telegram, editor: Client) -> None:
    editor.post(page_of(seed), {**opened(editor, seed), "note": "1", "note_loose": "on", **WHY})

    assert json.loads(opened(editor, seed)["placed"]) == {"note:1": ""}
    assert CrossReference.objects.filter(telegram=seed).count() >= 0


def test_the_preview_counts_references_to_pages(seed: Telegram, editor: Client) -> None:
    other = a_telegram("See pages 922 and 923.")
    held = {"certainty": "sure", "rule": "page of a volume held", "address": "/volumes/frus1945v05/pages/922/"}
    other.references.create(start=4, end=13, printed="page 922", wanted={"page": "922"}, **held)
    other.references.create(start=18, end=21, printed="page 923", wanted={"page": "923"})
    sent = {**opened(editor, seed), "page": "2", "page_label": "923", **WHY}

    page = editor.post(page_of(seed), {**sent, "_preview": "Preview"}).content.decode()

    assert "1 reference now resolves, 1 breaks." in page
    assert other.references.get(wanted__page="922").certainty == "sure"


@pytest.mark.parametrize("placed", ["null", "[]", "5", "[" * 100_000], ids=["null", "list", "number", "deep"])
def test_what_no_page_of_ours_says_was_seen_is_read_as_nothing(seed: Telegram, editor: Client, placed: str) -> None:
    answer = editor.post(page_of(seed), {**opened(editor, seed), "placed": placed, "message_number": "3931", **WHY})

    assert answer.status_code == 302
