"""Admin forms: their URLs, and the data that a browser would submit."""

import re

from django.test.client import BOUNDARY, encode_multipart
from django.urls import reverse

from portal.editing.release_changes import get_seen_values
from portal.history.models import get_latest_version_number
from portal.publishing.releases import Release
from tests.support.html import FormParser, ParsedPage


def add_row(fields, prefix, **values):
    """Return form data with one more row of an inline."""
    number = int("".join(fields[f"{prefix}-TOTAL_FORMS"]))
    rows = {f"{prefix}-{number}-{name}": value for name, value in values.items()}
    return fields | rows | {f"{prefix}-TOTAL_FORMS": str(number + 1)}


def post_form(client, path, sent):
    return client.post(path, sent).content.decode()


def get_seen(record):
    """Return the hidden field that tells a transition what its editor has seen: the record as it is now."""
    return {"base_version": get_latest_version_number(type(record), record.pk)}


def get_seen_in_list(*records):
    """Return the fields of the confirmation page of a list that say the same of its records."""
    seen = [f"{record.pk}:{get_seen(record)['base_version']}" for record in records]
    return {"_selected_action": [record.pk for record in records], "seen": seen, "confirmed": "1"}


def get_seen_release(release):
    """Return the fields of the page of a release that say the same of the release."""
    return {"seen": get_seen_values(Release.objects.get(pk=release.pk))}


def change_url(record):
    return admin_url(type(record), "change", record.pk)


def get_record_form_data(client, record):
    """Return the data that a browser would submit from the change form of a record, as lists."""
    return FormParser(client.get(change_url(record)).content.decode()).fields


# Data that submits the form with "Publish these changes now", as a correction.
PUBLISH_CHANGES = {"_publish": "1", "transition-significance": "correction"}
# The same for a trinational record, by an administrator.
PUBLISH_WITHOUT_APPROVAL = {
    "_publish_without_approval": "1", "transition-significance": "correction", "transition-note": "Why",
}  # fmt: skip


def get_publish_fields(record):
    """Return what an administrator submits to publish the changes of a record."""
    return PUBLISH_CHANGES if record.country_id else PUBLISH_WITHOUT_APPROVAL


def build_upload(html, file, **values):
    """Return the body that a browser sends with the form of a news release, a document and values, as multipart."""
    fields = FormParser(html[html.index('_form" novalidate') :]).fields
    names = {"order": "0", "title_en": "Notice", "title_es": "Aviso", "title_fr": "Avis", "language": "es"}
    return encode_multipart(BOUNDARY, add_row(fields, "files", file=file, **names) | values)


def admin_url(model, view, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)


def get_input_values(client, path):
    """Return the values of the `<input>` elements of a page, without selects, textareas and buttons."""
    page = ParsedPage(client.get(path).content.decode())
    fields = {}
    for tag, item in page.elements:
        if tag == "input" and item.get("name") and item.get("type") not in {"submit", "checkbox", "radio", "file"}:
            fields[item["name"]] = item.get("value", "")
        if tag == "input" and item.get("type") == "checkbox" and "checked" in item:
            fields.setdefault(item["name"], []).append(item.get("value", "on"))
    fields.pop("q", None)
    return fields


BUTTONS = re.compile(r"_(?!popup)")


def get_form_data(client, path):
    """Return the data that a browser would submit from the main form of an admin page, without buttons."""
    html = client.get(path).content.decode()
    fields = FormParser(html[html.index('_form" novalidate') :]).fields
    return {name: values for name, values in fields.items() if not BUTTONS.match(name)}
