"""Inspect the parts of a DOCX, XLSX or PPTX: its type, its metadata, and content that is not allowed."""

import re
from urllib.parse import unquote

from portal.uploads.errors import TYPE_LABELS, upload_error
from portal.uploads.metadata import build_metadata, normalize_title
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
# Content types and names of parts that are not allowed, by error code.
FORBIDDEN_PARTS = {
    "macros": re.compile(r"macroenabled|vbaproject|vbadata|macrosheet|ms-excel\.sheet\.binary"),
    "external": re.compile(r"externallink|spreadsheetml\.connections|querytable|webextension"),
    "embedded": re.compile(r"oleobject|activex"),
}
# Relationships that are not allowed: the last part of their type in lower case, with the error code.
FORBIDDEN_RELATIONSHIPS = {
    "vbaproject": "macros", "wordvbadata": "macros", "xlmacrosheet": "macros", "xlintlmacrosheet": "macros",
    "oleobject": "embedded", "control": "embedded", "activexcontrolbinary": "embedded", "afchunk": "embedded",
    "externallink": "external", "webextension": "external", "connections": "external",
}  # fmt: skip
# Office programs store the path of the template that a document was created from. A local path loads nothing from
# elsewhere: a drive of Windows, or one of the folders in which macOS, Linux, Flatpak and Snap keep templates.
LOCAL_FILE = re.compile(
    r"file:///(?:[A-Za-z]:[\\/]|(?:home|root|Users|Applications|Library|Volumes|private|usr|opt|app|snap|var|mnt|media)/)"
    r"(?!.*\.\.)",
    re.IGNORECASE,
)
EXTERNAL_TARGET = re.compile(r"[a-z][a-z0-9+.-]+:|[\\/]{2}", re.IGNORECASE)
SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]+):", re.IGNORECASE)
# Schemes of pages, messages, calls, places and calendars. The program of another scheme may run what a link tells it.
ALLOWED_SCHEME = re.compile(
    r"(?:https?|mailto|ftps?|tel|sms|file|callto|fax|sips?|skype|msteams|xmpp|geo|news|nntp|webcals?|doi|urn)",
    re.IGNORECASE,
)
SCRIPT_SCHEMES = {"javascript", "vbscript", "data", "macro", "vnd.sun.star.script"}
# A web address without its scheme, such as www.osha.gov:443/page, which looks as if it had the scheme "www.osha.gov".
HOST_AND_PORT = re.compile(
    r"(?:[a-z0-9-]+\.)+(?:gov|mx|ca|us|com|org|net|edu|int|info):[0-9]{1,5}(?:[/?#]|$)", re.IGNORECASE
)
MAX_QUOTED_LINK = 80  # characters of a link in an error message
# Word fields that load a file or start a program, and QUOTE with character codes, which can spell such a field.
LOADING_FIELD = re.compile(
    r"\s*(?:DDE|DDEAUTO|INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|LINK|DATABASE|QUOTE\s+[0-9]+)\b", re.IGNORECASE
)
PROGRAM_ACTION = re.compile(r"ppaction://(?:program|macro|ole)", re.IGNORECASE)


