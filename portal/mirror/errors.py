"""Errors that end a mirror with one line."""

from contextlib import contextmanager


class MirrorError(Exception):
    """A mirror cannot be written. The message is for the person who runs the command."""


class DatabaseAwayError(MirrorError):
    """The database cannot be reached. Following waits for it."""

    def __init__(self):
        super().__init__("The database cannot be reached.")


@contextmanager
def convert_os_errors(path):
    """Raise errors of the operating system as MirrorError."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise MirrorError(f"{error.filename or path} cannot be written or read: {reason}.") from error
