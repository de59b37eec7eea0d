"""``manage.py import PATH…``: texts, folders, zips and lists of persons go into the archive."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from tqdm import tqdm

from telegrams.importing.finding import Identity
from telegrams.importing.report import ImportReport
from telegrams.importing.walk import AnotherImport, ImportRequest, run_import
from telegrams.parsing.folding import slugged
from telegrams.parsing.volume_slug import volume_slug
from telegrams.records import Problem, printable
from telegrams.search import ENGINE
from telegrams.vocabulary import Level


class Command(BaseCommand):
    help = "Import printed telegrams: files, folders, zip archives, or - for standard input."
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="PATH", help="a file, a folder, a zip, or -")
        parser.add_argument("--volume", default="", help="the volume's slug, whatever the paths say")
        parser.add_argument("--document", default="", help="the document's name, for one file or standard input")
        parser.add_argument("--dry-run", action="store_true", help="read and report; write nothing")
        parser.add_argument("--again", action="store_true", help="read files again that are known to be unchanged")
        parser.add_argument("--json", action="store_true", help="print the report as one JSON object")
        parser.add_argument(
            "--wait", type=float, default=0.0, metavar="SECONDS", help="wait for a running import to end"
        )

    def handle(self, *args: object, **options: Any) -> None:
        if "-" in options["paths"] and not (options["volume"] and options["document"]):
            self.stderr.write("import: standard input needs --volume and --document")
            sys.exit(2)
        for option, fit in (("volume", volume_slug), ("document", slugged)):
            if options[option] != fit(options[option]):
                self.stderr.write(
                    printable(f"import: --{option} {options[option]}: write it as {fit(options[option])!r}")
                )
                sys.exit(2)
        request = ImportRequest(
            paths=tuple(options["paths"]),
            said=Identity(options["volume"], options["document"]),
            standard_input=sys.stdin.buffer.read() if "-" in options["paths"] else None,
            dry_run=options["dry_run"],
            again=options["again"],
            residue=options["dry_run"] and options["verbosity"] > 1,
            specimens=settings.SPECIMENS,
            wait=options["wait"],
        )
        with tqdm(unit=" files", disable=None, leave=False) as bar:
            try:
                report = run_import(request, ENGINE.refresh, lambda name: bar.update() and None)
            except AnotherImport:
                self.stderr.write("import: another import is running; try again later or wait with --wait SECONDS")
                sys.exit(2)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(report), ensure_ascii=False, indent=1))
        else:
            self._print(report, options["dry_run"])
        if code := report.exit_code():
            sys.exit(code)

    def _print(self, report: ImportReport, dry_run: bool) -> None:
        for problem, times in said_once(report.problems):
            self.stderr.write(problem.message() + (f" ({times} times)" if times > 1 else ""))
        for line in report.residue:
            self.stdout.write(line)
        for change in report.changes:
            self.stdout.write(f"changed  {change}")
        for what, counts in report.counts().items():
            said = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
            self.stdout.write(f"{what:<10}{said or 'none'}")
        if dry_run:
            self.stdout.write("nothing written: this was a dry run")
        elif report.run:
            self.stdout.write(f"kept as run {report.run}")


def said_once(problems: list[Problem]) -> list[tuple[Problem, int]]:
    """The problems to print: notes left out, a code that repeats in one source once with its number."""
    first: dict[tuple[str, str], Problem] = {}
    times: dict[tuple[str, str], int] = {}
    for problem in problems:
        if problem.level != Level.NOTE:
            key = (problem.source, problem.code)
            first.setdefault(key, problem)
            times[key] = times.get(key, 0) + 1
    return [(problem, times[key]) for key, problem in first.items()]


def as_json(report: ImportReport) -> dict[str, Any]:
    """The report for machines: counts, exit code, changes, and every problem with its place."""
    return {
        "run": report.run,
        "exit": report.exit_code(),
        **report.counts(),
        "changes": report.changes,
        "residue": report.residue,
        "said": [
            {
                "file": problem.source,
                "line": problem.line,
                "code": problem.code,
                "level": problem.level.value,
                "found": problem.found,
                "expected": problem.expected,
                "remedy": problem.remedy,
            }
            for problem in report.problems
        ],
    }
