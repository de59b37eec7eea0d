"""``manage.py import``: what its arguments may be, and what it prints."""

import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command

from telegrams.models import ImportRun, Telegram

pytestmark = pytest.mark.django_db

SEED = settings.FIXTURES / "frus1945v05" / "d690.txt"


def ended(*arguments: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of an import."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["-"], "--volume and --document", id="standard input without a name"),
        pytest.param([str(SEED), "--volume", "a/b"], "'a-b'", id="a volume that no address could name"),
        pytest.param([str(SEED), "--document", "../d1"], "'d1'", id="a document that no address could name"),
        pytest.param([str(SEED), "--by", "nobody"], "no account is called so", id="for an account that is not there"),
    ],
)
def test_arguments_that_cannot_be_meant_end_in_two_with_the_remedy(arguments: list[str], said: str) -> None:
    code, _, err = ended(*arguments)

    assert code == 2
    assert said in err
    assert not Telegram.objects.exists()


def test_the_report_says_what_went_in_and_under_which_run() -> None:
    code, out, err = ended(str(SEED))

    assert code == 0
    assert "1 added" in out
    assert "kept as run" in out
    assert err == ""


def test_the_account_it_is_for_is_kept_with_the_run() -> None:
    User.objects.create_user("clio", password=None)

    ended(str(SEED), "--by", "clio")

    assert str(ImportRun.objects.get().by) == "clio"


def test_the_same_report_is_had_as_json() -> None:
    _, out, _ = ended(str(SEED), "--json")

    report = json.loads(out)
    assert (report["exit"], report["files"], report["documents"]) == (0, {"in": 1}, {"added": 1})


def test_a_problem_is_said_with_file_line_code_and_remedy(tmp_path: Path) -> None:
    broken = tmp_path / "d1.txt"
    broken.write_bytes(SEED.read_bytes().replace("“".encode(), b"\x93"))

    code, _, err = ended(str(broken))

    assert code == 2
    assert f"{broken}:7: encoding: " in err
    assert "UTF-8" in err


def test_every_line_of_a_source_is_accounted_for(tmp_path: Path) -> None:
    _, out, _ = ended(str(SEED), "--dry-run", "-v", "2")

    assert f"{SEED}:1: source-note" in out
    assert f"{SEED}:22: note" in out
    assert "residue" not in out
