"""A run of the import is read in the admin with its counts, problems, and values before and after."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from telegrams.importing.report import ImportReport
from telegrams.models import ImportRun, RecordChange, Source, Telegram


def test_a_run_shows_values_before_and_after(
    seed: Telegram, editor: Client, reload_with: Callable[[str, str], ImportReport]
) -> None:
    reload_with("3930. At the theatre", "3929. At the theatre")
    run = ImportRun.objects.latest("id")

    response = editor.get(reverse("admin:telegrams_importrun_change", args=[run.pk]))

    compared = response.context["page"].changes[0]
    number = next(row for row in compared.rows if row.what == "Message number")
    assert (number.before[:4], number.after[:4]) == ("3930", "3929")
    assert "1 changed" in response.content.decode()


def test_a_change_shows_the_paragraph_that_differs(
    seed: Telegram, editor: Client, reload_with: Callable[[str, str], ImportReport]
) -> None:
    reload_with("extremely pessimistic", "somewhat pessimistic")
    change = RecordChange.objects.latest("id")

    rows = editor.get(reverse("admin:telegrams_recordchange_change", args=[change.pk])).context["rows"]

    assert rows[0].what.startswith("Text, paragraph")
    assert "extremely pessimistic" in rows[0].before
    assert "somewhat pessimistic" in rows[0].after


def test_the_source_is_shown_in_numbered_lines_with_its_fixity(seed: Telegram, editor: Client) -> None:
    page = editor.get(reverse("admin:telegrams_source_change", args=[seed.source_id])).content.decode()

    assert '<tr id="line-1"><th scope="row">1</th><td>711.61/11–2245: Telegram</td></tr>' in page
    assert "yes, its checksum agrees" in page


def test_a_damaged_source_is_said(seed: Telegram, editor: Client) -> None:
    Source.objects.filter(pk=seed.source_id).update(text="other words")

    page = editor.get(reverse("admin:telegrams_source_change", args=[seed.source_id])).content.decode()

    assert "NO: its checksum differs" in page
