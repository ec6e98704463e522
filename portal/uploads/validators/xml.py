"""Read untrusted XML as a stream of elements, without document types and entities, and with limits on its size."""

import re
from functools import lru_cache
from xml.parsers import expat

MAX_DEPTH = 500
MAX_TOKEN_SIZE = 4 * 1024 * 1024  # bytes of one tag or comment, which expat buffers as a whole
MAX_TEXT_LENGTH = 10_000  # characters of a text that is passed to a handler


class MalformedXml(ValueError):
    """The XML is not well-formed, or exceeds the limits above."""


class EntitiesForbidden(MalformedXml):
    """The XML has a document type or defines entities."""


class StopParsing(Exception):
    """Raised to stop at the first element."""


class XmlReader:
    """Call handlers while XML is fed: `on_element(name, attributes)`, and `on_text[name](text)` for some elements.

    Names are prefixed with the last part of their namespace, not with the prefix in the file: "script:event-listener".
    With `first_element_only`, only the prolog is checked: a document type can only be there. With
    `allow_external_doctype`, a document type may be named, which is not loaded, but not defined in the file.
    """

    def __init__(
        self,
        on_element=None,
        on_text=None,
        first_element_only=False,
        allow_doctype=False,
        allow_external_doctype=False,
    ):
        self.on_element, self.on_text, self.first_element_only = on_element, on_text or {}, first_element_only
        self.depth, self.bytes_fed, self.element_count = 0, 0, 0
        self.has_started, self.text_parts = False, None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler, self.parser.EndElementHandler = self.handle_start, self.handle_end
        if allow_external_doctype:
            self.parser.StartDoctypeDeclHandler = self.reject_internal_subset
        elif not allow_doctype:
            self.parser.StartDoctypeDeclHandler = self.reject_declaration
        self.parser.EntityDeclHandler = self.reject_declaration
        if self.on_text:
            self.parser.CharacterDataHandler = self.handle_text

    def feed(self, data, last=False):
        if self.has_started and self.first_element_only:
            return
        try:
            self.parser.Parse(data, last)
        except StopParsing:
            return
        except (expat.ExpatError, UnicodeError, LookupError):
            raise MalformedXml from None
        self.bytes_fed += len(data)
        if self.bytes_fed - max(0, self.parser.CurrentByteIndex) > MAX_TOKEN_SIZE:
            raise MalformedXml

    def handle_start(self, name, attributes):
        self.has_started = True
        if self.first_element_only:
            raise StopParsing
        self.element_count += 1
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise MalformedXml
        name = shorten_name(name)
        if self.on_element:
            self.on_element(name, {shorten_name(key): value for key, value in attributes.items()})
        if name in self.on_text:
            self.text_parts = []

    def handle_end(self, name):
        self.depth -= 1
        if self.text_parts is not None and shorten_name(name) in self.on_text:
            self.on_text[shorten_name(name)]("".join(self.text_parts))
            self.text_parts = None

    def handle_text(self, text):
        if self.text_parts is not None and sum(map(len, self.text_parts)) < MAX_TEXT_LENGTH:
            self.text_parts.append(text)

    @staticmethod
    def reject_internal_subset(name, system_id, public_id, has_internal_subset):
        if has_internal_subset:
            raise EntitiesForbidden

    @staticmethod
    def reject_declaration(*declaration):
        raise EntitiesForbidden


def shorten_name(name):
    """Return a name with its namespace shortened to the last part."""
    namespace, _, local_name = name.rpartition(" ")
    return get_namespace_prefix(namespace) + local_name if namespace else local_name


@lru_cache(maxsize=1000)
def get_namespace_prefix(namespace):
    """Return the last part of a namespace without its version, since programs treat all versions alike."""
    return re.split(r"[:/]", re.sub(r"[:/][0-9.]*/?$", "", namespace))[-1] + ":"


def read_xml(chunks, **handlers):
    """Feed all chunks to an XmlReader with these handlers."""
    reader = XmlReader(**handlers)
    for chunk in chunks:
        reader.feed(chunk)
    reader.feed(b"", last=True)
