"""The file of a backup: a compressed tar whose last member, the manifest, has the checksums of all others.

Members, in their order: MARK, `database/<table>/<number>` (parts of a table in COPY's text format),
`uploads/<name>`, MANIFEST. Everything is streamed, so that memory does not grow with the content.
"""

import gzip
import hashlib
import json
import tarfile
import zlib
from contextlib import contextmanager
from typing import NamedTuple

from portal.backup.errors import BackupError

FORMAT = 1
MARK, MANIFEST = "portal-backup.json", "manifest.json"
DATABASE_FOLDER, UPLOADS_FOLDER = "database/", "uploads/"
GZIP_MAGIC = b"\x1f\x8b"
CHUNK_SIZE = 2**20  # bytes
COMPRESSION_LEVEL = 4
MAX_MARK_SIZE = 10_000  # bytes
DAMAGED = "The backup is damaged or incomplete"
FOREIGN = "The file is not a backup of the portal."


class Member(NamedTuple):
    """One file in the archive. `chunks` yields its content, of exactly `size` bytes."""

    name: str
    size: int
    chunks: object


def make_member(name, content):
    return Member(name, len(content), (content,))


def make_json_member(name, value):
    return make_member(name, json.dumps(value, indent=1).encode())


# Writing


def build_tar(members, checksums):
    """Yield the bytes of a tar, and collect {name: [size, SHA-256]} of its members meanwhile."""
    for member in members:
        info = tarfile.TarInfo(member.name)
        info.size, info.mode = member.size, 0o600
        yield info.tobuf(tarfile.PAX_FORMAT, "utf-8", "surrogateescape")
        digest, size = hashlib.sha256(), 0
        for chunk in member.chunks:
            digest.update(chunk)
            size += len(chunk)
            yield chunk
        if size != member.size:
            raise BackupError(f"{member.name} changed while it was read.")
        yield bytes(-size % tarfile.BLOCKSIZE)
        checksums[member.name] = [size, digest.hexdigest()]
    yield bytes(2 * tarfile.BLOCKSIZE)


def compress(chunks):
    """Yield chunks of bytes in the format of gzip."""
    compressor = zlib.compressobj(COMPRESSION_LEVEL, wbits=31)
    for chunk in chunks:
        if compressed := compressor.compress(chunk):
            yield compressed
    yield compressor.flush()


def build_archive(members, describe):
    """Yield the bytes of a backup. `describe()` returns the manifest once all members are read."""
    checksums = {}

    def add_manifest():
        yield make_json_member(MARK, {"format": FORMAT})
        yield from members
        yield make_json_member(MANIFEST, {**describe(), "members": dict(checksums)})

    yield from compress(build_tar(add_manifest(), checksums))


# Reading


@contextmanager
def convert_damage():
    """Raise what a damaged archive causes as BackupError."""
    try:
        yield
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error, UnicodeError) as error:
        raise BackupError(f"{DAMAGED}: {str(error).rstrip('.').lower() or 'it cannot be read'}.") from error


def read_members(file):
    """Yield (name, file to read) for each member of an archive."""
    file.seek(0)
    with convert_damage(), gzip.GzipFile(fileobj=file) as plain:
        with tarfile.open(fileobj=plain, mode="r|", encoding="utf-8", errors="surrogateescape") as archive:
            for info in archive:
                if not info.isreg():
                    raise BackupError(f"{DAMAGED}: {info.name} is not a file.")
                yield info.name, archive.extractfile(info)
        while plain.read(CHUNK_SIZE):  # the checksum of gzip is at the end
            pass


def read_chunks(member):
    """Yield the content of a member."""
    while chunk := member.read(CHUNK_SIZE):
        yield chunk


def check_mark(file):
    """Raise BackupError unless a file begins as a backup of a known format does."""
    file.seek(0)
    if file.read(2) != GZIP_MAGIC:
        raise BackupError(FOREIGN)
    name, member = next(read_members(file), (None, None))
    if name != MARK:
        raise BackupError(FOREIGN)
    with convert_damage():
        mark = parse_json(member.read(MAX_MARK_SIZE))
    if mark.get("format") != FORMAT:
        raise BackupError(
            f"The backup has format {mark.get('format')}, and this version of the portal reads format {FORMAT} only: "
            "restore it with the version that made it, or a newer one."
        )


def parse_json(content):
    """Return a JSON object, or raise BackupError."""
    try:
        value = json.loads(content)
    except ValueError as error:
        raise BackupError(f"{DAMAGED}: its description cannot be read.") from error
    if not isinstance(value, dict):
        raise BackupError(f"{DAMAGED}: its description cannot be read.")
    return value


def verify_archive(file):
    """Read a whole archive, compare all checksums, and return its manifest. Raise BackupError if anything differs."""
    check_mark(file)
    found, manifest = {}, None
    for name, member in read_members(file):
        if manifest is not None or name in found:
            raise BackupError(f"{DAMAGED}: {name} is in the wrong place.")
        digest, size, content = hashlib.sha256(), 0, []
        with convert_damage():
            for chunk in read_chunks(member):
                digest.update(chunk)
                size += len(chunk)
                if name == MANIFEST:
                    content.append(chunk)
        if name == MANIFEST:
            manifest = parse_json(b"".join(content))
        else:
            found[name] = [size, digest.hexdigest()]
    if manifest is None:
        raise BackupError(f"{DAMAGED}: it has no manifest.")
    expected = manifest.pop("members", {})
    for name in sorted(found.keys() | expected.keys()):
        if found.get(name) != expected.get(name):
            raise BackupError(f"{DAMAGED}: {name} is not what the manifest says.")
    return manifest
