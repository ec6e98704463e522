"""The admin's forms: their addresses, and what a browser would send of them."""

import re

from django.urls import reverse

from portal.editing.concurrency.form_data import Sent
from tests.support.html import Filled, Page


def add_row(fields, prefix, **values):
    """The fields of a form with one more row of an inline."""
    number = int("".join(fields[f"{prefix}-TOTAL_FORMS"]))
    rows = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return fields | rows | {f"{prefix}-TOTAL_FORMS": str(number + 1)}


def send(client, path, sent):
    return client.post(path, sent).content.decode()


def change(record):
    return address(type(record), "change", record.pk)


def filled(client, record):
    """What a browser would send of the record's form as it stands."""
    return Filled(client.get(change(record)).content.decode()).fields


# What is sent beside the fields to change what is public.
AMENDED = {"_publish_draft": "1", "going_live-significance": "correction"}


def address(model, view, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def posted(client, path):
    """What a browser would send from this form as it stands."""
    page = Page(client.get(path).content.decode())
    fields = {}
    for tag, item in page.elements:
        if tag == "input" and item.get("name") and item.get("type") not in {"submit", "checkbox", "radio", "file"}:
            fields[item["name"]] = item.get("value", "")
        if tag == "input" and item.get("type") == "checkbox" and "checked" in item:
            fields.setdefault(item["name"], []).append(item.get("value", "on"))
    fields.pop("q", None)
    return fields


BUTTONS = re.compile(r"_(?!popup)")


def form_of(client, path):
    """What a browser would send of the record's form as it stands."""
    html = client.get(path).content.decode()
    fields = Sent(html[html.index('_form" novalidate') :]).values
    return {name: values for name, values in fields.items() if not BUTTONS.match(name)}
