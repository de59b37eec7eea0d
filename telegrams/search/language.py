"""Search box text → tree → text again. Pure: no database, no Django.

The language: words (all must stand), "phrases" with straight or curly marks, begin* for words that
begin so, =exact for a word in this form alone, OR, -without, and groups in parentheses; words bind
closer than OR. File numbers are recognised. ``from:harriman`` and the like ask a field (``fields``), "two words"~5
words near one another, and ``in:footnotes`` has the words of its group looked for in that part alone. Nothing a reader
types is an error: what cannot be read as written is a Misreading, and the rest is searched.
"""

import re
from calendar import month_name
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import Enum
from itertools import count

from telegrams.parsing.dates import PartialDate
from telegrams.parsing.file_number import looks_like_file_number, read_file_number
from telegrams.search.fields import FIELD, FILE, SECTIONS, SENT, WITHIN
from telegrams.search.words import forms_of

MOST_TERMS = 32
DEEPEST = 8
SHORTEST_BEGINNING = 2
"""Letters of a beginning; with fewer, half the archive's words would begin so."""

FARTHEST = 50
"""Other words that may stand between words near one another."""

LONGEST_PHRASE = 100
"""Words of a phrase that are compared."""

QUOTES = '"“”„‟«»'
_DASH = "-"
_RUN = re.compile(rf'[^\s()"{QUOTES}]+')
# "711.61 / 11 – 2245": a stroke or dash with blanks around it; a hyphen needs both, for " -x" excludes
_PARTED = re.compile(r"\s*[/–—]\s*|\s+-\s+")
_NAMED = re.compile(rf"(?P<name>{'|'.join(FIELD)}):(?P<value>.*)", re.DOTALL)
_WITHIN = re.compile(rf"{WITHIN}:(?P<section>[^\s()]+)")
_ANY_YEAR = re.compile(r"(?:--)?(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_NEAR = re.compile(r"~(?P<most>\d{0,9})")
_ENDS = re.compile(r"^[\W_]+|[\W_]+$")


class TermKind(Enum):
    """What a term of a question is."""

    WORD = "word"
    PHRASE = "phrase"
    NEAR = "near"
    FILE_NUMBER = "file number"
    BEGINNING = "beginning"
    EXACT = "exact"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Term:
    """A word, phrase or file number as typed; ``position`` is its first character's, from 1.

    ``asked_of``: the field that is asked, '' for the text. ``near``: how many other words may stand between
    each of its words and the next. ``within``: the part of a document it is looked for in, '' for any.
    """

    kind: TermKind
    text: str
    position: int = field(default=0, compare=False)
    asked_of: str = ""
    near: int = 0
    within: str = ""

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms of its words by which it is compared."""
        return tuple(forms_of(self.text)[:LONGEST_PHRASE])

    def said(self) -> str:
        """The term in a sentence: 'the phrase lend lease'."""
        if self.kind == TermKind.DAY and self.text.startswith("--"):
            return f"sent on {int(self.text[5:])} {month_name[int(self.text[2:4])]} of any year"
        if self.asked_of:
            return f"{FIELD[self.asked_of].said} {self.text}" + ("…" if self.kind == TermKind.BEGINNING else "")
        where = f" {SECTIONS[self.within]}" if self.within else ""
        return f"{self._said_of_text()}{where}"

    def _said_of_text(self) -> str:
        if self.kind == TermKind.PHRASE:
            return f"the phrase {self.text}"
        if self.kind == TermKind.NEAR:
            return f"{self.text} within {self.near} words" if self.near != 1 else f"{self.text} within a word"
        if self.kind == TermKind.BEGINNING:
            return f"words that begin with {self.text}"
        if self.kind == TermKind.EXACT:
            return f"{self.text}, in this form alone"
        return f"the file number {self.text}" if self.kind == TermKind.FILE_NUMBER else self.text


@dataclass(frozen=True, slots=True)
class Without:
    """Documents without what the node asks."""

    node: "Tree"


@dataclass(frozen=True, slots=True)
class AllOf:
    """Documents with everything asked; two nodes or more, none itself an AllOf."""

    nodes: tuple["Tree", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Documents with any of what is asked; two nodes or more, none itself an AnyOf."""

    nodes: tuple["Tree", ...]


Tree = Term | Without | AllOf | AnyOf


@dataclass(frozen=True, slots=True)
class Misreading:
    """Something in the question that could not be read as written, and what was done instead.

    ``position`` counts characters of the search box from 1; 0 is elsewhere in the address.
    ``found`` and ``suggestion`` are clauses without a final stop. ``mended`` is the question as it may have been
    meant, '' where nobody can say; ``instead`` names what is searched by it: 'the phrase'.
    """

    position: int
    found: str
    suggestion: str
    instead: str = ""
    mended: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """How a question was understood; ``tree`` None asks for nothing."""

    tree: Tree | None
    misread: tuple[Misreading, ...] = ()

    def terms(self) -> Iterator[tuple[Term, bool]]:
        """Every term in its order, with whether documents must be without it."""
        return terms_of(self.tree)

    def wanted(self) -> tuple[Term, ...]:
        """The terms that the texts of documents found may hold."""
        return tuple(term for term, excluded in self.terms() if not excluded and not term.asked_of)


def terms_of(tree: Tree | None, excluded: bool = False) -> Iterator[tuple[Term, bool]]:
    """Every term of a tree in its order, with whether documents must be without it."""
    if isinstance(tree, Term):
        yield tree, excluded
    elif isinstance(tree, Without):
        yield from terms_of(tree.node, not excluded)
    elif tree is not None:
        for node in tree.nodes:
            yield from terms_of(node, excluded)


def mapped(tree: Tree | None, change: Callable[[Term], Tree | None]) -> Tree | None:
    """The tree with each of its terms changed, in their order; None in the place of a term leaves it out."""
    if tree is None or isinstance(tree, Term):
        return None if tree is None else change(tree)
    if isinstance(tree, Without):
        inner = mapped(tree.node, change)
        return None if inner is None else Without(inner)
    nodes = [node for one in tree.nodes if (node := mapped(one, change)) is not None]
    return all_of(nodes) if isinstance(tree, AllOf) else any_of(nodes)


def with_term(tree: Tree | None, number: int, other: Term | None) -> Tree | None:
    """The tree with another term, or none, in the place of one of its terms, by its number among them from 0.

    >>> text_of(with_term(read('a (b OR "c d") -e').tree, 2, None))
    'a b -e'
    """
    numbers = count()
    return mapped(tree, lambda term: other if next(numbers) == number else term)


def text_of(tree: Tree | None) -> str:
    """The tree as one would type it; ``read(text_of(tree)).tree == tree``.

    >>> text_of(read('“lend  lease” OR (urtel -Moscow)').tree)
    '"lend lease" OR urtel -Moscow'
    """
    return "" if tree is None else _text_of(tree, "")


def _text_of(tree: Tree, within: str) -> str:
    """The tree as typed in a group that is looked for within a part of each document."""
    if isinstance(tree, Term):
        return _typed(tree) + (f" {WITHIN}:{tree.within}" if _says_where(tree, within) else "")
    if isinstance(tree, Without):
        return f"-{_operand(tree.node, within)}"
    if isinstance(tree, AnyOf):
        return " OR ".join(_text_of(node, within) for node in tree.nodes)
    parts = {term.within for term, _ in terms_of(tree) if not term.asked_of}
    shared = parts.pop() if len(parts) == 1 else ""
    if shared and shared != within:
        return f"{' '.join(_operand(node, shared) for node in tree.nodes)} {WITHIN}:{shared}"
    return " ".join(_operand(node, within) for node in tree.nodes)


def _says_where(term: Term, within: str) -> bool:
    return bool(term.within) and term.within != within


def _operand(node: Tree, within: str) -> str:
    """A node beside others, in parentheses where it would be read otherwise without them."""
    inner = _text_of(node, within)
    is_bare = isinstance(node, Without) or (isinstance(node, Term) and not _says_where(node, within))
    return inner if is_bare else f"({inner})"


def _typed(term: Term) -> str:
    return f"{term.asked_of}:{_value(term)}" if term.asked_of else _value(term)


def _value(term: Term) -> str:
    if term.kind == TermKind.NEAR:
        return f'"{term.text}"~{term.near}'
    if term.kind == TermKind.BEGINNING:
        return f"{term.text}*"
    if term.kind == TermKind.EXACT:
        return f"={term.text}"
    is_plain = term.kind != TermKind.PHRASE and _RUN.fullmatch(term.text) and term.text not in ("OR", "AND")
    return term.text if is_plain else f'"{term.text}"'


def read(text: str) -> Reading:
    """How a search box's text is understood.

    >>> [term.said() for term, _ in read('Litvinov -"lend lease" from:harriman').terms()]
    ['Litvinov', 'the phrase lend lease', 'sent by harriman']
    >>> read('at the "lend lease').misread[0].found
    'a quotation mark that is never closed'
    """
    whole = _whole_number(text)
    if whole:
        return Reading(whole)
    reader = _Reader(text)
    tree = reader.read()
    return Reading(tree, tuple(sorted(reader.misread, key=lambda one: one.position)))


def _whole_number(text: str) -> Term | None:
    """A file number typed with blanks at its stroke or dash, alone in the box: 711.61 / 11 – 2245."""
    bare = _bare(_PARTED.sub(lambda sign: sign[0].strip(), text))
    if not _RUN.fullmatch(bare) or bare == text.strip() or text.lstrip().startswith(_DASH):
        return None
    return Term(TermKind.FILE_NUMBER, bare, 1) if "/" in bare and _is_number(bare) else None


def _bare(text: str) -> str:
    """The text on single blanks, without signs at its ends."""
    return _ENDS.sub("", " ".join(text.split()))


def _is_number(text: str) -> bool:
    """Whether all of the text is a file number that can be read to its end."""
    number = read_file_number(text, None) if ":" not in text and looks_like_file_number(text) else None
    return number is not None and number.problem is None


@dataclass(frozen=True, slots=True)
class _Token:
    """A term, or one of the signs ``(``, ``)``, ``-``, ``OR``, or ``in`` with the part it names."""

    sign: str
    position: int
    term: Term | None = None
    section: str = ""


class _Reader:
    """Reads one text from left to right, keeping what it could not read."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.misread: list[Misreading] = []
        self.tokens = list(self._tokens())
        self.at = 0
        self.terms = 0
        self.too_deep = False

    def say(self, position: int, found: str, suggestion: str, instead: str = "", mended: str = "") -> None:
        self.misread.append(Misreading(position, found, suggestion, instead, mended))

    def read(self) -> Tree | None:
        """The whole text; a closing parenthesis that closes nothing is passed over."""
        nodes: list[Tree] = []
        while self.at < len(self.tokens):
            node = self._any(0)
            if node is not None:
                nodes.append(node)
            if self._next() == ")":
                if not self.too_deep:
                    self.say(self.tokens[self.at].position, "a parenthesis that closes nothing", "left out")
                self.at += 1
        return all_of(nodes)

    def _next(self) -> str:
        return self.tokens[self.at].sign if self.at < len(self.tokens) else ""

    def _any(self, depth: int) -> Tree | None:
        choices: list[Tree] = []
        waiting: _Token | None = None
        while True:
            node = self._all(depth)
            if node is None and waiting is not None:
                self.say(waiting.position, "OR without words on both sides", "left out")
            if node is not None:
                choices.append(node)
            if self._next() != "OR":
                return any_of(choices)
            waiting = self.tokens[self.at]
            if node is None and not choices:
                self.say(waiting.position, "OR without words on both sides", "left out")
                waiting = None
            self.at += 1

    def _all(self, depth: int) -> Tree | None:
        nodes: list[Tree] = []
        within: _Token | None = None
        while self._next() not in ("", ")", "OR"):
            if self._next() == WITHIN:
                within = self._part(within)
                continue
            node = self._one(depth)
            if node is not None:
                nodes.append(node)
        tree = all_of(nodes)
        if within is None:
            return tree
        if tree is None or all(term.asked_of for term, _ in terms_of(tree)):
            self.say(within.position, f"{WITHIN}:{within.section} without words", "left out")
            return tree
        return _within(tree, within.section)

    def _part(self, before: _Token | None) -> _Token:
        """The part that a group is looked for in; of two, the first."""
        token = self.tokens[self.at]
        self.at += 1
        if before is None:
            return token
        if before.section != token.section:
            self.say(token.position, f"{WITHIN}:{token.section} after {WITHIN}:{before.section}", "left out")
        return before

    def _one(self, depth: int) -> Tree | None:
        token = self.tokens[self.at]
        self.at += 1
        if token.sign == _DASH:
            return self._without(depth)
        if token.sign == "(":
            return self._group(token, depth)
        return self._term(token)

    def _without(self, depth: int) -> Tree | None:
        if self._next() in ("", ")", "OR", _DASH, WITHIN):
            return None
        node = self._one(depth)
        if isinstance(node, Without):
            return node.node
        return None if node is None else Without(node)

    def _group(self, token: _Token, depth: int) -> Tree | None:
        if depth >= DEEPEST:
            if not self.too_deep:
                self.say(
                    token.position, f"more than {DEEPEST} parentheses inside one another", "the inner ones are left out"
                )
            self.too_deep = True
            return None
        node = self._any(depth + 1)
        if self._next() == ")":
            self.at += 1
        else:
            self.say(token.position, "a parenthesis that is never closed", "closed at the end")
        return node

    def _term(self, token: _Token) -> Tree | None:
        self.terms += 1
        if self.terms == MOST_TERMS + 1:
            self.say(
                token.position, f"more than {MOST_TERMS} words and phrases", f"the first {MOST_TERMS} are searched"
            )
        return token.term if self.terms <= MOST_TERMS else None

    def _tokens(self) -> Iterator[_Token]:
        at = 0
        while at < len(self.text):
            char = self.text[at]
            if char in "()":
                yield _Token(char, at + 1)
                at += 1
            elif char in QUOTES:
                at, token = self._quoted(at)
                at, token = self._near(at, token)
                if token:
                    yield token
            elif char == _DASH and not self._is_inside(at):
                end = len(self.text) - len(self.text[at:].lstrip(_DASH))
                if end < len(self.text) and (self.text[end] in QUOTES + "(" or not self.text[end].isspace()):
                    yield _Token(_DASH, at + 1)
                at = end
            elif (part := _WITHIN.match(self.text, at)) and not self._is_inside(at):
                at = part.end()
                token = self._section(part)
                if token:
                    yield token
            elif run := _RUN.match(self.text, at):
                named = _NAMED.fullmatch(run[0])
                if named and not named["value"] and self.text[run.end() : run.end() + 1] in tuple(QUOTES):
                    at, token = self._quoted(run.end())
                    token = self._of_field(named["name"], token)
                    at, token = self._near(at, token)
                else:
                    token = self._run(run[0], at) if not named or not named["value"] else self._asked(named, at)
                    at = run.end()
                if token:
                    yield token
            else:
                at += 1

    def _is_inside(self, at: int) -> bool:
        """Whether a dash stands in or after a word, where it excludes nothing."""
        return at > 0 and not (self.text[at - 1].isspace() or self.text[at - 1] in "(" + QUOTES)

    def _quoted(self, at: int) -> tuple[int, _Token | None]:
        close = next((end for end in range(at + 1, len(self.text)) if self.text[end] in QUOTES), None)
        if close is None:
            found, rest = "a quotation mark that is never closed", _bare(self.text[at + 1 :])
            if rest:
                self.say(at + 1, found, f"searched as the words {rest}", "the phrase", f'{self.text.rstrip()}"')
            else:
                self.say(at + 1, found, "left out")
            return at + 1, None
        return close + 1, self._phrase(self.text[at + 1 : close], at)

    def _near(self, at: int, token: _Token | None) -> tuple[int, _Token | None]:
        """A phrase before ``~5``: its words near one another."""
        said = _NEAR.match(self.text, at)
        if said is None:
            return at, token
        term = token.term if token else None
        if token is None or term is None or term.kind != TermKind.PHRASE or term.asked_of or not said["most"]:
            why = "a ~ without a number" if not said["most"] else "a ~ that does not follow a phrase of the text"
            self.say(at + 1, why, "left out")
            return said.end(), token
        most = int(said["most"])
        if most > FARTHEST:
            self.say(at + 1, f"words within {most}", f"searched within {FARTHEST}")
        return said.end(), replace(token, term=replace(term, kind=TermKind.NEAR, near=min(most, FARTHEST)))

    def _section(self, part: re.Match[str]) -> _Token | None:
        name = part["section"].lower()
        if name in SECTIONS:
            return _Token(WITHIN, part.start() + 1, section=name)
        nearest = get_close_matches(name, SECTIONS, n=1, cutoff=0.5)
        instead = f"{WITHIN}:{nearest[0]}" if nearest else ""
        self.say(
            part.start() + 1,
            f"“{part[0][:30]}” names no part of a document",
            f"left out; parts are {', '.join(SECTIONS)}",
            instead,
            f"{self.text[: part.start()]}{instead}{self.text[part.end() :]}" if instead else "",
        )
        return None

    def _phrase(self, inside: str, at: int) -> _Token | None:
        text = _bare(inside)
        forms = forms_of(text)
        if not forms:
            self.say(at + 1, "a phrase without words", "left out")
            return None
        if "/" in text and _is_number(text):
            return _Token("term", at + 1, Term(TermKind.FILE_NUMBER, text, at + 1))
        if len(forms) > LONGEST_PHRASE:
            self.say(
                at + 1, f"a phrase of more than {LONGEST_PHRASE} words", f"its first {LONGEST_PHRASE} are searched"
            )
        is_word = len(forms) == 1 and _RUN.fullmatch(text)
        return _Token("term", at + 1, Term(TermKind.WORD if is_word else TermKind.PHRASE, text, at + 1))

    def _asked(self, named: re.Match[str], at: int) -> _Token | None:
        """A field and its value in one run: from:harriman."""
        beginning = self._beginning_of_number(named, at)
        if beginning:
            return beginning
        token = self._run(named["value"], at)
        if named["name"] == SENT and token and token.term:
            if _ANY_YEAR.fullmatch(named["value"]):
                return _Token("term", at + 1, Term(TermKind.DAY, f"--{named['value'].lstrip('-')}", at + 1, SENT))
            day = PartialDate.of(token.term.text)
            if day is None or day.earliest is None:
                self.say(at + 1, f"“{named[0][:30]}” names no day, month or year", f"searched as {token.term.text}")
                return token
            return _Token("term", at + 1, Term(TermKind.DAY, token.term.text, at + 1, SENT))
        return self._of_field(named["name"], token)

    def _beginning_of_number(self, named: re.Match[str], at: int) -> _Token | None:
        """file:861.24/* asks for the numbers that begin so, whatever signs they have."""
        text = named["value"].rstrip("*")
        if named["name"] != FILE or text == named["value"] or len("".join(forms_of(text))) < SHORTEST_BEGINNING:
            return None
        return _Token("term", at + 1, Term(TermKind.BEGINNING, text, at + 1, FILE))

    def _of_field(self, name: str, token: _Token | None) -> _Token | None:
        """A term that is asked of a field, where it can be."""
        if token is None or token.term is None or name == SENT:
            return token
        term = token.term
        kind = term.kind if term.kind in (TermKind.PHRASE, TermKind.BEGINNING) else TermKind.WORD
        return replace(token, term=replace(term, kind=kind, asked_of=name))

    def _run(self, run: str, at: int) -> _Token | None:
        if run == "OR":
            return _Token("OR", at + 1)
        if run == "AND":
            return None
        text = _bare(run)
        if not forms_of(text):
            self.say(at + 1, f"“{run[:20]}” has no letters or digits", "left out")
            return None
        return _Token("term", at + 1, Term(self._kind(run, text, at), text, at + 1))

    def _kind(self, run: str, text: str, at: int) -> TermKind:
        """What a run of signs is: a beginning, a word in this form alone, a file number, or a word."""
        forms = forms_of(text)
        if run.endswith("*"):
            if len(forms) == 1 and len(forms[0]) >= SHORTEST_BEGINNING:
                return TermKind.BEGINNING
            why = "a star after more than one word" if len(forms) > 1 else "a star after a single letter"
            self.say(at + 1, why, f"searched as the word {text}")
        elif run.startswith("="):
            if len(forms) == 1:
                return TermKind.EXACT
            self.say(at + 1, "a sign of equality before more than one word", f"searched as {text}")
        return TermKind.FILE_NUMBER if looks_like_file_number(text) else TermKind.WORD


def _within(tree: Tree, section: str) -> Tree | None:
    """The tree with every word looked for in a part of the document, but those that say another."""
    return mapped(tree, lambda term: term if term.asked_of or term.within else replace(term, within=section))


def all_of(nodes: Sequence[Tree]) -> Tree | None:
    """Documents with everything that these ask."""
    flat = [inner for node in nodes for inner in (node.nodes if isinstance(node, AllOf) else (node,))]
    return AllOf(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None


def any_of(nodes: Sequence[Tree]) -> Tree | None:
    """Documents with anything that these ask."""
    flat = [inner for node in nodes for inner in (node.nodes if isinstance(node, AnyOf) else (node,))]
    return AnyOf(tuple(flat)) if len(flat) > 1 else flat[0] if flat else None
