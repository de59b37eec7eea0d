"""What one block of a printed page is by its own words: labels, salutations, lists, omissions."""

import re

from telegrams.parsing.source_note import read_markings

_GLUED = re.compile(r"(?<=[^\s\d(/–-])\d{1,3}[a-z]?$|(?<=[\]).,])[*†‡§]+$|(?<=[\])])[l\d*]{1,3}$")
_BRACKETED = re.compile(
    r"""\*?[\[(](?:(?:Extracts?|Paraphrase|Translation|Telegram|Telegraphic|Cablegram|Circular|Unsigned|Copy|Private|Enclosure|By\s+telegraph|Confidential|Radiogram
    |Memorandum|Text|Draft|Summary|Communicated|Received|Handed|Personally|Left\s+at|Informal|Unofficial|Abstract|Substance|Austrian|French|From|Airgram|Excerpts?|Abridged|By\s+cable|Cable|Confidentielle|Personal|Strictly)\b[^\[\]]{0,140}?)\]?[\])]?\.?""",
    re.VERBOSE | re.IGNORECASE,
)
_TEXT_FORM = re.compile(
    r"\b(?:Extracts?|Paraphrase|Translation|Telegram|Cablegram|Circular|Copy|Radiogram|Telegraphic|Airgram|Abstract|Excerpts?)\b",
    re.IGNORECASE,
)
_PART_LABEL = re.compile(
    r"""[\[(*]?(?:Sub-?\s?)?(?:(?:In|En)closures?|Sub-?(?:in|en)closures?|Annex(?:e|ure|ed)?|Appendix|Attachment|Tab|Accompaniment|Exhibit|Supplement)
    (?:\s+(?:No\.?\s*)?[\dA-Z]{1,3}\b)?(?:[\s,.—–:-]+.{0,110})?[\])]?\.?""",
    re.VERBOSE | re.IGNORECASE,
)
_SERIAL = re.compile(
    r"\*?(?:No\.\s*\d{1,4}(?:[½a-zA-Z])?\.?|\[\d{1,4}\]|\d{1,4}[a-z]?\.|[IVXL]{1,6}\.|[A-Z]\.|Document\s+(?:No\.\s*)?\d{1,4}\.?)"
)
_SALUTATION = re.compile(
    r"""[\[“"(]?(?:(?:My\s+|Very\s+|Most\s+)*(?:Dear|Dr\.?)\b.{0,70}
    |(?:My\s+Lord|Your\s+(?:Excellency|Excellencies|Majesty|Highness|Royal\s+Highness|Imperial\s+Highness|Lordship|Grace)|Sir|Sirs|Gentlemen|Monsieur|Excellency|Excellencies|Mr\.?\s+\w+|Mr\.\s+Secretary(?:\s+of\s+State)?|Madam|Great\s+and\s+Good\s+Friend|Mister|Me\.|M\.\s+le\s+Ministre|General|Admiral|Honorable\s+Sir|Señor|Mr\.\s+(?:Minister|President|Ambassador|Chargé.{0,15}|Consul.{0,10}))(?:,.{0,40})?)
    \s*[:;,.—–-]+""",
    re.VERBOSE | re.IGNORECASE,
)
_LIST_ITEM = re.compile(
    r"[\[(“\"]?(?:\d{1,3}[.)]|\(?[a-z]{1,2}\)|\([a-zA-Z\d]{1,4}\)|[IVX]{1,5}[.)]|[A-Za-z][.)]|[-•—])\s+\S"
)
_OMISSION = re.compile(r"(?:[.…*•]\s*){3,}|…")
_EDITORS = re.compile(r"\[(?!\d)[^\[\]]{12,}(?:\[[^\[\]]*\][^\[\]]*)*\]\.?", re.DOTALL)
_SUBJECT = re.compile(
    r"(?:Subject|SUBJECT|Re|RE|Subj)\s*[:.—]",
)
_PARTICIPANTS = re.compile(
    r"(?:Participants?|PARTICIPANTS?|Present|PRESENT|Those\s+[Pp]resent|Participating)\b\s*[:|—-]"
)
_PAGE_ONLY = re.compile(
    r"\s*(?:\[{1,2}\s?(?:(?:facsimile|typeset)\s)?(?:page\s?|p\.\s?)\[?(?:\d{1,5}[a-z]{0,2}|[ivxlcdm]{1,9})\]?\s?\]{1,2}\s*)+",
    re.IGNORECASE,
)


def loose(text: str) -> str:
    """The block without page markers, and without a note mark glued to its end: for judging only.

    >>> loose("The Minister to the Secretary of State21"), loose("[Page 12] Paris, May 3, 1919.57")
    ('The Minister to the Secretary of State', 'Paris, May 3, 1919.')
    """
    plain = _PAGE_MARK.sub(" ", text) if "[" in text else text
    plain = " ".join(plain.split()) if len(plain) < 4000 else plain.strip()
    return _GLUED.sub("", plain).rstrip() if len(plain) < 1000 else plain


