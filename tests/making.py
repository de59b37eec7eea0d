"""Small builders with telling defaults: ``a_telegram(sender="Harriman")`` is stored as an import would store it."""

from itertools import count

from telegrams.importing.loading import load
from telegrams.importing.resolving.register import Register
from telegrams.models import ImportRun, Telegram
from telegrams.records import FootnoteRecord, Passage, ReadValue, SourceText, TelegramRecord
from telegrams.vocabulary import HeaderField, Kind, PassageKind

_numbers = count(1)


def a_record(
    text: str = "I called on the Foreign Minister this morning.",
    *,
    volume: str = "frus1945v05",
    document: str = "",
    kind: str = Kind.TELEGRAM,
    sender: str = "Harriman",
    sender_office: str = "The Ambassador in the Soviet Union",
    recipient: str = "",
    recipient_office: str = "the Secretary of State",
    heading: str | None = None,
    sent: str = "1945-11-22",
    sent_time: str = "",
    received: str = "",
    place: str = "Moscow",
    file_number: str = "",
    message_number: str = "",
    classification: str = "",
    precedence: str = "",
    signature: str = "",
    notes: tuple[str, ...] = (),
) -> TelegramRecord:
    """The record of a document; paragraphs are parted by blank lines, '' is not stated."""
    document = document or f"d{next(_numbers)}"
    head = heading if heading is not None else _heading(sender, sender_office, recipient, recipient_office)
    stretches = [
        (f"{file_number}: Telegram" if file_number else "", PassageKind.SOURCE_NOTE),
        (head, PassageKind.HEADING),
        *((paragraph, PassageKind.PARAGRAPH) for paragraph in text.split("\n\n")),
        (signature, PassageKind.SIGNATURE),
    ]
    whole, passages = _laid_out([(words, kind_of) for words, kind_of in stretches if words])
    said = {
        HeaderField.KIND: kind,
        HeaderField.SOURCE_NOTE: f"{file_number}: Telegram" if file_number else "",
        HeaderField.FILE_NUMBER: file_number,
        HeaderField.HEADING: head,
        HeaderField.SENDER_NAME: sender,
        HeaderField.SENDER_OFFICE: sender_office,
        HeaderField.RECIPIENT_NAME: recipient,
        HeaderField.RECIPIENT_OFFICE: recipient_office,
        HeaderField.PLACE: place,
        HeaderField.SENT: sent,
        HeaderField.SENT_TIME: sent_time,
        HeaderField.RECEIVED: received,
        HeaderField.MESSAGE_NUMBER: message_number,
        HeaderField.CLASSIFICATION: classification,
        HeaderField.PRECEDENCE: precedence,
        HeaderField.SIGNATURE: signature,
    }
    return TelegramRecord(
        volume=volume,
        document=document,
        text=whole,
        passages=passages,
        values=tuple(ReadValue(field, value, value) for field, value in said.items() if value),
        footnotes=tuple(FootnoteRecord(number, str(number), None, note) for number, note in enumerate(notes, 1)),
        source=SourceText(f"{volume}/{document}.txt", 1, whole, "tests", "1"),
    )


def _heading(sender: str, sender_office: str, recipient: str, recipient_office: str) -> str:
    parties = ((sender, sender_office), (recipient, recipient_office))
    said = [f"{office} ({name})" if name and office else office or name for name, office in parties]
    return " to ".join(one for one in said if one)


def _laid_out(stretches: list[tuple[str, PassageKind]]) -> tuple[str, tuple[Passage, ...]]:
    """One text on paragraphs, and the range of each stretch in it."""
    passages: list[Passage] = []
    at = 0
    for words, kind in stretches:
        passages.append(Passage(at, at + len(words), kind))
        at += len(words) + 2
    return "\n\n".join(words for words, _ in stretches), tuple(passages)


def a_telegram(text: str = "I called on the Foreign Minister this morning.", **said: str | tuple[str, ...]) -> Telegram:
    """A stored document, searchable; the arguments are those of ``a_record``."""
    return stored(a_record(text, **said))  # type: ignore[arg-type]


def stored(record: TelegramRecord) -> Telegram:
    """The stored document of a record."""
    load([record], an_import_run(), Register())
    return Telegram.objects.get(volume__slug=record.volume, document=record.document)


def an_import_run() -> ImportRun:
    """A run to which documents of a test belong."""
    return ImportRun.objects.get_or_create(asked="tests", defaults={"outcome": "complete"})[0]
