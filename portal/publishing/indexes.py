"""Database indexes of public records. All are partial: they hold the records with the status "published"."""

from django.db import models
from django.db.models import F, Q

from portal.records.models import Status

IS_PUBLISHED = Q(status=Status.PUBLISHED)
# How many primary keys share a bucket. Each file of a sitemap has the records of one bucket.
BUCKET_SIZE = 5000
BUCKET = F("id") / BUCKET_SIZE


def get_public_indexes():
    """Return the indexes of every public model, for the Meta of its abstract base.

    They answer what has changed last, in all records or in one file of the sitemap, and when the next or the last
    record begins or ends to be public.
    """
    return (
        models.Index(fields=("-changed_at", "-id"), condition=IS_PUBLISHED, name="%(class)s_changed"),
        models.Index(BUCKET, F("changed_at").desc(nulls_last=True), condition=IS_PUBLISHED, name="%(class)s_bucket"),
        models.Index(
            fields=("publish_at",), condition=IS_PUBLISHED, name="%(class)s_publish_at", include=("withdraw_at",)
        ),
        models.Index(
            fields=("withdraw_at",), condition=IS_PUBLISHED & Q(withdraw_at__isnull=False), name="%(class)s_withdraw_at"
        ),
    )  # fmt: skip


def published_index(name, *fields, include=(), condition=IS_PUBLISHED):
    """Return the index in the order of a list. It tells which records are public without reading them."""
    return models.Index(fields=fields, condition=condition, name=name, include=("publish_at", "withdraw_at", *include))


def unchanged_index(model_name, *fields):
    """Return the index of the records without a date of modification, which feeds sort by the date of the fact."""
    condition = IS_PUBLISHED & Q(changed_at__isnull=True)
    return models.Index(fields=fields, condition=condition, name=f"{model_name}_unchanged")
