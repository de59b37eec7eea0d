"""The known forms of source, and which one reads a file.

A reader turns the bytes of one file into records and problems; it knows no database. May import
``vocabulary``, ``parsing`` and ``records``. To add a form: a module with an object that satisfies
``contract.Reader``, one line in ``READERS``, a fixture and the record it must give.
"""

from telegrams.importing.readers.contract import Reader
from telegrams.importing.readers.office_list import OfficeList
from telegrams.importing.readers.person_list import PersonList
from telegrams.importing.readers.printed_text import PrintedText
from telegrams.importing.readers.tei import TeiVolume

READERS: tuple[Reader, ...] = (PrintedText(), TeiVolume(), PersonList(), OfficeList())
LISTS: tuple[str, ...] = (PersonList.name, OfficeList.name)
"""The forms that give people and no documents."""

SUFFIXES: tuple[str, ...] = (*PrintedText.suffixes, *TeiVolume.suffixes, ".csv")


def reader_for(name: str, head: bytes) -> Reader | None:
    """The reader of a file of this name that begins with these bytes, or None if none knows it."""
    return next((reader for reader in READERS if reader.recognises(name, head)), None)
