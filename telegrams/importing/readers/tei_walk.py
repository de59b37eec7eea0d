"""One document of a TEI volume to blocks in printed order (how the volumes are encoded: frus-tei.md)."""

from collections.abc import Callable

from telegrams.importing.readers.safe_xml import Element
from telegrams.importing.readers.tei_account import printed_in
from telegrams.importing.readers.tei_blocks import FRUS, TEI, XML_ID, TeiBlock, Walked, page_label
from telegrams.importing.readers.tei_run import NotePoint, PagePoint, Run

_STYLES = {"smallcaps": "small-capitals", "strong": "bold"}
_NAMED = frozenset({"persName", "gloss", "placeName", "date", "ref"})
_SAYS = {"ref": "target"}
_EDITING = {"unclear": "unclear", "del": "deleted", "add": "added", "supplied": "supplied", "foreign": "foreign"}
_LACKING = {TEI + "graphic": "figure"}
_HOLDS_A_HEAD = frozenset({TEI + "div", FRUS + "attachment"})


def walk(document: Element, *, only_head: bool = False) -> Walked:
    """The blocks of a document div, in printed order; ``only_head``: of its headings alone."""
    walking = _Walk()
    if only_head:
        for head in document.iterchildren(TEI + "head"):
            walking.head(head)
    else:
        walking.inside(document)
    walking.end()
    walking.done.after = walking.waiting
    return walking.done


def rule_of(name: str) -> str:
    """What is done with elements of a name, in a sentence; '' where no rule has it, and its words are text."""
    if name in _TRANSPARENT:
        return "its words are text where they stand"
    rule = _RULES.get(name)
    return ((rule.__doc__ or "a setting for what stands in it").splitlines()[0]) if rule else ""


def _said_by_date(date: Element) -> str:
    """@when, or the two days between which it lies, as one text: '1861-05-02/1861-05-09'."""
    if date.get("when"):
        return str(date.get("when"))
    ends = [date.get("from") or date.get("notBefore") or "", date.get("to") or date.get("notAfter") or ""]
    return "/".join(ends) if any(ends) else ""


