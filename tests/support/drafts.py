"""Drafts and releases, made through the admin as an editor would."""

from datetime import timedelta

from django.utils import timezone

from news.models import NewsItem
from portal.drafts.models import Draft
from portal.publishing import workflow
from tests.support import factories
from tests.support.approvals import approve_for_all
from tests.support.clients import superuser_client
from tests.support.forms import change_url, get_record_form_data


def live_item(**fields):
    return factories.published(
        factories.news_item(body_en="<p>One</p>", body_es="<p>Uno</p>", body_fr="<p>Un</p>", **fields)
    )


def live_national_item(**fields):
    """Create a public item of one country that needs all three languages and no approval."""
    return live_item(country=factories.country("CA"), joint_languages=["es"], **fields)


def save_draft(record, client=None, **fields):
    """Save these fields in the form of a record and return the reloaded record."""
    client = client or superuser_client()
    response = client.post(change_url(record), get_record_form_data(client, record) | fields)
    assert response.status_code == 302, response.content.decode()
    return type(record).objects.get(pk=record.pk)


def item_with_conflict():
    """Return an item whose Spanish text was changed in the draft and then in the published version."""
    item = save_draft(live_item(), body_es="<p>Dos</p>", title_fr="Autre titre")
    NewsItem.objects.filter(pk=item.pk).update(body_es="<p>Público</p>")
    return NewsItem.objects.get(pk=item.pk)


CODES = ("US", "MX", "CA")


def publisher(code):
    return factories.editor(roles=["publisher"], countries=[code])


def clear_members(release, *, codes=CODES):
    for code in codes:
        editor = publisher(code)
        for member in release.members.all():
            if member.record.country_id == factories.country(code).pk:
                member.clear(by=editor)


def schedule_draft(item, **ago):
    """Schedule the draft of an item for a time that has passed by `ago`; return the editor."""
    by = factories.editor(roles=["administrator"])
    workflow.schedule_draft(
        approve_for_all(item),
        by=by,
        at=timezone.now() + timedelta(hours=1),
        change_note={"en": "A", "es": "B", "fr": "C"},
    )
    Draft.objects.update(publish_at=timezone.now() - timedelta(**ago))
    return by
