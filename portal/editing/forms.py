"""Base forms of the admin: choices limited to visible records, and checks that a published record stays complete."""

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import BaseInlineFormSet, model_to_dict
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.editing.checklist import mark_required_fields
from portal.editing.scoping import get_visible_name
from portal.i18n.languages import LANGUAGES
from portal.publishing.models import Publishable
from portal.records.models import OwnedMixin, Status
from portal.translations.models import Translated


def filter_choices(records, editor, current):
    """Return the records that an editor may choose: visible to them, public, or with a pk in `current`."""
    choices = Q(pk__in=permissions.filter_visible(editor, records).values("pk")) | Q(pk__in=current)
    if issubclass(records.model, Publishable):
        choices |= Q(pk__in=records.model.objects.published().values("pk"))
    return records.filter(choices)


def split_lines(value):
    """Return the lines of a text, so that line endings do not count in a comparison; any other value unchanged."""
    return value.splitlines() if isinstance(value, str) else value


class ScopedForm(forms.ModelForm):
    """A ModelForm that offers only records the editor may see.

    The admin sets `session`, the change session: the data of a submitted form is that of the session, which is merged
    with the changes of other editors.
    """

    session = None

    def __init__(self, data=None, files=None, **kwargs):
        if data is not None:
            data, files = self.session.data, self.session.files
        super().__init__(data, files, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                self.limit_choices(name, field)

    def is_valid(self):
        return super().is_valid() and not self.session.is_redisplay

    @property
    def editor(self):
        return self.session.editor

    def full_clean(self):
        super().full_clean()
        for conflict in self.session.conflicts.get(self.prefix, ()) if self.is_bound else ():
            conflict.add_to_form(self)

    @cached_property
    def changed_data(self):
        """Return the names of changed fields. Browsers submit CRLF, so line endings are ignored."""
        return [
            name
            for name in super().changed_data
            if split_lines(self.initial.get(name)) != split_lines(self.get_submitted_value(name))
        ]

    def get_submitted_value(self, name):
        return self.fields[name].widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def limit_choices(self, name, field):
        current = self.get_current_pks(name)
        model = field.queryset.model
        if name == "country" and isinstance(self.instance, OwnedMixin):
            self.limit_countries(field, current)
        elif issubclass(model, OwnedMixin) and not permissions.is_administrator(self.editor):
            field.queryset = filter_choices(field.queryset, self.editor, current)
            field.label_from_instance = lambda record: (
                get_visible_name(record, self.editor) if record.pk in current else str(record)
            )

    def get_current_pks(self, name):
        """Return the primary keys stored in a relation. Initial values from the URL of a new record do not count."""
        value = model_to_dict(self.instance, [name]).get(name) if self.instance.pk else None
        return [getattr(item, "pk", item) for item in (value if isinstance(value, list) else [value]) if item]

    def limit_countries(self, field, current):
        """Offer the countries that the editor writes for, and "all three" if they may."""
        countries, all_three = permissions.get_owner_choices(self.editor, type(self.instance))
        if countries is not None:
            field.queryset = field.queryset.filter(pk__in={*countries, *current})
        field.required = not (all_three or (self.instance.pk and not current))
        field.empty_label = None if field.required else gettext("All three governments")
        if not self.instance.pk and field.required:
            self.initial["country"] = self.initial.get("country") or field.queryset.first()


class RecordForm(ScopedForm):
    """The form of a public record, with which the transition form of the session is validated."""

    @property
    def transition_form(self):
        return self.session.transition_form

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mark_required_fields(self, self.get_initial_record())

    def get_initial_record(self):
        """Return the record; for a new one, an unsaved instance with the country and language the form starts with."""
        record = self.transition_form.record
        if record.pk:
            return record
        initial = self.initial.get("country", record.country_id)
        choices = self.fields["country"].queryset if "country" in self.fields else ()
        country = next((choice for choice in choices if str(choice.pk) == str(getattr(initial, "pk", initial))), None)
        language = self.initial.get("source_language")
        language = language if language in LANGUAGES else record.source_language
        return type(record)(country=country, source_language=language)

    def clean(self):
        cleaned = super().clean()
        if not self.transition_form.is_valid():
            raise ValidationError(_("Complete the section “Publishing”."))
        return cleaned


class PartFormSet(BaseInlineFormSet):
    """The parts of a record.

    If the record is published or scheduled, its parts must have their texts in every required language. If
    `required_message` is set, such a record also needs at least one part, and the message is the error without it.
    """

    required_message = ""

    def get_unique_error_message(self, unique_check):
        return gettext("Two of these rows are the same. Remove one of them.")

    @property
    def must_be_complete(self):
        """Return whether the record is published or scheduled. A draft of it may be incomplete."""
        record = self.instance
        return getattr(record, "status", None) == Status.PUBLISHED and not (
            record.has_expired or record.allows_incomplete_text
        )

    def get_remaining_forms(self):
        """Return the forms whose rows exist after saving."""
        return [
            form
            for form in self.forms
            if (form.instance.pk or form.has_changed()) and not form.cleaned_data.get("DELETE")
        ]

    def clean(self):
        super().clean()
        if not self.must_be_complete:
            return
        if self.required_message and not self.get_remaining_forms():
            raise ValidationError(self.required_message)
        if issubclass(self.model, Translated):
            self.add_missing_text_errors()

    def add_missing_text_errors(self):
        """Add an error to each field whose text a required language lacks."""
        for form in self.get_remaining_forms():
            setattr(form.instance, self.fk.name, self.instance)
            for column, message in self.instance.missing_translation_errors(form.instance).items():
                form.add_error(column, message)
