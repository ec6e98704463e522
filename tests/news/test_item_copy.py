"""A news item that was made from a release: it follows the release until it is published, and its form shows it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from news.models import NewsItem, NewsRelease
from portal.history.models import Event, get_versions
from portal.i18n.languages import LANGUAGES
from portal.publishing.workflow import FUNCTIONS, publish, publish_record, submit
from portal.records.models import Status
from tests.support import factories
from tests.support.clients import client_for, editor_client, get_page
from tests.support.factories import country
from tests.support.forms import PUBLISH_CHANGES, admin_url, change_url, get_record_form_data
from tests.support.html import FormParser, ParsedPage

pytestmark = pytest.mark.django_db
ADD = admin_url(NewsRelease, "add")
TEXTS = {
    "title_es": "Nueva norma", "summary_es": "Resumen", "title_en": "New standard", "summary_en": "A few words",
    "title_fr": "Cholula", "summary_fr": "8",
}  # fmt: skip


@pytest.fixture
def publisher():
    return factories.editor(roles=["publisher"], countries=["MX"])


def make_release(editor, **fields):
    """Create a release of Mexico and the item that is made from it."""
    texts = {**TEXTS, "date": "2026-12-01", "source_language": "es", "country": country("MX"), **fields}
    release = factories.news_release(**texts)
    release.create_item(by=editor)
    release.save()
    return release


def correct(release, editor, **fields):
    """Save a release with other values, as its form does."""
    for name, value in fields.items():
        setattr(release, name, value)
    release.save()
    release.finalize_save(Event.SAVED, by=editor)
    return NewsItem.objects.get(pk=release.item_id)


def post_change(editor, record, **fields):
    client = client_for(editor)
    return client.post(change_url(record), get_record_form_data(client, record) | fields, follow=True)


def test_text_corrected_before_publication_reaches_the_item(publisher):
    client = client_for(publisher)
    fields = FormParser(client.get(ADD).content.decode()).fields
    client.post(ADD, fields | {**TEXTS, "new_item": "on", "_submit": "1"})
    release = NewsRelease.objects.get(title_fr="Cholula")
    assert release.item.title_fr == "Cholula"
    post_change(publisher, release, title_fr="", summary_fr="", title_en="New chemical standard", _publish="1")
    item = NewsItem.objects.get(pk=release.item_id)
    assert item.is_public()
    assert (item.title_fr, item.summary_fr, item.title_en) == (None, None, "New chemical standard")
    assert "Cholula" not in get_page("/fr/nouvelles/")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title_en", "Corrected"), ("title_fr", None), ("summary_es", "Corregido"), ("summary_fr", None),
        ("date", "2026-12-02"), ("source_language", "en"), ("joint_languages", ["en"]),
    ],
)  # fmt: skip
def test_each_copied_column_follows(publisher, column, value):
    release = make_release(publisher)
    assert getattr(correct(release, publisher, **{column: value}), column) == value
    assert getattr(correct(release, publisher, **{column: TEXTS.get(column) or value}), column) == (
        TEXTS.get(column) or value
    )


def test_country_follows_and_item_stays_published_together(publisher):
    release = make_release(publisher)
    assert correct(release, publisher, country=country("US")).country == country("US")


def test_column_changed_on_item_is_not_overwritten(publisher):
    release = make_release(publisher)
    post_change(publisher, release.item, title_fr="Titre de la nouvelle", summary_en="")
    item = correct(
        NewsRelease.objects.get(pk=release.pk), publisher, title_fr="Norme", summary_en="Other", title_es="Otra"
    )
    assert (item.title_fr, item.summary_en, item.title_es) == ("Titre de la nouvelle", None, "Otra")


def test_slug_of_corrected_title_is_made_anew(publisher):
    release = make_release(publisher)
    release.item.slug_en = "own-slug"
    release.item.save()
    release.refresh_from_db()
    item = correct(release, publisher, title_fr="Norme chimique", title_en="Other")
    assert (item.slug_fr, item.slug_en) == ("norme-chimique", "own-slug")
    item = correct(release, publisher, title_fr=None, title_en="Third")
    assert (item.slug_fr, item.slug_en) == ("nueva-norma", "own-slug")


def test_update_of_item_is_a_version(publisher):
    release = make_release(publisher)
    item = correct(release, publisher, title_fr="Norme")
    newest = get_versions(item).first()
    assert (newest.event, newest.by, newest.note) == (
        Event.SAVED, publisher, "Taken from its national news release",
    )  # fmt: skip
    correct(release, publisher, number="7")
    assert get_versions(item).first() == newest


def test_published_item_no_longer_follows(publisher):
    release = make_release(publisher, title_fr="Norme")
    publish(release.item, by=publisher)
    assert correct(release, publisher, title_fr="Autre").title_fr == "Norme"


def test_chosen_item_does_not_follow(publisher):
    item = factories.news_item(country=country("MX"), title_es="Nueva norma")
    release = factories.news_release(item=item, country=country("MX"), title_es="Nueva norma", source_language="es")
    item = correct(release, publisher, title_es="Otra", summary_es="Texto")
    assert (item.title_es, item.summary_es) == ("Nueva norma", None)


def test_item_of_another_country_does_not_follow(publisher):
    release = make_release(publisher)
    release.item.country = None
    release.item.save()
    assert correct(release, publisher, title_fr="Norme").title_fr == "Cholula"


def test_item_scheduled_alone_does_not_follow(publisher):
    release = make_release(publisher)
    publish_record(release.item, by=publisher, at=timezone.now() + timedelta(days=1))
    assert correct(release, publisher, title_en="Corrected").title_en == "New standard"


def test_scheduled_item_follows_published_changes(publisher):
    release = make_release(publisher)
    publish_record(release, by=publisher, at=timezone.now() + timedelta(days=1))
    post_change(publisher, release, title_en="Corrected", **PUBLISH_CHANGES)
    item = NewsItem.objects.get(pk=release.item_id)
    assert (item.title_en, item.is_scheduled) == ("Corrected", True)
    assert get_versions(item).first().event == Event.CHANGES_PUBLISHED


def test_scheduled_item_stays_complete(publisher):
    release = make_release(publisher)
    release.item.summary_es = "Texto propio"
    release.item.save()
    publish_record(release.item, by=publisher, at=timezone.now() + timedelta(days=1))
    release.refresh_from_db()
    publish_record(release, by=publisher, at=release.item.publish_at)
    for column in ("summary_es", "title_es"):
        setattr(release, column, None)
    with pytest.raises(ValidationError, match="News item"):
        release.transition_to(release.status, Event.CHANGES_PUBLISHED, by=publisher, note="")


@pytest.mark.parametrize("transition", ["withdraw_from_review", "request_changes"])
def test_item_leaves_review_with_release(publisher, transition):
    release = make_release(publisher)
    submit(release, by=publisher)
    FUNCTIONS[transition](release, by=publisher, note="Number")
    assert {release.status, NewsItem.objects.get(pk=release.item_id).status} == {Status.DRAFT}


@pytest.mark.parametrize(
    ("language", "heading", "note"),
    [
        ("en", "Text of the news item", "corrections of this release also change the news item"),
        ("es", "Texto de la noticia", "las correcciones de este comunicado también cambian la noticia"),
        ("fr", "Texte de la nouvelle", "les corrections de ce communiqué modifient aussi la nouvelle"),
    ],
)
def test_form_shows_texts_of_item(publisher, language, heading, note):
    release = make_release(publisher)
    release.item.summary_en = "Own words"
    release.item.save()
    client = editor_client(roles=["publisher"], countries=["MX"], interface_language=language)
    html = client.get(change_url(release)).content.decode()
    assert heading in html
    block = html.split('class="item-texts"')[1].split("</div>")[0]
    assert note in block
    for text in (*TEXTS.values(), "Own words"):
        assert (text in block) is (text != "A few words")
    assert block.count("<small>") == 1
    assert ParsedPage(block).all("a", href=change_url(release.item))


def test_form_shows_texts_of_chosen_item(publisher):
    item = factories.news_item(country=country("MX"), title_fr="Titre choisi")
    release = factories.news_release(item=item, country=country("MX"))
    block = client_for(publisher).get(change_url(release)).content.decode().split('class="item-texts"')[1]
    assert "Titre choisi" in block.split("</div>")[0]
    assert "It is changed in its own form only." in block


@pytest.mark.parametrize("language", LANGUAGES)
def test_form_hides_texts_of_public_or_hidden_item(publisher, language):
    public = factories.published(factories.news_item(country=country("MX")))
    hidden = factories.news_item(country=country("CA"), title_en="Their draft")
    for item in (public, hidden, None):
        release = factories.news_release(item=item, country=country("MX"))
        html = client_for(publisher).get(change_url(release)).content.decode()
        assert "item-texts" not in html
        assert "Their draft" not in html


def test_bulk_publish_names_the_item(publisher):
    release = make_release(publisher, title_fr="Norme")
    data = {"action": "publish", "index": "0", "_selected_action": [release.pk]}
    html = client_for(publisher).post(admin_url(NewsRelease, "changelist"), data).content.decode()
    assert "It will be published together with this release." in html
