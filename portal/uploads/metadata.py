"""What editors and readers are told of a document, as plain data; fields.py keeps it with the file."""

import re
from typing import NamedTuple

TITLE = 200  # characters
# The last two are how programs write that a text is in no language.
PRIMARY = re.compile(r"(?!none\b|zxx\b|und\b|x-none\b)([a-z]{2,3})(?![a-z0-9])", re.IGNORECASE)
MOST_PAGES = 100_000


class Facts(NamedTuple):
    """Read from the file itself; None or empty where the file does not tell."""

    type: str
    size: int
    pages: int | None = None
    language: str = ""
    tagged: bool | None = None
    titled: bool = False
    title: str = ""


def facts(type, size, *, pages=None, language="", tagged=None, title=""):
    """The Facts from what was read, whatever stood there."""
    title = one_line(title)
    return Facts(type, size, page_count(pages), primary(language), tagged, bool(title), title)


def one_line(text):
    """A title on one line, without what cannot be seen or stored."""
    visible = "".join(letter if letter.isprintable() else " " for letter in str(text or ""))
    return " ".join(visible.split())[:TITLE].strip()


def primary(tag):
    """The language of a BCP 47 tag, without its region: fr of fr-CA."""
    found = PRIMARY.match(str(tag or "").strip())
    return found[1].lower() if found else ""


def page_count(pages):
    """A number of pages that can be, or None."""
    text = str(pages if pages is not None else "").strip()
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) and 0 < int(text) <= MOST_PAGES else None
