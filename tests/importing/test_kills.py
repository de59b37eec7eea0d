"""kill -9 in the middle of an import: what is held is whole, and the next run completes it."""

from pathlib import Path

import pytest

from benchmarks.faults import kill_imports, undisturbed
from benchmarks.scratch import scratch_archive

pytestmark = pytest.mark.long


def test_two_kills_leave_whole_documents_and_the_next_run_completes_them(corpus: Path) -> None:
    paths = [str(corpus / "text" / "frus1934v04")]
    with scratch_archive() as archive:
        peace = undisturbed(archive, paths)
        outcome = kill_imports(archive, paths, peace, shares=[0.1] * 15, enough=2)

    assert len(peace.documents) == 135
    assert [kill.torn for kill in outcome.kills] == [()] * len(outcome.kills)
    assert sum(kill.left_part(peace) for kill in outcome.kills) == 2
    assert outcome.differing == ()
