"""QUESTION → ANSWER. A Query goes in, an Answer comes out; pages and exports print the Answer.

May import: vocabulary, parsing, records, models; never importing, views, admin or management. To add a
facet: one entry in ``facets.FACETS``. To change the engine: whatever keeps ``engine.Engine``.
"""
