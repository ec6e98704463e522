"""Renditions: smaller versions of a picture in two shapes and two formats, so that a page loads what its screen needs.

A rendition is a dictionary, as the field `Picture.renditions` stores it: {"name", "shape", "width", "height"}.
"""

from contextlib import closing
from io import BytesIO
from math import ceil
from pathlib import PurePosixPath
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, UnidentifiedImageError

WHOLE, CROP = "whole", "crop"
# In pixels. Lists show the crop beside an entry.
WIDTHS = {WHOLE: (320, 640, 960, 1280, 1920), CROP: (320, 640)}
# The aspect ratio of a crop.
RATIO_WIDTH, RATIO_HEIGHT = 3, 2
# A rendition is at most MAX_HEIGHT high. A picture that would then be narrower than MIN_WIDTH, such as a long chart,
# has no renditions and is shown as it is.
MAX_HEIGHT, MIN_WIDTH = 3840, 640
# Quality that looks right for photographs, and speed for encoding within seconds on a slow machine.
FORMATS = {"avif": {"quality": 58, "speed": 8}, "webp": {"quality": 78, "method": 3}}


class Box(NamedTuple):
    """A part of a picture, in pixels."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self):
        return self.right - self.left

    @property
    def height(self):
        return self.bottom - self.top


def get_crop_start(focal_point, length, total):
    """Return where a crop of this length starts so that the focal point (in per cent) is as central as possible."""
    return max(0, min(total - length, round(total * focal_point / 100 - length / 2)))


def get_boxes(picture):
    """Return {shape: Box}: the part of the picture that each shape shows."""
    width, height = picture.width, picture.height
    crop_width = max(1, min(width, height * RATIO_WIDTH // RATIO_HEIGHT))
    crop_height = max(1, min(height, width * RATIO_HEIGHT // RATIO_WIDTH))
    left = get_crop_start(picture.focal_x, crop_width, width)
    top = get_crop_start(picture.focal_y, crop_height, height)
    return {WHOLE: Box(0, 0, width, height), CROP: Box(left, top, left + crop_width, top + crop_height)}


def get_widths(box, widths):
    """Return the widths of the renditions of a box: those that are smaller than it, and its own as far as allowed."""
    largest = min(box.width, widths[-1], MAX_HEIGHT * box.width // box.height)
    if largest < min(box.width, MIN_WIDTH):
        return []
    return [*(width for width in widths if width < largest), largest]


def plan_renditions(picture):
    """Return the renditions that a picture should have.

    They are in a folder beside the file. Their names contain everything that determines their content.
    """
    folder = PurePosixPath(picture.file.name).parent / "sizes"
    names = {WHOLE: "{}", CROP: f"crop-{picture.focal_x}-{picture.focal_y}-{{}}"}
    return [
        {
            "name": str(folder / f"{names[shape].format(width)}.{extension}"),
            "shape": shape,
            "width": width,
            "height": max(1, round(width * box.height / box.width)),
        }
        for shape, box in get_boxes(picture).items()
        for width in get_widths(box, WIDTHS[shape])
        for extension in FORMATS
    ]


def create_renditions(picture, renditions):
    """Write the files of these renditions and return them; None if the file is missing or not a picture."""
    if not renditions:
        return renditions
    try:
        file = default_storage.open(picture.file.name)
    except FileNotFoundError:
        return None
    with closing(file):
        try:
            image = decode(file, picture, renditions)
        except UnidentifiedImageError:
            return None
    for shape, box in get_boxes(picture).items():
        group = [rendition for rendition in renditions if rendition["shape"] == shape]
        write_renditions(image, scale_box(box, picture, image), group)
    return renditions


def decode(file, picture, renditions):
    """Return the image with no more pixels than the renditions need. A JPEG is not even decoded with more."""
    image = Image.open(file)
    boxes = get_boxes(picture)
    scale = max(rendition["width"] / boxes[rendition["shape"]].width for rendition in renditions)
    image.draft("RGB", (ceil(picture.width * scale), ceil(picture.height * scale)))
    mode = "RGBA" if image.has_transparency_data else "RGB"
    image = image if image.mode == mode else image.convert(mode)
    return image.reduce(max(1, int(image.width / (picture.width * scale))))


def scale_box(box, picture, image):
    """Return the box of the picture in the pixels of an image that was decoded at another size."""
    scale = image.width / picture.width, image.height / picture.height
    limits = image.size
    return tuple(min(edge * scale[index % 2], limits[index % 2]) for index, edge in enumerate(box))


def write_renditions(image, box, renditions):
    """Write the files of one shape, resizing each from the next larger one."""
    sizes = {(rendition["width"], rendition["height"]) for rendition in renditions}
    for width, height in sorted(sizes, reverse=True):
        image = image.resize((width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
        box = None
        for rendition in renditions:
            if rendition["width"] == width:
                write_file(rendition["name"], encode(image, rendition["name"]))


def encode(image, name):
    """Return the bytes of an image in the format of the name's extension, without metadata."""
    extension = PurePosixPath(name).suffix.removeprefix(".")
    buffer = BytesIO()
    image.save(buffer, extension.upper(), **FORMATS[extension])
    return buffer.getvalue()


def write_file(name, content):
    """Write a file under exactly this name, replacing one that a rolled-back save has left there."""
    default_storage.delete(name)
    default_storage.save(name, ContentFile(content))


def delete_files(names):
    for name in names:
        default_storage.delete(name)
