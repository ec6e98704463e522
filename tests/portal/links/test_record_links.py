"""Links to records resolve to their current URL in the reader's language, or to plain text."""

import pytest
from django.core.exceptions import ValidationError

from alliances.models import Goal
from portal.external_links.models import get_external_urls
from portal.links.record_links import build_reference, resolve_record_links
from portal.richtext.fields import sanitize_html
from portal.richtext.html import validate_links
from portal.richtext.toc import get_headings
from tests.support import factories
from tests.support.drafts import live_item, save_draft
from tests.support.factories import published
from tests.support.outbound import get_page_html, get_record_html, item_linking_to, us_item
from tests.support.previews import get_preview_path, share_preview
from tests.support.queries import count_queries

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_link_resolves_to_url_in_reader_language(language):
    target = published(factories.meeting())
    record = published(item_linking_to(build_reference(target)))
    assert f'<a href="{target.get_url(language)}">words</a>' in get_record_html(record, language)


def test_link_follows_record_to_new_url():
    target = published(factories.news_item())
    record = published(item_linking_to(build_reference(target)))
    target.slug_en = "moved"
    target.save()
    html = get_record_html(record)
    assert target.get_url("en").endswith("/moved/")
    assert f'<a href="{target.get_url("en")}">words</a>' in html


def test_link_follows_new_url_of_parent():
    parents = {"jurisdiction": published(factories.jurisdiction()), "section": published(factories.section())}
    target = published(factories.entry(**parents))
    record = published(item_linking_to(build_reference(target)))
    assert f'<a href="{target.get_url("fr")}">words</a>' in get_record_html(record, "fr")


def test_link_to_unpublished_record_is_plain_text():
    target = factories.news_item()
    record = published(item_linking_to(build_reference(target)))
    html = get_record_html(record)
    assert "<p>words</p>" in html
    assert "record:" not in html


def test_link_to_deleted_record_keeps_text_and_lang():
    record = published(item_linking_to("record:news.newsitem:999999999", attributes=' lang="es"'))
    assert '<p><span lang="es">words</span></p>' in get_record_html(record)


def test_link_keeps_inner_markup():
    target = published(factories.news_item())
    words = '<a href="{}"><em>more</em> &amp; less</a>'
    record = published(us_item(f"<p>{words.format(build_reference(target))}</p>"))
    assert words.format(target.get_url("en")) in get_record_html(record)


def test_link_in_preview_uses_drafts(client):
    item = save_draft(live_item(), slug_en="new-address")
    record = published(item_linking_to(build_reference(item)))
    item = save_draft(item, body_en=f'<p>Of <a href="{build_reference(item)}">itself</a></p>')
    preview = share_preview(item)
    path = f"/preview/{preview.token}/en/news/2004/new-address/"
    assert f'<a href="{path}">itself</a>' in client.get(path).content.decode()
    assert "new-address" not in get_record_html(record)


def test_link_in_preview_resolves_previewed_record(client):
    item = factories.news_item()
    item.body_en = f'<p><a href="{build_reference(item)}">itself</a></p>'
    item.save()
    assert ">itself</a>" in client.get(get_preview_path(share_preview(item), item)).content.decode()


@pytest.mark.parametrize(
    "address",
    ["record:", "record:news.newsitem", "record:news.newsitem:0", "record:news.newsitem:1x", "record:news.newsitem:-1",
     "record:news.NewsItem:1", "RECORD:news.newsitem:1", "record:portal.editor:1", "record:auth.group:1",
     "record:nothing.here:1", "record:news.newsitem:1?x", "record:news.newsitem:1#x", "record://news.newsitem:1"],
)  # fmt: skip
def test_invalid_reference_is_rejected(address):
    with pytest.raises(ValidationError, match=r"is not a record of the portal|is not a valid URL"):
        validate_links(f'<p><a href="{address}">words</a></p>')


def test_reference_is_not_an_external_link():
    target = factories.news_item()
    record = item_linking_to(build_reference(target))
    validate_links(record.body_en)
    assert get_external_urls(record) == {}


def test_reference_in_heading_is_not_in_its_id():
    html = sanitize_html('<h2><a href="record:news.newsitem:1">Words</a></h2>')
    assert [(heading.text, heading.fragment) for heading in get_headings(html)] == [("Words", "words")]


class TestQueries:
    def test_page_query_count_is_constant(self):
        targets = [published(factories.news_item()) for _ in range(4)]
        single = published(item_linking_to(build_reference(targets[0])))
        many = published(item_linking_to(*map(build_reference, targets)))
        for number, field in enumerate(("sources_en", "sources_es", "sources_fr")):
            setattr(many, field, f'<p><a href="{build_reference(targets[number])}">words</a></p>')
        many.save()
        assert get_page_html(many.get_url("en")).count(targets[0].get_url("en")) == 2
        assert count_queries(many.get_url("en")) == count_queries(single.get_url("en"))

    def test_parts_query_count_is_constant(self):
        targets = [published(factories.news_item()) for _ in range(4)]
        alliance = published(factories.alliance())
        path = alliance.get_url("en")

        def add(target):
            text = f'<p><a href="{build_reference(target)}">words</a></p>'
            alliance.goals.create(emphasis=Goal.Emphasis.OUTREACH, text_en=text, text_es=text, text_fr=text)

        add(targets[0])
        count_with_one = count_queries(path)
        for target in targets[1:]:
            add(target)
        html = get_page_html(path)
        assert all(target.get_url("en") in html for target in targets)
        assert count_queries(path) == count_with_one


def test_page_without_references_needs_no_query(django_assert_num_queries):
    html = '<p><a href="/en/news/">record:news.newsitem:1</a></p>'
    with django_assert_num_queries(0):
        assert resolve_record_links(html) == html
