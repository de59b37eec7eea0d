"""Room card: the Django project, wiring only.

What it is for: settings, the root of the addresses, the health page, the entry points of a server, and the embedded
PostgreSQL in localpg/. No knowledge of telegrams.
What it may import: Django and its chosen parts; of telegrams only its urls, by name.
How to add to it: a setting is one line in settings.py with a typed reader, and one row in the README's table.
"""
