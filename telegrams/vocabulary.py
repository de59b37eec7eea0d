"""The closed lists of words the archive uses, each with the sentence a reader is shown.

Every room may import this one; it imports nothing of ours. A value is what is stored and what
stands in an address; ``label`` is what a page prints.
"""

from enum import StrEnum


class Word(StrEnum):
    """A word of a closed list: ``value`` is stored, ``label`` is shown, ``meaning`` explains."""

    label: str
    meaning: str

    def __new__(cls, value: str, label: str = "", meaning: str = "") -> "Word":
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        word.meaning = meaning
        return word


class Kind(Word):
    """What a printed document is, as far as its print says."""

    TELEGRAM = "telegram", "Telegram", "The source note calls it a telegram or cablegram."
    CIRCULAR = "circular", "Circular telegram", "A telegram sent alike to several posts."
    AIRGRAM = "airgram", "Airgram", "A message in telegraphic form sent by air pouch."
    INSTRUCTION = "instruction", "Instruction", "A numbered letter from the Department to a post."
    DESPATCH = "despatch", "Despatch", "A numbered letter from a post to the Department."
    NOTE = "note", "Note", "A formal communication between governments."
    MEMORANDUM = "memorandum", "Memorandum", "A record of a conversation or an opinion."
    MINUTES = "minutes", "Minutes", "The record of a meeting."
    AGREEMENT = "agreement", "Agreement", "A treaty, convention, protocol or the draft of one."
    LETTER = "letter", "Letter", "A letter with sender or recipient and no number."
    EDITORIAL_NOTE = "editorial-note", "Editorial note", "Written by the editors of the volume."
    OTHER = "other", "Document", "None of the other kinds by its print."


class Origin(Word):
    """Where a shown value comes from; stands beside every value on a page."""

    PRINTED = "printed", "printed", "It stands so in the source."
    SUPPLIED = "supplied", "supplied by the editors", "The printed edition gives it in brackets."
    INFERRED = "inferred", "inferred", "The archive concluded it by the rule named beside it."
    CORRECTED = "corrected", "corrected", "A person replaced the value, with a reason and a source."


class Certainty(Word):
    """How far a link may be trusted."""

    SURE = "sure", "sure", "The document itself settles it."
    PROBABLE = "probable", "probable", "One candidate fits and nothing contradicts it."
    AMBIGUOUS = "ambiguous", "ambiguous", "Several candidates fit; none is chosen."
    NOT_HELD = "not-held", "not in this archive", "What is named is not held here."


class Feature(Word):
    """What a document may have besides its text."""

    ENCLOSURE = "enclosure", "enclosure", "A document sent with it, printed as a part of it."
    FOOTNOTES = "footnotes", "footnotes", "Notes of the editors of the volume."
    TABLE = "table", "table", "Rows set as a table."
    CORRECTION = "correction", "correction", "An editor of the archive replaced a value, with a reason and a source."


class Role(Word):
    """What a person or office is to a document."""

    SENDER = "sender", "sender", "Named in the heading as the one from whom it comes."
    RECIPIENT = "recipient", "recipient", "Named in the heading as the one to whom it goes."
    SIGNER = "signer", "signer", "Named under the text."
    INFORMED = "informed", "informed", "A post to which it was repeated, as its text or a note says."
    MENTIONED = (
        "mentioned",
        "mentioned",
        "Named in the text or a note: marked, in full, or by a surname of one bearer.",
    )


class Function(Word):
    """What an office is, as far as its printed title says."""

    DEPARTMENT = "department", "Department of State", "An office of the Department of State."
    MISSION = "mission", "head of mission", "The head of an American mission: ambassador, minister, commissioner."
    CHARGE = "charge", "chargé", "In charge of an American mission while it has no head, or its head is away."
    STAFF = "staff", "of a mission", "Of the staff of an American mission: counselor, secretary, attaché, clerk."
    CONSUL = "consul", "consul", "An American consul general, consul or vice consul in a city."
    FOREIGN = "foreign", "foreign representative", "A representative of another government, or its mission."
    DELEGATION = "delegation", "delegation", "A delegation, a commission or a conference, or its members."
    SEVERAL = "several", "several addressees", "More than one office: a circular, all missions, certain posts."
    OTHER = "other", "other office", "None of the other functions by its title."


class Level(Word):
    """How grave a problem is (text-form.md section 6)."""

    NOTE = "note", "note", "Kept with the run and counted, never printed."
    WARNING = "warning", "warning", "Imported; printed and kept."
    ERROR = "error", "error", "Refused; the rest of the run goes on."


