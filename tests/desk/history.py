"""What the rows of the history say was so at a moment: nothing but them is read."""

from datetime import datetime

from telegrams import corrections, errata
from telegrams.corrections import corrected_value
from telegrams.errata import Printed
from telegrams.models import Correction, Person, PersonMerge, PersonSplit, RecordChange, Telegram
from telegrams.records import TelegramRecord, from_json, record_of

Values = dict[str, str]


class History:
    """The rows as they are now."""

    def __init__(self) -> None:
        self.documents = list(Telegram.objects.select_related("volume", "source"))
        changes = RecordChange.objects.select_related("run").order_by("pk")
        self.changes = {one.pk: list(changes.filter(telegram=one)) for one in self.documents}
        self.read = {one.pk: self._read(one) for one in self.documents}
        self.corrections = list(Correction.objects.select_related("by").order_by("at", "pk"))
        self.merges = list(PersonMerge.objects.values_list("at", "undone_at", "gone__slug", "kept__slug"))
        self.retired = list(
            PersonSplit.objects.filter(is_retired=True).values_list("undone_at", "to__slug", "off__slug")
        )

    def _read(self, telegram: Telegram) -> list[TelegramRecord]:
        """What was read of a document, as each of its changes left it."""
        read: list[TelegramRecord] = []
        changes = self.changes[telegram.pk]
        for at, change in enumerate(changes):
            if change.after is not None:
                read.append(from_json(change.after))
            elif change.action == "added":
                next_one = next((one.before for one in changes[at + 1 :] if one.before is not None), None)
                read.append(from_json(next_one) if next_one is not None else record_of(telegram))
            else:
                read.append(read[-1])
        return read

    def at(self, when: datetime) -> dict[str, Values | None]:
        """The values shown of each document; None of one that was withdrawn."""
        found: dict[str, Values | None] = {}
        for telegram in self.documents:
            so_far = [one for one in self.changes[telegram.pk] if one.run.started <= when]
            if not so_far:
                continue
            record = self.read[telegram.pk][len(so_far) - 1]
            made = {
                one.field: corrected_value(one)
                for one in self.corrections
                if one.telegram_id == telegram.pk and one.at <= when
                and (one.withdrawn_at is None or one.withdrawn_at > when)
            }  # fmt: skip
            standing = list(made.values())
            shown = corrections.show(record.values, standing, errata.show(Printed.of(record), standing))
            is_held = so_far[-1].action != "withdrawn"
            found[str(telegram)] = {field.value: one.value for field, one in shown.items()} if is_held else None
        return found

    def people_at(self, when: datetime) -> dict[str, str]:
        """Who was merged into whom in the end."""
        to = {gone: kept for at, undone, gone, kept in self.merges if at <= when and not (undone and undone <= when)}
        to |= {gone: off for undone, gone, off in self.retired if undone and undone <= when}
        found = {}
        for one in to:
            top = one
            while top in to:
                top = to[top]
            found[one] = top
        return found


def people_now() -> dict[str, str]:
    """Who is merged into whom."""
    return dict(Person.objects.exclude(merged_into=None).values_list("slug", "merged_into__slug"))
