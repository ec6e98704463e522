"""A PDF, judged: it shows pages and does nothing else, stands alone in its file, and can be read to its end."""

import logging
import re
import zipfile
import zlib

from pypdf import PdfReader, apply_configuration
from pypdf.errors import LimitReachedError, PdfReadError, PyPdfError
from pypdf.generic import DictionaryObject, StreamObject, read_object

from portal.uploads.errors import refusal
from portal.uploads.metadata import facts
from portal.uploads.validators.pdf_scanner import CHUNK, found_in, found_in_bytes
from portal.uploads.validators.xml import Malformed, read_xml

PDF_STARTS = re.compile(rb"%PDF-[0-9]\.[0-9]")
LONGEST_END = 4096  # bytes from the mark of the end, with what some programs pad a file with
PADDING = b"\x00\t\n\f\r "
MOST_UNPACKED = 64 * 1024 * 1024  # bytes of all object streams together
MOST_READS = 8_000_000  # pypdf reads a byte at a time
MOST_PARSED = 2_000_000  # words of those object streams that pypdf has to parse, some microseconds each
MOST_OBJECTS = 500_000
HEADER_WITHIN = 4096  # bytes before the type of an object in which its number stands
LIMITS = {
    "zlib_maximum_output_length": 16 * 1024 * 1024,
    "lzw_maximum_output_length": 16 * 1024 * 1024,
    "run_length_maximum_output_length": 16 * 1024 * 1024,
    "zlib_maximum_recovery_input_length": 1024 * 1024,
    "stream_decoding_work_maximum_length": 64 * 1024 * 1024,
    "page_tree_maximum_entries": 20_000,
    "xmp_maximum_input_length": 1024 * 1024,
}
# What pypdf raises of files that are not what they say: its own, and what comes of a value of an unexpected type.
MALFORMED = (
    PyPdfError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError, AssertionError, RecursionError,
    NotImplementedError, EOFError, zlib.error,
)  # fmt: skip
# What pypdf mends in silence is no news: the file is taken, or refused in a sentence.
logging.getLogger("pypdf").setLevel(logging.ERROR)


class Metered:
    """A file of which only so much is read, so that no table of contents can send its reader round for ever."""

    def __init__(self, file, size):
        self.file, self.tell = file, file.tell
        self.reads, self.bytes = MOST_READS, 10 * size + MOST_UNPACKED

    def read(self, count=-1):
        data = self.file.read(count)
        # A longer piece is a row of a table, of which more is kept than it has bytes.
        self.reads -= 1 if count == 1 else 10
        self.bytes -= len(data)
        if self.reads < 0 or self.bytes < 0:
            raise LimitReachedError
        return data

    def seek(self, offset, whence=0):
        try:
            return self.file.seek(offset, whence)
        except (OSError, ValueError, OverflowError):
            raise PdfReadError from None


class BoundedReader(PdfReader):
    """A reader that parses only so much of object streams, of which a few bytes can hold millions of words."""

    left = MOST_PARSED

    def get_object(self, indirect_reference):
        found = super().get_object(indirect_reference)
        if isinstance(found, StreamObject) and found.get("/Type") == "/ObjStm":
            self.left -= words(unpacked_bytes(found))
            if self.left < 0:
                raise LimitReachedError
        return found


def judge_pdf(file, size):
    """The Facts of a PDF."""
    if zipfile.is_zipfile(file):
        raise refusal("hides")
    check_end(file, size)
    containers = [found.position for found in harmless(found_in(file))]
    try:
        with apply_configuration(**LIMITS):
            return read(file, size, containers)
    except LimitReachedError:
        raise refusal("bomb") from None
    except MALFORMED:
        raise refusal("damaged") from None


def check_end(file, size):
    """Refuses a file that goes on behind the mark of its end, or has none."""
    file.seek(max(0, size - LONGEST_END))
    _, mark, after = file.read(LONGEST_END).rpartition(b"%%EOF")
    if not mark or after.strip(PADDING):
        raise refusal("after" if mark or has_an_end(file) else "damaged")


