"""Files that readers and their programs download: streamed responses, CSV that spreadsheets read safely, and CORS."""

import codecs
import csv
import re
from functools import wraps

from django.http import HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_http_methods

require_data_method = require_http_methods(["GET", "HEAD", "OPTIONS"])
CSV_TYPE = "text/csv; charset=utf-8"
# What starts a formula, also in full width; spreadsheets skip white space and invisible characters before it.
FORMULA = re.compile(r"[\s\ufeff\u200b-\u200f\u2060]*[=+\-@\uff1d\uff0b\uff0d\uff20]")
CONTROL_START = re.compile(r"[\t\r\n]")
NUMBER = re.compile(r"[+-]?[0-9]+([.,][0-9]+)*%?")
# An international telephone number, such as +52 55 3000 2100 or +1-800-321-6742, and its extension. It has no letters
# besides that, so it can call no function and name no cell.
TELEPHONE = re.compile(
    r"\+[0-9]{1,3}(?=(?:[^0-9]*[0-9]){6})(?:[ \u00a0.-]?\(?[0-9]+\)?)+(?:,? (?:ext\.?|poste|x) ?[0-9]{1,6})?"
)


class Echo:
    """A pseudo-file whose `write` returns the text, for a csv.writer whose rows are streamed."""

    def write(self, text):
        return text


def neutralize_formula(text):
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    Numbers and telephone numbers stay as they are.
    """
    if NUMBER.fullmatch(text) or TELEPHONE.fullmatch(text):
        return text
    return f"'{text}" if FORMULA.match(text) or CONTROL_START.match(text) else text


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


def allow_other_origins(view):
    """Let scripts of all sites read the response of a view (CORS), and answer their preflight requests.

    Only for public data: the responses never depend on cookies, and browsers send none with the header `*`.
    """

    @wraps(view)
    def wrapper(request, *args, **kwargs):
        response = HttpResponse(status=204) if request.method == "OPTIONS" else view(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "Content-Disposition, Link"
        if request.method == "OPTIONS":
            response.headers["Allow"] = response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            response.headers["Access-Control-Allow-Headers"] = "Range, If-None-Match, If-Modified-Since"
            response.headers["Access-Control-Max-Age"] = "86400"
        return response

    return wrapper
