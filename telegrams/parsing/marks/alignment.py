"""The row of candidates that best explains the notes: a search in printed order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from telegrams.parsing.marks.affinity import NoteTraits, affinity, surroundings_of, traits_of
from telegrams.parsing.marks.candidates import SURE, Candidate

UNPAIRED = 1.6  # what a note without a mark costs
UNUSED = 0.8  # what a sure mark without a note costs
FIRST_MISSED = 0.3  # what more it costs if that is the first note: a mark is oftener lost at the end
GOOD = 1.0  # a mark that others may lean on
DOUBTFUL = 0.3  # what a mark must score that leans on no good one
HARDLY_ELSE = 1.9  # what a mark without a note must score to be reported
AWAITED = -0.6
MOST_SKIPPED = 3  # notes in a row that may lack a mark, and one more
AT_ODDS = 12  # in a document of thousands of marks: hypotheses that a mark may continue at odds with their labels
WORK = 400_000  # hypotheses tried in a document, about


@dataclass(frozen=True, slots=True)
class Aligned:
    """The chosen candidates with the index of their note, their mean score, and those left over."""

    pairs: tuple[tuple[Candidate, int], ...]
    mean: float
    leftover: tuple[Candidate, ...]


@dataclass(slots=True)
class Chain:
    """A hypothesis: the last mark taken, how many notes are used up, what it is worth."""

    worth: float
    used: int
    high: int
    last: Candidate
    before: "Chain | None"


@dataclass(frozen=True, slots=True)
class Manner:
    """How labels go on: through the document, or from the first again on each page; and in which alphabet."""

    alphabet: str
    by_page: bool
    cost: float


MANNERS = (
    Manner("1", by_page=False, cost=0.0),
    Manner("1", by_page=True, cost=0.6),
    Manner("*", by_page=True, cost=0.6),
    Manner("a", by_page=True, cost=1.2),
)


def align(candidates: Sequence[Candidate], notes: Sequence[str]) -> Aligned:
    """The best row of marks, in the manner that explains most."""
    if not notes or not candidates:
        return Aligned((), 0.0, ())
    traits = [traits_of(note) for note in notes]
    candidates = _worth_trying(candidates, len(notes))
    pages = {candidate.page for candidate in candidates}
    rows = []
    for manner in MANNERS:
        search = Search(manner, notes, traits)
        mine = [candidate for candidate in candidates if search.knows(candidate)]
        if manner.by_page and manner.alphabet == "1" and len(pages) == 1:
            continue  # on one page both manners are the same
        if any(candidate.alphabet == manner.alphabet for candidate in mine):
            row = search.best(mine)
            if row is not None:
                rows.append((row, mine))
    if not rows:
        return Aligned((), 0.0, ())
    best, mine = max(rows, key=lambda row: row[0].worth)
    pairs = _believed([(link.last, link.used - 1) for link in links(best)])
    mean = sum(candidate.score for candidate, _ in pairs) / len(pairs) if pairs else 0.0
    return Aligned(pairs, mean, tuple(_left_over(mine, pairs)))


def _believed(pairs: Sequence[tuple[Candidate, int]]) -> tuple[tuple[Candidate, int], ...]:
    """The pairs in printed order; without one good mark among them, unlikely readings prove nothing."""
    if max(candidate.score for candidate, _ in pairs) >= GOOD:
        return tuple(reversed(pairs))
    return tuple((candidate, note) for candidate, note in reversed(pairs) if candidate.score >= DOUBTFUL)


def _worth_trying(candidates: Sequence[Candidate], notes: int) -> Sequence[Candidate]:
    """The candidates, without the unlikely ones where a document of tables has very many."""
    if len(candidates) <= 400 + 5 * notes:
        return candidates
    return [candidate for candidate in candidates if candidate.score >= 0.3]


def links(chain: "Chain | None") -> Iterator["Chain"]:
    """The links of a chain, the last one first."""
    while chain is not None:
        yield chain
        chain = chain.before


def _left_over(candidates: Sequence[Candidate], pairs: Sequence[tuple[Candidate, int]]) -> Iterator[Candidate]:
    """Sure marks that the row does not take."""
    taken = {(candidate.block, place) for candidate, _ in pairs for place in range(candidate.start, candidate.end)}
    for candidate in candidates:
        if candidate.score >= HARDLY_ELSE and (candidate.block, candidate.start) not in taken:
            yield candidate


class Search:
    """One walk over the candidates of a document, keeping the best hypotheses."""

    def __init__(self, manner: Manner, notes: Sequence[str], traits: Sequence[NoteTraits]) -> None:
        self.manner = manner
        self.notes = notes
        self.traits = traits
        self.total = len(notes)
        self.hurried = False

    def knows(self, candidate: Candidate) -> bool:
        """Whether the manner has marks such as this one."""
        if self.manner.alphabet == "a":
            return candidate.alphabet == "a"
        return candidate.alphabet != "a"

    def best(self, candidates: Sequence[Candidate]) -> Chain | None:
        """The hypothesis worth most at the end of the document."""
        width = max(48, min(1200, WORK // max(1, len(candidates))))
        self.hurried = width < 200
        beam: dict[tuple[int, int, int, int], Chain] = {}
        whole: Chain | None = None
        for candidate in candidates:
            for chain in list(self._ways(candidate, beam)):
                if chain.used == self.total:
                    whole = chain if whole is None or chain.worth > whole.worth else whole
                    continue
                key = (chain.used, chain.last.value, chain.high, chain.last.end)
                known = beam.get(key)
                if known is None or known.worth < chain.worth:
                    beam[key] = chain
            if len(beam) > width:
                best = sorted(beam.items(), key=lambda item: self._at_the_end(item[1]), reverse=True)
                beam = dict(best[: width // 2])
        ends = [*beam.values(), whole] if whole is not None else list(beam.values())
        if not ends:
            return None
        chain = max(ends, key=self._at_the_end)
        worth = self._at_the_end(chain) - self.manner.cost
        return Chain(worth, chain.used, chain.high, chain.last, chain.before)

    def _at_the_end(self, chain: Chain) -> float:
        """What the hypothesis is worth if no other mark follows."""
        return chain.worth - UNPAIRED * (self.total - chain.used)

    def _ways(self, candidate: Candidate, beam: dict[tuple[int, int, int, int], Chain]) -> Iterator[Chain]:
        """The hypotheses that take this candidate next, or first."""
        gain = candidate.score - 1.0 + (UNUSED if candidate.score >= SURE else 0.0)
        around = surroundings_of(candidate.before)
        for skipped in range(min(MOST_SKIPPED, self.total)):
            start = self._start(candidate) + skipped * (UNPAIRED + FIRST_MISSED)
            fits = affinity(around, self.traits[skipped])
            yield Chain(gain + fits - start, skipped + 1, candidate.value, candidate, None)
        sure = candidate.score >= SURE
        at_odds = AT_ODDS if sure and self.hurried else len(beam) if sure else 0
        for rank, chain in enumerate(beam.values()):
            last = chain.last
            if last.block == candidate.block and last.end > candidate.start:
                continue
            if rank >= at_odds and not self._may_follow(chain, candidate):
                continue
            for skipped in range(min(MOST_SKIPPED, self.total - chain.used)):
                step = self._step(chain, candidate, skipped)
                if step > 0.5 and (skipped or not sure):
                    continue
                fits = affinity(around, self.traits[chain.used + skipped])
                worth = chain.worth + gain + fits - step - skipped * UNPAIRED
                yield Chain(worth, chain.used + skipped + 1, max(chain.high, candidate.value), candidate, chain)

    def _may_follow(self, chain: Chain, candidate: Candidate) -> bool:
        """Whether the label is near the next one, or begins or repeats a row."""
        if 0 <= candidate.value - chain.last.value <= MOST_SKIPPED or candidate.value <= MOST_SKIPPED:
            return True
        return candidate.alphabet != chain.last.alphabet or 0 < candidate.value - chain.high <= MOST_SKIPPED

    def _start(self, candidate: Candidate) -> float:
        if candidate.alphabet != self.manner.alphabet:
            return 1.0
        if candidate.value == 1 and not candidate.letter:
            return 0.0
        if self.manner.by_page:
            return 0.15 * min(candidate.value, 8)
        return 0.2 if candidate.value < 10 else 0.35

    def _step(self, chain: Chain, candidate: Candidate, skipped: int) -> float:
        """What it costs that this label follows: 0 where it is the next one."""
        last = chain.last
        if candidate.alphabet != last.alphabet:
            return self._change(chain, candidate)
        ahead = candidate.value - last.value
        if self.manner.by_page and candidate.page > last.page:
            return 0.0 if candidate.value == 1 + skipped else 0.8 + 0.2 * min(candidate.value, 6)
        if ahead == 1 + skipped:
            if candidate.letter:
                return 0.2
            # a number that ends in just the two figures awaited does so by chance once in a hundred times
            return AWAITED if candidate.value > 9 and candidate.score < SURE else 0.0
        if ahead == 0 and candidate.letter > last.letter:
            return 0.2
        if ahead == 0:
            if skipped or self.notes[chain.used] != self.notes[chain.used - 1]:
                return 3.0
            return 0.2 + (AWAITED if candidate.value > 9 and candidate.score < SURE else 0.0)
        if candidate.value == chain.high + 1 + skipped:
            return 0.4
        if last.value == 99 and candidate.value == 1 + skipped:
            return 0.1
        if ahead == 2 and not skipped:
            return 1.5
        if candidate.value <= chain.high and not skipped and self._repeats(chain, candidate):
            return 0.5
        return 3.0

    def _change(self, chain: Chain, candidate: Candidate) -> float:
        """What another alphabet costs: signs of the printed paper stand among the editors' figures."""
        for back in islice(links(chain.before), 12):
            if back.last.alphabet == candidate.alphabet:
                return 0.4 if candidate.value == back.last.value + 1 else 1.5
        return 0.8 if candidate.value == 1 or candidate.alphabet == self.manner.alphabet else 1.5

    def _repeats(self, chain: Chain, candidate: Candidate) -> bool:
        """Whether an earlier mark has this label and a note with these words."""
        for back in islice(links(chain), 12):
            if back.last.label == candidate.label:
                return self.notes[back.used - 1] == self.notes[chain.used]
        return False
