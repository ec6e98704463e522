"""What was typed into a form of the admin, as its editor reads it: for a page from which it can be copied."""

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.editing.concurrency.three_way_merge import same
from portal.editing.scoping import get_form_fields, get_visible_name
from portal.i18n.languages import ENDONYMS

# What belongs to one page alone, and passwords: neither shown nor taken along.
OF_ONE_PAGE = re.compile(r"csrfmiddlewaretoken$|resume-|.*password|.*-__prefix__-")
# What else a form of the admin sends of its own accord.
OF_THE_FORM = re.compile(
    r"_|initial-|(made_from|action|index|select_across|post|(.*-)?seen|.*-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS)$"
)


def is_typed(name):
    """Whether a name among what was sent is of something that an editor may have typed."""
    return not (OF_ONE_PAGE.match(name) or OF_THE_FORM.match(name))


class Typed(NamedTuple):
    """One text: what its field is called, and the language that the field is in, if in one."""

    field: str
    text: str
    language: str = ""


def words_for(field, values, editor):
    """What a browser sent, or would send, for a field of a model, as an editor reads it."""
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


def says(record, field):
    """What stands in a field of a record, as a browser would send it."""
    value = field.value_from_object(record)
    if isinstance(field, models.BooleanField):
        return ["on"] if value else []
    values = value if isinstance(value, list) else [value]
    return [str(getattr(one, "pk", one)) for one in values if one is not None]


class Form:
    """The names of a record's form in the admin, and of the rows of its parts."""

    def __init__(self, admin, request):
        self.record = admin.model
        inlines = (make(admin.model, admin.admin_site) for make in admin.inlines)
        groups = {one.get_formset(request, None).get_default_prefix(): one.model for one in inlines}
        self.models = {None: admin.model, **groups}

    def find(self, name):
        """The model, the number of the row and the field of a name; None for one that no field has."""
        row = re.fullmatch(r"(?P<group>.+)-(?P<number>\d+)-(?P<field>[^-]+)", name)
        group, number, field = row.groups() if row else (None, None, name)
        model = self.models.get(group)
        found = next((one for one in get_form_fields(model) if one.name == field), None) if model else None
        return found and (group, number, found)

    def label(self, number, field):
        if number is None:
            return str(capfirst(field.verbose_name))
        return f"{capfirst(field.model._meta.verbose_name)} {int(number) + 1}, {field.verbose_name}"


def beside(name):
    """What a field beside the record's own is called."""
    if name.startswith("going_live-what_changed_"):
        return _("What changed, in %(language)s") % {"language": ENDONYMS.get(name[-2:], name[-2:])}
    words = {"note": _("Note"), "reason": _("Reason")}
    return words.get(name.rpartition("-")[2], name)


def row_of(record, group, number, field, data):
    """The record, or the part of it that a row of the form is of; None where there is none."""
    if group is None or record is None:
        return record
    pk = data.get(f"{group}-{number}-{field.model._meta.pk.name}", "")
    return field.model._base_manager.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 19 else None


def typed_text(admin, request, record):
    """Each text that was typed and does not stand in the record already; of a form of no record with `admin` None."""
    form = admin and Form(admin, request)
    for name, values in request.POST.lists():
        if not is_typed(name) or not any(values):
            continue
        if found := form and form.find(name):
            group, number, field = found
            row = row_of(record, group, number, field, request.POST)
            if row is None or not same({"": says(row, field)}, {"": values}):
                text = words_for(field, values, request.user)
                yield Typed(form.label(number, field), text, getattr(field, "language", ""))
        elif admin is None or name.startswith(("going_live-note", "going_live-what")):
            yield Typed(beside(name), "\n".join(values), name[-2:] if "what_changed" in name else "")


def files_chosen(admin, request):
    """What the fields are called in which a file was chosen, which no page can choose again."""
    form = Form(admin, request)
    names = [*request.FILES, *request.POST.getlist("resume-file")]
    return [form.label(found[1], found[2]) for name in names if (found := form.find(name))]
