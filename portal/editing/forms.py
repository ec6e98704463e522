"""Forms of the admin that know what a public record must have, and what its editor may choose."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import BaseInlineFormSet, model_to_dict
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.editing.checklist import mark_needed
from portal.editing.scoping import name_of
from portal.i18n.languages import LANGUAGES
from portal.publishing.models import Publishable
from portal.records.models import OwnedMixin, Status
from portal.translations.models import Translated


def choosable(records, editor, kept):
    """Of these records, what an editor may choose: what they may see, what is public, and what stands there already."""
    choices = Q(pk__in=permissions.visible_to(editor, records).values("pk")) | Q(pk__in=kept)
    if issubclass(records.model, Publishable):
        choices |= Q(pk__in=records.model.objects.published().values("pk"))
    return records.filter(choices)


def lines(value):
    """A text without the way in which its lines end; anything else as it is."""
    return value.splitlines() if isinstance(value, str) else value


class ScopedForm(forms.ModelForm):
    """A form that offers the records which its editor may see, and names no other. The admin sets `editor`."""

    editor = None
    # What must be decided before it is saved, by the prefix of the form: the conflicts; the admin sets it.
    collisions = {}
    # Whether it is only shown again after signing in; the admin sets it.
    resumed = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self.scope(name, field)

    def is_valid(self):
        return super().is_valid() and not self.resumed

    def full_clean(self):
        super().full_clean()
        for collision in self.collisions.get(self.prefix, ()) if self.is_bound else ():
            collision.say_in(self)

    @cached_property
    def changed_data(self):
        """The fields that were changed. A browser ends lines in its own way, which changes nothing."""
        return [name for name in super().changed_data if lines(self.initial.get(name)) != lines(self.raw(name))]

    def raw(self, name):
        return self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def scope(self, name, field):
        kept = self.kept(name)
        model = field.queryset.model
        if name == "country" and isinstance(self.instance, OwnedMixin):
            self.scope_owner(field, kept)
        elif issubclass(model, OwnedMixin) and not permissions.is_administrator(self.editor):
            field.queryset = choosable(field.queryset, self.editor, kept)
            field.label_from_instance = lambda one: name_of(one, self.editor) if one.pk in kept else str(one)

    def kept(self, name):
        """The keys of what stands in a field already; what an address proposes for a new record is not that."""
        value = model_to_dict(self.instance, [name]).get(name) if self.instance.pk else None
        return [getattr(one, "pk", one) for one in (value if isinstance(value, list) else [value]) if one]

    def scope_owner(self, field, kept):
        """The countries that the editor may make answer for the record."""
        countries, all_three = permissions.countries_to_write_for(self.editor, type(self.instance))
        if countries is not None:
            field.queryset = field.queryset.filter(pk__in={*countries, *kept})
        field.required = not (all_three or (self.instance.pk and not kept))
        field.empty_label = None if field.required else gettext("All three governments")
        if not self.instance.pk and field.required:
            self.initial["country"] = self.initial.get("country") or field.queryset.first()


class RecordForm(ScopedForm):
    """The form of a public record. The admin sets `going_live`: the form beside it, which says what becomes of it."""

    going_live = None  # a GoingLiveForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mark_needed(self, self.as_begun())

    def as_begun(self):
        """The record; a new one as the form opens it."""
        record = self.going_live.record
        if record.pk:
            return record
        given = self.initial.get("country", record.country_id)
        choices = self.fields["country"].queryset if "country" in self.fields else ()
        country = next((one for one in choices if str(one.pk) == str(getattr(given, "pk", given))), None)
        language = self.initial.get("source_language")
        language = language if language in LANGUAGES else record.source_language
        return type(record)(country=country, source_language=language)

    def clean(self):
        cleaned = super().clean()
        if not self.going_live.is_valid():
            raise ValidationError(_("Something is missing under “How it goes live”."))
        return cleaned


class PartFormSet(BaseInlineFormSet):
    """The parts of a record. Those of a live or scheduled one are refused while a required language lacks a text.

    `needed` says what is missing where a live record would be left without any such part.
    """

    needed = ""
    # The transition whose button was pressed; the admin sets it.
    transition = None

    def get_unique_error_message(self, unique_check):
        return gettext("Two of these rows are the same. Each may stand once.")

    @property
    def live(self):
        """Whether the record is public or scheduled, so that it must stay complete; a draft of it need not be."""
        record = self.instance
        return getattr(record, "status", None) == Status.PUBLISHED and not (record.has_ended or record.is_draft_text)

    def remaining(self):
        """The forms of the rows that are there after saving."""
        return [
            form
            for form in self.forms
            if (form.instance.pk or form.has_changed()) and not form.cleaned_data.get("DELETE")
        ]

    def clean(self):
        super().clean()
        if not self.live:
            return
        if self.needed and not self.remaining():
            raise ValidationError(self.needed)
        if issubclass(self.model, Translated):
            self.refuse_missing_texts()

    def refuse_missing_texts(self):
        """Names, at its field, each text that a required language lacks."""
        for form in self.remaining():
            setattr(form.instance, self.fk.name, self.instance)
            for column, sentence in self.instance.missing_in(form.instance).items():
                form.add_error(column, sentence)
