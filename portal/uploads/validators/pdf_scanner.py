"""Scan the bytes of a PDF for names of active or embedded content.

Names occur in a PDF in plain bytes or inside object streams, and nowhere else. A viewer can act only on a name that is
there, however it repairs a damaged cross-reference table. A byte scan therefore needs no parser, and also finds names
in objects that nothing refers to.
"""

import re
from io import BytesIO
from typing import NamedTuple

PDF_HEADER = re.compile(rb"%PDF-[0-9]\.[0-9]")
CHUNK_SIZE = 1024 * 1024
OVERLAP = 4096  # bytes of a chunk that are scanned again with the next one: longer than any encoded name
CONTEXT_SIZE = 500  # bytes before a name that show whether it is part of a string
MAX_NAMES_IN_STRINGS = 1000  # a real document has a few

# The start of a value, required after short names, which can occur in image data by chance. "%" starts a comment.
VALUE = rb"[\x00\t\n\f\r ]*(?:<<|\[|%|[0-9])"
NAME_END = rb"(?=[\x00\t\n\f\r ()<>\[\]{}/%])"


class NameMatch(NamedTuple):
    """A name in a PDF: its key in PATTERNS, which for forbidden content is the error code, and its position."""

    code: str
    position: int


def build_character_pattern(character):
    """Return the pattern of one character of a name, which a PDF may write as #41."""
    digits = "".join(f"[{digit}{digit.upper()}]" for digit in f"{ord(character):02x}")
    return f"(?:{re.escape(character)}|#{digits})".encode()


def build_name_pattern(*names):
    """Return the pattern of any of these names, without their slash."""
    return b"(?:" + b"|".join(b"".join(map(build_character_pattern, name)) for name in names) + b")" + NAME_END


PATTERNS = {
    "protected": build_name_pattern("Encrypt"),
    "javascript": build_name_pattern("JavaScript"),
    "launches": build_name_pattern("Launch"),
    "attachments": build_name_pattern("EmbeddedFile", "EmbeddedFiles", "FileAttachment", "GoToE")
    + b"|" + build_name_pattern("EF") + VALUE,
    "media": build_name_pattern("RichMedia", "RichMediaContent", "RichMediaSettings", "Rendition", "Movie", "Sound")
    + b"|" + build_name_pattern("3DD") + VALUE,
    "xfa": build_name_pattern("XFA") + VALUE,
    "sends": build_name_pattern("SubmitForm", "ImportData"),
    "object_stream": build_name_pattern("ObjStm"),
}  # fmt: skip
# The slash is outside of the alternatives, so that the regex engine can jump from slash to slash.
NAMES = re.compile(
    b"/(?:" + b"|".join(b"(?P<%s>%s)" % (code.encode(), pattern) for code, pattern in PATTERNS.items()) + b")"
)


def scan(file):
    """Yield a NameMatch for each name in file order, except names that are part of a string."""
    file.seek(0)
    offset, overlap, last_position, names_in_strings = 0, b"", -1, 0
    while chunk := file.read(CHUNK_SIZE):
        window = overlap + chunk
        for match in NAMES.finditer(window):
            position = offset + match.start()
            if position <= last_position:
                continue
            last_position = position
            if names_in_strings > MAX_NAMES_IN_STRINGS or not is_in_string(window, match.start()):
                yield NameMatch(match.lastgroup, position)
            else:
                names_in_strings += 1
        overlap = window[-OVERLAP:]
        offset += len(window) - len(overlap)


def scan_bytes(data):
    """Yield a NameMatch for each name in an unpacked object stream. The newline ends a name at the very end."""
    return scan(BytesIO(data + b"\n"))


def is_in_string(window, position):
    """Return whether a name is part of a string, as in (https://agency.example/Launch).

    It is if a parenthesis opens before it on the same line, with nothing between that could end a string, a comment or
    a line. In any state before the parenthesis, a parser then reads the name in a string or a comment.
    """
    before = window[max(0, position - CONTEXT_SIZE) : position]
    between = before[before.rfind(b"(") + 1 :] if b"(" in before else b"\n"
    return not re.search(rb"[\r\n)<>]", between)
