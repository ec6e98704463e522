"""Marks up a text with its language."""

from django.utils.html import format_html

from portal.i18n.languages import reader_language


# Texts
def marked(text, language, css_class=""):
    """A text, inside an element that names its language where it is not the page's."""
    if not text or language == reader_language():
        return format_html("{}", text)
    return format_html(
        '<span{} lang="{}">{}</span>', format_html(' class="{}"', css_class) if css_class else "", language, text
    )
