"""An office document, judged: a package of one of six types, which runs nothing and fetches nothing from elsewhere."""

from itertools import chain
from tempfile import SpooledTemporaryFile

from portal.uploads.errors import WHAT, refusal
from portal.uploads.file_types import HEAD, kind_of
from portal.uploads.validators.odf import OdfParts
from portal.uploads.validators.ooxml import CONTENT_TYPES, OoxmlParts
from portal.uploads.validators.xml import DefinesEntities, Malformed
from portal.uploads.validators.zip_archive import CHUNK, Allowance, Package

ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
IN_MEMORY = 1024 * 1024  # bytes of a workbook within a document; a larger one is written to a temporary file
# What may not stand in a package, by its first bytes; fonts and packed drawings can begin like some of them.
FOREIGN = {"PDF", "zip", "ole", "rtf", "program", "script", "archive"}
LIKE_ANYTHING = (".odttf", ".fntdata", ".ttf", ".otf", ".emz", ".wmz")
RUNS = (
    ".exe", ".dll", ".com", ".scr", ".bat", ".cmd", ".js", ".jse", ".vbs", ".vbe", ".wsf", ".hta", ".ps1", ".lnk",
    ".jar", ".msi", ".swf", ".html", ".htm", ".xhtml", ".mht", ".mhtml", ".py",
)  # fmt: skip


def judge_office_file(file, size, allowance=None):
    """The Facts of a package, or of a workbook within one, which shares the allowance of the whole."""
    package = Package(file, size, allowance or Allowance())
    try:
        parts = parts_of(package)
        for entry in package.entries:
            read_entry(package, parts, entry, outermost=allowance is None)
    except DefinesEntities:
        raise refusal("entities") from None
    except Malformed:
        raise refusal("damaged") from None
    return parts.facts(size)


def parts_of(package):
    """What knows the parts of this package by their names."""
    if {CONTENT_TYPES, "mimetype"} <= set(package.names):
        raise refusal("hides")
    if package.entries[0].filename == "mimetype":
        return OdfParts(package)
    if CONTENT_TYPES in package.names:
        return OoxmlParts(package)
    raise refusal("not_document", what=WHAT["archive"])


def read_entry(package, parts, entry, outermost):
    """Reads an entry to its end: whether it is whole, what it is, and what it says where it is XML."""
    name = entry.filename.lower()
    if name.endswith(RUNS):
        raise refusal("embedded")
    chunks = package.chunks(entry)
    first = next(chunks, b"")
    kind = kind_of(first[:HEAD])
    if kind == "zip" and outermost and parts.may_hold_workbooks:
        return judge_within(package, chain([first], chunks), entry.file_size)
    if kind in FOREIGN and not name.endswith(LIKE_ANYTHING):
        raise refusal("embedded")
    return feed(package, chain([first], chunks), parts.reader_for(entry.filename))


def feed(package, chunks, reader):
    """Reads an entry to its end, with the reader of its XML, if it has one."""
    for chunk in chunks:
        if reader:
            met = reader.elements
            reader.feed(chunk)
            package.allowance.spend(elements=reader.elements - met)
    # LibreOffice leaves parts empty that it has nothing to say in.
    if reader and reader.fed:
        reader.feed(b"", last=True)


def judge_within(package, chunks, size):
    """Judges the workbook behind a chart like a file of its own; it may hold no further one."""
    with SpooledTemporaryFile(max_size=IN_MEMORY) as copy:
        for chunk in chunks:
            copy.write(chunk)
        judge_office_file(copy, size, package.allowance)


def holds_encrypted_package(file):
    """Whether a file of the old container holds an encrypted document of today rather than one of old."""
    file.seek(0)
    kept = b""
    while chunk := file.read(CHUNK):
        if ENCRYPTED_PACKAGE in kept + chunk:
            return True
        kept = chunk[-len(ENCRYPTED_PACKAGE) :]
    return False
