"""Search in the lists of the admin: by any text of a record, ignoring accents and case."""

from portal.i18n.languages import LANGUAGES, get_translated_fields, localized_field_name
from portal.i18n.search import MAX_QUERY_LENGTH, FoldedContains


class FoldedSearchMixin:
    """For a ModelAdmin: search all translated fields in all languages, and the columns in `search_fields`."""

    def get_search_fields(self, request):
        translated = [
            localized_field_name(name, language) for name in get_translated_fields(self.model) for language in LANGUAGES
        ]
        return [f"{name}__{FoldedContains.lookup_name}" for name in (*translated, *self.search_fields)]

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, search_term[:MAX_QUERY_LENGTH])
