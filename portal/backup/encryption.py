"""Encryption of backups in the format of age (age-encryption.org), with one X25519 key.

The public key is enough to make a backup, so the server needs no key that could read it.
"""

import os
from pathlib import Path

from pyrage import DecryptError, EncryptError, IdentityError, RecipientError, decrypt_io, encrypt_io
from pyrage.x25519 import Identity, Recipient

from portal.backup.errors import BackupError, convert_os_errors

KEY_VARIABLE = "PORTAL_BACKUP_KEY"
MAGIC = b"age-encryption.org/"
SECRET_KEY_PREFIX = "AGE-SECRET-KEY-"  # noqa: S105 - how a key begins, not a key
NO_KEY = f"set {KEY_VARIABLE}, or name a file with the key in --key-file"


def read_key(path=None):
    """Return the key in a file, or that of the environment, or "". Lines that begin with # are comments."""
    if not path:
        return os.environ.get("PORTAL_BACKUP_KEY", "").strip()
    with convert_os_errors(path):
        lines = [line.strip() for line in Path(path).read_text(errors="replace").splitlines()]
    keys = [line for line in lines if line and not line.startswith("#")]
    if len(keys) != 1:
        raise BackupError(f"{path} does not hold one key: it has {len(keys)} lines that could be one.")
    return keys[0]


def parse_recipient(key):
    """Return the public key of a public or secret key."""
    try:
        if key.upper().startswith(SECRET_KEY_PREFIX):
            return Identity.from_str(key).to_public()
        return Recipient.from_str(key)
    except (IdentityError, RecipientError) as error:
        raise BackupError(
            f"The key for backups is none: it begins with age1 or {SECRET_KEY_PREFIX}1, as age-keygen writes it."
        ) from error


def parse_identity(key):
    """Return the secret key that decrypts a backup."""
    if not key:
        raise BackupError(f"The backup is encrypted: {NO_KEY}.")
    if not key.upper().startswith(SECRET_KEY_PREFIX):
        raise BackupError(f"Only the secret key opens a backup: it begins with {SECRET_KEY_PREFIX}1.")
    try:
        return Identity.from_str(key)
    except IdentityError as error:
        raise BackupError("The secret key for backups is mistyped.") from error


class ChunkReader:
    """An iterable of bytes as a file to read. `error` is what the iterable raised, which the library hides."""

    def __init__(self, chunks):
        self.chunks = iter(chunks)
        self.buffer = memoryview(b"")
        self.error = None

    def read(self, size):
        """Return up to `size` bytes, and b"" at the end."""
        try:
            while not self.buffer:
                self.buffer = memoryview(next(self.chunks))
        except StopIteration:
            return b""
        except BaseException as error:
            self.error = error
            raise
        part, self.buffer = bytes(self.buffer[:size]), self.buffer[size:]
        return part


def encrypt(chunks, file, key):
    """Write chunks of bytes to a file, encrypted if there is a key."""
    if not key:
        file.writelines(chunks)
        return
    reader = ChunkReader(chunks)
    try:
        encrypt_io(reader, file, [parse_recipient(key)])
    except EncryptError as error:
        if reader.error:
            raise reader.error from error
        raise BackupError(f"The backup cannot be encrypted or written: {error}.") from error


def decrypt(source, target, key):
    """Write the decrypted content of one file to another. A wrong key and a damaged file get different errors."""
    identity = parse_identity(key)
    try:
        decrypt_io(source, target, [identity])
    except DecryptError as error:
        if "No matching keys" in str(error):
            raise BackupError("The key is not the one of this backup.") from error
        raise BackupError("The backup is damaged: its encrypted header cannot be read.") from error
    except OSError as error:
        if error.errno:
            raise
        raise BackupError("The backup is damaged or incomplete: it cannot be decrypted to its end.") from error
