"""What is not held: the address taken apart, so that a reader sees which half of it is right."""

import re

from django.http import Http404

from telegrams.models import Telegram, Volume
from telegrams.views.visible import on_one_line


class NotHeld(Http404):
    """An address of a form we know at which nothing is held; ``said`` is whole sentences."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


def what_is_not_held(volume: str, document: str) -> str:
    """Which of volume and document is held, and what the volume's documents are called."""
    named = on_one_line(document)[:80]
    row = Volume.objects.filter(slug=volume).first()
    if row is None:
        return f"No volume {on_one_line(volume)[:80]} is held, and so no document {named} of it."
    documents = Telegram.objects.held().filter(volume=row).order_by("document_key")
    first, last = documents.first(), documents.last()
    if first is None or last is None:
        return f"Volume {row.slug} ({row.short_title}) is known, but none of its documents is held."
    if first.pk == last.pk:
        run = f"the one document held of it is {first.document}"
    else:
        run = f"the documents held of it run {first.document}–{last.document}"
    return f"Volume {row.slug} ({row.short_title}) is held; document {named} is not; {run}."


def what_file_is_not_held(number: str) -> str:
    """A sentence for a file number of which nothing is held."""
    shown = re.sub(r"\s+", " ", on_one_line(number))[:120]
    return f"No document of file {shown} is held."
