"""Parser of sanitized rich text for the linter. Reads elements, repeated line breaks and text blocks in linear time."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from portal.richtext.html import parse_attributes, tokenize

# Characters of an element's text that are read. No phrase that the linter knows is longer.
MAX_TEXT_LENGTH = 200
# Invisible characters besides white space: soft hyphen, zero-width characters, byte order mark.
INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
VISIBLE_PATTERN = re.compile(f"[^\\s{INVISIBLE}]")
REMOVE_INVISIBLE = str.maketrans("", "", INVISIBLE)
RECORDED_TAGS = {"p", "h2", "h3", "a", "table", "ul", "ol", "dl", "blockquote"}
INLINE_TAGS = {"a", "strong", "em", "span", "sup", "sub", "abbr", "cite"}
# The text of these elements is no part of text blocks: it is quoted, or a marked-up abbreviation.
QUOTE_TAGS = {"blockquote", "cite", "abbr"}


class Offsets(NamedTuple):
    """Numbers of text nodes before a position: all, those with visible text, and those of the latter in bold."""

    texts: int = 0
    visible: int = 0
    bold: int = 0


ORIGIN = Offsets()


@dataclass(slots=True)
class Element:
    """An element, with the offsets of its start and end."""

    tag: str
    attributes: dict
    language: str
    depth: int
    parent: str
    start: Offsets = ORIGIN
    end: Offsets = ORIGIN
    is_first: bool = False  # no visible text before it in its parent
    has_headers: bool = False  # a table with a header cell that is not empty

    @property
    def is_empty(self):
        return self.start.visible == self.end.visible

    @property
    def is_bold(self):
        """Whether it has visible text, all of it bold."""
        return 0 < self.end.visible - self.start.visible == self.end.bold - self.start.bold


class TextBlock(NamedTuple):
    """The text of a block element without quotes. `start` is the offset of its end: blocks are recorded there."""

    start: Offsets
    text: str


def get_visible_text(text):
    """Collapse white space and remove invisible characters."""
    return " ".join(text.translate(REMOVE_INVISIBLE).split())


def has_visible_text(text):
    return bool(VISIBLE_PATTERN.search(text))


class ParsedText:
    """A parsed rich text: its `elements` and its text `blocks`, in order."""

    def __init__(self, html, language):
        self.elements, self.blocks, self.texts = [], [], []
        self.visible_count = self.bold_count = 0
        self.open_elements, self.open_tables = [Element("", {}, language, -1, "")], []
        self.block_texts, self.line_breaks = [], 0  # of the current block; line breaks since its last visible text
        self.quote_depth = self.bold_depth = 0
        self.parse(html)

    def parse(self, html):
        for token in tokenize(html):
            if isinstance(token, str):
                self.handle_text(token)
            else:
                self.handle_tag(token)
        self.finish_block()

    @property
    def offsets(self):
        return Offsets(len(self.texts), self.visible_count, self.bold_count)

    def handle_tag(self, tag):
        if tag["name"] == "br":
            self.line_breaks += 1
            self.add_text(" ")
        elif not tag["closing"]:
            self.start_element(tag["name"], parse_attributes(tag) if tag["attributes"] else {})
        elif len(self.open_elements) > 1:
            self.end_element(self.open_elements.pop())

    def handle_text(self, text):
        if has_visible_text(text):
            self.finish_line_breaks()
            self.visible_count += 1
            self.bold_count += bool(self.bold_depth)
        self.add_text(text)

    def add_text(self, text):
        self.texts.append(text)
        if not self.quote_depth:
            self.block_texts.append(text)

    def start_element(self, tag, attributes):
        if tag not in INLINE_TAGS:
            self.finish_block()
        parent = self.open_elements[-1]
        element = Element(tag, attributes, attributes.get("lang") or parent.language, parent.depth + 1, parent.tag)
        element.start = self.offsets
        element.is_first = self.visible_count == parent.start.visible
        self.open_elements.append(element)
        self.quote_depth += tag in QUOTE_TAGS
        self.bold_depth += tag == "strong"
        if tag == "table":
            self.open_tables.append(element)
        if tag in RECORDED_TAGS:
            self.elements.append(element)

    def end_element(self, element):
        tag = element.tag
        if tag not in INLINE_TAGS:
            self.finish_block()
        element.end = self.offsets
        self.quote_depth -= tag in QUOTE_TAGS
        self.bold_depth -= tag == "strong"
        if tag == "table":
            self.open_tables.pop()
        if tag == "th" and self.open_tables and not element.is_empty:
            self.open_tables[-1].has_headers = True

    def finish_line_breaks(self):
        """Record two or more line breaks without visible text between them as one element."""
        if self.line_breaks > 1:
            self.elements.append(Element("br", {}, "", len(self.open_elements), "", self.offsets, self.offsets))
        self.line_breaks = 0

    def finish_block(self):
        if has_visible_text(text := "".join(self.block_texts)):
            self.finish_line_breaks()
            self.blocks.append(TextBlock(self.offsets, text))
        self.line_breaks, self.block_texts = 0, []
        self.texts.append(" ")

    def get_text(self, element):
        """Return the visible text of an element, at most MAX_TEXT_LENGTH characters."""
        start, end = element.start.texts, element.end.texts
        texts = self.texts[start : min(end, start + MAX_TEXT_LENGTH)]
        return get_visible_text("".join(text[:MAX_TEXT_LENGTH] for text in texts))[:MAX_TEXT_LENGTH]

    def get_text_before(self, element):
        """Return the visible text before an element, at most MAX_TEXT_LENGTH characters."""
        start = element.start.texts
        texts = self.texts[max(0, start - 8) : start]
        return get_visible_text("".join(text[-MAX_TEXT_LENGTH:] for text in texts))[-MAX_TEXT_LENGTH:]
