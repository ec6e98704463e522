"""What the parts of an ODT, ODS or ODP mean: its type, what it says of itself, and what it may not have."""

import re
import zipfile

from portal.uploads.errors import WHAT, refusal
from portal.uploads.metadata import facts, primary
from portal.uploads.validators.ooxml import LEADS_OUT, check_hyperlink
from portal.uploads.validators.xml import XmlReader

ODF = "application/vnd.oasis.opendocument."
TYPES = {f"{ODF}text": "ODT", f"{ODF}spreadsheet": "ODS", f"{ODF}presentation": "ODP"}
TEMPLATES = {f"{said}-template" for said in TYPES}
MACROS = re.compile(r"(?:^|/)(?:Basic|Scripts|Dialogs)/", re.IGNORECASE)
REFUSED = {
    "script:event-listener": "macros", "text:execute-macro": "macros", "text:script": "macros",
    "office:dde-source": "external", "text:dde-connection-decl": "external", "table:dde-link": "external",
    "text:dde-connection": "external", "draw:floating-frame": "external", "draw:applet": "embedded",
    "manifest:encryption-data": "protected",
}  # fmt: skip
LINKS = {"text:a", "draw:a", "presentation:event-listener", "form:button", "form:image"}
# What stands beside the package rather than within it.
OUTSIDE = re.compile(r"\.\.|/")
ON_A_NETWORK = re.compile(r"[a-z][a-z0-9+.-]+:(?!///?[A-Za-z]:|///?(?:home|Users|usr|opt)/)|[\\/]{2}", re.IGNORECASE)


class OdfParts:
    """Meets the parts one by one, and refuses what they may not have."""

    may_hold_workbooks = False

    def __init__(self, package):
        self.title = self.language = self.language_of_styles = self.pages = ""
        self.slides, self.by_default = 0, False
        self.type = type_of(package)
        if any(MACROS.search(name) for name in package.names):
            raise refusal("macros")

    def reader_for(self, name):
        """The reader of a part, or None for one that is no XML."""
        lower = name.lower()
        if lower.endswith(".svg"):
            return XmlReader(whole=False, doctype=True)
        if not lower.endswith((".xml", ".rdf")):
            return None
        texts = {"elements:title": self.keep("title"), "elements:language": self.keep("language")}
        return XmlReader(started=self.element, texts=texts if name == "meta.xml" else {})

    def keep(self, name):
        """Keeps the first text of its kind."""
        return lambda text: setattr(self, name, getattr(self, name) or text.strip())

    def element(self, name, attributes):
        if name in REFUSED:
            raise refusal(REFUSED[name])
        if attributes.get("presentation:action") in ("execute", "macro"):
            raise refusal("macros")
        if href := attributes.get("xlink:href", "").strip():
            check_reference(name, href)
        if name == "meta:document-statistic":
            self.pages = attributes.get("meta:page-count", "")
        elif name == "draw:page":
            self.slides += 1
        else:
            self.style(name, attributes)

    def style(self, name, attributes):
        """The language of a document is that of its default styles, where it names none itself."""
        if name in ("style:default-style", "style:style"):
            self.by_default = name == "style:default-style"
        elif name == "style:text-properties" and self.by_default:
            self.language_of_styles = self.language_of_styles or primary(attributes.get("xsl-fo-compatible:language"))

    def facts(self, size):
        """The Facts of the document, once all parts were met."""
        pages = {"ODT": self.pages, "ODP": self.slides}.get(self.type)
        language = primary(self.language) or self.language_of_styles
        return facts(self.type, size, pages=pages, language=language, title=self.title)


def type_of(package):
    """The type that the first entry names, which stands there in the open for all to see."""
    first = package.entries[0]
    if first.compress_type != zipfile.ZIP_STORED or first.header_offset or first.extra:
        raise refusal("damaged")
    said = package.beginning(first).decode("ascii", "replace").strip()
    if said in TEMPLATES:
        raise refusal("template")
    if said not in TYPES:
        raise refusal("not_document", what=WHAT["archive"])
    return TYPES[said]


def check_reference(name, href):
    """Refuses a reference that fetches something from outside the package, or a link that would run something."""
    if name in LINKS:
        check_hyperlink(href)
    elif name == "meta:template":
        if ON_A_NETWORK.match(href):
            raise refusal("external")
    elif LEADS_OUT.match(href) or OUTSIDE.match(href):
        raise refusal("external")
