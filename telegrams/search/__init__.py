"""QUESTION → ANSWER. A Query goes in, an Answer comes out; pages and exports print the Answer.

May import: vocabulary, parsing, records, models; never importing, views, admin or management. To add a
facet: one entry in ``facets.FACETS``. To change the engine: whatever keeps ``engine.Engine``.

    language.py   search box text → tree → text again        words.py      text → words compared
    facets.py     the table of facets                        filters.py    parameters → clean values
    query.py      Query: a question, its address, its words  engine.py     what every engine promises
    postgres.py   the first engine, with matching.py, counting.py, snapshot.py
    sections.py   what of a document is searched             indexing.py   documents → the search column
    marking.py    where words stand in a text                snippets.py   quoted passages
"""

from telegrams.search.engine import Engine
from telegrams.search.postgres import PostgresEngine

ENGINE: Engine = PostgresEngine()
"""The engine in use; all the archive asks this one."""
