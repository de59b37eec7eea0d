"""PRESENTATION. The few filters that templates use; they say values, they work nothing out.

May import: saying, vocabulary, views.visible. To add one: a function in ``reading.py``.
"""
