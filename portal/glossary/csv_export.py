"""The glossary as CSV: a row for each concept, with the columns of all languages."""

import codecs
import csv
import re

from portal.i18n.languages import LANGUAGES, get_translation, localized_field_name

FIELDS = ("term", "abbreviation", "definition", "usage_note", "citation", "source_url")
HEADER = ["key", "theme", *(localized_field_name(field, language) for field in FIELDS for language in LANGUAGES)]
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")


class Echo:
    """A pseudo-file whose `write` returns the text, for a csv.writer whose rows are streamed."""

    def write(self, text):
        return text


def neutralize_formula(text):
    """Put an apostrophe before a text that a spreadsheet would run as a formula. Numbers stay as they are."""
    is_formula = text.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(text)
    return f"'{text}" if is_formula else text


def build_row(term):
    """Return the cells of a term, in the order of HEADER."""
    texts = [get_translation(term, field, language) for field in FIELDS for language in LANGUAGES]
    return [neutralize_formula(text) for text in (term.key, term.theme, *texts)]


def stream_csv(terms):
    """Yield the lines of the file as bytes in UTF-8. The byte order mark tells spreadsheets the encoding."""
    writer = csv.writer(Echo())
    yield codecs.BOM_UTF8
    yield writer.writerow(HEADER).encode()
    for term in terms:
        yield writer.writerow(build_row(term)).encode()
