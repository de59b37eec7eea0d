"""What a run knows while it goes on, and what is kept of it: problems, files, and who gave a document first."""

from collections.abc import Iterable, Sequence

from telegrams.importing.bulk import copy_in, number
from telegrams.importing.readers.contract import Reader, SourceFile
from telegrams.importing.report import ImportReport
from telegrams.importing.resolving.register import Register
from telegrams.models import ImportedFile, ImportRun
from telegrams.models import Problem as ProblemRow
from telegrams.records import Problem, TelegramRecord, printable


class Keeper:
    """One run: its row (None for a dry run), its report, and what it has met.

    ``met``: the checksum and name of the file that gave a document (of a text) or a whole volume
    (document '') first. ``volumes``: those touched outside of a whole volume.
    """

    def __init__(self, run: ImportRun | None, report: ImportReport) -> None:
        self.run = run
        self.report = report
        self.register = Register()
        self.met: dict[tuple[str, str], tuple[str, str]] = {}
        self.volumes: set[str] = set()

    def is_double(self, volume: str, document: str, digest: str, name: str) -> bool:
        """Whether another file of this run has already given this document, or this volume."""
        first = self.met.setdefault((volume, document), (digest, name))
        return first != (digest, name)

    def note_file(self, source: SourceFile, reader: Reader, digest: str, outcome: str, loaded: list[str]) -> None:
        """Keep with the run that it met this file."""
        if self.run is None:
            return
        ImportedFile.objects.create(
            run=self.run,
            name=source.name,
            volume=source.volume,
            document=source.document,
            sha256=digest,
            reader=reader.name,
            reader_version=reader.version,
            outcome=outcome,
            documents=loaded,
        )

    def keep(self, problems: Iterable[Problem], volume: str = "") -> None:
        """Keep problems that are of no document, but perhaps of a volume."""
        self.keep_of([(problem, None) for problem in problems], volume)

    def keep_of(self, problems: Sequence[tuple[Problem, TelegramRecord | None]], volume: str = "") -> None:
        """Keep problems in the report and with the run, each with the document it is of."""
        self.report.keep(problem for problem, _ in problems)
        if self.run is None or not problems:
            return
        rows = [
            ProblemRow(
                run=self.run,
                volume=(record.volume if record else volume)[:80],
                document=record.document[:120] if record else "",
                source_name=printable(problem.source),
                line=problem.line,
                code=problem.code,
                level=problem.level.value,
                text=printable("; ".join(part for part in (problem.found, problem.expected, problem.remedy) if part)),
            )
            for problem, record in problems
        ]
        number(rows)
        copy_in(rows)
