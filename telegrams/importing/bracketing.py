"""Undated documents of a volume → the days between which they were sent, where the numbers around theirs tell.

The bracket stands in columns of its own beside its proof; where nothing was read and nobody corrected the day, the
shown days are those of the bracket, and are said to be inferred.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.db.models import Q

from telegrams.importing.bulk import update
from telegrams.importing.resolving.brackets import Bracket, bracket
from telegrams.importing.resolving.messages import Message
from telegrams.importing.resolving.sought import messages_of
from telegrams.models import Change, Telegram

WRITTEN = frozenset({"bracket_first", "bracket_last", "bracket_proof", "earliest", "latest"})

Series = tuple[str, str, bool]
"""The ends of a correspondence, and whether it went by wire: what one line of numbers is of."""


def bracket_undated(volumes: Iterable[str]) -> int:
    """Bracket the undated documents of these volumes anew; how many are bracketed otherwise than before."""
    return sum(_bracket_volume(slug) for slug in sorted(volumes))


def _bracket_volume(slug: str) -> int:
    undated = Q(earliest=None, latest=None) | ~Q(bracket_proof="")
    with transaction.atomic():
        rows = Telegram.objects.held().filter(volume__slug=slug).exclude(message_number="")
        open_ones = {row.pk: row for row in rows.filter(undated).only("message_number", *WRITTEN).select_for_update()}
        if not open_ones:
            return 0
        messages = messages_of(rows.values_list("pk", flat=True))
        dated = _dated(one for one in messages.values() if one.key not in open_ones)
        changed = [row for key, row in open_ones.items() if _has_changed(row, _found(messages[key], dated))]
        update(changed, WRITTEN)
        Change.note(*(row.pk for row in changed))
    return len(changed)


def _series(message: Message) -> Series | None:
    sender, recipient = (end.office or end.name for end in (message.sender, message.recipient))
    return (sender, recipient, message.is_wired) if sender and recipient and message.number.isdecimal() else None


def _dated(messages: Iterable[Message]) -> dict[Series, list[tuple[int, date]]]:
    found: dict[Series, list[tuple[int, date]]] = defaultdict(list)
    for message in messages:
        series = _series(message)
        if series and message.day:
            found[series].append((int(message.number), message.day))
    return found


def _found(message: Message, dated: Mapping[Series, list[tuple[int, date]]]) -> tuple[Bracket | None, int]:
    series = _series(message)
    if series is None:
        return None, 0
    return bracket(int(message.number), dated.get(series, ())), int(message.number)


def _has_changed(row: Telegram, found: tuple[Bracket | None, int]) -> bool:
    """Write a bracket into a row, unsaved; whether it is another than before."""
    one, number = found
    before = (row.bracket_first, row.bracket_last, row.bracket_proof)
    after = (one.first, one.last, one.proof(number)) if one else (None, None, "")
    row.bracket_first, row.bracket_last, row.bracket_proof = after
    row.earliest, row.latest = after[0], after[1]
    return before != after
