"""The public register by an address template → a file in the form of a register of offices, ready to be imported."""

import csv
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from telegrams.importing.fetching import FetchRules, fetch
from telegrams.importing.readers.office_list import COLUMNS
from telegrams.importing.readers.office_xml import NotRegister, PersonNames, RegisterLine, read_offices, read_person
from telegrams.parsing.tables import territories
from telegrams.records import Problem
from telegrams.vocabulary import Level

PRINCIPALS = ("secretary", "secretary-ad-interim", "under-secretary", "deputy-secretary", "deputy-under-secretary",
              "counselor", "assistant-secretary", "assistant-secretary2", "second-assistant-secretary",
              "third-assistant-secretary", "chief-clerk", "legal-adviser")  # fmt: skip
"""The offices of the Department that headings and signatures name."""

Progress = Callable[[int, int], None]
"""Told how many files are here, and of how many."""


@dataclass(frozen=True, slots=True)
class RegisterFetched:
    """The table written, how many lines it has, and what could not be had or read."""

    table: Path
    lines: int
    problems: tuple[Problem, ...]


def fetch_register(
    missions: Iterable[str], template: str, rules: FetchRules, folder: Path, progress: Progress
) -> RegisterFetched:
    """Fetch these missions and the Department's offices, and the people they name; one file that fails costs no other.

    ``template``: the address of a file, with ``{path}`` for its place in the register. No mission named: all of the
    table of territories.
    """
    named = list(missions) or [fact.slug for fact in territories()]
    paths = [f"missions-countries/{slug}.xml" for slug in named]
    paths += [f"positions-principals/{slug}.xml" for slug in PRINCIPALS]
    problems: list[Problem] = []

    def had(path: str) -> bytes | None:
        found = fetch(template.replace("{path}", path), folder, rules, lambda here, whole: None)
        if isinstance(found, Problem):
            problems.append(found)
            return None
        return found.read_bytes()

    lines: list[RegisterLine] = []
    for number, path in enumerate(paths, 1):
        lines += _offices(path, had(path), problems)
        progress(number, len(paths))
    people = sorted({line.person_id for line in lines if line.person_id})
    names: dict[str, PersonNames] = {}
    for number, person in enumerate(people, 1):
        path = f"people/{person[0]}/{person}.xml"
        if (data := had(path)) is not None and (read := _person(path, data, problems)) is not None:
            names[person] = read
        progress(len(paths) + number, len(paths) + len(people))
    whole = [line.named(names[line.person_id]) for line in lines if line.person_id in names]
    table = folder / "register-of-offices.csv"
    folder.mkdir(parents=True, exist_ok=True)
    table.write_text(_table(whole), encoding="utf-8")
    return RegisterFetched(table, len(whole), tuple(problems))


def _offices(path: str, data: bytes | None, problems: list[Problem]) -> list[RegisterLine]:
    if data is None:
        return []
    try:
        return list(read_offices(data, path))
    except NotRegister as refused:
        problems.append(_not_register(path, str(refused)))
        return []


def _person(path: str, data: bytes, problems: list[Problem]) -> PersonNames | None:
    try:
        return read_person(data)
    except NotRegister as refused:
        problems.append(_not_register(path, str(refused)))
        return None


def _not_register(path: str, found: str) -> Problem:
    remedy = "look at what the address gives; it is fetched again next time"
    return Problem(path, None, "register", Level.ERROR, found, "expected a file of the register's form", remedy)


def _table(lines: Iterable[RegisterLine]) -> str:
    stream = io.StringIO(newline="")
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows([getattr(line, column) for column in COLUMNS] for line in lines)
    return stream.getvalue()
