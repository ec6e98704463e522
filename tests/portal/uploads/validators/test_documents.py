"""Document validation: metadata of valid files, error codes of malicious ones."""

import random
import tempfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.utils.translation import override

from portal.i18n.languages import LANGUAGES
from portal.uploads.errors import ERROR_MESSAGES, TYPE_LABELS
from portal.uploads.fields import decode_metadata, encode_metadata
from portal.uploads.metadata import FileMetadata
from portal.uploads.validators import zip_archive
from portal.uploads.validators.documents import (
    MAX_DOCUMENT_SIZE,
    MAX_PICTURE_SIZE,
    MB,
    validate_document,
    validate_picture,
)
from tests.support.samples import malicious_images, malicious_office, malicious_pdf
from tests.support.samples.valid_files import (
    APP,
    CATALOG,
    ODF_TYPES,
    ONE_PAGE,
    PAGE,
    field,
    odf,
    ooxml,
    packed_pdf,
    pdf,
    raw_pdf,
    relation_entry,
    stream,
    updated_pdf,
)
from tests.support.samples.validation import fuzz_codes, get_error, get_messages

DOCUMENTS = malicious_pdf.REFUSED | {f"{what} ": made for what, made in malicious_office.REFUSED.items()}
GOOD_DOCUMENTS = {
    "a.pdf": pdf, "b.pdf": updated_pdf, "c.pdf": lambda: packed_pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE}),
    **{f"a.{type.lower()}": lambda type=type: ooxml(type) for type in ("DOCX", "XLSX", "PPTX")},
    **{f"a.{type.lower()}": lambda type=type: odf(type) for type in ODF_TYPES},
}  # fmt: skip
# Small files as real programs write them, made on Debian 12 in November 2026.
PROGRAM_FILES = sorted((Path(malicious_office.__file__).parent / "programs").iterdir())


def read_metadata(made, name="a"):
    return validate_document(BytesIO(made), name)


# Refused


def test_malicious_samples_are_at_least_forty_six():
    assert len(DOCUMENTS) + len(malicious_images.REFUSED) >= 45


@pytest.mark.parametrize("what", DOCUMENTS)
def test_malicious_document_is_rejected_with_reason(what):
    code, name, make = DOCUMENTS[what]
    refusal = get_error(validate_document, make(), name)
    assert refusal.code == code
    assert len(get_messages(refusal)) == 3
    assert all(sentence.endswith(".") and "%(" not in sentence for sentence in get_messages(refusal))


