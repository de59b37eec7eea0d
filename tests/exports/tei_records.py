"""Records as no book prints them: every kind, part, face and sign anywhere, in the order that records keep."""

from dataclasses import replace

from hypothesis import strategies as st

from telegrams.exports.tei_markup import speakable
from telegrams.records import (
    FootnoteRecord,
    Mark,
    NameRecord,
    PageRecord,
    Part,
    Passage,
    ReadValue,
    ReferenceRecord,
    TelegramRecord,
    from_json,
    to_json,
)
from telegrams.vocabulary import Classification, HeaderField, Kind, Origin, PassageKind, Precedence

VOLUME = "frus1945v05"
ANY = st.characters(exclude_categories=())
ODD = "a b\t\n\r<>&\"'|#/-é\u0301\u00a0\u0085\u2028\x00\x0b\ud800\ufffe\ufeff]" + "\U0001f4dc"
words = st.text(st.one_of(st.sampled_from(ODD), ANY), max_size=12)
names = st.text(st.characters(exclude_characters="/\x00", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=8)
slugs = st.sampled_from([VOLUME, "specimen", "9-telegrams", "unnamed"])
_CLOSED = {HeaderField.KIND: Kind, HeaderField.CLASSIFICATION: Classification, HeaderField.PRECEDENCE: Precedence}
_STYLES = ("italic", "supplied", "unclear", "deleted", "added", "foreign", "gap", "figure", "centred")
_WANTED = (
    {"page": "34"}, {"page": "x-1", "volume": "frus1933v02"}, {"page": "34", "volume": VOLUME}, {"document": "12a"},
    {"document": "twelve"}, {"volume": "frus1879"}, {"volume": "elsewhere"}, {},
    {"date": "1945-12-03", "number": "4040", "post": "São Paulo & elsewhere"},
)  # fmt: skip


@st.composite
def ranges(draw: st.DrawFn, length: int) -> tuple[int, int]:
    """A range of a text of this length."""
    start = draw(st.integers(0, length))
    return start, draw(st.integers(start, length))


@st.composite
def marks(draw: st.DrawFn, length: int) -> tuple[Mark, ...]:
    """Marks in their order: by start, the longer first."""
    styles = st.one_of(st.sampled_from(_STYLES), words)
    found = [Mark(*draw(ranges(length)), draw(styles)) for _ in range(draw(st.integers(0, 4)))]
    return tuple(sorted(found, key=lambda mark: (mark.start, -mark.end)))


@st.composite
def values(draw: st.DrawFn) -> tuple[ReadValue, ...]:
    """Header values of any fields and origins."""
    found = []
    fields = draw(st.sets(st.sampled_from(list(HeaderField)), max_size=6))
    for one in sorted(fields, key=list(HeaderField).index):
        value: st.SearchStrategy[str] = words
        if one in _CLOSED:
            value = st.sampled_from([word.value for word in _CLOSED[one]])
        elif one == HeaderField.SENT:
            value = st.sampled_from(["1945-11-22", "1945", "1949-06-23/..", ""])
        origin = draw(st.sampled_from(list(Origin)))
        found.append(ReadValue(one, draw(st.none() | words), draw(st.none() | value), origin, draw(words)))
    return tuple(found)


@st.composite
def records(draw: st.DrawFn, volume: str = VOLUME) -> TelegramRecord:
    """A record whose passages tile its text, with anything anywhere in it."""
    pieces = draw(st.lists(st.tuples(words, st.sampled_from(list(PassageKind)), st.integers(0, 2)), max_size=7))
    text = "\n\n".join(words for words, _, _ in pieces)
    passages, at = [], 0
    for said, kind, part in pieces:
        passages.append(Passage(at, at + len(said), kind, part))
        at += len(said) + 2
    places = st.integers(0, len(text))
    notes = tuple(
        FootnoteRecord(ordinal, draw(st.none() | words), draw(st.none() | places), said, None, draw(words))
        for ordinal, said in enumerate(draw(st.lists(words, max_size=3)), draw(st.integers(1, 2)))
    )
    notes = tuple(replace(note, marks=draw(marks(len(note.text)))) for note in notes)
    texts = {None: text, **{note.ordinal: note.text for note in notes}}
    where = st.sampled_from(list(texts))
    named, referred = [], []
    for footnote in draw(st.lists(where, max_size=4)):
        key = draw(words)
        named.append(
            NameRecord(
                footnote, *draw(ranges(len(texts[footnote]))), draw(st.sampled_from(["person", "term", "ship"])), key
            )
        )
    for footnote in draw(st.lists(where, max_size=4)):
        start, end = draw(ranges(len(texts[footnote])))
        wanted = draw(st.one_of(st.sampled_from(_WANTED), st.dictionaries(words, words, max_size=2)))
        printed = draw(st.one_of(st.just(texts[footnote][start:end]), words))
        pairs = tuple(sorted((speakable(key), said) for key, said in wanted.items()))
        referred.append(ReferenceRecord(footnote, start, end, printed, tuple(sorted(dict(pairs).items()))))
    numbers = draw(st.lists(st.integers(1, 3), unique=True, max_size=2))
    pages = [PageRecord(draw(words), draw(places), draw(st.booleans())) for _ in range(draw(st.integers(0, 3)))]
    return TelegramRecord(
        volume=volume,
        document=draw(names),
        text=text,
        passages=tuple(passages),
        values=draw(values()),
        footnotes=notes,
        pages=tuple(sorted(pages, key=lambda page: page.offset)),
        references=tuple(sorted(referred, key=lambda one: (one.footnote or 0, one.start, one.end))),
        parts=tuple(Part(number, *draw(ranges(len(text))), draw(words), draw(words)) for number in sorted(numbers)),
        marks=draw(marks(len(text))),
        names=tuple(sorted(named, key=lambda one: (one.footnote or 0, one.start, one.end, one.what))),
        division="/".join(draw(st.lists(words.map(lambda said: said.replace("/", "-")), max_size=3))),
    )


def with_signs_of_xml(record: TelegramRecord) -> TelegramRecord:
    """The record as XML can hold it: the documented exception to the identity."""
    return from_json(_speakable(to_json(record)))


def _speakable(value: object) -> object:
    if isinstance(value, str):
        return speakable(value)
    if isinstance(value, list):
        return [_speakable(one) for one in value]
    return {key: _speakable(one) for key, one in value.items()} if isinstance(value, dict) else value