class _Walk:
    """One pass over a document: the block being written, and where it stands."""

    def __init__(self) -> None:
        self.done = Walked()
        self.block: TeiBlock | None = None
        self.part = 0
        self.setting = ""
        self.headed: set[int] = set()
        self.waiting: list[PagePoint] = []
        self.orphans: list[NotePoint] = []
        self.in_row = False
        self.labelled = False
        self.fresh_at = -1

    # --- going down ---

    def inside(self, element: Element) -> None:
        """Everything in an element, its text and its children with what follows each."""
        if element.text:
            self.text(element.text, element)
        for child in element:
            self.meet(child)
            if child.tail:
                self.text(child.tail, element)

    def meet(self, element: Element) -> None:
        """One element, by what its name asks for; a name without a rule is transparent."""
        rule = _RULES.get(element.tag)
        if rule is None:
            if element.text and element.tag not in _TRANSPARENT:
                self.done.transparent.setdefault(element.tag, element.sourceline or 1)
            self.inside(element)
        else:
            rule(self, element)

    def text(self, text: str, within: Element) -> None:
        """Text where it stands; outside every block it begins one."""
        if self.block is None:
            if not text.strip():
                return
            self.open("p", within)
        if self.block:
            self.block.run.add(text)

    # --- blocks ---

    def open(self, tag: str, element: Element) -> TeiBlock:
        """Begin a block; one that is being written ends first."""
        self.end()
        self.block = TeiBlock(tag, self.setting, self.part, element.sourceline or 1, element.get("rend") or "")
        return self.block

    def end(self) -> None:
        """End the block that is being written; one without text leaves its pages and notes to its neighbours."""
        block, self.block = self.block, None
        if block is None:
            return
        block.run.close()
        self.done.left_out["copies of marks"] += block.run.copies
        if not block.run.length:
            self.waiting.extend(block.run.pages)
            self._notes_to_last(block)
            return
        for point in self.waiting:
            point.offset = 0
        block.run.pages[:0] = self.waiting
        block.run.notes[:0] = self.orphans
        self.waiting, self.orphans = [], []
        self.done.blocks.append(block)

    def _notes_to_last(self, block: TeiBlock) -> None:
        """Notes that stand between blocks belong to the end of the one before; above all, to where the text begins."""
        if not self.done.blocks:
            self.orphans.extend(block.run.notes)
            return
        last = self.done.blocks[-1].run
        for note in block.run.notes:
            note.offset = last.length
            last.notes.append(note)

    def whole(self, tag: str, element: Element) -> None:
        """A block of one element."""
        self.open(tag, element)
        self.inside(element)
        self.end()

    def within(self, setting: str, element: Element) -> None:
        """The children of an element that is a setting for blocks and none itself."""
        again = self.block
        self.end()
        before, self.setting = self.setting, setting
        self.inside(element)
        self.end()
        self.setting = before
        self._go_on(again, element)

    def _go_on(self, block: TeiBlock | None, element: Element) -> None:
        """After a list or table within a paragraph, what is left of the paragraph is a block of its own."""
        if block is not None:
            self.block = TeiBlock(
                "p" if block.tag == "item" else block.tag,
                block.setting,
                block.part,
                element.sourceline or 1,
                block.rend,
            )

    def _go_on_anew(self, block: TeiBlock, element: Element) -> None:
        """The block so far ends, one of the same kind begins."""
        self.end()
        self._go_on(block, element)

    # --- rules by name ---

    def paragraph(self, element: Element) -> None:
        """p: a block; within a row, a note or just after an item's label only more words."""
        block = self.block
        if block is not None and (self.in_row or (block.tag == "item" and block.run.length == self.fresh_at)):
            self.fresh_at = -1
            block.run.part_words()
            self.inside(element)
            return
        self.whole("p", element)

    def label(self, element: Element) -> None:
        """label: opens the block that its item goes on with."""
        if self.in_lines():
            self.inside(element)
            return
        self.open("item", element)
        self.inside(element)
        self.labelled = True

    def item(self, element: Element) -> None:
        """item: with its label one block; what stands in it after a list or paragraph is another."""
        if self.block is not None and self.in_lines():
            if self.part:
                self._go_on_anew(self.block, element)
            self.block.run.end_line()
            self.inside(element)
            return
        block = self.block
        if block is None or block.tag != "item" or not self.labelled:
            block = self.open("item", element)
        block.run.part_words()
        self.labelled, self.fresh_at = False, block.run.length
        self.inside(element)
        self.fresh_at = -1
        self.end()

    def items(self, element: Element) -> None:
        """list: a setting, but in a signature only lines."""
        if self.in_lines() or self.in_row:
            self.inside(element)
            return
        self.within("participants" if element.get("type") == "participants" else "list", element)

    def row(self, element: Element) -> None:
        """row: one block, its cells parted by a bar; in a table that stands in a cell only more words."""
        if self.in_row:
            for cell in element:
                self.part_words()
                self.meet(cell)
            return
        block = self.open("row", element)
        self.in_row = True
        for index, cell in enumerate(element):
            if index:
                block.run.part_words()
                block.run.add("|")
                self.done.left_out["bars"] -= 1
                block.run.part_words()
            self.meet(cell)
        self.in_row = False
        self.end()

    def table(self, element: Element) -> None:
        """table: a setting for rows."""
        if self.in_row:
            self.inside(element)
        else:
            self.within("table", element)

    def part_words(self) -> None:
        """What follows is another word."""
        if self.block:
            self.block.run.part_words()

    def head(self, element: Element) -> None:
        """head: the first of a document or of a part is its heading, any other one within the text."""
        first = element.getparent().tag in _HOLDS_A_HEAD and self.part not in self.headed
        if first:
            self.headed.add(self.part)
        block = self.open("head", element)
        block.is_main_head = first
        self.inside(element)
        self.end()

    def closer(self, element: Element) -> None:
        """closer: with the one right before it one signature; in a part each is a block of its own."""
        last = self.done.blocks[-1] if self.done.blocks and self.block is None and not self.part else None
        if last and (last.tag, last.part, last.setting) == ("closer", 0, self.setting) and not self.waiting:
            self.block = self.done.blocks.pop()
            self.block.run.end_line()
        else:
            self.open("closer", element)
        self.inside(element)
        self.end()

    def signed(self, element: Element) -> None:
        """signed: a line of the signature; in a part, where closers are not joined, a block."""
        if self.block is None or self.block.tag != "closer":
            self.closer(element)
            return
        if self.part:
            again = self.block
            self.whole("closer", element)
            self._go_on(again, element)
            return
        before = element.getprevious()
        if before is not None and not (before.tail or "").strip():
            self.block.run.end_line()
        self.inside(element)

    def in_lines(self) -> bool:
        """Whether a signature is being written, where lists are only lines."""
        return self.block is not None and self.block.tag == "closer"

    def dateline(self, element: Element) -> None:
        """dateline: a block; out of a closer it leaves the signature to go on."""
        again = self.block
        self.whole("dateline", element)
        if again is not None and again.tag == "closer":
            self._go_on(again, element)

    def attachment(self, element: Element) -> None:
        """frus:attachment: a part of the document."""
        self.end()
        before = self.part
        self.done.parts += 1
        self.part = self.done.parts
        self.inside(element)
        self.end()
        self.part = before

    def division(self, element: Element) -> None:
        """A div within the document: a part if it is a document and the part it stands in has its heading already."""
        if element.get("type") == "document" and (self.part == 0 or self.part in self.headed):
            self.attachment(element)
            return
        self.end()
        self.inside(element)
        self.end()

    def note(self, element: Element) -> None:
        """note: an editors' note with its mark; a line of the page where it is the source note or a mere label."""
        label, xml_id = element.get("n"), element.get(XML_ID) or ""
        source = element.get("type") == "source"
        if source and (element.get("rend") == "inline" or element.getparent().tag in _HOLDS_A_HEAD):
            again = self.block
            self.whole("source", element)
            self._go_on(again, element)
            return
        if not label and not source:
            self.done.unlabelled.append(element.sourceline or 1)
        if not label and not xml_id:
            again = self.block
            self.whole("label", element)
            self._go_on(again, element)
            return
        self._editors_note(element, label, xml_id)

    def _editors_note(self, element: Element, label: str | None, xml_id: str) -> None:
        line = element.sourceline or 1
        inner = _Note(line)
        inner.inside(element)
        run = inner.block.run if inner.block else Run()
        run.close()
        self.done.left_out["copies of marks"] += run.copies
        self.done.left_out.update(inner.done.left_out)
        self.done.transparent = inner.done.transparent | self.done.transparent
        for page in run.pages:
            self._page_at(page.label, page.line)
        if self.block is None:
            between = TeiBlock("p", self.setting, self.part, line, "")
            between.run.note(label, xml_id, line, run)
            self._notes_to_last(between)
            return
        self.block.run.note(label, xml_id, line, run)
        for nested in run.notes:
            self.block.run.note(nested.label, nested.xml_id, nested.line, nested.run)

    def page(self, element: Element) -> None:
        """pb: a page begins; between blocks with the next one."""
        label = page_label(element)
        if label is not None:
            self._page_at(label, element.sourceline or 1)

    def _page_at(self, label: str, line: int) -> None:
        if self.block is None:
            self.waiting.append(PagePoint(label, line))
        else:
            self.block.run.page(label, line)

    def line_end(self, element: Element) -> None:
        """lb: a new line."""
        if self.block is not None:
            self.block.run.end_line()

    def face(self, element: Element) -> None:
        """hi: another face."""
        rend = (element.get("rend") or "").lstrip("#")
        self._ranged(element, "hi", _STYLES.get(rend, rend))

    def named(self, element: Element) -> None:
        """persName, gloss, placeName, date, ref: transparent, and remembered with what they say."""
        name = element.tag.removeprefix(TEI)
        said = _said_by_date(element) if name == "date" else element.get(_SAYS.get(name, "type")) or ""
        self._ranged(element, name, said, (element.get("corresp") or element.get("target") or "").removeprefix("#"))

    def edited(self, element: Element) -> None:
        """unclear, del, add, supplied, foreign: transparent, with a mark; one without words is a place in the text."""
        if not "".join(element.itertext()).strip():
            self.lacking(element)
            return
        self._ranged(element, "hi", _EDITING[element.tag.removeprefix(TEI)])

    def _ranged(self, element: Element, what: str, value: str, key: str = "") -> None:
        run = self.block.run if self.block else None
        if run is None:
            run = self.open("p", element).run
            self.inside(element)
            return
        begun = run.begin(what, value, element.sourceline or 1, key)
        self.inside(element)
        run.finish(begun)

    def segment(self, element: Element) -> None:
        """seg: the printed side-numbers are no text; in an opener a line of its own."""
        if element.get("type") == "margin":
            self._leave_out("side-numbers", element)
            return
        if self.setting == "opener" and self.block is None:
            self.whole("p", element)
        else:
            self.inside(element)

    def verse(self, element: Element) -> None:
        """l: a line of verse."""
        if self.block is None:
            self.open("verse", element)
        if self.block:
            self.block.run.end_line()
        self.inside(element)

    def lacking(self, element: Element) -> None:
        """graphic, gap, an empty unclear: no text, but a place in it, remembered by its name."""
        name = _LACKING.get(element.tag, element.tag.removeprefix(TEI))
        run = self.block.run if self.block else self.done.blocks[-1].run if self.done.blocks else None
        if run is not None:
            run.point(name, element.sourceline or 1)

    def nothing(self, element: Element) -> None:
        """figDesc: what a picture shows, in words of today that no page prints."""
        self._leave_out("descriptions", element)

    def _leave_out(self, rule: str, element: Element) -> None:
        self.done.left_out[rule] += printed_in(element)


