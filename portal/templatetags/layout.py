"""The frame of every page: its languages, the ways in, the foot, and what stands in the head about other addresses."""

from typing import NamedTuple

from django import template
from django.templatetags.static import static
from django.urls import get_script_prefix, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy, override

from portal.i18n.languages import ENDONYMS, LANGUAGES, LocalizedText, get_current_language, localize
from portal.i18n.paths import LANGUAGE_PREFIX, MAX_QUERY_LENGTH, add_query_string
from portal.pages.models import Page
from portal.pages.offices import Office
from portal.publishing.models import Publishable
from portal.sections import MenuEntry, sections

register = template.Library()

OFFICES = MenuEntry(20, gettext_lazy("Offices"), "office_list")


class PageLanguage(NamedTuple):
    """One language of the switcher: where the same page is in it, and whether it has a text of its own there."""

    code: str
    address: str
    current: bool
    has_text: bool

    @property
    def own_name(self):
        return ENDONYMS[self.code]


def same_page(request, record, language):
    """The address of the page that is being made, in another language."""
    if isinstance(record, Publishable):
        return record.get_url(language)
    if (match := request.resolver_match) and match.url_name:
        with override(language):
            return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    found = LANGUAGE_PREFIX.fullmatch(request.path_info)
    if found and found["language"] in LANGUAGES:
        return f"/{language}{found['rest'] or '/'}"
    return f"{get_script_prefix()}{language}/"


@register.simple_tag(takes_context=True)
def page_languages(context):
    """The page in the three languages, always in the same order."""
    request, record = context["request"], context.get("record")
    return [
        PageLanguage(
            code,
            same_page(request, record, code),
            code == get_current_language(),
            record is None or code in record.languages(),
        )
        for code in LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def query(context):
    """The query of the request, which the switcher keeps: filters and page numbers, but not what was refused."""
    found = add_query_string("", context["request"])
    return found if len(found) <= MAX_QUERY_LENGTH else ""


@register.simple_tag(takes_context=True)
def language_links(context):
    """`<link>`s to the languages that have a text of this page, with x-default; and to where its text really stands."""
    request = context["request"]
    if not (request.resolver_match and request.resolver_match.url_name):
        return ""
    pages = [page for page in page_languages(context) if page.has_text]
    links = [(page.code, request.build_absolute_uri(page.address)) for page in pages]
    default = reverse("welcome") if request.resolver_match.view_name == "home" else pages[0].address
    links.append(("x-default", request.build_absolute_uri(default)))
    own = next((page for page in pages if page.current), pages[0])
    # Of a query only the page of a list belongs to the address of what is read.
    number = request.GET.get("page", "")
    query = f"?page={number}" if number.isdecimal() else ""
    links = [(code, f"{address}{query}") for code, address in links]
    return format_html(
        '<link rel="canonical" href="{}">{}',
        request.build_absolute_uri(own.address) + query,
        format_html_join("", '<link rel="alternate" hreflang="{}" href="{}">', links),
    )


@register.simple_tag(takes_context=True)
def welcome_links(context):
    """`<link>`s from the choice of language to the three home pages."""
    request = context["request"]
    links = [(code, request.build_absolute_uri(address_of_home(code))) for code in LANGUAGES]
    links.append(("x-default", request.build_absolute_uri(reverse("welcome"))))
    return format_html_join("", '<link rel="alternate" hreflang="{}" href="{}">', links)


@register.simple_tag(takes_context=True)
def social_card(context):
    """The address of the picture that stands for the portal where someone passes on a link to it."""
    return context["request"].build_absolute_uri(static("social-card.png"))


def address_of_home(language):
    """The home page in one language."""
    with override(language):
        return reverse("home")


class MenuLink(NamedTuple):
    """One way in: what it says, in which language, where it leads, and whether the reader is there."""

    text: LocalizedText
    address: str
    current: bool


@register.simple_tag
def portal_pages():
    """The public pages that stand by themselves, by key: one query for the menu, the foot and links between them."""
    return {page.key: page for page in Page.objects.published()}


def short_title(page):
    """What a menu calls a page."""
    return localize(page, "short_title") if localize(page, "short_title").text else localize(page, "title")


@register.filter
def get(mapping, key):
    """One value of a mapping, None where it has no such key."""
    return mapping.get(key)


@register.inclusion_tag("shared/_menu.html", takes_context=True)
def main_menu(context):
    """The ways in, in the order of their numbers: sections, and the pages that editors put in the menu."""
    here, language = context["request"].path_info, get_current_language()
    own = [section.menu_entry for section in sections() if section.menu_entry]
    fixed = [
        (entry.order, LocalizedText(str(entry.label), language), reverse(entry.url_name)) for entry in [*own, OFFICES]
    ]
    pages = [
        (page.order, short_title(page), page.get_absolute_url())
        for page in context["pages"].values()
        if page.place == Page.Place.MENU
    ]
    entries = sorted(fixed + pages, key=lambda entry: entry[0])
    return {"entries": [MenuLink(words, address, here.startswith(address)) for _, words, address in entries]}


@register.simple_tag(takes_context=True)
def about_pages(context):
    """The pages that the foot of every page lists, with what it calls them."""
    pages = [page for page in context["pages"].values() if page.place == Page.Place.ABOUT]
    return [MenuLink(short_title(page), page.get_absolute_url(), False) for page in pages]


@register.simple_tag
def offices_to_write_to():
    """The public offices, for the foot of every page."""
    return Office.objects.published().select_related("country")


@register.inclusion_tag("shared/_offices.html")
def administrative_offices(level="h3"):
    """Whom to write to today, and what each office was called before."""
    return {"offices": Office.objects.published().with_related(), "level": level}
