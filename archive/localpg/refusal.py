"""The one exception of the embedded server."""


class ServerRefusal(RuntimeError):
    """The embedded server cannot be used; the message says why and what helps, in words for whoever started it."""
