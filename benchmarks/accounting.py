"""What becomes of every element with text of whole volumes: kept, left out by a rule, or in no record.

    python -m benchmarks.accounting [--least 0.9999] [PATH…]

Prints a table by name of element with its rule, then for each volume how many characters are in
records, what rules left out, and the residue line by line. Exit 0: at least that share is claimed.
"""

import argparse
import gzip
import io
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from benchmarks.scratch import CORPUS
from telegrams.importing.readers.contract import SourceFile
from telegrams.importing.readers.safe_xml import Element
from telegrams.importing.readers.tei import TeiVolume
from telegrams.importing.readers.tei_account import printed_in
from telegrams.importing.readers.tei_blocks import TEI
from telegrams.importing.readers.tei_survey import VolumeSurvey, survey
from telegrams.importing.readers.tei_walk import rule_of, walk
from telegrams.records import Problem, TelegramRecord

_AROUND = {
    "of the header: title, printer, place, year and rights are taken": {
        "title", "edition", "publisher", "pubPlace", "idno", "availability", "language", "resp", "change", "creation",
        "licence", "rendition",
    },
    "of the title page as set in type: what it says is in the header": {
        "docTitle", "titlePart", "docImprint", "byline", "docEdition", "docDate",
    },
}  # fmt: skip


def main() -> int:
    """Account for the volumes asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("paths", nargs="*", type=Path, default=sorted((CORPUS / "tei").glob("*.xml.gz")))
    parser.add_argument("--least", type=float, default=0.9999)
    options = parser.parse_args()
    names: Counter[str] = Counter()
    all_of_it = lost = 0
    for path in options.paths:
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        root = etree.parse(io.BytesIO(data), etree.XMLParser(resolve_entities=False, remove_comments=True)).getroot()
        names.update(element.tag for element in root.iter() if _has_words(element))
        left_out, residue = _accounted(SourceFile(path.name, "", path.name.partition(".")[0], data), root)
        characters, missing = printed_in(root), sum(abs(_characters(one)) for one in residue)
        all_of_it, lost = all_of_it + characters, lost + missing
        sys.stdout.write(f"{path.name}: {characters:,} characters, {missing:,} in no record\n")
        sys.stdout.writelines(f"  {count:>9,}  left out: {rule}\n" for rule, count in left_out.most_common() if count)
        sys.stdout.writelines(f"  line {one.line}: {one.found}\n" for one in residue)
    sys.stdout.write(f"\n{'elements with text':<24}{'':>8}  rule\n")
    for name, count in names.most_common():
        said = rule_of(name) or next((rule for rule, others in _AROUND.items() if name.removeprefix(TEI) in others), "")
        sys.stdout.write(f"{name.removeprefix(TEI):<24}{count:>8,}  {said or 'no rule: its words are text'}\n")
    share = 1 - lost / max(all_of_it, 1)
    sys.stdout.write(f"\nclaimed by rules: {share:.6f} of {all_of_it:,} characters\n")
    return 0 if share >= options.least else 1


def _accounted(source: SourceFile, root: Element) -> tuple[Counter[str], list[Problem]]:
    """What rules left out of a volume, and what is in no record."""
    around = survey(source, lambda: source.pieces(), source.document)
    if not isinstance(around, VolumeSurvey):
        return Counter(), [around]
    left_out = Counter(around.left_out)
    for document in _documents(root):
        left_out.update(walk(document).left_out)
    residue = [one for one in _problems(TeiVolume().read(source)) if one.code == "residue"]
    return left_out, residue


def _documents(root: Element) -> Iterator[Element]:
    """The documents that stand in no other."""
    for div in root.iter(TEI + "div"):
        if div.get("type") == "document" and not any(
            one.get("type") == "document" for one in div.iterancestors(TEI + "div")
        ):
            yield div


def _problems(yielded: Iterator[Any]) -> Iterator[Problem]:
    for one in yielded:
        if isinstance(one, Problem):
            yield one
        elif isinstance(one, TelegramRecord):
            yield from one.problems


def _characters(problem: Problem) -> int:
    first = problem.found.partition(" ")[0].replace(",", "")
    return int(first) if first.isdigit() else 0


def _has_words(element: Element) -> bool:
    return bool((element.text or "").strip()) or any((child.tail or "").strip() for child in element)


if __name__ == "__main__":
    sys.exit(main())
