"""What cards say of documents, in one form for all queues."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.models import User
from django.db.models import Prefetch
from django.utils import timezone

from telegrams import corrections
from telegrams.admin.linking import page_of
from telegrams.admin.queues.card import Card, Decision, Evidence, Refused, told
from telegrams.corrections import NotAValue
from telegrams.curating import Edit, Overtaken, correct, odd_since
from telegrams.models import Correction, Telegram
from telegrams.records import passages_from_json, values_from_json
from telegrams.saying import NOT_STATED, capitalized, day_said, days_said, shortened
from telegrams.vocabulary import HeaderField, PassageKind

STANDING = Prefetch("corrections", Correction.objects.filter(withdrawn_at=None).select_related("by"))
"""The corrections that stand, for ``shown_value``."""

FIRST_WORDS = 420
"""Characters of a text that a card quotes."""


def since(telegram: Telegram) -> str:
    """Since when a document stands as it does: the day of the load that last changed it."""
    return f"since the load of {day_said(timezone.localdate(telegram.run.started))}"


def heading(telegram: Telegram) -> str:
    """The heading, cut to a line's length."""
    return shortened(telegram.heading or "(no heading)", 160)


def name(telegram: Telegram) -> str:
    """The volume and the document's name in it."""
    return f"{telegram.volume.slug}/{telegram.document}"


def sent(telegram: Telegram) -> str:
    """The days it was sent, in words."""
    return days_said(telegram.earliest, telegram.latest)


def dateline(telegram: Telegram) -> Evidence:
    """The dateline as printed."""
    printed = telegram.loaded.get(HeaderField.DATELINE.value, {}).get("printed") or ""
    return told("Dateline", printed or NOT_STATED, printed=bool(printed))


def first_words(telegram: Telegram) -> Evidence:
    """How the text begins, without the heading."""
    kinds = (PassageKind.HEADING, PassageKind.SOURCE_NOTE, PassageKind.DATELINE)
    passages = passages_from_json(telegram.layout.get("passages", []))
    words = [telegram.text[one.start : one.end] for one in passages if one.kind not in kinds and not one.part]
    return told("Text", shortened("\n".join(words), FIRST_WORDS), telegram.get_absolute_url(), printed=True)


@contextmanager
def refusing() -> Iterator[None]:
    """Turn what a correction may be refused for into Refused, in a sentence."""
    try:
        yield
    except NotAValue as refused:
        raise Refused(f"{capitalized(str(refused))}.") from refused
    except Overtaken as other:
        now = other.now[0].value or NOT_STATED
        raise Refused(f"Somebody else changed it meanwhile: it is now “{now}”. Nothing was written.") from other


def corrected(telegram: Telegram, field: HeaderField, card: Card, decision: Decision, by: User) -> str:
    """Correct a field as decided; what is said of it. Raises Refused."""
    edit = Edit(field, decision.value, decision.seen)
    with refusing():
        written = correct(telegram.pk, [edit], decision.reason, decision.source, by)
    if not written:
        raise Refused("That is what is shown already. Choose another value, or leave it as it is.")
    said = f"{card.name}: {field.label} is now “{written[0].value or NOT_STATED}”."
    return f"{said} {odd_since(written)}".rstrip()


def shown_value(telegram: Telegram, field: HeaderField) -> str:
    """The value of a field as it is shown, which a correction is made against; reads ``corrections.all()``."""
    standing = [corrections.corrected_value(row) for row in telegram.corrections.all() if row.field == field]
    return corrections.show(values_from_json(telegram.loaded), standing)[field].value


def record_page(telegram: Telegram, at: HeaderField | str = "") -> str:
    """The document's own page in the admin, at a field of its header or at a section of it."""
    place = f"field-{at.value}" if isinstance(at, HeaderField) else at
    return f"{page_of(telegram)}#{place}" if place else page_of(telegram)
