"""QUESTION → ANSWER. A Query goes in, an Answer comes out; pages and exports print the Answer.

May import: vocabulary, parsing, records, models; never importing, views, admin or management. To add a
facet: one entry in ``facets.FACETS``. To change the engine: whatever keeps ``engine.Engine``.

    language.py   search box text → tree → text again        words.py      text → words compared
    facets.py     the table of facets                        filters.py    parameters → clean values
    query.py      Query: a question, its address, its words  engine.py     what every engine promises
    local.py      the engine in use: an index on this disk   asking.py     question → the index's queries
    sections.py   what of a document is searched             indexed.py    documents → the index, its fields
    following.py  the index in step with the database        generation.py where it lies, and who may write
    counting.py   counts of a facet → the values shown       fields.py     what the box asks by name
    marking.py    where words stand in a text                snippets.py   quoted passages
    cited.py      citations → the documents they name        absence.py    what is near where nothing is
    telegraphese.py  words as the telegraph shortened them   suggesting.py what a beginning may mean
    concordance.py   every place of the words, in context    beside.py the index while an import goes on
    compared.py      two questions, and what answers both    collocates.py the words that stand near
"""

import os

from telegrams.search.engine import Engine
from telegrams.search.local import LocalEngine

ENGINE: Engine = LocalEngine()
"""The engine in use; all the archive asks this one."""


# The demo imports, and then forks the processes that serve.
os.register_at_fork(before=ENGINE.close)


def behind() -> int:
    """How many changes of the archive the search does not know yet."""
    return ENGINE.behind()
