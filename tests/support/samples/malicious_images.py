"""Malicious pictures, with the error code that each must get; and pictures with hidden data."""

import struct
import zlib

from PIL import PngImagePlugin

from tests.support.samples.valid_files import animated_picture, draw_image, ooxml, package, pdf, picture

PAGE = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
DRAWING = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def chunk(kind, data):
    """Return a PNG chunk."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_with(more):
    """Return a PNG with an extra chunk after the header."""
    made = picture("PNG")
    return made[:33] + more + made[33:]


def vast_png(width=100_000, height=100_000):
    """Return a PNG without pixel data whose header declares 30 GB."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = chunk(b"IDAT", zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + pixels + chunk(b"IEND", b"")


def vast_jpeg():
    """Return a JPEG whose header declares 65,500 by 65,500 pixels."""
    made = picture("JPEG")
    at = made.index(b"\xff\xc0") + 5
    return made[:at] + struct.pack(">HH", 65500, 65500) + made[at + 4 :]


def vast_webp():
    """Return a lossy WebP whose header declares 16,383 by 16,383 pixels."""
    made = picture("WEBP")
    at = made.index(b"\x9d\x01\x2a") + 3
    return made[:at] + struct.pack("<HH", 16383, 16383) + made[at + 4 :]


def cut(made):
    return made[: len(made) * 6 // 10]


def with_words():
    info = PngImagePlugin.PngInfo()
    info.add_text("Comment", PAGE.decode())
    return picture("PNG", pnginfo=info)


def with_segment(data, marker=b"\xff\xe4"):
    """Return a JPEG with an extra segment."""
    made = picture("JPEG")
    return made[:2] + marker + struct.pack(">H", len(data) + 2) + data + made[2:]


def drawn_over():
    """Return a progressive JPEG whose last scan is repeated 100,000 times."""
    made = picture("JPEG", progressive=True)
    scan = made[made.rindex(b"\xff\xda") : -2]
    return made[:-2] + scan * 100_000 + made[-2:]


def sheet_of_phone():
    return b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(200)


# {description: (error code, file name, function that creates the file)}
REFUSED = {
    "nothing": ("empty", "a.jpg", lambda: b""),
    "web page called a JPEG": ("not_picture", "a.jpg", lambda: PAGE),
    "web page behind spaces": ("not_picture", "a.jpg", lambda: b"\n" * 500 + PAGE),
    "web page in UTF-16": ("not_picture", "a.jpg", lambda: b"\xff\xfe" + PAGE.decode().encode("utf-16-le")),
    "SVG called a PNG": ("svg", "a.png", lambda: DRAWING),
    "SVG": ("svg", "a.svg", lambda: DRAWING[21:]),
    "SVG in UTF-16": ("svg", "a.png", lambda: DRAWING[21:].decode().encode("utf-16")),
    "GIF called a JPEG": ("picture_type", "a.jpg", lambda: picture("GIF")),
    "GIF that moves": ("picture_type", "a.gif", lambda: animated_picture("GIF")),
    "GIF that is a script": ("picture_type", "a.gif", lambda: b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)"),
    "BMP": ("picture_type", "a.bmp", lambda: picture("BMP")),
    "TIFF": ("picture_type", "a.tif", lambda: picture("TIFF")),
    "ICO": ("picture_type", "a.ico", lambda: picture("ICO")),
    "HEIC": ("picture_type", "a.heic", sheet_of_phone),
    "HEIC called a JPEG": ("picture_type", "a.jpg", sheet_of_phone),
    "PSD": ("picture_type", "a.psd", lambda: b"8BPS\x00\x01" + bytes(100)),
    "JPEG 2000": ("picture_type", "a.jp2", lambda: b"\x00\x00\x00\x0cjP  \r\n\x87\n" + bytes(100)),
    "film": ("unknown", "a.mp4", lambda: b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp42" + bytes(100)),
    "PDF called a PNG": ("not_picture", "a.png", pdf),
    "DOCX called a JPEG": ("not_picture", "a.jpg", lambda: ooxml("DOCX")),
    "program called a JPEG": ("not_picture", "a.jpg", lambda: b"MZ\x90\x00" + bytes(100)),
    "script called a JPEG": ("not_picture", "a.jpg", lambda: b"#!/bin/sh\necho"),
    "PHP called a JPEG": ("not_picture", "a.php.jpg", lambda: b"<?php echo 1;"),
    "text called a JPEG": ("not_picture", "a.jpg", lambda: b"Not a picture"),
    "noise": ("unknown", "a.jpg", lambda: bytes(range(128, 256)) * 3 + bytes(9)),
    "JPEG called a PNG": ("mislabelled", "a.png", lambda: picture("JPEG")),
    "PNG called a JPEG": ("mislabelled", "a.jpg", lambda: picture("PNG")),
    "WebP called a JPEG": ("mislabelled", "a.jpeg", lambda: picture("WEBP")),
    "AVIF called a PNG": ("mislabelled", "a.png", lambda: picture("AVIF")),
    "JPEG called a program": ("mislabelled", "a.jpg.exe", lambda: picture("JPEG")),
    "JPEG called a web page": ("mislabelled", "a.html", lambda: picture("JPEG")),
    "JPEG cut short": ("damaged", "a.jpg", lambda: cut(picture("JPEG"))),
    "PNG cut short": ("damaged", "a.png", lambda: cut(picture("PNG", draw_image((300, 300))))),
    "WebP cut short": ("damaged", "a.webp", lambda: cut(picture("WEBP"))),
    "AVIF cut short": ("damaged", "a.avif", lambda: cut(picture("AVIF"))),
    "JPEG drawn over and over": ("damaged", "a.jpg", drawn_over),
    "PNG of one signature": ("damaged", "a.png", lambda: b"\x89PNG\r\n\x1a\n"),
    "PNG with a wrong checksum": ("damaged", "a.png", lambda: picture("PNG").replace(b"IDAT", b"IDAT\x00", 1)),
    "PNG of 100,000 by 100,000": ("too_many_pixels", "a.png", vast_png),
    "PNG a little too large": ("too_many_pixels", "a.png", lambda: vast_png(10_000, 5_001)),
    "PNG of 100 million": ("too_many_pixels", "a.png", lambda: vast_png(10_000, 10_000)),
    "JPEG of 65,500 by 65,500": ("too_many_pixels", "a.jpg", vast_jpeg),
    "WebP of 16,383 by 16,383": ("too_many_pixels", "a.webp", vast_webp),
    "PNG with a text that unpacks without end": (
        "damaged", "a.png", lambda: png_with(chunk(b"zTXt", b"a\x00\x00" + zlib.compress(bytes(80_000_000)))),
    ),
    "PNG that moves": ("animated", "a.png", lambda: animated_picture("PNG")),
    "WebP that moves": ("animated", "a.webp", lambda: animated_picture("WEBP")),
    "AVIF that moves": ("animated", "a.avif", lambda: animated_picture("AVIF")),
}  # fmt: skip

# Accepted pictures whose hidden data must be removed.
CLEANED = {
    "JPEG with a ZIP behind it": ("a.jpg", b"PK\x03\x04", lambda: picture("JPEG") + package({"a.js": b"alert(1)"})),
    "JPEG with a program behind it": ("a.jpg", b"MZ\x90", lambda: picture("JPEG") + b"MZ\x90\x00" + bytes(99)),
    "JPEG with a web page in its comment": ("a.jpg", b"<script>", lambda: picture("JPEG", comment=PAGE)),
    "JPEG with a PDF in a segment": ("a.jpg", b"%PDF", lambda: with_segment(pdf()[:60_000])),
    "JPEG with PHP in its EXIF": ("a.jpg", b"<?php", lambda: with_segment(b"Exif\x00\x00<?php echo 1;", b"\xff\xe1")),
    "PNG with a web page behind it": ("a.png", b"<script>", lambda: picture("PNG") + PAGE),
    "PNG with a web page in its words": ("a.png", b"<script>", with_words),
    "PNG with a chunk of its own": ("a.png", b"<script>", lambda: png_with(chunk(b"prVt", PAGE))),
    "WebP with a web page in its XMP": ("a.webp", b"<script>", lambda: picture("WEBP", xmp=PAGE)),
    "AVIF with a web page in its XMP": ("a.avif", b"<script>", lambda: picture("AVIF", xmp=PAGE)),
}
