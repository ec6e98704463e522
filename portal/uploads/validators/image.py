"""A picture taken apart to its pixels and made anew: so nothing but the pixels of what was uploaded is ever kept.

No place, no camera, no words, no thumbnail, no file behind the picture survives this, nor does a fault in its making.
"""

import struct
import zlib
from contextlib import suppress
from io import BytesIO
from typing import NamedTuple

from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps

from portal.uploads.errors import refusal
from portal.uploads.file_types import PICTURES

MOST_PIXELS = 50_000_000
MOST_SCANS = 200  # of a JPEG; a progressive one has about ten
CHUNK = 1024 * 1024
# How each type is written: near to what came in, since the renditions that readers get are made from this.
WRITTEN = {
    "JPEG": {"quality": 90},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 90, "method": 4},
    "AVIF": {"quality": 85, "speed": 8},
}
# What Pillow raises of files that are not what they say; its warnings are raised only where Python is told to.
MALFORMED = (
    OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, LookupError, TypeError, ArithmeticError,
    AttributeError, RuntimeError, UserWarning,
)  # fmt: skip
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


class Picture(NamedTuple):
    """A picture as it is kept; `content` stands at its beginning."""

    content: ContentFile
    type: str
    width: int
    height: int

    @property
    def extension(self):
        """The ending of its name, with the dot."""
        return PICTURES[self.type]


def cleaned_picture(file, kind):
    """The Picture made from the pixels of a file of this kind."""
    try:
        with opened(file, kind) as image:
            image.load()
            clean = without_metadata(in_plain_srgb(image))
    except MALFORMED:
        raise refusal("damaged") from None
    return written(clean, kind)


def opened(file, kind):
    """The image with its measures read and its pixels not yet; too many of them are never unpacked."""
    if kind == "JPEG":
        check_scans(file)
    file.seek(0)
    try:
        image = Image.open(file, formats=[kind])
    except BOMBS:
        raise too_many_pixels() from None
    if image.width * image.height > MOST_PIXELS:
        raise too_many_pixels()
    # A JPEG with a second picture behind it is what some cameras take; its first is the photograph.
    if kind != "JPEG" and getattr(image, "n_frames", 1) > 1:
        raise refusal("animated")
    return image


def too_many_pixels():
    return refusal("too_many_pixels", limit=MOST_PIXELS // 1_000_000)


def check_scans(file):
    """Refuses a JPEG that is drawn over and over: each time over costs as much as the whole picture."""
    file.seek(0)
    scans, kept = 0, b""
    while chunk := file.read(CHUNK):
        scans += (kept + chunk).count(b"\xff\xda")
        kept = chunk[-1:] if chunk.endswith(b"\xff") else b""
    if scans > MOST_SCANS:
        raise refusal("damaged")


def in_plain_srgb(image):
    """The image turned as its EXIF says, in the colours of sRGB."""
    profile = image.info.get("icc_profile")
    # EXIF that cannot be read turns nothing.
    with suppress(*MALFORMED):
        ImageOps.exif_transpose(image, in_place=True)
    return in_srgb(with_plain_mode(image, profile), profile)


def with_plain_mode(image, profile):
    """The image in a mode that its profile applies to and that all four types can be written from."""
    if image.mode in ("L", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        return image
    if image.mode == "P" and not profile:
        return image
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def in_srgb(image, profile):
    """The image in sRGB; a profile that cannot be read is passed over, since the pixels are still there."""
    if profile:
        try:
            return converted(image, profile)
        except (ImageCms.PyCMSError, ValueError, TypeError, OSError):
            pass
    return image.convert("RGB") if image.mode == "CMYK" else image


def converted(image, profile):
    """The image of which the colours are turned from its profile into sRGB."""
    source = ImageCms.ImageCmsProfile(BytesIO(profile))
    if image.mode in ("RGB", "RGBA"):
        ImageCms.profileToProfile(image, source, SRGB, inPlace=True)
        return image
    return ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")


def without_metadata(image):
    """The image without all that Pillow read beside its pixels, and would write again."""
    kept = {"transparency": image.info["transparency"]} if image.mode == "P" and "transparency" in image.info else {}
    image.info = kept
    return image


def written(image, kind):
    """The Picture of an image, written to a file of its own."""
    made = BytesIO()
    if kind == "JPEG" and image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    image.save(made, kind, **WRITTEN[kind])
    content = ContentFile(made.getvalue(), name=f"picture{PICTURES[kind]}")
    return Picture(content, kind, image.width, image.height)
