"""What each block of a TEI document is: as the markup calls it, else by its own words, as in printed text."""

from dataclasses import dataclass, field

from telegrams.importing.readers.tei_blocks import TeiBlock
from telegrams.parsing import blocks as words
from telegrams.parsing.dateline import is_dateline
from telegrams.parsing.message_number import begins_list_item, read_number_line, read_opening_number
from telegrams.parsing.signature import is_address
from telegrams.parsing.source_note import read_source_line
from telegrams.vocabulary import PassageKind

_BY_TAG = {
    "dateline": PassageKind.DATELINE,
    "salute": PassageKind.SALUTATION,
    "row": PassageKind.TABLE_ROW,
    "verse": PassageKind.VERSE,
}
_AS_SET = {"quote": PassageKind.QUOTATION, "figure": PassageKind.CAPTION}
_BY_SETTING = {"participants": PassageKind.PARTICIPANTS, "list": PassageKind.LIST_ITEM}


@dataclass(slots=True)
class _Part:
    """How far a part has been read."""

    begun: bool = False
    dated: bool = False
    signed: bool = False


@dataclass(slots=True)
class _Kinds:
    parts: dict[int, _Part] = field(default_factory=dict)
    last: PassageKind | None = None

    def of(self, block: TeiBlock, text: str) -> PassageKind:
        part = self.parts.setdefault(block.part, _Part())
        kind = self._kind(block, text, part)
        part.begun = part.begun or (kind in TEXT_KINDS and block.tag != "label")
        part.dated = part.dated or kind == PassageKind.DATELINE
        self.last = kind
        return kind

    def _kind(self, block: TeiBlock, text: str, part: _Part) -> PassageKind:
        if block.tag in ("source", "label"):
            return _of_note(block, text, part)
        if block.tag == "head":
            if block.is_main_head:
                return PassageKind.HEADING
            return PassageKind.CAPTION if block.setting == "figure" else PassageKind.SUBHEADING
        if block.tag == "closer":
            again = part.signed and not (block.part and self.last == PassageKind.SIGNATURE)
            part.signed = True
            return PassageKind.PARAGRAPH if again else PassageKind.SIGNATURE
        if block.tag in _BY_TAG:
            return _BY_TAG[block.tag]
        if block.tag == "item":
            return _BY_SETTING.get(block.setting, PassageKind.LIST_ITEM)
        if _stands_as_dateline(block) and not part.begun and not part.dated and is_dateline(text):
            return PassageKind.DATELINE
        return _above_text(text, block, part) or self._in_text(block, text)

    def _in_text(self, block: TeiBlock, text: str) -> PassageKind:
        if words.is_omission(text):
            return PassageKind.OMISSION
        if block.setting in _AS_SET:
            return _AS_SET[block.setting]
        if self.last in (PassageKind.SIGNATURE, PassageKind.ADDRESS) and is_address(text):
            return PassageKind.ADDRESS
        if words.is_editors_text(text):
            return PassageKind.EDITORS_TEXT
        if block.setting == "postscript":
            return PassageKind.POSTSCRIPT
        if words.is_salutation_alone(text):
            return PassageKind.SALUTATION
        if words.is_quotation(text):
            return PassageKind.QUOTATION
        if words.is_list_item(text):
            return PassageKind.LIST_ITEM
        return PassageKind.PARAGRAPH


TEXT_KINDS = frozenset(
    {
        PassageKind.PARAGRAPH,
        PassageKind.LIST_ITEM,
        PassageKind.TABLE_ROW,
        PassageKind.QUOTATION,
        PassageKind.VERSE,
        PassageKind.POSTSCRIPT,
        PassageKind.SUBHEADING,
        PassageKind.OMISSION,
        PassageKind.EDITORS_TEXT,
        PassageKind.SALUTATION,
        PassageKind.SIGNATURE,
    }
)


def kinds_of(blocks: list[TeiBlock]) -> list[PassageKind]:
    """The kind of every block, in order."""
    reading = _Kinds()
    texts = [block.run.text.replace("\n", " ") for block in blocks]
    kinds = [reading.of(block, text) for block, text in zip(blocks, texts, strict=True)]
    first = next((at for at, kind in enumerate(kinds) if kind in TEXT_KINDS and blocks[at].part == 0), None)
    if first is not None and kinds[first] == PassageKind.LIST_ITEM and blocks[first].tag == "p":
        number = read_opening_number(texts[first])
        following = [texts[at] for at in range(first + 1, len(blocks)) if blocks[at].part == 0]
        if number and not any(begins_list_item(text, int(number.number) + 1) for text in following):
            kinds[first] = PassageKind.PARAGRAPH
    return kinds


def _of_note(block: TeiBlock, text: str, part: _Part) -> PassageKind:
    """A source note holds four things: a file number, a bracket, a message number, the label of a part."""
    if block.part and not part.begun and words.is_part_label(text):
        return PassageKind.PART_LABEL
    if part.begun:
        return PassageKind.EDITORS_TEXT if words.is_editors_text(text) else PassageKind.PARAGRAPH
    if words.is_bracket_line(text):
        return PassageKind.BRACKET
    if block.tag == "label":
        return PassageKind.EDITORS_TEXT
    if words.is_serial(text):
        return PassageKind.SERIAL
    if read_number_line(text):
        return PassageKind.NUMBER
    if block.part and not read_source_line(text):
        return PassageKind.EDITORS_TEXT
    return PassageKind.SOURCE_NOTE


def _stands_as_dateline(block: TeiBlock) -> bool:
    """Whether a paragraph stands where datelines do, or holds a date that the encoders marked."""
    return block.setting == "opener" or block.rend == "right" or any(one.what == "date" for one in block.run.ranges)


def _above_text(text: str, block: TeiBlock, part: _Part) -> PassageKind | None:
    """Lines between the heading and the text that the markup calls paragraphs."""
    if part.begun or len(text) > 400 or words.is_omission(text):
        return None
    if read_number_line(text):
        return PassageKind.NUMBER
    if words.is_marking(block.run.text):
        return PassageKind.CLASSIFICATION
    if words.is_bracket_line(text):
        return PassageKind.BRACKET
    if words.is_subject(text):
        return PassageKind.SUBJECT
    if words.is_participants(text):
        return PassageKind.PARTICIPANTS
    return None
