"""Where the words of a question stand in a document, so that the opened page can mark them."""

from telegrams.models import Telegram
from telegrams.search.marking import marked_document
from telegrams.search.query import Query
from telegrams.views.passages import Hits


def hits_of(query: Query | None, telegram: Telegram, *, as_printed: bool = False) -> Hits:
    """The ranges of a document's text and notes that hold the words and phrases asked for."""
    if query is None or not query.q:
        return Hits()
    found = marked_document(telegram, list(telegram.footnotes.all()), query, as_printed=as_printed)
    return Hits(found.text, found.notes, found.errata)
