"""The search of the admin: one box over everything that the editor may see, drafts and unconfirmed facts included."""

from functools import reduce
from operator import and_, or_
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import Func, Q, TextField, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal import permissions
from portal.drafts.models import Draft, load_drafts
from portal.i18n.html import mark_name
from portal.i18n.languages import LANGUAGES, get_translated_fields, localized_field_name
from portal.i18n.search import MAX_QUERY_LENGTH, FoldedContains
from portal.pictures.models import Picture
from portal.publishing.models import Publishable
from portal.records.admin_urls import get_change_url
from portal.records.parts import get_root_field
from portal.search_index.indexing import get_search_models
from portal.search_index.texts import get_untranslated_columns
from portal.search_index.words import get_content_words

MAX_WORDS = 8
MAX_PER_MODEL = 20
LOOKUP = FoldedContains.lookup_name
INDEXED = "SELECT object_id FROM portal_searchrow WHERE content_type_id = %s AND text_vector @@ %s::tsquery"


class FoundRecord(NamedTuple):
    """A record that was found, its name as HTML and the URL of its form."""

    record: Any
    name: str
    url: str


class FoundGroup(NamedTuple):
    """The records of one model, and whether there are more than are shown. `has_status` says whether they have one."""

    heading: str
    records: list
    has_more: bool
    has_status: bool


def get_columns(model):
    """Return the columns of a model that are searched: texts in all languages, numbers and names."""
    translated = [
        localized_field_name(name, language) for name in get_translated_fields(model) for language in LANGUAGES
    ]
    return [*translated, *get_untranslated_columns(model)]


def match_columns(model, words):
    """Return the condition for rows that contain all words, each in any column."""
    columns = get_columns(model)
    return reduce(and_, (reduce(or_, (Q(**{f"{column}__{LOOKUP}": word}) for column in columns)) for word in words))


def match_index(model, text):
    """Return the condition for records that the search index has under all words, or words that begin with them."""
    words = list(dict.fromkeys(token.folded for token in get_content_words(text)))[:MAX_WORDS]
    if not words:
        return Q(pk__in=[])
    query = " & ".join(f"'{word}':*" for word in words)
    return Q(pk__in=RawSQL(INDEXED, [ContentType.objects.get_for_model(model).pk, query]))  # noqa: S611


def match_facts(model, words):
    """Return the condition for records with a fact that contains all words; the index has confirmed ones only."""
    condition = Q(pk__in=[])
    for name in getattr(model, "fact_parts", ()):
        part = model._meta.get_field(name).related_model
        rows = part._base_manager.filter(match_columns(part, words))
        condition |= Q(pk__in=rows.values(get_root_field(part).attname))
    return condition


def match_drafts(model, words):
    """Return the condition for records whose draft has all words in its new texts."""
    if not issubclass(model, Publishable):
        return Q(pk__in=[])
    new_texts = Func("changes", Value("$.*.*.now"), function="jsonb_path_query_array")
    drafts = Draft.objects.of_model(model).annotate(new_texts=Cast(new_texts, TextField()))
    for word in words:
        drafts = drafts.filter(**{f"new_texts__{LOOKUP}": word})
    return Q(pk__in=drafts.values("object_id"))


def find_records(admin_site, request, model, text):
    """Return the records of a model that match and that the editor may see, at most one more than are shown."""
    model_admin = admin_site.get_model_admin(model)
    words = text.split()[:MAX_WORDS]
    if model is Picture:
        condition = match_columns(model, words)
    else:
        condition = match_index(model, text) | match_facts(model, words) | match_drafts(model, words)
    records = model_admin.get_queryset(request).prefetch_related(None).filter(condition)
    return list(records.order_by("-pk")[: MAX_PER_MODEL + 1])


def search_site(admin_site, request, text):
    """Yield a FoundGroup for each model with matching records."""
    for model in (*get_search_models(), Picture):
        records = find_records(admin_site, request, model, text)
        if not records:
            continue
        shown, has_status = records[:MAX_PER_MODEL], issubclass(model, Publishable)
        if has_status:
            load_drafts(shown)
        yield FoundGroup(
            capfirst(str(model._meta.verbose_name_plural)),
            [FoundRecord(record, mark_name(record), get_change_url(record)) for record in shown],
            len(records) > MAX_PER_MODEL,
            has_status,
        )


def site_search(admin_site, request):
    """Show the records that contain all words of `q`."""
    if not permissions.is_editor(request.user):
        raise PermissionDenied
    text = " ".join(request.GET.get("q", "").replace("\x00", " ")[:MAX_QUERY_LENGTH].split())
    groups = list(search_site(admin_site, request, text)) if text else []
    context = {
        **admin_site.each_context(request), "title": _("Search"), "subtitle": None, "search_text": text,
        "groups": groups, "max_per_model": MAX_PER_MODEL,
    }  # fmt: skip
    return TemplateResponse(request, "editing/site_search.html", context)
