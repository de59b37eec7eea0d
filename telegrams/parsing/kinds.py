"""What a printed document is, told by its source line, heading and number line."""

import re
from collections.abc import Sequence

from telegrams.vocabulary import Kind

_MEMORANDUM = re.compile(
    r"(?:Draft\s+|Copy\s+of\s+|Personal\s+|Confidential\s+|Informal\s+|Unsigned\s+)*(?:Memorandum|Memoranda|Aide-M[ée]moire)\b",
    re.IGNORECASE,
)
_MINUTES = re.compile(
    r"\bMinutes\b|^(?:Secretary[’']s\s+|Secretaries[’']\s+|Bohlen\s+|Agreed\s+)?(?:Notes|Record"
    r"|Proc[èe]s[- ]Verbal|Summary|Verbatim\s+Record)\s+of\s+(?:a\s+|an\s+"
    r"|the\s+)?(?:[\w-]+\s+){0,3}(?:Meeting|Conference|Conversation Held|Session)",
    re.IGNORECASE,
)
_AGREEMENT = re.compile(
    r"(?:Draft\s+(?:of\s+(?:an?\s+)?)?|Text\s+of\s+(?:the\s+)?|Supplementary\s+|Proposed\s+|Preliminary\s+|Exchange\s+of\s+)*(?:Treaty|Convention|Protocol|Agreement|Armistice|Pact|Arrangement)\b(?!.*\bto\s+the\s+(?:Secretary|Department))",
)
_EDITORIAL = re.compile(r"^\W*Editorial\s+Note\b|^\W*\[?Editors?[’']?\s+Note\b|\bEditorial\s+Note\W*$", re.IGNORECASE)
_TELEGRAM = re.compile(r"telegram|cablegram|radiogram|telegraphic", re.IGNORECASE)
_CIRCULAR = re.compile(r"\bcircular\b", re.IGNORECASE)
_DEPARTMENT = re.compile(
    r"\b(?:(?:Acting\s+|Under\s+|Assistant\s+)?Secretary of State(?!\s+for\b)|Department of State"
    r"|(?:Acting )?Secretary General)\b"
)


def kind_of(
    notes: Sequence[str], heading: str, has_number: bool, sender_office: str, has_parties: bool, is_note: bool = False
) -> Kind:
    """The kind of a document.

    ``notes``: source lines and bracketed lines; ``heading`` without its serial; ``has_number``:
    whether it has a line 'No. 58'; ``is_note``: a formal note between governments by its own words.

    >>> kind_of(["711.61/11–2245: Telegram"], "The Ambassador … to the Secretary of State", False, "", True).value
    'telegram'
    >>> kind_of([], "Mr. Adams to Mr. Seward.", True, "", True).value
    'despatch'
    """
    words = " ".join(note.rpartition(":")[2] if ":" in note else note for note in notes)
    if _EDITORIAL.search(heading):
        return Kind.EDITORIAL_NOTE
    if re.search(r"airgram", words + " " + heading[:30], re.IGNORECASE):
        return Kind.AIRGRAM
    if _TELEGRAM.search(words) or re.match(r"(?:Copy of )?(?:Circular )?Telegram\b", heading):
        return Kind.CIRCULAR if _CIRCULAR.search(words) or _CIRCULAR.search(heading[:20]) else Kind.TELEGRAM
    if _MEMORANDUM.match(heading):
        return Kind.MEMORANDUM
    if _MINUTES.search(heading):
        return Kind.MINUTES
    if _AGREEMENT.match(heading):
        return Kind.AGREEMENT
    if re.match(r"Despatch\b|Dispatch\b", heading):
        return Kind.DESPATCH
    if re.match(r"Instruction\b", heading) or re.search(r"\binstruction\b", words, re.IGNORECASE):
        return Kind.INSTRUCTION
    if has_number:
        return Kind.INSTRUCTION if _DEPARTMENT.search(sender_office) else Kind.DESPATCH
    if has_parties:
        return Kind.NOTE if is_note else Kind.LETTER
    return Kind.OTHER


def is_the_department(office: str) -> bool:
    """Whether an office is the Department of State or one who writes for it.

    >>> is_the_department("Acting Secretary of State")
    True
    >>> is_the_department("British Secretary of State for Foreign Affairs")
    False
    """
    return bool(
        re.fullmatch(
            r"(?:(?:Acting|Under|Assistant|Deputy)\s+)*Secretary of State|Department of State|Department",
            office.strip(),
        )
    )


_TITLE = re.compile(
    r"""(?:\*?No\.\s*\d+[.\s]+|\d{1,4}\.\s+)?(?:Draft|Articles\s+(?:between|of)|Proposed|Text|Copy|Final|Preliminary|Supplementary|Extracts?\s+from|Statement|Memorandum|Memoranda|Minutes|Notes?\s+of|Note\s+from|Record\s+of|Report|Treaty|Convention|Protocol|Agreement|Editorial\s+Note
    |Proclamation|Resolution|Declaration|Press\s+Release|Paper\s+Prepared|Circular|Letter|Telegram|Despatch
    |Dispatch|Message|Address|Speech|Remarks|Conversation|Aide-M[ée]moire|Executive\s+Order|Proc[èe]s[- ]Verbal
    |Act\s+of|An\s+Act|Instructions?\s+(?:to|for)|Summary|Agenda|Law|Decree|Regulations?|Translation|Affidavit
    |Deposition|Petition|List\s+of|Joint|Diary|Questions|Bulletin|Answers?|Argument|Decision|Award)\b""",
    re.VERBOSE,
)


def is_title(text: str) -> bool:
    """Whether a line opens like the title of a paper.

    >>> is_title("Minutes of a Meeting of the American Commissioners"), is_title("I have the honor")
    (True, False)
    """
    return len(text) < 600 and bool(_TITLE.match(text))
