"""The glossary as TermBase eXchange: TBX-Basic of ISO 30042:2019, in the style that names data categories (DCA)."""

import re
from io import StringIO

from django.utils.translation import override
from django.utils.xmlutils import SimplerXMLGenerator

from portal.glossary.models import Term
from portal.i18n.languages import LANGUAGES, get_translation

NAMESPACE = "urn:iso:std:iso:30042:ed-2"
FILE_LANGUAGE = "en"  # of the title and the subject fields
TITLE = "Glossary of the Tri-National Occupational Safety and Health Working Group"
DESCRIPTION = "Exported from the portal of the Working Group. Each entry names its source."
NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class TBXWriter:
    """Writes the elements of a TBX file into a buffer, from which they are streamed."""

    def __init__(self):
        self.buffer = StringIO()
        self.xml = SimplerXMLGenerator(self.buffer, "utf-8", short_empty_elements=True)
        with override(FILE_LANGUAGE):
            self.subject_fields = {value: str(label) for value, label in Term.Theme.choices}

    def flush(self):
        """Return what was written since the last call, as bytes."""
        text = self.buffer.getvalue()
        self.buffer.seek(0)
        self.buffer.truncate()
        return text.encode()

    def add(self, name, text, **attributes):
        """Write an element with a text, without characters that XML does not allow."""
        self.xml.addQuickElement(name, NOT_XML.sub("", text), attributes)

    def start_file(self):
        self.xml.startDocument()
        attributes = {"type": "TBX-Basic", "style": "dca", "xml:lang": FILE_LANGUAGE, "xmlns": NAMESPACE}
        self.xml.startElement("tbx", attributes)
        for name in ("tbxHeader", "fileDesc", "titleStmt"):
            self.xml.startElement(name, {})
        self.add("title", TITLE)
        self.xml.endElement("titleStmt")
        self.xml.startElement("sourceDesc", {})
        self.add("p", DESCRIPTION)
        for name in ("sourceDesc", "fileDesc", "tbxHeader"):
            self.xml.endElement(name)
        for name in ("text", "body"):
            self.xml.startElement(name, {})

    def end_file(self):
        for name in ("body", "text", "tbx"):
            self.xml.endElement(name)

    def add_concept(self, term):
        """Write a concept with a section for each language that has a term."""
        self.xml.startElement("conceptEntry", {"id": term.anchor})
        self.add("descrip", self.subject_fields[term.theme], type="subjectField")
        for language in LANGUAGES:
            if get_translation(term, "term", language):
                self.add_language(term, language)
        self.xml.endElement("conceptEntry")

    def add_language(self, term, language):
        """Write the definition of a concept and its term in one language, with the abbreviation as a second term."""
        self.xml.startElement("langSec", {"xml:lang": language})
        if definition := get_translation(term, "definition", language):
            self.xml.startElement("descripGrp", {})
            self.add("descrip", definition, type="definition")
            self.add_source(term, language)
            self.xml.endElement("descripGrp")
        self.add_term(term, language, "term", "fullForm")
        if get_translation(term, "abbreviation", language):
            self.add_term(term, language, "abbreviation", "abbreviation")
        self.xml.endElement("langSec")

    def add_term(self, term, language, field, term_type):
        self.xml.startElement("termSec", {})
        self.add("term", get_translation(term, field, language))
        self.add("termNote", term_type, type="termType")
        if field == "term":
            if note := get_translation(term, "usage_note", language):
                self.add("note", note)
            self.add_source(term, language)
            if url := get_translation(term, "source_url", language):
                self.add("xref", url, type="externalCrossReference", target=url)
        self.xml.endElement("termSec")

    def add_source(self, term, language):
        if citation := get_translation(term, "citation", language):
            self.add("admin", citation, type="source")


def stream_tbx(terms):
    """Yield the parts of the file as bytes in UTF-8."""
    writer = TBXWriter()
    writer.start_file()
    for term in terms:
        writer.add_concept(term)
        yield writer.flush()
    writer.end_file()
    yield writer.flush()
