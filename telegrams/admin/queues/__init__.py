"""QUEUES. What waits for an editor, one entry each, in the order of the front page.

An entry says what waits, what shows it, and how it is settled; the front page, the list of a queue, its permissions
and its keys read the entry. What is settled is written by ``curating`` and ``settling`` alone. May import what the
admin may. To add a queue: a module with a ``Queue``, one line here, and an index by which its first rows are found.
"""

from telegrams.admin.queues.card import Queue
from telegrams.admin.queues.conflicts import CONFLICTS
from telegrams.admin.queues.dates import FILED_ELSEWHEN, UNDATED_DOCUMENTS
from telegrams.admin.queues.parties import OFFICES_UNKNOWN, PEOPLE_AMBIGUOUS, PEOPLE_UNKNOWN
from telegrams.admin.queues.references import REFERENCES_AMBIGUOUS, REFERENCES_NOT_FOUND
from telegrams.admin.queues.remarks import APPARATUS_FAULTS, KEPT_OUT, SIGNED_BY_ANOTHER
from telegrams.admin.queues.reports import REPORTS

QUEUES: tuple[Queue, ...] = (
    CONFLICTS,
    KEPT_OUT,
    APPARATUS_FAULTS,
    UNDATED_DOCUMENTS,
    FILED_ELSEWHEN,
    SIGNED_BY_ANOTHER,
    PEOPLE_UNKNOWN,
    PEOPLE_AMBIGUOUS,
    OFFICES_UNKNOWN,
    REFERENCES_AMBIGUOUS,
    REFERENCES_NOT_FOUND,
    REPORTS,
)

QUEUE = {queue.key: queue for queue in QUEUES}
