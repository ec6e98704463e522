"""Builders of valid documents and pictures, from which the malicious samples are made."""

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from PIL import Image, ImageCms
from pypdf import PdfWriter
from pypdf.generic import BooleanObject, DictionaryObject, NameObject, TextStringObject

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
APP = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
STYLES = (
    f'<w:styles xmlns:w="{WORD}"><w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="fr-CA"/></w:rPr></w:rPrDefault>'
    '</w:docDefaults><w:style><w:rPr><w:lang w:val="en-US"/></w:rPr></w:style></w:styles>'
)
EXTERNAL = ' TargetMode="External"'
MAINS = {
    "DOCX": ("word/document.xml", "wordprocessingml.document.main+xml"),
    "XLSX": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "PPTX": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}
ODF_TYPES = {"ODT": "text", "ODS": "spreadsheet", "ODP": "presentation"}

# PDF


def pdf(title="Annual report", language="fr-CA", tagged=True, pages=2, change=None):
    """Return a PDF; `change(writer)` may modify it."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(612, 792)
    root = writer.root_object
    if title:
        writer.add_metadata({"/Title": title})
    if language:
        root[NameObject("/Lang")] = TextStringObject(language)
    if tagged:
        root[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
        root[NameObject("/StructTreeRoot")] = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
    if change:
        change(writer)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def updated_pdf():
    """Return a PDF with an incremental update of its catalog, as signing creates."""
    before = raw_pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE})
    place = len(before)
    catalog = b"1 0 obj\n<</Type/Catalog/Pages 2 0 R/Lang(es)>>\nendobj\n"
    start = before.rindex(b"startxref") + 10
    table = b"xref\n1 1\n%010d 00000 n \n" % place
    trailer = b"trailer\n<</Size 4/Root 1 0 R/Prev %d>>\n" % int(before[start:].split()[0])
    return before + catalog + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (place + len(catalog))


CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
ONE_PAGE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]>>"


def raw_pdf(bodies, trailer=b""):
    """Return a PDF with these objects, {number: body}, and an xref table."""
    written, places = BytesIO(), {}
    written.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    for number, body in bodies.items():
        places[number] = written.tell()
        written.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    made, size = written.getvalue(), max(bodies) + 1
    table = b"".join(
        b"%010d 00000 n \n" % places[number] if number in places else b"0000000000 65535 f \n" for number in range(size)
    )
    end = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(made))
    return made + b"xref\n0 %d\n" % size + table + end


def stream(data, keys=b"", packed=True):
    """Return the body of a stream object."""
    data = zlib.compress(data) if packed else data
    keys += b"/Filter/FlateDecode" if packed else b""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (keys, len(data), data)


def packed_pdf(bodies, kind=b"/ObjStm", keys=None, data=None, table=None):
    """Return a PDF with objects in an object stream and an xref stream."""
    numbers, content = b"", b""
    for number, body in bodies.items():
        numbers += b"%d %d " % (number, len(content))
        content += body + b"\n"
    keys = keys or b"/Type%s/N %d/First %d" % (kind, len(bodies), len(numbers))
    container, contents = max(bodies) + 1, max(bodies) + 2
    made = b"%PDF-1.7\n"
    place = len(made)
    made += b"%d 0 obj\n%s\nendobj\n" % (container, stream(data if data is not None else numbers + content, keys))
    rows = b"\x00" + bytes(6)
    for number in range(1, container):
        index = list(bodies).index(number) if number in bodies else 0
        rows += b"\x02" + container.to_bytes(4, "big") + index.to_bytes(2, "big") if number in bodies else bytes(7)
    rows += b"\x01" + place.to_bytes(4, "big") + bytes(2) + b"\x01" + len(made).to_bytes(4, "big") + bytes(2)
    keys = b"/Type/XRef/Size %d/W[1 4 2]/Root 1 0 R" % (contents + 1)
    end = b"\nstartxref\n%d\n%%%%EOF\n" % len(made)
    return made + b"%d 0 obj\n%s\nendobj\n" % (contents, stream(table if table is not None else rows, keys)) + end


# Office documents


def package(entries, first=None):
    """Return a ZIP with these entries, {name: content}; the one named `first` is not compressed."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content, ZIP_STORED if name == first else ZIP_DEFLATED)
    return made.getvalue()


