"""The rich text widget of the admin: a textarea that the scripts in static/js/editing/richtext/ turn into an editor.

The sanitizer in portal/richtext/ decides which HTML is allowed, at every save. Without scripts, editors edit the HTML.
"""

from csp.constants import NONCE, SELF
from django.contrib.admin.widgets import AdminTextareaWidget
from django.forms.widgets import Script
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import importmap
from js_asset import JSON, ImportMap, Media

from portal.i18n.languages import LANGUAGE_CHOICES, LANGUAGE_PHRASES

MODULES = (
    "link_dialog", "paste", "pasted_tables", "schema", "scroll_to_excerpt", "serializer", "tab_key", "tables",
    "toolbar", "wrapped_urls",
)  # fmt: skip
# The import map is an inline script, which needs a nonce in the content security policy.
CSP = {"script-src": [SELF, NONCE]}
# Labels of the toolbar and the link dialog. The label of a button begins with the text that the button shows.
LABELS = {
    "formatting": _("Formatting"),
    "keys": _(
        "Tab goes to the next cell of a table or changes the level of a list item. To leave the text, press Escape and "
        "then Tab. Alt+F10 goes to the buttons, and Escape returns to the text."
    ),
    "noPictures": _(
        "Images cannot be part of a text and were left out. Choose the image in an image field of the form, or attach "
        "it as a document."
    ),
    "heading2": _("Heading (H2)"),
    "heading3": _("Subheading (H3)"),
    "blockquote": _("Quotation"),
    "bulletList": _("Bulleted list"),
    "orderedList": _("Numbered list"),
    "indent": _("Increase list level"),
    "outdent": _("Decrease list level"),
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
    "headingRow": _("Header row"),
    "headingColumn": _("Header column"),
    "addRow": _("Add row"),
    "addColumn": _("Add column"),
    "deleteRow": _("Delete row"),
    "deleteColumn": _("Delete column"),
    "mergeCells": _("Merge or split cells"),
    "deleteTable": _("Delete table"),
    "linkTitle": _("Where the link leads"),
    "search": _("Search for a page of the portal by title"),
    "found": _("Pages found"),
    "nothingFound": _("No pages found."),
    "searchFailed": _("The search did not respond. Try again, or enter a URL."),
    "address": _("Or a URL"),
    "addressHelp": _("For example, https://www.osha.gov/"),
    "targetLanguage": _("Language of the linked page"),
    "sameAsText": _("Same as the text"),
    "setLink": _("Insert link"),
    "removeLink": _("Remove link"),
    "cancel": _("Cancel"),
}


def get_labels():
    """Return the labels in the current language, the languages, and the URL of the record search, for the scripts."""
    return {
        **{name: str(text) for name, text in LABELS.items()},
        "languages": {code: str(name) for code, name in LANGUAGE_CHOICES},
        "passages": {code: f"{code.upper()}, {name}" for code, name in LANGUAGE_PHRASES.items()},
        "recordsUrl": reverse("admin:records"),
    }


class RichTextWidget(AdminTextareaWidget):
    """A textarea that the scripts turn into an editor."""

    def __init__(self, attrs=None):
        super().__init__({"rows": 10, "data-rich-text": "", **(attrs or {})})

    @property
    def media(self):
        modules = {f"portal/richtext/{name}": f"js/editing/richtext/{name}.js" for name in MODULES}
        return Media(
            importmap=importmap | ImportMap(modules),
            css={"all": ["django_prose_editor/material-icons.css", "css/rich_text.css"]},
            js=[JSON(get_labels(), id="rich-text-words"), Script("js/editing/richtext/editor.js", type="module")],
        )


def add_csp_nonce(media, request):
    """Return the media of a page with the nonce of the request, if they contain a rich text widget."""
    return media.with_nonce(str(request.csp_nonce)) if isinstance(media, Media) else media
