"""One field of many documents → what would be changed in each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from telegrams.corrections import Field, NotAValue, ShownValue, field_of
from telegrams.curating import CORRECTABLE, checked, odd_receipt
from telegrams.models import Correction, Telegram
from telegrams.revising.cells import plain
from telegrams.revising.proposal import Proposal, Proposed, RowProblem
from telegrams.revising.revisions import shown_with
from telegrams.saying import NOT_STATED
from telegrams.vocabulary import HeaderField

AT_ONCE = 500
"""Documents read together."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be done to a field: an operation's name, what is put there, and the words it stands instead of."""

    field: HeaderField
    operation: str
    value: str = ""
    instead_of: str = ""

    def said(self) -> str:
        """In a line, for the label of the revision."""
        return OPERATIONS[self.operation].said(self)


@dataclass(frozen=True, slots=True)
class Operation:
    """A way to change a value: its name for a form, what it makes of a value, and what it is called when done."""

    label: str
    make: Callable[[str, Asked], str]
    said: Callable[[Asked], str]


OPERATIONS = {
    "set": Operation(
        "set to this value",
        lambda now, asked: asked.value,
        lambda asked: f"{asked.field.label}: set to “{asked.value}”",
    ),
    "replace": Operation(
        "replace words within the value",
        lambda now, asked: now.replace(asked.instead_of, asked.value),
        lambda asked: f"{asked.field.label}: “{asked.instead_of}” replaced by “{asked.value}”",
    ),
    "clear": Operation("clear: not stated", lambda now, asked: "", lambda asked: f"{asked.field.label}: cleared"),
}
"""The operations by their names."""


def propose(documents: Sequence[int], asked: Asked) -> Proposal:
    """What the operation would do to these documents; nothing is written.

    Raises NotAValue where what is asked is nothing to do: no words to replace, a value that the field cannot have.
    """
    if asked.field not in CORRECTABLE:
        raise NotAValue(f"{asked.field.label} is a printed line; correct the values read from it")
    if asked.operation == "replace" and not asked.instead_of:
        raise NotAValue("say which words are replaced")
    if asked.operation == "set":
        if not asked.value.strip():
            raise NotAValue("say which value is set; to empty the field, choose to clear it")
        checked(asked.field, asked.value)
    changes: list[Proposed] = []
    problems: list[RowProblem] = []
    unchanged = 0
    for telegram, now in shown_of(documents):
        found = _of_one(telegram, now[asked.field], asked)
        if isinstance(found, Proposed):
            changes += with_remarks([found], now)
        elif found is not None:
            problems.append(found)
        unchanged += found is None
    return Proposal(tuple(changes), tuple(problems), unchanged)


def shown_of(documents: Sequence[int]) -> Iterator[tuple[Telegram, dict[HeaderField, ShownValue]]]:
    """These documents in their order, each with every value shown; four queries for each five hundred."""
    for start in range(0, len(documents), AT_ONCE):
        keys = documents[start : start + AT_ONCE]
        rows = Telegram.objects.select_related("volume").defer("text", "layout").in_bulk(keys)
        standing: dict[int, dict[Field, Correction]] = {}
        for row in Correction.objects.filter(telegram__in=keys, withdrawn_at=None).select_related("by"):
            standing.setdefault(row.telegram_id, {})[field_of(row.field)] = row
        yield from ((rows[key], shown_with(rows[key], standing.get(key, {}))) for key in keys if key in rows)


def _of_one(telegram: Telegram, now: ShownValue, asked: Asked) -> Proposed | RowProblem | None:
    """The change of one document, or why there can be none; None: its value is the same already."""
    typed = OPERATIONS[asked.operation].make(plain(now.value), asked)
    try:
        value = checked(asked.field, typed)
    except NotAValue as refused:
        return RowProblem(0, str(telegram), asked.field.value, str(refused), typed, now.value)
    if value == now.value or plain(typed) == plain(now.value):
        return None
    if now.conflicting:
        said = (
            f"its correction is contradicted by a later load, which brings “{now.loaded or NOT_STATED}”; "
            "settle that on its page first"
        )
        return RowProblem(0, str(telegram), asked.field.value, said, typed, now.value)
    return Proposed(telegram.pk, str(telegram), asked.field, now.value, value)


def with_remarks(changes: Sequence[Proposed], shown: Mapping[HeaderField, ShownValue]) -> list[Proposed]:
    """The changes of one document, those of days with what is odd about them."""
    days = {field: shown[field].value for field in (HeaderField.SENT, HeaderField.RECEIVED)}
    days |= {change.field: change.value for change in changes if change.field in days}
    odd = odd_receipt(days[HeaderField.SENT], days[HeaderField.RECEIVED])
    if not odd:
        return list(changes)
    return [
        replace(one, remark="; ".join(filter(None, (one.remark, odd)))) if one.field in days else one for one in changes
    ]
