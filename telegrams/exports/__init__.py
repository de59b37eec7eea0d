"""Documents to files: the forms in which the archive hands out what it holds."""
