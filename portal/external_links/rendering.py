"""How a link that leaves the portal is written, wherever it stands: in rich text, in a field, in a document's address.

To a host that is linked to directly it is an ordinary link that names its host. To any other it leads through the exit
notice, and says so within its own words.
"""

import re
from functools import cached_property
from typing import NamedTuple

from django.db.models import ForeignKey
from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portal.external_links.models import direct_hosts
from portal.i18n.languages import LANGUAGE_PHRASES, LANGUAGES, get_current_language
from portal.links.record_links import parse_reference, render_placeholder
from portal.links.urls import ExternalURL, ExternalURLError, is_direct_host, parse_external_url
from portal.richtext.html import replace_links


class Link(NamedTuple):
    """The HTML of a link, and what stands beside it: its host, and its languages where they are not the reader's."""

    a: SafeString
    beside: tuple = ()


def numbers_for(row):
    """The numbers of a record's outward addresses; those of the record that it belongs to, for a part."""
    if hasattr(row, "outward"):
        return row.outward or {}
    for field in row._meta.concrete_fields:
        owns = isinstance(field, ForeignKey) and getattr(field.related_model, "parts", ())
        if owns and field.remote_field.get_accessor_name() in owns:
            return numbers_for(getattr(row, field.name))
    return {}


def in_foreign_languages(languages):
    """in English, in Spanish: what a reader is told of a target that is not in the page's language."""
    if get_current_language() in languages:
        return []
    return [str(LANGUAGE_PHRASES[language]) for language in LANGUAGES if language in languages]


def names_host(words, host):
    """Whether the words of a link name this very host, and not one that only looks like it."""
    return bool(re.search(rf"(?<![\w.-])(www\.)?{re.escape(host)}(?![\w-]|\.\w)", words, re.IGNORECASE))


def attributes(**values):
    """HTML attributes, those that have a value."""
    return format_html_join("", ' {}="{}"', ((name, value) for name, value in values.items() if value))


class Linking:
    """The links of one page: the hosts that are linked to directly are read once for all of them."""

    @cached_property
    def hosts(self):
        return direct_hosts()

    def link(self, address, words, *, numbers, languages, hreflang="", lang="", marks_lang=""):
        """The Link to an address. `words` may be HTML; `lang` is theirs, `marks_lang` that of what is added to them."""
        words = conditional_escape(words)
        try:
            place = parse_external_url(address)
        except ExternalURLError:
            return unlinked(address, words)
        if place is None and parse_reference(address):
            return Link(render_placeholder(address, words, lang))
        if place is None:
            return Link(format_html("<a{}>{}</a>", attributes(href=address, hreflang=hreflang, lang=lang), words))
        if is_direct_host(place.host, self.hosts):
            href = attributes(href=place.href, hreflang=hreflang, lang=lang, rel="noopener")
            return Link(format_html("<a{}>{}</a>", href, words), beside(place, words, languages))
        if place.href in numbers:
            return Link(leaving(place, words, numbers[place.href], languages, lang, marks_lang))
        return unlinked(address, words)

    def rich(self, html, *, language, numbers):
        """Sanitised rich text in `language` with its links made anew, each followed by what stands beside it."""
        marks_lang = get_current_language() if language != get_current_language() or ' lang="' in html else ""

        def make(words, given):
            if "href" not in given:
                return format_html("<a{}>{}</a>", attributes(lang=given.get("lang")), SafeString(words))
            found = self.link(
                given["href"],
                SafeString(words),
                numbers=numbers,
                languages=[given.get("hreflang", language)],
                hreflang=given.get("hreflang", ""),
                lang=given.get("lang", ""),
                marks_lang=marks_lang,
            )
            if not found.beside:
                return found.a
            place = attributes(lang=marks_lang)
            return format_html('{} <small class="goes-to"{}>({})</small>', found.a, place, ", ".join(found.beside))

        return SafeString(replace_links(html, make))  # sanitised at every save, see portal/richtext/fields.py


def beside(place, words, languages):
    """What the words of a direct link do not say themselves: the host, and the languages that are not the reader's."""
    said = strip_tags(words)
    host = [] if names_host(said, place.display_host) else [place.display_host]
    return (*host, *(language for language in in_foreign_languages(languages) if language not in said))


def leaving(place: ExternalURL, words, number, languages, lang, marks_lang):
    """A link to the notice of one destination, which says within the link that it leaves, and for which host."""
    said = strip_tags(words)
    named = names_host(said, place.display_host)
    mark = [gettext("external site") if named else gettext("external site: %(host)s") % {"host": place.display_host}]
    mark += [language for language in in_foreign_languages(languages) if language not in said]
    if lang and lang != get_current_language():
        marks_lang = get_current_language()
    return format_html(
        '<a class="out"{}><span class="out__words">{}</span> <span class="leaves"{}>({})</span></a>',
        attributes(href=reverse("exit", args=[number]), lang=lang, rel="nofollow", **{"data-address": place.href}),
        words, attributes(lang=marks_lang), ", ".join(mark),
    )  # fmt: skip


def unlinked(address, words):
    """The words and the address as text: nothing that the portal would lead to."""
    return Link(words if address in strip_tags(words) else format_html("{} ({})", words, address))


def linking(context):
    """The Linking of the page that is being made, kept with its request."""
    request = context.get("request")
    if request is None:
        return Linking()
    if not hasattr(request, "linking"):
        request.linking = Linking()
    return request.linking
