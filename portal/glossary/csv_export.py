"""The glossary as CSV: a row for each concept, with the columns of all languages."""

from portal.downloads import stream_csv
from portal.i18n.languages import LANGUAGES, get_translation, localized_field_name

FIELDS = ("term", "abbreviation", "definition", "usage_note", "citation", "source_url")
HEADER = ["key", "theme", *(localized_field_name(field, language) for field in FIELDS for language in LANGUAGES)]


def build_row(term):
    """Return the cells of a term, in the order of HEADER."""
    texts = [get_translation(term, field, language) for field in FIELDS for language in LANGUAGES]
    return [term.key, term.theme, *texts]


def stream_terms(terms):
    """Yield the lines of the file as bytes."""
    return stream_csv(HEADER, map(build_row, terms))
