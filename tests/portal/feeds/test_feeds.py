"""Atom feeds: entries, dates, languages, identifiers, embargo and conditional requests."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import NewsItem
from portal.feeds.feeds import get_feeds
from portal.i18n.languages import LANGUAGES
from portal.publishing.models import publishable_models
from portal.publishing.workflow import publish_record, unpublish
from tests.support import factories
from tests.support.feeds import get_feed_url, parse_feed
from tests.support.html import ParsedPage

pytestmark = pytest.mark.django_db
FEED_NAMES = [feed.url_name for feed in get_feeds()]
EVERYTHING = {language: get_feed_url("feed_everything", language) for language in LANGUAGES}


def build_texts(word="Quetzal", field="title", start="", end=""):
    return {f"{field}_{language}": f"{start}{word} {language}{end}" for language in LANGUAGES}


def find_entry(path, record):
    """Return the entry of a record, None if the feed has none."""
    tag = f"tag:naalcosh.org,2004-04-08:{record._meta.label_lower}/{record.pk}"
    return next((entry for entry in parse_feed(path).entries if entry.id == tag), None)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FEED_NAMES)
def test_feed_is_valid_in_each_language(name, language):
    path = get_feed_url(name, language)
    feed = parse_feed(path)
    assert feed.feed.language == language
    assert feed.feed.id.startswith("tag:naalcosh.org,2004-04-08:feeds/")
    assert feed.feed.id.endswith(f"/{language}")
    links = {link.rel: link.href for link in feed.feed.links}
    assert links["self"] == f"http://testserver{path}"
    assert links["alternate"].startswith(f"http://testserver/{language}/")
    assert feed.feed.author
    for entry in feed.entries:
        assert entry.author
        assert entry.title
        assert entry.link.startswith(f"http://testserver/{language}/")
        assert entry.updated
        assert 'href="/' not in str(entry.get("content"))
        assert "record:" not in str(entry.get("content"))


def test_feeds_of_initial_content_have_entries():
    paths = [get_feed_url(name, "es") for name in FEED_NAMES]
    assert [path for path in paths if not parse_feed(path).entries and "programas" not in path] == []
    ids = [parse_feed(path).feed.id for path in paths]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_entry_has_full_text_with_absolute_links(language):
    target = factories.published(factories.meeting())
    hidden = factories.meeting()
    reference = '<a href="record:workinggroup.meeting:{}">{}</a>'
    links = reference.format(target.pk, "A") + reference.format(hidden.pk, "B")
    texts = build_texts("Text", "agenda", "<p>", f" {links}</p>") | build_texts("Body", "body", "<p>", "</p>")
    meeting = factories.published(factories.meeting(start="2005-03", **build_texts(), **texts))
    entry = find_entry(get_feed_url("workinggroup:meeting_feed", language), meeting)
    assert entry.title == f"Quetzal {language}"
    assert entry.published == "2005-03-01T00:00:00+00:00"
    assert entry.updated.startswith(meeting.changed_at.strftime("%Y-%m-%dT%H:%M:%S"))
    (content,) = entry.content
    assert content.type == "text/html"
    assert content.value.index(f"Body {language}") < content.value.index("<h2>") < content.value.index("Text")
    assert f'href="http://testserver{target.get_url(language)}"' in content.value
    assert ">B</a>" not in content.value


def test_text_without_translation_is_marked_with_its_language():
    item = factories.published(
        factories.news_item(
            title_es="Solo en español", body_es="<p>Uno</p>", source_language="es", country=factories.country("MX")
        )
    )
    entry = find_entry("/fr/nouvelles/fil/", item)
    assert entry.title == "Solo en español"
    assert {entry.title_detail.language, entry.content[0].language} == {"es"}
    assert entry.link == f"http://testserver{item.get_url('fr')}"
    assert find_entry("/es/noticias/canal/", item).title_detail.language == "es"


def test_date_of_loading_is_not_shown():
    NewsItem.objects.update(changed_at=None)
    item = NewsItem.objects.published().order_by("-date").first()
    entry = find_entry("/en/news/feed/", item)
    assert entry.updated == entry.published
    assert entry.updated[:10] == item.date
    page = factories.published(factories.page())
    assert find_entry(EVERYTHING["en"], page)
    type(page).objects.update(changed_at=None)
    assert find_entry(EVERYTHING["en"], page) is None


def test_published_is_not_in_the_future():
    meeting = factories.published(factories.meeting(start="2099-01-01"))
    entry = find_entry(EVERYTHING["en"], meeting)
    assert entry.published[:10] == meeting.publish_at.date().isoformat()


def test_feed_has_fifty_newest_entries():
    for _ in range(52):
        last = factories.published(factories.meeting())
    entries = parse_feed(get_feed_url("workinggroup:meeting_feed", "en")).entries
    assert len(entries) == 50
    assert entries[0].link == f"http://testserver{last.get_url('en')}"
    assert [entry.updated for entry in entries] == sorted((entry.updated for entry in entries), reverse=True)


def test_country_feed_has_records_of_country():
    mexican = factories.published(factories.news_item(country=factories.country("MX")))
    shared = factories.published(factories.news_item())
    path = get_feed_url("feed_country", "fr", code="mx")
    assert find_entry(path, mexican).author == "Mexique"
    assert find_entry(path, shared) is None
    assert find_entry(EVERYTHING["fr"], shared).author.startswith("Groupe de travail trinational")
    assert [Client().get(f"/en/feeds/countries/{code}/").status_code for code in ("us", "MX", "br")] == [200, 404, 404]


def test_entry_id_survives_change_of_slug_and_host():
    item = factories.published(factories.news_item())
    before = find_entry("/en/news/feed/", item)
    NewsItem.objects.filter(pk=item.pk).update(slug_en="another")
    response = Client().get("/en/news/feed/", headers={"host": "other.example"})
    assert before.id in response.content.decode()
    assert "http://other.example/en/news/" in response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_embargoed_records_are_in_no_feed(language):
    def create(model):
        name = model.__name__.lower()
        return getattr(factories, {"newsitem": "news_item", "newsrelease": "news_release"}.get(name, name), None)

    makers = [maker for maker in map(create, publishable_models()) if maker in (
        factories.news_item, factories.news_release, factories.meeting, factories.commitment, factories.submission,
    )]  # fmt: skip
    assert len(makers) == 5
    for maker in makers:
        maker(**build_texts())
        publish_record(maker(**build_texts()), by=None, without_approval=True, at=timezone.now() + timedelta(hours=1))
        unpublish(factories.published(maker(**build_texts())), by=None)
        expired = factories.published(maker(**build_texts()))
        past = timezone.now() - timedelta(hours=1)
        type(expired).objects.filter(pk=expired.pk).update(withdraw_at=past)
    for name in FEED_NAMES:
        assert "Quetzal" not in Client().get(get_feed_url(name, language)).content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_link_to_their_feeds(language):
    for feed in get_feeds():
        page = ParsedPage(Client().get(get_feed_url(feed.page, language)).content.decode())
        links = [link["href"] for link in page.all("link", type="application/atom+xml")]
        assert get_feed_url(feed.url_name, language) in links
    path = get_feed_url("feed_list", language)
    page = ParsedPage(Client().get(path).content.decode())
    for feed in (*FEED_NAMES, "feed_country"):
        kwargs = {"code": "mx"} if feed == "feed_country" else {}
        url = get_feed_url(feed, language, **kwargs)
        assert page.all("a", href=url)
        assert page.all("link", type="application/atom+xml", href=url)
    assert ParsedPage(Client().get(f"/{language}/").content.decode()).all("a", href=path)


class TestConditionalRequests:
    @pytest.mark.parametrize("name", FEED_NAMES)
    def test_unchanged_feed_is_not_sent_again(self, client, name):
        path = get_feed_url(name, "en")
        first = client.get(path)
        with CaptureQueriesContext(connection) as captured:
            by_tag = client.get(path, headers={"if-none-match": first["ETag"]})
        assert (by_tag.status_code, by_tag.content, by_tag["ETag"]) == (304, b"", first["ETag"])
        assert len(captured) == 2
        by_time = client.get(path, headers={"if-modified-since": first["Last-Modified"]})
        assert by_time.status_code == 304
        assert first["Cache-Control"] == "no-cache"

    def test_weak_tag_of_compressed_feed_is_recognized(self, client):
        first = client.get(EVERYTHING["en"], headers={"accept-encoding": "gzip"})
        assert first["ETag"].startswith('W/"')
        assert client.get(EVERYTHING["en"], headers={"if-none-match": first["ETag"]}).status_code == 304

    @pytest.mark.parametrize("change", ["publish", "unpublish", "expire", "begin"])
    def test_change_is_sent(self, client, change):
        item = factories.news_item()
        soon = timezone.now() + timedelta(hours=1)
        if change == "begin":
            publish_record(item, by=None, without_approval=True, at=soon)
        elif change != "publish":
            factories.published(item)
        tag = client.get("/en/news/feed/")["ETag"]
        if change == "publish":
            factories.published(item)
        elif change == "unpublish":
            unpublish(item, by=None)
        else:
            column = "withdraw_at" if change == "expire" else "publish_at"
            past = timezone.now() - timedelta(seconds=1)
            NewsItem.objects.filter(pk=item.pk).update(**{column: past})
        assert client.get("/en/news/feed/", headers={"if-none-match": tag}).status_code == 200

    def test_query_count_does_not_depend_on_records(self, client):
        def count(number):
            for _ in range(number):
                factories.published(factories.meeting(country=factories.country("MX")))
            with CaptureQueriesContext(connection) as captured:
                client.get(get_feed_url("workinggroup:meeting_feed", "fr"))
            return len(captured)

        count(1)
        assert count(1) == count(4)
