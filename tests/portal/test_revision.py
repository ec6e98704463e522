"""The revision of all public records: what changes it, and what does not."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import NewsItem
from portal.editing.deletion import delete_record
from portal.history.models import Version
from portal.publishing.workflow import publish_record, unpublish
from portal.revision import get_public_revision
from tests.support import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def item():
    return factories.published(factories.news_item())


def get_digest():
    return get_public_revision()[0]


def test_revision_needs_two_queries():
    with CaptureQueriesContext(connection) as captured:
        get_public_revision()
    assert len(captured) == 2


@pytest.mark.parametrize(
    "change",
    [lambda item: unpublish(item, by=None), lambda item: delete_record(item, by=None)],
    ids=["unpublish", "delete"],
)
def test_change_of_a_record_changes_the_revision(item, change):
    before = get_digest()
    change(item)
    assert get_digest() != before


@pytest.mark.parametrize("column", ["publish_at", "withdraw_at"])
def test_moment_that_has_passed_changes_the_revision(item, column):
    moments = NewsItem.objects.filter(pk=item.pk)
    moments.update(**{column: timezone.now() + timedelta(hours=1)})
    before = get_digest()
    moments.update(**{column: timezone.now()})
    assert get_digest() != before


def test_future_publication_changes_it_once_it_is_recorded():
    before, first_time = get_public_revision()
    publish_record(factories.news_item(), by=None, without_approval=True, at=timezone.now() + timedelta(days=1))
    digest, time = get_public_revision()
    assert digest != before
    assert first_time <= time <= timezone.now()


def test_version_that_commits_late_changes_the_revision(item):
    late, newest = Version.objects.filter(of_draft=False).order_by("-pk")[:2][::-1]
    Version.objects.filter(pk=late.pk).delete()
    before = get_digest()
    late.save(force_insert=True)
    assert Version.objects.order_by("-pk").first() == newest
    assert get_digest() != before


def test_version_of_a_draft_does_not_change_the_revision(item):
    newest = Version.objects.order_by("-pk").first()
    before = get_digest()
    Version.objects.create(
        record=item, number=newest.number + 100, event=newest.event, of_draft=True, snapshot={}, by=None
    )
    assert get_digest() == before
