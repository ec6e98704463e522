"""App configuration of the national programs."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.sections import MenuEntry, SectionConfig


class ProgramsConfig(SectionConfig):
    default = True
    name = "programs"
    verbose_name = _("National programs")
    url_prefix = pgettext_lazy("address", "programs/")
    menu_entries = (MenuEntry(0, _("National programs"), "programs:matrix"),)
    list_url_names = ("programs:matrix",)
