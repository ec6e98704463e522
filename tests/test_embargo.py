"""Embargo: a scheduled record is hidden one second before its time, visible from then on, and hidden after its end.

Each test checks its page, attachments, lists, home page, feeds, sitemap and the records that link to it.
"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from portal.external_links.models import Destination
from portal.i18n.languages import LANGUAGES
from portal.models import Picture
from portal.publishing.workflow import publish_record, unpublish
from tests.support import factories
from tests.support.factories import PIXEL, country, published
from tests.support.sitemap import get_sitemap_urls

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
NAMES = {f"title_{language}": f"Quetzal {language}" for language in LANGUAGES}


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def at_each_moment(monkeypatch):
    """Schedule records for a period, and yield whether they must be visible at each side of its ends."""
    now = timezone.now()
    begin, end = now + timedelta(days=1), now + timedelta(days=2)

    def moments(*records):
        for record in records:
            publish_record(record, by=None, without_approval=True, at=begin)
            unpublish(record, by=None, at=end)
        for clock, public in ((now, False), (begin - SECOND, False), (begin, True), (end - SECOND, True), (end, False)):
            monkeypatch.setattr(timezone, "now", lambda clock=clock: clock)
            yield public

    return moments


def get_html(path):
    if path == "/sitemap.xml":
        return 200, "\n".join(get_sitemap_urls())
    response = Client().get(path)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, content.decode(errors="replace")


def find_pages_with(paths, word="uetzal"):
    """Return those of these pages that contain a word of the record."""
    return [path for path in paths if word in get_html(path)[1]]


def answers(paths):
    """Return those of these URLs that respond with 200."""
    return [path for path in paths if get_html(path)[0] == 200]


def own(record):
    return [record.get_url(language) for language in LANGUAGES]


def test_item_is_hidden_before_its_time(at_each_moment):
    earlier, later = (published(factories.news_item(date=date)) for date in ("2098-12-31", "2099-12-31"))
    picture = Picture.objects.create(file=SimpleUploadedFile("one.png", PIXEL), alt_en="a", alt_es="b", alt_fr="c")
    body = '<p><a href="https://www.example.org/quetzal">A</a></p>'
    item = factories.news_item(date="2099-06-01", picture=picture, **NAMES, body_en=body, body_es=body, body_fr=body)
    pages = [
        "/en/", "/es/", "/fr/", "/en/news/", "/es/noticias/2099/", "/fr/nouvelles/", "/en/news/feed/",
        "/es/noticias/canal/", "/fr/nouvelles/fil/", "/sitemap.xml", *own(earlier), *own(later),
    ]  # fmt: skip
    for public in at_each_moment(item):
        number = Destination.objects.get(address__contains="quetzal").pk
        addresses = [*own(item), picture.file.url, f"/en/exit/{number}/"]
        assert find_pages_with(pages) == (pages if public else [])
        assert answers(addresses) == (addresses if public else [])


def test_release_and_attachment_are_hidden_before_their_time(at_each_moment):
    item = published(factories.news_item(date="2099-06-01"))
    release = factories.news_release(item=item, country=country("MX"), **NAMES)
    part = factories.release_file(release=release, file=factories.pdf_file("quetzal.pdf"))
    pages = ["/es/noticias/", "/fr/nouvelles/2099/", "/sitemap.xml", *own(item)]
    for public in at_each_moment(release):
        assert find_pages_with(pages) == (pages if public else [])
        addresses = [*own(release), part.file.url, part.target]
        assert answers(addresses) == (addresses if public else [])


def test_release_does_not_link_embargoed_item(at_each_moment):
    item = factories.news_item(date="2099-06-01", **NAMES)
    release = published(factories.news_release(item=item, country=country("US")))
    for public in at_each_moment(item):
        assert find_pages_with(own(release)) == (own(release) if public else [])


def test_document_and_file_are_hidden_before_their_time(at_each_moment):
    document = factories.document(issued="2099-06-01", **NAMES)
    part = factories.document_file(document=document, file=factories.pdf_file("quetzal.pdf"))
    meeting, subgroup = factories.meeting(), factories.subgroup()
    commitment, submission = factories.commitment(), factories.submission(office=published(factories.office()))
    for record in (meeting, subgroup, commitment, submission):
        record.documents.add(document)
        published(record)
    pages = [
        "/en/working-group/documents/", "/es/grupo-de-trabajo/documentos/", "/fr/groupe-de-travail/documents/",
        "/sitemap.xml", *own(meeting), *own(subgroup), *own(commitment), *own(submission),
    ]  # fmt: skip
    for public in at_each_moment(document):
        assert find_pages_with(pages) == (pages if public else [])
        addresses = [*own(document), part.file.url, part.target]
        assert answers(addresses) == (addresses if public else [])


def test_entry_appears_at_its_time_everywhere(at_each_moment):
    jurisdiction, section = published(factories.jurisdiction()), published(factories.section())
    texts = {f"slug_{language}": "quetzal" for language in LANGUAGES}
    texts |= {f"summary_{language}": "A text" for language in LANGUAGES}
    entry = factories.entry(jurisdiction=jurisdiction, section=section, label_en="Quetzal", **texts)
    pages = ["/en/programs/", "/fr/programmes/", "/sitemap.xml", *own(jurisdiction), *own(section)]
    for public in at_each_moment(entry):
        assert find_pages_with(pages) == (pages if public else [])
        assert answers(own(entry)) == (own(entry) if public else [])
