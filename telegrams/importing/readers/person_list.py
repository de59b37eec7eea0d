"""The reader of lists of persons: a CSV with one line for each office a person held."""

import csv
import io
import re
from collections.abc import Iterator

from telegrams.importing.readers.contract import SourceFile, Yielded
from telegrams.records import Problem, TenureRecord
from telegrams.vocabulary import Level

COLUMNS = (
    "id", "family", "given", "title", "born", "died", "names", "office", "post", "country", "from", "to",
    "volume", "source", "note",
)  # fmt: skip

_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class PersonList:
    """Lists of persons in CSV, UTF-8, with a header line of the columns of ``COLUMNS``."""

    name = "person-list"
    version = "1"

    def recognises(self, name: str, head: bytes) -> bool:
        """A .csv whose first line names at least the person's id and family."""
        first = head.decode("utf-8-sig", "replace").splitlines()[:1]
        return name.lower().endswith(".csv") and bool(first) and {"id", "family"} <= set(first[0].split(","))

    def read(self, source: SourceFile) -> Iterator[Yielded]:
        """A TenureRecord for each good line, a Problem for each bad one."""
        text = decoded(source)
        if isinstance(text, Problem):
            yield text
            return
        yield from _tenures(source, csv.DictReader(io.StringIO(text, newline="")))


def decoded(source: SourceFile) -> str | Problem:
    """The text of a table, or what keeps it from being one."""
    try:
        text = source.data.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = source.data.count(b"\n", 0, broken.start) + 1
        return problem(source, line, "encoding", f"byte {broken.start} is not UTF-8", "UTF-8", "save it as UTF-8")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        return problem(source, line, "nul", "a NUL character", "text", "remove it")
    return text


def _tenures(source: SourceFile, rows: "csv.DictReader[str]") -> Iterator[Yielded]:
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
    if missing:
        found = f"the header line lacks {', '.join(missing)}"
        yield problem(source, 1, "person-list", found, f"the columns {','.join(COLUMNS)}", "add them, empty if unknown")
        return
    try:
        for row in rows:
            yield _tenure(source, rows.line_num, {column: (row.get(column) or "").strip() for column in COLUMNS})
    except csv.Error as broken:
        yield problem(source, rows.line_num, "person-list", str(broken), "comma-separated values", "mend the line")


def _tenure(source: SourceFile, line: int, row: dict[str, str]) -> TenureRecord | Problem:
    if not _SLUG.fullmatch(row["id"]):
        return problem(source, line, "person-list", f"the id “{row['id']}”", "letters a–z, digits, hyphens", "mend it")
    if not row["family"]:
        return problem(source, line, "person-list", "no family name", "a name", "fill in the column family")
    wrong = next((key for key in ("born", "died", "from", "to") if row[key] and not _DAY.fullmatch(row[key])), None)
    if wrong:
        expected = "YYYY, YYYY-MM or YYYY-MM-DD"
        return problem(source, line, "bad-date", f"{wrong} is “{row[wrong]}”", expected, "mend it or leave it empty")
    return TenureRecord(
        person=row["id"],
        family=row["family"],
        given=row["given"],
        names=tuple(name.strip() for name in row["names"].split("|") if name.strip()),
        title=row["title"],
        born=row["born"],
        died=row["died"],
        office=row["office"],
        post=row["post"],
        country=row["country"],
        since=row["from"],
        until=row["to"],
        volume=row["volume"],
        source=row["source"],
        note=row["note"],
        line=line,
    )


def problem(source: SourceFile, line: int, code: str, found: str, expected: str, remedy: str) -> Problem:
    """A line that is refused, and why."""
    return Problem(source.name, line, code, Level.ERROR, found, f"expected {expected}", remedy)
