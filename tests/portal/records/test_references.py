"""Rows that refer to a record of any model."""

import pytest
from django.apps import apps
from django.contrib.contenttypes.fields import GenericForeignKey

from news.models import NewsItem, NewsRelease
from portal.models import Version
from portal.records.references import ObjectReference
from tests.support import factories

pytestmark = pytest.mark.django_db


def find_referring_models():
    return [
        model
        for model in apps.get_models()
        if any(isinstance(field, GenericForeignKey) for field in model._meta.private_fields)
    ]


def record_version(record):
    return Version.objects.create(record=record, number=90, event="saved", snapshot={})


@pytest.mark.parametrize("model", find_referring_models(), ids=lambda model: model._meta.label)
def test_referring_model_uses_base_class(model):
    assert issubclass(model, ObjectReference)


def test_of_separates_models_with_equal_keys():
    item = factories.news_item()
    release = factories.news_release(pk=item.pk)
    versions = {record: record_version(record) for record in (item, release)}
    assert {record: Version.objects.of(record).get(number=90) for record in versions} == versions
    assert set(Version.objects.of_model(NewsItem).filter(number=90)) == {versions[item]}


def test_of_outer_refers_to_outer_row():
    item, other = factories.news_item(), factories.news_item()
    record_version(item)
    numbers = Version.objects.of_outer(NewsItem).filter(number=90).values("number")
    annotated = NewsItem.objects.filter(pk__in=[item.pk, other.pk]).annotate(version_number=numbers)
    assert {row.pk: row.version_number for row in annotated} == {item.pk: 90, other.pk: None}
    assert not NewsRelease.objects.annotate(
        version_number=Version.objects.of_outer(NewsRelease).filter(number=90).values("pk")
    ).filter(version_number__gt=0)
