"""The reader of registers of office-holders: a CSV with one line for each term of office.

The form is that of the public register of the Office of the Historian as it is handed about in one
table: ids of persons, posts and roles, the days of commission, arrival, entry and end, and who never served.
"""

import csv
import io
import re
from collections.abc import Iterator

from telegrams.importing.readers.contract import SourceFile, Yielded
from telegrams.importing.readers.person_list import decoded, problem
from telegrams.parsing.offices import office_label
from telegrams.records import Problem, TenureRecord

COLUMNS = (
    "person_id", "family", "given", "generation", "alt_names", "office_title", "role_kind", "post", "appointed",
    "arrived", "started", "ended", "ended_note", "served", "resident_at", "source_file", "source_id", "note",
)  # fmt: skip

KINDS = ("chief-of-mission", "chief-of-mission-organization", "principal-officer")
SOURCE = "Principal Officers and Chiefs of Mission, Office of the Historian (public domain)"

_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class OfficeList:
    """Registers of terms of office in CSV, UTF-8, with a header line that has at least the columns of ``COLUMNS``."""

    name = "office-list"
    version = "1"

    def recognises(self, name: str, head: bytes) -> bool:
        """A .csv whose first line names a person's id and the kind of the role."""
        first = head.decode("utf-8-sig", "replace").splitlines()[:1]
        return name.lower().endswith(".csv") and bool(first) and {"person_id", "role_kind"} <= set(first[0].split(","))

    def read(self, source: SourceFile) -> Iterator[Yielded]:
        """A TenureRecord for each good line, a Problem for each bad one."""
        text = decoded(source)
        if isinstance(text, Problem):
            yield text
            return
        rows = csv.DictReader(io.StringIO(text, newline=""))
        missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
        if missing:
            found = f"the header line lacks {', '.join(missing)}"
            yield problem(source, 1, self.name, found, f"the columns {','.join(COLUMNS)}", "add them, empty if unknown")
            return
        try:
            for row in rows:
                yield _tenure(source, rows.line_num, {column: (row.get(column) or "").strip() for column in COLUMNS})
        except csv.Error as broken:
            yield problem(source, rows.line_num, self.name, str(broken), "comma-separated values", "mend the line")


def _tenure(source: SourceFile, line: int, row: dict[str, str]) -> TenureRecord | Problem:
    for column in ("person_id", "post"):
        if not _SLUG.fullmatch(row[column]):
            found = f"{column} is “{row[column]}”"
            return problem(source, line, "office-list", found, "letters a–z, digits, hyphens", "mend it")
    if not row["family"]:
        return problem(source, line, "office-list", "no family name", "a name", "fill in the column family")
    if row["role_kind"] not in KINDS:
        return problem(source, line, "office-list", f"role_kind is “{row['role_kind']}”", " or ".join(KINDS), "mend it")
    for column in ("appointed", "arrived", "started", "ended"):
        if row[column] and not _DAY.fullmatch(row[column]):
            found = f"{column} is “{row[column]}”"
            return problem(source, line, "bad-date", found, "YYYY, YYYY-MM or YYYY-MM-DD", "mend it or leave it empty")
    # The register tells two offices of Assistant Secretary apart by a digit; headings do not.
    post = row["post"].rstrip("0123456789")
    key = f"mission-in-{post}" if row["role_kind"] == "chief-of-mission" else post
    given = " ".join(part for part in (row["given"], row["generation"]) if part)
    return TenureRecord(
        person=row["person_id"],
        family=row["family"],
        given=given,
        names=_names(row),
        office=row["office_title"],
        country=office_label(key).removeprefix("American mission in ") if key.startswith("mission-in-") else "",
        key=key,
        appointed=row["appointed"],
        arrived=row["arrived"],
        since=row["started"],
        until=row["ended"],
        until_note=row["ended_note"][:200],
        served=row["served"] if row["served"] in ("yes", "no", "unknown") else "",
        resident_at=row["resident_at"][:120],
        source=SOURCE,
        note="; ".join(part for part in (row["source_id"], row["note"]) if part),
        line=line,
    )


def _names(row: dict[str, str]) -> tuple[str, ...]:
    """The full forms: as the register orders them, and the others it gives."""
    plain = f"{row['given']} {row['family']}" if row["given"] else ""
    generation = f"{plain}, {row['generation']}" if plain and row["generation"] else ""
    others = (name.strip() for name in row["alt_names"].split("|"))
    return tuple(dict.fromkeys(name for name in (plain, generation, *others) if name))
