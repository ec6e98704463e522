"""XML that strangers made, read as a stream of elements: no document type, no entity, nothing deep or endless."""

import re
from functools import lru_cache
from xml.parsers import expat

DEEPEST = 500
LONGEST_TOKEN = 4 * 1024 * 1024  # bytes of one tag or comment, which has to be held as a whole
LONGEST_TEXT = 10_000  # characters of a text that is asked for


class Malformed(ValueError):
    """XML that is not well formed, or that no office program writes."""


class DefinesEntities(Malformed):
    """XML that brings a document type."""


class Enough(Exception):
    """Ends the reading at the first element."""


class XmlReader:
    """Meets elements while it is fed: `started(name, attributes)` of each, and of some names, `texts[name](text)`.

    Names have the last word of their namespace before them, whatever prefix the file uses: “script:event-listener”.
    It reads the whole, or only as far as the first element, before which alone a document type can stand.
    """

    def __init__(self, started=None, texts=None, whole=True, doctype=False):
        self.started, self.texts, self.whole = started, texts or {}, whole
        self.depth, self.fed, self.met, self.words, self.elements = 0, 0, False, None, 0
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.start, self.end
        if not doctype:
            self.parser.StartDoctypeDeclHandler = self.refuse
        self.parser.EntityDeclHandler = self.refuse
        if self.texts:
            self.parser.CharacterDataHandler = self.text

    def feed(self, data, last=False):
        if self.met and not self.whole:
            return
        try:
            self.parser.Parse(data, last)
        except Enough:
            return
        except (expat.ExpatError, UnicodeError, LookupError):
            raise Malformed from None
        self.fed += len(data)
        if self.fed - max(0, self.parser.CurrentByteIndex) > LONGEST_TOKEN:
            raise Malformed

    def start(self, name, attributes):
        self.met = True
        if not self.whole:
            raise Enough
        self.elements += 1
        self.depth += 1
        if self.depth > DEEPEST:
            raise Malformed
        name = short(name)
        if self.started:
            self.started(name, {short(key): value for key, value in attributes.items()} if attributes else attributes)
        if name in self.texts:
            self.words = []

    def end(self, name):
        self.depth -= 1
        if self.words is not None and short(name) in self.texts:
            self.texts[short(name)]("".join(self.words))
            self.words = None

    def text(self, words):
        if self.words is not None and sum(map(len, self.words)) < LONGEST_TEXT:
            self.words.append(words)

    @staticmethod
    def refuse(*declaration):
        raise DefinesEntities


def short(name):
    """A name with the last word of its namespace."""
    space, _, local = name.rpartition(" ")
    return word_of(space) + local if space else local


@lru_cache(maxsize=1000)
def word_of(space):
    """The last word of a namespace, without its version: programs take any version for the same."""
    return re.split(r"[:/]", re.sub(r"[:/][0-9.]*/?$", "", space))[-1] + ":"


def read_xml(chunks, **wanted):
    """Feeds an XmlReader some pieces, to their end."""
    reader = XmlReader(**wanted)
    for chunk in chunks:
        reader.feed(chunk)
    reader.feed(b"", last=True)
