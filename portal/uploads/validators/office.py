"""Validate an office document: a package of one of six types, without macros, embedded files or external content."""

import re
from itertools import chain
from tempfile import SpooledTemporaryFile

from portal.uploads.errors import TYPE_LABELS, upload_error
from portal.uploads.file_types import HEAD_SIZE, detect_type
from portal.uploads.validators.odf import OdfInspector
from portal.uploads.validators.ooxml import CONTENT_TYPES, OoxmlInspector
from portal.uploads.validators.xml import EntitiesForbidden, MalformedXml
from portal.uploads.validators.zip_archive import CHUNK_SIZE, Package, UnpackingBudget

ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
SPOOL_SIZE = 1024 * 1024  # bytes of an embedded workbook; a larger one is written to a temporary file
# Types that an entry must not have. Fonts and compressed drawings can begin with the same bytes as some of them.
FORBIDDEN_TYPES = {"PDF", "zip", "ole", "rtf", "program", "script", "archive"}
# Word for Mac stores a picture that is pasted from another program as PDF.
PDF_PICTURE = re.compile(r"(?:^|/)(?:media|pictures)/[^/]*\.pdf$")
AMBIGUOUS_EXTENSIONS = (".odttf", ".fntdata", ".ttf", ".otf", ".emz", ".wmz")
EXECUTABLE_EXTENSIONS = (
    ".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".ps1", ".lnk",
    ".jar", ".msi", ".swf", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".py",
)  # fmt: skip


def validate_office_document(file, size, budget=None):
    """Return the FileMetadata of a package. An embedded workbook gets the budget of the package that contains it."""
    package = Package(file, size, budget or UnpackingBudget())
    try:
        inspector = get_inspector(package)
        for entry in package.entries:
            validate_entry(package, inspector, entry, outermost=budget is None)
    except EntitiesForbidden:
        raise upload_error("entities") from None
    except MalformedXml:
        raise upload_error("damaged") from None
    return inspector.get_metadata(size)


def get_inspector(package):
    """Return the inspector for the format of the package, which the names of its entries show."""
    if {CONTENT_TYPES, "mimetype"} <= set(package.names):
        raise upload_error("hides")
    if package.entries[0].filename == "mimetype":
        return OdfInspector(package)
    if CONTENT_TYPES in package.names:
        return OoxmlInspector(package)
    raise upload_error("not_document", what=TYPE_LABELS["archive"])


def validate_entry(package, inspector, entry, outermost):
    """Read an entry to its end, which verifies its checksum, and inspect its type and its XML."""
    name = entry.filename.lower()
    if name.endswith(EXECUTABLE_EXTENSIONS):
        raise upload_error("embedded")
    chunks = package.read_chunks(entry)
    first = next(chunks, b"")
    file_type = detect_type(first[:HEAD_SIZE])
    if file_type == "zip" and outermost and inspector.allows_embedded_workbooks:
        return validate_embedded_workbook(package, chain([first], chunks), entry.file_size)
    if file_type == "PDF" and PDF_PICTURE.search(name):
        raise upload_error("pdf_picture")
    if file_type in FORBIDDEN_TYPES and not name.endswith(AMBIGUOUS_EXTENSIONS):
        raise upload_error("embedded")
    return read_entry(package, chain([first], chunks), inspector.get_reader(entry.filename))


def read_entry(package, chunks, reader):
    """Read an entry to its end, feeding the XmlReader if there is one."""
    for chunk in chunks:
        if reader:
            count_before = reader.element_count
            reader.feed(chunk)
            package.budget.spend(elements=reader.element_count - count_before)
    # LibreOffice writes empty parts, which are not well-formed XML.
    if reader and reader.bytes_fed:
        reader.feed(b"", last=True)


def validate_embedded_workbook(package, chunks, size):
    """Validate the workbook behind a chart like a separate file. It must not embed another one."""
    with SpooledTemporaryFile(max_size=SPOOL_SIZE) as copy:
        for chunk in chunks:
            copy.write(chunk)
        validate_office_document(copy, size, package.budget)


def contains_encrypted_package(file):
    """Return whether an OLE file holds an encrypted OOXML document, rather than a document of an old type."""
    file.seek(0)
    overlap = b""
    while chunk := file.read(CHUNK_SIZE):
        if ENCRYPTED_PACKAGE in overlap + chunk:
            return True
        overlap = chunk[-len(ENCRYPTED_PACKAGE) :]
    return False
