"""Documents given out as a spreadsheet, and a changed one taken back in."""

from collections.abc import Sequence
from itertools import islice
from tempfile import TemporaryFile
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.urls import reverse

from telegrams.admin.revision_drafts import demand, kept_draft
from telegrams.admin.revision_forms import ExportForm, UploadForm
from telegrams.models import Revision
from telegrams.revising.columns import MOST_ROWS, rows_of
from telegrams.revising.comparing import compare
from telegrams.revising.reading import NotASheet, read_sheet
from telegrams.revising.writing import csv_pieces, write_xlsx
from telegrams.search import ENGINE
from telegrams.search.query import Query

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def spreadsheet_view(request: HttpRequest, site: dict[str, Any]) -> HttpResponse:
    """The page where a spreadsheet is saved and a changed one taken in."""
    demand(request, "add_revision")
    upload = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if request.method == "POST" and upload.is_valid():
        file = upload.cleaned_data["file"]
        try:
            proposal = compare(read_sheet(file.read()))
        except NotASheet as refused:
            upload.add_error("file", str(refused))
        else:
            return kept_draft(request, "spreadsheet", f"Spreadsheet {file.name}", proposal=proposal)
    context = {
        **site,
        "title": "Spreadsheet of documents",
        "opts": Revision._meta,
        "upload": upload,
        "export": ExportForm(),
        "most": f"{MOST_ROWS:,}",
    }
    return TemplateResponse(request, "admin/telegrams/revision/spreadsheet.html", context)


def asked_view(request: HttpRequest) -> HttpResponseBase:
    """The documents of a question as a spreadsheet: of words, or of the address of a search."""
    demand(request, "add_revision")
    suffix = "csv" if request.GET.get("form") == "csv" else "xlsx"
    query = question(request.GET.get("question", "").strip()[:4_000])
    ENGINE.catch_up()
    keys = list(islice(ENGINE.documents(query), MOST_ROWS + 1))
    if len(keys) > MOST_ROWS or not keys:
        too_many = f"finds more than {MOST_ROWS:,} documents. Narrow it, or save it in parts, by years"
        messages.error(request, f"This search {too_many if keys else 'finds no document'}. No spreadsheet was made.")
        return HttpResponseRedirect(reverse("admin:telegrams_revision_spreadsheet"))
    return sheet_of(request, keys, suffix)


def question(typed: str) -> Query:
    """What an editor asks: the address of a search of the reading room, or words as readers type them."""
    parts = urlsplit(typed) if typed.startswith(("http://", "https://", "/", "?")) else None
    params = parse_qs(parts.query) if parts else {"q": [typed]} if typed else {}
    return Query.from_params(params)[0]


def sheet_of(request: HttpRequest, keys: Sequence[int], suffix: str) -> HttpResponseBase:
    """These documents as a file: a CSV as it is read, an XLSX when it is whole."""
    rows = rows_of(keys, f"{request.scheme}://{request.get_host()}")
    response: HttpResponseBase
    if suffix == "csv":
        response = StreamingHttpResponse(csv_pieces(rows), content_type="text/csv; charset=utf-8")
    else:
        file = TemporaryFile()  # noqa: SIM115  # the response closes it when it is sent
        write_xlsx(rows, file)
        file.seek(0)
        response = FileResponse(file, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="documents.{suffix}"'
    response["Cache-Control"] = "no-store"
    return response


def address_of_export(words: str, suffix: str) -> str:
    """The address of the spreadsheet of a search."""
    return f"{reverse('admin:telegrams_revision_sheet')}?{urlencode({'question': words, 'form': suffix})}"
