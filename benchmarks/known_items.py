"""How high a document stands that is looked for by its own words: the mean of one by its rank, within the first ten.

    python -m benchmarks.known_items [--documents 200] [--edits 1000]

Takes documents of the shared corpus at random, and asks for each by four of its words scattered over it that
fewer than a tenth of the documents have (all of them, and any of them), by four that stand side by side, and by
a phrase. Then writes some of the documents again, so that the index holds deleted ones, and asks once more;
last from an index built anew.
"""

import argparse
import sys

from benchmarks.scratch import CORPUS, scratch_archive, with_django


def main() -> int:
    """Load, ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--edits", type=int, default=1000)
    options = parser.parse_args()
    with scratch_archive() as archive:
        loaded = archive.run("import", str(CORPUS / "text"))
        sys.stderr.write(loaded.stdout.decode().splitlines()[-1] + "\n" if loaded.stdout else "")
        given = [str(options.documents), str(options.edits)]
        measured = with_django("benchmarks.known_items_parts", given, archive.environment)
    sys.stdout.write(f"{measured.pop('documents'):,.0f} documents held; mean of 1 / rank within the first ten\n")
    for name, value in measured.items():
        sys.stdout.write(f"{name:<44}{value:>8.3f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
