"""Files that readers download: responses that are streamed, and CSV that spreadsheets read safely."""

import codecs
import csv
import re

from django.http import StreamingHttpResponse

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


def stream_csv(header, rows):
    """Yield the lines of a CSV file as bytes in UTF-8. The byte order mark tells spreadsheets the encoding."""
    writer = csv.writer(Echo())
    yield codecs.BOM_UTF8
    yield writer.writerow(header).encode()
    for row in rows:
        yield writer.writerow(map(neutralize_formula, row)).encode()


def stream_download(parts, content_type, name):
    """Return a response that streams a file for the reader to save."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(parts, content_type=content_type, headers=headers)
