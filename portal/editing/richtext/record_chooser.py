"""Records found by words of their titles, for those who write a link to one: what they may see, and what is public.

Answers the editor of rich text, as JSON; nothing here makes a page or a link.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import JsonResponse
from django.utils.text import capfirst
from django.views.decorators.http import require_safe

from portal import permissions
from portal.editing.forms import filter_choices
from portal.i18n.languages import LANGUAGES, get_current_language, localize, localized_field_name
from portal.links.record_links import build_reference, parse_reference
from portal.publishing.models import publishable_models

MOST = 20
SHORTEST = 2  # letters: one alone would find everything


def with_words(words):
    """Titles that hold all of these words, in any one language."""
    titles = Q()
    for language in LANGUAGES:
        column = f"{localized_field_name('title', language)}__icontains"
        in_language = Q()
        for word in words.split():
            in_language &= Q(**{column: word})
        titles |= in_language
    return titles


def found(editor, text):
    """At most MOST records, those that were changed last: one query a kind of record."""
    if reference := parse_reference(text):
        return list(filter_choices(of_kind(reference.model), editor, ()).filter(pk=reference.pk))
    if len(text) < SHORTEST:
        return []
    records = [
        record
        for model in publishable_models()
        for record in filter_choices(of_kind(model), editor, ())
        .filter(with_words(text))
        .order_by("-modified_at")[:MOST]
    ]
    return sorted(records, key=lambda record: record.modified_at, reverse=True)[:MOST]


def of_kind(model):
    return model.objects.with_related().prefetch_related(None)


def told(record, language):
    """What an editor is told of a record, its title in the language of the text that is to lead to it."""
    title = localize(record, "title", language)
    return {
        "reference": build_reference(record),
        "title": title.text or str(record),
        "language": title.language,
        "kind": capfirst(record._meta.verbose_name),
        "address": record.get_url(language),
        "state": str(record.get_status_label()),
    }


@require_safe
def records(request):
    """`?q=words&lang=es`: the records for a link, or the one record that `q` refers to."""
    if not permissions.is_editor(request.user):
        raise PermissionDenied
    language = request.GET.get("lang")
    language = language if language in LANGUAGES else get_current_language()
    text = request.GET.get("q", "").strip()[:200]
    return JsonResponse({"records": [told(record, language) for record in found(request.user, text)]})
