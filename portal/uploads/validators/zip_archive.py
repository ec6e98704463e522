"""Strict ZIP reader for office documents: no leading or trailing data, bounded number and size of entries."""

import re
import struct
import zipfile
import zlib
from stat import S_ISLNK

from portal.uploads.errors import upload_error

MAX_ENTRIES = 10_000
MAX_DIRECTORY_SIZE = 2 * 1024 * 1024  # bytes of the central directory
MAX_UNPACKED_SIZE = 300 * 1024 * 1024  # bytes of all entries together, including those of embedded workbooks
MAX_ELEMENTS = 3_000_000  # XML elements
# Above this size, office programs do not reach this compression ratio.
BOMB_MIN_SIZE, BOMB_RATIO = 1024 * 1024, 250
CHUNK_SIZE = 64 * 1024
END_RECORD = struct.Struct("<4s4H2LH")  # end of central directory record
LOCAL_HEADER = struct.Struct("<4s5H3L2H")  # local file header
DESCRIPTOR_SIZE = 24  # bytes of the data descriptor that may follow an entry
MAX_NAME_LENGTH = 250
ENCRYPTED, COMPRESSION_METHODS = 0x41, (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
UNSAFE_NAME = re.compile(r"(?:^|/)\.\.?(?:/|$)|^/|//|[\\:\x00-\x1f]")
# Exceptions that zipfile raises for malformed files.
MALFORMED_ERRORS = (
    zipfile.BadZipFile, struct.error, zlib.error, EOFError, ValueError, LookupError, OverflowError, NotImplementedError,
    OSError, RuntimeError,
)  # fmt: skip


class UnpackingBudget:
    """How many bytes and XML elements of one upload may still be unpacked."""

    def __init__(self):
        self.bytes, self.elements = MAX_UNPACKED_SIZE, MAX_ELEMENTS

    def spend(self, bytes=0, elements=0):
        self.bytes -= bytes
        self.elements -= elements
        if self.bytes < 0 or self.elements < 0:
            raise upload_error("bomb")


class Package:
    """A ZIP file with a validated structure, whose entries are read within an UnpackingBudget."""

    def __init__(self, file, size, budget):
        self.budget = budget
        validate_end_record(file, size)
        try:
            self.zip = zipfile.ZipFile(file)
            self.entries = self.zip.infolist()
            validate_layout(file, self.entries, self.zip.start_dir)
        except MALFORMED_ERRORS:
            raise upload_error("damaged") from None
        validate_entry_names(self.entries)
        for entry in self.entries:
            validate_entry_header(entry)
        if sum(entry.file_size for entry in self.entries) > budget.bytes:
            raise upload_error("bomb")

    @property
    def names(self):
        return [entry.filename for entry in self.entries]

    def read_chunks(self, entry):
        """Yield the bytes of an entry in chunks. Reading to the end verifies its checksum."""
        try:
            with self.zip.open(entry) as source:
                while chunk := source.read(CHUNK_SIZE):
                    self.budget.spend(bytes=len(chunk))
                    yield chunk
        except MALFORMED_ERRORS:
            raise upload_error("damaged") from None

    def read_first_chunk(self, entry):
        return next(self.read_chunks(entry), b"")


def validate_end_record(file, size):
    """Raise ValidationError for data before or after the ZIP, a comment, or too large a central directory."""
    file.seek(max(0, size - END_RECORD.size))
    record = file.read(END_RECORD.size)
    if len(record) < END_RECORD.size or not record.startswith(b"PK\x05\x06"):
        raise upload_error("hides" if zipfile.is_zipfile(file) else "damaged")
    _, disk, directory_disk, disk_entries, entries, length, start, comment = END_RECORD.unpack(record)
    if entries > MAX_ENTRIES or length > MAX_DIRECTORY_SIZE:
        raise upload_error("bomb")
    if comment or start + length + END_RECORD.size != size:
        raise upload_error("hides")
    if disk or directory_disk or disk_entries != entries or not entries:
        raise upload_error("damaged")


def validate_layout(file, entries, directory_start):
    """Raise BadZipFile for entries that overlap, and for bytes between them that belong to none."""
    end = 0
    for entry in sorted(entries, key=lambda entry: entry.header_offset):
        if not end <= entry.header_offset <= end + (DESCRIPTOR_SIZE if end else 0):
            raise zipfile.BadZipFile
        file.seek(entry.header_offset)
        header = LOCAL_HEADER.unpack(file.read(LOCAL_HEADER.size))
        end = entry.header_offset + LOCAL_HEADER.size + header[-2] + header[-1] + entry.compress_size
    if not end <= directory_start <= end + DESCRIPTOR_SIZE:
        raise zipfile.BadZipFile


def validate_entry_names(entries):
    """Raise ValidationError for names that lead out of the package, are too long, or occur twice."""
    names = [entry.orig_filename for entry in entries]
    if any(UNSAFE_NAME.search(name) or len(name) > MAX_NAME_LENGTH for name in names):
        raise upload_error("hides")
    if len({name.casefold() for name in names}) < len(names):
        raise upload_error("hides")


def validate_entry_header(entry):
    """Raise ValidationError for an entry that is encrypted, a symbolic link, unusually compressed, or a ZIP bomb."""
    if entry.flag_bits & ENCRYPTED:
        raise upload_error("protected")
    if entry.compress_type not in COMPRESSION_METHODS or S_ISLNK(entry.external_attr >> 16):
        raise upload_error("damaged")
    if entry.file_size > BOMB_MIN_SIZE and entry.file_size > BOMB_RATIO * entry.compress_size:
        raise upload_error("bomb")
