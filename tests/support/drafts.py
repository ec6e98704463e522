"""Drafts and releases as an editor would have left them."""

from datetime import timedelta

from django.utils import timezone

from news.models import NewsItem
from portal.drafts.models import Draft
from tests.support import factories
from tests.support.clients import superuser
from tests.support.forms import change, filled


def live_item(**fields):
    return factories.published(
        factories.news_item(body_en="<p>One</p>", body_es="<p>Uno</p>", body_fr="<p>Un</p>", **fields)
    )


def drafted(record, client=None, **fields):
    """The record, read anew, after these fields were saved in its form."""
    client = client or superuser()
    response = client.post(change(record), filled(client, record) | fields)
    assert response.status_code == 302, response.content.decode()
    return type(record).objects.get(pk=record.pk)


# When both move on
def collided():
    """An item whose Spanish text was changed by the draft and, after that, in public."""
    item = drafted(live_item(), body_es="<p>Dos</p>", title_fr="Autre titre")
    NewsItem.objects.filter(pk=item.pk).update(body_es="<p>Público</p>")
    return NewsItem.objects.get(pk=item.pk)


CODES = ("US", "MX", "CA")


def publisher(code):
    return factories.editor(roles=["publisher"], countries=[code])


def clear(release, *, codes=CODES):
    for code in codes:
        editor = publisher(code)
        for member in release.members.all():
            if member.record.country_id == factories.country(code).pk:
                member.clear(by=editor)


# On time
def schedule_draft(item, **ago):
    """A draft whose moment was some time ago."""
    by = factories.editor(roles=["administrator"])
    item.schedule_draft(by=by, at=timezone.now() + timedelta(hours=1), change_note={"en": "A", "es": "B", "fr": "C"})
    Draft.objects.update(publish_at=timezone.now() - timedelta(**ago))
    return by
