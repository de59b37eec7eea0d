"""The row of candidates that best explains the notes: a search in printed order."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

from telegrams.parsing.marks.affinity import NoteTraits
from telegrams.parsing.marks.affinity import affinity
from telegrams.parsing.marks.affinity import before_traits
from telegrams.parsing.marks.affinity import traits_of
from telegrams.parsing.marks.candidates import SURE
from telegrams.parsing.marks.candidates import Candidate

UNPAIRED = 1.6  # what a note without a mark costs
UNUSED = 0.8  # what a sure mark without a note costs
AWAITED = -0.6
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
    Manner("1", False, 0.0),
    Manner("1", True, 0.6),
    Manner("*", True, 0.6),
    Manner("a", True, 1.2),
)


def align(candidates: Sequence[Candidate], notes: Sequence[str]) -> Aligned:
    """The best row of marks, in the manner that explains most."""
    if not notes or not candidates:
        return Aligned((), 0.0, ())
    traits = [traits_of(note) for note in notes]
    rows = []
    for manner in MANNERS:
        search = Search(manner, notes, traits)
        mine = [candidate for candidate in candidates if search.knows(candidate)]
        if any(candidate.alphabet == manner.alphabet for candidate in mine):
            rows.append(search.best(mine))
    chain = max((row for row in rows if row is not None), key=lambda row: row.worth, default=None)
    pairs = []
    while chain is not None:
        pairs.append((chain.last, chain.used - 1))
        chain = chain.before
    pairs.reverse()
    mean = sum(candidate.score for candidate, _ in pairs) / len(pairs) if pairs else 0.0
    return Aligned(tuple(pairs), mean, ())


class Search:
    """One walk over the candidates of a document, keeping the best hypotheses."""

    def __init__(self, manner: Manner, notes: Sequence[str], traits: Sequence[NoteTraits]) -> None:
        self.manner = manner
        self.notes = notes
        self.traits = traits
        self.total = len(notes)

    def knows(self, candidate: Candidate) -> bool:
        """Whether the manner has marks such as this one."""
        if self.manner.alphabet == "a":
            return candidate.alphabet == "a"
        return candidate.alphabet != "a"

    def best(self, candidates: Sequence[Candidate]) -> Chain | None:
        """The hypothesis worth most at the end of the document."""
        width = max(30, min(1200, WORK // max(1, len(candidates))))
        beam: dict[tuple[int, int, int, int], Chain] = {}
        for candidate in candidates:
            for chain in list(self._ways(candidate, beam)):
                key = (chain.used, chain.last.value, chain.high, chain.last.end)
                known = beam.get(key)
                if known is None or known.worth < chain.worth:
                    beam[key] = chain
            if len(beam) > 2 * width:
                best = sorted(beam.items(), key=lambda item: item[1].worth, reverse=True)
                beam = dict(best[:width])
        ends = [(chain.worth - UNPAIRED * (self.total - chain.used), chain) for chain in beam.values()]
        if not ends:
            return None
        worth, chain = max(ends, key=lambda item: item[0])
        return Chain(worth - self.manner.cost, chain.used, chain.high, chain.last, chain.before)

    def _ways(self, candidate: Candidate, beam: dict[tuple[int, int, int, int], Chain]) -> Iterator[Chain]:
        """The hypotheses that take this candidate next, or first."""
        gain = candidate.score - 1.0 + (UNUSED if candidate.score >= SURE else 0.0)
        names_paper, named = before_traits(candidate.before)
        for skipped in range(3):
            if skipped >= self.total:
                break
            start = self._start(candidate) + skipped * UNPAIRED
            fits = affinity(names_paper, named, self.traits[skipped])
            yield Chain(gain + fits - start, skipped + 1, candidate.value, candidate, None)
        for chain in beam.values():
            last = chain.last
            if last.block == candidate.block and last.end > candidate.start:
                continue
            for skipped in range(3):
                used = chain.used + skipped
                if used >= self.total:
                    break
                step = self._step(chain, candidate, skipped)
                if step > 0.5 and candidate.score < SURE:
                    continue
                fits = affinity(names_paper, named, self.traits[used])
                worth = chain.worth + gain + fits - step - skipped * UNPAIRED
                yield Chain(worth, used + 1, max(chain.high, candidate.value), candidate, chain)

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
        back: Chain | None = chain.before
        for _ in range(12):
            if back is None:
                break
            if back.last.alphabet == candidate.alphabet:
                return 0.4 if candidate.value == back.last.value + 1 else 1.5
            back = back.before
        return 0.8 if candidate.value == 1 or candidate.alphabet == self.manner.alphabet else 1.5

    def _repeats(self, chain: Chain, candidate: Candidate) -> bool:
        """Whether an earlier mark has this label and a note with these words."""
        back: Chain | None = chain
        for _ in range(12):
            if back is None:
                return False
            if back.last.label == candidate.label:
                return self.notes[back.used - 1] == self.notes[chain.used]
            back = back.before
        return False
