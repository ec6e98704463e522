"""The files with the citation of a record."""

import json

from django.http import Http404, HttpResponse

from portal.citations.citation import build_citation, build_csl, format_bibtex
from portal.downloads import allow_other_origins, require_data_method
from portal.publishing.models import Publishable
from portal.records.permanent_urls import get_public_record


def get_citation(request, label, pk):
    """Return the Citation of a public record, or raise Http404."""
    record = get_public_record(label, pk)
    if not isinstance(record, Publishable):
        raise Http404
    return build_citation(record, request.build_absolute_uri("/"))


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
