"""How any record is kept in the admin: a fieldset a language, `lang` on every field, and a version at every save."""

from csp.decorators import csp_update
from django.contrib import admin
from django.db.models import FileField
from django.utils.decorators import method_decorator

from portal.drafts.models import drafts_of
from portal.editing.concurrency.mixin import NothingLost
from portal.editing.forms import PartFormSet, ScopedForm
from portal.editing.richtext.widget import POLICY, RichTextBox, with_nonce
from portal.editing.scoping import ScopedPart, form_fields
from portal.editing.sessions.mixin import PresencePage
from portal.editing.transitions import pressed
from portal.editing.widgets import FileBox
from portal.external_links.models import forget
from portal.history.models import Event, record_version
from portal.i18n.languages import ENDONYMS, LANGUAGES, get_translated_fields, localized_field_name
from portal.publishing.models import settle
from portal.richtext.fields import RichTextField

# Where a text stands on its page: what opens it, and what closes it; whatever else a record has stands between.
FIRST, LAST = ("title", "name", "short_title", "summary"), ("body", "sources", "slug")


def in_reading_order(names):
    """The names of translated fields as their texts stand on a page."""
    between = [name for name in names if name not in (*FIRST, *LAST)]
    return [name for name in (*FIRST, *between, *LAST) if name in names]


class InThreeLanguages:
    """For a model's admin or inline: hides the unsuffixed columns, marks every field with its language, and gives rich
    text its editor.
    """

    formfield_overrides = {RichTextField: {"widget": RichTextBox}}

    def get_exclude(self, request, obj=None):
        return (*(super().get_exclude(request, obj) or ()), *get_translated_fields(self.model))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, FileField):
            kwargs.setdefault("widget", FileBox)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and (language := getattr(db_field, "language", None)):
            field.widget.attrs["lang"] = language
        return field


class PartInline(ScopedPart, InThreeLanguages, admin.StackedInline):
    """What belongs to a record, on the record's own page."""

    extra = 0
    form = ScopedForm
    formset = PartFormSet

    def get_fields(self, request, obj=None):
        return [one.name for one in form_fields(self.model) if one.related_model is not self.parent_model]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.editor = request.user
        formset.form.collisions = getattr(request, "collisions", {})
        formset.transition = pressed(request.POST)
        return formset


class RecordAdmin(NothingLost, PresencePage, InThreeLanguages, admin.ModelAdmin):
    """Any record of the portal: its own fields first, then a fieldset a language, headed by its name."""

    form = ScopedForm
    # Fields that are the same in every language, in the order in which the form shows them.
    plain_fields = ()
    # What stands below the texts: (heading, {"fields": …}).
    further_fieldsets = ()
    save_on_top = True
    view_on_site = False

    def get_fieldsets(self, request, obj=None):
        names = in_reading_order(get_translated_fields(self.model))
        by_language = [
            (ENDONYMS[language], {"fields": [localized_field_name(name, language) for name in names]})
            for language in self.languages_in_order(request, obj)
        ]
        return [(None, {"fields": self.own_fields}), *by_language, *self.further_fieldsets]

    def languages_in_order(self, request, obj):
        """The languages in the order in which the form shows their texts."""
        return LANGUAGES

    @property
    def own_fields(self):
        """The fields of the first fieldset."""
        return self.plain_fields

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.editor = request.user
        return form

    @method_decorator(csp_update(POLICY))
    def render_change_form(self, request, context, *args, **kwargs):
        context["media"] = with_nonce(context["media"], request)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_search_fields(self, request):
        return [localized_field_name(name, language) for name in self.searched for language in LANGUAGES]

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not change or form.has_changed() or any(formset.has_changed() for formset in formsets):
            settle(form.instance, Event.SAVED, by=request.user)

    def delete_model(self, request, obj):
        record_version(obj, Event.DELETED, by=request.user, note=getattr(request, "reason", ""))
        forget(obj)
        drafts_of(obj).delete()
        super().delete_model(request, obj)

    def get_actions(self, request):
        """None that deletes many at once: each transition belongs to one record."""
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    @property
    def searched(self):
        """The unsuffixed names of the fields that the list's search looks at, in all three languages."""
        return get_translated_fields(self.model)[:1]
