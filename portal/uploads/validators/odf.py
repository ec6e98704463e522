"""Inspect the parts of an ODT, ODS or ODP: its type, its metadata, and content that is not allowed."""

import re
import zipfile

from portal.uploads.errors import TYPE_LABELS, upload_error
from portal.uploads.metadata import build_metadata, get_primary_language
from portal.uploads.validators.ooxml import EXTERNAL_TARGET, is_local_template, validate_hyperlink
from portal.uploads.validators.xml import XmlReader

ODF = "application/vnd.oasis.opendocument."
TYPES = {f"{ODF}text": "ODT", f"{ODF}spreadsheet": "ODS", f"{ODF}presentation": "ODP"}
TEMPLATES = {*(f"{media_type}-template" for media_type in TYPES), f"{ODF}text-web", f"{ODF}text-master"}
MACRO_FOLDERS = re.compile(r"(?:^|/)(?:Basic|Scripts|Dialogs)/", re.IGNORECASE)
# Elements that are not allowed, with the code of the error.
FORBIDDEN_ELEMENTS = {
    "script:event-listener": "macros", "text:execute-macro": "macros", "text:script": "macros",
    "office:dde-source": "external", "text:dde-connection-decl": "external", "table:dde-link": "external",
    "text:dde-connection": "external", "draw:floating-frame": "external", "draw:applet": "embedded",
    "manifest:encryption-data": "protected",
}  # fmt: skip
LINK_ELEMENTS = {"text:a", "draw:a", "presentation:event-listener", "form:button", "form:image"}
# With this reference, a chart of LibreOffice says that its numbers are in the document that contains it.
PARENT_DOCUMENT = ".."
# A relative reference that leads out of the package.
OUTSIDE_PACKAGE = re.compile(r"\.\.|/")


class OdfInspector:
    """Collect metadata from the parts of a package, and raise ValidationError for content that is not allowed."""

    allows_embedded_workbooks = False

    def __init__(self, package):
        self.title = self.language = self.style_language = self.pages = ""
        self.slides, self.in_default_style = 0, False
        self.type = get_odf_type(package)
        if any(MACRO_FOLDERS.search(name) for name in package.names):
            raise upload_error("macros")

    def get_reader(self, name):
        """Return the XmlReader of a part, or None for a part that is not XML."""
        lower = name.lower()
        if lower.endswith(".svg"):
            return XmlReader(first_element_only=True, allow_doctype=True)
        if not lower.endswith((".xml", ".rdf")):
            return None
        if name == "META-INF/manifest.xml":
            # OpenOffice 1 and 2 and AbiWord name the document type of the manifest.
            return XmlReader(on_element=self.handle_element, allow_external_doctype=True)
        on_text = {"elements:title": self.store_first("title"), "elements:language": self.store_first("language")}
        return XmlReader(on_element=self.handle_element, on_text=on_text if name == "meta.xml" else {})

    def store_first(self, attribute):
        """Return a handler that stores the first text that is not empty."""
        return lambda text: setattr(self, attribute, getattr(self, attribute) or text.strip())

    def handle_element(self, name, attributes):
        if name in FORBIDDEN_ELEMENTS:
            raise upload_error(FORBIDDEN_ELEMENTS[name])
        if attributes.get("presentation:action") in ("execute", "macro"):
            raise upload_error("macros")
        if href := attributes.get("xlink:href", "").strip():
            validate_reference(name, href)
        if name == "meta:document-statistic":
            self.pages = attributes.get("meta:page-count", "")
        elif name == "draw:page":
            self.slides += 1
        else:
            self.handle_style(name, attributes)

    def handle_style(self, name, attributes):
        """Store the language of the default styles, for a document that names none itself."""
        if name in ("style:default-style", "style:style"):
            self.in_default_style = name == "style:default-style"
        elif name == "style:text-properties" and self.in_default_style:
            language = attributes.get("xsl-fo-compatible:language")
            self.style_language = self.style_language or get_primary_language(language)

    def get_metadata(self, size):
        """Return the FileMetadata, after all parts were read."""
        pages = {"ODT": self.pages, "ODP": self.slides}.get(self.type)
        language = get_primary_language(self.language) or self.style_language
        return build_metadata(self.type, size, pages=pages, language=language, title=self.title)


def get_odf_type(package):
    """Return the type named in the first entry, `mimetype`, which must be stored uncompressed."""
    first = package.entries[0]
    if first.compress_type != zipfile.ZIP_STORED or first.header_offset or first.extra:
        raise upload_error("damaged")
    media_type = package.read_first_chunk(first).decode("ascii", "replace").strip()
    if media_type in TEMPLATES:
        raise upload_error("template")
    if media_type not in TYPES:
        raise upload_error("not_document", what=TYPE_LABELS["archive"])
    return TYPES[media_type]


def validate_reference(name, href):
    """Raise ValidationError for a reference that loads external content, or a link that runs something."""
    if name in LINK_ELEMENTS:
        validate_hyperlink(href)
    elif name == "meta:template":
        if not is_local_template(href):
            raise upload_error("external")
    elif name == "chart:chart" and href == PARENT_DOCUMENT:
        return
    elif EXTERNAL_TARGET.match(href) or OUTSIDE_PACKAGE.match(href):
        raise upload_error("external")