class Classification(Word):
    """The historical secrecy marking; every document here has since been declassified."""

    TOP_SECRET = "top-secret", "Top secret", "Historical marking; since declassified."
    SECRET = "secret", "Secret", "Historical marking; since declassified."
    CONFIDENTIAL = "confidential", "Confidential", "Historical marking; since declassified."
    STRICTLY_CONFIDENTIAL = (
        "strictly-confidential",
        "Strictly confidential",
        "Historical marking; since declassified.",
    )
    RESTRICTED = "restricted", "Restricted", "Historical marking; since declassified."
    OFFICIAL_USE = "official-use-only", "Official use only", "Historical marking; since declassified."
    UNCLASSIFIED = "unclassified", "Unclassified", "Printed without secrecy."


class Precedence(Word):
    """How fast a telegram was to be sent and handled."""

    PLAIN = "plain", "Plain", "Sent in clear."
    RUSH = "rush", "Rush", "To be handled at once."
    URGENT = "urgent", "Urgent", "To be handled before ordinary traffic."
    US_URGENT = "us-urgent", "U.S. urgent", "Urgent by American rules of precedence."
    PRIORITY = "priority", "Priority", "Before routine traffic."
    OPERATIONAL_IMMEDIATE = "operational-immediate", "Operational immediate", "Before priority traffic."
    IMMEDIATE = "immediate", "Immediate", "Before priority traffic."
    FLASH = "flash", "Flash", "Before all other traffic."
    NIACT = "niact", "Niact", "Night action: to be read by the duty officer at night."
    DOUBLE_PRIORITY = "double-priority", "Double priority", "Before priority traffic."
    TRIPLE_PRIORITY = "triple-priority", "Triple priority", "Before double priority traffic."


class PassageKind(Word):
    """What a range of a telegram's text is on the printed page."""

    SOURCE_NOTE = "source-note", "source note", "The editors' line on where the original lies."
    SERIAL = "serial", "printed serial", "The number the volume prints above or in the heading."
    HEADING = "heading", "heading", "Who writes to whom, or the title."
    BRACKET = "bracket", "editors' bracket", "[Extract], [Paraphrase], [Translation] and the like."
    CLASSIFICATION = "classification", "marking", "Secrecy, precedence, or both."
    DATELINE = "dateline", "dateline", "Place, date, hour, and receipt."
    NUMBER = "number", "number line", "A line such as No. 58.]"
    SUBHEADING = "subheading", "heading in the text", "A heading within the document."
    SUBJECT = "subject", "subject line", "What the document is about, as printed above it."
    PARTICIPANTS = "participants", "participants", "The list of those present."
    SALUTATION = "salutation", "salutation", "Sir:, My dear Mr. Secretary: and the like."
    PARAGRAPH = "paragraph", "paragraph", "Running text."
    LIST_ITEM = "list-item", "list item", "A labelled item of a list."
    TABLE_ROW = "table-row", "table row", "Cells parted by a vertical bar."
    OMISSION = "omission", "omission", "A line of dots or asterisks where text is left out."
    EDITORS_TEXT = "editors-text", "editors' text", "[Here follows …]: words of the editors in the text."
    QUOTATION = "quotation", "quotation", "A block of quoted text."
    VERSE = "verse", "verse", "Lines of verse."
    CAPTION = "caption", "caption", "The words under a figure."
    POSTSCRIPT = "postscript", "postscript", "What was added below the signature."
    SIGNATURE = "signature", "signature", "The name or names under the text."
    ADDRESS = "address", "address", "The address printed under a letter."
    PART_LABEL = "part-label", "label of a part", "[Enclosure], [Inclosure 1 in No. 53.] and the like."


class HeaderField(Word):
    """A header value of a telegram: read from the print, inferred, or corrected by an editor."""

    KIND = "kind", "Kind", "What the document is."
    SOURCE_NOTE = "source_note", "Source note", "The editors' note on where the original lies."
    FILE_NUMBER = "file_number", "File number", "The Department's number of the file."
    HEADING = "heading", "Heading", "The heading, on one line."
    SENDER_NAME = "sender_name", "Sender", "Name of the sender."
    SENDER_OFFICE = "sender_office", "Sender's office", "Office of the sender."
    RECIPIENT_NAME = "recipient_name", "Recipient", "Name of the recipient."
    RECIPIENT_OFFICE = "recipient_office", "Recipient's office", "Office of the recipient."
    DATELINE = "dateline", "Dateline", "Place, date and hour as one printed line."
    PLACE = "place", "From", "Where it was written."
    SENT = "sent", "Sent", "The day, or the days between which it was sent."
    SENT_TIME = "sent_time", "Hour", "The hour in the dateline; no zone is invented."
    RECEIVED = "received", "Received", "Day, and hour if printed, of receipt."
    MESSAGE_NUMBER = "message_number", "Message number", "The sender's own serial."
    CLASSIFICATION = "classification", "Classification", "The historical secrecy marking."
    PRECEDENCE = "precedence", "Precedence", "How fast it was to be handled."
    SIGNATURE = "signature", "Signature", "The name or names under the text."
    FIRST_PAGE = "first_page", "First page", "The page on which it begins."
    LAST_PAGE = "last_page", "Last page", "The page on which it ends."