class OoxmlInspector:
    """Collect metadata from the parts of a package, and raise ValidationError for content that is not allowed."""

    allows_embedded_workbooks = True

    def __init__(self, package):
        self.package, self.overrides, self.defaults = package, {}, {}
        self.title = self.language = self.style_language = self.pages = self.field_code = ""
        entry = package.zip.getinfo(CONTENT_TYPES)
        read_xml(package.read_chunks(entry), on_element=self.handle_content_type)
        self.validate_parts()
        self.type = self.get_document_type()

    # The list of parts

    def handle_content_type(self, name, attributes):
        content_type = attributes.get("ContentType", "").strip()
        if name == "content-types:Override":
            self.overrides[normalize_part_name(attributes.get("PartName", ""))] = content_type
        elif name == "content-types:Default":
            self.defaults[attributes.get("Extension", "").lower()] = content_type

    def get_content_type(self, name):
        """Return the content type of a part, or ""."""
        override = self.overrides.get(normalize_part_name(name))
        return override or self.defaults.get(name.lower().rpartition(".")[2], "")

    def validate_parts(self):
        """Raise ValidationError for a part whose content type or name is not allowed."""
        extensions = {part.lower().rpartition(".")[2] for name in self.package.names for part in (name, unquote(name))}
        defaults = [content_type for extension, content_type in self.defaults.items() if extension in extensions]
        strings = [*self.overrides.values(), *defaults, *self.package.names]
        for code, pattern in FORBIDDEN_PARTS.items():
            if any(pattern.search(string.lower()) for string in strings):
                raise upload_error(code)

    def get_document_type(self):
        """Return the type of the single main part."""
        names = set(map(normalize_part_name, self.package.names))
        main_types = [TYPES[value] for name, value in self.overrides.items() if value in TYPES and name in names]
        if any(content_type.endswith(TEMPLATES) for content_type in self.overrides.values()):
            raise upload_error("template")
        if len(main_types) > 1:
            raise upload_error("damaged")
        if not main_types:
            raise upload_error("not_document", what=TYPE_LABELS["archive"])
        return main_types[0]

    # The content of parts

    def get_reader(self, name):
        """Return the XmlReader of a part, or None for a part that is not XML."""
        lower, content_type = name.lower(), self.get_content_type(name)
        if lower.endswith(".rels"):
            return XmlReader(on_element=self.handle_relationship)
        if content_type.endswith("core-properties+xml"):
            on_text = {"elements:title": self.store_first("title"), "elements:language": self.store_first("language")}
            return XmlReader(on_text=on_text)
        if content_type.endswith("extended-properties+xml"):
            return XmlReader(on_text={"extended-properties:Pages": self.store_first("pages")})
        if content_type.endswith("wordprocessingml.styles+xml"):
            return XmlReader(on_element=self.handle_style)
        if lower.endswith((".vml", ".svg")):
            return XmlReader(first_element_only=True, allow_doctype=lower.endswith(".svg"))
        if lower.endswith(".xml") or content_type.endswith(("+xml", "/xml")):
            on_text = {"main:instrText": self.handle_field_code}
            # Sheets can be very long, and contain none of the elements that are looked for.
            return XmlReader(self.handle_element, on_text, first_element_only=self.type == "XLSX")
        return None

    def store_first(self, attribute):
        """Return a handler that stores the first text that is not empty."""
        return lambda text: setattr(self, attribute, getattr(self, attribute) or text.strip())

    def handle_style(self, name, attributes):
        """Store the language of the document defaults, which come before all styles."""
        if name == "main:style":
            self.style_language = self.style_language or "und"
        elif name == "main:lang":
            self.style_language = self.style_language or attributes.get("main:val", "")

    def handle_relationship(self, name, attributes):
        if name != "relationships:Relationship":
            return
        relationship = attributes.get("Type", "").rpartition("/")[2].lower()
        target = attributes.get("Target", "").strip()
        if relationship == "hyperlink":
            validate_hyperlink(target)
        elif attributes.get("TargetMode", "").lower() == "external" or EXTERNAL_TARGET.match(target):
            if not (relationship == "attachedtemplate" and is_local_template(target)):
                raise upload_error("external")
        elif relationship in FORBIDDEN_RELATIONSHIPS:
            raise upload_error(FORBIDDEN_RELATIONSHIPS[relationship])

    def handle_element(self, name, attributes):
        if name == "main:fldChar":
            self.field_code = ""
        elif name == "main:fldSimple":
            validate_field_code(attributes.get("main:instr", ""))
        elif name == "main:altChunk":
            raise upload_error("embedded")
        elif PROGRAM_ACTION.match(attributes.get("action", "")):
            raise upload_error("macros")

    def handle_field_code(self, text):
        """Validate a field code, which may be split over several elements."""
        self.field_code += text
        validate_field_code(self.field_code)

    def get_metadata(self, size):
        """Return the FileMetadata, after all parts were read."""
        slides = sum(content_type == SLIDE for content_type in self.overrides.values())
        pages = {"DOCX": self.pages, "PPTX": slides}.get(self.type)
        language = self.language or self.style_language
        return build_metadata(self.type, size, pages=pages, language=language, title=self.title)


def normalize_part_name(name):
    """Return the name of a part in the form in which packages compare names."""
    return unquote(name).lstrip("/").lower()


def is_local_template(target):
    """Return whether the path of a template is a file on the author's computer, or a name without a folder."""
    return all(LOCAL_FILE.match(path) or not EXTERNAL_TARGET.match(path) for path in (target, unquote(target)))


def validate_hyperlink(target):
    """Raise ValidationError for a link that would run something when it is followed, or might."""
    scheme = SCHEME.match(target)
    if not scheme or ALLOWED_SCHEME.fullmatch(scheme[1]) or target.strip().lower() == "about:blank":
        return
    if scheme[1].lower() in SCRIPT_SCHEMES:
        raise upload_error("macros")
    if not HOST_AND_PORT.match(target.strip()):
        link = normalize_title(target)
        raise upload_error("link", link=link if len(link) <= MAX_QUOTED_LINK else f"{link[:MAX_QUOTED_LINK]}…")


def validate_field_code(text):
    if LOADING_FIELD.match(text):
        raise upload_error("external")
