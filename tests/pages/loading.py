"""Putting documents into the archive for a test, through the import itself."""

from pathlib import Path

from django.conf import settings

from telegrams.importing.walk import ImportRequest, run_import
from telegrams.models import Telegram

SEED = settings.FIXTURES / "frus1945v05"
SPECIMEN = settings.FIXTURES / "specimen"
PEOPLE = settings.FIXTURES / "people"
SAMPLES = (PEOPLE, SEED, SPECIMEN)


def load(*paths: Path) -> None:
    """Import these files and folders."""
    run_import(ImportRequest(paths=tuple(str(path) for path in paths)), lambda: None, lambda said: None)


def loaded(folder: Path, text: str, volume: str = "frus1950v01", document: str = "d1") -> Telegram:
    """The document that a text becomes, written to a folder and imported from there."""
    path = folder / volume / f"{document}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    load(path)
    return Telegram.objects.get(volume__slug=volume, document=document)
