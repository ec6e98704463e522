"""Tags for the head of a page: title, description, canonical URL, Open Graph, JSON-LD. Available in every template."""

import re
from html import unescape

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join, strip_tags
from django.utils.translation import gettext, override, pgettext

from portal import clock
from portal.citations.citation import build_citation
from portal.feeds.feeds import get_feeds
from portal.i18n.html import mark_language
from portal.i18n.languages import LANGUAGES, LOCALES, get_current_language
from portal.publishing.models import Publishable
from portal.structured_data import build_breadcrumbs, build_working_group, render_json_ld
from portal.templatetags.layout import page_languages

register = template.Library()

# What search engines show.
MAX_TITLE_LENGTH = 65
MAX_DESCRIPTION_LENGTH = 160
MIN_DESCRIPTION_LENGTH = 80

WHITESPACE = re.compile(r"[ \t\r\n]+")  # no-break spaces stay
SENTENCE_END = re.compile(r"[.!?](?= )")


def shorten(text, length):
    """Return a text cut at a word boundary, with an ellipsis, if it is longer than `length` characters."""
    if len(text) <= length:
        return text
    return text[:length].rpartition(" ")[0].rstrip(" \xa0,;:.–—-(«“") + "…"


def shorten_to_sentences(text, length, minimum):
    """Return the whole sentences that fit into `length` characters, or cut at a word if they are under `minimum`."""
    if len(text) <= length:
        return text
    ends = [match.end() for match in SENTENCE_END.finditer(text[: length + 1])]
    return text[: ends[-1]] if ends and ends[-1] >= minimum else shorten(text, length)


@register.simple_block_tag
def plain_text(content):
    """Return the content of this block as one line of text, without markup."""
    return WHITESPACE.sub(" ", unescape(strip_tags(content))).strip(" ")


@register.filter
def document_title(title):
    """Return the text of `<title>`: followed by the short name of the site if there is room, else shortened."""
    full = f"{title} – {pgettext('short name of the site', 'OSH Working Group')}"
    return full if len(full) <= MAX_TITLE_LENGTH else shorten(title, MAX_TITLE_LENGTH)


@register.filter
def document_description(text):
    """Return a description that search engines show whole."""
    return shorten_to_sentences(text, MAX_DESCRIPTION_LENGTH, MIN_DESCRIPTION_LENGTH)


def get_page_query(request):
    """Return the part of the query string that belongs to the canonical URL: the page of a list, but no filters."""
    number = request.GET.get("page", "")
    return f"?page={number}" if number.isdecimal() else ""


def get_canonical_page(context):
    """Return the LanguageLink of the page that has the text of this one."""
    pages = [page for page in page_languages(context) if page.has_text]
    return next((page for page in pages if page.is_current), pages[0])


def get_canonical_url(context):
    """Return the absolute canonical URL of the page."""
    request = context["request"]
    return request.build_absolute_uri(get_canonical_page(context).url) + get_page_query(request)


@register.simple_tag(takes_context=True)
def language_links(context):
    """Output the canonical URL of the page, and alternate links to the languages that have a text."""
    request = context["request"]
    if not (request.resolver_match and request.resolver_match.url_name):
        return ""
    pages = [page for page in page_languages(context) if page.has_text]
    links = [(page.code, request.build_absolute_uri(page.url)) for page in pages]
    default = reverse("welcome") if request.resolver_match.view_name == "home" else pages[0].url
    links.append(("x-default", request.build_absolute_uri(default)))
    return format_html(
        '<link rel="canonical" href="{}">{}',
        get_canonical_url(context),
        format_html_join(
            "",
            '<link rel="alternate" hreflang="{}" href="{}">',
            ((code, f"{url}{get_page_query(request)}") for code, url in links),
        ),
    )


