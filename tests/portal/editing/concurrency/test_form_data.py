"""The data of untouched and submitted forms, compared with what a browser reads from the rendered form."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminRadioSelect,
    AdminSplitDateTime,
    AdminURLFieldWidget,
    FilteredSelectMultiple,
)
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from portal.audit.models import AuditEvent
from portal.editing.concurrency.form_data import (
    NEW_FILE_MARK,
    get_hidden_initial,
    get_initial_data,
    get_submitted_data,
    is_file_field,
)
from portal.editing.concurrency.rebase_form import get_initial_values
from portal.editing.local_time import LocalDateTimeField
from portal.editing.richtext.widget import RichTextWidget
from portal.history.snapshots import get_object_key, take_snapshot
from portal.i18n.fields import LanguagesField
from portal.models import Acronym, Country, Destination, DirectHost, Editor
from portal.records.models import OwnedMixin
from portal.records.parts import get_parts
from tests.support import factories
from tests.support.clients import superuser_client
from tests.support.forms import change_url
from tests.support.html import FormParser
from tests.support.record_fixtures import fill_texts, get_factory, get_owned_relations, make_record, set_relation

MOMENT = datetime(2004, 4, 26, 17, 30, 5, 123, tzinfo=UTC)
CHOICES = [("", "---"), ("a", "A"), ("Group", [("b", "B"), ("c", "C & D")])]
NO_EMPTY_CHOICE = CHOICES[1:]
MULTIPLE = {"choices": NO_EMPTY_CHOICE, "initial": ["c", "a", "gone"]}
TEXT = '\n "A" & <b>B</b> &amp;\nC '
# Attributes that make a field render its initial value a second time, in a hidden control.
HIDDEN = {"show_hidden_initial": True}

FIELDS = {
    "text": forms.CharField(initial=TEXT, **HIDDEN),
    "text-empty": forms.CharField(**HIDDEN),
    "text-stripped": forms.CharField(strip=False, initial=" a "),
    "textarea": forms.CharField(widget=forms.Textarea, initial=TEXT),
    "textarea-empty": forms.CharField(widget=forms.Textarea),
    "rich-text": forms.CharField(widget=RichTextWidget, initial='<p>A &amp; <a href="/?a&amp;b">B</a></p>'),
    "url": forms.URLField(widget=AdminURLFieldWidget, initial="https://www.osha.gov/?a=1&b=2", assume_scheme="https"),
    "slug": forms.SlugField(initial="a-b"),
    "email": forms.EmailField(initial="a@example.org"),
    "number": forms.IntegerField(initial=1234567, **HIDDEN),
    "number-zero": forms.IntegerField(initial=0),
    "decimal": forms.DecimalField(initial=Decimal("1234.50")),
    "date": forms.DateField(initial=date(2004, 4, 26), **HIDDEN),
    "time": forms.TimeField(initial=time(17, 30)),
    "datetime": forms.DateTimeField(initial=MOMENT, **HIDDEN),
    "local-datetime": LocalDateTimeField(initial=MOMENT),
    "local-datetime-empty": LocalDateTimeField(),
    "split-datetime": forms.SplitDateTimeField(initial=MOMENT, **HIDDEN),
    "split-datetime-admin": forms.SplitDateTimeField(widget=AdminSplitDateTime, initial=MOMENT),
    "split-datetime-empty": forms.SplitDateTimeField(**HIDDEN),
    "checkbox": forms.BooleanField(initial=True, **HIDDEN),
    "checkbox-unchecked": forms.BooleanField(initial=False, **HIDDEN),
    "checkbox-value": forms.BooleanField(initial="yes"),
    "null-boolean": forms.NullBooleanField(initial=False),
    "select": forms.ChoiceField(choices=CHOICES, initial="b", **HIDDEN),
    "select-empty": forms.ChoiceField(choices=CHOICES),
    "select-gone": forms.ChoiceField(choices=CHOICES, initial="gone"),
    "select-first": forms.ChoiceField(choices=NO_EMPTY_CHOICE),
    "select-no-options": forms.ChoiceField(),
    "radio": forms.ChoiceField(choices=CHOICES, initial="c", widget=forms.RadioSelect),
    "radio-admin": forms.ChoiceField(choices=CHOICES, initial="c", widget=AdminRadioSelect),
    "radio-unchecked": forms.ChoiceField(choices=NO_EMPTY_CHOICE, widget=forms.RadioSelect),
    "select-multiple": forms.MultipleChoiceField(**MULTIPLE, **HIDDEN),
    "select-multiple-empty": forms.MultipleChoiceField(choices=NO_EMPTY_CHOICE, **HIDDEN),
    "filter-horizontal": forms.MultipleChoiceField(widget=FilteredSelectMultiple("A", is_stacked=False), **MULTIPLE),
    "checkboxes": forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, **MULTIPLE),
    "languages": LanguagesField().formfield(),
    "hidden": forms.CharField(widget=forms.HiddenInput, initial=TEXT),
    "disabled": forms.CharField(disabled=True, initial="a"),
    "callable-initial": forms.CharField(initial=lambda: "a", **HIDDEN),
}
FIELDS["languages"].initial = ["fr", "en"]


def make_form(field):
    return type("Form", (forms.Form,), {"field": field})()


def drop_empty(data):
    return {name: values for name, values in data.items() if values}


def flatten(form, data):
    """Return form data without files, which the HTML of a form does not contain."""
    values = [value for field, value in data.items() if not is_file_field(form.fields[field])]
    return drop_empty({name: items for value in values for name, items in value.items()})


def read_rendered(form):
    """Return what a browser would submit for the rendered form."""
    return FormParser("".join(map(str, form))).fields


def compute(form):
    return flatten(form, get_initial_data(form)) | drop_empty(get_hidden_initial(form))


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_initial_data_of_widget_equals_rendered(field):
    form = make_form(field)
    assert compute(form) == read_rendered(form)


def test_submitted_data_has_every_name_of_a_field():
    form = make_form(forms.SplitDateTimeField())
    data = QueryDict("row-field_0=2004-04-26&row-field_1=17:30&field_0=2005-01-01")
    assert get_submitted_data(form, data, MultiValueDict(), "row-", {}) == {
        "field": {"field_0": ["2004-04-26"], "field_1": ["17:30"]}
    }


@pytest.mark.parametrize(
    ("data", "chosen", "submitted"),
    [
        ("", None, {"field": ["stored.pdf"]}),
        ("row-field-clear=on", None, {"field": []}),
        ("", "new.pdf", {"field": [NEW_FILE_MARK + "new.pdf"]}),
        ("row-field-clear=on", "new.pdf", {"field": [NEW_FILE_MARK + "new.pdf"]}),
    ],
    ids=["untouched", "cleared", "new", "new-and-cleared"],
)
def test_submitted_file_is_told_from_untouched_one(data, chosen, submitted):
    form = make_form(forms.FileField(required=False, widget=forms.ClearableFileInput))
    form.initial = {"field": "stored.pdf"}
    files = MultiValueDict({"row-field": [SimpleUploadedFile(chosen, b"")]} if chosen else {})
    untouched = get_initial_data(form)
    assert get_submitted_data(form, QueryDict(data), files, "row-", untouched) == {"field": submitted}


# Registered admin forms

SHARED = {
    Acronym: lambda: Acronym.objects.create(acronym="A", meaning="B"),
    Country: lambda: factories.country("MX"),
    DirectHost: lambda: DirectHost.objects.create(host="a.example.org", government=True),
    Editor: lambda: factories.editor(roles=["publisher"], countries=["MX", "CA"], languages=["fr", "en"]),
}
# Nobody may change these records, so their pages have no form.
READ_ONLY = {AuditEvent, Destination}
EDITABLE = [model for model in admin.site._registry if model not in READ_ONLY]


def make_full_record(model):
    """Create a record with texts, parts, and a value in each relation to owned records."""
    if model in SHARED:
        return SHARED[model]()
    if not issubclass(model, OwnedMixin):
        return get_factory(model)()
    record = make_record(model, None if model.trinational_only else "MX", "A")
    for part, field in get_owned_relations(model):
        for row in getattr(record, part).all() if part else [record]:
            set_relation(row, field, get_factory(field.related_model)())
    for row in (record, *get_parts(record)):
        fill_texts(row, TEXT)
    return record


def get_shown_forms(record):
    """Return the forms on the change page of a record: its own, one of each part, and an empty one of each inline."""
    page = superuser_client().get(change_url(record)).context
    formsets = [inline.formset for inline in page["inline_admin_formsets"]]
    rows = [form for formset in formsets for form in (*formset.initial_forms, formset.empty_form)]
    return [page["adminform"].form, *rows]


@pytest.mark.django_db
@pytest.mark.parametrize("model", EDITABLE, ids=lambda model: model._meta.label)
def test_initial_data_of_admin_form_equals_rendered(model):
    record = make_full_record(model)
    snapshot = take_snapshot(record)
    for shown in get_shown_forms(record):
        row = snapshot.get(get_object_key(shown.instance), {})
        for initial in ({}, get_initial_values(shown._meta.model, row)):
            form = type(shown)(instance=shown.instance, initial=initial)
            assert form.fields
            assert compute(form) == read_rendered(form)
