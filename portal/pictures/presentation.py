"""Renditions as a `<picture>` element needs them: sources by format, and the crop that lists show."""

from typing import NamedTuple

from django.urls import reverse

from portal.pictures.renditions import CROP, FORMATS


class PictureSource(NamedTuple):
    """A `<source>` element: the media type and `srcset` of the renditions in one format."""

    type: str
    srcset: str


def get_renditions(picture, shape):
    """Return the renditions of a picture in one shape, smallest first."""
    renditions = (rendition for rendition in picture.renditions if rendition["shape"] == shape)
    return sorted(renditions, key=lambda rendition: rendition["width"])


def get_sources(renditions):
    """Return a PictureSource for each format, the format with the smallest files first."""
    by_format = {
        extension: [rendition for rendition in renditions if rendition["name"].endswith(f".{extension}")]
        for extension in FORMATS
    }
    return [PictureSource(f"image/{extension}", build_srcset(group)) for extension, group in by_format.items() if group]


def build_srcset(renditions):
    return ", ".join(f"{reverse('file', args=[rendition['name']])} {rendition['width']}w" for rendition in renditions)


def get_crop_context(picture, sizes):
    """Return the context of shared/_crop.html. `sizes` is the attribute of `<source>`.

    A crop has no alternative text: the list entry beside it names its subject, and the linked page describes it.
    """
    renditions = get_renditions(picture, CROP)
    # The fallback for browsers without `<source>` support is WebP, which more of them read than AVIF.
    smallest = next((rendition for rendition in renditions if rendition["name"].endswith(".webp")), None)
    return {"sources": get_sources(renditions), "smallest": smallest, "sizes": sizes}
