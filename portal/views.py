"""Public pages of the portal itself: language selection, home, offices, documents, Pages and the exit notice."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from portal import clock
from portal.external_links.interstitial import get_external_link_notice, get_origin
from portal.i18n.languages import LANGUAGES
from portal.i18n.paths import add_query_string
from portal.page_cache.memo import remember
from portal.pages.documents import Document
from portal.pages.models import Page
from portal.pages.offices import Office
from portal.publishing.models import publishable_models
from portal.publishing.shortcuts import get_latest_change, render_detail, render_list
from portal.records.redirects import get_by_any_slug


@require_safe
def welcome(request):
    """Show the language selection. The portal does not guess a language or redirect."""
    return TemplateResponse(request, "portal/welcome.html")


@require_safe
def home(request):
    modified_at = remember("latest change", get_latest_change_of_all)
    return TemplateResponse(request, "portal/home.html", {"modified_at": modified_at})


def get_latest_change_of_all():
    return get_latest_change(*(model.objects.published() for model in publishable_models()))


@require_safe
def page_detail(request, slug):
    page = get_by_any_slug(Page.objects.published().with_related().select_related("parent"), slug)
    parent = page.parent if page.parent and page.parent.is_public() else None
    return render_detail(request, page, parent=parent, children=page.children.get_queryset().published())


@require_safe
def office_list(request):
    offices = Office.objects.published()
    return render_list(request, "portal/office_list.html", offices, offices=offices.with_related())


@require_safe
def office_detail(request, slug):
    return render_detail(request, get_by_any_slug(Office.objects.published().with_related(), slug))


@require_safe
def document_detail(request, slug):
    return render_detail(request, get_by_any_slug(Document.objects.published().with_related(), slug))


@require_safe
def exit_notice(request, number):
    """Show the target of an external link, if a public record links to it. The page does not redirect."""
    notice = get_external_link_notice(number, get_origin(request))
    if notice is None:
        raise Http404
    if (path := reverse("exit", args=[number])) != request.path_info:
        return HttpResponsePermanentRedirect(add_query_string(path, request))
    changes = (record.changed_at for record in notice.records)
    context = {"notice": notice, "modified_at": max(filter(None, changes), default=None)}
    response = TemplateResponse(request, "portal/exit_notice.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    patch_vary_headers(response, ["Referer"])
    return response


@require_safe
def security(request):
    """Serve security.txt (RFC 9116) if the installation has a contact for reports of vulnerabilities."""
    if not settings.PORTAL_SECURITY_CONTACT:
        raise Http404
    expires = clock.now().date() + timedelta(days=settings.PORTAL_SECURITY_DAYS)
    lines = (
        f"Contact: {settings.PORTAL_SECURITY_CONTACT}",
        f"Expires: {expires.isoformat()}T00:00:00Z",
        f"Preferred-Languages: {', '.join(LANGUAGES)}",
        f"Canonical: {request.build_absolute_uri(reverse('security'))}",
        "",
    )
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def robots(request):
    """Serve robots.txt, which names the sitemap."""
    lines = ("User-agent: *", "Disallow: /admin/", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", "")
    return HttpResponse("\n".join(lines), content_type="text/plain")
