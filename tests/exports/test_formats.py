"""What every form of file promises, whatever it is."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from telegrams.curating import Edit, correct
from telegrams.exports import FORMATS, OFFERED, Format
from telegrams.models import CrossReference, Telegram
from telegrams.vocabulary import HeaderField
from tests.making import a_telegram

EVERY_FORMAT = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)


def a_full_telegram(document: str, editor: User) -> Telegram:
    """A document with a party, a note that refers to another document, and a correction."""
    telegram = a_telegram(document=document, heading=f"Telegram of {document}", notes=("See document 3.",))
    CrossReference.objects.create(
        telegram=telegram, footnote=telegram.footnotes.get(), start=4, end=14, printed="document 3"
    )
    correct(telegram.pk, [Edit(HeaderField.PLACE, "Kharkov", "Moscow")], "misread", "the index", editor)
    return telegram


def test_names_and_suffixes_tell_forms_apart() -> None:
    assert len({form.name for form in FORMATS}) == len(FORMATS)
    assert len({form.suffix for form in FORMATS}) == len(FORMATS)


def test_readers_are_offered_all_forms_but_the_one_for_measuring() -> None:
    assert [form.name for form in OFFERED] == ["ris", "bibtex", "csl-json", "json", "text", "tei"]


@pytest.mark.django_db
@EVERY_FORMAT
def test_every_form_names_each_document_in_order(form: Format) -> None:
    telegrams = [a_telegram(document=name, heading=f"Telegram of {name}") for name in ("d1", "d2")]
    stream = StringIO(newline="")

    form.write(telegrams, stream, "https://archive.example")

    written = stream.getvalue()
    assert 0 <= written.find("Telegram of d1") < written.find("Telegram of d2")


@pytest.mark.django_db
@EVERY_FORMAT
def test_nothing_comes_of_no_documents(form: Format) -> None:
    stream = StringIO()

    form.write([], stream, "")

    assert stream.getvalue() in ("", "[]\n")  # JSON has no empty file


@pytest.mark.django_db
@EVERY_FORMAT
def test_queries_do_not_grow_with_the_documents_exported(form: Format, capsys: pytest.CaptureFixture[str]) -> None:
    editor = User.objects.create_user("clio")
    a_full_telegram("d1", editor)
    with CaptureQueriesContext(
        connection,
    ) as for_one:
        call_command("export", "--format", form.name)
    a_full_telegram("d2", editor)
    a_full_telegram("d3", editor)

    with CaptureQueriesContext(connection) as for_three:
        call_command("export", "--format", form.name)

    assert "d3" in capsys.readouterr().out
    assert len(for_three) == len(for_one)
