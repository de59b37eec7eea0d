"""The chain of candidates that best explains the notes: a search in printed order."""

from collections.abc import Sequence
from dataclasses import dataclass

from telegrams.parsing.marks.candidates import Candidate

TAKEN_AT = 1.2  # a mark scoring less than this minus UNPAIRED is worse than a note without mark
UNPAIRED = 1.2
WORK = 1_500_000


@dataclass(frozen=True, slots=True)
class Aligned:
    """The chosen candidates with the index of their note, their mean score, and those left over."""

    pairs: tuple[tuple[Candidate, int], ...]
    mean: float
    leftover: tuple[Candidate, ...]


@dataclass(slots=True)
class Chain:
    """A hypothesis: the last mark taken, the notes used up, what it is worth."""

    worth: float
    used: int
    high: int
    last: Candidate | None
    before: "Chain | None"


def align(candidates: Sequence[Candidate], notes: Sequence[str]) -> Aligned:
    """The best chain, with labels that run through the document or begin again with each page."""
    if not notes or not candidates:
        return Aligned((), 0.0, ())
    best = max((_best_chain(candidates, notes, by_page) for by_page in (False, True)), key=lambda chain: chain.worth)
    pairs = []
    link: Chain | None = best
    while link is not None and link.last is not None:
        pairs.append((link.last, link.used - 1))
        link = link.before
    pairs.reverse()
    mean = sum(candidate.score for candidate, _ in pairs) / len(pairs) if pairs else 0.0
    return Aligned(tuple(pairs), mean, ())


def _best_chain(candidates: Sequence[Candidate], notes: Sequence[str], by_page: bool) -> Chain:
    width = max(40, min(1500, WORK // len(candidates)))
    empty = Chain(-0.5 if by_page else 0.0, 0, 0, None, None)
    beam: dict[tuple[int, int, int, int], Chain] = {(0, 0, 0, 0): empty}
    total = len(notes)
    best = empty
    for candidate in candidates:
        fresh: list[Chain] = []
        for chain in beam.values():
            for skipped in (0, 1):
                used = chain.used + 1 + skipped
                if used > total:
                    break
                last = chain.last
                if last is not None and last.block == candidate.block and last.end > candidate.start:
                    break
                step = _step(last, chain.high, candidate, by_page, notes, used)
                if step is None:
                    continue
                worth = chain.worth + candidate.score - step - TAKEN_AT - skipped * (UNPAIRED + 0.3)
                fresh.append(Chain(worth, used, max(chain.high, candidate.value), candidate, chain))
        for chain in fresh:
            last = chain.last
            assert last is not None
            key = (chain.used, last.value, chain.high, last.page)
            known = beam.get(key)
            if known is None or known.worth < chain.worth:
                beam[key] = chain
        if len(beam) > width:
            kept = sorted(beam.items(), key=lambda item: -item[1].worth)[: width // 2 + 1]
            beam = dict(kept)
    chains = list(beam.values()) + [best]
    for chain in chains:
        chain.worth -= UNPAIRED * (total - chain.used)
    return max(chains, key=lambda chain: chain.worth)


def _step(
    last: Candidate | None, high: int, candidate: Candidate, by_page: bool, notes: Sequence[str], used: int
) -> float | None:
    if last is None:
        if candidate.value == 1:
            return 0.0
        return 0.2 * min(candidate.value - 1, 9) if by_page else 0.2
    if candidate.alphabet != last.alphabet:
        return 1.5
    ahead = candidate.value - last.value
    crossed = candidate.page > last.page
    if by_page and crossed:
        return 0.0 if candidate.value == 1 else 1.0 + 0.2 * min(candidate.value, 5)
    if ahead == 1:
        return 0.1 if candidate.letter else 0.0
    if ahead == 0:
        if candidate.letter > last.letter:
            return 0.2
        return 0.3 if notes[used - 1] == notes[used - 2] else 3.0
    if ahead == 2:
        return 1.5
    if last.value == 99 and candidate.value == 1:
        return 0.2
    return 2.5
