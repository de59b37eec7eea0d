"""kill -9 at random moments of an import: after each, every document is whole or absent.

    python -m benchmarks.faults [--kills 30] [--seed 1] [PATH…]

Prints a line for each kill. Exit 0: no document was ever torn, and the run after the last kill
ends with the same content as an undisturbed import.
"""

import argparse
import random
import signal
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass

from benchmarks.scratch import CORPUS, Scratch, scratch_archive

MOST_PATIENCE = 8.0
"""How many times the reckoned delay an import may be given before it is killed."""


@dataclass(frozen=True, slots=True)
class Killed:
    """One kill: after how many seconds, how many documents were held then, which were torn."""

    after: float
    held: int
    torn: tuple[str, ...]

    def left_part(self, peace: "Undisturbed") -> bool:
        """Whether it fell while the archive held some documents and lacked others."""
        return 0 < self.held < len(peace.documents)


@dataclass(frozen=True, slots=True)
class Outcome:
    """All kills, and the documents that differ at the end from an undisturbed import."""

    kills: tuple[Killed, ...]
    differing: tuple[str, ...]
    documents: int


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """What an import nobody disturbs exports; the seconds it takes to begin, and to load."""

    documents: dict[str, bytes]
    start: float
    load: float


def undisturbed(archive: Scratch, paths: list[str]) -> Undisturbed:
    """Import once in peace, and time it beside a command that only starts; the archive is empty again after it."""
    begun = time.monotonic()
    archive.run("withdraw", "nothing")
    started = time.monotonic()
    archive.run("import", *paths)
    ended = time.monotonic()
    documents = archive.export()
    archive.run("flush", "--noinput")
    return Undisturbed(documents, started - begun, max(ended - started - (started - begun), 0.1))


def kill_imports(
    archive: Scratch, paths: list[str], peace: Undisturbed, shares: Iterable[float], enough: int
) -> Outcome:
    """Kill an import after each share of the loading time, look at what is held, and complete it at last.

    Each import goes on where the one before was killed. On a busy machine one may be killed before
    it has loaded anything: then the next is given half as long again. One that had loaded all is no
    kill in the midst of it: what it loaded is withdrawn, and the next is given half the time. Ends
    after ``enough`` kills that left an archive partly filled.
    """
    kills: list[Killed] = []
    patience, before = 1.0, 0
    for share in shares:
        delay = (peace.start + share * peace.load) * patience
        process = archive.start("import", *paths)
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        held = archive.export()
        torn = tuple(sorted(name for name, line in held.items() if peace.documents.get(name) != line))
        kills.append(Killed(delay, len(held), torn))
        if len(held) == len(peace.documents):
            for volume in sorted({name.rpartition("-")[0] for name in held}):
                archive.run("withdraw", volume)
            patience, before = patience / 2, 0
        else:
            patience = min(patience * 1.5, MOST_PATIENCE) if len(held) == before else 1.0
            before = len(held)
        if sum(kill.left_part(peace) for kill in kills) == enough:
            break
    archive.run("import", *paths)
    finished = archive.export()
    names = peace.documents.keys() | finished.keys()
    differing = tuple(sorted(name for name in names if peace.documents.get(name) != finished.get(name)))
    return Outcome(tuple(kills), differing, len(finished))


def main() -> int:
    """Run the kills asked for and print them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", default=[str(CORPUS / "text")])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)  # noqa: S311 — moments, not secrets
    with scratch_archive() as archive:
        peace = undisturbed(archive, options.paths)
        sys.stdout.write(f"undisturbed: {len(peace.documents):,} documents in {peace.load:.1f} s\n")
        sys.stdout.flush()
        shares = [rng.random() * 1.8 / options.kills for _ in range(options.kills)]
        outcome = kill_imports(archive, options.paths, peace, shares, options.kills)
    for number, kill in enumerate(outcome.kills, 1):
        sys.stdout.write(f"kill {number:>2} after {kill.after:6.2f} s: {kill.held:>6,} held, {len(kill.torn)} torn\n")
    sys.stdout.write(f"next run: {outcome.documents:,} documents, {len(outcome.differing)} differ from undisturbed\n")
    return 1 if outcome.differing or any(kill.torn for kill in outcome.kills) else 0


if __name__ == "__main__":
    sys.exit(main())
