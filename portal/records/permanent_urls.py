"""Permanent URLs of records, which outlast changes of their slugs: /id/workinggroup.submission/12/."""

from django.apps import apps
from django.http import Http404
from django.urls import reverse


def get_permanent_url(record):
    """Return the path that redirects to the page of a record in the reader's language."""
    return reverse("permanent", args=[record._meta.label_lower, record.pk])


def get_public_record(label, pk):
    """Return the public record of a model, given as "app.model", or raise Http404."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    published = getattr(model._default_manager.all(), "published", None)
    if published is None or label != model._meta.label_lower or not hasattr(model, "get_url"):
        raise Http404
    record = published().with_related().filter(pk=pk).first()
    if record is None:
        raise Http404
    return record
