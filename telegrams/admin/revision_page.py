"""What the pages of revisions show, made ready for their templates."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F

from telegrams.admin.linking import list_of, page_of
from telegrams.admin.revision_forms import AcceptForm, BulkForm, UndoForm
from telegrams.models import Correction, Revision, RevisionDraft, Telegram
from telegrams.revising.proposal import Proposal, Proposed, RowProblem
from telegrams.revising.revisions import overlaid

LINES = 200
"""Lines of a table on a page."""


@dataclass(frozen=True, slots=True)
class RevisedLine:
    """A correction of a revision: the document, the field, what was shown before and what instead, and its state."""

    document: str
    address: str
    field: str
    old: str
    new: str
    state: str


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """The page of a revision: its corrections, and what undoing it would do."""

    lines: Sequence[RevisedLine]
    total: int
    all_lines: str
    standing: int
    left: Sequence[Correction]
    undo: UndoForm | None


def revision_page(revision: Revision, undo: UndoForm | None) -> RevisionPage:
    """Everything the page shows; the first lines of a long one, whose rest stands in the list of corrections."""
    rows = revision.corrections.select_related("telegram__volume", "replaces").order_by("pk")
    rows = rows.defer("telegram__text", "telegram__layout", "telegram__loaded")
    left = overlaid(revision)
    over = {row.pk for row in left}
    return RevisionPage(
        lines=[_line(row, over) for row in rows[:LINES]],
        total=revision.corrections.count(),
        all_lines=list_of(Correction, f"revision__id__exact={revision.pk}"),
        standing=revision.corrections.filter(withdrawn_at=None).count(),
        left=left,
        undo=undo,
    )


def _line(row: Correction, over: set[int]) -> RevisedLine:
    state = "standing" if row.withdrawn_at is None else "taken back"
    return RevisedLine(
        document=str(row.telegram),
        address=page_of(row.telegram),
        field=row.get_field_display(),
        old=row.replaces.value if row.replaces else row.made_against,
        new=row.value,
        state="a later correction stands over it" if row.pk in over else state,
    )


@dataclass(frozen=True, slots=True)
class DraftPage:
    """What is about to be changed: the documents chosen, what to do to them, and both values of each."""

    draft: RevisionDraft
    chosen: int
    names: Sequence[str]
    bulk: BulkForm | None
    proposal: Proposal | None
    changes: Page[Proposed]
    problems: Sequence[RowProblem]
    has_rows: bool
    accept: AcceptForm | None


NAMED = 12
"""Documents that a page names of those chosen."""


def draft_page(
    draft: RevisionDraft, proposal: Proposal | None, page: str, bulk: BulkForm | None, accept: AcceptForm | None
) -> DraftPage:
    """The page of a draft, ``page`` being the part of its table that is looked at."""
    shown = proposal or Proposal()
    chosen = draft.documents[:NAMED]
    known = Telegram.objects.filter(pk__in=chosen).annotate(slug=F("volume__slug"))
    named = {key: f"{slug}/{document}" for key, slug, document in known.values_list("pk", "slug", "document")}
    return DraftPage(
        draft=draft,
        chosen=len(draft.documents),
        names=[named[key] for key in chosen if key in named],
        bulk=bulk,
        proposal=proposal,
        changes=Paginator(shown.changes, LINES).get_page(page),
        problems=shown.problems[:LINES],
        has_rows=draft.kind == "spreadsheet",
        accept=accept,
    )
