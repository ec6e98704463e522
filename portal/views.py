"""The portal's own pages: the choice of language, home, offices, documents, standalone pages, and errors."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.addresses import with_query
from portal.change_notes import newest_change_notes
from portal.exit_notice import notice_of
from portal.former_addresses import get_by_slug
from portal.models import Document, Office, Page
from portal.publishing import publishable_models
from portal.resuming import after_refusal


def detail(request, record, template=None, **context):
    """The page of one record, or the way to its address where it was asked for under another."""
    if record.get_absolute_url() != request.path_info:
        return HttpResponsePermanentRedirect(with_query(record.get_absolute_url(), request))
    meta = record._meta
    template = template or f"{meta.app_label}/{meta.model_name}_detail.html"
    context |= {"record": record, meta.model_name: record, "change_notes": newest_change_notes(record)}
    return TemplateResponse(request, template, context)


def listing(request, template, *records, **context):
    """The page of a list. It was modified when the newest change of any public record of these querysets was made."""
    changes = [queryset.order_by().values_list("changed_at") for queryset in records]
    newest = changes[0].union(*changes[1:], all=True).order_by("-changed_at").first()
    return TemplateResponse(request, template, {"modified_at": newest and newest[0], **context})


@require_safe
def welcome(request):
    """The choice of language: no guess, no redirect."""
    return TemplateResponse(request, "portal/welcome.html")


@require_safe
def home(request):
    return listing(request, "portal/home.html", *(model.objects.published() for model in publishable_models()))


@require_safe
def page_detail(request, slug):
    page = get_by_slug(Page.objects.published().with_related().select_related("parent"), slug)
    parent = page.parent if page.parent and page.parent.is_public() else None
    return detail(request, page, parent=parent, children=page.children.get_queryset().published())


@require_safe
def office_list(request):
    offices = Office.objects.published()
    return listing(request, "portal/office_list.html", offices, offices=offices.with_related())


@require_safe
def office_detail(request, slug):
    return detail(request, get_by_slug(Office.objects.published().with_related(), slug))


@require_safe
def document_detail(request, slug):
    return detail(request, get_by_slug(Document.objects.published().with_related(), slug))


@require_safe
def exit_notice(request, number):
    """What lies behind one outward link, as long as a public record leads there. It goes nowhere by itself."""
    notice = notice_of(number)
    if notice is None:
        raise Http404
    if (path := reverse("exit", args=[number])) != request.path_info:
        return HttpResponsePermanentRedirect(with_query(path, request))
    context = {"notice": notice, "modified_at": max(record.changed_at for record in notice.records)}
    response = TemplateResponse(request, "portal/exit_notice.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_safe
def robots(request):
    """Where crawlers find the list of pages."""
    lines = ("User-agent: *", "Disallow: /admin/", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", "")
    return HttpResponse("\n".join(lines), content_type="text/plain")


def bad_request(request, exception=None):
    too_much = isinstance(exception, TooManyFieldsSent | RequestDataTooBig)
    return render(request, "portal/bad_request.html", {"too_much": too_much}, status=400)


def forbidden(request, exception=None):
    return render(request, "portal/forbidden.html", status=403)


def csrf_failure(request, reason=""):
    return after_refusal(request) or forbidden(request)


def not_found(request, exception=None):
    return render(request, "portal/not_found.html", status=404)


def server_error(request):
    """Made without the database, which may be what failed."""
    return render(request, "portal/server_error.html", status=500)
