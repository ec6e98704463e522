"""Where two editors have written different things: what is said at the field, and what the other one wrote there."""

import json
from typing import NamedTuple

from django.db import models
from django.forms.utils import ErrorList
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal.editing.concurrency.changes_since import name_of_editor


class Theirs(NamedTuple):
    """What another editor wrote in a field: with what changed in it marked, and as it is put there."""

    who: str
    told: str  # HTML
    language: str
    text: str | None  # None where it is chosen, not written
    values: dict | None  # {name of the field in the form: [value]}; None for a file

    @property
    def to_take(self):
        return self.values and json.dumps(self.values)


class AtField(ErrorList):
    """The sentences at a field and, after them, what the other editor wrote."""

    theirs = ()

    def as_ul(self):
        after = (render_to_string("editing/_incoming_value.html", {"theirs": one}) for one in self.theirs)
        return super().as_ul() + "".join(after)


class Collision(NamedTuple):
    """One thing to decide: at a field, or (without a field) at a whole row or record."""

    sentence: str
    field: str | None = None
    theirs: Theirs | None = None

    def say_in(self, form):
        """Puts it into a form that was sent, which is then not saved."""
        form.add_error(self.field, self.sentence)
        if self.theirs:
            errors = form.errors[self.field]
            form.errors[self.field] = AtField(errors.data, errors.error_class, errors.renderer, errors.field_id)
            form.errors[self.field].theirs = [self.theirs]


def is_text(field):
    """Whether a field holds words that someone wrote, and no choice of any kind."""
    chosen = field.is_relation or field.choices or hasattr(field, "base_field")
    return not chosen and isinstance(field, models.CharField | models.TextField)


def theirs(field, version, told, live, before):
    """What a version wrote in a field: `told` in HTML, and `live` as sent, under names that begin with `before`."""
    values = [value for values in live.values() for value in values]
    take = {before + name: values for name, values in live.items()} or {before + field.name: []}
    return Theirs(
        who=name_of_editor(version.by),
        told=told,
        language=getattr(field, "language", ""),
        text="".join(values) if is_text(field) else None,
        values=None if isinstance(field, models.FileField) else take,
    )


def who_and_when(version):
    return {"who": name_of_editor(version.by), "when": date_format(localtime(version.at), "DATETIME_FORMAT")}


def at_field(field, version, theirs):
    sentence = _("On %(when)s, %(who)s changed this too. What they wrote stands first, then what you wrote.")
    return Collision(sentence % who_and_when(version), field, theirs)


def of_removed_row(version, may_add):
    """What you changed, another editor removed."""
    sentence = _("On %(when)s, %(who)s removed this row. What you wrote stands here to be copied; it is not saved.")
    if may_add:
        sentence = _(
            "On %(when)s, %(who)s removed this row. As you changed it, it stands here as a new one: save to add it "
            "again, or empty it to leave it out."
        )
    return Collision(sentence % who_and_when(version))


def of_changed_row(version):
    """What you would have removed, another editor changed."""
    sentence = _(
        "On %(when)s, %(who)s changed this row, so that it was not removed. Look at it, and mark it once more if it is "
        "to go."
    )
    return Collision(sentence % who_and_when(version))


def of_step(version):
    """What was to become of the record, when another editor had led it elsewhere."""
    sentence = _("On %(when)s, by %(who)s: %(event)s. Your button did nothing: look at the record and press once more.")
    note = f" “{version.note}”" if version.note else ""
    return Collision(sentence % {"event": f"{version.get_event_display()}{note}", **who_and_when(version)})
