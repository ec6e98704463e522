"""The library in the admin: a page of the uploads that an editor may see, each reached from it where it is kept."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal import permissions
from portal.editing.file_inlines import describe_file
from portal.editing.library.queries import DOCUMENT, KINDS, USES, Wanted, found, held
from portal.editing.scoping import render_record_link
from portal.i18n.languages import ENDONYMS, LANGUAGE_CHOICES
from portal.records.models import Country

PER_PAGE = 50
ANY = ("", gettext_lazy("any"))


class WantedForm(forms.Form):
    """What is looked for; everything may stay empty."""

    words = forms.CharField(label=gettext_lazy("Words"), required=False, max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), required=False, choices=[ANY, *KINDS.items()])
    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language of the document"), required=False,
                                 choices=[ANY, *LANGUAGE_CHOICES])  # fmt: skip
    use = forms.ChoiceField(label=gettext_lazy("Use"), required=False, choices=[ANY, *USES.items()])
    lacks = forms.ChoiceField(label=gettext_lazy("Not described in"), required=False, choices=[ANY, *LANGUAGE_CHOICES])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        countries = [(one.code, str(one)) for one in Country.objects.all()]
        self.fields["country"].choices = [ANY, *countries, ("all", gettext_lazy("All three governments"))]


class Shown:
    """One upload on the page: its name and facts, whose it is, where it is used and where it is changed."""

    def __init__(self, one, editor):
        self.held, self.record, self.name = one, one.record, str(one.row)
        self.is_document = one.shelf.kind == DOCUMENT
        meta = one.record._meta
        self.form = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[one.record.pk]) + one.place
        self.facts = list(describe_file(one.row.metadata)) if self.is_document and one.row.metadata else []
        self.users = [render_record_link(user, editor) for user in one.users]
        self.lacks = [ENDONYMS[language] for language in one.lacks]


def library(request, frame):
    """The page: a form to look for uploads, and what was found."""
    if not permissions.is_editor(request.user):
        raise PermissionDenied
    form = WantedForm(request.GET)
    wanted = Wanted(**form.cleaned_data) if form.is_valid() else Wanted()
    page = Paginator(found(request.user, wanted), PER_PAGE).get_page(request.GET.get("page"))
    shown = [Shown(one, request.user) for one in held(list(page))]
    query = request.GET.copy()
    query.pop("page", None)
    context = {"title": _("Library"), "subtitle": None, "form": form, "page": page, "shown": shown,
               "query": query.urlencode()}  # fmt: skip
    return TemplateResponse(request, "editing/library.html", {**frame, **context})