@pytest.mark.parametrize("words", [ERROR_MESSAGES, TYPE_LABELS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_message(words, language):
    with override(language):
        messages = [str(sentence) for sentence in words.values()]
    assert all(messages)
    assert len(set(messages)) == len(messages)


def test_every_reason_has_sample():
    given = {code for code, _, _ in [*DOCUMENTS.values(), *malicious_images.REFUSED.values()]}
    assert given | {"too_large"} == set(ERROR_MESSAGES)


class Large(BytesIO):
    """A file with a size but no content."""

    def seek(self, offset, whence=0):
        return self.size if whence == 2 else super().seek(offset, whence)


@pytest.mark.parametrize(
    ("validate", "limit"), [(validate_document, MAX_DOCUMENT_SIZE), (validate_picture, MAX_PICTURE_SIZE)]
)
def test_oversized_file_is_rejected_unread(validate, limit):
    file = Large()
    file.size = limit + 1
    with pytest.raises(ValidationError, match=rf"The limit is {limit // MB} MB\.") as caught:
        validate(file, "a.pdf")
    assert caught.value.code == "too_large"


def test_zip_bomb_of_many_entries_is_rejected(monkeypatch):
    monkeypatch.setattr(zip_archive, "MAX_UNPACKED_SIZE", 3 * MB)
    noise = malicious_office.NOISE.hex()[: MB - 1]
    assert read_metadata(ooxml("DOCX", {f"word/{number}.bin": noise for number in range(2)}))
    refusal = get_error(
        validate_document, ooxml("DOCX", {f"word/{number}.bin": noise for number in range(4)}), "a.docx"
    )
    assert refusal.code == "bomb"


def test_package_with_too_many_elements_is_rejected(monkeypatch):
    monkeypatch.setattr(zip_archive, "MAX_ELEMENTS", 1000)
    assert read_metadata(ooxml("DOCX", body="<w:p/>" * 900))
    assert get_error(validate_document, ooxml("DOCX", body="<w:p/>" * 1000), "a.docx").code == "bomb"


@pytest.mark.parametrize("make", [pdf, lambda: b"MZ"])
def test_file_is_rewound(make):
    file = BytesIO(make())
    with suppress(ValidationError):
        validate_document(file, "a.pdf")
    assert file.tell() == 0


# Documents that are taken


def test_pdf_metadata_is_read():
    assert read_metadata(pdf())[2:] == (2, "fr", True, True, "Annual report")
    assert read_metadata(pdf(title="", language="", tagged=False, pages=1))[2:] == (1, "", False, False, "")


def test_pdf_xmp_title_is_read():
    xmp = (
        b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="urn:rdf"><dc:title '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Alt><rdf:li>Informe</rdf:li></rdf:Alt></dc:title></rdf:RDF>'
        b"</x:xmpmeta>"
    )
    catalog = CATALOG[:-2] + b"/Metadata 4 0 R>>"
    assert read_metadata(raw_pdf({1: catalog, 2: ONE_PAGE, 3: PAGE, 4: stream(xmp)})).title == "Informe"
    assert read_metadata(raw_pdf({1: catalog, 2: ONE_PAGE, 3: PAGE, 4: stream(b"<a")})).title == ""
    entities = stream(malicious_office.LAUGHS.encode())
    assert read_metadata(raw_pdf({1: catalog, 2: ONE_PAGE, 3: PAGE, 4: entities})).title == ""


def test_incrementally_updated_pdf_is_read():
    assert read_metadata(updated_pdf()).language == "es"


def test_pdf_mentioning_unsafe_features_is_accepted():
    """URLs and titles may contain the names of unsafe features."""
    link = b"<</Type/Annot/Subtype/Link/A<</S/URI/URI(https://agency.example/JavaScript/Launch)>>>>"
    assert read_metadata(malicious_pdf.noting(link)).pages == 1
    assert read_metadata(packed_pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE, 4: link})).pages == 1
    assert read_metadata(pdf(title="How to /Launch a program with /JavaScript")).titled
    fake = b"<</Type/Annot/A<</Hint<(http://a>/S/JavaScript/JS(1)>>>>"
    assert get_error(validate_document, malicious_pdf.noting(fake), "a.pdf").code == "javascript"


def test_pdf_with_form_and_internal_link_is_accepted():
    form = malicious_pdf.in_catalog(b"/AcroForm<</Fields[]>>/OpenAction[3 0 R/Fit]/Names<</Dests<</Names[]>>>>")
    assert read_metadata(form).pages == 1


def test_pdf_with_trailing_padding_is_accepted():
    assert read_metadata(pdf() + b"\r\n\x00\x00\n").pages == 2


def test_pdf_with_slightly_wrong_xref_is_accepted():
    made = raw_pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE})
    start = made.rindex(b"startxref\n") + 10
    assert read_metadata(made[:start] + b"7\n%%EOF\n").pages == 1


@pytest.mark.parametrize(("type", "pages"), [("DOCX", 7), ("XLSX", None), ("PPTX", 3)])
def test_ooxml_metadata_is_read(type, pages):
    made = ooxml(type)
    assert read_metadata(made) == FileMetadata(type, len(made), pages, "es", None, True, "Annual report")


