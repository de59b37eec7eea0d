"""Between choosing and changing: what is to be done to many documents is looked at before it is written."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from telegrams.admin.editor import editor_of
from telegrams.admin.linking import list_of, page_of
from telegrams.admin.revision_forms import AcceptForm, BulkForm
from telegrams.admin.revision_page import draft_page
from telegrams.corrections import NotAValue
from telegrams.models import Revision, RevisionDraft, Telegram
from telegrams.revising.in_bulk import propose
from telegrams.revising.proposal import Proposal
from telegrams.revising.revisions import Refused, revise
from telegrams.saying import counted_of

KEPT = timedelta(days=2)
"""How long a draft that nobody accepted is kept."""


def demand(request: HttpRequest, permission: str) -> None:
    """Refuse whoever may not."""
    if not editor_of(request).has_perm(f"telegrams.{permission}"):
        raise PermissionDenied


def kept_draft(
    request: HttpRequest,
    kind: str,
    label: str = "",
    documents: Sequence[int] = (),
    proposal: Proposal | None = None,
) -> HttpResponseRedirect:
    """Keep what is to be looked at, and go to its page. Drafts that were forgotten go."""
    RevisionDraft.objects.filter(at__lt=timezone.now() - KEPT).delete()
    draft = RevisionDraft.objects.create(
        by=editor_of(request),
        kind=kind,
        label=label[:200],
        documents=list(documents),
        proposal=proposal.as_json() if proposal else {},
    )
    return HttpResponseRedirect(address_of(draft))


def address_of(draft: RevisionDraft) -> str:
    """The address of a draft's page."""
    return reverse("admin:telegrams_revision_draft", args=[draft.pk])


def draft_view(request: HttpRequest, site: dict[str, Any], number: int) -> HttpResponse:
    """The page of a draft: nobody sees it but who made it."""
    demand(request, "add_revision")
    draft = RevisionDraft.objects.filter(pk=number, by=editor_of(request)).first()
    if draft is None:
        messages.info(request, "That draft is there no more. If it was applied, its revision stands in this list.")
        return HttpResponseRedirect(list_of(Revision))
    if request.method != "POST":
        return _shown(request, site, draft)
    if "_discard" in request.POST:
        draft.delete()
        messages.info(request, "Nothing was changed.")
        return HttpResponseRedirect(list_of(Telegram if draft.kind == "bulk" else Revision))
    if "_preview" in request.POST and draft.kind == "bulk":
        return _previewed(request, site, draft)
    return _accepted(request, site, draft)


def _shown(
    request: HttpRequest,
    site: dict[str, Any],
    draft: RevisionDraft,
    bulk: BulkForm | None = None,
    accept: AcceptForm | None = None,
) -> HttpResponse:
    proposal = Proposal.of_json(draft.proposal) if draft.proposal else None
    if draft.kind == "bulk" and bulk is None:
        bulk = BulkForm(initial=draft.proposal.get("asked"))
    if proposal and proposal.changes and accept is None:
        accept = AcceptForm(proposal, initial={"label": draft.label})
    page = draft_page(draft, proposal, request.GET.get("page", "1"), bulk, accept)
    title = "Correct a field in all chosen" if draft.kind == "bulk" else "What the spreadsheet would change"
    context = {**site, "title": title, "opts": Revision._meta, "page": page}
    return TemplateResponse(request, "admin/telegrams/revision/draft.html", context)


def _previewed(request: HttpRequest, site: dict[str, Any], draft: RevisionDraft) -> HttpResponse:
    form = BulkForm(request.POST)
    if not form.is_valid():
        draft.proposal = {}
        return _shown(request, site, draft, form)
    asked = form.asked()
    proposal = propose(draft.documents, asked)
    draft.label = asked.said()[:200]
    draft.proposal = {**proposal.as_json(), "asked": form.cleaned_data}
    draft.save()
    return HttpResponseRedirect(f"{address_of(draft)}#preview")


def _accepted(request: HttpRequest, site: dict[str, Any], draft: RevisionDraft) -> HttpResponse:
    proposal = Proposal.of_json(draft.proposal)
    form = AcceptForm(proposal, request.POST)
    if not proposal.changes or not form.is_valid():
        return _shown(request, site, draft, accept=form if proposal.changes else None)
    said = form.cleaned_data
    try:
        revision = revise(
            list(proposal.edits()), said["reason"], said["source"], editor_of(request), said["label"], draft.kind
        )
    except Refused as refused:
        draft.proposal = {**draft.proposal, **proposal.without(refused.refusals).as_json()}
        draft.save()
        many = counted_of(len({one.telegram for one in refused.refusals}), "document", "documents")
        messages.error(
            request, f"Nothing is written yet: {many} changed since this preview was made, see the problems below."
        )
        left = Proposal.of_json(draft.proposal)
        return _shown(request, site, draft, accept=AcceptForm(left, initial=said) if left.changes else None)
    except NotAValue as refused:
        messages.error(request, f"Nothing is written: {refused}.")
        return _shown(request, site, draft, accept=form)
    draft.delete()
    done = counted_of(proposal.documents, "document", "documents")
    messages.success(request, f"{done} corrected as one revision. Readers see the new values; it can be undone here.")
    return HttpResponseRedirect(page_of(revision))
