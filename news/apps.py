"""App configuration of the news."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.sections import ListPage, MenuEntry, SectionConfig


class NewsConfig(SectionConfig):
    default = True
    name = "news"
    verbose_name = _("News")
    url_prefix = pgettext_lazy("address", "news/")
    menu_entries = (MenuEntry(5, _("News"), "news:newsitem_list"),)
    lists = (
        ListPage(_("News"), "news:newsitem_list"),
        ListPage(_("National releases"), "news:newsrelease_list"),
    )
    datasets = "news.datasets"
