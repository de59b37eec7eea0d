"""Room card: the archive of telegrams, an app of Django.

What it is for: every subject word lives here. From the inside out: `vocabulary`, `parsing/` (text to values),
`records`, `corrections`, `models/` (tables), `importing/` (files to tables), `search/` (question to answer),
`saying` (values in words), `citing`, `exports/`, `curating` (what people change), and at the door `views/`,
`admin/`, `management/`.
What it may import: the arrows are in tests/house/test_arrows.py and never turn back; nothing of archive/.
How to add to it: each room's card says where a new facet, reader, format or rule goes.
"""
