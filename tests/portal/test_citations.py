"""How to cite a record, its permanent address, and its texts as they stood on a day, in three languages."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from portal.citations.citation import escape_bibtex
from portal.history.models import Version
from portal.i18n.languages import LANGUAGES
from portal.publishing.workflow import publish, unpublish
from portal.records.permanent_urls import get_permanent_url
from portal.records.tag_uris import get_tag_uri
from tests.support import factories
from tests.support.drafts import save_draft

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TITLES = {"en": "Safety & “health” 100%", "es": "Seguridad y salud", "fr": "L’évaluation à l’œuvre"}


@pytest.fixture
def item():
    texts = {f"title_{language}": title for language, title in TITLES.items()}
    return factories.published(factories.news_item(**texts))


def cite(client, record, extension, language="en"):
    with override(language):
        path = reverse(f"citation_{extension}", args=[record._meta.label_lower, record.pk])
    return client.get(path)


def set_public_since(record, days):
    """Move the publication of a record and its versions to some days ago."""
    moment = timezone.now() - days * DAY
    type(record).objects.filter(pk=record.pk).update(publish_at=moment, changed_at=moment)
    Version.objects.of(record).update(at=moment)


def get_as_of(client, record, days_ago, language="en"):
    day = (timezone.localdate() - days_ago * DAY).isoformat()
    with override(language):
        return client.get(reverse("as_of", args=[day, record._meta.label_lower, record.pk]))


def get_paragraphs(response, start=""):
    """Return the paragraphs of a page that start with some words."""
    found = re.findall(r"<p>(.*?)</p>", response.content.decode(), re.DOTALL)
    return [text for text in map(unescape, map(str.strip, found)) if text.startswith(start)]


def test_tag_uri_names_model_and_number(item):
    assert get_tag_uri(item) == f"tag:naalcosh.org,2004-04-08:news.newsitem/{item.pk}"


@pytest.mark.parametrize(("accepted", "language"), [("es-MX,es;q=0.9", "es"), ("fr", "fr"), ("de", "en"), ("", "en")])
def test_permanent_url_leads_to_language_of_reader(client, item, accepted, language):
    response = client.get(get_permanent_url(item), headers={"accept-language": accepted})
    assert (response.status_code, response.headers["Location"]) == (302, item.get_url(language))
    assert "Accept-Language" in response.headers["Vary"]


def test_permanent_url_survives_new_slug(client, item):
    before = get_permanent_url(item)
    item.slug_en = "another"
    item.save()
    assert client.get(before).headers["Location"].endswith("/another/")


@pytest.mark.parametrize("path", [
    "/id/news.newsitem/999999/", "/id/portal.editor/1/", "/id/portal.version/1/", "/id/there.isnone/1/",
    "/id/newsitem/1/", "/id/News.NewsItem/1/", "/id/workinggroup.submissionstep/1/",
])  # fmt: skip
def test_permanent_url_of_other_things_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_page_says_how_to_cite_it(client, item, language):
    html = client.get(item.get_url(language)).content.decode()
    assert f"http://testserver{get_permanent_url(item)}" in html
    for extension in ("bibtex", "csl"):
        with override(language):
            assert reverse(f"citation_{extension}", args=["news.newsitem", item.pk]) in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_csl_has_what_readers_need(client, item, language):
    response = cite(client, item, "csl", language)
    [data] = json.loads(response.content)
    changed = timezone.localdate(item.changed_at)
    assert data["title"] == TITLES[language]
    assert data["language"] == language
    assert data["issued"] == {"date-parts": [[changed.year, changed.month, changed.day]]}
    assert data["URL"] == f"http://testserver{get_permanent_url(item)}"
    assert data["id"] == get_tag_uri(item)
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(("language", "langid"), [("en", "english"), ("es", "spanish"), ("fr", "french")])
def test_bibtex_escapes_special_characters(client, item, language, langid):
    text = cite(client, item, "bibtex", language).content.decode()
    assert f"title = {{{{{TITLES[language].replace('&', chr(92) + '&').replace('%', chr(92) + '%')}}}}}" in text
    assert f"langid = {{{langid}}}" in text
    assert text.count("{") == text.count("}")


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("50% & $5 #1 a_b", r"50\% \& \$5 \#1 a\_b"),
        ("{x}", r"\{x\}"),
        ("\\^~", r"\textbackslash{}\textasciicircum{}\textasciitilde{}"),
        ("é ñ œ", "é ñ œ"),
    ],
)
def test_bibtex_escape(text, escaped):
    assert escape_bibtex(text) == escaped


def test_submission_is_cited_with_its_number(client):
    submission = factories.published(factories.submission(number="US 9977"))
    [data] = json.loads(cite(client, submission, "csl").content)
    assert data["title"] == f"US 9977, {submission.title_en}"


def test_draft_cannot_be_cited(client):
    draft = factories.news_item()
    assert cite(client, draft, "bibtex").status_code == 404
    assert client.get(get_permanent_url(draft)).status_code == 404


def test_list_has_no_citation(client):
    assert 'class="inner citation"' not in client.get("/en/news/").content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_as_of_shows_texts_of_that_day(client, item, language):
    set_public_since(item, 10)
    save_draft(item, **{f"title_{other}": f"Changed {title}" for other, title in TITLES.items()})
    assert "Changed" not in get_as_of(client, item, 0, language).content.decode()  # the draft is not public
    publish(type(item).objects.get(pk=item.pk), by=None, without_approval=True)
    paragraphs = [
        [TITLES[language] in text for text in get_paragraphs(get_as_of(client, item, days, language), "Changed")]
        for days in (3, 0)
    ]
    assert paragraphs == [[], [True]]
    assert TITLES[language] in get_paragraphs(get_as_of(client, item, 3, language))
    current = type(item).objects.get(pk=item.pk).get_url(language)
    assert f'href="{current}"' in get_as_of(client, item, 3, language).content.decode()


def test_as_of_is_not_indexed(client, item):
    response = get_as_of(client, item, 0)
    assert response.status_code == 200
    assert "noindex" in response.headers["X-Robots-Tag"]


@pytest.mark.parametrize("days_ago", [11, -1], ids=["before publication", "future"])
def test_as_of_other_days_is_not_found(client, item, days_ago):
    set_public_since(item, 10)
    assert get_as_of(client, item, 10).status_code == 200
    assert get_as_of(client, item, days_ago).status_code == 404


def test_as_of_unpublished_record_is_not_found(client, item):
    set_public_since(item, 10)
    unpublish(item, by=None, note="Legal")
    assert get_as_of(client, item, 3).status_code == 404


def test_as_of_before_republication_is_not_found(client, item):
    set_public_since(item, 10)
    unpublish(item, by=None, note="Legal")
    publish(item, by=None, without_approval=True)
    assert get_as_of(client, item, 3).status_code == 404
    assert get_as_of(client, item, 0).status_code == 200


def test_as_of_leaves_out_unconfirmed_facts(client):
    place = factories.help_place()
    shown = factories.help_entry(place=place)
    hidden = factories.help_entry(place=place, confirmed=False)
    factories.published(place)
    html = get_as_of(client, place, 0).content.decode()
    assert f"<p>{shown.title_en}</p>" in html
    assert f"<p>{hidden.title_en}</p>" not in html


@pytest.mark.parametrize("day", ["2026-1-1", "20260101", "yesterday", "", "2026-02-30"])
def test_as_of_invalid_day_is_not_found(client, item, day):
    assert client.get(f"/en/as-of/news.newsitem/{item.pk}/", {"day": day}).status_code in {302, 404}
    if day:
        assert client.get(f"/en/as-of/{day}/news.newsitem/{item.pk}/").status_code == 404


def test_form_leads_to_page_of_day(client, item):
    today = timezone.localdate().isoformat()
    response = client.get(f"/en/as-of/news.newsitem/{item.pk}/", {"day": today})
    assert response.headers["Location"] == f"/en/as-of/{today}/news.newsitem/{item.pk}/"
