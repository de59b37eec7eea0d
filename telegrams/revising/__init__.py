"""REVISING. Many documents corrected as one, in the archive or in a spreadsheet, and undone as one.

    revisions.py  the verbs: revise, undo             proposal.py   what would be changed, and what cannot be
    in_bulk.py    one field of many documents → it    cells.py      values as a spreadsheet keeps them, and back
    columns.py    documents → rows of a sheet         writing.py    rows → CSV or XLSX
    reading.py    CSV or XLSX → rows                  comparing.py  rows read → proposal

Everything becomes a Correction by ``revisions.revise``, through the checks of ``curating``. The room stands beside
``curating``, whose verbs are of one document each. May import: vocabulary, parsing, records, corrections, models,
importing, search, saying, curating. To add an operation on many documents: one entry in ``in_bulk.OPERATIONS``.
"""
