"""The page about the open data, the files of each dataset, and permanent URLs of records."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_safe

from portal.downloads import CSV_TYPE, allow_other_origins, require_data_method, stream_download
from portal.i18n.languages import LANGUAGES, get_current_language
from portal.open_data.datasets import get_base_url, get_dataset, get_datasets
from portal.open_data.dump import get_dumps, get_newest_dump
from portal.open_data.exports import (
    build_schema,
    dump_json,
    get_licence,
    get_terms,
    stream_dataset_csv,
    stream_dataset_json,
)
from portal.page_cache.memo import remember
from portal.publishing.models import publishable_models
from portal.publishing.shortcuts import render_list
from portal.records.permanent_urls import get_public_record


@require_safe
def open_data(request):
    """Show what each dataset holds, its files and its columns."""
    datasets = remember("datasets", count_datasets)
    return render_list(
        request,
        "portal/open_data.html",
        *(model.objects.published() for model in publishable_models()),
        datasets=datasets,
        terms=get_terms(),
        dump=get_newest_dump(),
    )


def count_datasets():
    return [(dataset, dataset.count()) for dataset in get_datasets().values()]


def name_file(dataset, extension):
    """Return the name of a file: public-communications-es.csv."""
    language = "" if dataset.multilingual else f"-{get_current_language()}"
    return f"{dataset.name}{language}.{extension}"


def add_links(response, dataset):
    """Add the links to the schema and to the terms of use, which a CSV file has no place for."""
    links = [f'<{reverse("dataset_schema", args=[dataset.name])}>; rel="describedby"; type="application/schema+json"']
    if terms := get_terms():
        links.append(f'<{terms.get_absolute_url()}>; rel="license"')
    response.headers["Link"] = ", ".join(links)
    return response


@require_data_method
@allow_other_origins
def dataset_csv(request, name):
    dataset = get_dataset(name)
    parts = stream_dataset_csv(dataset, get_current_language(), get_base_url(request))
    return add_links(stream_download(parts, CSV_TYPE, name_file(dataset, "csv")), dataset)


@require_data_method
@allow_other_origins
def dataset_json(request, name):
    dataset = get_dataset(name)
    parts = stream_dataset_json(dataset, get_current_language(), get_base_url(request), get_licence())
    return add_links(stream_download(parts, "application/json", name_file(dataset, "json")), dataset)


@require_data_method
@allow_other_origins
def dataset_schema(request, name):
    schema = build_schema(get_dataset(name), get_base_url(request))
    return HttpResponse(dump_json(schema), content_type="application/schema+json")


@require_data_method
@allow_other_origins
def register_dump(request, day):
    """Serve the dump of a day, which is deleted as soon as there is a newer one."""
    dump = get_dump(day)
    return FileResponse(
        default_storage.open(dump.stored_name), as_attachment=True, filename=dump.file_name,
        content_type="application/zip",
    )  # fmt: skip


@require_data_method
@allow_other_origins
def register_checksum(request, day):
    """Serve the checksum of a dump, in the format of sha256sum."""
    dump = get_dump(day)
    return HttpResponse(f"{dump.sha256}  {dump.file_name}\n", content_type="text/plain; charset=utf-8")


def get_dump(day):
    """Return the stored dump of a day, or raise Http404."""
    dump = next((dump for dump in get_dumps() if dump.day == day), None)
    if dump is None:
        raise Http404
    return dump


@require_safe
def permanent(request, label, pk):
    """Redirect to the page of a record in a language that the reader's browser asks for.

    The only address besides the admin that reads Accept-Language, because it has no language of its own.
    """
    record = get_public_record(label, pk)
    language = get_language_from_request(request)[:2]
    response = HttpResponseRedirect(record.get_url(language if language in LANGUAGES else "en"))
    patch_vary_headers(response, ["Accept-Language"])
    return response
