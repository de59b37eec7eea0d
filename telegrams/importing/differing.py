"""Two readings of a document side by side: what changed, in words, and where it meets a correction. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from telegrams import errata
from telegrams.corrections import CorrectedValue, Field
from telegrams.errata import PlacedField, Printed
from telegrams.records import TelegramRecord, to_json, without_places

CONTENT = ("text", "passages", "footnotes", "pages", "references", "parts", "marks", "names", "division")
"""What of a record has no field of its own, by its name in ``to_json``."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that both the source and an editor changed: loaded before, loaded now, corrected ('' is not stated)."""

    field: Field
    before: str
    now: str
    corrected: str


def conflicts(
    before: TelegramRecord, after: TelegramRecord, standing: Iterable[CorrectedValue]
) -> tuple[Conflict, ...]:
    """The corrected fields whose loaded value moved to another one than the correction's."""
    found = []
    for correction in standing:
        if isinstance(correction.field, PlacedField):
            where, value = correction.field, correction.value
            old, new = (errata.today(where, value, Printed.of(record)) for record in (before, after))
            if old != new and new != value:
                found.append(Conflict(where, old, new, value))
            continue
        was, now = before.read(correction.field), after.read(correction.field)
        old, new = (was.value if was else None) or "", (now.value if now else None) or ""
        if old != new and new != correction.value:
            found.append(Conflict(correction.field, old, new, correction.value))
    return tuple(found)


def differences(before: TelegramRecord, after: TelegramRecord) -> str:
    """What changed between two readings of a document, in words; '' if only places did.

    Header values are named with both values, the rest by what it is.
    """
    said = []
    old, new = ({value.field: value for value in without_places(record).values} for record in (before, after))
    for field in dict.fromkeys([*old, *new]):
        was, now = old.get(field), new.get(field)
        if was != now:
            said.append(f"{field.label}: {_quoted(was.value if was else None)} → {_quoted(now.value if now else None)}")
    plain_before, plain_after = (to_json(without_places(record)) for record in (before, after))
    said.extend(name for name in CONTENT if plain_before[name] != plain_after[name])
    return "; ".join(said)


def _quoted(value: str | None) -> str:
    return "not stated" if not value else f"“{value[:80]}”"
