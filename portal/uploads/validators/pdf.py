"""Validate a PDF: it has pages and no active content, nothing precedes or follows it, and it can be read completely."""

import logging
import re
import zipfile
import zlib

from pypdf import PdfReader, apply_configuration
from pypdf.errors import LimitReachedError, PdfReadError, PyPdfError
from pypdf.generic import DictionaryObject, StreamObject, read_object

from portal.uploads.errors import upload_error
from portal.uploads.metadata import build_metadata
from portal.uploads.validators.pdf_scanner import CHUNK_SIZE, scan, scan_bytes
from portal.uploads.validators.xml import MalformedXml, read_xml

MAX_END_SIZE = 4096  # bytes from the end marker, with the padding that some programs add
PADDING = b"\x00\t\n\f\r "
MAX_UNPACKED_SIZE = 64 * 1024 * 1024  # bytes of all object streams together
MAX_READS = 8_000_000  # pypdf reads a byte at a time
MAX_PARSED_TOKENS = 2_000_000  # in the object streams that pypdf parses, at some microseconds each
MAX_OBJECTS = 500_000
OBJECT_HEADER_WINDOW = 4096  # bytes before the type of an object in which its header is looked for
LIMITS = {
    "zlib_maximum_output_length": 16 * 1024 * 1024,
    "lzw_maximum_output_length": 16 * 1024 * 1024,
    "run_length_maximum_output_length": 16 * 1024 * 1024,
    "zlib_maximum_recovery_input_length": 1024 * 1024,
    "stream_decoding_work_maximum_length": 64 * 1024 * 1024,
    "page_tree_maximum_entries": 20_000,
    "xmp_maximum_input_length": 1024 * 1024,
}
# Exceptions that pypdf raises for malformed files: its own, and those caused by a value of an unexpected type.
MALFORMED_ERRORS = (
    PyPdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError, RecursionError,
    NotImplementedError, EOFError, zlib.error,
)  # fmt: skip
# Silence pypdf's repair warnings: a file is accepted, or the editor gets an error message.
logging.getLogger("pypdf").setLevel(logging.ERROR)


class MeteredFile:
    """A file with a limit on reads, so that a circular cross-reference table cannot keep pypdf busy forever."""

    def __init__(self, file, size):
        self.file, self.tell = file, file.tell
        self.remaining_reads, self.remaining_bytes = MAX_READS, 10 * size + MAX_UNPACKED_SIZE

    def read(self, count=-1):
        data = self.file.read(count)
        # A longer read is a row of a table, which takes more memory than its bytes.
        self.remaining_reads -= 1 if count == 1 else 10
        self.remaining_bytes -= len(data)
        if self.remaining_reads < 0 or self.remaining_bytes < 0:
            raise LimitReachedError
        return data

    def seek(self, offset, whence=0):
        try:
            return self.file.seek(offset, whence)
        except (OSError, ValueError, OverflowError):
            raise PdfReadError from None


class BoundedPdfReader(PdfReader):
    """A reader with a limit on parsed object streams, since a few compressed bytes can hold millions of tokens."""

    remaining_tokens = MAX_PARSED_TOKENS

    def get_object(self, indirect_reference):
        value = super().get_object(indirect_reference)
        if isinstance(value, StreamObject) and value.get("/Type") == "/ObjStm":
            self.remaining_tokens -= estimate_tokens(unpack(value))
            if self.remaining_tokens < 0:
                raise LimitReachedError
        return value


def validate_pdf(file, size):
    """Return the FileMetadata of a PDF, or raise ValidationError."""
    if zipfile.is_zipfile(file):
        raise upload_error("hides")
    validate_end(file, size)
    positions = [match.position for match in require_object_streams(scan(file))]
    try:
        with apply_configuration(**LIMITS):
            return read_metadata(file, size, positions)
    except LimitReachedError:
        raise upload_error("bomb") from None
    except MALFORMED_ERRORS:
        raise upload_error("damaged") from None


def validate_end(file, size):
    """Raise ValidationError if the file has no end marker, or anything but padding after it."""
    file.seek(max(0, size - MAX_END_SIZE))
    _, marker, after = file.read(MAX_END_SIZE).rpartition(b"%%EOF")
    if not marker or after.strip(PADDING):
        raise upload_error("after" if marker or contains_end_marker(file) else "damaged")


