"""What an editor chooses for themselves: name, address, interface language, time zone, and when mail comes.

Nothing here touches another account, or what an editor is trusted with.
"""

from functools import cache
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from portal.editing.form_errors import of_form
from portal.i18n.languages import ENDONYMS
from portal.i18n.timezones import CAPITALS

# From Newfoundland to Hawaii: the zones of the three countries whose clocks differ.
NORTH_AMERICA = (
    "America/St_Johns", "America/Halifax", "America/Puerto_Rico", "America/Cancun", "America/Chicago",
    "America/Winnipeg", "America/Regina", "America/Monterrey", "America/Denver", "America/Edmonton",
    "America/Chihuahua", "America/Phoenix", "America/Hermosillo", "America/Mazatlan", "America/Los_Angeles",
    "America/Vancouver", "America/Whitehorse", "America/Tijuana", "America/Anchorage", "Pacific/Honolulu",
)  # fmt: skip


@cache
def world():
    """The names of all time zones that name a region and a place, and UTC."""
    return frozenset(name for name in available_timezones() if "/" in name or name == "UTC")


def in_words(name):
    return name.replace("_", " ")


def zones(kept):
    """The time zones to choose from, those of the capitals first; `kept` is chosen already."""
    capitals = {capital.time_zone.key: capital.name for capital in CAPITALS}
    elsewhere = sorted({*world(), kept} - {*capitals, *NORTH_AMERICA})
    return [
        (_("The three capitals"), [(key, f"{name} ({in_words(key)})") for key, name in capitals.items()]),
        (_("North America"), [(name, in_words(name)) for name in NORTH_AMERICA]),
        (_("Elsewhere"), [(name, in_words(name)) for name in elsewhere]),
    ]


class LanguageSelect(forms.Select):
    """A choice of languages, each in its own words."""

    def create_option(self, name, value, *args, **kwargs):
        option = super().create_option(name, value, *args, **kwargs)
        option["attrs"]["lang"] = value
        return option


class PreferencesForm(forms.ModelForm):
    """What is asked of an editor about their own account."""

    interface_language = forms.ChoiceField(
        label=_("Language of the admin"), choices=list(ENDONYMS.items()), widget=LanguageSelect,
        help_text=_("Mail comes in it too."),
    )  # fmt: skip
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Times in the admin and in mail are those of this zone.")
    )

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
            "email": _("Without an address no mail comes."),
            "mail": _(
                "The mail of a day comes at seven in the morning, your time. A last warning, three hours before "
                "something does not go live, comes at once to everyone."
            ),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["time_zone"].choices = zones(self.instance.time_zone)

    def save(self, commit=True):
        """Saves what the form asks, and nothing that someone else may be changing in the account."""
        editor = super().save(commit=False)
        editor.save(update_fields=self.Meta.fields)
        return editor


def preferences(request, context):
    """The page of an editor's own preferences; what is saved is confirmed in the language that was chosen."""
    # Read anew, so that the page of a mistake still greets the editor as they are known.
    editor = get_user_model().objects.get(pk=request.user.pk)
    form = PreferencesForm(request.POST or None, instance=editor)
    if request.method == "POST" and form.is_valid():
        with override(form.save().interface_language):
            messages.success(request, gettext("Your preferences are saved."))
        return HttpResponseRedirect(request.path)
    context |= {"title": gettext("Preferences"), "form": form, "mistakes": list(of_form(form))}
    return TemplateResponse(request, "editing/preferences.html", context)
