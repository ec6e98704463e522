"""A search through the bytes of a PDF for the names under which it runs, sends or carries something.

Names stand in a PDF openly or inside its object streams, never elsewhere, and whatever a program makes of a damaged
table of contents, it can act only on a name that is there. So this asks no parser, and finds what was cut loose too.
"""

import re
from io import BytesIO
from typing import NamedTuple

CHUNK = 1024 * 1024
KEPT = 4096  # bytes of a chunk that the next one sees again: more than any name, however it is spelled
BEFORE = 500  # bytes before a name that tell whether it is part of an address or a text
MOST_IN_TEXT = 1000  # names within texts; a document has a few

# Before the value of a short name, which could stand in a picture by chance; a comment there is reason enough.
VALUE = rb"[\x00\t\n\f\r ]*(?:<<|\[|%|[0-9])"
END = rb"(?=[\x00\t\n\f\r ()<>\[\]{}/%])"


class Found(NamedTuple):
    """What a name brings, and where it stands."""

    what: str
    position: int


def letter(character):
    """One letter of a name, which a PDF may write as #41."""
    figures = "".join(f"[{figure}{figure.upper()}]" for figure in f"{ord(character):02x}")
    return f"(?:{re.escape(character)}|#{figures})".encode()


def name(*words):
    """The pattern of any of some names, behind their slash."""
    return b"(?:" + b"|".join(b"".join(map(letter, word)) for word in words) + b")" + END


PATTERNS = {
    "protected": name("Encrypt"),
    "javascript": name("JavaScript"),
    "launches": name("Launch"),
    "attachments": name("EmbeddedFile", "EmbeddedFiles", "FileAttachment", "GoToE")
    + b"|" + name("EF") + VALUE,
    "media": name("RichMedia", "RichMediaContent", "RichMediaSettings", "Rendition", "Movie", "Sound")
    + b"|" + name("3DD") + VALUE,
    "xfa": name("XFA") + VALUE,
    "sends": name("SubmitForm", "ImportData"),
    "container": name("ObjStm"),
}  # fmt: skip
# The slash stands before all of them, so that a search leaps from slash to slash.
NAMES = re.compile(b"/(?:" + b"|".join(b"(?P<%s>%s)" % (what.encode(), of) for what, of in PATTERNS.items()) + b")")


def found_in(file):
    """Every Found of a file in its order, but for names that are part of a text."""
    file.seek(0)
    offset, kept, last, in_text = 0, b"", -1, 0
    while chunk := file.read(CHUNK):
        window = kept + chunk
        for match in NAMES.finditer(window):
            position = offset + match.start()
            if position <= last:
                continue
            last = position
            if in_text > MOST_IN_TEXT or not stands_in_text(window, match.start()):
                yield Found(match.lastgroup, position)
            else:
                in_text += 1
        kept = window[-KEPT:]
        offset += len(window) - len(kept)


def found_in_bytes(data):
    """Every Found of an unpacked object stream; its last name needs something behind it to be seen as ended."""
    return found_in(BytesIO(data + b"\n"))


def stands_in_text(window, position):
    """Whether a name is part of an address or a text, as in (https://agency.example/Launch).

    It is where a bracket opens before it on the same line, and nothing between could end a text, a comment or a line:
    wherever the bytes before the bracket leave a program, it then reads the name within a text or a comment.
    """
    before = window[max(0, position - BEFORE) : position]
    between = before[before.rfind(b"(") + 1 :] if b"(" in before else b"\n"
    return not re.search(rb"[\r\n)<>]", between)
