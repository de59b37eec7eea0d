"""Headings: sender and recipient."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing.heading import is_party_heading, read_heading

SECRETARY = (None, "Secretary of State")
CASES = {
    "The Ambassador in the United Kingdom ( Winant ) to the Secretary of State": (
        ("Winant", "Ambassador in the United Kingdom"),
        SECRETARY,
    ),
    "The Ambassador in Russia (Francis), temporarily at Vladivostok, to the Secretary of State": (
        ("Francis", "Ambassador in Russia, temporarily at Vladivostok"),
        SECRETARY,
    ),
    "Mr. Fish to Mr. Motley.": (("Fish", None), ("Motley", None)),
    "No. 93. Mr. Gresham to Mr. Guzman.": (("Gresham", None), ("Guzman", None)),
    "President Wilson to Colonel E. M. House": (("Wilson", "President"), ("Colonel E. M. House", None)),
    "The Secretary of State to Certain Diplomatic Representatives": (
        SECRETARY,
        (None, "Certain Diplomatic Representatives"),
    ),
    "The Technical Adviser to the Commission to Negotiate Peace (Miller) to General Tasker H. Bliss": (
        ("Miller", "Technical Adviser to the Commission to Negotiate Peace"),
        ("General Tasker H. Bliss", None),
    ),
    "Mr. Perry, United States chargé d’affaires, to Mr. Seward, Secretary of State.": (
        ("Perry", "United States chargé d’affaires"),
        ("Seward", "Secretary of State"),
    ),
    "311. Telegram From the Department of State to the Embassy in Tunisia": (
        (None, "Department of State"),
        (None, "Embassy in Tunisia"),
    ),
    "Memorandum From Secretary of Defense McNamara to President Johnson": (
        ("McNamara", "Secretary of Defense"),
        ("Johnson", "President"),
    ),
    "Memorandum From Acting Secretary of State Ball to Director of Central Intelligence McCone": (
        ("Ball", "Acting Secretary of State"),
        ("McCone", "Director of Central Intelligence"),
    ),
    "Letter From Foreign Minister Gromyko to Secretary of State Rusk": (
        ("Gromyko", "Foreign Minister"),
        ("Rusk", "Secretary of State"),
    ),
    "Memorandum From Attorney General Kennedy to Secretary of State Designate": (
        ("Kennedy", "Attorney General"),
        (None, "Secretary of State Designate"),
    ),
    "Memorandum From Robert W. Komer of the National Security Council Staff to President Johnson": (
        ("Robert W. Komer", "National Security Council Staff"),
        ("Johnson", "President"),
    ),
    "Memorandum From the Deputy Director of the Policy Planning Staff to the Secretary of State": (
        (None, "Deputy Director of the Policy Planning Staff"),
        SECRETARY,
    ),
    "Backchannel Message From the Ambassador to Vietnam (Bunker) to the President’s Assistant (Kissinger)": (
        ("Bunker", "Ambassador to Vietnam"),
        ("Kissinger", "President’s Assistant"),
    ),
    "222. Letter From President Eisenhower to Prime Minister Macmillan": (
        ("Eisenhower", "President"),
        ("Macmillan", "Prime Minister"),
    ),
}


@pytest.mark.parametrize(("text", "parties"), CASES.items(), ids=list(CASES))
def test_a_heading_names_two_parties(text: str, parties: tuple[tuple[str | None, str | None], ...]) -> None:
    heading = read_heading(text)

    assert None not in (heading.sender, heading.recipient)
    assert ((heading.sender.name, heading.sender.office), (heading.recipient.name, heading.recipient.office)) == parties


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Memorandum of Conversation, by the Under Secretary of State (Welles)", "Welles"),
        ("Memorandum by the Under Secretary of State (Grew)", "Grew"),
        ("Memorandum by Charles W. Yost of the Division of Southeast Asian Affairs", "Charles W. Yost"),
    ],
)
def test_a_memorandum_has_a_writer_and_no_recipient(text: str, name: str) -> None:
    heading = read_heading(text)

    assert heading.sender is not None
    assert (heading.sender.name, heading.recipient) == (name, None)


@pytest.mark.parametrize(
    "text", ["[Untitled]", "Editorial Note", "Minutes of a Meeting of the Council", "", "I went to London."]
)
def test_a_title_names_no_parties(text: str) -> None:
    assert not is_party_heading(text)


@given(st.text(alphabet="ABab to.,()’[] The", max_size=120))
def test_a_party_is_a_range_of_the_heading(text: str) -> None:
    heading = read_heading(text)

    for party in (heading.sender, heading.recipient):
        assert party is None or 0 <= party.start <= party.end <= len(text)
