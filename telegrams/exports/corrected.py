"""What people corrected of a document, for the forms in which it is handed out: one list, said alike in all."""

from collections.abc import Iterable
from dataclasses import dataclass

from telegrams import corrections, errata
from telegrams.corrections import CorrectedValue, ShownValue
from telegrams.errata import PlacedField, Printed, ShownPlaces, in_words, printed_of
from telegrams.models import Telegram
from telegrams.records import values_from_json
from telegrams.saying import NOT_STATED
from telegrams.vocabulary import HeaderField


@dataclass(frozen=True, slots=True)
class Corrected:
    """The shown values of a header, the places of a document, and its standing corrections of these."""

    header: dict[HeaderField, ShownValue]
    places: ShownPlaces
    placed: tuple[ShownValue, ...]
    printed: Printed

    def lines(self) -> Iterable[str]:
        """Every correction in words: 'Text: “Harriman” instead of “Barriman”. Misprint. Source: RG 59.'."""
        for value in (*self.header.values(), *self.placed):
            if value.correction is not None:
                yield f"{value.field.label}: {self._said(value)}"

    def _said(self, value: ShownValue) -> str:
        made = value.correction
        if made is None:
            return ""
        instead = f"{self._in_words(value.field, made.value)} instead of {self._in_words(value.field, value.loaded)}"
        aside = " Set aside: the source has changed since." if value.conflicting and value in self.placed else ""
        return f"{instead}. {made.reason.rstrip('.')}. Source: {made.source.rstrip('.')}.{aside}"

    def _in_words(self, field: HeaderField | PlacedField, value: str) -> str:
        if isinstance(field, PlacedField):
            return in_words(field, value, self.printed.text)
        return f"“{value}”" if value else NOT_STATED


def corrected(telegram: Telegram) -> Corrected:
    """What is shown of a telegram whose corrections are at hand; notes and pages are read where one is corrected."""
    standing = standing_of(telegram)
    printed = printed_of(telegram) if telegram.places else Printed(telegram.text)
    places = errata.show(printed, standing)
    return Corrected(
        corrections.show(values_from_json(telegram.loaded), standing, places),
        places,
        tuple(corrections.show_placed(standing, printed)),
        printed,
    )


def standing_of(telegram: Telegram) -> list[CorrectedValue]:
    """The corrections of a telegram that nobody has taken back; reads ``corrections.all()``."""
    return [corrections.corrected_value(row) for row in telegram.corrections.all() if row.withdrawn_at is None]
