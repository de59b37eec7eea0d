"""Every bad input ends as ../shared/corpus/bad/expected.json allows, through the command itself.

After each, the archive holds what was accepted and nothing else; nobody sees a traceback.
"""

import contextlib
import io
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from benchmarks.scratch import REPOSITORY, Scratch, scratch_archive
from telegrams.exports.gold_jsonl import gold_record
from telegrams.models import Telegram
from telegrams.records import record_of

pytestmark = pytest.mark.long

BAD = settings.ARCHIVE_CORPUS / "bad"
CASES: list[dict[str, Any]] = json.loads((BAD / "expected.json").read_text())["cases"] if BAD.is_dir() else []
HEAVY = [case for case in CASES if "mib" in case.get("limits", {})]


@dataclass(frozen=True, slots=True)
class Ended:
    """How an import ended: exit code, what it printed to standard error, its report."""

    code: int
    said: str
    report: dict[str, Any]

    def level_of(self, code: str) -> str:
        """The gravest level among the problems of this code; 'ok' where there is none to print."""
        levels = [problem["level"] for problem in self.report["said"] if problem["code"] == code]
        return next((level for level in ("error", "warning") if level in levels), "ok")

    def gravest(self) -> str:
        """The gravest level of all."""
        levels = {problem["level"] for problem in self.report["said"]}
        return next((level for level in ("error", "warning") if level in levels), "ok")


def name_of(case: dict[str, Any]) -> str:
    return str(case["file"]).replace("\\", "-").replace("/", "")


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The large and odd inputs, made once."""
    folder = tmp_path_factory.mktemp("generated") / "bad"
    subprocess.run([sys.executable, str(BAD / "make_generated.py"), str(folder)], check=True)
    return folder


def path_of(case: dict[str, Any], generated: Path) -> str:
    if case["made"] == "given":
        return str(BAD / case["file"])
    plain = os.fsencode(generated) + b"/" + case["file"].encode().decode("unicode_escape").encode("latin-1")
    return os.fsdecode(plain.rstrip(b"/"))


def imported(path: str) -> Ended:
    report, said = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("import", path, "--json", stdout=report, stderr=said)
    except SystemExit as ended:
        code = int(ended.code or 0)
    told = io.StringIO()
    with contextlib.suppress(SystemExit):
        call_command("import", path, "--dry-run", "--again", stdout=io.StringIO(), stderr=told)
    return Ended(code, said.getvalue() + told.getvalue(), json.loads(report.getvalue()))


def documents_allowed(case: dict[str, Any], level: str) -> set[int]:
    """The numbers of documents that may be held, read from the words of the case."""
    said = case["documents"]
    if isinstance(said, int):
        return {said}
    by_words = {
        "0 if error, 1 if warning": {0} if level == "error" else {1},
        "1 if warning": {0} if level == "error" else {1},
        "0 if error": {0} if level == "error" else {0, 1},
        "0 if error, 1 or 2 if warning": {0} if level == "error" else {1, 2},
        "1 unless error": {0} if level == "error" else {1},
        "1 or 2": {1, 2},
        "1, or 0 if archives are not taken": {1},
        "0 or 1": {0, 1},
        "1 or 2, the same on the second run": {1, 2},
    }
    return by_words[said]


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES or [None], ids=name_of if CASES else str)
def test_a_bad_input_ends_as_it_may_and_adds_nothing_the_second_time(
    corpus: Path, generated: Path, case: dict[str, Any]
) -> None:
    path = path_of(case, generated)
    if case["file"] == "unreadable.txt" and os.geteuid() == 0:
        pytest.skip("root may read every file")
    begun = time.monotonic()

    ended = imported(path)

    level = ended.gravest()
    own = ended.level_of(case["code"])
    held = Telegram.objects.count()
    said = [problem for problem in ended.report["said"] if problem["code"] == case["code"]]
    assert "Traceback" not in ended.said
    assert all(line.isprintable() for line in ended.said.splitlines())
    assert (own if own != "ok" else level) in case["accept"], ended.report["said"]
    assert held in documents_allowed(case, level)
    assert (ended.code != 0) == (level == "error" or held == 0), ended.report
    if case["line"] is not None and level != "ok":
        assert case["line"] in [problem["line"] for problem in said], ended.report["said"]
    if level != "ok":
        assert all(word in ended.said for word in case["mention"]), ended.said
    assert time.monotonic() - begun < 4 * case.get("limits", {}).get("seconds", 60)
    for field, value in case.get("expect", {}).items():
        assert expected_of(field) == value
    if "seconds" not in case.get("limits", {}):  # the heavy ones are imported once, with their limits measured
        before = set(Telegram.objects.values_list("pk", "checksum", "run"))
        imported(path)
        assert set(Telegram.objects.values_list("pk", "checksum", "run")) == before


def expected_of(field: str) -> object:
    """What the one document held says of a field named as the cases name them."""
    rows = Telegram.objects.select_related("volume", "source").prefetch_related(
        "footnotes", "page_markers", "references"
    )
    gold = gold_record(record_of(rows.get()), "one")
    if field == "first_label":
        return gold["footnotes"][0]["ref_label"]
    return len(gold[field]) if field in ("footnotes", "pages") else gold[field]


@pytest.fixture(scope="module")
def archive(corpus_folder: Path) -> Iterator[Scratch]:
    """An archive of its own, for what must be measured in a process of its own."""
    with scratch_archive() as scratch:
        yield scratch


@pytest.fixture(scope="module")
def corpus_folder() -> Path:
    if not BAD.is_dir():
        pytest.skip(f"no corpus at {settings.ARCHIVE_CORPUS}")
    return BAD


@pytest.mark.parametrize("case", HEAVY or [None], ids=name_of if HEAVY else str)
def test_a_heavy_input_keeps_its_limits(corpus: Path, archive: Scratch, generated: Path, case: dict[str, Any]) -> None:
    command = [sys.executable, str(REPOSITORY / "manage.py"), "import", path_of(case, generated), "--dry-run"]
    most, before = case["limits"]["seconds"], children_seconds()
    begun = time.monotonic()

    process = subprocess.Popen(command, env=archive.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    highest = 0
    while process.poll() is None and time.monotonic() - begun < 4 * most:
        highest = max(highest, memory_of(process.pid))
        time.sleep(0.02)
    process.kill()

    assert process.wait() >= 0, f"still running after {4 * most} seconds"
    assert children_seconds() - before < most
    assert 0 < highest < case["limits"]["mib"]


def children_seconds() -> float:
    """Seconds of a processor that the processes started here, and ended, have taken: the same on a busy machine."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory_of(pid: int) -> int:
    """The most memory a process has held so far, MiB; 0 where it is gone.

    Not ``ru_maxrss``: that of a child counts what its parent held when it was started.
    """
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) // 1024
    return 0
