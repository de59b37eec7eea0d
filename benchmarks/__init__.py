"""MEASUREMENTS, not tests: `make bench-…` runs them; each prints ratios against a named floor.

``scratch`` gives each of them an archive of its own; ``score`` reads the corpus and scores the
export; ``round_trip`` sends it through TEI; ``faults`` kills imports and compares what is left;
``load`` times an import. Tests call the same functions with small numbers. May import nothing of
ours: they run ``manage.py``.
"""
