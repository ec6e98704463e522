"""What a template needs to show a picture: its description, and which rendition a browser is to load."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.i18n.languages import localize
from portal.pictures import presentation
from portal.pictures.presentation import of_shape, sources
from portal.pictures.renditions import WHOLE

register = template.Library()


@register.simple_tag
def picture_alt(picture):
    """The attributes that describe a picture, with the language of the description where it is borrowed."""
    if picture.decorative:
        return SafeString('alt=""')
    found = localize(picture, "alt")
    return format_html('alt="{}"{}', found.text, format_html(' lang="{}"', found.language) if found.is_fallback else "")


@register.simple_tag
def whole_sources(picture):
    """What a browser may load of the whole picture; nothing where it is to be the file itself."""
    return sources(of_shape(picture, WHOLE))


@register.inclusion_tag("shared/_crop.html")
def cropped(picture, sizes):
    """The picture as a list shows it, around its focal point."""
    return presentation.cropped(picture, sizes)
