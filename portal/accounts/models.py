"""Editor: the user model."""

from zoneinfo import available_timezones

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.i18n.fields import LanguagesField
from portal.i18n.languages import LANGUAGE_CHOICES
from portal.i18n.text import NormalizedTextModel
from portal.records.models import Country


def validate_time_zone(name):
    """Validate the name of a time zone."""
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone."), params={"name": name})


class Editor(NormalizedTextModel, AbstractUser):
    """A user of the admin, with countries, content languages and preferences."""

    class Mail(models.TextChoices):
        """How often notifications are mailed."""

        AT_ONCE = "at once", _("immediately")
        DIGEST = "digest", _("once a day, in one message")

    countries = models.ManyToManyField(Country, blank=True, verbose_name=_("countries"), related_name="editors")
    languages = LanguagesField(verbose_name=_("languages"))
    interface_language = models.CharField(_("interface language"), max_length=2, choices=LANGUAGE_CHOICES, default="en")
    time_zone = models.CharField(
        _("time zone"), max_length=40, default="UTC", validators=[validate_time_zone],
        help_text=_("For example, America/Mexico_City."),
    )  # fmt: skip
    mail = models.CharField(_("email frequency"), max_length=10, choices=Mail, default=Mail.AT_ONCE)

    must_change_password = models.BooleanField(_("must change the password at the next sign-in"), default=False)

    class Meta(AbstractUser.Meta):
        verbose_name = _("editor")
        verbose_name_plural = _("editors")

    @property
    def display_name(self):
        """The full name, or the user name of an account without one."""
        return self.get_full_name() or self.get_username()

    @cached_property
    def roles(self):
        """The roles of the editor, as names of groups (see permissions.Role). Empty without access to the admin."""
        has_access = self.is_active and self.is_staff
        return frozenset(group.name for group in self.groups.all()) if has_access else frozenset()

    @cached_property
    def country_ids(self):
        """The primary keys of the editor's countries."""
        return frozenset(country.pk for country in self.countries.all())