@pytest.mark.parametrize(("type", "pages"), [("ODT", 4), ("ODS", None), ("ODP", 2)])
def test_odf_metadata_is_read(type, pages):
    made = odf(type)
    assert read_metadata(made) == FileMetadata(type, len(made), pages, "fr", None, True, "Annual report")


def test_ooxml_language_falls_back_to_styles():
    assert read_metadata(ooxml("DOCX", language="")).language == "fr"
    assert read_metadata(odf("ODT", language="")).language == "es"


def test_ooxml_without_properties_is_accepted():
    without = ooxml("DOCX", without=["docProps/core.xml", "docProps/app.xml", "word/styles.xml"])
    assert read_metadata(without)[2:] == (None, "", None, False, "")


@pytest.mark.parametrize("language", ["", "x-none", "none", "zxx", "12", "françaisisme", "fr_CA"])
def test_valid_language_is_read(language):
    assert read_metadata(ooxml("XLSX", language=language)).language == ("fr" if language == "fr_CA" else "")


@pytest.mark.parametrize("pages", ["", "0", "-1", "1e9", "9999999", "７"])
def test_page_count_is_read_if_known(pages):
    app = f'<Properties xmlns="{APP}"><Pages>{pages}</Pages></Properties>'
    assert read_metadata(ooxml("DOCX", {"docProps/app.xml": app})).pages is None


def test_title_is_single_line_and_limited():
    assert read_metadata(ooxml("DOCX", title="  Guide\n for\u202e all  ")).title == "Guide for all"
    assert len(read_metadata(ooxml("DOCX", title="a" * 5000)).title) == 200
    assert not read_metadata(ooxml("DOCX", title=" \n ")).titled


@pytest.mark.parametrize(
    "metadata",
    [FileMetadata("DOCX", 3), FileMetadata("PDF", 1, 2, "fr", False, True), FileMetadata("ODS", 9, tagged=True)],
)
def test_metadata_round_trips_as_folder_name(metadata):
    assert decode_metadata(f"releasefile/ab/{encode_metadata(metadata)}/a.pdf") == metadata


def test_ooxml_with_links_charts_and_drawings_is_accepted():
    links = [("hyperlink", target, True) for target in ("https://agency.example/", "mailto:a@agency.example", "a.html")]
    assert read_metadata(relation_entry(*links)).type == "DOCX"
    assert read_metadata(relation_entry(("attachedTemplate", r"file:///C:\Templates\Report.dotx", True))).type == "DOCX"
    assert read_metadata(malicious_office.chart(ooxml("XLSX"))).type == "PPTX"
    assert read_metadata(field(" PAGE ", " HYPERLINK ", "https://agency.example/DDE")).type == "DOCX"
    drawing = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd"><svg/>'
    assert read_metadata(ooxml("DOCX", {"word/media/image1.svg": drawing, "word/media/image2.emz": b"\x1f\x8b\x08"}))


def test_odf_with_links_and_pictures_is_accepted():
    body = (
        '<text:a xlink:href="https://agency.example/">a</text:a><text:a xlink:href="../a.odt">a</text:a>'
        '<draw:image xlink:href="Pictures/a.png"/><draw:object xlink:href="./Object 1"/>'
    )
    meta = '<meta:template xlink:href="file:///home/someone/Templates/a.ott"/>'
    left_empty = {"Configurations2/accelerator/current.xml": "", "Configurations2/floater/": ""}
    assert read_metadata(odf("ODT", {"Object 1/content.xml": "<a/>", **left_empty}, body=body, meta=meta)).type == "ODT"


@pytest.mark.parametrize("path", PROGRAM_FILES, ids=lambda path: path.name)
def test_file_of_a_real_program_is_accepted(path):
    with path.open("rb") as file:
        assert f".{validate_document(file, path.name).type.lower()}" == path.suffix


