"""What a printed text refers to: pages, volumes of the series, documents, and other messages by name.

Page references are taken from the editors' own words: ``ante, p. 27``, ``see pp. 5–7``,
``Foreign Relations, 1933, vol. ii, p. 133``, ``Ibid., p. 636``. A page of another book
(``Malloy, Treaties, vol. i, p. 353``) is no reference within the series and is left alone.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from telegrams.parsing.file_number import file_key
from telegrams.parsing.named_messages import find_named_messages
from telegrams.parsing.volumes_cited import IBIDEM, CitedVolume, find_cited_volumes

# p. 165 · pp. 1208 ff. · pages 1151 and 1153 · pp. 417–441 and 442–447 · pp 405–412 · p. xviii
_NUMBER = r"(?<![A-Za-z\d])(?:\d{1,4}[a-z]?|[ivxlc]+)\b"
# (The first letter first: a form that begins with a boundary is tried at every letter of the text.)
_PAGES = re.compile(
    rf"""(?P<word> [Pp](?<!\w[Pp])(?: ages? | p\.? | \. )) \s? (?P<open>\[)?
    (?P<numbers> {_NUMBER} (?: \s?[–—-]\s? {_NUMBER} )?
        (?: (?: ,\ and | ,? | \ and ) \ (?!\d+\s?[ap]\.) \d{{1,4}}\b
            (?! [\ ]?[ap]\.\ ?m) (?: \s?[–-]\s? \d{{1,4}}\b )? )* )
    """,
    re.VERBOSE,
)
_SINGLE = re.compile(_NUMBER)
# ante, p. 5 · post, pages 1151 · infra · supra · see p. 41 · printed on p. 141
_DIRECTION = re.compile(r"\b(?:ante|post|infra|supra)\b", re.IGNORECASE)
# what names another work when it stands in the clause of a page number
_OTHER_WORK = re.compile(
    r"""\b(?: Journal | Records? | State\ Papers | Public\ Papers | Treaties | Treaty\ Series | Diary | Bulletin
        | History | Stat(?:utes|s)?\b\.?(?!\ es) | Cong\. | Congressional | Press\ Releases? | Printing\ Office
        | Proceedings | Executive\ Agreement\ Series | Documents\ of | Acts\ of\ the | Digests?
        | Trattati | Malloy | Hertslet | MacMurray | Moore | eds?\. | Cmd\. | Parliamentary | Narrative
        | Appendix\ to | Case\ of | British\ Case | United\ States\ Case
        | Blue\ Book | Yellow\ Book | White\ (?:Paper|Book) | Delegates\ of
        | Hearings | H\.\ Doc | S\.\ Doc | Ex\.\ Doc | Cd\. | Hansard | Gazette | Times | Encyclop
        | Report\ of\ the\ (?:Del|Comm) | Manual
        | [Rr]eports?\ (?:for\ |of\ )?\d{4}
        | Conference\ (?:on|of|for)\ [A-Z] | North\ America,\ No )
      | \(\d{4}\)\s*,?\s*$ | [A-Z][a-z]+,\ \d{4}[:,]\s*$ | \b[Vv]ol\.?\ [ivxlc\d]+[,.]?\s*$
      | [,\ ]\d{4}\)\s*,\s*(?:[a-z]+\.?\ [ivxlc\d]+,\s*)*$
    """,
    re.VERBOSE,
)
# a title right before the page: "In The Peace Negotiations, p. 62", "Mears, Modern Turkey, p. 619"
_TITLE = re.compile(r"(?:^|[,;.]\s|\b(?:In|in|see|See)\s)(?:The|My|A|[A-Z][a-z]+,)\s(?:[A-Z][a-z]+\s?){2,},\s*$")
_LOOK = re.compile(r"\b(?:see|printed|for)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"(?:;|\.(?=\s[A-Z][a-z]+\s)|[.;]\s*(?=(?:see|See|For|In)\b))\s*")
# Document 214 · document No. 266 post
_DOCUMENT = re.compile(
    r"[Dd](?<!\w[Dd])ocuments?\s(?:(?P<plain>\d{1,4})\b(?!\s(?:of|or|from)\b)"
    r"|(?:numbered\s|[Nn]o\.\s?)(?P<placed>\d{1,4}),?\s?(?=ante|post|infra|supra))"
)
# "See inclosure 1 in No. 61." of volumes whose documents bear the editors' number
_EDITORS_NUMBER = re.compile(
    r"(?:^(?=No\.\s?\d+\.?$)|\b[Ss]ee\s)(?:also\s)?(?:(?:[Ii]n|[Ee]n)closure\s(?:\d+\s)?in\s)?"
    r"(?P<printed>No\.\s?(?P<number>\d{1,4}))(?=\.?\s*(?:$|[;)]))"
)


# (file No. 763.72119/4119) · not printed (711.61/12–345)
_FILE_NUMBER = re.compile(
    r"(?:\b[Ff]iled?\s(?:[Nn]o\.\s?|under\s)?|\()(?P<file>\d{3}[0-9A-Z]{0,3}\.[0-9A-Za-z]{1,12}(?:\s?[A-Za-z][A-Za-z.\s]{0,14})?"
    r"/[0-9]{1,6}[0-9A-Za-z½–—-]{0,10})(?![0-9/])"
)


@dataclass(frozen=True, slots=True)
class FoundReference:
    """A reference as printed: ``text[start:end]``, and what it wants.

    ``wanted``: sorted pairs; keys are page, volume, document, number, date, time, post, kind, by,
    file. A page without a volume is one of the volume it stands in; ``volume`` "ibid." is one that
    only the note before could tell.
    """

    start: int
    end: int
    printed: str
    wanted: tuple[tuple[str, str], ...]


def find_references(text: str, volume: str, *, in_note: bool = False, after: str = "") -> tuple[FoundReference, ...]:
    """The references of a text, or of an editors' note (``in_note``), in printed order.

    In a note a bare ``p. 165`` is a page of the same volume; in the text of a document it is a page
    of some paper, and only ``ante, p. 165`` or words in the editors' brackets are the volume's.
    ``after``: the note printed before this one, whose volume an "Ibid." repeats.

    >>> said = "See pp. 1208 ff. and Foreign Relations, 1933, vol. ii, p. 133."
    >>> for found in find_references(said, "frus1945v05", in_note=True):
    ...     print(found.printed, found.wanted)
    pp. 1208 (('page', '1208'),)
    Foreign Relations, 1933, vol. ii, p. 133 (('page', '133'), ('volume', 'frus1933v02'))
    >>> before = "Foreign Relations, 1923, vol. ii, p. 635."
    >>> find_references("Ibid., p. 636.", "frus1925v02", in_note=True, after=before)[0].wanted
    (('page', '636'), ('volume', 'frus1923v02'))
    >>> find_references("see page 5 of despatch", "frus1925v02")
    ()
    """
    cited = tuple(find_cited_volumes(text, volume, after))
    found = [*_page_references(text, cited, in_note), *_documents(text, in_note)]
    taken = sorted((reference.start, reference.end) for reference in found)
    found += [
        FoundReference(message.start, message.end, text[message.start : message.end], message.wanted)
        for message in find_named_messages(text)
        if not _overlaps(taken, message.start, message.end)
    ]
    if in_note:
        taken = sorted((reference.start, reference.end) for reference in found)
        of_messages = {file_key(value) for one in found for name, value in one.wanted if name == "file"}
        found += [
            one
            for one in _file_numbers(text)
            if dict(one.wanted)["file"] not in of_messages and not _overlaps(taken, one.start, one.end)
        ]
    return tuple(sorted(found, key=lambda reference: (reference.start, reference.end)))


def _file_numbers(text: str) -> Iterator[FoundReference]:
    """The file numbers that a note prints, by their keys."""
    for found in _FILE_NUMBER.finditer(text) if "/" in text else ():
        yield FoundReference(
            found.start("file"), found.end("file"), found["file"], (("file", file_key(found["file"])),)
        )


def gold_target(wanted: tuple[tuple[str, str], ...]) -> str | None:
    """The address of a page or document, '#pg_165' or 'frus1933v02#pg_133', or None for other references.

    >>> gold_target((("page", "133"), ("volume", "frus1933v02")))
    'frus1933v02#pg_133'
    >>> gold_target((("date", "1945-12-03"), ("number", "4040"))) is None
    True
    """
    values = dict(wanted)
    volume = values.get("volume", "")
    if volume == IBIDEM:
        return None
    if "page" in values:
        return f"{volume}#pg_{values['page']}"
    if "document" in values:
        return f"{volume}#d{values['document']}"
    return volume or None


def is_citation(wanted: tuple[tuple[str, str], ...]) -> bool:
    """Whether it names a page, a document or a volume, and not a message by its own number and date.

    >>> is_citation((("page", "133"),)), is_citation((("number", "4040"),))
    (True, False)
    """
    return any(key in ("page", "document", "volume") for key, _ in wanted)


def _overlaps(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    place = bisect_left(taken, (end, 0))
    return place > 0 and taken[place - 1][1] > start


def _page_references(text: str, cited: tuple[CitedVolume, ...], in_note: bool) -> Iterator[FoundReference]:
    used = 0
    volumes = {_before(text, volume.end): volume for volume in cited}
    closed: set[int] = set()
    for pages in _PAGES.finditer(text):
        if pages.start() < used:
            continue
        volume = volumes.get(_before(text, pages.start()))
        clause = text[_clause_start(text, pages.start()) : pages.start()]
        if volume is None and not _is_of_this_volume(text, pages.start(), clause, in_note):
            continue
        if volume is not None and volume.slug is None:
            closed.add(volume.end)
            continue
        used = pages.end()
        start = pages.start()
        if volume is not None:
            closed.add(volume.end)
            start = volume.start
        for number in _SINGLE.finditer(text, pages.start("numbers"), pages.end("numbers")):
            wanted = [("page", number[0])]
            if volume is not None and volume.slug:
                wanted.append(("volume", volume.slug))
            yield FoundReference(start, number.end(), text[start : number.end()], tuple(sorted(wanted)))
            start = _next_number(text, number.end(), pages.end("numbers"))
    for volume in cited:
        if volume.slug and volume.end not in closed and volume.stands_alone:
            wanted_pairs = [("volume", volume.slug)]
            if volume.page:
                wanted_pairs.append(("page", volume.page))
            yield FoundReference(volume.start, volume.end, text[volume.start : volume.end], tuple(sorted(wanted_pairs)))


def _next_number(text: str, start: int, end: int) -> int:
    found = _SINGLE.search(text, start, end)
    return found.start() if found else end


def _before(text: str, start: int) -> int:
    """Where the words before a page number end, without the comma and blanks between."""
    while start > 0 and text[start - 1] in " ,.":
        start -= 1
    return start


def _clause_start(text: str, end: int) -> int:
    begin = max(0, end - 240)
    last = begin
    for found in _CLAUSE_END.finditer(text, begin, end):
        last = found.end()
    return last


def _is_of_this_volume(text: str, start: int, clause: str, in_note: bool) -> bool:
    if _DIRECTION.search(clause[-40:]):
        return True
    return (in_note or _in_brackets(text, start)) and not (_OTHER_WORK.search(clause) or _TITLE.search(clause))


def _in_brackets(text: str, start: int) -> bool:
    """Whether the editors' bracket around this place says where to look: "[For inclosure, see p. 516.]"."""
    opened = text.rfind("[", max(0, start - 600), start)
    return opened >= 0 and "]" not in text[opened:start] and bool(_LOOK.search(text, opened, start))


def _documents(text: str, in_note: bool) -> Iterator[FoundReference]:
    for found in _DOCUMENT.finditer(text) if "ocument" in text else ():
        number = found["plain"] or found["placed"]
        if in_note or found["placed"]:
            yield FoundReference(found.start(), found.end(), found[0].rstrip(" ,"), (("document", number),))
    if not in_note:
        return
    for found in _EDITORS_NUMBER.finditer(text):
        yield FoundReference(
            found.start("printed"), found.end("printed"), found["printed"], (("document", found["number"]),)
        )
