"""JSON search for records to link to, used by the link dialog of the rich text widget."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import JsonResponse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from portal import permissions
from portal.editing.forms import filter_choices
from portal.i18n.languages import LANGUAGES, get_current_language, localize, localized_field_name
from portal.i18n.search import MAX_QUERY_LENGTH, FoldedContains
from portal.links.record_links import build_reference, parse_reference
from portal.publishing.models import publishable_models

MAX_RESULTS = 20
MIN_QUERY_LENGTH = 2


def match_title(text):
    """Return a condition for titles that contain all words of a text in one language, ignoring accents and case."""
    condition = Q()
    for language in LANGUAGES:
        column = f"{localized_field_name('title', language)}__{FoldedContains.lookup_name}"
        in_language = Q()
        for word in text.split():
            in_language &= Q(**{column: word})
        condition |= in_language
    return condition


def search_records(editor, text):
    """Return the matching records that an editor may link to, last modified first, with one query per model.

    A reference such as `record:news.newsitem:12` matches that record.
    """
    if reference := parse_reference(text):
        return list(filter_choices(get_records(reference.model), editor, ()).filter(pk=reference.pk))
    if len(text) < MIN_QUERY_LENGTH:
        return []
    records = [
        record
        for model in publishable_models()
        for record in filter_choices(get_records(model), editor, ())
        .filter(match_title(text))
        .order_by("-modified_at")[:MAX_RESULTS]
    ]
    return sorted(records, key=lambda record: record.modified_at, reverse=True)[:MAX_RESULTS]


def get_records(model):
    return model.objects.with_related().prefetch_related(None)


def serialize_record(record, language):
    """Return a record as JSON data, with its title in the language of the text that will link to it."""
    title = localize(record, "title", language)
    return {
        "reference": build_reference(record),
        "title": title.text or str(record),
        "language": title.language,
        "kind": capfirst(record._meta.verbose_name),
        "url": record.get_url(language),
        "status": str(record.get_status_label()),
    }


@require_safe
def record_search(request):
    """Return the records that match `?q=`, with titles in the language `?lang=`."""
    if not permissions.is_editor(request.user):
        raise PermissionDenied
    language = request.GET.get("lang")
    language = language if language in LANGUAGES else get_current_language()
    text = request.GET.get("q", "").strip()[:MAX_QUERY_LENGTH]
    records = search_records(request.user, text)
    return JsonResponse({"records": [serialize_record(record, language) for record in records]})
