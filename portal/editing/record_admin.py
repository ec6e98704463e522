"""Base classes of the admin of every record: a fieldset for each language, `lang` on fields, a version at each save."""

from functools import partial

from csp.decorators import csp_update
from django.contrib import admin
from django.core.exceptions import BadRequest
from django.db.models import FileField
from django.utils.decorators import method_decorator

from portal.editing.admin_pages import AdminPage
from portal.editing.change_session import ChangeSession, load_record
from portal.editing.deletion import delete_record
from portal.editing.forms import PartFormSet, ScopedForm
from portal.editing.inline_labels import set_add_label
from portal.editing.richtext.widget import CSP, RichTextWidget, add_csp_nonce
from portal.editing.scoping import OwnedInlineMixin, get_form_fields
from portal.editing.search import FoldedSearchMixin
from portal.editing.sessions.views import ping_view
from portal.editing.widgets import (
    BasenameFileInput,
    LocalizedFilteredSelectMultiple,
    LocalizedSelect,
    LocalizedSelectMultiple,
)
from portal.i18n.languages import ENDONYMS, LANGUAGES, get_translated_fields, localized_field_name
from portal.richtext.fields import RichTextField

# Translated fields that come first and last in a form. All others are in between.
LEADING_FIELDS, TRAILING_FIELDS = ("title", "name", "short_title", "summary"), ("body", "sources", "slug")


def sort_in_reading_order(names):
    """Return the names of translated fields in the order in which a page shows their texts."""
    between = [name for name in names if name not in (*LEADING_FIELDS, *TRAILING_FIELDS)]
    return [name for name in (*LEADING_FIELDS, *between, *TRAILING_FIELDS) if name in names]


class TranslatedFieldsMixin:
    """For a ModelAdmin or inline: hide unsuffixed fields, set `lang` on fields and options, add the text editor."""

    formfield_overrides = {RichTextField: {"widget": RichTextWidget}}

    def get_exclude(self, request, obj=None):
        return (*(super().get_exclude(request, obj) or ()), *get_translated_fields(self.model))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, FileField):
            kwargs.setdefault("widget", BasenameFileInput)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and (language := getattr(db_field, "language", None)):
            field.widget.attrs["lang"] = language
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("widget", LocalizedSelect)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.filter_horizontal:
            kwargs.setdefault("widget", LocalizedFilteredSelectMultiple(db_field.verbose_name, is_stacked=False))
        kwargs.setdefault("widget", LocalizedSelectMultiple)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class PartInline(OwnedInlineMixin, TranslatedFieldsMixin, admin.StackedInline):
    """Parts of a record, as an inline of its form."""

    extra = 0
    form = ScopedForm
    formset = PartFormSet

    def get_fields(self, request, obj=None):
        return [field.name for field in get_form_fields(self.model) if field.related_model is not self.parent_model]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.session = request.change_session
        return formset


class RecordAdmin(FoldedSearchMixin, TranslatedFieldsMixin, admin.ModelAdmin):
    """ModelAdmin of any record: untranslated fields first, then a fieldset for each language."""

    form = ScopedForm
    change_session_class = ChangeSession
    # Fields that are the same in every language, in the order of the form.
    untranslated_fields = ()
    # Fieldsets below the texts: (heading, {"fields": …}).
    extra_fieldsets = ()
    save_on_top = True
    view_on_site = False
    # Pages besides those of Django.
    pages = (AdminPage("<path:object_id>/presence/", "presence", ping_view),)

    def get_urls(self):
        return [*(page.get_pattern(self) for page in self.pages), *super().get_urls()]

    def get_fieldsets(self, request, obj=None):
        names = sort_in_reading_order(get_translated_fields(self.model))
        by_language = [
            (ENDONYMS[language], {"fields": [localized_field_name(name, language) for name in names]})
            for language in self.get_language_order(request, obj)
        ]
        return [(None, {"fields": self.main_fields}), *by_language, *self.extra_fieldsets]

    def get_language_order(self, request, obj):
        """Return the languages in the order of their fieldsets."""
        return LANGUAGES

    @property
    def main_fields(self):
        """Return the fields of the first fieldset."""
        return self.untranslated_fields

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.session = request.change_session
        return form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        """Take the data of a submitted formset from the change session."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if "data" in kwargs:
            kwargs |= {"data": request.change_session.data.copy(), "files": request.change_session.files}
        return kwargs

    def get_inline_formsets(self, *args, **kwargs):
        inline_formsets = super().get_inline_formsets(*args, **kwargs)
        for inline_formset in inline_formsets:
            set_add_label(inline_formset)
        return inline_formsets

    def get_object(self, request, object_id, from_field=None):
        """Return the record of the change session, or else load it; a POST in a transaction locks its row."""
        session = getattr(request, "change_session", None)
        return session.record if session else load_record(self, request, object_id, from_field)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """Show or save the form in a change session, the only thing that is stored in the request."""
        if "_saveasnew" in request.POST:  # a button of Django's that no form of the portal has
            raise BadRequest("Records are not saved as new ones.")
        session = request.change_session = self.change_session_class(self, request, object_id)
        view = partial(super().changeform_view, request, object_id, form_url, extra_context)
        return session.save(view) if request.method == "POST" else session.show(view)

    @method_decorator(csp_update(CSP))
    def render_change_form(self, request, context, *args, **kwargs):
        context |= request.change_session.get_context(context)
        context["media"] = add_csp_nonce(context["media"], request)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        has_changed = not change or form.has_changed() or any(formset.has_changed() for formset in formsets)
        request.change_session.record_save(form, has_changed=has_changed)

    def delete_model(self, request, obj):
        delete_record(obj, by=request.user)

    def get_actions(self, request):
        """Remove bulk deletion: records are deleted one at a time."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}
