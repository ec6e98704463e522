"""The error that ends a backup or a restore with one line."""

from contextlib import contextmanager


class BackupError(Exception):
    """A backup cannot be made, read or restored. The message is for the person who runs the command."""


@contextmanager
def convert_os_errors(path):
    """Raise errors of the operating system as BackupError."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise BackupError(f"{error.filename or path} cannot be written or read: {reason}.") from error
