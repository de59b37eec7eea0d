"""A record page that was opened from a reader's report (``?report=12``): filled with the reader's words."""

from django.forms import Form
from django.http import HttpRequest

from telegrams.models import ReaderReport, Telegram


def report_of(request: HttpRequest, telegram: Telegram) -> ReaderReport | None:
    """The undecided report on this document that the address names, for those who may decide it."""
    number = request.GET.get("report", "")
    if not (number.isascii() and number.isdecimal()) or not request.user.has_perm("telegrams.change_readerreport"):
        return None
    return telegram.reader_reports.filter(pk=int(number[:18]), state="new").first()


def fill_in(request: HttpRequest, telegram: Telegram, form: Form) -> None:
    """Put the reader's words where reason and source are typed; an editor may still change them."""
    report = report_of(request, telegram) if not form.is_bound else None
    if report is not None:
        form.fields["reason"].initial, form.fields["source"].initial = report.said, report.source
