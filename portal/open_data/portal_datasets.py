"""Datasets of the portal itself, offices and the glossary, and the columns of records with files."""

from django.utils.translation import gettext_lazy as _

from portal.glossary.models import Term
from portal.i18n.languages import localize
from portal.open_data.columns import (
    Column,
    array_column,
    choice_column,
    country_column,
    field_column,
    identity_columns,
    text_column,
    text_columns,
)
from portal.open_data.datasets import Dataset
from portal.pages.offices import Office


def build_file_urls(files, context):
    """Return the absolute URLs of documents, one for each language."""
    return [context.base_url + file.target if file.file else file.target for file in files]


def file_columns(part="files"):
    """Return the columns with the URLs of the files of a record, and their languages in the same order."""
    return (
        array_column(
            "files", _("files"), lambda record, context: build_file_urls(getattr(record, part).all(), context),
            _("URLs of the text, one for each language."),
        ),
        array_column(
            "file_languages", _("languages of the files"),
            lambda record, context: [file.language for file in getattr(record, part).all()],
            _("ISO 639, in the order of the URLs."),
        ),
    )  # fmt: skip


def get_current_address(office):
    """Return the current address of an office, None if there is none."""
    return next((address for address in office.addresses.all() if address.current), None)


def contact_column(field, label):
    """Return a column with a detail of the current address of an office."""

    def get_value(office, context):
        address = get_current_address(office)
        return (address and getattr(address, field)) or None

    return Column(field, label, get_value)


def get_current_name(office, context):
    """Return the current name of an office, which is not translated."""
    name = next((name for name in office.names.all() if name.current), None)
    return (name and localize(name, "name").text) or None


# Programs of readers name these columns: add new ones at the end.
GLOSSARY_COLUMNS = (
    field_column(Term, "key"),
    choice_column(Term, "theme"),
    *(
        column
        for field in ("term", "abbreviation", "definition", "usage_note", "citation", "source_url")
        for column in text_columns(Term, field)
    ),
    *identity_columns(multilingual=True),
)

DATASETS = (
    Dataset(
        "offices",
        _("Administrative offices"),
        _("The offices that the three governments answer for, with their current name and address."),
        lambda: Office.objects.published().with_related().order_by("pk"),
        (
            *identity_columns(),
            text_column(Office, "title"),
            country_column(Office),
            Column("name", _("current name"), get_current_name, description=_("In its own language.")),
            contact_column("lines", _("postal address")),
            contact_column("telephone", _("telephone")),
            contact_column("fax", _("fax")),
            contact_column("email", _("email")),
            text_column(Office, "summary"),
            text_column(Office, "body"),
        ),
        "office_list",
    ),
    Dataset(
        "glossary",
        _("Glossary"),
        _("A row for each concept, with its terms, definitions and sources in all three languages."),
        Term.objects.published,
        GLOSSARY_COLUMNS,
        "glossary",
        multilingual=True,
    ),
)
