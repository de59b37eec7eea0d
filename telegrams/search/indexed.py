"""Documents → what the index holds of each, and the fields it holds it in.

Text is given to the index as the words made in ``words``, parted by blanks, so that splitting,
folding and stemming are the same for documents, questions and quotations.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models.fields.json import KT
from tantivy import Document, Index, Query, SchemaBuilder, Searcher, TextAnalyzerBuilder, Tokenizer

from telegrams.models import Correction, Participation, Telegram
from telegrams.models.telegram import origin_of
from telegrams.search.coding import CODED, coded
from telegrams.search.facets import FACETS, NONE, Counting
from telegrams.search.fields import FIELDS, field_in_index
from telegrams.search.sections import BODY, HEADING, NOTES, SOURCE_NOTE, sections_of, words_of_documents
from telegrams.search.spans import touched
from telegrams.search.words import BREAK, analyzer, forms_of, prepared
from telegrams.vocabulary import HeaderField, Kind, Role

VERSION = 11
"""Of the fields and of what is put into them; an index of another version is built anew."""

FACET_FIELDS = tuple(facet.key for facet in FACETS)
TOP_FIELDS = {facet.key: f"{facet.key}_top" for facet in FACETS if facet.shape == "tree"}
"""The fields of the highest branch of each tree: one value a document, where the tree has several."""

ORDER_FIELDS = {"date": "by_date", "newest": "by_newest", "number": "by_number"}
"""The fields that hold a document's whole place in each order, as text that sorts so …"""

ROUGH_FIELDS = {order: f"{name}_rough" for order, name in ORDER_FIELDS.items()}
"""… and as much of it as a number holds: numbers are put in order a hundred times as fast."""

WITHIN = {HEADING: "heading", BODY: "body", NOTES: "notes", SOURCE_NOTE: "source"}
"""The fields of the parts of a document, by their weights."""

MONTHS, DAYS = PERIOD_FIELDS = ("months", "days")
"""The fields of the month and the day in which a document was sent, where its days lie in one."""

TOUCHED = "touched"
"""The field of the years, months and days that its days touch."""

ANNIVERSARY = "anniversary"
"""The field of its month and day, whatever the year: '--11-22'."""

UNDATED = 9_999_999
OPEN_END = 4_000_000
"""Days stand as ordinals of the calendar; a document without a day, and one whose last day is open."""

_NO_NUMBER = 2**38
_SERIES = "frus"
_SEPARATOR = "\x1f"  # below every sign of a name, so that joined names sort as their parts do
_ASKED = {Role.SENDER: "from", Role.RECIPIENT: "to", Role.SIGNER: "by", Role.MENTIONED: "about"}
_WORDS = "archive"
_BETWEEN = f" {BREAK} "
AT_ONCE = 500


def _register(index: Index) -> None:
    index.config_reader("manual")  # we say when to look again; no thread watches the folder
    index.register_tokenizer(_WORDS, analyzer())
    index.register_tokenizer("whitespace", TextAnalyzerBuilder(Tokenizer.whitespace()).build())


def exact(name: str) -> str:
    """The field of the words of a part in the forms they stand in."""
    return f"{name}_exact"


