"""The files with the citation of a record, and its texts as they stood on a day."""

import json
from datetime import date

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.citations.as_of import build_rows, get_version_on
from portal.citations.citation import build_citation, build_csl, format_bibtex
from portal.downloads import allow_other_origins, require_data_method
from portal.publishing.models import Publishable
from portal.records.permanent_urls import get_public_record


def get_publishable(label, pk):
    """Return a public record that has versions and a page of its own, or raise Http404."""
    record = get_public_record(label, pk)
    if not isinstance(record, Publishable):
        raise Http404
    return record


def get_citation(request, label, pk):
    """Return the Citation of a public record, or raise Http404."""
    return build_citation(get_publishable(label, pk), request.build_absolute_uri("/"))


def build_file(text, content_type, citation, extension):
    """Return a citation as a file to save."""
    headers = {"Content-Disposition": f'attachment; filename="{citation.key}.{extension}"'}
    return HttpResponse(text, content_type=f"{content_type}; charset=utf-8", headers=headers)


@require_data_method
@allow_other_origins
def citation_bibtex(request, label, pk):
    citation = get_citation(request, label, pk)
    return build_file(format_bibtex(citation), "application/x-bibtex", citation, "bib")


@require_data_method
@allow_other_origins
def citation_csl(request, label, pk):
    citation = get_citation(request, label, pk)
    text = json.dumps(build_csl(citation), ensure_ascii=False, indent=1)
    return build_file(text, "application/vnd.citationstyles.csl+json", citation, "json")


@require_safe
def choose_day(request, label, pk):
    """Redirect the form that asks for a day to the page of that day."""
    return HttpResponseRedirect(reverse("as_of", args=[parse_day(request.GET.get("day", "")), label, pk]))


def parse_day(text):
    """Return a day in ISO 8601, or raise Http404."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Http404 from None


@require_safe
def as_of(request, day, label, pk):
    """Show the texts of a record as they stood at the end of a day."""
    record = get_publishable(label, pk)
    if day != parse_day(day):
        raise Http404
    version = get_version_on(record, date.fromisoformat(day))
    context = {"subject": record, "day": day, "version": version, "rows": build_rows(version, record)}
    response = TemplateResponse(request, "portal/as_of.html", context)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
