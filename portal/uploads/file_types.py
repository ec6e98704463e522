"""Detect the type of a file from its first bytes, never from its name; the extensions of the accepted types."""

import re

HEAD_SIZE = 2048  # bytes that `detect_type` needs

PICTURE_EXTENSIONS = {"JPEG": ".jpg", "PNG": ".png", "WEBP": ".webp", "AVIF": ".avif"}
DOCUMENT_EXTENSIONS = {
    "PDF": ".pdf", "DOCX": ".docx", "XLSX": ".xlsx", "PPTX": ".pptx", "ODT": ".odt", "ODS": ".ods", "ODP": ".odp",
}  # fmt: skip
EXTENSIONS = PICTURE_EXTENSIONS | DOCUMENT_EXTENSIONS
ALTERNATIVE_EXTENSIONS = {"JPEG": {".jpeg", ".jpe", ".jfif"}}
# Picture types that are detected, for a better error message, but not accepted.
UNSUPPORTED_PICTURES = {"GIF", "BMP", "TIFF", "ICO", "HEIC", "SVG", "PSD", "JPEG 2000", "JPEG XL", "EMF"}

SIGNATURES = (
    (b"%PDF-", "PDF"), (b"PK\x03\x04", "zip"), (b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"GIF87a", "GIF"), (b"GIF89a", "GIF"), (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"), (b"II+\x00", "TIFF"),
    (b"MM\x00+", "TIFF"), (b"\x00\x00\x01\x00", "ICO"), (b"\x00\x00\x02\x00", "ICO"), (b"8BPS", "PSD"),
    (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"), (b"\xff\x4f\xff\x51", "JPEG 2000"), (b"\xff\x0a", "JPEG XL"),
    (b"\x00\x00\x00\x0cJXL ", "JPEG XL"), (b"\x01\x00\x00\x00", "EMF"), (b"\xd7\xcd\xc6\x9a", "EMF"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"), (b"{\\rt", "rtf"),
    (b"MZ", "program"), (b"\x7fELF", "program"), (b"\xca\xfe\xba\xbe", "program"), (b"\xfe\xed\xfa", "program"),
    (b"\xce\xfa\xed\xfe", "program"), (b"\xcf\xfa\xed\xfe", "program"), (b"dex\n", "program"),
    (b"\x00asm", "program"), (b"#!", "script"), (b"\xef\xbb\xbf#!", "script"),
    (b"PK\x05\x06", "archive"), (b"PK\x07\x08", "archive"), (b"Rar!", "archive"), (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"), (b"BZh", "archive"), (b"\xfd7zXZ\x00", "archive"), (b"\x28\xb5\x2f\xfd", "archive"),
    (b"MSCF", "archive"),
)  # fmt: skip
# Brands in the `ftyp` box of an ISO base media file; `avis` is an AVIF image sequence.
AVIF_BRANDS = {b"avif", b"avis"}
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
WEB_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe|meta|title|a|div|table|img|h1)\b", re.I)
# Control characters that text files do not contain.
CONTROL_CHARACTERS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def detect_type(head):
    """Return the type: a key of EXTENSIONS, one of UNSUPPORTED_PICTURES, a class such as "program", or "unknown"."""
    return detect_signature(head) or detect_container(head) or detect_text(head) or "unknown"


def detect_signature(head):
    """Return the type whose signature the file begins with, or ""."""
    if head[257:262] == b"ustar":
        return "archive"
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return "BMP"
    return next((file_type for signature, file_type in SIGNATURES if head.startswith(signature)), "")


def detect_container(head):
    """Return the type that a RIFF or ISO base media container names: WebP, AVIF or HEIC."""
    if head[:4] == b"RIFF":
        return "WEBP" if head[8:12] == b"WEBP" else "unknown"
    if head[4:8] != b"ftyp":
        return ""
    length = min(int.from_bytes(head[:4], "big"), 256)
    brands = {head[8:12], *(head[start : start + 4] for start in range(16, length, 4))}
    if brands & AVIF_BRANDS:
        return "AVIF"
    return "HEIC" if brands & HEIC_BRANDS else "unknown"


def detect_text(head):
    """Return the type of a text file, "" for a binary file."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = head.decode("utf-16", "ignore").encode()
    if re.search(rb"<(?:\w+:)?svg\b", head, re.I):
        return "SVG"
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<\?(?:php|=)", head, re.I):
        return "script"
    if WEB_PAGE.search(head):
        return "web page"
    return "" if CONTROL_CHARACTERS.search(head) else "text"
