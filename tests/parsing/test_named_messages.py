"""Messages named by number: the city that is printed with it, the day, and where the words end."""

import pytest

from telegrams.parsing.named_messages import find_named_messages


@pytest.mark.parametrize(
    ("text", "words", "wanted"),
    [
        (
            "Telegram 24213 to Moscow, February 14, 1969, is not printed.",
            "Telegram 24213 to Moscow, February 14, 1969",
            {"number": "24213", "to": "Moscow", "date": "1969-02-14", "printed": "no"},
        ),
        ("In telegram 708 from Moscow, February 17.", "telegram 708 from Moscow, February 17",
         {"number": "708", "post": "Moscow", "date": "--02-17"}),
        ("Despatch 207 from The Hague, May 5, 1955", "Despatch 207 from The Hague, May 5, 1955",
         {"number": "207", "post": "The Hague", "date": "1955-05-05"}),
        ("telegram 402 to Moscow November 20, 6 p.m.", "telegram 402 to Moscow November 20, 6 p.m.",
         {"number": "402", "to": "Moscow", "date": "--11-20", "time": "18:00"}),
        ("Deptel 513 to Rio de Janeiro", "Deptel 513 to Rio de Janeiro",
         {"number": "513", "to": "Rio de Janeiro", "by": "department"}),
        ("telegram 402 to London Embassy said", "telegram 402 to London", {"number": "402", "to": "London"}),
        ("telegram 402 to Secretary Hull", "telegram 402", {"number": "402"}),
        ("telegram 402 from December 3", "telegram 402 from December 3", {"number": "402", "date": "--12-03"}),
    ],
    ids=["to", "from", "two words", "no comma", "Deptel", "more words", "no city", "no city but a day"],
)  # fmt: skip
def test_a_message_is_of_the_city_printed_with_its_number(text: str, words: str, wanted: dict[str, str]) -> None:
    (found,) = find_named_messages(text)

    assert text[found.start : found.end] == words
    assert {key: value for key, value in found.wanted if key != "kind"} == wanted
