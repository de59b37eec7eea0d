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
    "page-marks-corrected": "from the page marks as corrected",
    "first-marker-minus-one": "the page before the first page mark",
}
"""Rules of inference by their names, in plain words; one that is not here is shown by its name."""


def rule_said(rule: str) -> str:
    """The rule behind an inferred value, in plain words."""
    return RULES.get(rule, rule)


REMARKS = {
    "bad-date": "days that are in no calendar",
    "date-mismatch": "dates that disagree: dateline, file number, mark-up",
    "encoded-date": "dates of the mark-up that say another day than the print",
    "encoded-document-date": "days of the mark-up that say another day than the print",
    "received-before-sent": "received before they were sent, or months after",
    "odd-year": "days far from the years of the volume",
    "no-date": "documents without a date",
    "no-heading": "documents without a heading",
    "long-heading": "headings of unusual length",
    "no-source-note": "documents without a file number",
    "no-message-number": "telegrams without a number",
    "file-number": "file numbers that cannot be read",
    "signature": "no signature, or another than the sender's",
    "unknown-kind": "kinds of documents that are not known",
    "note-without-label": "notes without their mark",
    "note-without-ref": "notes without a mark in the text",
    "ref-without-note": "marks without a note",
    "note-numbering": "notes that do not follow one another",
    "note-misplaced": "notes above the end of the text",
    "page-order": "pages that do not follow one another",
    "duplicate-page": "pages that begin twice",
    "page-marker": "page marks that cannot be read",
    "dangling-ref": "references to what is not in the volume",
    "no-target": "references into whole volumes, to what no document holds",
    "unsafe-target": "references to what no link may lead to",
    "duplicate-id": "ids that stand twice",
    "no-id": "documents without an id",
    "no-body": "documents without text",
    "conflict": "corrections whose source has moved",
    "residue": "words that are in no record",
    "repeated-received": "receipts that stand twice",
    "two-documents": "documents that seem to be two",
    "value": "values that the archive cannot hold",
}
"""What loads remark, by the codes of problems, in plain words; one that is not here is shown by its code."""


def remark_said(code: str) -> str:
    """Remarks of a code, in plain words."""
    return REMARKS.get(code, code)
