"""Lists of persons: a line for each office, a problem for each line that cannot be one."""

import pytest

from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.person_list import COLUMNS, PersonList
from telegrams.records import Problem, TenureRecord

HEADER = ",".join(COLUMNS)
GOOD = "kennan-george,Kennan,George,,1904,,George F. Kennan|G. F. Kennan,Chargé,,the Soviet Union,1945-01,1946-04,,,"


def read(*lines: str) -> list[TenureRecord | Problem]:
    """What a list of these lines gives."""
    yielded = PersonList().read(SourceFile("register.csv", "", "", "\n".join(lines).encode()))
    return [one for one in yielded if isinstance(one, TenureRecord | Problem)]


def test_a_line_is_a_person_in_an_office() -> None:
    (tenure,) = read(HEADER, GOOD)

    assert isinstance(tenure, TenureRecord)
    assert (tenure.person, tenure.office, tenure.since, tenure.line) == ("kennan-george", "Chargé", "1945-01", 2)
    assert tenure.names == ("George F. Kennan", "G. F. Kennan")


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (GOOD.replace("kennan-george,", "Kennan George,"), "person-list"),
        (GOOD.replace(",Kennan,George,", ",,George,"), "person-list"),
        (GOOD.replace("1945-01", "Jan. 1945"), "bad-date"),
        (GOOD.replace("1946-04", "1946-13"), "bad-date"),
    ],
    ids=["id", "family", "words for a day", "thirteenth month"],
)
def test_a_bad_line_is_named_and_costs_no_other(line: str, code: str) -> None:
    bad, good = read(HEADER, line, GOOD)

    assert isinstance(bad, Problem)
    assert (bad.code, bad.line) == (code, 2)
    assert isinstance(good, TenureRecord)


def test_a_header_that_lacks_columns_says_which() -> None:
    (problem,) = read("id,family", "kennan-george,Kennan")

    assert isinstance(problem, Problem)
    assert "given" in problem.found


@pytest.mark.parametrize(
    ("data", "code"),
    [(HEADER.encode() + b"\nk\xe9", "encoding"), (HEADER.encode() + b"\nk\0", "nul")],
    ids=["latin 1", "nul"],
)
def test_bytes_that_are_no_text_are_refused_with_their_line(data: bytes, code: str) -> None:
    (problem,) = PersonList().read(SourceFile("register.csv", "", "", data))

    assert isinstance(problem, Problem)
    assert (problem.code, problem.line) == (code, 2)
