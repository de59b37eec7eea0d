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
from dataclasses import dataclass

from benchmarks.scratch import CORPUS
from benchmarks.scratch import Scratch
from benchmarks.scratch import scratch_archive


@dataclass(frozen=True, slots=True)
class Killed:
    """One kill: after how many seconds, how many documents were held then, which were torn."""

    after: float
    held: int
    torn: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """All kills, and the documents that differ at the end from an undisturbed import."""

    kills: tuple[Killed, ...]
    differing: tuple[str, ...]
    documents: int


def undisturbed(archive: Scratch, paths: list[str]) -> tuple[dict[str, bytes], float]:
    """What an import nobody disturbs exports, and the seconds it took."""
    begun = time.monotonic()
    archive.run("import", *paths)
    return archive.export(), time.monotonic() - begun


def kill_imports(
    archive: Scratch, paths: list[str], whole: dict[str, bytes], seconds: float, moments: list[float]
) -> Outcome:
    """Start an import for each moment (a share of ``seconds``), kill it there, and look at what is held."""
    kills = []
    for moment in moments:
        process = archive.start("import", *paths)
        time.sleep(moment * seconds)
        process.send_signal(signal.SIGKILL)
        process.wait()
        held = archive.export()
        torn = tuple(sorted(name for name, line in held.items() if whole.get(name) != line))
        kills.append(Killed(moment * seconds, len(held), torn))
    archive.run("import", *paths)
    finished = archive.export()
    names = whole.keys() | finished.keys()
    differing = tuple(sorted(name for name in names if whole.get(name) != finished.get(name)))
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
        whole, seconds = undisturbed(archive, options.paths)
    sys.stdout.write(f"undisturbed: {len(whole):,} documents, {seconds:.1f} s\n")
    # Every second kill falls into the first tenth, so that some hit an archive still filling.
    moments = [rng.random() * (0.1 if number % 2 else 1.0) for number in range(options.kills)]
    with scratch_archive() as archive:
        outcome = kill_imports(archive, options.paths, whole, seconds, moments)
    for number, kill in enumerate(outcome.kills, 1):
        sys.stdout.write(f"kill {number:>2} after {kill.after:6.2f} s: {kill.held:>6,} held, {len(kill.torn)} torn\n")
    sys.stdout.write(f"next run: {outcome.documents:,} documents, {len(outcome.differing)} differ from undisturbed\n")
    return 1 if outcome.differing or any(kill.torn for kill in outcome.kills) else 0


if __name__ == "__main__":
    sys.exit(main())
