"""The public page of the glossary, and its TBX file. The CSV file is a dataset of the open data."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.downloads import allow_other_origins, require_data_method, stream_download
from portal.filters import Filter, FilterSet
from portal.glossary.entries import get_entries_by_letter, get_other_languages
from portal.glossary.models import Term
from portal.glossary.tbx_export import stream_tbx
from portal.i18n.languages import get_current_language
from portal.page_cache.memo import remember
from portal.publishing.shortcuts import render_list


@require_safe
def glossary(request):
    """List the terms that the reader's language has, with their equivalents in the other languages."""
    language = get_current_language()
    terms = Term.objects.published()
    filters = FilterSet(request, Filter("theme", _("Theme"), Term.Theme.choices, "theme"))
    listed = terms.in_language(language)
    letters = remember(("letters", filters.values), lambda: get_entries_by_letter(filters.apply(listed), language))
    return render_list(
        request,
        "glossary/glossary.html",
        terms,
        filters=filters.count(listed),
        letters=letters,
        found=sum(map(len, letters.values())),
        total=terms.count(),
        other_languages=get_other_languages(language),
    )


@require_data_method
@allow_other_origins
def glossary_tbx(request):
    terms = Term.objects.published().iterator()
    return stream_download(stream_tbx(terms), "application/xml; charset=utf-8", "glossary.tbx")
