"""Many documents are corrected as one from their list, and by a spreadsheet; either is undone as one."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook

from telegrams import curating
from telegrams.curating import Edit
from telegrams.models import Correction, Revision, RevisionDraft, Telegram
from telegrams.revising.columns import COLUMNS
from telegrams.revising.writing import MARK
from telegrams.vocabulary import HeaderField
from tests.admin.conftest import logged_in
from tests.making import a_telegram

LIST = "/admin/telegrams/telegram/"
REVISIONS = "/admin/telegrams/revision/"
SHEET = f"{REVISIONS}spreadsheet/"
WHY = {"label": "Numbers mended", "reason": "Misread by the printer.", "source": "RG 59"}
NUMBER = HeaderField.MESSAGE_NUMBER


@pytest.fixture
def three(db: None) -> list[Telegram]:
    """Three telegrams of one volume."""
    return [a_telegram(message_number=str(58 + one), document=f"d{one + 1}") for one in range(3)]


def choose(client: Client, action: str, *telegrams: Telegram, **sent: str) -> Any:
    """Choose documents in the list and an action."""
    chosen = {"index": "0", "action": action, "_selected_action": [str(one.pk) for one in telegrams], **sent}
    return client.post(LIST, chosen)


def preview(client: Client, *telegrams: Telegram, **asked: str) -> Any:
    """Choose documents, say what is to be done, and look at what would change."""
    page = choose(client, "correct_in_all", *telegrams).url
    said = {"field": "message_number", "operation": "set", "value": "", "instead_of": "", **asked}
    return client.post(page, {**said, "_preview": "1"}, follow=True)


def accept(client: Client, response: Any, **said: str) -> Any:
    """Accept the preview on this page."""
    return client.post(response.request["PATH_INFO"], {**WHY, "_accept": "1", **said}, follow=True)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def numbers() -> list[str]:
    return list(Telegram.objects.order_by("pk").values_list("message_number", flat=True))


# --- in the list ---


def test_a_field_is_set_in_all_chosen_as_one_revision(three: list[Telegram], editor: Client) -> None:
    looked = preview(editor, *three[:2], value="7")

    assert [(one.seen, one.value) for one in looked.context["page"].proposal.changes] == [("58", "7"), ("59", "7")]
    assert numbers() == ["58", "59", "60"]
    said = text(accept(editor, looked))

    assert "2 documents corrected as one revision" in said
    assert numbers() == ["7", "7", "60"]
    revision = Revision.objects.get()
    assert (revision.kind, revision.label, revision.reason) == ("bulk", WHY["label"], WHY["reason"])
    assert not RevisionDraft.objects.exists()


def test_all_of_a_search_are_chosen_without_naming_them(three: list[Telegram], editor: Client) -> None:
    page = choose(editor, "correct_in_all", three[0], select_across="1").url

    assert editor.get(page).context["page"].chosen == 3


def test_words_within_a_value_are_replaced_and_the_rest_is_left(three: list[Telegram], editor: Client) -> None:
    looked = preview(editor, *three, operation="replace", instead_of="5", value="15")

    proposal = looked.context["page"].proposal
    assert [one.value for one in proposal.changes] == ["158", "159"]
    assert proposal.unchanged == 1


def test_a_field_is_cleared(three: list[Telegram], editor: Client) -> None:
    accept(editor, preview(editor, *three, operation="clear"))

    assert numbers() == ["", "", ""]


def test_rows_that_would_become_no_value_are_named_and_left_out_knowingly(db: None, editor: Client) -> None:
    some = [a_telegram(sent=day) for day in ("1945-11-22", "1945-12-21")]

    looked = preview(editor, *some, field="sent", operation="replace", instead_of="-12-", value="-22-")

    assert [one.name for one in looked.context["page"].problems] == [str(some[1])]


def test_a_value_that_the_field_cannot_have_is_said_beside_it(three: list[Telegram], editor: Client) -> None:
    looked = preview(editor, *three, field="sent", value="yesterday")

    assert "is not a date" in str(looked.context["page"].bulk.errors["value"])
    assert looked.context["page"].bulk["value"].value() == "yesterday"


def test_a_document_corrected_since_the_preview_keeps_all_from_being_written(
    three: list[Telegram], editor: Client
) -> None:
    looked = preview(editor, *three, value="7")
    by = User.objects.get(username="clio")
    curating.correct(three[0].pk, [Edit(NUMBER, "99", "58")], "r", "s", by)

    refused = accept(editor, looked)

    assert numbers() == ["99", "59", "60"]
    problem = refused.context["page"].problems[0]
    assert (problem.name, problem.typed, problem.now) == (str(three[0]), "7", "99")
    accept(editor, refused, without_problems="on")
    assert numbers() == ["99", "7", "7"]


@pytest.mark.parametrize("missing", ["reason", "source"])
def test_reason_and_source_are_asked_for_and_what_was_typed_is_kept(
    three: list[Telegram], editor: Client, missing: str
) -> None:
    refused = accept(editor, preview(editor, *three, value="7"), **{missing: ""})

    form = refused.context["page"].accept
    assert missing in form.errors
    assert form["label"].value() == WHY["label"]
    assert not Correction.objects.exists()


def test_a_conflict_is_settled_first(three: list[Telegram], editor: Client) -> None:
    by = User.objects.get(username="clio")
    made = curating.correct(three[0].pk, [Edit(NUMBER, "99", "58")], "r", "s", by)[0]
    Correction.objects.filter(pk=made.pk).update(made_against="57")

    looked = preview(editor, *three, value="7")

    assert "contradicted by a later load" in looked.context["page"].problems[0].said


def test_a_day_that_can_hardly_be_is_remarked_before_it_is_accepted(three: list[Telegram], editor: Client) -> None:
    page = text(preview(editor, *three, field="received", value="1800-01-01"))

    assert page.count("Received 1800-01-01, sent 1945-11-22: a receipt is expected") == 3


def test_a_draft_is_seen_by_who_made_it_alone_and_can_be_discarded(
    three: list[Telegram], editor: Client, second_editor: Client
) -> None:
    page = choose(editor, "correct_in_all", *three).url

    assert second_editor.get(page)["Location"] == REVISIONS
    editor.post(page, {"_discard": "1"})

    assert "That draft is there no more." in text(editor.get(page, follow=True))


def test_undoing_is_done_on_the_revisions_page(three: list[Telegram], editor: Client) -> None:
    accept(editor, preview(editor, *three, value="7"))
    revision = Revision.objects.get()
    by = User.objects.get(username="clio")
    curating.correct(three[2].pk, [Edit(NUMBER, "99", "7")], "r", "s", by)

    page = text(editor.get(f"{REVISIONS}{revision.pk}/change/"))
    said = text(editor.post(f"{REVISIONS}{revision.pk}/undo/", {"reason": "Wrong volume."}, follow=True))

    assert "2 of its 3 corrections still stand" in page
    assert f"{three[2]}: Message number" in page
    assert "Undone: 2 corrections taken back" in said
    assert "1 correction left as they are" in said
    assert numbers() == ["58", "59", "99"]


# --- the spreadsheet ---


def as_rows(response: Any) -> list[dict[str, str]]:
    """The rows of a CSV given out."""
    content = b"".join(response.streaming_content).decode()
    assert content.startswith(MARK)
    return list(csv.DictReader(StringIO(content.removeprefix(MARK), newline="")))


def saved(client: Client, *telegrams: Telegram) -> list[dict[str, str]]:
    return as_rows(choose(client, "save_as_csv", *telegrams))


def uploaded(client: Client, rows: list[dict[str, str]], columns: tuple[str, ...] = COLUMNS) -> Any:
    stream = StringIO(newline="")
    writer = csv.DictWriter(stream, columns, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return upload(client, stream.getvalue().encode())


def upload(client: Client, content: bytes, name: str = "documents.csv") -> Any:
    return client.post(SHEET, {"file": SimpleUploadedFile(name, content)}, follow=True)


def proposal_of(response: Any) -> Any:
    return response.context["page"].proposal


def test_an_untouched_spreadsheet_changes_nothing(three: list[Telegram], editor: Client) -> None:
    looked = uploaded(editor, saved(editor, *three))

    assert (proposal_of(looked).changes, proposal_of(looked).problems, proposal_of(looked).unchanged) == ((), (), 3)


def test_changed_cells_alone_are_written_and_undone_as_one(three: list[Telegram], editor: Client) -> None:
    rows = saved(editor, *three)
    assert rows[0]["message_number"] == "'58"
    rows[0]["message_number"] = "7"
    rows[2]["sent"] = ""

    done = accept(editor, uploaded(editor, rows))

    assert "2 documents corrected" in text(done)
    assert set(Correction.objects.values_list("field", "value")) == {("message_number", "7"), ("sent", "")}
    revision = Revision.objects.get()
    assert revision.kind == "spreadsheet"
    editor.post(f"{REVISIONS}{revision.pk}/undo/", {"reason": "Wrong."})
    assert numbers() == ["58", "59", "60"]


def test_a_bad_cell_is_named_by_row_and_column_and_the_good_rows_go_in(three: list[Telegram], editor: Client) -> None:
    rows = saved(editor, *three)
    rows[0]["message_number"] = "7"
    rows[1] |= {"sent": "31.02.1945", "message_number": "8"}

    looked = uploaded(editor, rows)

    problem = proposal_of(looked).problems[0]
    assert (problem.row, problem.column) == (3, "sent")
    assert "write 1945-02-28" in problem.said
    assert "without_problems" in accept(editor, looked).context["page"].accept.errors
    accept(editor, looked, without_problems="on")
    assert numbers() == ["7", "59", "60"]


def test_a_stale_row_is_refused_with_all_three_values(three: list[Telegram], editor: Client) -> None:
    rows = saved(editor, *three)
    by = User.objects.get(username="clio")
    curating.correct(three[0].pk, [Edit(NUMBER, "99", "58")], "r", "s", by)
    rows[0]["message_number"] = "7"

    problem = proposal_of(uploaded(editor, rows)).problems[0]

    assert (problem.typed, problem.now, problem.exported) == ("7", "99", "58")
    assert "changed by clio" in problem.said


def test_what_somebody_else_changed_is_not_put_back_by_an_untouched_cell(three: list[Telegram], editor: Client) -> None:
    rows = saved(editor, *three)
    by = User.objects.get(username="clio")
    curating.correct(three[0].pk, [Edit(NUMBER, "99", "58")], "r", "s", by)
    rows[0]["place"] = "Leningrad"

    accept(editor, uploaded(editor, rows))

    telegram = Telegram.objects.get(pk=three[0].pk)
    assert (telegram.message_number, telegram.place) == ("99", "Leningrad")


def test_columns_may_be_deleted_moved_and_added(three: list[Telegram], editor: Client) -> None:
    rows = [{**row, "message_number": "7", "my notes": "look again"} for row in saved(editor, three[0])]

    looked = uploaded(editor, rows, ("my notes", "message_number", "fingerprint", "document"))

    assert [(one.field, one.value) for one in proposal_of(looked).changes] == [(NUMBER, "7")]
    assert "my notes" in proposal_of(looked).remarks[0]


def test_a_cell_that_is_only_read_is_not_written_and_that_is_said(three: list[Telegram], editor: Client) -> None:
    rows = saved(editor, *three)
    rows[0]["heading as printed (read only)"] = "No heading"
    rows[1] |= {"heading as printed (read only)": "None", "dateline (read only)": "1946", "message_number": "7"}

    proposal = proposal_of(uploaded(editor, rows))

    assert [(one.row, one.value) for one in proposal.changes] == [(3, "7")]
    assert proposal.remarks == (
        "Not written, for what is printed is only read: the column “heading as printed (read only)” in rows 2, 3.",
        "Not written, for what is printed is only read: the column “dateline (read only)” in row 3.",
    )


def test_rows_may_state_their_own_reason_and_source(three: list[Telegram], editor: Client) -> None:
    own = {"message_number": "7", "reason": "Typed over.", "source": "Carbon copy"}
    rows = [{**row, **own} for row in saved(editor, three[0])]

    accept(editor, uploaded(editor, rows), reason="", source="")

    assert Correction.objects.values_list("reason", "source").get() == ("Typed over.", "Carbon copy")


def test_a_document_twice_in_a_sheet_is_refused_with_its_rows(three: list[Telegram], editor: Client) -> None:
    row = saved(editor, three[0])[0]

    looked = uploaded(editor, [row, {**row, "message_number": "7"}])

    assert "rows 2, 3" in proposal_of(looked).problems[0].said


def test_a_column_sorted_alone_is_noticed(three: list[Telegram], editor: Client) -> None:
    first, second, _ = saved(editor, *three)
    rows = [
        {**first, "fingerprint": second["fingerprint"]},
        {**second, "address (read only)": first["address (read only)"], "place": "X"},
    ]

    looked = proposal_of(uploaded(editor, rows))

    assert [(one.row, one.column) for one in looked.problems] == [(2, "fingerprint"), (3, "address (read only)")]
    assert looked.changes == ()


def test_an_xlsx_comes_back_with_what_a_spreadsheet_made_of_it(three: list[Telegram], editor: Client) -> None:
    response = choose(editor, "save_as_xlsx", *three)
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))
    sheet = book["documents"]
    place = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, place["message_number"]).value = 3930
    sheet.cell(3, place["message_number"]).value = "=A1"
    stream = BytesIO()
    book.save(stream)

    looked = proposal_of(upload(editor, stream.getvalue(), "documents.xlsx"))

    assert [(one.row, one.seen, one.value) for one in looked.changes] == [(2, "58", "3930")]
    assert [(one.row, one.column, one.said) for one in looked.problems] == [
        (3, "message_number", "holds a formula; put its value there")
    ]


def test_a_search_of_the_reading_room_is_saved_by_its_address(three: list[Telegram], editor: Client) -> None:
    asked = {"question": "https://archive.example/telegrams/?q=sugar&sort=date", "form": "csv"}

    found = a_telegram("They asked for sugar.")

    rows = as_rows(editor.get(f"{SHEET}documents/", asked))

    assert [row["document"] for row in rows] == [str(found)]
    assert rows[0]["address (read only)"].endswith(found.get_absolute_url())


def test_a_search_that_finds_nothing_is_said(three: list[Telegram], editor: Client) -> None:
    said = text(editor.get(f"{SHEET}documents/", {"question": "karst"}, follow=True))

    assert "finds no document" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"a,b\r\n1,2\r\n", "no column “document”"),
        ("document,fingerprint\r\nKöln,f".encode("cp1252"), "another encoding"),
        (b'document,fingerprint\r\n"open,f', "quotation mark"),
        (b"PK\x03\x04 no zip", "damaged"),
        (b"\xd0\xcf\x11\xe0old", "old Excel file"),
        (b"document,fingerprint,document\r\n", "stands there twice"),
    ],
    ids=["empty", "other columns", "cp1252", "open quote", "no zip", "xls", "twice"],
)
def test_what_is_no_sheet_is_refused_in_plain_words(editor: Client, content: bytes, said: str) -> None:
    assert said in text(upload(editor, content))


def test_merged_cells_are_refused(editor: Client) -> None:
    book, stream = Workbook(), BytesIO()
    book.active.append(["document", "fingerprint"])
    book.active.merge_cells("A2:B3")
    book.save(stream)

    assert "A2:B3 are merged" in text(upload(editor, stream.getvalue()))


# --- who may ---


@pytest.mark.parametrize("address", [SHEET, f"{SHEET}documents/", f"{REVISIONS}draft/1/"])
def test_who_may_not_revise_sees_none_of_it(three: list[Telegram], onlooker: Client, address: str) -> None:
    assert onlooker.get(address).status_code == 403
    assert onlooker.post(address).status_code == 403


def test_who_may_not_revise_is_offered_no_action(three: list[Telegram], onlooker: Client) -> None:
    choose(onlooker, "correct_in_all", *three)

    assert not RevisionDraft.objects.exists()
    assert "Correct a field in all" not in text(onlooker.get(LIST))


def test_undoing_has_a_permission_of_its_own(three: list[Telegram], editor: Client) -> None:
    accept(editor, preview(editor, *three, value="7"))
    revision = Revision.objects.get()
    user = User.objects.create_user("calliope", password=None, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_revision", "add_revision"]))

    refused = logged_in(user).post(f"{REVISIONS}{revision.pk}/undo/", {"reason": "x"})

    assert refused.status_code == 403
    assert "Undo the revision" not in text(logged_in(user).get(f"{REVISIONS}{revision.pk}/change/"))
    assert numbers() == ["7", "7", "7"]


def test_forms_are_refused_without_their_token(three: list[Telegram], editor: Client) -> None:
    page = choose(editor, "correct_in_all", *three).url
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.cookies

    assert strict.post(page, {"_discard": "1"}).status_code == 403


# --- long lists ---


def test_a_list_of_a_hundred_asks_no_more_than_one_of_ten(db: None, editor: Client) -> None:
    for _ in range(10):
        a_telegram()
    editor.get(LIST)
    with CaptureQueriesContext(connection) as few:
        editor.get(LIST)
    for _ in range(90):
        a_telegram()

    with CaptureQueriesContext(connection) as many:
        editor.get(LIST)

    assert len(many) <= len(few)


@pytest.mark.parametrize("order", ["", "3", "-3"])
def test_a_long_list_is_read_to_its_end_from_where_each_page_ends(
    db: None, editor: Client, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("telegrams.admin.lists.COUNTED", 2)
    monkeypatch.setattr("telegrams.admin.telegram.TelegramAdmin.list_per_page", 2)
    for number in range(7):
        a_telegram(volume=f"frus1945v0{1 + number % 2}", document=f"d{number}", sent="" if number > 4 else "1945-11-22")
    asked = f"?o={order}" if order else ""
    whole, address = [], f"{LIST}{asked}"
    while address:
        response = editor.get(address)
        whole += [one.pk for one in response.context["cl"].result_list]
        further = response.context["further"]
        address = f"{LIST}{further}" if further else ""

    monkeypatch.setattr("telegrams.admin.lists.COUNTED", 100)
    monkeypatch.setattr("telegrams.admin.telegram.TelegramAdmin.list_per_page", 100)
    assert whole == [one.pk for one in editor.get(f"{LIST}{asked}").context["cl"].result_list]


def test_a_long_list_says_that_it_counted_no_further(
    three: list[Telegram], editor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("telegrams.admin.lists.COUNTED", 2)

    assert "over 2 telegrams" in text(editor.get(LIST))
