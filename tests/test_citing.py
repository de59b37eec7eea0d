"""Citations, word for word."""

from dataclasses import replace

import pytest

from telegrams.citing import Citation, archival_form, bibliography_form, note_form

SEED = Citation(
    heading="The Ambassador in the Soviet Union (Harriman) to the Secretary of State",
    paper="telegram 3930",
    day="[22 November 1945]",
    file_number="711.61/11–2245",
    author="Harriman, William Averell",
    volume="Foreign Relations of the United States: Diplomatic Papers, 1945, vol. V, Europe",
    place="Washington, DC",
    publisher="Government Printing Office",
    published="1967",
    first_page="921",
    last_page="922",
    document="690",
    is_specimen=False,
    address="/telegrams/frus1945v05/d690/",
    key="frus1945v05-d690",
)
BARE = replace(
    SEED, paper="", day="undated", file_number="", place="", publisher="", published="", first_page="", last_page=""
)


def test_the_note_names_paper_day_file_volume_and_pages() -> None:
    assert note_form(SEED) == (
        "The Ambassador in the Soviet Union (Harriman) to the Secretary of State, telegram 3930, [22 November 1945], "
        "711.61/11–2245, in U.S. Department of State, Foreign Relations of the United States: Diplomatic Papers, 1945, "
        "vol. V, Europe (Washington, DC: Government Printing Office, 1967), 921–922, doc. 690."
    )


def test_the_note_can_name_one_page() -> None:
    assert note_form(SEED, "922").endswith("1967), 922, doc. 690.")


def test_the_bibliography_names_the_volume() -> None:
    assert bibliography_form(SEED) == (
        "U.S. Department of State. Foreign Relations of the United States: Diplomatic Papers, 1945, vol. V, Europe. "
        "Washington, DC: Government Printing Office, 1967."
    )


def test_the_archival_form_names_the_file_and_where_it_is_printed() -> None:
    assert archival_form(SEED) == (
        "The Ambassador in the Soviet Union (Harriman) to the Secretary of State, telegram 3930, [22 November 1945]; "
        "file 711.61/11–2245. Printed in Foreign Relations of the United States: Diplomatic Papers, 1945, vol. V, "
        "Europe, 921–922."
    )


def test_what_is_not_stated_is_left_out() -> None:
    assert note_form(BARE) == (
        "The Ambassador in the Soviet Union (Harriman) to the Secretary of State, undated, in U.S. Department of "
        "State, Foreign Relations of the United States: Diplomatic Papers, 1945, vol. V, Europe, doc. 690."
    )


@pytest.mark.parametrize("form", [note_form, bibliography_form, archival_form])
def test_a_specimen_says_so_and_names_no_department(form: object) -> None:
    written = form(replace(SEED, is_specimen=True))  # type: ignore[operator]

    assert "[specimen, invented for this archive]" in written
    assert "Department of State" not in written
