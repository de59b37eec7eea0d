"""TABLES. What the archive holds, one subject per file.

A model file holds fields, constraints, ``__str__``, ``get_absolute_url`` and its QuerySet with
verbs of the subject; no parsing, no HTML. May import: vocabulary, parsing. To add a field that
is read from documents: one line here and a migration; the loader copies by field name.
"""

from telegrams.models.change import Change
from telegrams.models.correction import Correction
from telegrams.models.document_address import DocumentAddress
from telegrams.models.footnote import Footnote
from telegrams.models.front_matter import ListedPerson, VolumeContents, VolumeSection
from telegrams.models.import_run import ImportedFile, ImportRun, Problem, RecordChange
from telegrams.models.page_marker import PageMarker
from telegrams.models.participation import Participation
from telegrams.models.person import Person, PersonSlug, Tenure
from telegrams.models.post import Post
from telegrams.models.receipt import Receipt
from telegrams.models.reference import CrossReference
from telegrams.models.source import Source
from telegrams.models.telegram import Telegram
from telegrams.models.volume import Volume

__all__ = [
    "Change",
    "Correction",
    "CrossReference",
    "DocumentAddress",
    "Footnote",
    "ImportRun",
    "ImportedFile",
    "ListedPerson",
    "PageMarker",
    "Participation",
    "Person",
    "PersonSlug",
    "Post",
    "Problem",
    "Receipt",
    "RecordChange",
    "Source",
    "Telegram",
    "Tenure",
    "Volume",
    "VolumeContents",
    "VolumeSection",
]
