"""What readers are told of a document before they open it."""

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
def test_type_of_a_document_is_that_of_its_address(address, kind):
    assert DocumentFile(address=address).type == kind


def test_type_of_a_document_kept_here_is_that_of_its_file():
    assert DocumentFile(file="document/x/report.odp").type == "ODP"


def test_size_of_a_document_elsewhere_is_not_known():
    assert DocumentFile(address="https://www.dol.gov/a.pdf").size is None
