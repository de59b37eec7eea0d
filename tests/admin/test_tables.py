"""Every table that is handed out is opened by spreadsheets, and none runs anything in it."""

import csv
import io
from collections.abc import Callable, Iterable

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from telegrams.models import CrossReference, Participation, Person, Post, Telegram
from telegrams.roles import matrix
from telegrams.search import ENGINE
from telegrams.urls import urlpatterns
from tests.making import a_telegram

pytestmark = pytest.mark.django_db
SIGNS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "'=")
RUN = "HYPERLINK(1)"

Rows = Iterable[Iterable[object]]


def of_csv(data: bytes) -> Rows:
    return csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))


def of_xlsx(data: bytes) -> Rows:
    sheet = load_workbook(io.BytesIO(data)).worksheets[0]
    return [[f"={cell.value}" if cell.data_type == "f" else cell.value for cell in row] for row in sheet.iter_rows()]


def sheet(form: str) -> str:
    return f"{reverse('admin:telegrams_revision_sheet')}?form={form}"


OF_READERS = {str(one.pattern) for one in urlpatterns if str(one.pattern).endswith(".csv")}
TABLES: dict[str, tuple[str, Callable[[bytes], Rows], bool]] = {
    "telegrams.csv": ("/telegrams.csv", of_csv, True),
    "telegrams/lines.csv": ("/telegrams/lines.csv?q=hyperlink", of_csv, True),
    "telegrams/periods.csv": ("/telegrams/periods.csv", of_csv, False),
    "compared.csv": (f"/compared.csv?q=%3D{RUN}&other=%40{RUN}", of_csv, True),
    "near.csv": ("/near.csv?q=november", of_csv, False),
    "ledger.csv": ("/ledger.csv", of_csv, False),
    "delays.csv": ("/delays.csv", of_csv, False),
    "wanted.csv": ("/wanted.csv", of_csv, False),
    "spreadsheet as CSV": (sheet("csv"), of_csv, True),
    "spreadsheet as XLSX": (sheet("xlsx"), of_xlsx, True),
}
"""Each table with its address, how its file is read, and whether it has words that a document or its editor wrote."""


@pytest.fixture
def hostile(db: None) -> None:
    """Documents and all that is named with them whose every value would be run."""
    for number, sign in enumerate(SIGNS):
        run = f"{sign}{RUN}"
        telegram = a_telegram(
            f"{run} and my 402, November 20.\n\n{run}", sender=f"Muse {number}", message_number=str(number + 1),
            document=f"d{number + 1}", sent="1945-11-22", received="1945-11-23",
        )  # fmt: skip
        words = ("heading", "place", "file_number", "message_number", "signature")
        loaded = telegram.loaded | {
            word: {"printed": run, "value": run, "origin": "printed", "rule": "", "place": None} for word in words
        }
        Telegram.objects.filter(pk=telegram.pk).update(**dict.fromkeys(words, run), loaded=loaded)
    Participation.objects.update(name_printed=f"={RUN}", office_printed=f"@{RUN}", party_label=f"={RUN}")
    Person.objects.update(family=f"={RUN}", given=f"-{RUN}")
    Post.objects.update(city=f"={RUN}")
    CrossReference.objects.update(printed=f"={RUN}", certainty="not-held", rule="number")
    ENGINE.follow()


def test_every_address_of_a_table_is_tried() -> None:
    assert {name for name in TABLES if name.endswith(".csv")} == OF_READERS


@pytest.mark.parametrize("name", TABLES)
def test_no_value_of_any_table_is_run(hostile: None, editor: Client, name: str) -> None:
    address, read, has_words = TABLES[name]
    answer = editor.get(address)
    assert answer.status_code == 200
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]

    values = [str(value) for row in read(data) for value in row if value is not None]

    assert values
    assert not [one for one in values if one.lstrip(" \t\r\n").startswith(("=", "+", "-", "@", "＝"))]
    assert any("HYPERLINK" in one for one in values) or not has_words


def test_the_table_of_roles_is_of_the_archives_own_words() -> None:
    assert not [one for line in matrix() for one in line if one.startswith(SIGNS)]
