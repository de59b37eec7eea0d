"""The names under a text, the courtesy before them and the address below."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telegrams.parsing import signature


@pytest.mark.parametrize(
    "line",
    [
        "Kellogg",
        "[Stettinius]",
        "HULL",
        "DAVIS, Acting Secretary.",
        "S[umner] W[elles]",
        "C. de Freitas-Valle",
        "Am[erican] Mission",
    ],
)
def test_a_name_under_a_text_is_a_signature(line: str) -> None:
    assert signature.is_signature_line(line)


@pytest.mark.parametrize(
    "line",
    ["Repeated to Tegucigalpa.", "Instructions requested.", "Sir:", "Please inform Kunming.", "The Minister agreed."],
)
def test_a_sentence_is_no_signature(line: str) -> None:
    assert not signature.is_signature_line(line)


@pytest.mark.parametrize(
    "line", ["Accept [etc.]", "I have, &c.,", "Very respectfully,", "I am, Sir, your obedient servant,"]
)
def test_a_courtesy_closes_a_letter(line: str) -> None:
    assert signature.is_closing(line)


def test_a_signature_bears_the_senders_name_or_anothers() -> None:
    assert signature.is_same_person("W. H. SEWARD.", "Mr. Seward")
    assert not signature.is_same_person("Acheson", "Byrnes")


@given(st.text(max_size=200))
def test_any_line_can_be_judged(text: str) -> None:
    assert signature.is_closing(text) in (True, False)
    assert signature.is_signature_line(text) in (True, False)
    assert signature.is_address(text) in (True, False)
