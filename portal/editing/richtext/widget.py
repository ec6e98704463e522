"""The editor of rich text in the admin: a text box that static/js/editing/richtext/ makes one of, where scripts run.

What it may write is not said here but by the allow-list of portal/richtext/, at every save; without a script the box
holds the HTML itself. The words of its buttons and dialogs stand in the page once, in the language of the admin.
"""

from csp.constants import NONCE, SELF
from django.contrib.admin.widgets import AdminTextareaWidget
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import importmap
from js_asset import JSON, ImportMap, Media

from portal.i18n.languages import LANGUAGE_CHOICES, LANGUAGE_PHRASES

MODULES = ("link_dialog", "paste", "schema", "scroll_to_excerpt", "serializer", "tables", "toolbar")
# The map of modules stands in the page, which the policy allows by a nonce: only in pages whose media ask for one.
POLICY = {"script-src": [SELF, NONCE]}
# What the buttons and the dialog of a link say; a short name of a button begins its long one.
WORDS = {
    "formatting": _("Formatting"),
    "keys": _("Alt+F10 leads to the buttons, Escape from there back to the text."),
    "heading2": _("H2, heading"),
    "heading3": _("H3, heading below it"),
    "blockquote": _("Quotation"),
    "bulletList": _("Bulleted list"),
    "orderedList": _("Numbered list"),
    "deeper": _("Item one level deeper"),
    "higher": _("Item one level higher"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "superscript": _("Superscript"),
    "subscript": _("Subscript"),
    "link": _("Link"),
    "table": _("Table"),
    "undo": _("Undo"),
    "redo": _("Redo"),
    "source": _("HTML"),
    "caption": _("Caption"),
    "headingRow": _("Headings in the first row"),
    "headingColumn": _("Headings in the first column"),
    "addRow": _("Add a row"),
    "addColumn": _("Add a column"),
    "deleteRow": _("Delete the row"),
    "deleteColumn": _("Delete the column"),
    "mergeCells": _("Merge or split cells"),
    "deleteTable": _("Delete the table"),
    "linkTitle": _("Where the link leads"),
    "search": _("A page of the portal: words of its title"),
    "found": _("Pages found"),
    "nothingFound": _("Nothing is found."),
    "searchFailed": _("The search did not answer. Try again, or type an address."),
    "address": _("Or an address"),
    "addressHelp": _("As in https://www.osha.gov/"),
    "targetLanguage": _("Language of what it leads to"),
    "notSaid": _("That of the text"),
    "setLink": _("Set the link"),
    "removeLink": _("Remove the link"),
    "cancel": _("Cancel"),
}


def words():
    """What the editor says, in the language of the admin, and where it searches."""
    return {
        **{name: str(text) for name, text in WORDS.items()},
        "languages": {code: str(name) for code, name in LANGUAGE_CHOICES},
        "passages": {code: f"{code.upper()}, {name}" for code, name in LANGUAGE_PHRASES.items()},
        "records": reverse("admin:records"),
    }


class RichTextBox(AdminTextareaWidget):
    """A text box that becomes the editor."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 10, "data-rich-text": "", **(attrs or {})})

    @property
    def media(self):
        own = {f"portal/richtext/{name}": f"js/editing/richtext/{name}.js" for name in MODULES}
        return Media(
            importmap=importmap | ImportMap(own),
            css={"all": ["django_prose_editor/material-icons.css", "css/rich_text.css"]},
            js=[JSON(words(), id="rich-text-words"), Script("js/editing/richtext/editor.js", type="module")],
        )


def with_nonce(media, request):
    """The media of a page; where an editor is among them, they carry the nonce that the page's policy then names."""
    return media.with_nonce(str(request.csp_nonce)) if isinstance(media, Media) else media
