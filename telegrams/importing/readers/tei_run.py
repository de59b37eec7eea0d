"""Mixed content to one clean stretch of text, with everything that stands in it at its offset."""

from dataclasses import dataclass, field

from telegrams.importing.readers.decoding import normal

_BLANK = " "
_LINE = "\n"


@dataclass(slots=True)
class Range:
    """A stretch of a block that markup names: ``what`` its element, ``value`` what the element says of it.

    ``key``: the id of the person or term it names. ``start`` is None until a character of it has come;
    a range that none came for is dropped.
    """

    what: str
    value: str
    line: int
    start: int | None = None
    end: int | None = None
    key: str = ""


@dataclass(slots=True)
class PagePoint:
    """A page that begins here: ``offset`` of its first character in the block."""

    label: str
    line: int
    offset: int | None = None


@dataclass(slots=True)
class NotePoint:
    """An editors' note: ``offset`` just after the word its mark is glued to; ``label`` None where none is given."""

    label: str | None
    xml_id: str
    line: int
    offset: int
    run: "Run"


@dataclass(slots=True)
class Run:
    """A stretch of text being written: white space collapses, lines end where the markup ends them.

    ``copies``: the characters taken out of it again, as printed copies of the marks of notes.
    """

    ranges: list[Range] = field(default_factory=list)
    pages: list[PagePoint] = field(default_factory=list)
    notes: list[NotePoint] = field(default_factory=list)
    length: int = 0
    copies: int = 0
    _pieces: list[str] = field(default_factory=list)
    _gap: str = ""
    _waiting: list[Range | PagePoint] = field(default_factory=list)
    _open: list[Range] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What has been written."""
        return "".join(self._pieces)

    def add(self, text: str | None) -> None:
        """Write text on; runs of white space become one blank, those at the ends wait for what follows."""
        if not text:
            return
        if not text.isascii():
            text = normal(text)
        words = text.split()
        if not words:
            self._gap = self._gap or (_BLANK if text else "")
            return
        if text[0].isspace():
            self._gap = self._gap or _BLANK
        if self._gap and self.length:
            self._pieces.append(self._gap)
            self.length += 1
        self._gap = _BLANK if text[-1].isspace() else ""
        if self._waiting:
            self._settle()
        written = " ".join(words)
        self._pieces.append(written)
        self.length += len(written)

    def part_words(self) -> None:
        """What follows is another word."""
        self._gap = self._gap or _BLANK

    def end_line(self) -> None:
        """What follows stands on a new line."""
        self._gap = _LINE

    def begin(self, what: str, value: str, line: int, key: str = "") -> Range:
        """A range begins with the next character."""
        begun = Range(what, value, line, key=key)
        self._waiting.append(begun)
        self._open.append(begun)
        return begun

    def finish(self, begun: Range) -> None:
        """A range ends with the last character written."""
        if begun not in self._open:
            return
        self._open.remove(begun)
        if begun.start is None:
            self._waiting.remove(begun)
            return
        begun.end = self.length
        self.ranges.append(begun)

    def point(self, value: str, line: int) -> None:
        """Something that is no text stands after the last character written: a gap, a figure."""
        self.ranges.append(Range("hi", value, line, self.length, self.length))

    def page(self, label: str, line: int) -> None:
        """A page begins with the next character."""
        point = PagePoint(label, line)
        self.pages.append(point)
        self._waiting.append(point)

    def note(self, label: str | None, xml_id: str, line: int, run: "Run") -> None:
        """A note is marked after the last character written; a printed copy of its mark is taken out."""
        if label:
            self._drop_copy(label)
        self.notes.append(NotePoint(label, xml_id, line, self.length, run))

    def close(self) -> None:
        """The stretch is whole: ranges still open end here, a page that nothing followed begins at the end."""
        for begun in list(self._open):
            self.finish(begun)
        for waiting in self._waiting:
            if isinstance(waiting, PagePoint):
                waiting.offset = self.length
        self._waiting.clear()

    def _settle(self) -> None:
        for waiting in self._waiting:
            if isinstance(waiting, Range):
                waiting.start = self.length
            else:
                waiting.offset = self.length
        self._waiting.clear()

    def _drop_copy(self, label: str) -> None:
        """Take out the mark where it is printed before its note as well: 'asking for it.* <note n="*">'."""
        last = self.ranges[-1] if self.ranges else None
        raised = last is not None and (last.value, last.end) == ("superscript", self.length)
        if not raised and label.isalnum():
            return
        text = self.text
        if not text.endswith(label) or (raised and last is not None and text[last.start :] != label):
            return
        kept = text[: -len(label)]
        if kept != kept.rstrip():
            kept = kept.rstrip()
            self._gap = self._gap or _BLANK
        self.copies += len(label)
        self._pieces = [kept]
        self.length = len(kept)
        self.ranges = [one for one in self.ranges if one.start is not None and one.start < self.length]
        for one in self.ranges:
            one.end = min(one.end or self.length, self.length)
