"""The media library: search, filters and permissions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from portal.editing.library.views import LibraryForm
from tests.support import factories
from tests.support.clients import editor_client
from tests.support.factories import country, published

pytestmark = pytest.mark.django_db
PATH = "/admin/library/"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def uploads():
    """Create a picture, an attachment and a register document, of Mexico and the United States."""
    item = factories.news_item(country=country("MX"), title_es="Calor en la obra")
    used = factories.picture(country=country("MX"), alt_es="Un casco", alt_en="A helmet")
    factories.picture(country=country("MX"), alt_es="Una bota", alt_en="A boot", alt_fr="Une botte")
    item.picture = used
    item.save()
    release = factories.news_release(country=country("US"), title_en="Trenches")
    factories.release_file(release=release, file=factories.pdf_file("trenches.pdf"), language="en", title_en="Digging")
    document = factories.document(country=country("MX"), title_en="Minutes", title_es="Acta", title_fr="Procès-verbal")
    factories.document_file(document=document, file=factories.pdf_file("acta.pdf"), language="es")
    published(document)


def names(client, **wanted):
    """Return the words that identify the listed uploads."""
    html = client.get(PATH, wanted).content.decode()
    table = html[html.index('<p role="status">') :]
    return {word for word in ("helmet", "boot", "Digging", "acta.pdf") if word in table}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, {"helmet", "boot", "Digging", "acta.pdf"}),
        ({"words": "CASCO"}, {"helmet"}),
        ({"words": "trenches"}, {"Digging"}),
        ({"words": "nothing of this name"}, set()),
        ({"kind": "picture"}, {"helmet", "boot"}),
        ({"kind": "document"}, {"Digging", "acta.pdf"}),
        ({"country": "US"}, {"Digging"}),
        ({"country": "all"}, set()),
        ({"language": "es"}, {"acta.pdf"}),
        ({"use": "used"}, {"helmet", "acta.pdf"}),
        ({"use": "unused"}, {"boot", "Digging"}),
        ({"lacks": "fr"}, {"helmet"}),
        ({"lacks": "es"}, set()),
        ({"country": "XX"}, {"helmet", "boot", "Digging", "acta.pdf"}),
    ],
)
def test_search_and_filters_find_uploads(uploads, wanted, expected):
    assert names(editor_client(roles=["administrator"]), **wanted) == expected


def test_editor_finds_only_visible_uploads(uploads):
    assert names(editor_client(roles=["contributor"], countries=["US"])) == {"Digging"}
    assert names(editor_client(roles=["contributor"], countries=["MX"])) == {"helmet", "boot", "acta.pdf"}


def test_usage_is_shown_only_if_visible():
    picture = factories.picture(alt_en="Everyone’s")
    factories.news_item(country=country("US"), title_en="Hidden item", picture=picture)
    assert "Hidden item" in editor_client(roles=["contributor"], countries=["US"]).get(PATH).content.decode()
    html = editor_client(roles=["contributor"], countries=["MX"]).get(PATH).content.decode()
    assert "Everyone’s" in html
    assert "Hidden item" not in html
    assert "(a record you do not have permission to see)" in html


def test_library_query_count_is_constant():
    client = editor_client(roles=["administrator"])
    counts = []
    for _ in range(2):
        for _ in range(3):
            factories.news_item(picture=factories.picture(alt_en="One"))
            factories.release_file()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(PATH)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_search_ignores_accents_and_case(uploads):
    client = editor_client(roles=["publisher"], countries=["MX"])
    assert names(client, words="PROCES-verbal") == {"acta.pdf"}


@pytest.mark.parametrize(
    ("language", "labels"),
    [("en", ["All"] * 5), ("es", ["Todos"] * 5), ("fr", ["Tous", "Tous", "Toutes", "Toutes", "Tous"])],
)
def test_first_choice_of_filters_agrees_with_label(language, labels):
    with override(language):
        fields = LibraryForm().fields
        assert [str(fields[name].choices[0][1]) for name in ("kind", "country", "language", "use", "lacks")] == labels
