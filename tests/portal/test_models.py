"""File type and size of documents."""

import pytest

from portal.models import DocumentFile


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("https://www.dol.gov/a/declaration.pdf", "PDF"),
        ("https://www.dol.gov/a/DECLARATION.PDF?x=1", "PDF"),
        ("https://www.dol.gov/a/declaration.htm", "HTML"),
        ("https://www.osha.gov/pls/owadisp.show_document?p_id=1", "HTML"),
        ("https://www.dol.gov", "HTML"),
        ("https://www.dol.gov/a/report.docx", "DOCX"),
    ],
)
def test_document_type_of_url(address, kind):
    assert DocumentFile(address=address).type == kind


def test_document_type_of_file():
    assert DocumentFile(file="document/x/report.odp").type == "ODP"


def test_document_size_of_url_is_unknown():
    assert DocumentFile(address="https://www.dol.gov/a.pdf").size is None
