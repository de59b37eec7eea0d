"""Names as printed: titles, surnames, and whether words are a person's name at all."""

import re

TITLES = (
    "Rear Admiral|Vice Admiral|Fleet Admiral|Brigadier General|Major General|Lieutenant General|Lieutenant Colonel"
    "|Lieutenant Commander|Vice Consul|Prime Minister|Vice President|His Excellency|Her Excellency"
    "|His Majesty|Her Majesty|Field Marshal|Viscount|Viscountess|Mr|Mrs|Miss|Messrs|Mme|Madame|M|MM|Monsieur|Sir|Dr"
    "|Hon|The Hon|Right Hon|Rev|Judge|Justice|Chief Justice|Senator|Representative|Congressman|Professor|Prof|President"
    "|Generalissimo|General|Gen|Colonel|Col|Captain|Capt|Major|Maj|Commander|Commodore|Comdr|Admiral|Lieutenant|Lieut"
    "|Lt|Ensign|Sergeant|Marshal|Governor|Mayor|Premier|Chancellor|Ambassador|Minister|Secretary|Consul|Commissioner"
    "|Under Secretary|Assistant Secretary|Acting Secretary|Secretary-General"
    "|Lord|Lady|Earl|Count|Baron|Marquis|Marquess|Duke|Duc|Duchess|Prince|Princess|King|Queen|Emperor|Archbishop"
    "|Bishop|Cardinal|Father|Pasha|Bey|Señor|Señora|Senhor|Senor|Signor|Don|Dom|Herr|Frau|Sr|Esq|Archduke|Sheikh|Shaikh|Sultan|Chevalier"
)
_TITLE = re.compile(rf"(?:(?:{TITLES})\b\.?\s+)+", re.IGNORECASE)
_PARTICLE = (
    r"(?:de|del|della|dell|der|den|des|di|do|da|dos|du|la|le|van|von|zu|zur|ten|ter|bin|ibn|al|el|y|e|af|von der"
    r"|d[’']|l[’'])"
)
_LAST = re.compile(
    rf"(?P<first>.*?)(?P<family>(?:\b{_PARTICLE}\b[ ’']?\s*)*[^\W\d_][\w’'.-]*)\s*(?:,?\s*(?:Jr|Sr|II|III"
    rf"|IV|2d|3d)\b\.?)?[\s.,]*$",
    re.IGNORECASE,
)
_INITIAL = r"(?:[A-ZÀ-Þ]\.(?:-[A-Z]\.)?)"
_NAME_WORD = r"(?:(?:Mc|Mac|O[’']|D[’']|d[’']|l[’']|L[’'])?\s?[A-ZÀ-Þ][\w’'–-]*\.?)"
_PLAIN_NAME = re.compile(
    rf"{_INITIAL}*(?:{_NAME_WORD}|{_INITIAL})(?:[ -]?(?:{_INITIAL}|{_NAME_WORD}"
    rf"|{_PARTICLE})[ ]?){{0,6}}(?:,?\s(?:Jr|Sr|II|III)\b\.?)?"
)
_NO_NAME = re.compile(
    r"""\b(?:Embassy|Legation|Consulate|Department|Ministry|Government|Delegation|Mission|Commission|Committee|Council|Office
    |Company|Co|Corporation|Incorporated|Inc|Bank|Secretary|Minister|Ministers|Ambassador|Ambassadors|Consul|Consuls|Chargé
    |Charge|Representative|Representatives|Delegate|Delegates|Commissioner|Commissioners|Chief|Director|Chairman
    |Officers?|Missions|Board|Association|League|Conference|Chamber|Government|Section|Division|High|Acting|Counselor
    |Adviser|Agent|Agents|Attaché|Commander|Assistant|Deputy|Under|State|States|Nations|Republics|Foreign|Affairs|Treaty
    |All|Certain|Diplomatic|Consular|American|British|French|German|Italian|Russian|Japanese|Chinese|Soviet|Bureau
    |Members|Gorogio|Senate|House of|Congress|Society|Union|Administration|Administrator|Staff|Forces|Army|Navy
    |Various|Several|Heads?|Governors|Group|Unit|Headquarters|Branch|Legislature|Cabinet|Tribunal|Court)\b""",
    re.VERBOSE,
)


_NEVER_IN_A_NAME = re.compile(
    r"(?<![-\w])(?:AND|OF|THE|IN|TO|FOR|ON|BY|WITH|AT|OR|NO|FROM|The|And|Of|In|To|For|With|From|At|On|By|As|My|I|We|If|A|An|This|That|His|Her|Its"
    r"|Our)(?![-.\w])"
)


def without_titles(name: str) -> str:
    """The name without the titles before it.

    >>> without_titles("Rear Admiral Sir John Smith")
    'John Smith'
    """
    stripped = _TITLE.sub("", name, count=1) if _TITLE.match(name) else name
    return stripped.strip() or name


def surname(name: str) -> str | None:
    """The family name within a printed name, particles included; None where there is none.

    >>> surname("W. Averell Harriman"), surname("Mr. de Wollant"), surname("Lieutenant A. A. Berle, Jr.")
    ('Harriman', 'de Wollant', 'Berle')
    >>> surname("Macchi di Cellere"), surname("Mr. Drouyn de l’Huys"), surname("ALEX. FAVROT, Secretary.")
    ('Macchi di Cellere', 'Drouyn de l’Huys', 'FAVROT')
    >>> surname("1234") is None
    True
    """
    plain = re.sub(r"[\[\]()“”\"*+]", "", name).strip()
    plain = re.sub(r"\s+", " ", without_titles(plain))
    head, comma, tail = plain.partition(",")
    if comma and not re.match(r"\s*(?:Jr|Sr|II|III|2d|3d)\b", tail):
        plain = head
    match = _LAST.match(plain)
    if match is None:
        return None
    first, family = match["first"].strip(), match["family"].strip().rstrip(".,")
    if " " in family and re.fullmatch(r"[A-ZÀ-Þ][\w’'-]+", first):
        return f"{first} {family}"
    return family or None


def is_name(words: str) -> bool:
    """Whether printed words look like a person's name and not an office or a body.

    >>> is_name("E. B. Washburne"), is_name("Drouyn de l’Huys"), is_name("British Embassy"), is_name("not so")
    (True, True, False, False)
    """
    words = re.sub(
        r"^(?:Earl|Count|Duke|Duc|Marquis|Marquess|Prince|Lord) (?:of|de) ", "Lord ", words.strip().rstrip(".")
    )
    if not words or len(words) > 80 or _NO_NAME.search(words) or _NEVER_IN_A_NAME.search(words):
        return False
    return bool(_PLAIN_NAME.fullmatch(words))


def has_title(words: str) -> bool:
    """Whether a name opens with a title of a person.

    >>> has_title("Colonel E. M. House"), has_title("The Consul")
    (True, False)
    """
    return bool(_TITLE.match(words))
