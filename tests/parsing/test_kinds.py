"""What a document is, by its source line, heading and number line."""

import pytest

from telegrams.parsing.kinds import is_the_department, kind_of


@pytest.mark.parametrize(
    ("notes", "heading", "has_number", "kind"),
    [
        (["861.00/12: Circular telegram"], "The Secretary of State to Certain Missions", False, "circular"),
        (["511.93/5: Airgram"], "The Chargé in China to the Secretary of State", False, "airgram"),
        ([], "Minutes of a Meeting of the Council", False, "minutes"),
        ([], "223. Editorial Note", False, "editorial-note"),
        (["711.61/5"], "The Secretary of State to the Chargé in Japan (Huston)", True, "instruction"),
        (["711.61/5"], "The Chargé in Japan (Huston) to the Secretary of State", True, "despatch"),
        ([], "Mr. Fish to Mr. Motley.", False, "letter"),
        ([], "[Untitled]", False, "other"),
    ],
)
def test_the_kind_follows_from_the_print(notes: list[str], heading: str, has_number: bool, kind: str) -> None:
    sender = "Secretary of State" if heading.startswith("The Secretary") else ""

    assert kind_of(notes, heading, has_number, sender, " to " in heading).value == kind


@pytest.mark.parametrize(
    ("office", "is_it"),
    [
        ("Secretary of State", True),
        ("Acting Secretary of State", True),
        ("British Secretary of State for Foreign Affairs", False),
        ("Ambassador in the Soviet Union", False),
    ],
)
def test_only_those_who_write_for_the_department_are_the_department(office: str, is_it: bool) -> None:
    assert is_the_department(office) is is_it
