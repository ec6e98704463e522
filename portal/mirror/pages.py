"""The pages that the mirror has in place of those that need a server: index, permanent addresses, redirects."""

from typing import NamedTuple

from django.apps import apps
from django.core.handlers.wsgi import WSGIRequest
from django.template.loader import render_to_string
from django.urls import resolve, reverse
from django.utils.text import capfirst
from django.utils.translation import override

from portal.glossary.alphabet import get_sort_key
from portal.i18n.html import mark_name
from portal.i18n.languages import (
    ENDONYMS,
    LANGUAGES,
    LocalizedText,
    get_current_language,
    localize,
    localized_field_name,
)
from portal.i18n.paths import get_path_language
from portal.mirror.addresses import get_search_paths
from portal.page_cache.requests import build_environ
from portal.publishing.models import publishable_models
from portal.records.permanent_urls import get_public_record
from portal.records.redirects import FormerAddress
from portal.sections import get_lists

PERMANENT_PREFIX = "/id/"


class OwnPage(NamedTuple):
    """A page of the mirror itself, and the addresses that it adds besides those that it links to."""

    html: str
    addresses: tuple = ()


class IndexEntry(NamedTuple):
    """A line of the index: a title with its language, its path, and the country that is responsible."""

    text: LocalizedText
    path: str
    country: object = None


class IndexGroup(NamedTuple):
    """The records of one kind in alphabetical order."""

    name: str
    key: str
    entries: list


def build_request(key):
    """Return the request of a PageKey as views get it."""
    request = WSGIRequest(build_environ(key))
    request.resolver_match = resolve(key.path)
    return request


def sort_entries(entries, language):
    return sorted(entries, key=lambda entry: get_sort_key(entry.text.text, language))


def get_titled_records(model):
    """Return the public records of a model that have a page, with the columns of their titles and URLs."""
    columns = [localized_field_name(field, language) for field in ("title", "slug") for language in LANGUAGES]
    names = {field.name for field in model._meta.concrete_fields}
    columns = [column for column in (*columns, "source_language", "country") if column in names]
    records = model.objects.published().with_page().select_related("country").order_by("pk")
    return records if any("__" in name for name in model.url_fields) else records.only(*columns, *model.url_fields)


def get_record_path(record, language, **changed):
    """Return the path of a record in one language, without the queries by which a record checks for its page."""
    return reverse(record.url_name, kwargs={**record.get_url_kwargs(language), **changed})


def get_former_paths(records, language):
    """Return the former paths in one language of some records of one model: {primary key: record}."""
    if not records:
        return []
    former = FormerAddress.objects.of_any(records.values()).filter(language=language)
    return [get_record_path(records[address.object_id], language, slug=address.slug) for address in former]


def build_group(model, language):
    """Return the IndexGroup of a model, and the former paths of its records."""
    records = {record.pk: record for record in get_titled_records(model)}
    entries = [
        IndexEntry(localize(record, "title"), get_record_path(record, language), record.country)
        for record in records.values()
    ]
    name = capfirst(str(model._meta.verbose_name_plural))
    group = IndexGroup(name, model._meta.label_lower.replace(".", "-"), sort_entries(entries, language))
    return group, get_former_paths(records, language)


def render_index(request):
    """Return the page in place of the search: all lists, and the titles of all records by kind, from A to Z."""
    language = get_current_language()
    lists = [IndexEntry(LocalizedText(str(page.label), language), reverse(page.url_name), None) for page in get_lists()]
    built = [build_group(model, language) for model in publishable_models()]
    groups = sorted(
        (group for group, _ in built if group.entries), key=lambda group: get_sort_key(group.name, language)
    )
    context = {"lists": sort_entries(lists, language), "groups": groups}
    html = render_to_string("mirror/index.html", context, request)
    former = [path for _, paths in built for path in paths]
    return OwnPage(html, (*former, *get_permanent_paths()))


def get_permanent_paths():
    """Return the permanent paths of all public records."""
    paths = []
    for model in apps.get_models():
        published = getattr(model._default_manager.all(), "published", None)
        if published and hasattr(model, "get_url"):
            pks = published().order_by().values_list("pk", flat=True)
            paths += [reverse("permanent", args=[model._meta.label_lower, pk]) for pk in pks]
    return paths


def render_permanent(request):
    """Return the page of a permanent address: links to the record in each language, because no server chooses one.

    Raise Http404 if the record is not public.
    """
    record = get_public_record(**request.resolver_match.kwargs)
    links = []
    for language in LANGUAGES:
        with override(language):
            links.append((language, ENDONYMS[language], record.get_url(language), mark_name(record)))
    return OwnPage(render_to_string("mirror/permanent.html", {"links": links}, request))


def render_redirect(target, link, absolute_url):
    """Return the HTML in place of a redirect to a path of the mirror, in the language of that path."""
    language = get_path_language(target)
    with override(language):
        context = {"link": link, "absolute_url": absolute_url, "language": language}
        return render_to_string("mirror/redirect.html", context)


def get_own_page(key):
    """Return the OwnPage of a PageKey, or None if Django serves its page."""
    if key.path in get_search_paths():
        with override(get_path_language(key.path)):
            return render_index(build_request(key))
    if key.path.startswith(PERMANENT_PREFIX):
        return render_permanent(build_request(key))
    return None
