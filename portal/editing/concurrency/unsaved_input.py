"""The submitted texts of an admin form that could not be saved, for a page from which editors can copy them."""

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.editing.concurrency.three_way_merge import is_equal
from portal.editing.scoping import get_form_fields, get_visible_name
from portal.i18n.languages import LANGUAGE_PHRASES

# Name in the data that the sign-in page submits again after an editor's session had expired.
RESUMING = "resume-form"
# Names that are valid for one page only, and passwords: neither displayed nor carried over.
PAGE_ONLY_NAME = re.compile(r"csrfmiddlewaretoken$|resume-|.*password|.*-__prefix__-")
# Other names that admin forms submit without any input by the editor.
CONTROL_NAME = re.compile(
    r"_|initial-|(base_version|action|index|select_across|post|(.*-)?seen|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)$"
)


def is_input_name(name):
    """Return whether a submitted name belongs to a field that editors fill in."""
    return not (PAGE_ONLY_NAME.match(name) or CONTROL_NAME.match(name))


class UnsavedText(NamedTuple):
    """A submitted text with the label of its field, and the language of the field if it has one."""

    field_label: str
    text: str
    language: str = ""


def format_submitted(field, values, editor):
    """Return the submitted values of a model field as an editor reads them."""
    if field.is_relation:
        keys = [value for value in values if value.isdecimal() and len(value) < 19]
        records = field.related_model._default_manager.filter(pk__in=keys)
        return ", ".join(get_visible_name(record, editor) for record in records)
    if isinstance(field, models.BooleanField):
        return _("yes") if values else _("no")
    if isinstance(field, models.FileField):
        return ", ".join(PurePosixPath(value).name for value in values)
    choices = dict(getattr(field, "base_field", field).flatchoices)
    return ", ".join(str(choices.get(value, value)) for value in values)


def get_stored_values(record, field):
    """Return the value of a field as a browser would submit it: a list of strings."""
    stored = field.value_from_object(record)
    if isinstance(field, models.BooleanField):
        return ["on"] if stored else []
    values = stored if isinstance(stored, list) else [stored]
    return [str(getattr(value, "pk", value)) for value in values if value is not None]


class FormFields:
    """Resolve the names of an admin form, those of its inlines included, to model fields."""

    def __init__(self, admin, request):
        inlines = (inline_class(admin.model, admin.admin_site) for inline_class in admin.inlines)
        parts = {inline.get_formset(request, None).get_default_prefix(): inline.model for inline in inlines}
        self.models = {None: admin.model, **parts}

    def resolve(self, name):
        """Return (formset prefix, number of the row, field); None if the name belongs to no field."""
        match = re.fullmatch(r"(?P<prefix>.+)-(?P<number>\d+)-(?P<field>[^-]+)", name)
        prefix, number, field_name = match.groups() if match else (None, None, name)
        model = self.models.get(prefix)
        field = next((field for field in get_form_fields(model) if field.name == field_name), None) if model else None
        return field and (prefix, number, field)

    def get_label(self, number, field):
        if number is None:
            return str(capfirst(field.verbose_name))
        return f"{capfirst(field.model._meta.verbose_name)} {int(number) + 1}, {field.verbose_name}"


def get_extra_label(name):
    """Return the label of a form field that belongs to no model field."""
    if name.startswith("transition-what_changed_"):
        return _("What changed, %(in_language)s") % {"in_language": LANGUAGE_PHRASES.get(name[-2:], name[-2:])}
    labels = {"note": _("Note"), "reason": _("Reason")}
    return labels.get(name.rpartition("-")[2], name)


def get_row(record, prefix, number, field, data):
    """Return the record, or the part that a row of the form edits; None if there is none."""
    if prefix is None or record is None:
        return record
    pk = data.get(f"{prefix}-{number}-{field.model._meta.pk.name}", "")
    return field.model._base_manager.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None


def get_unsaved_texts(admin, request, record):
    """Yield an UnsavedText for each submitted value that differs from the record.

    `admin` is the ModelAdmin of the form; None for other forms, of which every value is returned.
    """
    fields = admin and FormFields(admin, request)
    for name, values in request.POST.lists():
        if not is_input_name(name) or not any(values):
            continue
        if match := fields and fields.resolve(name):
            prefix, number, field = match
            row = get_row(record, prefix, number, field, request.POST)
            if row is None or not is_equal({"": get_stored_values(row, field)}, {"": values}):
                text = format_submitted(field, values, request.user)
                yield UnsavedText(fields.get_label(number, field), text, getattr(field, "language", ""))
        elif admin is None or name.startswith(("transition-note", "transition-what")):
            yield UnsavedText(get_extra_label(name), "\n".join(values), name[-2:] if "what_changed" in name else "")


def get_chosen_file_labels(admin, request, files):
    """Return the labels of the fields in which a file was chosen: a page cannot choose a file again."""
    fields = FormFields(admin, request)
    names = [*files, *request.POST.getlist("resume-file")]
    return [fields.get_label(match[1], match[2]) for name in names if (match := fields.resolve(name))]
