"""Text to values: what a printed line means.

Pure functions of text: no Django, no files, no clock. They take a ``str`` and return a value, or
None for "not this". May import ``telegrams.vocabulary`` and nothing else of ours. To add a fact:
one function here with a printed example as its doctest, then its line in ``records``.
"""
