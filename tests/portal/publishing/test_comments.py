"""Comments on a record: in its history, and mailed to its authors and publishers, without a change of the record."""

import pytest

from news.models import NewsItem
from portal.history.models import Event, get_versions
from portal.notifications.models import Notification, NotificationKind
from portal.publishing.workflow import comment, submit
from portal.records.models import Status
from tests.support import factories
from tests.support.clients import client_for
from tests.support.drafts import live_national_item
from tests.support.factories import country
from tests.support.forms import admin_url, change_url, get_record_form_data

pytestmark = pytest.mark.django_db


def editor(role, code="MX", **fields):
    return factories.editor(roles=[role], countries=[code], **fields)


def get_recipients(record):
    return {notification.recipient for notification in Notification.objects.of(record)}


def test_comment_is_recorded_and_notifies_authors_and_publishers():
    author, publisher, other_author = editor("contributor"), editor("publisher"), editor("contributor")
    item = factories.news_item(country=country("MX"), created_by=author)
    submit(item, by=author)
    Notification.objects.all().delete()
    comment(item, by=other_author, note="Is the date right?")
    newest = get_versions(item).first()
    assert (newest.event, newest.note, newest.by) == (Event.COMMENTED, "Is the date right?", other_author)
    assert NewsItem.objects.get(pk=item.pk).status == Status.IN_REVIEW
    assert get_recipients(item) == {author, publisher}
    assert {notification.kind for notification in Notification.objects.all()} == {NotificationKind.COMMENTED}


def test_comment_on_live_record_creates_no_draft():
    item = live_national_item()
    client = client_for(editor("publisher", "CA"))
    fields = get_record_form_data(client, item) | {"_comment": "1", "transition-note": "Well done."}
    html = client.post(change_url(item), fields, follow=True).content.decode()
    assert "Your comment was added to the history" in html
    assert NewsItem.objects.get(pk=item.pk).draft is None
    assert get_versions(item).first().event == Event.COMMENTED


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "Write your comment in the field “Note”."),
        ("es", "Escriba su comentario en el campo «Nota»."),
        ("fr", "Écrivez votre commentaire dans le champ «\u00a0Note\u00a0»."),
    ],
)
def test_comment_requires_text(language, message):
    item = factories.news_item(country=country("MX"))
    client = client_for(editor("contributor", interface_language=language))
    fields = get_record_form_data(client, item) | {"_comment": "1", "title_es": "Otro título"}
    html = client.post(change_url(item), fields).content.decode()
    assert message in html
    assert 'value="Otro título"' in html
    assert not get_versions(item).filter(event=Event.COMMENTED).exists()


def test_reader_of_trinational_record_can_comment():
    item = factories.news_item(title_en="Joint statement")
    client = client_for(editor("contributor", "CA"))
    assert "Add comment" in client.get(change_url(item)).content.decode()
    address = admin_url(NewsItem, "transition", item.pk, "comment")
    client.post(address, {"transition-note": "We agree."})
    assert get_versions(item).first().note == "We agree."
    stranger = client_for(editor("contributor", "CA"))
    hidden = factories.news_item(country=country("MX"))
    stranger.post(admin_url(NewsItem, "transition", hidden.pk, "comment"), {"transition-note": "Hello"})
    assert not get_versions(hidden).filter(event=Event.COMMENTED).exists()


def test_comment_does_not_block_transition_of_another_editor():
    item = factories.news_item(country=country("MX"))
    author = editor("contributor")
    client = client_for(author)
    fields = get_record_form_data(client, item)
    comment(item, by=editor("publisher"), note="Good.")
    client.post(change_url(item), fields | {"_submit": "1"})
    assert NewsItem.objects.get(pk=item.pk).status == Status.IN_REVIEW
