"""Responses for the two kinds of public pages: the detail page of a record and a list."""

from django.http import HttpResponsePermanentRedirect
from django.template.response import TemplateResponse

from portal.i18n.paths import add_query_string
from portal.publishing.change_notes import get_latest_change_notes


def render_detail(request, record, template=None, **context):
    """Render the page of one record, or redirect to its canonical URL if another one was requested."""
    if record.get_absolute_url() != request.path_info:
        return HttpResponsePermanentRedirect(add_query_string(record.get_absolute_url(), request))
    meta = record._meta
    template = template or f"{meta.app_label}/{meta.model_name}_detail.html"
    context |= {"record": record, meta.model_name: record, "change_notes": get_latest_change_notes(record)}
    return TemplateResponse(request, template, context)


def get_latest_change(*querysets):
    """Return the latest `changed_at` of the records in some querysets, or None."""
    changed = [queryset.filter(changed_at__isnull=False) for queryset in querysets]
    latest = [records.order_by("-changed_at").values_list("changed_at")[:1] for records in changed]
    return max((at for (at,) in latest[0].union(*latest[1:], all=True)), default=None)


def render_list(request, template, *querysets, **context):
    """Render a list. Its modification date is the latest `changed_at` of the records in these querysets, if any."""
    return TemplateResponse(request, template, {"modified_at": get_latest_change(*querysets), **context})
