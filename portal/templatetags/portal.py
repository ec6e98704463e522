"""What every template may use: texts with their language, dates in words, and the pieces of the page's frame."""

from typing import NamedTuple

from babel.numbers import format_decimal
from django import template
from django.template.defaultfilters import linebreaksbr
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, override

from portal import dates, languages
from portal.addresses import LONGEST_QUERY, PREFIX, with_query
from portal.languages import IN_LANGUAGE, LANGUAGES, OWN_NAMES, localized, reader_language, text_in
from portal.models import Office, Page
from portal.publishing import Publishable

register = template.Library()

# Whose way of writing numbers each language follows.
REGIONAL = {"en": "en_US", "es": "es_MX", "fr": "fr_CA"}


# Texts


def marked(text, language, css_class=""):
    """A text, inside an element that names its language where it is not the page's."""
    if not text or language == reader_language():
        return format_html("{}", text)
    return format_html(
        '<span{} lang="{}">{}</span>', format_html(' class="{}"', css_class) if css_class else "", language, text
    )


@register.simple_tag
def text(record, field):
    """The text of a plain field in the reader's language, else in its source language and marked so."""
    found = localized(record, field)
    return marked(found.text, found.language)


@register.simple_tag
def term(found):
    """A word as its owner writes it: in italics, and marked, where it is in another language than the page's."""
    return marked(found.text, found.language, "term")


@register.simple_tag
def name(record, field):
    """A name as its owner writes it, from a field that is not translated."""
    return term(localized(record, field))


@register.simple_tag
def plain_text(record, field):
    """The text of a plain field without any mark: for titles and descriptions in the page's head."""
    return localized(record, field).text


@register.simple_tag
def description(record):
    """What search engines say of a record's page: its summary, or its title where it has none."""
    return localized(record, "summary").text or localized(record, "title").text


@register.simple_tag
def government(record):
    """Who answers for a record: its country, or the three governments together."""
    if record.country:
        return text(record.country, "name")
    return gettext("the three governments together")


@register.simple_tag
def borrowed_language(record):
    """The language that stands in for the reader's on a record's page, empty where nothing is borrowed."""
    found = [localized(record, field) for field in ("title", "summary", "body")]
    return next((one.language for one in found if one.borrowed), "")


@register.simple_tag
def titles_in_all_languages(record):
    """A record's title in each language that has one."""
    return [languages.Localized(text_in(record, "title", language), language) for language in record.languages()]


@register.simple_tag
def picture_alt(picture):
    """The attributes that describe a picture, with the language of the description where it is borrowed."""
    found = localized(picture, "alt")
    return format_html('alt="{}"{}', found.text, format_html(' lang="{}"', found.language) if found.borrowed else "")


@register.simple_tag
def postal_lines(address):
    """The lines of a postal address, in the language in which the post reads them."""
    return marked(linebreaksbr(address.lines, autoescape=True), address.language or reader_language())


@register.filter
def in_language(language):
    """in English, in Spanish, in French."""
    return IN_LANGUAGE[language]


@register.filter
def own_name(language):
    """A language under its own name, marked as such: Español."""
    return marked(OWN_NAMES[language], language)


@register.filter
def language_list(codes):
    """The names of some languages, in the reader's: English and French."""
    *names, last = [str(dict(languages.CHOICES)[code]) for code in codes]
    return f"{', '.join(names)} {gettext('and')} {last}" if names else last


@register.simple_tag
def number(value):
    """A number as the reader's language writes it, or that it was not found."""
    if value is None:
        return format_html('<span class="muted">{}</span>', gettext("Not found"))
    return format_decimal(value, locale=REGIONAL[reader_language()])


# Dates


@register.simple_tag
def date(start, end=""):
    """A date or a range in words, inside `<time>`."""
    return dates.time_element(start, end) if start else ""


@register.simple_tag
def date_related(relation, when):
    """A date with the words that lead up to it: until December 17, 2004."""
    return dates.related(relation, when)


@register.filter
def day(moment):
    """A day of the calendar in words, inside `<time>`."""
    return dates.time_element(moment.date().isoformat() if hasattr(moment, "date") else moment.isoformat())


# The page's frame


class PageLanguage(NamedTuple):
    """One language of the switcher: where the same page is in it, and whether it has a text of its own there."""

    code: str
    address: str
    current: bool
    has_text: bool

    @property
    def own_name(self):
        return OWN_NAMES[self.code]


def same_page(request, record, language):
    """The address of the page that is being made, in another language."""
    if isinstance(record, Publishable):
        return record.address_in(language)
    if match := request.resolver_match:
        with override(language):
            return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
    found = PREFIX.fullmatch(request.path_info)
    return f"/{language}{found['rest'] or '/'}" if found and found["language"] in LANGUAGES else f"/{language}/"


@register.simple_tag(takes_context=True)
def page_languages(context):
    """The page in the three languages, always in the same order."""
    request, record = context["request"], context.get("record")
    return [
        PageLanguage(
            code,
            same_page(request, record, code),
            code == reader_language(),
            record is None or code in record.languages(),
        )
        for code in LANGUAGES
    ]


@register.simple_tag(takes_context=True)
def query(context):
    """The query of the request, which the switcher keeps: filters and page numbers, but not what was refused."""
    found = with_query("", context["request"])
    return found if len(found) <= LONGEST_QUERY else ""


@register.simple_tag(takes_context=True)
def language_links(context):
    """`<link>`s to the languages that have a text of this page, with x-default; and to where its text really stands."""
    request = context["request"]
    if not request.resolver_match:
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


class MenuEntry(NamedTuple):
    """One way in: what it says, in which language, where it leads, and whether the reader is there."""

    text: languages.Localized
    address: str
    current: bool


@register.simple_tag
def portal_pages():
    """The public pages that stand by themselves, by key: one query for the menu, the foot and links between them."""
    return {page.key: page for page in Page.objects.published()}


def short_title(page):
    """What a menu calls a page."""
    return localized(page, "short_title") if localized(page, "short_title").text else localized(page, "title")


@register.filter
def get(mapping, key):
    """One value of a mapping, None where it has no such key."""
    return mapping.get(key)


@register.inclusion_tag("shared/_menu.html", takes_context=True)
def main_menu(context):
    """The ways in, in the order of their numbers: sections, and the pages that editors put in the menu."""
    here, language = context["request"].path_info, reader_language()
    fixed = [
        (0, languages.Localized(gettext("National programs"), language), reverse("programs:matrix")),
        (5, languages.Localized(gettext("News"), language), reverse("news:list")),
        (20, languages.Localized(gettext("Offices"), language), reverse("offices")),
    ]
    pages = [
        (page.order, short_title(page), page.get_absolute_url())
        for page in context["pages"].values()
        if page.place == Page.Place.MENU
    ]
    entries = sorted(fixed + pages, key=lambda entry: entry[0])
    return {"entries": [MenuEntry(words, address, here.startswith(address)) for _, words, address in entries]}


@register.simple_tag(takes_context=True)
def about_pages(context):
    """The pages that the foot of every page lists, with what it calls them."""
    pages = [page for page in context["pages"].values() if page.place == Page.Place.ABOUT]
    return [MenuEntry(short_title(page), page.get_absolute_url(), False) for page in pages]


@register.simple_tag
def offices_to_write_to():
    """The public offices, for the foot of every page."""
    return Office.objects.published().select_related("country")


@register.inclusion_tag("shared/_offices.html")
def administrative_offices(level="h3"):
    """Whom to write to today, and what each office was called before."""
    return {"offices": Office.objects.published().with_related(), "level": level}
