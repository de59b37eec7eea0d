"""PAGES. What readers are shown: a view validates, asks, builds one frozen page object, renders it.

A view is short; what a page says is worked out in the module of its page object and passed to the
template as ``page``, the only name a template uses. Readers' views answer GET and HEAD only, and
every state of a page is in its address. May import every room but admin and management. To add a
page: a view with its page object, one line in ``telegrams/urls.py``, one template.
"""
