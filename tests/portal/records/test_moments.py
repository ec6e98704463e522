"""Moments beyond the bound never reach the database, from a form or from code."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection

from portal.drafts.models import Draft
from portal.publishing.models import publishable_models
from portal.publishing.releases import Release

COLUMNS = [
    *((model, column) for model in publishable_models() for column in ("publish_at", "withdraw_at", "changed_at")),
    (Draft, "publish_at"), (Release, "publish_at"),
]  # fmt: skip


@pytest.mark.parametrize(("model", "column"), COLUMNS, ids=lambda item: getattr(item, "__name__", item))
def test_schedule_has_constraint(model, column):
    names = {constraint.name for constraint in model._meta.constraints}
    assert f"{model._meta.model_name}_{column}_in_bound" in names


@pytest.mark.django_db
@pytest.mark.parametrize(
    "moment", ["10000-01-01 04:59+00", "2100-01-01 00:00+00", "infinity", "0044-03-15 00:00+00 BC"]
)
def test_database_refuses_moment_beyond_bound(moment):
    release = Release.objects.create(name="Together")
    with pytest.raises(IntegrityError), connection.cursor() as cursor:
        cursor.execute("UPDATE portal_release SET publish_at = %s WHERE id = %s", [moment, release.pk])


@pytest.mark.django_db
def test_migration_brings_stored_moments_into_bound():
    migration = __import__("portal.migrations.0017_moment_bounds", fromlist=["bring_into_bound"])
    release = Release.objects.create(name="Together")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE portal_release DROP CONSTRAINT release_publish_at_in_bound")
        cursor.execute("UPDATE portal_release SET publish_at = '10000-01-01 04:59+00' WHERE id = %s", [release.pk])
    migration.bring_into_bound(apps, None)
    assert Release.objects.get().publish_at.year == 2099
