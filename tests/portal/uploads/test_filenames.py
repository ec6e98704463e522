"""File names are sanitized and get the extension of their type."""

from io import BytesIO

import pytest

from portal.uploads.filenames import sanitize_filename
from portal.uploads.validators.documents import validate_document, validate_picture
from tests.support.samples.valid_files import pdf, picture


@pytest.mark.parametrize(
    ("name", "type", "expected"),
    [
        ("Informe anual.pdf", "PDF", "Informe anual.pdf"),
        ("INFORME.PDF", "PDF", "INFORME.pdf"),
        ("informe", "PDF", "informe.pdf"),
        ("Report 2.1", "DOCX", "Report 2.1.docx"),
        ("photo.jpeg", "JPEG", "photo.jpeg"),
        ("evil.pdf.exe", "PDF", "evil.pdf.exe.pdf"),
        ("evil\u202efdp.exe", "PDF", "evilfdp.exe.pdf"),
        ("<script>alert('1')</script>.docx", "DOCX", "script.docx"),
        ("a\"b'c`d.pdf", "PDF", "a-b-c-d.pdf"),
        ("L’été à Montréal.pdf", "PDF", "L-été à Montréal.pdf"),
        ("e\u0301te\u0301.pdf", "PDF", "été.pdf"),
        ("../../etc/passwd", "PDF", "passwd.pdf"),
        ("C:\\Users\\a\\b.pdf", "PDF", "b.pdf"),
        ("a\r\nContent-Type: text-html.pdf", "PDF", "aContent-Type- text-html.pdf"),
        ("a\x00.pdf", "PDF", "a.pdf"),
        ("a\u200b\u2066b.pdf", "PDF", "ab.pdf"),
        ("a;b|c&d$(e).pdf", "PDF", "a-b-c-d-(e).pdf"),
        ("a%2e%2e.pdf", "PDF", "a-2e-2e.pdf"),
        ("．．／a.pdf", "PDF", "a.pdf"),
        (".htaccess", "PDF", "htaccess.pdf"),
        (".pdf", "PDF", "file.pdf"),
        ("", "PNG", "file.png"),
        ("...", "", "file"),
        ("--- .pdf", "PDF", "file.pdf"),
        ("a.pdf", "", "a.pdf"),
        ("a" * 300 + ".pdf", "PDF", "a" * 96 + ".pdf"),
        ("é" * 300 + ".pdf", "PDF", "é" * 96 + ".pdf"),
        ("書" * 300 + ".pdf", "PDF", "書" * 65 + ".pdf"),
    ],
)
def test_filename_is_sanitized_and_keeps_extension(name, type, expected):
    assert sanitize_filename(name, type) == expected
    assert sanitize_filename(expected, type) == expected


def test_filename_is_safe_for_any_input():
    for number in [*range(0x3000), *range(0xD7F0, 0x11000), *range(0xE0000, 0xE0200)]:
        sanitized = sanitize_filename(f"a{chr(number)}b.pdf", "PDF")
        assert not set(sanitized) & set("/\\<>\"'`:;|&$%#?*\r\n\t\x00\u202e\u2066\ufeff")
        assert sanitized.isprintable()
        assert sanitized.endswith(".pdf")


def test_missing_or_equivalent_extension_is_accepted():
    for name in ("photograph", "a.jpeg", "A.JPG", "Photograph of 2.1", "a.jfif"):
        assert validate_picture(BytesIO(picture("JPEG")), name).extension == ".jpg"
    assert validate_document(BytesIO(pdf()), "Report no. 4").type == "PDF"
    assert validate_document(BytesIO(pdf()), "Report.PDF").type == "PDF"
