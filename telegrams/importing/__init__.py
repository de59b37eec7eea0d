"""FILES → TABLES. The room where sources become rows.

May import: vocabulary, parsing, records, models, corrections; never search, exports, views,
admin or management. ``readers`` stay free of Django. To add a reader see ``readers``; to add a
rule of resolving see ``resolving``.
"""
