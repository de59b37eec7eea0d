"""Documents → rows of a sheet: one column for each value that can be corrected, and by what a row is known again.

A fingerprint says what each cell held when the sheet was given out. So a cell that an editor changed is told from
one that somebody else changed in the archive meanwhile, and of the two only the first is ever written.
"""

import hashlib
from base64 import b32encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from telegrams.corrections import ShownValue
from telegrams.curating import CORRECTABLE
from telegrams.models import Telegram
from telegrams.revising.cells import plain
from telegrams.revising.in_bulk import shown_of
from telegrams.vocabulary import HeaderField

DOCUMENT, FINGERPRINT = "document", "fingerprint"
REASON, SOURCE = "reason", "source"
HEADING, DATELINE, ADDRESS = "heading as printed (read only)", "dateline (read only)", "address (read only)"
COLUMNS = (
    DOCUMENT, FINGERPRINT, *(field.value for field in CORRECTABLE), REASON, SOURCE, HEADING, DATELINE, ADDRESS,
)  # fmt: skip
"""The row of names."""

ONLY_READ = (HEADING, DATELINE)
"""Columns that show what is printed; what is changed there is said, and not written."""

FIXED = (DOCUMENT, FINGERPRINT, HEADING, DATELINE, ADDRESS)
"""Columns that are read back only to know the row again."""

MOST_ROWS = 10_000
"""Documents of a sheet that is given out."""

LONGEST_CELL = 32_000
"""Characters that a cell of a spreadsheet surely holds. A longer value is cut, and by its fingerprint never written."""

_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a row's cells held: for each column a checksum that is this document's alone."""

    name: str
    sums: Mapping[str, str]

    def held(self, column: str, value: str) -> bool:
        """Whether the cell of this column held this value when the sheet was given out."""
        return self.sums[column] == checksum(self.name, column, value)


def fingerprint(name: str, values: Mapping[str, str]) -> str:
    """The state of a document's values as a cell: the edition of the columns, the document, and each value.

    Letters and digits after an f: nothing that a spreadsheet turns into a number.
    """
    sums = [checksum(name, column, values[column]) for column in _KNOWN_AGAIN]
    return "f" + "".join([_EDITION, checksum(name, "", ""), *sums])


def read_fingerprint(name: str, cell: str) -> Fingerprint | None:
    """The fingerprint of a document's row; None for one of another document, of other columns, or of none."""
    parts = [cell[start : start + _DIGITS] for start in range(1, len(cell), _DIGITS)]
    if cell[:1] != "f" or len(parts) != 2 + len(_KNOWN_AGAIN) or parts[0] != _EDITION:
        return None
    if parts[1] != checksum(name, "", ""):
        return None
    return Fingerprint(name, dict(zip(_KNOWN_AGAIN, parts[2:], strict=True)))


def checksum(name: str, field: str, value: str) -> str:
    """Forty bits: of a million changed cells one in a million would be taken for unchanged."""
    told = hashlib.blake2b("\0".join((name, field, plain(value))).encode(), digest_size=5)
    return b32encode(told.digest()).decode().lower()


_KNOWN_AGAIN = (*(field.value for field in CORRECTABLE), *ONLY_READ)
_EDITION = checksum("", "", " ".join(_KNOWN_AGAIN))


def rows_of(documents: Sequence[int], site: str = "") -> Iterator[list[str]]:
    """A row for each document, in the order of COLUMNS; ``site`` stands before addresses."""
    for telegram, shown in shown_of(documents):
        yield _row(telegram, shown, site)


def _row(telegram: Telegram, shown: dict[HeaderField, ShownValue], site: str) -> list[str]:
    name = str(telegram)
    values = {field.value: plain(shown[field].value)[:LONGEST_CELL] for field in CORRECTABLE}
    fields = zip(ONLY_READ, (HeaderField.HEADING, HeaderField.DATELINE), strict=True)
    printed = {column: plain(shown[field].printed)[:LONGEST_CELL] for column, field in fields}
    return [
        name,
        fingerprint(name, values | printed),
        *values.values(),
        "",
        "",
        *printed.values(),
        f"{site}{telegram.get_absolute_url()}",
    ]
