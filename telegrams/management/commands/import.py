"""``manage.py import PATH…``: texts, folders, zips, addresses and lists of persons go into the archive."""

import json
import shutil
import sys
from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection
from tqdm import tqdm

from telegrams.importing.fetching import FetchRules, fetcher
from telegrams.importing.finding import Identity
from telegrams.importing.report import ImportReport, as_json
from telegrams.importing.undoing import NotUndone, run_undo
from telegrams.importing.uploading import FOLDER, bounded, carry_out
from telegrams.importing.walk import AnotherImport, ImportRequest, Step, run_import
from telegrams.parsing.folding import slugged
from telegrams.parsing.volume_slug import volume_slug
from telegrams.records import Problem, printable
from telegrams.search import ENGINE
from telegrams.search.beside import beside
from telegrams.vocabulary import Level


class Command(BaseCommand):
    help = "Import printed telegrams: files, folders, zip archives, addresses, volumes by id, or - for standard input."
    requires_migrations_checks = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", metavar="PATH", help="a file, a folder, a zip, an https:// address, a volume's id, or -"
        )
        parser.add_argument("--volume", default="", help="the volume's slug, whatever the paths say")
        parser.add_argument("--document", default="", help="the document's name, for one file or standard input")
        parser.add_argument("--dry-run", action="store_true", help="read and report; write nothing")
        parser.add_argument("--again", action="store_true", help="read files again that are known to be unchanged")
        parser.add_argument(
            "--accept", action="store_true", help="load a volume even if it would have markedly less than is held"
        )
        parser.add_argument("--undo", type=int, metavar="RUN", help="take this run back; corrections are kept")
        parser.add_argument(
            "--upload", type=int, metavar="UPLOAD", help="load, or rehearse, what was sent from the browser"
        )
        parser.add_argument("--by", metavar="ACCOUNT", help="the editor's account that asks for it, kept with the run")
        parser.add_argument("--json", action="store_true", help="print the report as one JSON object")
        parser.add_argument(
            "--wait", type=float, default=0.0, metavar="SECONDS", help="wait for a running import to end"
        )

    def handle(self, *args: object, **options: Any) -> None:
        if sum((bool(options["paths"]), options["undo"] is not None, options["upload"] is not None)) != 1:
            self.stderr.write("import: name what to import, or a run to take back with --undo RUN, and not both")
            sys.exit(2)
        if "-" in options["paths"] and not (options["volume"] and options["document"]):
            self.stderr.write("import: standard input needs --volume and --document")
            sys.exit(2)
        for option, fit in (("volume", volume_slug), ("document", slugged)):
            if options[option] != fit(options[option]):
                self.stderr.write(
                    printable(f"import: --{option} {options[option]}: write it as {fit(options[option])!r}")
                )
                sys.exit(2)
        by = User.objects.filter(username=options["by"]).first() if options["by"] is not None else None
        if options["by"] is not None and by is None:
            self.stderr.write(printable(f"import: --by {options['by']}: no account is called so; the admin lists them"))
            sys.exit(2)
        request = ImportRequest(
            paths=tuple(options["paths"]),
            said=Identity(options["volume"], options["document"]),
            standard_input=sys.stdin.buffer.read() if "-" in options["paths"] else None,
            dry_run=options["dry_run"],
            again=options["again"],
            residue=options["dry_run"] and options["verbosity"] > 1,
            accept=options["accept"],
            specimens=settings.SPECIMENS,
            wait=options["wait"],
            room=room,
            with_notes=options["json"],
            by=by,
        )
        try:
            if options["undo"] is not None:
                report = run_undo(options["undo"], options["wait"], by)
            elif options["upload"] is not None:
                report = self._of_upload(options["upload"], request)
            else:
                report = self._import(request)
        except AnotherImport:
            self.stderr.write("import: another import is running; try again later or wait with --wait SECONDS")
            sys.exit(2)
        except NotUndone as why:
            self.stderr.write(f"import: {why}")
            sys.exit(2)
        except (OperationalError, InterfaceError) as lost:
            reason = printable((str(lost).strip() or "no reason given").splitlines()[0])
            self.stderr.write(
                f"import: the database broke off: {reason}; what had gone in whole is kept, of the file at hand "
                "nothing; mend it, then run the same command again"
            )
            sys.exit(1)
        if options["json"]:
            self.stdout.write(json.dumps(as_json(report), ensure_ascii=False, indent=1))
        else:
            self._print(report, options["dry_run"])
        if code := report.exit_code():
            sys.exit(code)

    def _of_upload(self, number: int, request: ImportRequest) -> ImportReport:
        """What was sent from the browser: rehearsed within bounds, or loaded as it was rehearsed."""
        if request.dry_run:
            bounded()
        with beside(ENGINE.follow) as follow:
            report = carry_out(number, settings.ARCHIVE_DATA / FOLDER, request, follow)
        if report is None:
            sys.exit(2)
        return report

    def _import(self, request: ImportRequest) -> ImportReport:
        """The import, with a bar on a terminal: the share that is read, documents a second, time left."""
        form = "{l_bar}{bar}| {postfix} [{elapsed}, {remaining} left]"
        with tqdm(total=1, disable=None, leave=False, bar_format=form, mininterval=0.2) as bar:

            def show(step: Step) -> None:
                bar.total = max(step.whole, step.read, 1)
                bar.n = step.read
                seconds = max(bar.format_dict["elapsed"], 0.001)
                bar.set_postfix_str(
                    f"{step.documents:,} documents, {step.documents / seconds:,.0f} a second", refresh=False
                )
                bar.update(0)

            def show_fetch(address: str, here: int, whole: int | None) -> None:
                of_all = f" of {whole / 1e6:,.1f}" if whole is not None else ""
                bar.set_postfix_str(f"fetching {address}, {here / 1e6:,.1f}{of_all} MB", refresh=False)
                bar.update(0)

            rules = FetchRules(settings.VOLUMES_AT, settings.FETCH_PLAIN, settings.FETCH_PRIVATE)
            fetch = fetcher(rules, settings.ARCHIVE_DATA / "fetched", show_fetch)
            with beside(ENGINE.follow) as follow:
                return run_import(replace(request, fetch=fetch), follow, show)

    def _print(self, report: ImportReport, dry_run: bool) -> None:
        for problem, times in said_once(report.problems):
            self.stderr.write(problem.message() + (f" ({times} times)" if times > 1 else ""))
        for line in report.residue:
            self.stdout.write(line)
        for line in report.gates:
            self.stderr.write(line)
        if report.room is not None and sys.stderr.isatty():
            self.stderr.write(f"free where the database lies: {report.room / 1e9:,.1f} GB")
        for change in report.changes:
            self.stdout.write(f"changed  {change}")
        for what, counts in report.counts().items():
            said = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
            self.stdout.write(f"{what:<10}{said or 'none'}")
        if dry_run:
            self.stdout.write("nothing written: this was a dry run")
        elif report.run:
            self.stdout.write(f"kept as run {report.run}")


def room() -> int | None:
    """Bytes free where the embedded database lies; None for a server of its own, which alone knows."""
    if connection.settings_dict["ENGINE"] != "archive.localpg":
        return None
    return shutil.disk_usage(settings.ARCHIVE_DATA).free


def said_once(problems: list[Problem]) -> list[tuple[Problem, int]]:
    """The problems to print: notes left out, a code that repeats in one source once with its number.

    Each conflict is said: an editor settles them one by one.
    """
    first: dict[tuple[str, str, str], Problem] = {}
    times: dict[tuple[str, str, str], int] = {}
    for problem in problems:
        if problem.level != Level.NOTE:
            key = (problem.source, problem.code, problem.found if problem.code == "conflict" else "")
            first.setdefault(key, problem)
            times[key] = times.get(key, 0) + 1
    return [(problem, times[key]) for key, problem in first.items()]