def contains_end_marker(file):
    """Return whether the end marker occurs anywhere in the file."""
    file.seek(0)
    overlap = b""
    while chunk := file.read(CHUNK_SIZE):
        if b"%%EOF" in overlap + chunk:
            return True
        overlap = chunk[-4:]
    return False


def require_object_streams(matches):
    """Yield the matches of the scanner. Raise ValidationError for any that is not an object stream."""
    for match in matches:
        if match.code != "object_stream":
            raise upload_error(match.code)
        yield match


def read_metadata(file, size, positions):
    """Return the FileMetadata that pypdf reads, after scanning the object streams at these positions."""
    reader = BoundedPdfReader(MeteredFile(file, size), xref_stream_maximum_entries=MAX_OBJECTS)
    scan_object_streams(reader, positions)
    pages = len(reader.pages)
    if not pages:
        raise upload_error("no_pages")
    root = reader.root_object
    language, title = resolve(root.get("/Lang")), get_title(reader, root)
    return build_metadata("PDF", size, pages=pages, language=language, tagged=is_tagged(root), title=title)


def scan_object_streams(reader, positions):
    """Raise ValidationError for forbidden names inside object streams.

    Every object stream that the cross-reference table uses must be among those scanned, or PdfReadError is raised.
    """
    numbers, unpacked_size = set(), 0
    for position in positions:
        number, stream = read_object_stream(reader, position)
        data = unpack(stream)
        unpacked_size += len(data)
        if unpacked_size > MAX_UNPACKED_SIZE:
            raise LimitReachedError
        all(require_object_streams(scan_bytes(data)))
        numbers.add(number)
    if {number for number, _ in reader.xref_objStm.values()} - numbers:
        raise PdfReadError


def read_object_stream(reader, position):
    """Return (number, stream) of the object stream whose type name is at `position`."""
    start = max(0, position - OBJECT_HEADER_WINDOW)
    reader.stream.seek(start)
    headers = list(re.finditer(rb"[0-9]+[\x00\s]+[0-9]+[\x00\s]+obj\b", reader.stream.read(position - start)))
    if not headers:
        raise PdfReadError
    reader.stream.seek(start + headers[-1].start())
    number, _ = reader.read_object_header(reader.stream)
    stream = read_object(reader.stream, reader)
    if not isinstance(stream, StreamObject) or resolve(stream.get("/Type")) != "/ObjStm":
        raise PdfReadError
    return number, stream


def unpack(stream):
    """Return the decoded bytes of a stream. Raise an exception if it cannot be decoded, and so not scanned."""
    data = stream.get_data()
    return data if isinstance(data, bytes) else data.encode("latin-1")


def estimate_tokens(data):
    """Return roughly how many tokens a parser finds in the bytes."""
    return sum(data.count(separator) for separator in (b" ", b"\n", b"\r", b"/", b"[", b"(", b"<", b"\t", b"\0", b"\f"))


def is_tagged(root):
    """Return whether the PDF is marked as tagged and has a structure tree."""
    mark_info = resolve(root.get("/MarkInfo"))
    has_structure = isinstance(resolve(root.get("/StructTreeRoot")), DictionaryObject)
    if not isinstance(mark_info, DictionaryObject):
        return False
    return getattr(resolve(mark_info.get("/Marked")), "value", False) is True and has_structure


def get_title(reader, root):
    """Return the title of the document information dictionary, or else of the XMP metadata."""
    information = resolve(reader.trailer.get("/Info"))
    title = resolve(information.get("/Title")) if isinstance(information, DictionaryObject) else None
    return (title if isinstance(title, str) else "").strip() or get_xmp_title(resolve(root.get("/Metadata")))


def get_xmp_title(stream):
    """Return the title in the XMP metadata, or "" if there is none or it cannot be read."""
    if not isinstance(stream, StreamObject):
        return ""
    titles = []
    try:
        read_xml([unpack(stream)], on_text={"elements:title": titles.append})
    except (MalformedXml, *MALFORMED_ERRORS):
        return ""
    return next((title.strip() for title in titles if title.strip()), "")


def resolve(value):
    """Return the value, following an indirect reference."""
    return value.get_object() if value is not None else None
