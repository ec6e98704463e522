"""Helpers of the search tests: results of a query, and the rows of the index as plain data."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import override

from portal.i18n.languages import LANGUAGES, localize
from portal.search.results import search
from portal.search_index.indexing import get_search_models
from portal.search_index.models import SearchRow


def find(text, language="en", **params):
    """Return the SearchResults of a text."""
    with override(language):
        return search(text, language, params)


def find_titles(text, language="en", **params):
    """Return the titles of the results on a page."""
    with override(language):
        results = search(text, language, params).results
        return [localize(result.record, result.record.search_titles[-1]).text for result in results]


def get_public_rows(now):
    """Return {(language, content type, primary key)} of the rows that are public at a time."""
    rows = SearchRow.objects.filter(public_from__lte=now, public_until__gt=now)
    return {(row.language, row.content_type_id, row.object_id) for row in rows.defer("text_vector")}


def get_published_keys():
    """Return {(language, content type, primary key)} of all published records."""
    return {
        (language, ContentType.objects.get_for_model(model).pk, pk)
        for model in get_search_models()
        for pk in model.objects.published().values_list("pk", flat=True)
        for language in LANGUAGES
    }
