"""The search page, and its description for browsers (OpenSearch)."""

from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from portal.i18n.languages import get_current_language
from portal.search.results import search


@require_safe
def search_page(request):
    """Show the records that match `q`, filtered by kind, country and year. Any input gets a page."""
    params = {name: request.GET.get(name, "") for name in ("kind", "country", "year", "page")}
    outcome = search(request.GET.get("q", ""), get_current_language(), params)
    context = {
        "outcome": outcome,
        "search_text": outcome.query.text,
        "language_query": f"?{outcome.address}" if outcome.address else "",
    }
    return TemplateResponse(request, "search/search.html", context)


@require_safe
def opensearch(request):
    """Describe the search in the language of the URL, so that browsers offer it."""
    return TemplateResponse(
        request,
        "search/opensearch.xml",
        {
            "search_url": request.build_absolute_uri(reverse("search")),
            "own_url": request.build_absolute_uri(request.path),
        },
        content_type="application/opensearchdescription+xml; charset=utf-8",
    )
