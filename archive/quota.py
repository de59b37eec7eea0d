"""How much may be sent at once: files by those who may come to the editors' pages, next to nothing by anybody else.

Django bounds what a form holds besides its files, and not the files; they are refused here before the first is read.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler
from django.http import QueryDict

FORM = 2**20
"""Bytes of a form beside its files."""


class Quota(FileUploadHandler):
    """Stands before the handlers that keep files, and keeps none."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 — Django's name
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> tuple[QueryDict, Any] | None:
        """Refuse what is too much by its length, of which no more is ever read."""
        user = getattr(self.request, "user", None)
        is_editor = user is not None and user.is_authenticated and user.is_staff
        most = settings.ARCHIVE_UPLOAD_MB * 2**20 + FORM if is_editor else settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if content_length > most:
            raise RequestDataTooBig(f"At most {most / 2**20:,.0f} MB can be sent at once.")
        return None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """On to the next handler."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Kept by the next handler."""
