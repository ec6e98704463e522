"""HTML markup for the language of a text."""

from django.utils.html import format_html

from portal.i18n.languages import get_current_language


def mark_name(record):
    """Return the name of a record as HTML, marked if it is not in the active language. Any record has a `str()`."""
    if hasattr(record, "get_localized_name"):
        return mark_language(*record.get_localized_name())
    return format_html("{}", record)


def mark_language(text, language, css_class=""):
    """Wrap a text in `<span lang>` if its language is not the active one. Escapes the text unless it is safe."""
    if not text or language == get_current_language():
        return format_html("{}", text)
    return format_html(
        '<span{} lang="{}">{}</span>', format_html(' class="{}"', css_class) if css_class else "", language, text
    )
