"""Questions and parameters that nobody should send: every page answers them, in time, and in the form asked for.

    python -m benchmarks.fuzz [--questions 100000] [--seed 1]

Asks an archive of the fixtures and of some of the corpus, page after page, for questions made of pieces of
the search's own language, of parameters with wrong values, of bytes, and of very much. Prints the number of
answers by status and the longest time; fails where one is 500, of the wrong kind, or took longer than it may.
"""

import argparse
import sys

from benchmarks.scratch import CORPUS, REPOSITORY, scratch_archive, with_django


def main() -> int:
    """Load, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--questions", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with scratch_archive() as archive:
        texts = sorted((CORPUS / "text").rglob("*.txt"))[::5]
        archive.run("import", str(REPOSITORY / "fixtures"), *map(str, texts))
        archive.run("collectstatic", "--noinput")
        said = with_django("benchmarks.fuzz_parts", [str(options.questions), str(options.seed)], archive.environment)
    for name, value in said.items():
        sys.stdout.write(f"{name:<28}{value:>10,.0f}\n")
    return 1 if said["faults"] else 0


if __name__ == "__main__":
    sys.exit(main())
