"""A transition carries what its editor has seen, and is refused if something else has happened since."""

from threading import Barrier, Thread

import pytest
from django.db import connections
from django.urls import reverse

from news.models import NewsItem
from portal.history.models import Event, get_versions
from portal.publishing.releases import Release
from portal.publishing.workflow import approve, comment, request_approval, submit, unpublish
from portal.records.models import Status
from tests.support import factories
from tests.support.approvals import approve_for_all
from tests.support.clients import client_for, superuser_client
from tests.support.drafts import live_national_item, save_draft
from tests.support.factories import country
from tests.support.forms import admin_url, get_seen, get_seen_in_list, get_seen_release

pytestmark = pytest.mark.django_db
PUBLISH = {"transition-significance": "correction"}


def publisher_client(code="CA", **fields):
    return client_for(factories.editor(roles=["publisher"], countries=[code], **fields))


def post_transition(client, item, name, fields):
    return client.post(admin_url(NewsItem, "transition", item.pk, name), fields)


@pytest.mark.parametrize(
    ("language", "happened", "refused"),
    [
        ("en", "by Ana Ruiz: unpublished.", "Nothing was done. Check what has changed and try again."),
        ("es", "por Ana Ruiz: despublicado.", "No se hizo nada. Revise qué cambió e inténtelo de nuevo."),
        ("fr", "par Ana Ruiz : dépublié.", "Rien n’a été fait. Vérifiez ce qui a changé, puis réessayez."),
    ],
)
def test_withdrawn_record_is_not_published_unseen(language, happened, refused):
    item = save_draft(live_national_item(), title_en="Changed")
    seen = get_seen(item)
    unpublish(item, by=factories.editor(first_name="Ana", last_name="Ruiz"))
    client = publisher_client(interface_language=language)
    html = client.get(post_transition(client, item, "publish", PUBLISH | seen).headers["Location"]).content.decode()
    assert NewsItem.objects.get(pk=item.pk).status == Status.WITHDRAWN
    assert happened in html.replace("\xa0", " ")
    assert refused in html


def test_note_of_refused_transition_can_be_copied():
    item = factories.news_item(country=country("CA"))
    submit(item, by=None)
    fields = get_seen(item) | {"transition-note": "The date is wrong."}
    save_draft(item, title_en="Changed")
    response = post_transition(publisher_client(), item, "request_changes", fields)
    assert response.status_code == 409
    assert "The date is wrong." in response.content.decode()
    assert NewsItem.objects.get(pk=item.pk).status == Status.IN_REVIEW


def test_transition_without_version_is_refused():
    item = factories.news_item(country=country("CA"))
    submit(item, by=None)
    post_transition(publisher_client(), item, "publish", {})
    assert NewsItem.objects.get(pk=item.pk).status == Status.IN_REVIEW


def test_comment_and_other_approval_do_not_refuse():
    item = factories.news_item()
    request_approval(item, by=factories.editor(roles=["secretariat"]))
    client = publisher_client("MX")
    html = client.get(admin_url(NewsItem, "change", item.pk)).content.decode()
    fields = get_seen(item) | {"_approve": country("MX").pk}
    fields["transition-seen"] = html.split('name="transition-seen" value="')[1].split('"')[0]
    canadian = factories.editor(roles=["publisher"], countries=["CA"])
    comment(item, by=canadian, note="Good.")
    approve(item, by=canadian, country=country("CA"), seen=fields["transition-seen"])
    post_transition(client, item, "approve", fields)
    assert get_versions(item).filter(event=Event.APPROVED).count() == 2


def test_bulk_action_leaves_out_what_has_changed_since():
    changed, same = (factories.news_item(country=country("CA")) for _ in range(2))
    for item in (changed, same):
        submit(item, by=None)
    fields = get_seen_in_list(changed, same) | {"action": "publish"}
    save_draft(changed, superuser_client(first_name="Ana", last_name="Ruiz"), summary_en="Unseen")
    html = publisher_client().post(admin_url(NewsItem, "changelist"), fields, follow=True).content.decode()
    assert "Ana Ruiz changed: summary [en]." in html
    statuses = [NewsItem.objects.get(pk=item.pk).status for item in (changed, same)]
    assert statuses == [Status.IN_REVIEW, Status.PUBLISHED]


def test_confirmation_page_carries_versions():
    item = factories.news_item(country=country("CA"))
    submit(item, by=None)
    fields = {"action": "publish", "index": "0", "_selected_action": [item.pk]}
    html = publisher_client().post(admin_url(NewsItem, "changelist"), fields).content.decode()
    assert f'name="seen" value="{item.pk}:1"' in html


@pytest.fixture
def release():
    """Return a release with one trinational item and one of Canada, both ready."""
    secretary = factories.editor(roles=["secretariat"])
    release = Release.objects.create(name="Together", made_by=secretary)
    release.add(approve_for_all(factories.news_item()), by=secretary)
    release.add(factories.news_item(country=country("CA")), by=factories.editor(roles=["publisher"], countries=["CA"]))
    return release


def post_release(release, fields):
    client = client_for(release.made_by)
    return client.post(reverse("admin:release", args=[release.pk]), fields, follow=True).content.decode()


def change_canadian_text(release):
    save_draft(NewsItem.objects.get(country__code="CA", status=Status.DRAFT), title_en="Embargoed words")


def remove_member(release):
    release.members.first().delete()


def reschedule(release):
    Release.objects.filter(pk=release.pk).update(state=Release.State.SCHEDULED, publish_at="2098-01-01T00:00Z")


@pytest.mark.parametrize(
    ("happen", "sentence"),
    [
        (change_canadian_text, "News item (Canada): The text or the status has changed."),
        (remove_member, "1 record was removed."),
        (reschedule, "The status or the time of the bundle has changed."),
    ],
)
def test_changed_release_is_not_published_unseen(release, happen, sentence):
    fields = {"_publish": "1"} | get_seen_release(release)
    happen(release)
    html = post_release(release, fields)
    assert sentence in html
    assert "Embargoed words" not in html
    assert Release.objects.get().state != Release.State.DONE


def test_page_of_release_carries_what_it_shows(release):
    fields = {"_publish": "1", **get_seen_release(release)}
    html = post_release(release, {})
    assert all(f'name="seen" value="{value}"' in html for value in fields["seen"])
    assert "The bundle was published." in post_release(release, fields)


@pytest.mark.django_db(transaction=True)
def test_only_one_of_two_simultaneous_transitions_is_done(transactional_db):
    item = save_draft(live_national_item(), title_en="Changed")
    seen, client = get_seen(item), [publisher_client(), publisher_client()]
    barrier = Barrier(2, timeout=60)

    def post(number, name):
        try:
            barrier.wait()
            post_transition(client[number], item, name, PUBLISH | seen)
        finally:
            connections.close_all()

    threads = [Thread(target=post, args=args, daemon=True) for args in enumerate(("unpublish", "publish"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    events = set(get_versions(item).filter(number__gt=seen["base_version"]).values_list("event", flat=True))
    assert len(events & {Event.WITHDRAWN, Event.CHANGES_PUBLISHED}) == 1
