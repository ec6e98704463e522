"""The preferences page: an editor's own name, e-mail address, interface language, time zone and mail frequency."""

import unicodedata
from functools import cache
from zoneinfo import available_timezones

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from portal.accounts.recording import record_account_event
from portal.audit.models import EventKind
from portal.editing.form_errors import get_form_errors
from portal.i18n.languages import ENDONYMS
from portal.i18n.timezones import CAPITALS, format_time_zone, get_canonical_time_zone

# One time zone for each different clock of the three countries, from east to west.
NORTH_AMERICA = (
    "America/St_Johns", "America/Halifax", "America/Puerto_Rico", "America/Cancun", "America/Chicago",
    "America/Winnipeg", "America/Regina", "America/Monterrey", "America/Denver", "America/Edmonton",
    "America/Chihuahua", "America/Phoenix", "America/Hermosillo", "America/Mazatlan", "America/Los_Angeles",
    "America/Vancouver", "America/Whitehorse", "America/Tijuana", "America/Anchorage", "Pacific/Honolulu",
)  # fmt: skip


@cache
def get_time_zone_names():
    """Return the names of all time zones of the form Region/City, without alternative names, and UTC."""
    cities = (name for name in available_timezones() if "/" in name and get_canonical_time_zone(name) == name)
    return frozenset({*cities, "UTC"} - {"Etc/UTC"})


def get_time_zone_choices(current):
    """Return the time zones as grouped choices, the capitals first. `current` is always among them."""
    capitals = [capital.time_zone.key for capital in CAPITALS]
    elsewhere = {*get_time_zone_names(), current} - {*capitals, *NORTH_AMERICA}
    return [
        (_("The three capitals"), [(name, format_time_zone(name)) for name in capitals]),
        (_("North America"), [(name, format_time_zone(name)) for name in NORTH_AMERICA]),
        (_("Elsewhere"), sorted(((name, format_time_zone(name)) for name in elsewhere), key=get_sort_key)),
    ]


def get_sort_key(choice):
    """Return the label of a choice without accents, so that Ámsterdam comes before Berlín."""
    _value, label = choice
    return unicodedata.normalize("NFKD", label).encode("ascii", "ignore"), label


class LanguageSelect(forms.Select):
    """A select of languages whose options have a `lang` attribute."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["lang"] = value
        return option


class PreferencesForm(forms.ModelForm):
    """The fields of their account that editors may change themselves."""

    interface_language = forms.ChoiceField(
        label=_("Interface language"), choices=list(ENDONYMS.items()), widget=LanguageSelect,
        help_text=_("Emails are sent in this language too."),
    )  # fmt: skip
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Used for all times in the admin and in emails."))

    class Meta:
        model = get_user_model()
        fields = ("first_name", "last_name", "email", "interface_language", "time_zone", "mail")
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
            "mail": forms.RadioSelect,
        }
        help_texts = {
            "email": _("Without an email address, you receive no emails."),
            "mail": _(
                "The daily email is sent at 7 a.m. your time. A final warning is sent immediately to "
                "everyone, three hours before a publication that is not ready."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = get_time_zone_choices(self.instance.time_zone)

    @transaction.atomic
    def save(self, commit=True):
        """Save only the fields of this form, so that a concurrent change of the account is kept."""
        editor = super().save(commit=False)
        editor.save(update_fields=self.Meta.fields)
        if "email" in self.changed_data:
            former = self.initial["email"]
            detail = f"email: {former or '-'} → {editor.email or '-'}"
            record_account_event(EventKind.ADDRESS_CHANGED, editor, person=editor, detail=detail, former_email=former)
        return editor


def preferences_view(request, context):
    """Show and save the preferences of the signed-in editor. The message is in the language just chosen.

    A new address can set the password, so that the editor confirms their identity first.
    """
    # A copy of the account, so that invalid data does not show in the header of the page.
    editor = get_user_model().objects.get(pk=request.user.pk)
    form = PreferencesForm(request.POST or None, instance=editor)
    if request.method == "POST" and form.is_valid():
        if "email" in form.changed_data:
            raise_if_reauthentication_required(request, app="portal.accounts")
        with override(form.save().interface_language):
            messages.success(request, gettext("Your preferences were saved."))
        return HttpResponseRedirect(request.path)
    context |= {"title": gettext("Preferences"), "form": form, "form_errors": list(get_form_errors(form))}
    return TemplateResponse(request, "editing/preferences.html", context)
