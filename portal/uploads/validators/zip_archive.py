"""The ZIP that an office document is: the whole file and nothing beside it, with not too many entries, each in bounds.

What the entries mean is for office.py to say.
"""

import re
import struct
import zipfile
import zlib
from stat import S_ISLNK

from portal.uploads.errors import refusal

MOST_ENTRIES = 10_000
LARGEST_DIRECTORY = 2 * 1024 * 1024  # bytes of the table of contents
LARGEST_UNPACKED = 300 * 1024 * 1024  # bytes of all entries together, those of workbooks within it too
MOST_ELEMENTS = 3_000_000
# Of an entry so large, no office program packs more bytes into one.
BOMB_FROM, BOMB_RATIO = 1024 * 1024, 250
CHUNK = 64 * 1024
END = struct.Struct("<4s4H2LH")  # the end of the table of contents
LOCAL = struct.Struct("<4s5H3L2H")  # what stands before the bytes of an entry
DESCRIPTOR = 24  # bytes that may follow an entry
LONGEST_NAME = 250
ENCRYPTED, STORED_OR_DEFLATED = 0x41, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UNSAFE_NAME = re.compile(r"(?:^|/)\.\.?(?:/|$)|^/|//|[\\:\x00-\x1f]")
# What zipfile raises of files that are not what they say.
MALFORMED = (
    zipfile.BadZipFile, struct.error, zlib.error, EOFError, ValueError, LookupError, OverflowError, NotImplementedError,
    OSError, RuntimeError,
)  # fmt: skip


class Allowance:
    """How much may still be unpacked of one upload."""

    def __init__(self):
        self.bytes, self.elements = LARGEST_UNPACKED, MOST_ELEMENTS

    def spend(self, bytes=0, elements=0):
        self.bytes -= bytes
        self.elements -= elements
        if self.bytes < 0 or self.elements < 0:
            raise refusal("bomb")


class Package:
    """A ZIP whose table of contents holds true; its entries are read within an Allowance."""

    def __init__(self, file, size, allowance):
        self.allowance = allowance
        check_end(file, size)
        try:
            self.zip = zipfile.ZipFile(file)
            self.entries = self.zip.infolist()
            check_places(file, self.entries, self.zip.start_dir)
        except MALFORMED:
            raise refusal("damaged") from None
        check_names(self.entries)
        for entry in self.entries:
            check_entry(entry)
        if sum(entry.file_size for entry in self.entries) > allowance.bytes:
            raise refusal("bomb")

    @property
    def names(self):
        return [entry.filename for entry in self.entries]

    def chunks(self, entry):
        """The bytes of an entry in pieces; at its end its checksum has been compared."""
        try:
            with self.zip.open(entry) as source:
                while chunk := source.read(CHUNK):
                    self.allowance.spend(bytes=len(chunk))
                    yield chunk
        except MALFORMED:
            raise refusal("damaged") from None

    def beginning(self, entry):
        """The first bytes of an entry, at most a piece."""
        return next(self.chunks(entry), b"")


def check_end(file, size):
    """Refuses a ZIP with anything behind its end, before its beginning, or with more entries than a document has."""
    file.seek(max(0, size - END.size))
    end = file.read(END.size)
    if len(end) < END.size or not end.startswith(b"PK\x05\x06"):
        raise refusal("hides" if zipfile.is_zipfile(file) else "damaged")
    _, disk, first_disk, here, entries, length, start, comment = END.unpack(end)
    if entries > MOST_ENTRIES or length > LARGEST_DIRECTORY:
        raise refusal("bomb")
    if comment or start + length + END.size != size:
        raise refusal("hides")
    if disk or first_disk or here != entries or not entries:
        raise refusal("damaged")


def check_places(file, entries, end):
    """Refuses entries that share their bytes, and bytes between them that belong to none."""
    place = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if not place <= entry.header_offset <= place + (DESCRIPTOR if place else 0):
            raise zipfile.BadZipFile
        file.seek(entry.header_offset)
        header = LOCAL.unpack(file.read(LOCAL.size))
        place = entry.header_offset + LOCAL.size + header[-2] + header[-1] + entry.compress_size
    if not place <= end <= place + DESCRIPTOR:
        raise zipfile.BadZipFile


def check_names(entries):
    """Refuses names that lead out of the package, and names that stand twice."""
    names = [entry.orig_filename for entry in entries]
    if any(UNSAFE_NAME.search(name) or len(name) > LONGEST_NAME for name in names):
        raise refusal("hides")
    if len({name.casefold() for name in names}) < len(names):
        raise refusal("hides")


def check_entry(entry):
    """Refuses an entry that is encrypted, packed in an unusual way, a link, or a bomb by its own word."""
    if entry.flag_bits & ENCRYPTED:
        raise refusal("protected")
    if entry.compress_type not in STORED_OR_DEFLATED or S_ISLNK(entry.external_attr >> 16):
        raise refusal("damaged")
    if entry.file_size > BOMB_FROM and entry.file_size > BOMB_RATIO * entry.compress_size:
        raise refusal("bomb")
