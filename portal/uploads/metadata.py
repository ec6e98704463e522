"""Metadata of an uploaded document, as plain data; fields.py stores it with the file."""

import re
from typing import NamedTuple

MAX_TITLE_LENGTH = 200
# The primary subtag of a language tag. The excluded words are how office programs write "no language".
PRIMARY_LANGUAGE = re.compile(r"(?!none\b|zxx\b|und\b|x-none\b)([a-z]{2,3})(?![a-z0-9])", re.IGNORECASE)
MAX_PAGES = 100_000


class FileMetadata(NamedTuple):
    """Metadata read from the file itself; None or "" if the file has none. `size` is in bytes."""

    type: str
    size: int
    pages: int | None = None
    language: str = ""
    tagged: bool | None = None
    titled: bool = False
    title: str = ""


def build_metadata(type, size, *, pages=None, language="", tagged=None, title=""):
    """Return FileMetadata from untrusted values of any kind."""
    title = normalize_title(title)
    return FileMetadata(type, size, parse_page_count(pages), get_primary_language(language), tagged, bool(title), title)


def normalize_title(text):
    """Return the title on one line, without unprintable characters, cut to MAX_TITLE_LENGTH."""
    visible = "".join(character if character.isprintable() else " " for character in str(text or ""))
    return " ".join(visible.split())[:MAX_TITLE_LENGTH].strip()


def get_primary_language(tag):
    """Return the language of a BCP 47 tag without its region, "fr" for fr-CA, or ""."""
    match = PRIMARY_LANGUAGE.match(str(tag or "").strip())
    return match[1].lower() if match else ""


def parse_page_count(pages):
    """Return a plausible number of pages, or None."""
    text = str(pages if pages is not None else "").strip()
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) and 0 < int(text) <= MAX_PAGES else None