_PAGE_MARK = re.compile(
    r"\s*\[{1,2}\s?(?:(?:facsimile|typeset)\s)?(?:page\s?|p\.\s?)\[?(?:\d{1,5}[a-z]{0,2}|[ivxlcdm]{1,9})\]?\s?\]{1,2}\s*",
    re.IGNORECASE,
)


def is_page_alone(text: str) -> bool:
    """Whether a block is nothing but page markers.

    >>> is_page_alone("[Page 922]"), is_page_alone("[Page torn]")
    (True, False)
    """
    return "[" in text and bool(_PAGE_ONLY.fullmatch(text))


def is_bracket_line(text: str) -> bool:
    """Whether a line is an editors' bracket on the form of the text: [Paraphrase], [Extract.].

    >>> is_bracket_line("[Telegram.—Translation.]"), is_bracket_line("[Here follows text of a note.]")
    (True, False)
    """
    return (
        len(text) < 170
        and bool(_BRACKETED.fullmatch(text))
        and bool(
            _TEXT_FORM.search(text)
            or re.match(
                r"[\[(](?:Unsigned|Private|Confidential|Personally|Handed|Communicated|Received|Informal|Unofficial|Personal|Strictly)",
                text,
            )
        )
    )


def is_part_label(text: str) -> bool:
    """Whether a line opens a document sent inside another.

    >>> is_part_label("[Inclosure 1 in No. 53.]"), is_part_label("[Enclosure—Translation]"), is_part_label("EXHIBIT A.")
    (True, True, True)
    >>> is_part_label("[For enclosures see the next paper.]"), is_part_label("Enclosure 4 was returned to the consul.")
    (False, False)
    """
    if len(text) > 130 or not _PART_LABEL.fullmatch(text):
        return False
    if text.startswith(("[", "(", "*")):
        return text.rstrip(".")[-1] in "])"
    words = text.split()
    return len(words) <= 6 and not re.search(r"\b(?:is|was|were|are|the|see|to|of)\b", text)


def is_serial(text: str) -> bool:
    """Whether a line is the number a volume prints above a heading.

    >>> is_serial("No. 77."), is_serial("H."), is_serial("[12]"), is_serial("No. 276.]")
    (True, True, True, False)
    """
    return bool(_SERIAL.fullmatch(text))


def is_salutation(text: str) -> bool:
    """Whether a paragraph is an address in words, or opens with one.

    >>> is_salutation("Sir: I have the honor"), is_salutation("My dear Mr. Secretary:")
    (True, True)
    >>> is_salutation("General remarks")
    False
    """
    return bool(_SALUTATION.match(text[:120]))


def is_salutation_alone(text: str) -> bool:
    """Whether a paragraph is nothing but a salutation.

    >>> is_salutation_alone("Sir:"), is_salutation_alone("Sir: I have the honor")
    (True, False)
    """
    return len(text) < 90 and bool(_SALUTATION.fullmatch(text))


def is_list_item(text: str) -> bool:
    """Whether a paragraph opens with the label of a list.

    >>> is_list_item("(a) The Steering Committee"), is_list_item("1. Louis Napoleon"), is_list_item("The President")
    (True, True, False)
    """
    return bool(_LIST_ITEM.match(text[:40]))


def is_omission(text: str) -> bool:
    """Whether a line only says that text is left out.

    >>> is_omission("* * * * *"), is_omission(". . . . . . ."), is_omission("…")
    (True, True, True)
    """
    return len(text) < 200 and bool(_OMISSION.fullmatch(text.strip()))


def is_editors_text(text: str) -> bool:
    """Whether a paragraph stands wholly in editors' brackets.

    >>> is_editors_text("[Here follow texts of three documents …]")
    True
    """
    return text.startswith("[") and len(text) < 3000 and bool(_EDITORS.fullmatch(text))


def is_table_row(text: str) -> bool:
    """Whether a paragraph is a row of a table.

    >>> is_table_row("Classe C | $1,000 | $2,000")
    True
    """
    return " | " in text


def is_quotation(text: str) -> bool:
    """Whether a paragraph is quoted from its first letter on.

    >>> is_quotation("“Mr. Lansing said so.”")
    True
    """
    return text.startswith(("“", '"')) and len(text) > 1


def is_subject(text: str) -> bool:
    """Whether a line says what the paper is about.

    >>> is_subject("Subject: Relief from duty")
    True
    """
    return bool(_SUBJECT.match(text)) and len(text) < 600


def is_participants(text: str) -> bool:
    """Whether a line lists those present.

    >>> is_participants("Participants: | Argentine Ambassador")
    True
    """
    return bool(_PARTICIPANTS.match(text)) and len(text) < 3000


def is_marking(text: str) -> bool:
    """Whether every line of a block is a marking of secrecy or precedence.

    >>> is_marking("secret\\nus urgent"), is_marking("No. 5")
    (True, False)
    """
    lines = [line for line in text.split("\n") if line.strip()]
    return bool(lines) and len(text) < 200 and all(read_markings(line) is not None for line in lines)
