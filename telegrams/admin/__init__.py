"""ADMIN. Where editors work: lists to decide by, header values to correct, runs to read.

Nothing here writes a shown value or a printed word: what an editor types on a telegram becomes
a Correction through ``telegrams.curating``. May import everything but views and management.
To add a model: one file with one ModelAdmin (``ReadOnlyAdmin`` where only loads may write), one
line here, and its place in ``archive.editing.GROUPS``. No inline style or script in a template.
"""

from telegrams.admin.change import ChangeAdmin
from telegrams.admin.correction import CorrectionAdmin
from telegrams.admin.cross_reference import CrossReferenceAdmin
from telegrams.admin.document_address import DocumentAddressAdmin
from telegrams.admin.footnote import FootnoteAdmin
from telegrams.admin.import_run import ImportRunAdmin
from telegrams.admin.imported_file import ImportedFileAdmin
from telegrams.admin.listed_person import ListedPersonAdmin
from telegrams.admin.page_marker import PageMarkerAdmin
from telegrams.admin.participation import ParticipationAdmin
from telegrams.admin.person import PersonAdmin
from telegrams.admin.post import PostAdmin
from telegrams.admin.problem import ProblemAdmin
from telegrams.admin.receipt import ReceiptAdmin
from telegrams.admin.record_change import RecordChangeAdmin
from telegrams.admin.source import SourceAdmin
from telegrams.admin.telegram import TelegramAdmin
from telegrams.admin.volume import VolumeAdmin
from telegrams.admin.volume_contents import VolumeContentsAdmin
from telegrams.admin.volume_section import VolumeSectionAdmin

__all__ = [
    "ChangeAdmin",
    "CorrectionAdmin",
    "CrossReferenceAdmin",
    "DocumentAddressAdmin",
    "FootnoteAdmin",
    "ImportRunAdmin",
    "ImportedFileAdmin",
    "ListedPersonAdmin",
    "PageMarkerAdmin",
    "ParticipationAdmin",
    "PersonAdmin",
    "PostAdmin",
    "ProblemAdmin",
    "ReceiptAdmin",
    "RecordChangeAdmin",
    "SourceAdmin",
    "TelegramAdmin",
    "VolumeAdmin",
    "VolumeContentsAdmin",
    "VolumeSectionAdmin",
]
