"""Edit conflicts: messages for a stale form, and the value that the other editor saved."""

import json
from typing import NamedTuple

from django.db import models
from django.forms.utils import ErrorList
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal.editing.concurrency.changes_since import get_editor_name


class IncomingValue(NamedTuple):
    """The value of a field that another editor saved."""

    editor_name: str
    html: str  # with the changes marked
    language: str
    text: str | None  # None for fields without free text, such as choices
    values: dict | None  # {name in the form: [value]}; None for files

    @property
    def values_json(self):
        return self.values and json.dumps(self.values)


class FieldConflictErrors(ErrorList):
    """The errors of a field, followed by the incoming values."""

    incoming = ()

    def as_ul(self):
        incoming = (render_to_string("editing/_incoming_value.html", {"incoming": value}) for value in self.incoming)
        return super().as_ul() + "".join(incoming)


class EditConflict(NamedTuple):
    """A conflict in one field, or in a whole row or record if `field` is None."""

    message: str
    field: str | None = None
    incoming: IncomingValue | None = None

    def add_to_form(self, form):
        """Add the conflict to a bound form as an error, so that the form is not saved."""
        form.add_error(self.field, self.message)
        if self.incoming:
            errors = form.errors[self.field]
            form.errors[self.field] = FieldConflictErrors(
                errors.data, errors.error_class, errors.renderer, errors.field_id
            )
            form.errors[self.field].incoming = [self.incoming]


def is_free_text(field):
    """Return whether editors type the value of a field, rather than choose it."""
    is_choice = field.is_relation or field.choices or hasattr(field, "base_field")
    return not is_choice and isinstance(field, models.CharField | models.TextField)


def get_incoming_value(field, version, html, current, prefix):
    """Return the value that a version has in a field.

    `current` is the form data of the field, `{name: [value]}`, and `prefix` what its names begin with in the form.
    """
    values = [value for values in current.values() for value in values]
    data = {prefix + name: values for name, values in current.items()}
    return IncomingValue(
        editor_name=get_editor_name(version.by),
        html=html,
        language=getattr(field, "language", ""),
        text="".join(values) if is_free_text(field) else None,
        values=None if isinstance(field, models.FileField) else data,
    )


def get_message_params(version):
    """Return the editor and time of a version, for interpolation into a message."""
    return {"who": get_editor_name(version.by), "when": date_format(localtime(version.at), "DATETIME_FORMAT")}


def make_field_conflict(field, version, incoming):
    """Return the conflict of a field that both editors changed."""
    message = _("On %(when)s, %(who)s also changed this. Their change is shown first, then yours.")
    return EditConflict(message % get_message_params(version), field, incoming)


def make_deleted_row_conflict(version, may_add):
    """Return the conflict of a row that this editor changed and another one deleted."""
    message = _(
        "On %(when)s, %(who)s removed this row. Your text is shown here so that you can copy it. It will not be saved."
    )
    if may_add:
        message = _(
            "On %(when)s, %(who)s removed this row. Because you changed it, it is shown here as a "
            "new row. Save to add it again, or clear it to leave it out."
        )
    return EditConflict(message % get_message_params(version))


def make_changed_row_conflict(version):
    """Return the conflict of a row that this editor marked for deletion and another one changed."""
    message = _(
        "On %(when)s, %(who)s changed this row, so it was not removed. Check it, and mark it "
        "for deletion again if it should be removed."
    )
    return EditConflict(message % get_message_params(version))


def make_status_conflict(version):
    """Return the conflict of a transition with the status that another editor has given the record."""
    message = _("On %(when)s, by %(who)s: %(event)s. Your action was not carried out. Check the record and try again.")
    note = f" “{version.localized_note}”" if version.note else ""
    return EditConflict(message % {"event": f"{version.get_event_display()}{note}", **get_message_params(version)})
