"""TABLES. What the archive holds, one subject per file.

A model file holds fields, constraints, ``__str__``, ``get_absolute_url`` and its QuerySet with
verbs of the subject; no parsing, no HTML. May import: vocabulary, parsing, and errata for the forms
of fields. To add a field that is read from documents: one line here and a migration; the loader copies by field name.
"""

from telegrams.models.change import Change
from telegrams.models.correction import Check, Correction
from telegrams.models.document_address import DocumentAddress
from telegrams.models.footnote import Footnote
from telegrams.models.front_matter import ListedPerson, VolumeContents, VolumeSection
from telegrams.models.import_run import ImportedFile, ImportRun, Problem, RecordChange
from telegrams.models.merge import Attribution, PersonMerge, PersonSplit
from telegrams.models.office import Office
from telegrams.models.opening import DocumentOpenings
from telegrams.models.page_marker import PageMarker
from telegrams.models.participation import Participation
from telegrams.models.person import Person, PersonName, PersonSlug, Tenure
from telegrams.models.post import Post
from telegrams.models.reader_report import ReaderReport, ReportDoor
from telegrams.models.receipt import Receipt
from telegrams.models.reference import CrossReference
from telegrams.models.revision import Revision, RevisionDraft
from telegrams.models.settlement import ReferenceDecision, Settlement
from telegrams.models.source import Source
from telegrams.models.telegram import Telegram
from telegrams.models.upload import Upload
from telegrams.models.volume import Volume

__all__ = [
    "Attribution",
    "Change",
    "Check",
    "Correction",
    "CrossReference",
    "DocumentAddress",
    "DocumentOpenings",
    "Footnote",
    "ImportRun",
    "ImportedFile",
    "ListedPerson",
    "Office",
    "PageMarker",
    "Participation",
    "Person",
    "PersonMerge",
    "PersonName",
    "PersonSlug",
    "PersonSplit",
    "Post",
    "Problem",
    "ReaderReport",
    "Receipt",
    "RecordChange",
    "ReferenceDecision",
    "ReportDoor",
    "Revision",
    "RevisionDraft",
    "Settlement",
    "Source",
    "Telegram",
    "Tenure",
    "Upload",
    "Volume",
    "VolumeContents",
    "VolumeSection",
]
