"""Values, queries and addresses that no page of the portal produces, as strategies of Hypothesis."""

import os
from urllib.parse import quote, urlencode

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern
from django.utils.translation import override
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from portal.i18n.languages import LANGUAGES
from portal.sections import get_sections

# Reflected into a page, this must be escaped.
SCRIPT = "<script>zzq</script>"
KNOWN = (
    "", " ", "\x00", "a\x00b", "'", '"', "' OR 1=1 --", "(((", "(a+)+$", "\\", "%", "%00", "_", "-1", "0", "1", "2",
    "9" * 30, "٢٠٠٤", "９９", "²", "1e9", "1.5", "NaN", "infinity", "0001-01-01", "0000-00-00", "2004-13-45",
    "9999-12-31",
    "9999-12-31T23:59", "10000-01-01", "2099-03-14T02:30", "../../etc/passwd", "a\r\nSet-Cookie: a=b", SCRIPT,
    "{{ 7|add:7 }}", "{% debug %}", "%(record)s", "{0.__class__}", "\u202etxt", "\ufeff", "İ", "ß", "e\u0301" * 40,
    "a" * 5000, "record:news.newsitem:1", '<a href="record:news.newsitem:999999">x</a>', "javascript:alert(1)",
    "https://[::1", "//evil.example", "null", "true", "[]", "{}", "on",
)  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(KNOWN),
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.integers(-(2**70), 2**70).map(str),
    st.datetimes().map(str),
)
LOOKUPS = ("", "__exact", "__isnull", "__in", "__regex", "__iregex", "__contains", "__gt", "__year", "__pk__exact")


def fuzz(share):
    """Return the settings of a walk with this share of the examples. `make fuzz` makes more of them, at random."""
    examples = os.environ.get("PORTAL_FUZZ_EXAMPLES")
    return settings(
        max_examples=int(examples) if examples else share, derandomize=not examples, database=None, deadline=None,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip


def find_routes(resolver=None, prefix=""):
    """Yield the routes of all public addresses, such as "en/news/<int:year>/", in the active language."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern.pattern, RegexPattern) or getattr(pattern, "app_name", "") == "admin":
            continue
        if isinstance(pattern, URLResolver):
            yield from find_routes(pattern, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern):
            yield prefix + str(pattern.pattern)


def get_routes():
    """Return the routes of all public addresses in all languages."""
    routes = set()
    for language in LANGUAGES:
        with override(language):
            routes.update(find_routes())
    return sorted(routes)


def get_parameters():
    """Return the names of the parameters that public pages read."""
    names = {name for section in get_sections() for name in section.parameters}
    return sorted({*names, "page", "q", "lang", "format", "next", "zzq"})


@st.composite
def addresses(draw, routes, parameters):
    """Draw a public address: a route with a value for each of its places, and a query."""
    parts = draw(st.sampled_from(routes)).split("<")
    path = "/" + parts[0]
    for part in parts[1:]:
        path += quote(draw(VALUES)[:300]) + part.partition(">")[2]
    query = draw(st.dictionaries(st.one_of(st.sampled_from(parameters), VALUES), VALUES, max_size=3))
    return f"{path}?{urlencode(query)}"


@st.composite
def list_queries(draw, names):
    """Draw the query of a list of the admin: fields with lookups, and the parameters of Django."""
    field = st.builds("{}{}".format, st.sampled_from(names), st.sampled_from(LOOKUPS))
    own = st.sampled_from(("q", "p", "o", "e", "all", "_to_field", "_popup", "stage", "panel", "_changelist_filters"))
    return urlencode(draw(st.dictionaries(st.one_of(field, own, VALUES), VALUES, min_size=1, max_size=3)))


@st.composite
def submissions(draw, fields, buttons):
    """Draw the data of a form: that of a browser, with hostile values in some of its fields, and a button."""
    names = draw(st.lists(st.sampled_from(sorted(fields)), min_size=1, max_size=6, unique=True))
    return {**fields, **{name: draw(VALUES) for name in names}, draw(st.sampled_from(buttons)): "1"}
