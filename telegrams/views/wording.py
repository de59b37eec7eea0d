"""Signs of certainty, and the rules behind inferred values in plain words."""

from dataclasses import dataclass

from telegrams.vocabulary import Certainty, Origin


@dataclass(frozen=True, slots=True)
class Sign:
    """A mark of certainty: the symbol, its word, and the class that colours both."""

    symbol: str
    word: str
    tone: str


SIGNS = {
    Origin.PRINTED: Sign("●", "printed", "sure"),
    Origin.SUPPLIED: Sign("◐", "supplied by the editors", "probable"),
    Origin.INFERRED: Sign("○", "inferred", "unsure"),
    Origin.CORRECTED: Sign("✎", "corrected", "probable"),
}
"""The sign of each origin; it stands beside every value."""

CERTAINTY_SIGNS = {
    Certainty.SURE: Sign("●", "sure", "sure"),
    Certainty.PROBABLE: Sign("◐", "probable", "probable"),
    Certainty.AMBIGUOUS: Sign("◐", "ambiguous", "probable"),
    Certainty.NOT_HELD: Sign("○", "not in this archive", "unsure"),
}
"""The sign of each certainty of a link."""

NOT_SOUGHT = Sign("○", "not looked up", "unsure")
"""The sign of a reference that the archive cannot yet follow; it says nothing of what is held."""

RULES = {
    "form-of-the-print": "from the form of the print; the source line does not name the kind",
    "file-number-day": "from the file number, which keeps the day a telegram to the Department was filed",
    "file-number-not-before": "from the file number: outgoing papers are filed under the day of the one they answer",
    "seat-of-department": "the Department's own seat; no dateline in the source",
    "seat-of-office": "seat of the sender's office; no dateline in the source",
    "place-of-office": "the place the sender's office names; no dateline in the source",
    "first-marker-minus-one": "the page before the first page mark",
}
"""Rules of inference by their names, in plain words; one that is not here is shown by its name."""


def rule_said(rule: str) -> str:
    """The rule behind an inferred value, in plain words."""
    return RULES.get(rule, rule)