def relations(*rows):
    """Return a relationships part of rows (type, target, external?)."""
    each = "".join(
        f'<Relationship Id="r{number}" Type="{RELATION}/{kind}" Target="{target}"{EXTERNAL if external else ""}/>'
        for number, (kind, target, external) in enumerate(rows)
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{each}</Relationships>'


def ooxml(type, more=None, overrides=(), title="Annual report", language="es-MX", body="", without=()):
    """Return a DOCX, XLSX or PPTX; `more` adds or replaces parts, `overrides` are their content types."""
    main, content_type = MAINS[type]
    office = "application/vnd.openxmlformats-officedocument."
    types = {
        f"/{main}": office + content_type,
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": f"{office}extended-properties+xml",
        "/word/styles.xml": f"{office}wordprocessingml.styles+xml",
        **dict(overrides),
    }
    slides = {f"/ppt/slides/slide{number}.xml": f"{office}presentationml.slide+xml" for number in (1, 2, 3)}
    types |= slides if type == "PPTX" else {}
    each = "".join(
        f'<Override PartName="{name}" ContentType="{content_type}"/>' for name, content_type in types.items()
    )
    root = f'<w:document xmlns:w="{WORD}"><w:body>{body or "<w:p/>"}</w:body></w:document>'
    entries = {
        "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{TYPES}"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>{each}</Types>',
        "_rels/.rels": relations(("officeDocument", main, False)),
        main: root,
        "docProps/core.xml": '<c:coreProperties xmlns:c="urn:core" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:language>{language}</dc:language></c:coreProperties>",
        "docProps/app.xml": f'<Properties xmlns="{APP}"><Pages>7</Pages><Slides>3</Slides></Properties>',
        **({"word/styles.xml": STYLES} if type == "DOCX" else {}),
        **{name.lstrip("/"): "<p:sld xmlns:p='urn:p'/>" for name in slides if type == "PPTX"},
        **(more or {}),
    }
    return package({name: content for name, content in entries.items() if name not in without})


def relation_entry(*rows):
    """Return a DOCX with these relationships."""
    return ooxml("DOCX", {"word/_rels/document.xml.rels": relations(*rows)})


def field(*pieces):
    """Return a DOCX with a field whose instruction is split into several runs."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return ooxml("DOCX", body=f'<w:p><w:r><w:fldChar w:type="begin"/></w:r>{runs}</w:p>')


def odf(type, more=None, title="Annual report", language="fr", body="", mimetype=None, meta=""):
    """Return an ODT, ODS or ODP; `more` adds or replaces parts."""
    content_type = mimetype or f"application/vnd.oasis.opendocument.{ODF_TYPES[type]}"
    spaces = " ".join(
        f'xmlns:{word}="urn:oasis:names:tc:opendocument:xmlns:{word}:1.0"'
        for word in ("office", "text", "table", "style", "draw", "meta", "script", "presentation", "form")
    ) + (
        ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
        ' xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    entries = {
        "mimetype": content_type,
        "content.xml": f"<office:document-content {spaces}><office:scripts/>"
        f"<office:body><draw:page/><draw:page/>{body}</office:body></office:document-content>",
        "styles.xml": f'<office:document-styles {spaces}><style:default-style style:family="paragraph">'
        '<style:text-properties fo:language="es" fo:country="MX"/></style:default-style></office:document-styles>',
        "meta.xml": f"<office:document-meta {spaces}><office:meta><dc:title>{title}</dc:title>"
        f'<dc:language>{language}</dc:language><meta:document-statistic meta:page-count="4"/>{meta}'
        "</office:meta></office:document-meta>",
        "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        **(more or {}),
    }
    return package(entries, first="mimetype")


# Pictures


def draw_image(size=(64, 48), mode="RGB"):
    """Return an image with an orientation: red at the top left, blue at the bottom right, white between."""
    image = Image.new(mode, size, "white" if mode == "RGB" else None)
    image.paste("red" if mode == "RGB" else (255, 0, 0, 255), (0, 0, size[0] // 2, size[1] // 2))
    image.paste("blue" if mode == "RGB" else (0, 0, 255, 255), (size[0] // 2, size[1] // 2, *size))
    return image


def picture(type, image=None, **saving):
    """Return the bytes of a picture."""
    made = BytesIO()
    (image or draw_image()).save(made, type, **saving)
    return made.getvalue()


def animated_picture(type):
    """Return the bytes of an animated picture."""
    frames = [Image.new("RGB", (32, 32), colour) for colour in ("red", "blue", "white")]
    return picture(type, frames[0], save_all=True, append_images=frames[1:], duration=100)


def picture_with_metadata(type):
    """Return a rotated picture with GPS, camera and comment metadata."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: rotated by 90 degrees
    exif[0x010F] = "A maker of cameras"
    exif.get_ifd(0x8825)[2] = (19.0, 25.0, 42.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more = {"comment": b"a comment"} if type == "JPEG" else {}
    return picture(type, exif=exif, icc_profile=profile, xmp=b"<x:xmpmeta xmlns:x='adobe:ns:meta/'/>", **more)
