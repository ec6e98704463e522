"""Structured data of public pages for search engines: JSON-LD in the vocabulary of schema.org."""

import json

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from portal.i18n.languages import localize

CONTEXT = "https://schema.org"
# None of these characters then ends the script element or begins a comment in it.
ESCAPES = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def render_json_ld(data):
    """Render data as a data block. Browsers don't execute it, so the content security policy doesn't forbid it."""
    text = json.dumps({"@context": CONTEXT, **data}, ensure_ascii=False, separators=(",", ":"))
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text.translate(ESCAPES)))


def build_working_group():
    """Return the Organization that publishes the portal."""
    return {"@type": "Organization", "name": gettext("Tri-National Occupational Safety and Health Working Group")}


def build_article(record, published, publisher=""):
    """Return the NewsArticle of a record. The date of publication is as precise as its source."""
    title, summary = localize(record, "title"), localize(record, "summary").text
    data = {"@type": "NewsArticle", "headline": title.text, "inLanguage": title.language, "datePublished": published}
    if record.changed_at:
        data["dateModified"] = record.changed_at.isoformat(timespec="seconds")
    if summary:
        data["description"] = summary
    data["publisher"] = {"@type": "Organization", "name": publisher} if publisher else build_working_group()
    return data


def build_event(record, start, end="", place="", countries=()):
    """Return the Event of a record, with the country in the address of the place if there is one only."""
    data = {"@type": "Event", "name": localize(record, "title").text, "startDate": start}
    if end:
        data["endDate"] = end
    if summary := localize(record, "summary").text:
        data["description"] = summary
    names = place or ", ".join(localize(country, "name").text for country in countries)
    if names:
        data["location"] = {"@type": "Place", "name": names}
        if len(countries) == 1:
            data["location"]["address"] = {"@type": "PostalAddress", "addressCountry": countries[0].code}
    return data


def build_breadcrumbs(links):
    """Return the BreadcrumbList of (name, absolute URL) pairs. The URL of the last one may be empty."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, **({"item": url} if url else {})}
        for position, (name, url) in enumerate(links, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
