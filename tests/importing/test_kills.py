"""kill -9 in the middle of an import: what is held is whole, and the next run completes it."""

from pathlib import Path

from benchmarks.faults import kill_imports, undisturbed
from benchmarks.scratch import scratch_archive


def test_three_kills_leave_whole_documents_and_the_next_run_completes_them(corpus: Path) -> None:
    paths = [str(corpus / "text" / "frus1934v04")]
    with scratch_archive() as archive:
        peace = undisturbed(archive, paths)

    with scratch_archive() as archive:
        outcome = kill_imports(archive, paths, peace, shares=[0.1] * 15, enough=3)

    assert len(peace.documents) == 135
    assert [kill.torn for kill in outcome.kills] == [()] * len(outcome.kills)
    assert sum(kill.left_part(peace) for kill in outcome.kills) == 3
    assert outcome.differing == ()
