"""The HTML of external links in rich text and URL fields.

A link to a direct host is an ordinary link, followed by the name of the host. Any other link leads through the exit
notice and says in its text that it leaves the portal.
"""

import re
from functools import cached_property
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import conditional_escape, format_html, format_html_join, strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portal.external_links.models import get_direct_hosts
from portal.i18n.languages import LANGUAGE_PHRASES, LANGUAGES, get_current_language
from portal.links.record_links import parse_reference, render_placeholder
from portal.links.urls import ExternalURL, ExternalURLError, is_direct_host, parse_external_url
from portal.records.parts import get_root
from portal.richtext.html import replace_links


class RenderedLink(NamedTuple):
    """The HTML of a link, and notes to show after it: its host, and languages other than the reader's."""

    html: SafeString
    notes: tuple = ()


def get_link_numbers(row):
    """Return the numbers of a record's external links, `{url: number}`; for a part, those of its record."""
    return getattr(get_root(row), "outward", None) or {}


def get_foreign_language_phrases(languages):
    """Return phrases such as "in English" for the languages of a page; none if the reader's is one of them."""
    if get_current_language() in languages:
        return []
    return [str(LANGUAGE_PHRASES[language]) for language in LANGUAGES if language in languages]


def contains_host(words, host):
    """Return whether the text of a link contains a host name, and not only a longer one that contains it."""
    return bool(re.search(rf"(?<![\w.-])(www\.)?{re.escape(host)}(?![\w-]|\.\w)", words, re.IGNORECASE))


def render_attributes(**values):
    """Return HTML attributes; leave out those without a value."""
    return format_html_join("", ' {}="{}"', ((name, value) for name, value in values.items() if value))


class LinkRenderer:
    """Renders the links of one page. The direct hosts are queried once."""

    @cached_property
    def direct_hosts(self):
        return get_direct_hosts()

    def render_link(self, address, words, *, numbers, languages, hreflang="", lang="", note_lang=""):
        """Return the RenderedLink of a URL.

        `words` is text or safe HTML, and `lang` its language. `numbers` is that of `get_link_numbers`, `languages` are
        those of the linked page, `note_lang` is the language of the text that is added.
        """
        words = conditional_escape(words)
        try:
            url = parse_external_url(address)
        except ExternalURLError:
            return render_as_text(address, words)
        if url is None and parse_reference(address):
            return RenderedLink(render_placeholder(address, words, lang))
        if url is None:
            attributes = render_attributes(href=address, hreflang=hreflang, lang=lang)
            return RenderedLink(format_html("<a{}>{}</a>", attributes, words))
        if is_direct_host(url.host, self.direct_hosts):
            attributes = render_attributes(href=url.href, hreflang=hreflang, lang=lang, rel="noopener")
            return RenderedLink(format_html("<a{}>{}</a>", attributes, words), get_notes(url, words, languages))
        if url.href in numbers:
            return RenderedLink(render_exit_link(url, words, numbers[url.href], languages, lang, note_lang))
        return render_as_text(address, words)

    def render_richtext(self, html, *, language, numbers):
        """Return sanitized HTML in `language` with its links rendered, each followed by its notes."""
        current_language = get_current_language()
        note_lang = current_language if language != current_language or ' lang="' in html else ""

        def render(words, attributes):
            if "href" not in attributes:
                return format_html("<a{}>{}</a>", render_attributes(lang=attributes.get("lang")), SafeString(words))
            link = self.render_link(
                attributes["href"],
                SafeString(words),
                numbers=numbers,
                languages=[attributes.get("hreflang", language)],
                hreflang=attributes.get("hreflang", ""),
                lang=attributes.get("lang", ""),
                note_lang=note_lang,
            )
            if not link.notes:
                return link.html
            return format_html(
                '{} <small class="goes-to"{}>({})</small>',
                link.html, render_attributes(lang=note_lang), ", ".join(link.notes),
            )  # fmt: skip

        return SafeString(replace_links(html, render))  # sanitized at every save (portal/richtext/fields.py)


def get_notes(url, words, languages):
    """Return the notes of a direct link, without those that its words already contain."""
    text = strip_tags(words)
    host = [] if contains_host(text, url.display_host) else [url.display_host]
    return (*host, *(phrase for phrase in get_foreign_language_phrases(languages) if phrase not in text))


def render_exit_link(url: ExternalURL, words, number, languages, lang, note_lang):
    """Return the HTML of a link to an exit notice, which says that it leaves the portal, and for which host."""
    text = strip_tags(words)
    is_named = contains_host(text, url.display_host)
    notes = [gettext("external site") if is_named else gettext("external site: %(host)s") % {"host": url.display_host}]
    notes += [phrase for phrase in get_foreign_language_phrases(languages) if phrase not in text]
    if lang and lang != get_current_language():
        note_lang = get_current_language()
    attributes = {"href": reverse("exit", args=[number]), "lang": lang, "rel": "nofollow", "data-address": url.href}
    return format_html(
        '<a class="out"{}><span class="out__words">{}</span> <span class="leaves"{}>({})</span></a>',
        render_attributes(**attributes), words, render_attributes(lang=note_lang), ", ".join(notes),
    )  # fmt: skip


def render_as_text(address, words):
    """Return the words and the URL as text, for a URL that the portal does not link to."""
    return RenderedLink(words if address in strip_tags(words) else format_html("{} ({})", words, address))


def get_link_renderer(context):
    """Return the LinkRenderer of a page, stored on its request."""
    request = context.get("request")
    if request is None:
        return LinkRenderer()
    if not hasattr(request, "link_renderer"):
        request.link_renderer = LinkRenderer()
    return request.link_renderer
