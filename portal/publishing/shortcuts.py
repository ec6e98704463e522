"""Responses for the two kinds of public pages: the detail page of a record and a list."""

from django.http import HttpResponsePermanentRedirect
from django.template.response import TemplateResponse

from portal.i18n.paths import add_query_string
from portal.publishing.change_notes import newest_change_notes


def detail(request, record, template=None, **context):
    """The page of one record, or the way to its address where it was asked for under another."""
    if record.get_absolute_url() != request.path_info:
        return HttpResponsePermanentRedirect(add_query_string(record.get_absolute_url(), request))
    meta = record._meta
    template = template or f"{meta.app_label}/{meta.model_name}_detail.html"
    context |= {"record": record, meta.model_name: record, "change_notes": newest_change_notes(record)}
    return TemplateResponse(request, template, context)


def listing(request, template, *records, **context):
    """The page of a list. It was modified when the newest change of any public record of these querysets was made."""
    changes = [queryset.order_by().values_list("changed_at") for queryset in records]
    newest = changes[0].union(*changes[1:], all=True).order_by("-changed_at").first()
    return TemplateResponse(request, template, {"modified_at": newest and newest[0], **context})
