"""Documents as rows of a table, which a spreadsheet opens without running anything in it."""

import csv
from collections.abc import Callable, Iterable
from typing import TextIO

from telegrams.citing import citation_of, note_form
from telegrams.exports.corrected import corrected, standing_of
from telegrams.models import Participation, Telegram
from telegrams.vocabulary import Role

Said = Callable[[Telegram], str]

SIGNS_OF_FORMULAS = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠")
"""What begins a formula in one spreadsheet or another; the wide signs do where Chinese or Japanese is written."""


def head() -> str:
    """The row of names."""
    return ",".join([*COLUMNS, "address", "citation"]) + "\r\n"


def write(documents: Iterable[Telegram], stream: TextIO, site: str = "") -> None:
    """A row for each document; lines end in CR LF, as the format asks."""
    rows = csv.writer(stream)
    for telegram in documents:
        address = f"{site}{telegram.get_absolute_url()}"
        citation = note_form(citation_of(telegram), address)
        said = [*(column(telegram) for column in COLUMNS.values()), address, citation]
        rows.writerow([without_formula(value) for value in said])


def without_formula(value: str) -> str:
    """A value that no spreadsheet takes for a formula: an apostrophe stands before signs that would begin one.

    >>> without_formula("=1+1"), without_formula("-5"), without_formula("Moscow")
    ("'=1+1", "'-5", 'Moscow')
    """
    plain = " ".join(value.split()) if value.isprintable() else " ".join(filter(str.isprintable, value.split()))
    return f"'{plain}" if plain[:1] in SIGNS_OF_FORMULAS else plain


def _party(role: Role, name: Callable[[Participation], str]) -> Said:
    return lambda telegram: "; ".join(
        said for row in telegram.participations.all() if row.role == role and (said := name(row))
    )


def _days(telegram: Telegram) -> str:
    first, last = telegram.earliest, telegram.latest
    if first is None and last is None:
        return ""
    if first == last and first:
        return first.isoformat()
    return f"{first.isoformat() if first else '..'}/{last.isoformat() if last else '..'}"


COLUMNS: dict[str, Said] = {
    "volume": lambda telegram: telegram.volume.slug,
    "document": lambda telegram: telegram.document,
    "kind": lambda telegram: telegram.kind,
    "heading": lambda telegram: telegram.heading,
    "sent": _days,
    "sent_is": lambda telegram: telegram.day_origin().value if telegram.is_dated() else "",
    "hour": lambda telegram: telegram.sent_time.strftime("%H:%M") if telegram.sent_time else "",
    "received": lambda telegram: telegram.received_on.isoformat() if telegram.received_on else "",
    "place": lambda telegram: telegram.place,
    "post": lambda telegram: telegram.post.city if telegram.post else "",
    "sender": _party(Role.SENDER, lambda row: row.name_printed),
    "sender_office": _party(Role.SENDER, lambda row: row.office_printed),
    "recipient": _party(Role.RECIPIENT, lambda row: row.name_printed),
    "recipient_office": _party(Role.RECIPIENT, lambda row: row.office_printed),
    "signed": _party(Role.SIGNER, lambda row: row.name_printed),
    "message_number": lambda telegram: telegram.message_number,
    "file_number": lambda telegram: telegram.file_number,
    "classification": lambda telegram: telegram.classification,
    "precedence": lambda telegram: telegram.precedence,
    "first_page": lambda telegram: telegram.first_page,
    "last_page": lambda telegram: telegram.last_page,
    "printed_in": lambda telegram: telegram.volume.short_title,
    "corrected": lambda telegram: " ".join(corrected(telegram).lines()) if standing_of(telegram) else "",
}
"""The columns by their names; '' is not stated. Days are ISO, two with a stroke between where one is not known."""
