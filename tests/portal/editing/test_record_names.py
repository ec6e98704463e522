"""Names of records in the admin: in the editor's language if the record has it, otherwise marked with `lang`."""

import re

import pytest

from news.models import NewsItem, NewsRelease
from portal.models import Document, Release
from programs.models import Entry
from tests.support import factories
from tests.support.clients import superuser_client
from tests.support.forms import admin_url

pytestmark = pytest.mark.django_db
TITLES = {"title_en": "Zzq training", "title_es": "Zzq formación", "title_fr": "Zzq apprentissage"}
LANGUAGES = pytest.mark.parametrize("language", ["es", "fr"])


def get_page(language, path):
    response = superuser_client(interface_language=language).get(path)
    assert response.status_code == 200
    return response.content.decode()


def crop(html, start, end):
    """Return the part of a page from one text to another."""
    begin = html.index(start)
    return html[begin : html.index(end, begin)]


@LANGUAGES
def test_name_follows_the_active_language(language):
    item = factories.news_item(**TITLES)
    html = get_page(language, admin_url(NewsItem, "change", item.pk))
    title = TITLES[f"title_{language}"]
    assert f"<h2>{title}</h2>" in html
    assert title in crop(html, 'class="breadcrumbs"', "</div>")
    assert title in crop(html, "<title>", "</title>")
    assert title in get_page(language, admin_url(NewsItem, "history", item.pk))
    assert TITLES["title_en"] not in get_page(language, f"/admin/news/newsitem/{item.pk}/release-status/")
    assert TITLES["title_en"] not in crop(get_page(language, admin_url(NewsItem, "delete", item.pk)), "<body", "<form")


@LANGUAGES
def test_name_in_another_language_is_marked(language):
    item = factories.news_item(title_en="Zzq training")
    html = get_page(language, admin_url(NewsItem, "change", item.pk))
    assert '<h2><span lang="en">Zzq training</span></h2>' in html
    assert '<span lang="en">Zzq training</span>' in crop(html, 'class="breadcrumbs"', "</div>")
    assert "<span" not in crop(html, "<title>", "</title>")
    assert '<span lang="en">Zzq training</span>' in get_page(language, admin_url(NewsItem, "changelist"))
    status_page = get_page(language, f"/admin/news/newsitem/{item.pk}/release-status/")
    assert '<span lang="en">Zzq training</span>' in crop(status_page, 'class="breadcrumbs"', "</div>")


@LANGUAGES
def test_select_names_records_in_the_editors_language(language):
    factories.news_item(**TITLES)
    factories.news_item(title_en="Zzq other")
    html = get_page(language, admin_url(NewsRelease, "add"))
    assert re.search(rf'<option value="\d+">{TITLES[f"title_{language}"]}</option>', html)
    assert re.search(r'<option value="\d+" lang="en">Zzq other</option>', html)
    assert TITLES["title_en"] not in html


@LANGUAGES
def test_multiple_select_names_records_in_the_editors_language(language):
    published_document = factories.document(**TITLES)
    factories.document(title_en="Zzq other")
    html = get_page(language, "/admin/workinggroup/subgroup/add/")
    options = crop(html, 'id="id_documents"', "</select>")
    assert f'<option value="{published_document.pk}">{TITLES[f"title_{language}"]}</option>' in options
    assert re.search(r'<option value="\d+" lang="en">Zzq other</option>', options)
    assert 'class="selectfilter"' in html


@LANGUAGES
@pytest.mark.parametrize("query", ["", "?_facets=True"])
def test_columns_and_filters_use_the_editors_language(language, query):
    jurisdiction = factories.jurisdiction(title_en="Zzq other")
    factories.entry(section=factories.section(**TITLES), jurisdiction=jurisdiction, title_en="Entry")
    html = get_page(language, admin_url(Entry, "changelist") + query)
    title = TITLES[f"title_{language}"]
    assert f'<td class="field-section">{title}</td>' in html
    assert '<td class="field-jurisdiction"><span lang="en">Zzq other</span></td>' in html
    filters = crop(html, 'id="changelist-filter"', "</nav>")
    assert title in filters
    assert re.search(r'<span lang="en">Zzq other( \(1\))?</span>', filters)
    assert "&lt;span" not in filters
    assert TITLES["title_en"] not in html


@LANGUAGES
def test_bundle_names_records_in_the_editors_language(language):
    item = factories.news_item(**TITLES)
    release = Release.objects.create(name="Bundle")
    html = get_page(language, f"/admin/releases/{release.pk}/")
    assert TITLES[f"title_{language}"] in crop(html, 'id="id_record"', "</select>")
    release.add(item, by=factories.editor(is_superuser=True))
    html = get_page(language, f"/admin/releases/{release.pk}/")
    assert TITLES[f"title_{language}"] in html
    assert TITLES["title_en"] not in html


@LANGUAGES
def test_usage_and_trash_use_the_editors_language(language):
    document = factories.document(**TITLES)
    client = superuser_client(interface_language=language)
    client.post(admin_url(Document, "delete", document.pk), {"post": "yes", "reason": "A mistake"})
    assert TITLES[f"title_{language}"] in client.get(admin_url(Document, "deleted")).content.decode()
    page = factories.page(**TITLES)
    factories.page(parent=page, title_en="Child zzq")
    assert '<span lang="en">Child zzq</span>' in client.get(admin_url(type(page), "delete", page.pk)).content.decode()


def test_untitled_record_has_a_name():
    item = factories.news_item(title_en="")
    assert str(item) == "untitled"
    assert ">untitled</a>" in get_page("en", admin_url(NewsItem, "changelist"))


@LANGUAGES
def test_preview_leads_back_to_form(language):
    item = factories.news_item(**TITLES)
    breadcrumbs = crop(get_page(language, admin_url(NewsItem, "preview", item.pk)), 'class="breadcrumbs"', "</div>")
    assert f'<a href="{admin_url(NewsItem, "change", item.pk)}">{TITLES[f"title_{language}"]}</a>' in breadcrumbs
    assert admin_url(NewsItem, "history", item.pk) not in breadcrumbs
