"""App configuration of the national programs."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.sections import ListPage, MenuEntry, SectionConfig


class ProgramsConfig(SectionConfig):
    default = True
    name = "programs"
    verbose_name = _("National programs")
    url_prefix = pgettext_lazy("address", "programs/")
    other_urls = (
        (pgettext_lazy("address", "help/"), "programs.help_urls"),
        (pgettext_lazy("address", "indicators/"), "programs.indicator_urls"),
    )
    menu_entries = (
        MenuEntry(-1, _("Get help"), "help:place_list"),
        MenuEntry(0, _("National programs"), "programs:matrix"),
        MenuEntry(1, _("Figures"), "indicators:indicator_list"),
    )
    lists = (
        ListPage(_("Get help"), "help:place_list"),
        ListPage(_("National programs"), "programs:matrix"),
    )
    landing_pages = {"indicators": "indicators:indicator_list"}
    parameters = ("place",)
    datasets = "programs.datasets"
