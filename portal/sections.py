"""Sections: apps that declare their menu entry, URLs, feeds, sitemap entries and landing pages in their app config."""

from functools import cache
from importlib import import_module
from typing import NamedTuple

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class MenuEntry(NamedTuple):
    """An entry of the main menu. Its `order` is compared with that of the Pages in the menu."""

    order: int
    label: str
    url_name: str


class ListPage(NamedTuple):
    """A page that lists records, for the sitemap and the search."""

    label: str
    url_name: str


# The lists outside of the sections.
PORTAL_LISTS = (
    ListPage(_("Contact points"), "office_list"),
    ListPage(_("Glossary"), "glossary"),
    ListPage(_("Feeds and calendars"), "feed_list"),
    ListPage(_("Open data"), "open_data"),
)


class SectionConfig(AppConfig):
    """The app config of a section. Its `urls` module is included under `url_prefix`, which is translated."""

    default = False  # Django would use this class as the config of the app that imports it

    url_prefix = ""
    # URLs outside of `url_prefix`: (translated prefix, URL module).
    other_urls = ()
    # Entries of the main menu.
    menu_entries = ()
    # Its lists, as ListPages.
    lists = ()
    # The module with its DATASETS (portal/open_data/datasets.py). It imports models, so it is loaded on first use.
    datasets = ""
    # The names of the parameters in the query strings of its pages, beside those of the portal's own pages.
    parameters = ()
    # Calendars of the section: (title, URL name).
    calendars = ()
    # Pages that are shown at a URL of the section: {key of the Page: URL name}.
    landing_pages = {}

    def get_urls(self):
        """Return the URL modules of the section with their prefixes: [(prefix, module)]."""
        return [(self.url_prefix, f"{self.name}.urls"), *self.other_urls]

    def get_feeds(self):
        """Return the Atom feeds of the section, which its module `feeds` defines."""
        return import_module(f"{self.name}.feeds").FEEDS


@cache
def get_sections():
    """Return the configs of all sections in the order of INSTALLED_APPS."""
    return [config for config in apps.get_app_configs() if isinstance(config, SectionConfig)]


def get_lists():
    """Return the ListPages of the portal and of all sections."""
    return [*PORTAL_LISTS, *(page for section in get_sections() for page in section.lists)]


@cache
def get_landing_pages():
    """Return the landing pages of all sections: {key of the Page: URL name}."""
    return {key: url_name for section in get_sections() for key, url_name in section.landing_pages.items()}