@pytest.mark.parametrize(
    "target",
    [
        "skype:ana?call", "callto:+525555", "sip:ana@agency.example", "geo:19.4,-99.1", "news:misc.safety",
        "webcal://agency.example/a.ics", "msteams:/l/meetup", "doi:10.1000/182", "about:blank", "urn:isbn:0451450523",
        "www.osha.gov:443/page", "WWW.GOB.MX:8080", "anexo.docx", "#capítulo",
    ],
)  # fmt: skip
def test_office_link_to_other_schemes_is_accepted(target):
    assert read_metadata(relation_entry(("hyperlink", target, True))).type == "DOCX"
    assert read_metadata(odf("ODT", body=f'<text:a xlink:href="{target}">a</text:a>')).type == "ODT"


def test_refused_link_is_named_in_the_message():
    refusal = get_error(validate_document, relation_entry(("hyperlink", "Nota: vea el anexo", True)), "a.docx")
    assert "“Nota: vea el anexo”" in refusal.messages[0]
    long = get_error(validate_document, relation_entry(("hyperlink", f"nota:{'a' * 500}", True)), "a.docx")
    assert len(long.messages[0]) < 250


@pytest.mark.parametrize(
    "path",
    [
        "file:///Users/ana/Library/Group%20Containers/Templates/Memo.dotx", "file:///Volumes/Mac/Memo.dotx",
        "file:///Applications/LibreOffice.app/Contents/a.ott", "file:///app/libreoffice/share/a.ott",
        "file:///snap/libreoffice/1/a.ott", "file:///root/.config/a.ott", "file:///mnt/c/a.ott", "file:///C:/a.dotx",
        "Macintosh%20HD:Users:ana:Library:Memo.dotx", "Memo.dotx",
    ],
)  # fmt: skip
def test_local_path_of_a_template_is_accepted(path):
    assert read_metadata(relation_entry(("attachedTemplate", path, True))).type == "DOCX"
    assert read_metadata(odf("ODT", meta=f'<meta:template xlink:href="{path}"/>')).type == "ODT"


def test_declared_but_unused_type_is_accepted():
    assert read_metadata(malicious_office.declaring("bin", {})).type == "DOCX"


def test_manifest_with_external_doctype_is_accepted():
    doctype = '<!DOCTYPE manifest:manifest PUBLIC "-//OpenOffice.org//DTD Manifest 1.0//EN" "Manifest.dtd"><m/>'
    assert read_metadata(odf("ODT", {"META-INF/manifest.xml": doctype})).type == "ODT"


@pytest.mark.parametrize("upload", [SimpleUploadedFile, TemporaryUploadedFile])
def test_uploaded_file_objects_are_read(upload):
    for name, make in GOOD_DOCUMENTS.items():
        made = make()
        if upload is SimpleUploadedFile:
            file = upload(name, made)
        else:
            file = upload(name, "", len(made), None)
            file.write(made)
        with file:
            assert validate_document(file, file.name).size == len(made)
            assert file.read(4) == made[:4]


# Whatever comes


@pytest.mark.parametrize("name", GOOD_DOCUMENTS)
def test_fuzzed_document_raises_only_validation_errors(name):
    codes = set(fuzz_codes(validate_document, GOOD_DOCUMENTS[name](), name))
    assert "damaged" in codes
    assert codes <= {"", *ERROR_MESSAGES}


def test_document_is_read_in_chunks():
    """No single read of a file on disk returns more than a small part of it."""
    with tempfile.TemporaryFile() as file:
        pixels = random.Random(1).randbytes(6 * MB)  # noqa: S311 - the same at every run
        file.write(raw_pdf({1: CATALOG, 2: ONE_PAGE, 3: PAGE, 4: stream(pixels, packed=False)}))
        largest = 0
        read = file.read

        class Watched:
            seek, tell = file.seek, file.tell

            def read(self, count=-1):
                nonlocal largest
                data = read(count)
                largest = max(largest, len(data))
                return data

        assert validate_document(Watched(), "a.pdf").pages == 1
        assert largest <= MB