def new_index(path: str) -> Index:
    """An empty index in this folder."""
    fields = SchemaBuilder()
    # An unsigned field would not do: documents are not deleted by it, and nothing says so.
    fields.add_integer_field("id", indexed=True, fast=True)
    fields.add_integer_field("sequence", indexed=True, fast=True, stored=True)
    for name in ("held", "dated", "first", "last", CODED):
        fields.add_integer_field(name, indexed=True, fast=True)
    for name in ROUGH_FIELDS.values():
        fields.add_integer_field(name, indexed=True, fast=True)
    for name in ("text", *WITHIN.values()):
        fields.add_text_field(name, tokenizer_name=_WORDS)
    for name in WITHIN.values():
        fields.add_text_field(exact(name), tokenizer_name="whitespace", index_option="basic")
    for asked in FIELDS:
        fields.add_text_field(field_in_index(asked.name), tokenizer_name="whitespace")
    for name in (*FACET_FIELDS, *TOP_FIELDS.values(), *ORDER_FIELDS.values(), *PERIOD_FIELDS):
        fields.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    fields.add_text_field("file_key", tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("number", ANNIVERSARY, TOUCHED):
        fields.add_text_field(name, tokenizer_name="raw", index_option="basic")
    index = Index(fields.build(), path=path)
    _register(index)
    return index


def opened_index(path: str) -> Index:
    """The index that is in this folder; raises ValueError where none can be opened."""
    index = Index.open(path)
    _register(index)
    return index


def number_of(searcher: Searcher, asked: Query) -> int:
    """How many documents answer a query of the index."""
    return int(searcher.search(asked, limit=1).count)  # type: ignore[attr-defined]


def documents_of(keys: Sequence[int]) -> Iterator[Document]:
    """What the index holds of these telegrams, of those that are held, in the order of their keys."""
    return (_document(counting, of) for counting, of in _counted(keys))


def facet_values(key: int) -> dict[str, tuple[str, ...]]:
    """The values by which each facet counts a telegram today; none of one that is not held."""
    for counting, _ in _counted([key]):
        return {facet.key: tuple(one for one in facet.of(counting) if one) for facet in FACETS}
    return {}


def _counted(keys: Sequence[int]) -> "Iterator[tuple[Counting, _Parties]]":
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        parties, words, corrected = _parties(some), words_of_documents(some), _corrected(some)
        rows = Telegram.objects.held().filter(pk__in=some).select_related("volume", "post")
        rows = rows.annotate(day_as_read=KT("loaded__sent__origin"))
        columns = (
            "earliest", "latest", "kind", "classification", "precedence", "file_key", "file_class", "message_number",
            "document_key", "volume__slug", "post__slug", "file_number", "place", "volume__short_title", "post__city",
            "division",
        )  # fmt: skip
        for telegram in rows.only(*columns).order_by("pk"):
            of = parties.get(telegram.pk, _NOBODY)
            fields = corrected.get(telegram.pk, frozenset())
            day_is = origin_of(
                telegram.day_as_read, is_corrected=HeaderField.SENT in fields, is_dated=telegram.is_dated()
            )
            yield Counting(telegram, words[telegram.pk], of.counted, day_is, bool(fields)), of


@dataclass(slots=True)
class _Parties:
    """The parties of a telegram: by role what they are counted by, by field of the search box what they are called.

    ``numbers``: those it had at posts to which it was repeated.
    """

    counted: dict[Role, set[str]] = field(default_factory=dict)
    called: dict[str, list[str]] = field(default_factory=dict)
    numbers: list[str] = field(default_factory=list)


def _parties(keys: Sequence[int]) -> dict[int, _Parties]:
    """The parties of each telegram."""
    found: dict[int, _Parties] = {}
    rows = Participation.objects.filter(telegram__in=keys).order_by("pk")
    for telegram, role, party, number, *names in rows.values_list(
        "telegram", "role", "party", "number", "name_printed", "office_printed", "party_label"
    ):
        of = found.setdefault(telegram, _Parties())
        if number:
            of.numbers.append(number)
        of.counted.setdefault(Role(role), set()).add(party)
        if asked := _ASKED.get(Role(role)):
            of.called.setdefault(asked, []).extend(dict.fromkeys(filter(None, names)))
    return found


_NOBODY = _Parties()


def _corrected(keys: Sequence[int]) -> dict[int, frozenset[str]]:
    """The fields of telegrams that an editor's correction stands for."""
    found: dict[int, frozenset[str]] = {}
    rows = Correction.objects.filter(telegram__in=keys, withdrawn_at=None)
    for telegram, corrected in rows.values_list("telegram", "field"):
        found[telegram] = found.get(telegram, frozenset()) | {corrected}
    return found


def _document(counting: Counting, parties: _Parties) -> Document:
    document, telegram = Document(), counting.telegram
    document.add_integer("id", telegram.pk)
    document.add_integer("held", 1)
    sections = [(section.weight, prepared(forms_of(section.text))) for section in sections_of(counting.words)]
    document.add_text("text", _BETWEEN.join(words for _, words in sections))
    for weight, name in WITHIN.items():
        words = _BETWEEN.join(words for one, words in sections if one == weight)
        document.add_text(name, words)
        document.add_text(exact(name), words)
    _add_days(document, telegram.earliest, telegram.latest)
    # 'not stated' is a value like any other, so that counts add up to the total.
    values = {facet.key: [one for one in facet.of(counting) if one] or [NONE] for facet in FACETS}
    document.add_integer(CODED, coded(values))
    for facet, some in values.items():
        for value in some:
            document.add_text(facet, value)
        if facet in TOP_FIELDS:
            document.add_text(TOP_FIELDS[facet], some[0])
    for order, name in ORDER_FIELDS.items():
        document.add_text(name, _place(telegram, order))
        document.add_integer(ROUGH_FIELDS[order], _rough_place(telegram, order))
    for name, texts in _asked_by_name(telegram, parties).items():
        document.add_text(field_in_index(name), _BETWEEN.join(prepared(forms_of(text)) for text in texts))
    if telegram.file_key:
        document.add_text("file_key", telegram.file_key)
    for number in filter(None, (telegram.message_number, *parties.numbers)):
        document.add_text("number", number.upper())
    return document


def _asked_by_name(telegram: Telegram, parties: _Parties) -> dict[str, list[str]]:
    """The words of each field of the search box; days are asked by their numbers."""
    post = telegram.post.city if telegram.post else ""
    volume = telegram.volume
    return {
        **parties.called,
        "file": [telegram.file_number],
        "no": [telegram.message_number, *parties.numbers],
        "post": [post, telegram.place],
        "kind": [telegram.kind, Kind(telegram.kind).label],
        "vol": [volume.slug, volume.short_title],
    }


def _add_days(document: Document, earliest: date | None, latest: date | None) -> None:
    document.add_integer("dated", int(earliest is not None))
    if earliest and latest and earliest.replace(day=1) == latest.replace(day=1):
        document.add_text(MONTHS, f"{earliest:%Y-%m}")
    if earliest and earliest == latest:
        document.add_text(DAYS, earliest.isoformat())
        document.add_text(ANNIVERSARY, f"--{earliest:%m-%d}")
    if earliest is not None:
        for word in touched(earliest, latest):
            document.add_text(TOUCHED, word)
        document.add_integer("first", earliest.toordinal())
        document.add_integer("last", latest.toordinal() if latest else OPEN_END)


def _day_in(telegram: Telegram, order: str) -> int:
    """The number of the day by which it stands in an order; undated documents stand last in every one."""
    day = telegram.earliest.toordinal() if telegram.earliest else UNDATED
    return OPEN_END - day if order == "newest" and telegram.earliest else day


def _place(telegram: Telegram, order: str) -> str:
    """Where a telegram stands in an order, as text that sorts so: undated last, ties by volume and document."""
    parts = [f"{_day_in(telegram, order):07}", telegram.volume.slug, telegram.document_key, f"{telegram.pk:012}"]
    if order == "number":
        parts.insert(0, _as_number(telegram.message_number))
    return _SEPARATOR.join(parts)


def _rough_place(telegram: Telegram, order: str) -> int:
    """As much of that place as 63 bits hold; of two documents, the one that stands before never has the larger.

    The day takes 24 bits; before it stands a message number, after it what tells years of the series apart.
    """
    day = _day_in(telegram, order)
    if order == "number":
        digits = _digits(telegram.message_number)
        number = _NO_NUMBER if digits is None else min(int(digits or "0"), _NO_NUMBER - 1)
        return number << 24 | day
    return day << 34 | _rough_volume(telegram.volume.slug)


def _rough_volume(slug: str) -> int:
    """34 bits that sort volumes as their slugs do, as far as they tell them apart: the year after 'frus'."""
    if not slug.startswith(_SERIES):
        return 0 if slug < _SERIES else 2 << 32
    return 1 << 32 | int.from_bytes(slug.removeprefix(_SERIES).encode()[:4].ljust(4, b"\0"))


def _digits(printed: str) -> str | None:
    """The first digits of a message number, without zeros before them; None where it has none."""
    start = next((at for at, char in enumerate(printed) if char in "0123456789"), len(printed))
    end = next((at for at in range(start, len(printed)) if printed[at] not in "0123456789"), len(printed))
    return printed[start:end].lstrip("0") if start < end else None


def _as_number(printed: str) -> str:
    """The first digits of a message number, as text that sorts by their value; last where it has none.

    >>> sorted(["10", "9", "A-2", ""], key=_as_number)
    ['A-2', '9', '10', '']
    """
    digits = _digits(printed)
    return "~" if digits is None else f"{len(digits):02}{digits}"
