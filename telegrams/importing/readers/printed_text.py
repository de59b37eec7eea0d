"""The reader of the plain text of printed pages, in both styles of the site (text-form.md)."""

from collections.abc import Iterable, Iterator

from telegrams.importing.readers.arranging import arrange
from telegrams.importing.readers.assembling import assemble
from telegrams.importing.readers.checks import Subject, check
from telegrams.importing.readers.contract import SourceFile, Yielded
from telegrams.importing.readers.decoding import LONGEST, decode, lines_of
from telegrams.importing.readers.header import read_header, with_implied_page
from telegrams.importing.readers.page import Arranged, read_page
from telegrams.importing.readers.splitting import Chunk, is_separator, split_documents
from telegrams.records import Problem, SourceText, TelegramRecord
from telegrams.vocabulary import Level, PassageKind

_TEXT_KINDS = frozenset(
    {
        PassageKind.PARAGRAPH,
        PassageKind.LIST_ITEM,
        PassageKind.TABLE_ROW,
        PassageKind.EDITORS_TEXT,
        PassageKind.QUOTATION,
        PassageKind.OMISSION,
        PassageKind.SALUTATION,
        PassageKind.PARTICIPANTS,
    }
)


class PrintedText:
    """The plain text of printed pages: one document a file, or several."""

    name = "printed-text"
    version = "2"
    suffixes = (".txt", ".text")

    def recognises(self, name: str, head: bytes) -> bool:
        """A file whose name ends as text files do; what it holds is judged when it is read."""
        return name.lower().endswith(self.suffixes)

    def read(self, source: SourceFile) -> Iterator[Yielded]:
        """The documents of a file in order, and the problems that keep it or one of them out."""
        decoded = decode(source.name, source.data)
        if decoded.problem:
            yield decoded.problem
            return
        for index, chunk in enumerate(split_documents(decoded.text), 1):
            document = source.document if index == 1 else f"{source.document}-{index}"
            yield read_document(source.name, source.volume, document, chunk)


def read_document(name: str, volume: str, document: str, chunk: Chunk) -> TelegramRecord | Problem:
    """One document of a file, or the error that keeps it out."""
    length = sum(len(line) + 1 for line in chunk.lines)
    if length > LONGEST:
        found = f"a document of {length} characters"
        return _refused(
            name, chunk, "size", found, f"at most {LONGEST}", "part the file into its documents by lines of ====="
        )
    page = read_page(chunk)
    arranged = arrange(page.blocks)
    assembled = assemble(arranged, page.notes, volume)
    if not any(one.passage.kind in _TEXT_KINDS for one in assembled.placed):
        found = "notes alone" if page.notes and not assembled.placed else "no text under the heading"
        return _refused(
            name, chunk, "no-body", found, "the text of a document", "fetch the whole page and import it again"
        )
    pages = with_implied_page(assembled.pages)
    header = read_header(assembled, pages)
    problems = check(Subject(name, _first_spoken(chunk), chunk.guessed, page, assembled, header))
    return TelegramRecord(
        volume=volume,
        document=document,
        text=assembled.text,
        passages=tuple(one.passage for one in assembled.placed),
        values=header.values,
        footnotes=tuple(assembled.notes),
        pages=pages,
        references=tuple(assembled.references),
        parts=tuple(assembled.parts),
        problems=problems,
        source=SourceText(name, chunk.first_line, "\n".join(chunk.lines), PrintedText.name, PrintedText.version),
    )


def _first_spoken(chunk: Chunk) -> int:
    return next((chunk.first_line + at for at, line in enumerate(chunk.lines) if line.strip()), chunk.first_line)


def _refused(name: str, chunk: Chunk, code: str, found: str, expected: str, remedy: str) -> Problem:
    return Problem(name, _first_spoken(chunk), code, Level.ERROR, found, f"expected {expected}", remedy)


# --- residue -------------------------------------------------------------------------------------


def account_for_lines(records: Iterable[object], text: str, name: str) -> list[str]:
    """What became of every line of a source that is not blank: ``file:line: rule``, or ``file:line: residue``.

    ``records`` are those read from the source; a line of a document that was refused is residue.
    """
    claims: dict[int, str] = {}
    for record in records:
        if isinstance(record, TelegramRecord) and record.source:
            source = record.source
            claims.update(claimed_lines(Chunk(source.first_line, tuple(source.text.split("\n")))))
    return [
        f"{name}:{number}: {claims.get(number) or _unclaimed(line)}"
        for number, line in enumerate(lines_of(text), 1)
        if line.strip()
    ]


def _unclaimed(line: str) -> str:
    return "separator" if is_separator(line) else f"residue: {line.strip()[:60]}"


def claimed_lines(chunk: Chunk) -> dict[int, str]:
    """Each line of a document that a rule claims, with the rule's name."""
    page = read_page(chunk)
    claims = _claims_of_blocks(arrange(page.blocks))
    claims.update({line: "note" for note in page.notes for line in note.lines})
    claims.update(dict.fromkeys(page.misplaced, "note-misplaced"))
    claims.update(dict.fromkeys(page.repeated, "repeated-received"))
    return claims


def _claims_of_blocks(arranged: list[Arranged]) -> dict[int, str]:
    claims: dict[int, str] = {}
    for one in arranged:
        rule = one.kind.value if one.kind else "page-marker"
        claims.update(dict.fromkeys(one.block.lines, rule + (f" of part {one.part}" if one.part else "")))
    return claims
