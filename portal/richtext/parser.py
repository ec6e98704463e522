"""What a rich text is made of, as its problems are looked for: elements, spaces of line breaks, and blocks of words.

It is read in one pass, in a time that grows with its length alone, as it is once it is sanitised. Nothing is judged.
"""

import re
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from portal.richtext.html import TAG, attributes_of

# As many characters of an element's words are looked at: more than any list of words holds.
LONGEST = 200
# What no one sees, beside white space: the soft hyphen, zero-width characters, the mark at the start of a file.
UNSEEN = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
SEEN = re.compile(f"[^\\s{UNSEEN}]")
WITHOUT_WIDTH = str.maketrans("", "", UNSEEN)
KEPT = {"p", "h2", "h3", "a", "table", "ul", "ol", "dl", "blockquote"}
INLINE = {"a", "strong", "em", "span", "sup", "sub", "abbr", "cite"}
# Words of others, which stand as they were written; and short forms that are marked as such.
QUOTED = {"blockquote", "cite", "abbr"}


@dataclass(slots=True)
class Element:
    """An element, and how much had been read where it begins and ends: texts, those with words, bold ones of these."""

    tag: str
    attributes: dict
    language: str
    depth: int
    parent: str
    begins: tuple = (0, 0, 0)
    ends: tuple = (0, 0, 0)
    is_first: bool = False  # of all words in its parent
    has_headers: bool = False  # a table with words in a header cell

    @property
    def is_empty(self):
        return self.begins[1] == self.ends[1]

    @property
    def is_bold(self):
        """Whether it has words, and all of them are bold."""
        return 0 < self.ends[1] - self.begins[1] == self.ends[2] - self.begins[2]


class Block(NamedTuple):
    """The words of one block without what is quoted, and how much had been read by its end."""

    begins: tuple
    words: str


def visible(text):
    """A text as it is seen: one space for any white space, nothing for what has no width."""
    return " ".join(text.translate(WITHOUT_WIDTH).split())


def has_words(text):
    return bool(SEEN.search(text))


class Reading:
    """One text as it is read: its `elements` in order, and its `blocks`."""

    def __init__(self, html, language):
        self.elements, self.blocks, self.texts = [], [], []
        self.seen = self.bold = 0  # of the texts: with words, and bold ones
        # What stands open: elements, tables among them, the texts of a block, line breaks after its last words.
        self.open, self.tables, self.block, self.breaks = [Element("", {}, language, -1, "")], [], [], 0
        self.quoted = self.strong = 0
        self.read(html)

    def read(self, html):
        position = 0
        for tag in TAG.finditer(html):
            if tag.start() > position:
                self.take(unescape(html[position : tag.start()]))
            position = tag.end()
            self.take_tag(tag)
        self.take(unescape(html[position:]))
        self.end_block()

    @property
    def here(self):
        return len(self.texts), self.seen, self.bold

    # What is met

    def take_tag(self, tag):
        if tag["name"] == "br":
            self.breaks += 1
            self.add(" ")
        elif not tag["closing"]:
            self.begin(tag["name"], attributes_of(tag) if tag["attributes"] else {})
        elif len(self.open) > 1:
            self.end(self.open.pop())

    def take(self, text):
        if has_words(text):
            self.end_breaks()
            self.seen += 1
            self.bold += bool(self.strong)
        self.add(text)

    def add(self, text):
        self.texts.append(text)
        if not self.quoted:
            self.block.append(text)

    # What follows from it

    def begin(self, tag, attributes):
        if tag not in INLINE:
            self.end_block()
        above = self.open[-1]
        element = Element(tag, attributes, attributes.get("lang") or above.language, above.depth + 1, above.tag)
        element.begins = self.here
        element.is_first = self.seen == above.begins[1]
        self.open.append(element)
        self.quoted += tag in QUOTED
        self.strong += tag == "strong"
        if tag == "table":
            self.tables.append(element)
        if tag in KEPT:
            self.elements.append(element)

    def end(self, element):
        tag = element.tag
        if tag not in INLINE:
            self.end_block()
        element.ends = self.here
        self.quoted -= tag in QUOTED
        self.strong -= tag == "strong"
        if tag == "table":
            self.tables.pop()
        if tag == "th" and self.tables and not element.is_empty:
            self.tables[-1].has_headers = True

    def end_breaks(self):
        """Two line breaks or more, with no words between them, are one space."""
        if self.breaks > 1:
            self.elements.append(Element("br", {}, "", len(self.open), "", self.here, self.here))
        self.breaks = 0

    def end_block(self):
        if has_words(words := "".join(self.block)):
            self.end_breaks()
            self.blocks.append(Block(self.here, words))
        self.breaks, self.block = 0, []
        self.texts.append(" ")

    # What it says

    def words_of(self, element):
        """The words of an element as they are seen, as far as they are looked at."""
        start, end = element.begins[0], element.ends[0]
        return visible("".join(text[:LONGEST] for text in self.texts[start : min(end, start + LONGEST)]))[:LONGEST]

    def words_before(self, element):
        """The last words before an element, as they are seen."""
        start = element.begins[0]
        return visible("".join(text[-LONGEST:] for text in self.texts[max(0, start - 8) : start]))[-LONGEST:]
