"""The sections of the portal: apps that declare what the portal's menu, addresses, sitemap and pages show of them."""

from functools import cache
from typing import NamedTuple

from django.apps import AppConfig, apps


class MenuEntry(NamedTuple):
    """An entry of the main menu: `order` places it among the pages that editors put there, which have numbers too."""

    order: int
    label: str
    url_name: str


class SectionConfig(AppConfig):
    """The app config of a section. Its `urls` module is served under `url_prefix`, in each language."""

    default = False  # Django takes a class for an app's own config unless it says otherwise

    url_prefix = ""
    menu_entry = None
    # The names of the URLs of its lists, which the sitemap holds in each language.
    list_url_names = ()
    # Pages of the portal that are shown at an address of the section: {the page's key: name of the URL}.
    landing_pages = {}


@cache
def sections():
    """Return the config of each section, in the order of INSTALLED_APPS."""
    return [config for config in apps.get_app_configs() if isinstance(config, SectionConfig)]


@cache
def landing_pages():
    """Return the landing pages of all sections: {the page's key: name of the URL}."""
    return {key: url_name for section in sections() for key, url_name in section.landing_pages.items()}
