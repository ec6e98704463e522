"""Columns of datasets, most of them made from the field of a model: its name, its label and its codes."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import LANGUAGE_CHOICES, LANGUAGES, get_translation, localize, localized_field_name
from portal.records.permanent_urls import get_permanent_url
from portal.records.tag_uris import get_tag_uri
from portal.richtext.fields import RichTextField
from portal.richtext.html import render_plain_text

PRECISIONS = {4: "year", 7: "month", 10: "day"}  # by the length of a partial date
PRECISION_CHOICES = (("day", _("day")), ("month", _("month")), ("year", _("year")))
COUNTRY_CODES = _("ISO 3166: US, MX or CA.")
URL_FIELDS = {"source_address", "source_url", "web_address"}
TYPE_LABELS = {
    "string": _("text"),
    "integer": _("whole number"),
    "number": _("number"),
    "boolean": _("true or false"),
    "array": _("several texts"),
}
FORMAT_LABELS = {"uri": _("URI"), "date": _("date")}
PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"


class RowContext(NamedTuple):
    """The reader's language, that of the texts of a row (None for all), and the URL that addresses begin with."""

    language: str
    text_language: str | None
    base_url: str


@dataclass(frozen=True)
class Column:
    """A column of a dataset. `get_value(record, context)` returns a value of its JSON type, or None.

    `type` is a type of JSON Schema. The items of an array are texts. `choices` are the codes with their labels.
    """

    name: str
    verbose_name: str
    get_value: Callable
    type: str = "string"
    description: str = ""
    format: str = ""
    pattern: str = ""
    choices: tuple = ()

    @property
    def type_label(self):
        """What a value is, for readers."""
        if self.choices:
            return _("codes") if self.type == "array" else _("code")
        return FORMAT_LABELS.get(self.format) or (_("date") if self.pattern else TYPE_LABELS[self.type])


def get_attribute(record, path):
    """Return an attribute of a record, such as "office.country.code", None where one on the way is None."""
    for name in path.split("."):
        if record is None:
            return None
        record = getattr(record, name)
    return record


def to_plain_text(record, field, text):
    """Return a text without the markup of its field, None if it is empty."""
    is_rich = isinstance(record._meta.get_field(field), RichTextField)
    return (render_plain_text(text) if is_rich else text) or None


def get_label(model, field):
    """Return the name of a field for readers."""
    return model._meta.get_field(field).verbose_name


def field_column(model, field, type="string", *, path="", name="", description=""):
    """Return a column with the value of a field. `path` leads to the record that has it, such as "submission"."""

    def get_value(record, context):
        found = get_attribute(record, f"{path}.{field}" if path else field)
        return None if found == "" else found

    return Column(name or field, get_label(model, field), get_value, type, description)


def choice_column(model, field, *, attribute="", name="", label="", description=""):
    """Return a column with the code of a field that has choices, or of an attribute with the same choices."""
    return Column(
        name or attribute or field,
        label or get_label(model, field),
        lambda record, context: getattr(record, attribute or field) or None,
        description=description,
        choices=tuple(model._meta.get_field(field).choices),
    )


def choices_column(model, field, *, description=""):
    """Return a column with the codes of a field with several choices."""
    codes = tuple(model._meta.get_field(field).base_field.choices or ())
    return Column(
        field, get_label(model, field), lambda record, context: list(getattr(record, field)), "array",
        description=description, choices=codes,
    )  # fmt: skip


def text_column(model, field, *, path="", name="", label="", description=""):
    """Return a column with a translated field in the language of the texts of the row, without markup.

    `path` leads to the record that has the field, such as "office".
    """

    def get_value(record, context):
        owner = get_attribute(record, path) if path else record
        if owner is None:
            return None
        if field in URL_FIELDS:  # a page that exists in another language only is still the source
            return localize(owner, field, context.text_language).text or None
        return to_plain_text(owner, field, get_translation(owner, field, context.text_language))

    format = "uri" if field in URL_FIELDS else ""
    return Column(name or field, label or get_label(model, field), get_value, description=description, format=format)


