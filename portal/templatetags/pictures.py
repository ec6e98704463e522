"""Tags for pictures: their alternative text and their renditions."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.i18n.languages import localize
from portal.pictures.presentation import get_crop_context, get_renditions, get_sources
from portal.pictures.renditions import WHOLE

register = template.Library()


@register.simple_tag
def picture_alt(picture):
    """Output the `alt` attribute of a picture, and `lang` if the text falls back to another language."""
    if picture.decorative:
        return SafeString('alt=""')
    alt = localize(picture, "alt")
    return format_html('alt="{}"{}', alt.text, format_html(' lang="{}"', alt.language) if alt.is_fallback else "")


@register.simple_tag
def picture_sources(picture):
    """Return the renditions of the whole picture by format. Empty if only the file itself is shown."""
    return get_sources(get_renditions(picture, WHOLE))


@register.inclusion_tag("shared/_crop.html")
def cropped_picture(picture, sizes):
    """Output a picture for lists, cropped around its focal point."""
    return get_crop_context(picture, sizes)
