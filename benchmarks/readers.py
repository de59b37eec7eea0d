"""Many readers at once, while volumes are loaded and documents corrected: nothing fails, and every answer is right.

    python -m benchmarks.readers [--readers 50] [--minutes 5]

Serves the archive that ``benchmarks.growth`` keeps under gunicorn with two workers. Readers ask one question
after another; every tenth answer is of a volume that nothing touches and is compared with counting over its
documents. Meanwhile an editor corrects message numbers and asks for each at once, and volumes are imported,
which are taken back at the end. Prints what was answered, how fast, what was wrong, and the memory of the
workers after the first minute and at the end; fails where an answer was no 200, wrong, or an edit unseen.
"""

import argparse
import sys

from benchmarks.growth import environment_of, kept_archive
from benchmarks.scratch import with_django


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5)
    options = parser.parse_args()
    environment = environment_of(kept_archive())
    said = with_django("benchmarks.readers_parts", [str(options.readers), str(options.minutes * 60)], environment)
    for name, value in said.items():
        sys.stdout.write(f"{name:<48}{value:>12,.0f}\n")
    return 1 if said["answers that failed"] or said["answers that were wrong"] or said["corrections not seen"] else 0


if __name__ == "__main__":
    sys.exit(main())