def text_columns(model, field, *, get_owner=None, name=""):
    """Return the columns of a translated field in all languages. `get_owner(record)` returns the record that has it."""

    def get_value(record, context, language):
        owner = get_owner(record) if get_owner else record
        return owner and to_plain_text(owner, field, get_translation(owner, field, language))

    return tuple(
        Column(
            localized_field_name(name or field, language),
            get_label(model, localized_field_name(field, language)),
            partial(get_value, language=language),
            format="uri" if field in URL_FIELDS else "",
        )
        for language in LANGUAGES
    )


def date_columns(name, label, get_date, description=""):
    """Return two columns, of a partial date in ISO 8601 and of its precision. `get_date(record)` returns its text."""

    def get_precision(record, context):
        return PRECISIONS[len(get_date(record))] if get_date(record) else None

    return (
        Column(
            name,
            label,
            lambda record, context: get_date(record) or None,
            description=description,
            pattern=PARTIAL_DATE,
        ),
        Column(
            f"{name}_precision",
            _("precision"),
            get_precision,
            description=_("What is known of the date."),
            choices=PRECISION_CHOICES,
        ),
    )


def partial_date_columns(model, field, *, name="", description=""):
    """Return the two columns of a PartialDateField."""
    label = get_label(model, field)
    return date_columns(name or field, label, lambda record: getattr(record, field), description)


def country_column(model, path="country", *, name="", label=""):
    """Return a column with the code of a country. `path` leads to it, such as "office.country"."""
    return Column(
        name or path, label or get_label(model, path), lambda record, context: get_attribute(record, f"{path}.code"),
        description=COUNTRY_CODES,
    )  # fmt: skip


def array_column(name, label, get_values, description=""):
    """Return a column with several texts. `get_values(record, context)` returns them."""
    return Column(name, label, lambda record, context: list(get_values(record, context)), "array", description)


def country_codes_column(model, field):
    """Return a column with the codes of several countries."""
    return array_column(
        field, get_label(model, field),
        lambda record, context: [country.code for country in getattr(record, field).all()],
        COUNTRY_CODES,
    )  # fmt: skip


def related_column(name, label, description=""):
    """Return a column with the identifier of a related record, prefetched with `prefetch_public`."""

    def get_value(record, context):
        related = getattr(record, f"public_{name}")
        return related and get_tag_uri(related)

    return Column(name, label, get_value, format="uri", description=description or _("Its identifier."))


def many_related_column(name, label, description=""):
    """Return a column with the identifiers of related records, prefetched with `prefetch_public`."""
    return array_column(
        name, label, lambda record, context: [get_tag_uri(related) for related in getattr(record, f"public_{name}")],
        description or _("Their identifiers."),
    )  # fmt: skip


def get_changed_at(record):
    """Return the day of the last public change in UTC, None if there was none."""
    return record.changed_at.date().isoformat() if record.changed_at else None


def page_columns(get_record):
    """Return the columns with the page of a row and the language of its texts, for files in one language."""
    return (
        Column(
            "url", _("page"), lambda row, context: context.base_url + get_record(row).get_url(context.language),
            format="uri", description=_("URL of the page in the language of the file."),
        ),
        Column(
            "text_language", _("language of the texts"), lambda row, context: context.text_language,
            choices=tuple(LANGUAGE_CHOICES),
            description=_("The language of the file, or another one if the record has no text in it."),
        ),
    )  # fmt: skip


def identity_columns(*, record_path="", multilingual=False):
    """Return the first columns of a dataset.

    `record_path` leads from a row to the record that has the page, for rows that are parts of a record.
    """

    def get_record(row):
        return get_attribute(row, record_path) if record_path else row

    columns = (
        Column(
            "id", _("identifier"), lambda row, context: get_tag_uri(row), format="uri",
            description=_("Stays the same for good."),
        ),
        Column(
            "permanent_url", _("permanent URL"),
            lambda row, context: context.base_url + get_permanent_url(get_record(row)), format="uri",
            description=_("Leads to the page of the record, even if the URL of the page changes."),
        ),
        Column(
            "modified", _("date modified"), lambda row, context: get_changed_at(get_record(row)), format="date",
            description=_("Day of the last public change, in UTC."),
        ),
    )  # fmt: skip
    return columns if multilingual else (*columns, *page_columns(get_record))
