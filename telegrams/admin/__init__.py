"""ADMIN. Where editors work: lists to decide by, header values to correct, runs to read.

Nothing here writes a shown value or a printed word: what an editor types on a telegram becomes
a Correction through ``telegrams.curating``. May import everything but views and management.
To add a model: one file with one ModelAdmin (``ReadOnlyAdmin`` where only loads may write), one
line here, and its place in ``archive.editing.GROUPS``. No inline style or script in a template.
"""

from telegrams.admin.account import AccountAdmin
from telegrams.admin.attribution import AttributionAdmin
from telegrams.admin.change import ChangeAdmin
from telegrams.admin.check import CheckAdmin
from telegrams.admin.correction import CorrectionAdmin
from telegrams.admin.cross_reference import CrossReferenceAdmin
from telegrams.admin.document_address import DocumentAddressAdmin
from telegrams.admin.document_openings import DocumentOpeningsAdmin
from telegrams.admin.footnote import FootnoteAdmin
from telegrams.admin.import_run import ImportRunAdmin
from telegrams.admin.imported_file import ImportedFileAdmin
from telegrams.admin.listed_person import ListedPersonAdmin
from telegrams.admin.office import OfficeAdmin
from telegrams.admin.page_marker import PageMarkerAdmin
from telegrams.admin.participation import ParticipationAdmin
from telegrams.admin.person import PersonAdmin
from telegrams.admin.person_merge import PersonMergeAdmin
from telegrams.admin.person_split import PersonSplitAdmin
from telegrams.admin.post import PostAdmin
from telegrams.admin.problem import ProblemAdmin
from telegrams.admin.reader_report import ReaderReportAdmin
from telegrams.admin.receipt import ReceiptAdmin
from telegrams.admin.record_change import RecordChangeAdmin
from telegrams.admin.reference_decision import ReferenceDecisionAdmin
from telegrams.admin.revision import RevisionAdmin
from telegrams.admin.settlement import SettlementAdmin
from telegrams.admin.source import SourceAdmin
from telegrams.admin.telegram import TelegramAdmin
from telegrams.admin.upload import UploadAdmin
from telegrams.admin.volume import VolumeAdmin
from telegrams.admin.volume_contents import VolumeContentsAdmin
from telegrams.admin.volume_section import VolumeSectionAdmin

__all__ = [
    "AccountAdmin",
    "AttributionAdmin",
    "ChangeAdmin",
    "CheckAdmin",
    "CorrectionAdmin",
    "CrossReferenceAdmin",
    "DocumentAddressAdmin",
    "DocumentOpeningsAdmin",
    "FootnoteAdmin",
    "ImportRunAdmin",
    "ImportedFileAdmin",
    "ListedPersonAdmin",
    "OfficeAdmin",
    "PageMarkerAdmin",
    "ParticipationAdmin",
    "PersonAdmin",
    "PersonMergeAdmin",
    "PersonSplitAdmin",
    "PostAdmin",
    "ProblemAdmin",
    "ReaderReportAdmin",
    "ReceiptAdmin",
    "RecordChangeAdmin",
    "ReferenceDecisionAdmin",
    "RevisionAdmin",
    "SettlementAdmin",
    "SourceAdmin",
    "TelegramAdmin",
    "UploadAdmin",
    "VolumeAdmin",
    "VolumeContentsAdmin",
    "VolumeSectionAdmin",
]