@register.simple_tag(takes_context=True)
def feed_links(context):
    """Output links to the feeds of every page and of this one, or to all feeds on the page that lists them."""
    match = context["request"].resolver_match
    name = match.view_name if match else ""
    feeds = [feed for feed in get_feeds() if feed.is_on_every_page or name in (feed.page, "feed_list")]
    return format_html_join(
        "",
        '<link rel="alternate" type="application/atom+xml" href="{}" title="{}">',
        ((feed.get_url(), feed.subject) for feed in (*feeds, *context.get("country_feeds", ()))),
    )


@register.simple_tag(takes_context=True)
def welcome_links(context):
    """Output alternate links from the language selection to the three home pages."""
    request = context["request"]
    links = [(code, request.build_absolute_uri(get_home_url(code))) for code in LANGUAGES]
    links.append(("x-default", request.build_absolute_uri(reverse("welcome"))))
    return format_html_join("", '<link rel="alternate" hreflang="{}" href="{}">', links)


def get_home_url(language):
    """Return the URL of the home page in one language."""
    with override(language):
        return reverse("home")


def get_record_data(context):
    """Return the structured data of the record that the page shows, {} if there is none."""
    record = context.get("record")
    return record.get_structured_data() if isinstance(record, Publishable) else {}


@register.inclusion_tag("shared/_social.html", takes_context=True)
def social_metadata(context):
    """Output the Open Graph properties of the page. They need `page_title` and `page_description` in the context."""
    request = context["request"]
    if not (request.resolver_match and request.resolver_match.url_name):
        return {}
    data = get_record_data(context)
    page = get_canonical_page(context)
    return {
        "title": context["page_title"],
        "description": document_description(context["page_description"]),
        "url": get_canonical_url(context),
        "is_article": data.get("@type") == "NewsArticle",
        "published": data.get("datePublished"),
        "modified": data.get("dateModified"),
        "locale": LOCALES[page.code],
        "other_locales": [
            LOCALES[other.code] for other in page_languages(context) if other.has_text and other.code != page.code
        ],
        "card": request.build_absolute_uri(static("social-card.png")),
    }


@register.simple_tag(takes_context=True)
def structured_data(context):
    """Output the structured data of the record that the page shows."""
    data = get_record_data(context)
    return render_json_ld({**data, "url": get_canonical_url(context)}) if data else ""


@register.simple_tag(takes_context=True)
def organization_data(context):
    """Output the structured data of the Working Group, for the home page."""
    request = context["request"]
    data = build_working_group() | {
        "alternateName": pgettext("short name of the site", "OSH Working Group"),
        "url": request.build_absolute_uri(get_home_url(get_current_language())),
        "logo": request.build_absolute_uri(static("emblem.png")),
        "foundingDate": "2002",
    }
    return render_json_ld(data)


@register.simple_tag(takes_context=True)
def breadcrumb_data(context, *names_and_addresses):
    """Output the breadcrumbs as structured data: pairs of a name and a path, then the title of the page."""
    request = context["request"]
    pairs = zip(names_and_addresses[::2], names_and_addresses[1::2], strict=True)
    links = [(gettext("Home"), reverse("home")), *((plain_text(str(name)), path) for name, path in pairs if path)]
    absolute = [(name, request.build_absolute_uri(path)) for name, path in links]
    return render_json_ld(build_breadcrumbs([*absolute, (context["page_title"], "")]))


@register.inclusion_tag("shared/_citation.html", takes_context=True)
def citation(context):
    """Output how to cite the record that the page shows. A preview cannot be cited."""
    record, request = context.get("record"), context["request"]
    if not isinstance(record, Publishable) or getattr(request, "preview", None):
        return {}
    built = build_citation(record, request.build_absolute_uri("/"))
    return {
        "citation": built,
        "title": mark_language(*built.title),
        "label": record._meta.label_lower,
        "pk": record.pk,
        "since": timezone.localtime(record.get_public_since()).date().isoformat(),
        "today": clock.get_today().isoformat(),
    }
