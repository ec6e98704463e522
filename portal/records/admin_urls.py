"""URLs of the admin pages of a record, which mail and lists link to."""

from django.contrib.admin.utils import quote
from django.urls import reverse


def get_admin_url(model, view, *args, query=None):
    """Return the URL of an admin page, such as "changelist", of a model, given as a class or as one of its records."""
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{view}", args=[quote(arg) for arg in args], query=query)


def get_change_url(record):
    """Return the URL of the form of a record."""
    return get_admin_url(record, "change", record.pk)