def has_an_end(file):
    """Whether the mark of the end stands anywhere."""
    file.seek(0)
    kept = b""
    while chunk := file.read(CHUNK):
        if b"%%EOF" in kept + chunk:
            return True
        kept = chunk[-4:]
    return False


def harmless(found):
    """What was found, which is object streams alone."""
    for one in found:
        if one.what != "container":
            raise refusal(one.what)
        yield one


def read(file, size, containers):
    """The Facts, read by pypdf, once nothing that it must not have was found in its object streams either."""
    reader = BoundedReader(Metered(file, size), xref_stream_maximum_entries=MOST_OBJECTS)
    search_containers(reader, containers)
    pages = len(reader.pages)
    if not pages:
        raise refusal("no_pages")
    root = reader.root_object
    language, title = plain(root.get("/Lang")), title_of(reader, root)
    return facts("PDF", size, pages=pages, language=language, tagged=is_tagged(root), title=title)


def search_containers(reader, containers):
    """Refuses what the object streams hide; each that the file speaks of must be one that can be opened."""
    numbers, unpacked = set(), 0
    for position in containers:
        number, stream = container_at(reader, position)
        data = unpacked_bytes(stream)
        unpacked += len(data)
        if unpacked > MOST_UNPACKED:
            raise LimitReachedError
        all(harmless(found_in_bytes(data)))
        numbers.add(number)
    if {number for number, _ in reader.xref_objStm.values()} - numbers:
        raise PdfReadError


def container_at(reader, position):
    """The object stream of which the type stands at `position`, with its number."""
    start = max(0, position - HEADER_WITHIN)
    reader.stream.seek(start)
    headers = list(re.finditer(rb"[0-9]+[\x00\s]+[0-9]+[\x00\s]+obj\b", reader.stream.read(position - start)))
    if not headers:
        raise PdfReadError
    reader.stream.seek(start + headers[-1].start())
    number, _ = reader.read_object_header(reader.stream)
    stream = read_object(reader.stream, reader)
    if not isinstance(stream, StreamObject) or plain(stream.get("/Type")) != "/ObjStm":
        raise PdfReadError
    return number, stream


def unpacked_bytes(stream):
    """What an object stream holds; what cannot be unpacked cannot be searched either."""
    data = stream.get_data()
    return data if isinstance(data, bytes) else data.encode("latin-1")


def words(data):
    """About how many words a parser finds in some bytes."""
    return sum(data.count(separator) for separator in (b" ", b"\n", b"\r", b"/", b"[", b"(", b"<", b"\t", b"\0", b"\f"))


def is_tagged(root):
    """Whether the file says that its structure is marked, and has a structure."""
    marks = plain(root.get("/MarkInfo"))
    has_structure = isinstance(plain(root.get("/StructTreeRoot")), DictionaryObject)
    marked = isinstance(marks, DictionaryObject) and getattr(plain(marks.get("/Marked")), "value", False) is True
    return marked and has_structure


def title_of(reader, root):
    """The title in its information, else in its metadata."""
    information = plain(reader.trailer.get("/Info"))
    title = plain(information.get("/Title")) if isinstance(information, DictionaryObject) else None
    return (title if isinstance(title, str) else "").strip() or title_in_metadata(plain(root.get("/Metadata")))


def title_in_metadata(stream):
    """The title in XMP; metadata that cannot be read are as good as none, since nothing shows them."""
    if not isinstance(stream, StreamObject):
        return ""
    titles = []
    try:
        read_xml([unpacked_bytes(stream)], texts={"elements:title": titles.append})
    except (Malformed, *MALFORMED):
        return ""
    return next((title.strip() for title in titles if title.strip()), "")


def plain(value):
    """A value, where it may stand elsewhere in the file."""
    return value.get_object() if value is not None else None
