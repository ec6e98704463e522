"""The sitemap index and its files."""

from pathlib import Path

import pytest
import xmlschema

from news.models import NewsItem
from portal import sitemaps
from portal.i18n.languages import LANGUAGES
from portal.publishing.workflow import unpublish
from tests.support import factories
from tests.support.queries import count_queries
from tests.support.sitemap import get_locations, get_sitemap_urls, read_xml

pytestmark = pytest.mark.django_db
SCHEMAS = Path(__file__).parent.parent / "support" / "schemas"


def get_file(series, number=1):
    return f"/sitemap-{series}-{number}.xml"


def test_index_and_files_are_valid(client):
    xmlschema.XMLSchema(SCHEMAS / "siteindex.xsd").validate(client.get("/sitemap.xml").getvalue().decode())
    schema = xmlschema.XMLSchema(SCHEMAS / "sitemap.xsd")
    locations = get_locations(read_xml("/sitemap.xml"))
    assert len(locations) > 10
    for url, _changed_at in locations:
        response = client.get(url)
        assert response["Content-Type"] == "application/xml; charset=utf-8"
        schema.validate(response.getvalue().decode())


def test_addresses_answer_without_redirect(client):
    urls = get_sitemap_urls(client)
    assert len(urls) == len(set(urls))
    for url in urls[:: max(1, len(urls) // 40)]:
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("language", LANGUAGES)
def test_lastmod_is_public_date_of_change(language):
    item = factories.published(factories.news_item())
    series = f"news-newsitem-{language}"
    changes = dict(get_locations(read_xml(get_file(series))))
    expected = item.changed_at.isoformat(timespec="seconds")
    assert changes[f"http://testserver{item.get_url(language)}"] == expected
    assert dict(get_locations(read_xml("/sitemap.xml")))[f"http://testserver{get_file(series)}"] == expected
    NewsItem.objects.update(changed_at=None)
    assert set(dict(get_locations(read_xml(get_file(series)))).values()) == {None}


def test_file_is_split_at_its_limit(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "MAX_ADDRESSES", 2)
    unpublished = [unpublish(item, by=None) for item in NewsItem.objects.published()]
    assert unpublished
    items = [factories.published(factories.news_item()) for _ in range(5)]
    index = dict(get_locations(read_xml("/sitemap.xml")))
    numbers = sorted({item.pk // 2 + 1 for item in items})
    files = [f"http://testserver{get_file('news-newsitem-en', number)}" for number in numbers]
    assert [url for url in index if "newsitem-en" in url] == files
    for number, url in zip(numbers, files, strict=True):
        members = [item for item in items if item.pk // 2 + 1 == number]
        addresses = get_locations(read_xml(get_file("news-newsitem-en", number)))
        assert [address for address, _ in addresses] == [f"http://testserver{item.get_url('en')}" for item in members]
        assert index[url] == max(item.changed_at for item in members).isoformat(timespec="seconds")
    assert {item.get_url("en") for item in items} <= set(get_sitemap_urls(client))


@pytest.mark.parametrize(
    "path", [get_file("news-newsitem-en", 2), get_file("news-newsitem-de"), get_file("lists", 2), get_file("lists", 0)]
)
def test_missing_file_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_file_is_streamed_in_few_queries(client):
    path = get_file("programs-entry-fr")
    assert client.get(path).streaming
    before = count_queries(get_file("news-newsitem-en"))
    for _ in range(5):
        factories.published(factories.news_item())
    assert count_queries(get_file("news-newsitem-en")) == before


def test_unchanged_sitemap_is_not_sent_again(client):
    for path in ("/sitemap.xml", get_file("lists"), get_file("news-newsitem-es")):
        tag = client.get(path)["ETag"]
        assert client.get(path, headers={"if-none-match": tag}).status_code == 304


def test_sitemap_is_compressed_if_accepted(client):
    response = client.get(get_file("lists"), headers={"accept-encoding": "gzip"})
    assert response["Content-Encoding"] == "gzip"
