"""How right links are, and how many there are: the volumes of the corpus against gold made by hand.

    python -m benchmarks.resolving

Loads the public register of office-holders and the volumes into an archive of its own, and compares who is
behind parties, what references mean, and whom texts mention with ``benchmarks/gold``: what a second reader found
who saw the documents and not the archive's answers. Prints of 'sure' how much is right, with the bound that a
sample of this size gives (95 in 100, one-sided), how much of what is to be found is found, and what share of the
parties in telegrams of 1917-36 have a person; then what ``manage.py resolve`` takes against the import.
"""

import argparse
import sys
import time

from benchmarks.scratch import CORPUS, scratch_archive, with_django

REGISTER = CORPUS.parent / "reference" / "offices.csv"


def main() -> int:
    """Load, compare, and print; fails where 'sure' is right less than 99 times in 100."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.parse_args()
    with scratch_archive() as archive:
        archive.run("import", str(REGISTER))
        begun = time.monotonic()
        archive.run("import", str(CORPUS / "tei"))
        imported = time.monotonic() - begun
        begun = time.monotonic()
        archive.run("resolve")
        resolved = time.monotonic() - begun
        measured = with_django("benchmarks.resolving_parts", [], archive.environment)
    for name, value in measured.items():
        sys.stdout.write(f"{name:<66}{value:>10.4g}\n")
    sys.stdout.write(f"{'seconds: import of the volumes':<66}{imported:>10.1f}\n")
    sys.stdout.write(f"{'seconds: manage.py resolve':<66}{resolved:>10.1f}\n")
    shares = [value for name, value in measured.items() if name.endswith("sure: share right")]
    return 0 if shares and min(shares) >= 0.99 else 1


if __name__ == "__main__":
    sys.exit(main())
