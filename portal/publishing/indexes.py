"""Database indexes for lists of public records."""

from django.db import models

from portal.records.models import Status


def published_index(model_name):
    """Return the index in the order of a list: published records by date, newest first."""
    return models.Index(
        fields=("-date", "-id"), condition=models.Q(status=Status.PUBLISHED), name=f"{model_name}_published",
        include=("publish_at", "withdraw_at"),
    )  # fmt: skip
