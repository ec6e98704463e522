"""What the parts of a DOCX, XLSX or PPTX mean: its type, what it says of itself, and what it may not have."""

import re
from urllib.parse import unquote

from portal.uploads.errors import WHAT, refusal
from portal.uploads.metadata import facts
from portal.uploads.validators.xml import XmlReader, read_xml

CONTENT_TYPES = "[Content_Types].xml"
OFFICE = "application/vnd.openxmlformats-officedocument."
TYPES = {
    f"{OFFICE}wordprocessingml.document.main+xml": "DOCX",
    f"{OFFICE}spreadsheetml.sheet.main+xml": "XLSX",
    f"{OFFICE}presentationml.presentation.main+xml": "PPTX",
}
TEMPLATES = ("template.main+xml", "slideshow.main+xml")
SLIDE = f"{OFFICE}presentationml.slide+xml"
# Content types and names of parts, by what they bring; relations, by the last word of their type.
BRINGS = {
    "macros": re.compile(r"macroenabled|vbaproject|vbadata|macrosheet|ms-excel\.sheet\.binary"),
    "external": re.compile(r"externallink|spreadsheetml\.connections|querytable|webextension"),
    "embedded": re.compile(r"oleobject|activex"),
}
RELATIONS = {
    "vbaproject": "macros", "wordvbadata": "macros", "xlmacrosheet": "macros", "xlintlmacrosheet": "macros",
    "oleobject": "embedded", "control": "embedded", "activexcontrolbinary": "embedded", "afchunk": "embedded",
    "externallink": "external", "webextension": "external", "connections": "external",
}  # fmt: skip
# Word writes down the folder of the template that a document was begun with; no one else's computer looks there.
OWN_TEMPLATE = re.compile(r"file:///[A-Za-z]:[\\/]")
LEADS_OUT = re.compile(r"[a-z][a-z0-9+.-]+:|[\\/]{2}", re.IGNORECASE)
SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]+):", re.IGNORECASE)
LINKED = {"http", "https", "mailto", "ftp", "ftps", "tel", "sms", "file"}
# Fields of Word that fetch a file or start a program, and the one that spells another out of numbers.
FETCHES = re.compile(
    r"\s*(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DATABASE|QUOTE\s+[0-9]+)\b", re.IGNORECASE
)
RUNS = re.compile(r"ppaction://(?:program|macro|ole)", re.IGNORECASE)


class OoxmlParts:
    """Meets the parts one by one, and refuses what they may not have."""

    may_hold_workbooks = True

    def __init__(self, package):
        self.package, self.overrides, self.defaults = package, {}, {}
        self.title = self.language = self.language_of_styles = self.pages = self.field = ""
        entry = package.zip.getinfo(CONTENT_TYPES)
        read_xml(package.chunks(entry), started=self.content_type)
        self.check_brought()
        self.type = self.main_type()

    # What the package holds

    def content_type(self, name, attributes):
        said = attributes.get("ContentType", "").strip()
        if name == "content-types:Override":
            self.overrides[part_name(attributes.get("PartName", ""))] = said
        elif name == "content-types:Default":
            self.defaults[attributes.get("Extension", "").lower()] = said

    def type_of(self, name):
        """The content type of a part."""
        return self.overrides.get(part_name(name)) or self.defaults.get(name.lower().rpartition(".")[2], "")

    def check_brought(self):
        """Refuses parts by their content types and their names."""
        all_words = [*self.overrides.values(), *self.defaults.values(), *self.package.names]
        for code, pattern in BRINGS.items():
            if any(pattern.search(word.lower()) for word in all_words):
                raise refusal(code)

    def main_type(self):
        """The type of the document, which its one main part has."""
        names = set(map(part_name, self.package.names))
        mains = [TYPES[said] for name, said in self.overrides.items() if said in TYPES and name in names]
        if any(said.endswith(TEMPLATES) for said in self.overrides.values()):
            raise refusal("template")
        if len(mains) > 1:
            raise refusal("damaged")
        if not mains:
            raise refusal("not_document", what=WHAT["archive"])
        return mains[0]

    # What its parts say

    def reader_for(self, name):
        """The reader of a part, or None for one that is no XML."""
        lower, said = name.lower(), self.type_of(name)
        if lower.endswith(".rels"):
            return XmlReader(started=self.relation)
        if said.endswith("core-properties+xml"):
            texts = {"elements:title": self.keep("title"), "elements:language": self.keep("language")}
            return XmlReader(texts=texts)
        if said.endswith("extended-properties+xml"):
            return XmlReader(texts={"extended-properties:Pages": self.keep("pages")})
        if said.endswith("wordprocessingml.styles+xml"):
            return XmlReader(started=self.style)
        if lower.endswith((".vml", ".svg")):
            return XmlReader(whole=False, doctype=lower.endswith(".svg"))
        if lower.endswith(".xml") or said.endswith(("+xml", "/xml")):
            # Sheets can be very long, and have nothing of what is looked for.
            texts = {"main:instrText": self.instruction}
            return XmlReader(started=self.element, texts=texts, whole=self.type != "XLSX")
        return None

    def keep(self, name):
        """Keeps the first text of its kind."""
        return lambda text: setattr(self, name, getattr(self, name) or text.strip())

    def style(self, name, attributes):
        """The language of a document is that of its defaults, which stand before all styles."""
        if name == "main:style":
            self.language_of_styles = self.language_of_styles or "und"
        elif name == "main:lang":
            self.language_of_styles = self.language_of_styles or attributes.get("main:val", "")

    def relation(self, name, attributes):
        if name != "relationships:Relationship":
            return
        kind = attributes.get("Type", "").rpartition("/")[2].lower()
        target = attributes.get("Target", "").strip()
        if kind == "hyperlink":
            check_hyperlink(target)
        elif attributes.get("TargetMode", "").lower() == "external" or LEADS_OUT.match(target):
            if not (kind == "attachedtemplate" and OWN_TEMPLATE.match(target)):
                raise refusal("external")
        elif kind in RELATIONS:
            raise refusal(RELATIONS[kind])

    def element(self, name, attributes):
        if name == "main:fldChar":
            self.field = ""
        elif name == "main:fldSimple":
            check_instruction(attributes.get("main:instr", ""))
        elif name == "main:altChunk":
            raise refusal("embedded")
        elif RUNS.match(attributes.get("action", "")):
            raise refusal("macros")

    def instruction(self, text):
        """What a field does may be written in several pieces."""
        self.field += text
        check_instruction(self.field)

    def facts(self, size):
        """The Facts of the document, once all parts were met."""
        slides = sum(said == SLIDE for said in self.overrides.values())
        pages = {"DOCX": self.pages, "PPTX": slides}.get(self.type)
        language = self.language or self.language_of_styles
        return facts(self.type, size, pages=pages, language=language, title=self.title)


def part_name(name):
    """A name of a part as packages compare them."""
    return unquote(name).lstrip("/").lower()


def check_hyperlink(target):
    """Refuses a link that would run something where it is followed."""
    scheme = SCHEME.match(target)
    if scheme and scheme[1].lower() not in LINKED:
        raise refusal("macros")


def check_instruction(text):
    if FETCHES.match(text):
        raise refusal("external")
