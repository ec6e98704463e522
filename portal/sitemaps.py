"""Sitemaps: an index of files with at most 5,000 addresses each, which are streamed.

One series of files has the lists. There is one more for each model and language, with the public records that have a
title in it: each file those of 5,000 primary keys. The pages themselves name their other languages (hreflang).
"""

from typing import NamedTuple

from django.db.models import F, Max, Min, Q, Value
from django.http import Http404, StreamingHttpResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override
from django.views.decorators.http import require_safe

from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.publishing.indexes import BUCKET_SIZE
from portal.publishing.models import publishable_models
from portal.revision import respond_if_changed
from portal.sections import get_lists

MAX_ADDRESSES = BUCKET_SIZE
MAX_FILES = 50_000  # of a series; an index may have no more
CHUNK_SIZE = 500
FILES_PER_QUERY = 150
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
LISTS = "lists"


class Address(NamedTuple):
    """An entry of a sitemap or of the index: a path, and the time of the last change if it is known."""

    path: str
    changed_at: object = None


def get_list_url_names():
    """Return the URL names of the home page and of all lists."""
    return ["home", *(page.url_name for page in get_lists())]


def get_series_name(model, language):
    """Return the name of the files of a model in one language: news-newsitem-en."""
    return f"{model._meta.label_lower.replace('.', '-')}-{language}"


def get_series():
    """Return {name: (model, language)} of the series of files with records."""
    return {
        get_series_name(model, language): (model, language) for model in publishable_models() for language in LANGUAGES
    }


def get_file_path(series, number):
    """Return the path of the file with a number, from 1."""
    return reverse("sitemap_file", args=[series, number])


def has_title(language):
    """Return the condition for records with a title in a language."""
    return Q(**{f"{localized_field_name('title', language)}__gt": ""})


def get_list_addresses():
    """Return the addresses of the lists in each language."""
    addresses = []
    for language in LANGUAGES:
        with override(language):
            addresses += [Address(reverse(name)) for name in get_list_url_names()]
    return addresses


def get_public_records(model, language):
    """Return the records of a series as a queryset."""
    return model.objects.published().with_page().filter(has_title(language))


def get_records(model, language, number):
    """Return the records of one file as a queryset that loads only what their addresses need."""
    start = (number - 1) * MAX_ADDRESSES
    records = get_public_records(model, language).filter(pk__gte=start, pk__lt=start + MAX_ADDRESSES)
    return records.for_urls(language).order_by("pk")


def iterate_records(records, language):
    """Yield the addresses of records in constant memory."""
    for record in records.iterator(CHUNK_SIZE):
        with override(language):
            path = reverse(record.url_name, kwargs=record.get_url_kwargs(language))
        yield Address(path, record.changed_at)


def find_files(model):
    """Return [(language, number of the file, time of the latest change in it or None)] of a model.

    Looks one record of each file up, so that the index of the sitemap does not read all records.
    """
    ends = model.objects.aggregate(first=Min("pk"), last=Max("pk"))
    if ends["first"] is None:
        return []
    buckets = range(ends["first"] // MAX_ADDRESSES, ends["last"] // MAX_ADDRESSES + 1)
    latest = [
        get_public_records(model, language)
        .alias(bucket=F("id") / MAX_ADDRESSES)
        .filter(bucket=bucket)
        .order_by(F("changed_at").desc(nulls_last=True))
        .annotate(file_language=Value(language), file_number=Value(bucket + 1))
        .values_list("file_language", "file_number", "changed_at")[:1]
        for language in LANGUAGES
        for bucket in buckets
    ]
    queries = (latest[start : start + FILES_PER_QUERY] for start in range(0, len(latest), FILES_PER_QUERY))
    return [file for first, *others in queries for file in sorted(first.union(*others, all=True))]


def iterate_files():
    """Yield the addresses of all files, each with the time of the latest change in it."""
    yield Address(get_file_path(LISTS, 1))
    for model in publishable_models():
        for language, number, changed_at in find_files(model):
            yield Address(get_file_path(get_series_name(model, language), number), changed_at)


def stream(addresses, base_url, root, entry):
    """Yield the parts of a sitemap (`urlset` with `url`) or of the index (`sitemapindex` with `sitemap`)."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">\n'
    for path, changed_at in addresses:
        lastmod = f"<lastmod>{changed_at.isoformat(timespec='seconds')}</lastmod>" if changed_at else ""
        yield f"<{entry}><loc>{escape(base_url + path)}</loc>{lastmod}</{entry}>\n"
    yield f"</{root}>\n"


def respond(request, addresses, root, entry):
    """Return the streamed response, or 304 if the client has it."""
    base_url = request.build_absolute_uri("/").rstrip("/")
    return respond_if_changed(
        request,
        lambda _changed_at: StreamingHttpResponse(
            stream(addresses, base_url, root, entry), content_type="application/xml; charset=utf-8"
        ),
    )


@require_safe
def sitemap_index(request):
    """Serve the index of all sitemap files."""
    return respond(request, iterate_files(), "sitemapindex", "sitemap")


@require_safe
def sitemap_file(request, series, number):
    """Serve one sitemap file, or raise Http404 if it has no addresses."""
    if series == LISTS and number == 1:
        return respond(request, get_list_addresses(), "urlset", "url")
    if series not in get_series() or number < 1 or number > MAX_FILES:
        raise Http404
    model, language = get_series()[series]
    records = get_records(model, language, number)
    if not records.exists():
        raise Http404
    return respond(request, iterate_records(records, language), "urlset", "url")
