"""The renditions of a picture as `<picture>` shows them: sources by format, and the cropped shape of lists."""

from typing import NamedTuple

from django.urls import reverse

from portal.pictures.renditions import CROP, FORMATS


class Source(NamedTuple):
    """The renditions of one format: its type, and what `srcset` lists."""

    type: str
    srcset: str


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


def cropped(picture, sizes):
    """The picture as a list shows it, around its focal point; `sizes` is how wide the list shows it.

    Without a description: the line beside it says what it is about, and the page that the line leads to describes it.
    """
    found = of_shape(picture, CROP)
    # For a browser that knows no sources: in the format that more of them read.
    smallest = next((one for one in found if one["name"].endswith(".webp")), None)
    return {"sources": sources(found), "smallest": smallest, "sizes": sizes}
