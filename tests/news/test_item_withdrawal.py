"""Unpublishing a release: its form and the bulk action ask what happens to the item that was published with it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from news.models import NewsRelease
from portal.publishing.workflow import publish_record, unpublish
from portal.records.models import Status
from tests.support import factories
from tests.support.clients import client_for
from tests.support.factories import country, published
from tests.support.forms import admin_url, change_url, get_record_form_data, get_seen_in_list
from tests.support.html import ParsedPage

pytestmark = pytest.mark.django_db
LIST = admin_url(NewsRelease, "changelist")
DAY = timedelta(days=1)


def make_publisher(**fields):
    return factories.editor(**{"roles": ["publisher"], "countries": ["MX"], **fields})


@pytest.fixture
def publisher():
    return make_publisher()


def publish_together(editor, at=None):
    """Return a release and its item, which were published together."""
    item = factories.news_item(country=country("MX"), title_en="Item")
    release = factories.news_release(item=item, country=country("MX"), title_en="Release", title_es="a", title_fr="b")
    item.title_es = item.title_fr = "Item"
    item.save()
    publish_record(release, by=editor, at=at)
    return release, item


def get_choices(editor, release):
    """Return {value: whether it is selected} of the choice on the form, {} without one."""
    page = ParsedPage(client_for(editor).get(change_url(release)).content.decode())
    return {field["value"]: "checked" in field for field in page.all("input", type="radio", name="transition-linked")}


def press(editor, release, button, **fields):
    """Press a button of the form as a browser does, and return the text of the next page."""
    client = client_for(editor)
    data = get_record_form_data(client, release) | {f"_{button}": "1"} | fields
    return client.post(change_url(release), data, follow=True).content.decode().replace("\xa0", " ")


def post_list(editor, *releases, **fields):
    data = {"action": "unpublish", "index": "0", "_selected_action": [release.pk for release in releases], **fields}
    if "confirmed" in fields:
        data |= get_seen_in_list(*releases)
    return client_for(editor).post(LIST, data, follow=True).content.decode()


def reload(record):
    return type(record).objects.get(pk=record.pk)


def get_status(item):
    return reload(item).status


@pytest.mark.parametrize(
    ("language", "label", "choice", "message"),
    [
        (
            "en", "If this release is unpublished or its schedule is canceled: news item “Item”",
            "Do the same with the news item", "The news item “Item” was changed as well. Status: unpublished.",
        ),
        (
            "es", "Si este comunicado se despublica o se cancela su programación: noticia “Item”",
            "Hacer lo mismo con la noticia", "La noticia “Item” también se modificó. Estado: despublicado.",
        ),
        (
            "fr", "Si ce communiqué est dépublié ou si sa planification est annulée : nouvelle « Item »",
            "Faire de même pour la nouvelle", "La nouvelle « Item » a aussi été modifiée. État : dépublié.",
        ),
    ],
)  # fmt: skip
def test_item_is_unpublished_with_release(publisher, language, label, choice, message):
    release, item = publish_together(publisher)
    editor = make_publisher(interface_language=language)
    html = client_for(editor).get(change_url(release)).content.decode().replace("\xa0", " ")
    assert label in html
    assert choice in html
    assert get_choices(editor, release) == {str(item.pk): True, "keep": False}
    assert message in press(editor, release, "unpublish")
    assert get_status(item) == Status.WITHDRAWN


def test_item_stays_public_if_editor_chooses(publisher):
    release, item = publish_together(publisher)
    html = press(publisher, release, "unpublish", **{"transition-linked": "keep"})
    assert "The news item “Item” was left as it is. Status: published." in html
    assert reload(release).status == Status.WITHDRAWN
    assert reload(item).is_public()


def test_choice_is_required(publisher):
    release, item = publish_together(publisher)
    html = press(publisher, release, "unpublish", **{"transition-linked": ""})
    assert "Choose what to do with what was published together with it." in html
    assert reload(release).is_public()
    assert get_status(item) == Status.PUBLISHED


def test_item_of_other_public_release_stays_public_by_default(publisher):
    release, item = publish_together(publisher)
    other = published(factories.news_release(item=item, country=country("US")))
    assert get_choices(publisher, release) == {str(item.pk): False, "keep": True}
    unpublish(other, by=None)
    assert get_choices(publisher, release) == {str(item.pk): True, "keep": False}


def test_item_published_on_its_own_stays_public_by_default(publisher):
    item = published(factories.news_item(country=country("MX")))
    release = published(factories.news_release(item=item, country=country("MX")))
    assert get_choices(publisher, release) == {str(item.pk): False, "keep": True}


def test_item_is_unpublished_at_the_same_time(publisher):
    release, item = publish_together(publisher)
    at = (timezone.localtime(timezone.now() + DAY)).strftime("%Y-%m-%dT%H:%M")
    press(publisher, release, "schedule_unpublishing", **{"transition-at": at})
    ends = reload(release).withdraw_at
    assert ends
    assert reload(item).withdraw_at == ends
    press(publisher, release, "unschedule")
    assert reload(item).withdraw_at is None
    assert reload(item).is_public()


def test_item_that_ends_earlier_is_not_prolonged(publisher):
    release, item = publish_together(publisher)
    item = reload(item)
    unpublish(item, by=publisher, at=timezone.now() + DAY)
    at = timezone.localtime(timezone.now() + 2 * DAY).strftime("%Y-%m-%dT%H:%M")
    press(publisher, release, "schedule_unpublishing", **{"transition-at": at, "transition-linked": str(item.pk)})
    assert reload(release).withdraw_at
    assert reload(item).withdraw_at == item.withdraw_at


@pytest.mark.parametrize(
    ("button", "status"), [("unschedule", Status.DRAFT), ("unpublish", Status.WITHDRAWN)], ids=["cancel", "unpublish"]
)
def test_scheduled_item_does_not_stay_alone(publisher, button, status):
    release, item = publish_together(publisher, at=timezone.now() + DAY)
    press(publisher, release, button)
    assert {reload(release).status, get_status(item)} == {status}


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "will stay as it is: you do not have permission to unpublish it."),
        ("es", "quedará como está: usted no tiene permiso para despublicarla."),
        ("fr", "restera telle quelle : vous n’avez pas l’autorisation de la dépublier."),
    ],
)
def test_item_of_others_is_never_unpublished(language, sentence):
    item = published(factories.news_item(title_en="Shared", title_es="Shared", title_fr="Shared"))
    release = published(factories.news_release(item=item, country=country("MX")))
    editor = make_publisher(interface_language=language)
    html = client_for(editor).get(change_url(release)).content.decode().replace("\xa0", " ")
    assert sentence in html
    assert sentence in post_list(editor, release).replace("\xa0", " ")
    assert not get_choices(editor, release)
    html = press(editor, release, "unpublish", **{"transition-linked": str(item.pk)})
    assert "Shared" in html.split('class="messagelist"')[1].split("</ul>")[0]
    assert reload(item).is_public()
    assert reload(release).status == Status.WITHDRAWN


def test_bulk_action_names_and_unpublishes_the_item(publisher):
    release, item = publish_together(publisher)
    assert "The news item “Item” will be unpublished as well." in post_list(publisher, release)
    html = post_list(publisher, release, confirmed="1")
    assert "The news item “Item” was changed as well. Status: unpublished." in html
    assert get_status(item) == Status.WITHDRAWN


def test_bulk_action_does_what_it_announced(publisher):
    release, item = publish_together(publisher)
    other = published(factories.news_release(item=item, country=country("MX")))
    assert post_list(publisher, release, other).count("The news item “Item” will stay as it is.") == 2
    post_list(publisher, release, other, confirmed="1")
    assert get_status(item) == Status.PUBLISHED
    assert {release.status for release in NewsRelease.objects.filter(item=item)} == {Status.WITHDRAWN}
