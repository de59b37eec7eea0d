"""Registers of office-holders: one line a term, each refused by itself where it is broken."""

from telegrams.importing.readers import reader_for
from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.office_list import COLUMNS, OfficeList
from telegrams.records import Problem, TenureRecord

LINE = {
    "person_id": "dreyfus-louis-goethe-jr", "family": "Dreyfus", "given": "Louis Goethe", "generation": "Jr.",
    "alt_names": "Louis G. Dreyfus Jr.", "office_title": "Envoy Extraordinary and Minister Plenipotentiary",
    "role_kind": "chief-of-mission", "post": "afghanistan", "appointed": "1940-02-16", "arrived": "",
    "started": "1941-05-19", "ended": "1942-07-25", "ended_note": "Superseded on", "served": "yes",
    "resident_at": "iran", "source_file": "afghanistan.xml", "source_id": "af-1940-drey-01", "note": "",
}  # fmt: skip


def read(*lines: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> list[TenureRecord | Problem]:
    """What the reader makes of these lines."""
    rows = [",".join(columns), *(",".join(line.get(column, "") for column in columns) for line in lines)]
    source = SourceFile(name="offices.csv", volume="", document="", data="\n".join(rows).encode())
    return list(OfficeList().read(source))  # type: ignore[arg-type]


def test_a_line_is_a_term_of_office_with_the_key_of_the_mission() -> None:
    (term,) = read(LINE)

    assert isinstance(term, TenureRecord)
    assert (term.person, term.family, term.given) == ("dreyfus-louis-goethe-jr", "Dreyfus", "Louis Goethe Jr.")
    assert (term.key, term.country, term.resident_at) == ("mission-in-afghanistan", "Afghanistan", "iran")
    assert (term.appointed, term.since, term.until, term.until_note) == (
        "1940-02-16", "1941-05-19", "1942-07-25", "Superseded on",
    )  # fmt: skip
    assert "Louis G. Dreyfus Jr." in term.names


def test_a_principal_officer_has_the_registers_own_word_as_key() -> None:
    (term,) = read(LINE | {"role_kind": "principal-officer", "post": "secretary", "office_title": "Secretary of State"})

    assert isinstance(term, TenureRecord)
    assert (term.key, term.country) == ("secretary", "")


def test_a_broken_line_is_refused_with_its_number_and_costs_no_other() -> None:
    broken = [LINE | {"started": "1941-19-05"}, LINE | {"family": ""}, LINE | {"role_kind": "king"},
              LINE | {"post": "No Slug"}, LINE | {"person_id": ""}]  # fmt: skip

    found = read(LINE, *broken, LINE)

    problems = [one for one in found if isinstance(one, Problem)]
    assert [one.line for one in problems] == [3, 4, 5, 6, 7]
    assert all(one.remedy for one in problems)
    assert len(found) - len(problems) == 2


def test_a_header_line_without_a_column_says_which() -> None:
    (problem,) = read(LINE, columns=tuple(column for column in COLUMNS if column != "started"))

    assert isinstance(problem, Problem)
    assert "started" in problem.found


def test_the_form_is_known_by_its_header_line() -> None:
    reader = reader_for("offices.csv", ",".join(COLUMNS).encode())

    assert reader is not None
    assert reader.name == "office-list"
