"""The admin page of the media library. Each upload links to the form in which it can be changed."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal import permissions
from portal.editing.file_inlines import describe_file
from portal.editing.library.queries import DOCUMENT, KINDS, USES, LibraryQuery, load_items, search_library
from portal.editing.scoping import render_record_link
from portal.i18n.languages import ENDONYMS, LANGUAGE_CHOICES, LANGUAGE_PHRASES, LANGUAGES
from portal.records.admin_urls import get_change_url
from portal.records.models import Country

ITEMS_PER_PAGE = 50
# The first choice of each filter. Its translation agrees with the label of the filter.
ALL_TYPES = ("", pgettext_lazy("filter by type", "All"))
ALL_COUNTRIES = ("", pgettext_lazy("filter by country", "All"))
ALL_LANGUAGES = ("", pgettext_lazy("filter by language", "All"))
ALL_USES = ("", pgettext_lazy("filter by usage", "All"))
ALL_DESCRIPTIONS = ("", pgettext_lazy("filter by alternative text", "All"))


class LibraryForm(forms.Form):
    """The search form of the library. Every field is optional."""

    words = forms.CharField(label=gettext_lazy("Keywords"), required=False, max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Type"), required=False, choices=[ALL_TYPES, *KINDS.items()])
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the document"), required=False,
                                 choices=[ALL_LANGUAGES, *LANGUAGE_CHOICES])  # fmt: skip
    use = forms.ChoiceField(label=gettext_lazy("Usage"), required=False, choices=[ALL_USES, *USES.items()])
    lacks = forms.ChoiceField(label=gettext_lazy("Alternative text"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        countries = [(country.code, str(country)) for country in Country.objects.all()]
        self.fields["country"].choices = [ALL_COUNTRIES, *countries, ("all", gettext_lazy("All three governments"))]
        missing = [(code, _("missing %(in_language)s") % {"in_language": LANGUAGE_PHRASES[code]}) for code in LANGUAGES]
        self.fields["lacks"].choices = [ALL_DESCRIPTIONS, *missing]


class LibraryRow:
    """A row of the page: an upload with its metadata, owner, usage and the URL of the form that changes it."""

    def __init__(self, item, editor):
        self.item, self.record, self.name = item, item.record, str(item.row)
        self.is_document = item.source.kind == DOCUMENT
        self.change_url = get_change_url(item.record) + item.fragment
        self.file_details = list(describe_file(item.row.metadata)) if self.is_document and item.row.metadata else []
        self.users = [render_record_link(user, editor) for user in item.users]
        self.missing_descriptions = [ENDONYMS[language] for language in item.missing_descriptions]


def library(request, site_context):
    """Show the search form and the matching uploads. `site_context` is the context of every admin page."""
    if not permissions.is_editor(request.user):
        raise PermissionDenied
    form = LibraryForm(request.GET)
    query = LibraryQuery(**form.cleaned_data) if form.is_valid() else LibraryQuery()
    page = Paginator(search_library(request.user, query), ITEMS_PER_PAGE).get_page(request.GET.get("page"))
    rows = [LibraryRow(item, request.user) for item in load_items(list(page))]
    params = request.GET.copy()
    params.pop("page", None)
    context = {"title": _("Library"), "subtitle": None, "form": form, "page": page, "rows": rows,
               "query": params.urlencode()}  # fmt: skip
    return TemplateResponse(request, "editing/library.html", {**site_context, **context})
