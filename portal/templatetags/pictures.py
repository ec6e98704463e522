"""What a template needs to show a picture: its description, and which rendition a browser is to load."""

from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.languages import localized
from portal.renditions import CROP, FORMATS, WHOLE

register = template.Library()


class Source(NamedTuple):
    """The renditions of one format: its type, and what `srcset` lists."""

    type: str
    srcset: str


@register.simple_tag
def picture_alt(picture):
    """The attributes that describe a picture, with the language of the description where it is borrowed."""
    if picture.decorative:
        return SafeString('alt=""')
    found = localized(picture, "alt")
    return format_html('alt="{}"{}', found.text, format_html(' lang="{}"', found.language) if found.borrowed else "")


def of_shape(picture, shape):
    """The renditions of a picture in one shape, smallest first."""
    return sorted((one for one in picture.renditions if one["shape"] == shape), key=lambda one: one["width"])


def sources(renditions):
    """The same renditions by format, those that make the smallest files first."""
    by_format = {
        extension: [one for one in renditions if one["name"].endswith(f".{extension}")] for extension in FORMATS
    }
    return [
        Source(f"image/{extension}", ", ".join(f"{address(one['name'])} {one['width']}w" for one in found))
        for extension, found in by_format.items()
        if found
    ]


def address(name):
    return reverse("file", args=[name])


@register.simple_tag
def whole_sources(picture):
    """What a browser may load of the whole picture; nothing where it is to be the file itself."""
    return sources(of_shape(picture, WHOLE))


@register.inclusion_tag("shared/_crop.html")
def cropped(picture, sizes):
    """The picture as a list shows it, around its focal point; `sizes` is how wide the list shows it.

    Without a description: the line beside it says what it is about, and the page that the line leads to describes it.
    """
    found = of_shape(picture, CROP)
    # For a browser that knows no sources: in the format that more of them read.
    smallest = next((one for one in found if one["name"].endswith(".webp")), None)
    return {"sources": sources(found), "smallest": smallest, "sizes": sizes}
