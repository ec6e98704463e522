"""Datasets: public lists as tables, and the registry of those of all sections."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import override

from portal.counts import count_up_to
from portal.i18n.languages import get_current_language, localize
from portal.open_data.columns import RowContext, get_attribute
from portal.sections import get_sections

PORTAL_DATASETS = "portal.open_data.portal_datasets"
CHUNK_SIZE = 200  # records in memory at a time


def prefetch_public(relation, queryset):
    """Return the Prefetch that `related_column` needs: the public records of a relation, as `public_<relation>`."""
    return Prefetch(relation, queryset.published(), to_attr=f"public_{relation}")


def get_language_of(path):
    """Return the `get_text_language` of a dataset whose rows are parts of the record that the path leads to."""
    return lambda row: get_title_language(get_attribute(row, path))


def get_title_language(record):
    """Return the language in which the reader of the active language gets the title of a record."""
    return localize(record, "title").language


@dataclass(frozen=True)
class Dataset:
    """A public list as a table with a row for each record.

    `get_records` returns the public records in a fixed order, with what the columns need. `get_text_language` returns
    the language of the texts in the row of a record, for the active language. A `multilingual` dataset has the texts of
    all languages in one row, and the same rows in each language.
    """

    name: str
    verbose_name: str
    description: str
    get_records: Callable[[], QuerySet]
    columns: tuple
    list_url_name: str
    get_text_language: Callable = get_title_language
    multilingual: bool = False

    @property
    def header(self):
        return [column.name for column in self.columns]

    def iterate_rows(self, language, base_url):
        """Yield the values of each record as a list, in the order of the columns, in constant memory."""
        for record in self.get_records().iterator(chunk_size=CHUNK_SIZE):
            # The rows of a streamed response are made after the middleware has reset the language.
            with override(language):
                yield self.build_row(record, base_url)

    def build_row(self, record, base_url):
        """Return the values of one record for the active language."""
        text_language = None if self.multilingual else self.get_text_language(record)
        context = RowContext(get_current_language(), text_language, base_url.rstrip("/"))
        return [column.get_value(record, context) for column in self.columns]

    def count(self):
        """Return the CappedCount of the rows."""
        return count_up_to(self.get_records())


@cache
def get_datasets():
    """Return {name: Dataset}: those of the sections in their order, then those of the portal itself."""
    modules = [section.datasets for section in get_sections() if section.datasets]
    datasets = [dataset for module in (*modules, PORTAL_DATASETS) for dataset in import_module(module).DATASETS]
    return {dataset.name: dataset for dataset in datasets}


def get_dataset(name):
    """Return a dataset by its name, or raise Http404."""
    try:
        return get_datasets()[name]
    except KeyError:
        raise Http404 from None


def get_base_url(request=None):
    """Return the absolute URL that the addresses in a file begin with."""
    return request.build_absolute_uri("/") if request else settings.PORTAL_BASE_URL
