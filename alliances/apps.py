"""App configuration of the Alliance Program."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.sections import ListPage, SectionConfig


class AlliancesConfig(SectionConfig):
    default = True
    name = "alliances"
    verbose_name = _("Alliance Program")
    url_prefix = pgettext_lazy("address", "alliances/")
    lists = (
        ListPage(_("Directory of alliances"), "alliances:alliance_list"),
        ListPage(_("Product library"), "alliances:product_list"),
    )
    landing_pages = {"alliance-program": "alliances:program"}
    parameters = ("agreement", "audience", "consulate", "emphasis", "format", "hazard", "industry", "language", "level",
                  "participant", "status")  # fmt: skip
    datasets = "alliances.datasets"
