"""The sender's own serial of a telegram, despatch or instruction."""

import re
from dataclasses import dataclass

# No. 58.] · No. 58 · [No. 207] · No. 29,132 · No. 999, Diplomatic] · No. 12½.]
_LINE = re.compile(
    r"""[\[“"(*]{0,2}(?:Despatch\s+|Dispatch\s+|Instruction\s+)?No\.?\s?(?P<number>\d{1,3}(?:,\d{3})+|\d{1,6})(?P<letter>[A-Za-z]{1,2}|½|/[A-Z\d]{1,3})?
    \s*(?P<rest>[.,;—–-]*\s*(?:Diplomatic|Confidential|Political|Commercial|Consular|Private|Separate|Special|Telegram|Bis|bis|Strictly\s+Confidential|D\.\s?S\.|G\.)?[\s.,]*)
    [\])]?\.?$""",
    re.VERBOSE,
)
# 3930. At the theatre · 7956 [7946]. · 1012. Amdel No. 20.
_OPENING = re.compile(r"\s*(?P<open>[“\"(]?)(?P<number>\d{1,5})(?:\s?\[(?P<right>\d{1,5})\])?\.(?=\s|$)")
# A–19. · A-1234.
_AIRGRAM = re.compile(r"\s*(?P<number>A ?[-‐‑–—−] ?\d{1,5})\.(?=\s)")


@dataclass(frozen=True, slots=True)
class MessageNumber:
    """A number, its range in the line, and the editors' correction in brackets if there is one."""

    number: str
    start: int
    end: int
    corrected: str | None = None


def read_number_line(text: str) -> MessageNumber | None:
    """The number of a line such as 'No. 58.]', or None where the line holds more.

    >>> read_number_line("No. 29,132").number, read_number_line("No. 58.]").number
    ('29132', '58')
    >>> read_number_line("No. 58 was received.") is None
    True
    """
    match = _LINE.match(text.strip())
    if match is None:
        return None
    left = len(text) - len(text.lstrip())
    number = match["number"].replace(",", "") + (match["letter"] or "")
    return MessageNumber(
        number, left + match.start("number"), left + match.end("letter" if match["letter"] else "number")
    )


def is_bracketed(text: str) -> bool:
    """Whether a number line closes with a bracket, as despatch numbers do ('No. 58.]').

    >>> is_bracketed("No. 58.]"), is_bracketed("No. 58.")
    (True, False)
    """
    return text.rstrip(" .").endswith("]")


def read_opening_number(text: str) -> MessageNumber | None:
    """The number that opens a paragraph, as the first of a telegram; whether it begins a list the caller must see.

    >>> read_opening_number("3930. At the theatre last night").number
    '3930'
    >>> read_opening_number("7956 [7946]. For the Secretary").corrected
    '7946'
    """
    match = _OPENING.match(text)
    if match is None or match["open"]:
        return None
    return MessageNumber(match["number"], match.start("number"), match.end("number"), match["right"])


def read_series_number(text: str) -> MessageNumber | None:
    """The number of an airgram, which has a letter and a series of its own.

    >>> read_series_number("A–19. Supplementing my telegram 136").number
    'A–19'
    """
    match = _AIRGRAM.match(text)
    return MessageNumber(match["number"], match.start("number"), match.end("number")) if match else None


def begins_list_item(text: str, label: int) -> bool:
    """Whether a paragraph is item ``label`` of a numbered list.

    >>> begins_list_item("2. The Minister", 2)
    True
    """
    return bool(re.match(rf"\s*[\[(“\"]?{label}[.)]\s", text))
