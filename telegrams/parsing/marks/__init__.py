"""The reading of note marks: which characters may be a mark, and which of them are.

For ``telegrams.parsing.footnotes``, which is the way in. May import ``telegrams.parsing``.
``candidates`` finds what may be a mark and how much its surroundings look like one; ``alignment``
chooses the chain that explains the notes. To know another form of mark: a rule with a score in
``candidates``, a printed example in its test.
"""
