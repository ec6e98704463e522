"""Re-encode an uploaded picture from its pixels, so that nothing else of the upload is ever stored.

Re-encoding strips GPS, EXIF, XMP, thumbnails and trailing data, and neutralises malformed streams.
"""

import struct
import zlib
from contextlib import suppress
from io import BytesIO
from typing import NamedTuple

from django.core.files.base import ContentFile
from PIL import Image, ImageCms, ImageOps

from portal.uploads.errors import upload_error
from portal.uploads.file_types import PICTURE_EXTENSIONS

MAX_PIXELS = 50_000_000
MAX_SCANS = 200  # in a JPEG; a progressive one has about ten
CHUNK_SIZE = 1024 * 1024
# Close to the original quality, since renditions are made from the stored file.
SAVE_OPTIONS = {
    "JPEG": {"quality": 90},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 90, "method": 4},
    "AVIF": {"quality": 85, "speed": 8},
}
# Exceptions that Pillow raises for malformed files. Its warnings are raised only if Python is configured to do so.
MALFORMED_ERRORS = (
    OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error, LookupError, TypeError, ArithmeticError,
    AttributeError, RuntimeError, UserWarning,
)  # fmt: skip
DECOMPRESSION_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


class SanitizedImage(NamedTuple):
    """A re-encoded picture with its size in pixels. `content` is at its beginning."""

    content: ContentFile
    type: str
    width: int
    height: int

    @property
    def extension(self):
        """The file name extension with its dot."""
        return PICTURE_EXTENSIONS[self.type]


def sanitize_image(file, file_type):
    """Return the SanitizedImage of a file of this type: upright, in sRGB, without metadata."""
    try:
        with open_image(file, file_type) as image:
            image.load()
            clean = strip_metadata(normalize_image(image))
    except MALFORMED_ERRORS:
        raise upload_error("damaged") from None
    return encode_image(clean, file_type)


def open_image(file, file_type):
    """Open the image and validate its size, number of frames and scans before any pixel is decoded."""
    if file_type == "JPEG":
        validate_scans(file)
    file.seek(0)
    try:
        image = Image.open(file, formats=[file_type])
    except DECOMPRESSION_BOMBS:
        raise pixel_limit_error() from None
    if image.width * image.height > MAX_PIXELS:
        raise pixel_limit_error()
    # Some cameras append a second picture to a JPEG (MPO); the first frame is the photograph.
    if file_type != "JPEG" and getattr(image, "n_frames", 1) > 1:
        raise upload_error("animated")
    return image


def pixel_limit_error():
    return upload_error("too_many_pixels", limit=MAX_PIXELS // 1_000_000)


def validate_scans(file):
    """Raise ValidationError for a JPEG with too many scans: decoding each costs as much as the whole picture."""
    file.seek(0)
    scans, overlap = 0, b""
    while chunk := file.read(CHUNK_SIZE):
        scans += (overlap + chunk).count(b"\xff\xda")
        overlap = chunk[-1:] if chunk.endswith(b"\xff") else b""
    if scans > MAX_SCANS:
        raise upload_error("damaged")


def normalize_image(image):
    """Return the image rotated as its EXIF says, in sRGB."""
    profile = image.info.get("icc_profile")
    # Unreadable EXIF does not rotate the image.
    with suppress(*MALFORMED_ERRORS):
        ImageOps.exif_transpose(image, in_place=True)
    return convert_to_srgb(convert_mode(image, profile), profile)


def convert_mode(image, profile):
    """Return the image in a mode that its profile applies to and that all four formats can store."""
    if image.mode in ("L", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        return image
    if image.mode == "P" and not profile:
        return image
    if image.mode.startswith("I"):
        return image.convert("I").point(lambda value: value / 256).convert("L")
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def convert_to_srgb(image, profile):
    """Return the image in sRGB. An unreadable profile is ignored."""
    if profile:
        try:
            return apply_profile(image, profile)
        except (ImageCms.PyCMSError, ValueError, TypeError, OSError):
            pass
    return image.convert("RGB") if image.mode == "CMYK" else image


def apply_profile(image, profile):
    """Return the image with its colours converted from its profile to sRGB."""
    source = ImageCms.ImageCmsProfile(BytesIO(profile))
    if image.mode in ("RGB", "RGBA"):
        ImageCms.profileToProfile(image, source, SRGB, inPlace=True)
        return image
    return ImageCms.profileToProfile(image, source, SRGB, outputMode="RGB")


def strip_metadata(image):
    """Remove everything from `image.info` that Pillow would write again, except the transparency of a palette."""
    keep_transparency = image.mode == "P" and "transparency" in image.info
    image.info = {"transparency": image.info["transparency"]} if keep_transparency else {}
    return image


def encode_image(image, file_type):
    """Return the SanitizedImage of an image, encoded to a new file."""
    buffer = BytesIO()
    if file_type == "JPEG" and image.mode not in ("L", "RGB"):
        image = image.convert("RGB")
    image.save(buffer, file_type, **SAVE_OPTIONS[file_type])
    content = ContentFile(buffer.getvalue(), name=f"picture{PICTURE_EXTENSIONS[file_type]}")
    return SanitizedImage(content, file_type, image.width, image.height)
