"""Tags for the page layout: language switcher, menus and footer. Available in every template."""

from typing import NamedTuple

from django import template
from django.template.loader import render_to_string
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy, override

from portal.i18n.languages import ENDONYMS, LANGUAGES, LocalizedText, get_current_language, localize
from portal.i18n.paths import LANGUAGE_PREFIX, MAX_QUERY_LENGTH, add_query_string
from portal.page_cache.memo import remember
from portal.pages.models import Page
from portal.pages.offices import Office
from portal.publishing.models import Publishable
from portal.sections import MenuEntry, get_sections

register = template.Library()

OFFICES = MenuEntry(20, gettext_lazy("Offices"), "office_list")


class LanguageLink(NamedTuple):
    """One language of the switcher: the URL of the page in it, and whether the page has a text in it."""

    code: str
    url: str
    is_current: bool
    has_text: bool

    @property
    def endonym(self):
        return ENDONYMS[self.code]


def translate_page_url(request, record, language):
    """Return the URL of the current page in another language."""
    if isinstance(record, Publishable):
        return record.get_url(language)
    if (match := request.resolver_match) and match.url_name:
        with override(language):
            return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    prefix = LANGUAGE_PREFIX.fullmatch(request.path_info)
    if prefix and prefix["language"] in LANGUAGES:
        return f"/{language}{prefix['rest'] or '/'}"
    return f"{get_script_prefix()}{language}/"


@register.simple_tag(takes_context=True)
def page_languages(context):
    """Return the LanguageLink of each language, in a fixed order."""
    request, record = context["request"], context.get("record")
    return [
        LanguageLink(
            code,
            translate_page_url(request, record, code),
            code == get_current_language(),
            record is None or code in record.languages(),
        )
        for code in LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def query_string(context):
    """Return the query string for the language switcher. Empty if it is too long to be accepted.

    It is that of the request, unless the view has set `language_query`, such as one without the number of the page.
    """
    query = context.get("language_query")
    if query is None:
        query = add_query_string("", context["request"])
    return query if len(query) <= MAX_QUERY_LENGTH else ""


class MenuLink(NamedTuple):
    """An entry of a menu: its label, its URL, and whether the current page is below it."""

    text: LocalizedText
    url: str
    is_current: bool


@register.simple_tag
def menu_pages():
    """Return the published Pages by key: one query for the menu, the footer and links in templates."""
    return remember("menu pages", lambda: {page.key: page for page in Page.objects.published().without_texts()})


def get_short_title(page):
    """Return the title of a page for menus, as a LocalizedText."""
    return localize(page, "short_title") if localize(page, "short_title").text else localize(page, "title")


@register.filter
def get_item(mapping, key):
    """Return the value of a key in a mapping, or None."""
    return mapping.get(key)


def get_menu_links(pages):
    """Return the entries of the main menu as MenuLinks: sections and Pages in the order of their numbers."""
    language = get_current_language()
    section_entries = [entry for section in get_sections() for entry in section.menu_entries]
    fixed = [
        (entry.order, LocalizedText(str(entry.label), language), reverse(entry.url_name))
        for entry in [*section_entries, OFFICES]
    ]
    of_pages = [
        (page.order, get_short_title(page), page.get_absolute_url())
        for page in pages.values()
        if page.place == Page.Place.MENU
    ]
    entries = sorted(fixed + of_pages, key=lambda entry: entry[0])
    return [MenuLink(text, url, False) for _, text, url in entries]


def render_menu(links, current):
    """Return the HTML of the main menu, in which the entries with some URLs are marked as current."""
    entries = [link._replace(is_current=link.url in current) for link in links]
    return render_to_string("shared/_menu.html", {"entries": entries})


@register.simple_tag(takes_context=True)
def main_menu(context):
    """Output the main menu."""
    pages, path = context["pages"], context["request"].path_info
    links = remember("menu links", lambda: get_menu_links(pages), (pages,))
    current = tuple(link.url for link in links if path.startswith(link.url))
    return remember(("menu", current), lambda: render_menu(links, current), (links,))


@register.simple_tag
def menu_links():
    """Return the entries of the main menu in the active language, as MenuLinks."""
    return get_menu_links(menu_pages())


@register.simple_tag(takes_context=True)
def footer_pages(context, *keys):
    """Return the public Pages with these keys as MenuLinks; without keys, those that belong "about this portal"."""
    pages = [
        page for page in context["pages"].values() if (page.key in keys if keys else page.place == Page.Place.ABOUT)
    ]
    return [MenuLink(get_short_title(page), page.get_absolute_url(), False) for page in pages]


@register.simple_tag
def has_values(records, field):
    """Return whether any of the records of a table has a value in a field, which then has a column."""
    return any(getattr(record, field) for record in records)


@register.inclusion_tag("shared/_offices.html")
def contact_points(level="h3"):
    """Output the current name and addresses of each office."""
    return {"offices": Office.objects.published().with_related(), "level": level, "current_only": True}
