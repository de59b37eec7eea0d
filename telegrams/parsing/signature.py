"""Names under a text, closing words before them, and addresses below."""

import re

from telegrams.parsing.names import is_name, surname

LONGEST = 170

# I am, sir, your obedient servant, · I have [etc.] · Very respectfully, · Yours sincerely, · Accept, etc.
_CLOSING = re.compile(
    r"""(?:.{0,400}?(?:obedient|humble|faithful)(?:\s\w+){0,3}\s+servants?[\s.,;]*
    |(?:I|We)\s+(?:have|am|remain|avail|beg|embrace|take|seize|are|renew)\b[^.]{0,90}(?:\[etc\.?\]|&c\.?|etc\.?|&c)[\s.,;]*
    |(?:Accept|Please\s+accept|Receive|Be\s+pleased)\b[^.]{0,110}(?:\[etc\.?\]|&c\.?|etc\.?|consideration|assurances?|esteem|regard)[^.]{0,60}[\s.,;]*
    |(?:The\s+undersigned|I)\s+(?:avails?|embraces?|takes?)\b.{0,260}
    |(?:With\s+(?:great|high|the|kind|best|warm|much|sincere|profound|my|every|all|considerations?|sentiments?|assurances?|renewed|respect|esteem|cordial)\b.{0,160})
    |(?:(?:I\s+am|I\s+remain|We\s+are|We\s+remain|Believe\s+me|Very|Most|Yours?|Ever|Always|Respectfully|Sincerely|Faithfully|Cordially|As\s+ever
       |Affectionately|Truly|Your\s+obedient|Your\s+friend|Submitted|Your)\b[^.:]{0,90}(?:yours?|respectfully|truly|sincerely|faithfully|cordially|submitted|respect|ever|affectionately|fraternally|sir|excellency|always|friend)\b[^.:]{0,60}[\s.,;]*)
    |(?:Respectfully|Sincerely|Faithfully|Cordially|Truly|As\s+ever|Very\s+respectfully|Affectionately|Yours|Fraternally|Obediently)(?:\s+(?:yours?|submitted|etc\.?))?[\s.,;]*
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_FOR_ANOTHER = re.compile(
    r"[\[(]?(?:In the absence of|For(?:\s+and\s+in\s+the\s+absence\s+of)?)\]?\s+(?:the\s+"
    r"|The\s+)?[A-Z][\w\s.’,-]{2,70}:?[\])]?:?"
)
# Signatures that are no person's: a mission, a firm, or the editors' word that there is none.
_NO_PERSON = re.compile(
    r"""(?:Am\[erican\]|American|British|French|Japanese|Italian|Russian|Belgian|Amer)\s+(?:Peace\s+)?(?:Mission|Legation|Embassy|Delegation
      |Commission(?:ers)?|Consul(?:ate)?(?:\s+General)?)\.?
    |Am(?:mission|embassy|legation|consul)\.?
    |\[(?:File\s+copy\s+(?:is\s+)?not\s+signed|No\s+signatures?(?:\s+indicated)?|Not\s+signed|Unsigned|Signature\s+illegible|Illegible)\.?\]
    |[A-Z][\w.’&\s-]{1,40}(?:&|and)\s+(?:Co|Company|Sons|Bros)\b\.?(?:,?\s+(?:Inc|Ltd|Incorporated|Limited)\b\.?)?""",
    re.VERBOSE | re.IGNORECASE,
)
_SEAL = re.compile(
    r"[\[(]\s?(?:seals?|l\.\s?s\.|seal\s+of\b[^\])]{0,70}|signed|signature|place\s+of\s+seal)[\s.]*[\])]\.?",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"""\[?(?:(?:The|His|Her|U\.\s?S\.?|United\s+States|American|British|Acting|Assistant|Under|Deputy|Vice|Vice-|Second|First|Third|Chief|Special|Honorary|Late)[\s-]+){0,4}
    (?:Secretary|Secretaries|Counsell?or|Consul(?:[\s-]General)?|Vice[\s-]?Consul|Minister|Ambassador|Attach[ée]|Director|Solicitor|Chairman|President|Commissioner|Commander|Captain
    |Colonel|General|Major(?:\s+General)?|Brigadier(?:\s+General)?|Admiral|Rear\s+Admiral|Lieutenant|Envoy|Charg[ée](?:\sd[’']\s?Affaires)?|Delegate|Representative|Agent|Clerk|Governor|Attorney|Treasurer|Chancellor|Officer|Adviser|Advisor|On\s+behalf|Commercial|Administrator|Mayor|Premier|Marshal|Comptroller|Manager|Prime\s+Minister|Notary|Deputy|Postmaster|Member|Members|Justice|Judge|Legal\s+Adviser|Economic|Military|Naval|Division|Office|In\s+charge|for\s+the)\b[^.;:?!]{0,110}\.?\]?""",
    re.VERBOSE | re.IGNORECASE,
)
_NO_SIGNATURE = re.compile(
    r"""\b(?:Repeat(?:ed)?|Please|Copy|Copies|Mailed|Sent|Paris|Not\s+printed|Inform(?:ed)?|Same\s+to|Advise|Translation|Approved|Noted|Confidential|Received|Continued|Etc|Following|Advised|Department|Embassy|Legation
    |Adopted|Done|Present|Adjourned|End|Message|Ends|Article|Section|Annex|Appendix|Enclosure|Inclosure|No|Chapter|Part|Total|Postscript|Signed|EXHIBIT|ANNEX|APPENDIX|ARTICLE|SECTION|CHAPTER|PART|Note|Notes|Question|Answer|Exhibit|Protocol|Table|Schedule|Agenda|Telegram)\b""",
    re.VERBOSE,
)
_RANK = re.compile(
    r"\b(?:Captain|Lieutenant|Colonel|General|Major|Admiral|Commander|Prince|Count|Baron|Lord|Duke|Rear|Vice|Commodore"
    r"|Consul|Marquis|Viscount|Earl|Sir|Le|La|El)\b\.?\s*"
)
_OFFICE_BEGINS = re.compile(
    r"(?<=\s)(?:United\sStates|U\.\s?S\.|First|Second|Third|Acting|Assistant|Under|Deputy|Secretary|Director|Solicitor|Chief|Counselor|Consul|Minister"
    r"|Chairman|American|On behalf|Major General|Brigadier|Lieutenant|Captain|Colonel|Commander|President"
    r"|Attorney|Special)\b"
)
_ADDRESS = re.compile(
    r"""(?:(?:To\s+)?(?:the\s+|his\s+|her\s+)?(?:right\s+)?(?:Hon|Honorable|His\s+Excellency|His\s+Highness|His\s+Imperial|Her\s+Majesty[’']?s?|Sir|Messrs|Messieurs|The\s+Right\s+Hon)\b[.,]?
      |To\s+(?:the|his|her|Mr|Lord|Sir|[A-Z])|Their\s+Excellenc|His\s+Excellency|Excellenc)""",
    re.VERBOSE | re.IGNORECASE,
)
_ADDRESS_MARKS = re.compile(r"&c\.?|\bEsq\b|\betc\.?,?\s*etc|\bEsquire\b")
_TITLED = re.compile(
    r"(?:Mr|Mrs|Lord|M|Monsieur|Sir|Señor|Senor|Baron|Count|Prince|Earl|General|Rear Admiral|Commodore"
    r"|Captain|Dr|Professor|Messrs|Viscount|Marquis|The)\b\.?\s"
)
_POSTSCRIPT = re.compile(r"\[?P\.\s?(?:P\.\s?)?S\.|Postscript\b|N\.\s?B\.")


def is_closing(text: str) -> bool:
    """Whether a paragraph is the courtesy before a signature.

    >>> is_closing("I have the honor to be, sir, your obedient servant,"), is_closing("Accept [etc.]")
    (True, True)
    >>> is_closing("The Minister has left."), is_closing("I am [etc.]")
    (False, True)
    """
    text = text.strip()
    if len(text) > 700:
        text = text[-400:]
    return bool(_CLOSING.fullmatch(text)) or bool(
        re.search(
            r"(?:obedient(?:,? \w+)? servant|I am,? (?:dear )?sir,? (?:very )?respectfully[^.]{0,40}|&c\.,? &c"
            r"|\[etc\.?\]|, etc\.),?\s*$",
            text,
        )
    )


def is_signature_line(text: str) -> bool:
    """Whether a line looks like a name under a text, with or without an office.

    >>> is_signature_line("Kellogg"), is_signature_line("F. B. FORBES, Vice-Consul, in charge of Consulate General.")
    (True, True)
    >>> is_signature_line("Alvey A. Adee Second Assistant Secretary"), is_signature_line("“BISMARCK.”")
    (True, True)
    >>> is_signature_line("S[umner] W[elles]"), is_signature_line("Repeated to Tegucigalpa."), is_signature_line("Sir:")
    (True, False, False)
    """
    text = text.strip()
    quoted = re.fullmatch(r"“([^“”]{3,60})”", text)
    text = quoted[1] if quoted and quoted[1].isupper() else text
    if not text or len(text) > LONGEST or text[-1] in ":;?!" or " | " in text or "&c" in text:
        return False
    if _NO_PERSON.fullmatch(text):
        return True
    if text[0] in '“"‘*(' and not text.startswith(("(Signed", "(signed", "(Sgd", "(s)")):
        return False
    core = re.sub(r"^\[?(?:\(?(?:[Ss]igned|Sgd\.?|s|SIGNED)[.,]?\)?:?)\s+", "", text)
    core = re.sub(r"\[(?:seal|l\.\s?s)\.?\]", "", core, flags=re.IGNORECASE)
    core = re.sub(r"[\[\]()]", "", core).replace(" + ", " ").replace("/s/", "").strip(" ,.—–-")
    if not core or _NO_SIGNATURE.match(core):
        return False
    name, _, title = core.partition(",")
    if len(title.split()) > 18 or (text[-1] == "." and len(core.split()) > 18):
        return False
    return _names_a_signer(name) or _name_and_office(name)


def _names_a_signer(name: str) -> bool:
    name = re.sub(r"\s*\b(?:his|mark|per)\b\s*", " ", name).strip()
    if re.match(r"(?:Mr|Mrs)\b", name) or len(name.split()) > 8:
        return False
    plain = _RANK.sub("", name)
    return is_name(name) or is_name(plain) or bool(re.fullmatch(r"(?:[A-Z]\.\s?){2,5}", name + "."))


def _name_and_office(words: str) -> bool:
    """'Alvey A. Adee Second Assistant Secretary': the office on the line of the name, no comma between."""
    for office in _OFFICE_BEGINS.finditer(words):
        if _names_a_signer(words[: office.start()].strip(" .")) and _OFFICE.fullmatch(words[office.start() :]):
            return True
    return False


def is_countersigned(text: str) -> bool:
    """Whether a line under a signature says who attests it: 'By the President: Robert Lansing, Secretary of State.'

    >>> is_countersigned("By the President:"), is_countersigned("By that time he had left")
    (True, False)
    """
    return len(text) < LONGEST and bool(
        re.match(
            r"By (?:the (?:President|King|Queen|Governor)|direction|order)\b|Note:|Attest\b|Witness(?:es)?\b",
            text.strip(),
        )
    )


def is_office_line(text: str) -> bool:
    """Whether a line under a name is the signer's office, or says for whom he signs.

    >>> is_office_line("Counselor of Embassy"), is_office_line("For the Ambassador:"), is_office_line("[seal]")
    (True, True, True)
    """
    text = text.strip()
    if len(text) > LONGEST or not text:
        return False
    return bool(_SEAL.fullmatch(text) or _FOR_ANOTHER.fullmatch(text) or _OFFICE.fullmatch(text))


def signs_for_another(text: str) -> bool:
    """Whether a line opens a signature block: 'For the Secretary of State:'.

    >>> signs_for_another("For the Secretary of State:"), signs_for_another("For this we thank you")
    (True, False)
    """
    text = text.strip()
    return bool(_FOR_ANOTHER.fullmatch(text) or _SEAL.fullmatch(text))


def is_address(text: str) -> bool:
    """Whether a line under a letter is its address.

    >>> is_address("Hon. William H. Seward, Secretary of State, Washington, D. C.")
    True
    >>> is_address("Wm. L. Dayton, Esq., &c., &c.")
    True
    """
    text = text.strip()
    if not text or len(text) > 260 or text[-1] in "?!:":
        return False
    return bool(_ADDRESS.match(text) or _ADDRESS_MARKS.search(text) or _TITLED.match(text))


def is_postscript(text: str) -> bool:
    """Whether a paragraph is a postscript.

    >>> is_postscript("P. S.—Since writing the above")
    True
    """
    return bool(_POSTSCRIPT.match(text.strip()))


def is_same_person(signature: str, name: str | None) -> bool:
    """Whether a signature bears the family name of ``name``.

    >>> is_same_person("W. H. SEWARD.", "Seward"), is_same_person("Kellogg", None)
    (True, False)
    """
    if not name:
        return False
    mine, theirs = surname(signature), surname(name)
    return bool(mine and theirs and mine.casefold().strip("[]") == theirs.casefold())


def is_capital_name(text: str) -> bool:
    """Whether a line is a name of several words in capitals, as volumes of the nineteenth century print signatures.

    >>> is_capital_name("GEORGE F. SEWARD, United States Consul.")
    True
    >>> is_capital_name("TENTERDEN."), is_capital_name("ANNEX A.")
    (False, False)
    """
    name = text.strip().partition(",")[0].strip(" .")
    words = [word for word in re.findall(r"[\w’'-]+", name) if len(word) > 1]
    if text.startswith(("“", '"')):
        return False
    return len(words) >= 1 and len(name.split()) >= 2 and name.isupper() and len(name) < 50 and is_signature_line(text)
