"""The smaller pictures that are made of a picture, so that a page loads what its screen needs: which, and how.

Names, sizes and the making alone: whose they are is in models.py, and what shows them in presentation.py.
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
# In pixels. A crop stands beside a line of a list.
WIDTHS = {WHOLE: (320, 640, 960, 1280, 1920), CROP: (320, 640)}
# What lists show of a picture: three wide, two high.
ACROSS, DOWN = 3, 2
# A picture that would be narrower than NARROWEST within this height, such as a long chart, is read as it is.
TALLEST, NARROWEST = 3840, 640
# How each format is written: what a photograph needs to look right, within some seconds on a slow machine.
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


def around(point, length, whole):
    """Where a stretch of this length begins that has a point (per cent of the whole) as near its middle as can be."""
    return max(0, min(whole - length, round(whole * point / 100 - length / 2)))


def boxes(picture):
    """What of the picture each shape shows."""
    width, height = picture.width, picture.height
    across = max(1, min(width, height * ACROSS // DOWN))
    down = max(1, min(height, width * DOWN // ACROSS))
    left, top = around(picture.focal_x, across, width), around(picture.focal_y, down, height)
    return {WHOLE: Box(0, 0, width, height), CROP: Box(left, top, left + across, top + down)}


def widths(box, among):
    """Those of some widths that are narrower than what they show, and the width of that itself, as far as they go."""
    largest = min(box.width, among[-1], TALLEST * box.width // box.height)
    if largest < min(box.width, NARROWEST):
        return []
    return [*(width for width in among if width < largest), largest]


def planned(picture):
    """What is to be there of a picture, as its column holds it: [{"name", "shape", "width", "height"}].

    The names hold all that the content hangs on, in a folder of their own beside the file's name.
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
        for shape, box in boxes(picture).items()
        for width in widths(box, WIDTHS[shape])
        for extension in FORMATS
    ]


def make(picture, wanted):
    """Makes these renditions of a picture, reading it once; None of a file that is gone or is no picture."""
    if not wanted:
        return wanted
    try:
        opened = default_storage.open(picture.file.name)
    except FileNotFoundError:
        return None
    with closing(opened):
        try:
            image = decoded(opened, picture, wanted)
        except UnidentifiedImageError:
            return None
    for shape, box in boxes(picture).items():
        write(image, fitted(box, picture, image), [one for one in wanted if one["shape"] == shape])
    return wanted


def decoded(file, picture, wanted):
    """The picture in memory, with no more pixels than the renditions need; a JPEG is not even read with more."""
    image = Image.open(file)
    of = boxes(picture)
    share = max(one["width"] / of[one["shape"]].width for one in wanted)
    image.draft("RGB", (ceil(picture.width * share), ceil(picture.height * share)))
    mode = "RGBA" if image.has_transparency_data else "RGB"
    image = image if image.mode == mode else image.convert(mode)
    return image.reduce(max(1, int(image.width / (picture.width * share))))


def fitted(box, picture, image):
    """The same part of a picture that was decoded at another size."""
    scale = image.width / picture.width, image.height / picture.height
    edges = image.size
    return tuple(min(side * scale[place % 2], edges[place % 2]) for place, side in enumerate(box))


def write(image, box, wanted):
    """Keeps the renditions of one shape, each made of the next larger one."""
    for width, height in sorted({(one["width"], one["height"]) for one in wanted}, reverse=True):
        image = image.resize((width, height), Image.Resampling.LANCZOS, box=box, reducing_gap=3.0)
        box = None
        for one in wanted:
            if one["width"] == width:
                keep(one["name"], encoded(image, one["name"]))


def encoded(image, name):
    """A picture in the format that a name ends in, without anything beside what is seen of it."""
    extension = PurePosixPath(name).suffix.removeprefix(".")
    buffer = BytesIO()
    image.save(buffer, extension.upper(), **FORMATS[extension])
    return buffer.getvalue()


def keep(name, content):
    """Writes a file under exactly this name. What lies there was made by a save that was taken back."""
    default_storage.delete(name)
    default_storage.save(name, ContentFile(content))


def discard(names):
    """Deletes files of renditions."""
    for name in names:
        default_storage.delete(name)
