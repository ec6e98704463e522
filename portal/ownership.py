"""Who answers for a record: one of the governments, or all three together."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Owned(models.Model):
    """A record of one country, or of all three where it names none."""

    country = models.ForeignKey(
        "portal.Country", models.PROTECT, null=True, blank=True, verbose_name=_("country"), related_name="+",
        help_text=_("The government that answers for it; empty where all three do."),
    )  # fmt: skip

    # Whether only all three together have such records; whether they belong to the register that the secretariat keeps;
    # and whether the office of a country publishes them itself. See permissions.py.
    trinational_only = False
    in_register = False
    published_by_offices = False

    class Meta:
        abstract = True
