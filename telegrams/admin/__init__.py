"""ADMIN. Where editors work: lists to decide by, header values to correct, runs to read.

Nothing here writes a shown value or a printed word: what an editor types on a telegram becomes
a Correction through ``telegrams.curating``. May import everything but views and management.
To add a model: one file with one ModelAdmin (``ReadOnlyAdmin`` where only loads may write), one
line here, and its place in ``site.GROUPS``. No inline style or script in a template.
"""