class _Note(_Walk):
    """The text of a note: one block, whatever stands in it."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.block = TeiBlock("note", "", 0, line, "")
        self.in_row = True

    def open(self, tag: str, element: Element) -> TeiBlock:
        """A note has one block."""
        block = self.block or TeiBlock("note", "", 0, 1, "")
        block.run.part_words()
        self.block = block
        return block

    def end(self) -> None:
        """A note has one block."""

    def _go_on(self, block: TeiBlock | None, element: Element) -> None:
        """A note has one block."""


# Names that only hold what has rules, or say of their words what is not kept: the words are text where they stand.
_TRANSPARENT = frozenset(TEI + name for name in ("cell", "name", "term", "title", "idno", "num", "measure", "s", "w"))

_Rule = Callable[[_Walk, Element], None]

_RULES: dict[str, _Rule] = {
    TEI + "p": _Walk.paragraph,
    TEI + "ab": _Walk.paragraph,
    TEI + "label": _Walk.label,
    TEI + "item": _Walk.item,
    TEI + "list": _Walk.items,
    TEI + "row": _Walk.row,
    TEI + "table": _Walk.table,
    TEI + "figure": lambda walk, element: walk.within("figure", element),
    TEI + "lg": lambda walk, element: walk.within("verse", element),
    TEI + "l": _Walk.verse,
    TEI + "quote": lambda walk, element: walk.within("quote", element),
    TEI + "postscript": lambda walk, element: walk.within("postscript", element),
    TEI + "opener": lambda walk, element: walk.within("opener", element),
    TEI + "head": _Walk.head,
    TEI + "salute": lambda walk, element: walk.whole("salute", element),
    TEI + "dateline": _Walk.dateline,
    TEI + "closer": _Walk.closer,
    TEI + "signed": _Walk.signed,
    TEI + "div": _Walk.division,
    FRUS + "attachment": _Walk.attachment,
    TEI + "note": _Walk.note,
    TEI + "pb": _Walk.page,
    TEI + "lb": _Walk.line_end,
    TEI + "hi": _Walk.face,
    TEI + "seg": _Walk.segment,
    TEI + "graphic": _Walk.lacking,
    TEI + "gap": _Walk.lacking,
    TEI + "figDesc": _Walk.nothing,
    **{TEI + name: _Walk.named for name in _NAMED},
    **{TEI + name: _Walk.edited for name in _EDITING},
}
