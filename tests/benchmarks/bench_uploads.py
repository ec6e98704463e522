"""Memory and time of upload validation, each in its own process (`make bench`)."""

import json
import random
import subprocess
import sys

import pytest
from PIL import Image

from portal.uploads.validators.documents import MAX_DOCUMENT_SIZE, MB
from portal.uploads.validators.image import MAX_PIXELS
from tests.support.benchmarks import report
from tests.support.samples.valid_files import CATALOG, ooxml, picture, raw_pdf, stream

# Judges a small file of the kind first, so that what is measured is the file and not what was imported for it. The peak
# is the system's, set back before: that of `resource` begins with what the process that made the large file had.
CHILD = """
import json, re, sys, time
from pathlib import Path
from portal.uploads.validators.documents import validate_document, validate_picture
what, small, large = sys.argv[1:]
validate = validate_picture if what == "picture" else validate_document
def memory(word):
    return int(re.search(word + ":\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024
with open(small, "rb") as file:
    validate(file, "a")
Path("/proc/self/clear_refs").write_text("5")
before, begun = memory("VmRSS"), time.perf_counter()
with open(large, "rb") as file:
    validate(file, "a")
print(json.dumps([memory("VmHWM") - before, time.perf_counter() - begun]))
"""


def noise(size):
    return random.Random(1).randbytes(size)  # noqa: S311 - the same at every run


def pages(count):
    kids = b" ".join(b"%d 0 R" % number for number in range(3, 3 + count))
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"
    return {
        1: CATALOG,
        2: b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count),
        **dict.fromkeys(range(3, 3 + count), page),
    }


def large_pdf():
    """Return a PDF of two hundred pages with a photograph each, and the structure of a long text."""
    bodies = pages(200)
    photograph = stream(noise(220_000), b"/Type/XObject/Subtype/Image", packed=False)
    structure = b"<</Type/StructElem/S/P/K[0 1 2]/Pg 3 0 R>>"
    return raw_pdf(
        bodies | dict.fromkeys(range(1000, 1200), photograph) | dict.fromkeys(range(2000, 42_000), structure)
    )


def large_docx():
    """Return a DOCX with a long text and photographs."""
    text = "".join(f"<w:p><w:r><w:t>Paragraph {number}</w:t></w:r></w:p>" for number in range(200_000))
    return ooxml("DOCX", {f"word/media/image{number}.jpeg": noise(480_000) for number in range(100)}, body=text)


def large_xlsx():
    """Return an XLSX whose sheets expand to several times the file size."""
    rows = noise(9 * MB).hex()
    sheets = {
        f"xl/worksheets/sheet{number}.xml": f"<worksheet><c>{rows[number:]}</c></worksheet>" for number in range(4)
    }
    return ooxml("XLSX", sheets)


def large_picture(type):
    """Return a picture of fifty million pixels: smooth like a photograph, or flat areas as for PNG."""
    between = Image.Resampling.NEAREST if type == "PNG" else Image.Resampling.BICUBIC
    image = Image.effect_noise((1000, 625), 60).resize((8944, 5590), between)
    return picture(type, Image.merge("RGB", (image, image.transpose(Image.Transpose.ROTATE_180), image)))


def measured(folder, what, small, large):
    """Return the memory (bytes) and time (seconds) of validating `large`."""
    for name, made in (("small", small), ("large", large)):
        (folder / name).write_bytes(made)
    command = [sys.executable, "-c", CHILD, what, folder / "small", folder / "large"]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


@pytest.mark.parametrize(
    ("type", "make", "small"),
    [
        ("PDF", large_pdf, raw_pdf(pages(1))),
        ("DOCX", large_docx, ooxml("DOCX")),
        ("XLSX", large_xlsx, ooxml("XLSX")),
    ],
)
def test_document_validation_memory(capsys, tmp_path, type, make, small):
    made = make()
    assert 0.6 * MAX_DOCUMENT_SIZE < len(made) <= MAX_DOCUMENT_SIZE
    grown, seconds = measured(tmp_path, "document", small, made)
    ratio = grown / len(made)
    report(
        capsys,
        f"validate a {type} of {len(made) / MB:.0f} MB: {grown / MB:.0f} MB more, "
        f"× {ratio:.2f} (at most 0.5), {seconds:.1f} s",
    )
    assert ratio <= 0.5


@pytest.mark.parametrize("type", ["JPEG", "PNG"])
def test_image_sanitizing_memory(capsys, tmp_path, type):
    made = large_picture(type)
    unpacked = 3 * MAX_PIXELS
    grown, seconds = measured(tmp_path, "picture", picture(type), made)
    ratio = grown / unpacked
    report(
        capsys,
        f"make a {type} of 50 million pixels anew ({len(made) / MB:.0f} MB): {grown / MB:.0f} MB more, "
        f"× {ratio:.2f} of its pixels (at most 2.5), {seconds:.1f} s",
    )
    assert ratio <= 2.5
