"""Atom feeds of public records, one for each language, and the feeds of the whole portal and of each country."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from portal.feeds.atom import FullTextAtomFeed
from portal.feeds.entries import build_entries, select_newest
from portal.i18n.languages import get_current_language
from portal.page_cache.memo import remember
from portal.publishing.models import publishable_models
from portal.records.models import Country
from portal.records.tags import build_record_tag, build_tag
from portal.revision import respond_if_changed
from portal.sections import get_sections

SITE_NAME = gettext_lazy("Tri-National Occupational Safety and Health Working Group")


@dataclass(frozen=True, eq=False)
class RecordFeed:
    """A feed of the newest public records of some querysets, and the view that serves it.

    `key` is part of its permanent identifier and never changes. `page` is the URL name of the page with the same
    records, whose head links to the feed; `is_on_every_page` adds the link to all other pages.
    """

    key: str
    subject: str
    url_name: str
    page: str
    get_querysets: Callable
    url_kwargs: dict = field(default_factory=dict)
    is_on_every_page: bool = False
    do_not_call_in_templates: ClassVar[bool] = True  # it is callable, because it is a view

    def get_url(self):
        """Return the URL path of the feed in the active language."""
        return reverse(self.url_name, kwargs=self.url_kwargs)

    def __call__(self, request):
        return respond_if_changed(request, lambda changed_at: self.render(request, changed_at))

    def render(self, request, changed_at):
        """Return the response. `changed_at` is the time of an empty feed, which has no other."""
        base_url = request.build_absolute_uri("/").rstrip("/")
        language = get_current_language()
        rows = remember(("feed", self.key), lambda: select_newest(self.get_querysets()))
        entries = build_entries(rows, base_url)
        document = FullTextAtomFeed(
            title=f"{self.subject} – {SITE_NAME}",
            link=f"{base_url}{reverse(self.page)}",
            feed_url=f"{base_url}{self.get_url()}",
            feed_guid=build_tag(f"feeds/{self.key}/{language}"),
            description="",
            language=language,
            author_name=str(SITE_NAME),
        )
        updated = max((entry.updated for entry in entries), default=changed_at)
        document.latest_post_date = lambda: updated
        for entry in entries:
            add_entry(document, entry, base_url)
        response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
        document.write(response, "utf-8")
        return response


def add_entry(document, entry, base_url):
    """Add an entry to the Atom document. Its link leads to the page in the reader's language."""
    record = entry.record
    document.add_item(
        title=entry.title,
        link=f"{base_url}{record.get_absolute_url()}",
        description=None,
        unique_id=build_record_tag(record),
        pubdate=entry.published,
        updateddate=entry.updated,
        author_name=record.get_author_name() or str(SITE_NAME),
        categories=[capfirst(str(record._meta.verbose_name))],
        entry_language=entry.language,
        summary=entry.summary,
        content=entry.content,
    )


def get_all_querysets():
    """Return the public records of every model."""
    return [model.objects.published() for model in publishable_models()]


def get_section_querysets(label):
    """Return the public records of every model of a section, by the label of its app."""
    return [model.objects.published() for model in publishable_models() if model._meta.app_label == label]


EVERYTHING = RecordFeed(
    "everything", gettext_lazy("Everything on the portal"), "feed_everything", "home", get_all_querysets
)


def get_country_feed(country):
    """Return the feed of the records that one country is responsible for."""
    return RecordFeed(
        f"countries/{country.code.lower()}",
        str(country),
        "feed_country",
        "feed_list",
        lambda: [queryset.filter(country=country) for queryset in get_all_querysets()],
        {"code": country.code.lower()},
    )


def serve_country_feed(request, code):
    """Serve the feed of one country, by its code in lower case."""
    country = Country.objects.filter(code=code.upper()).first()
    if country is None or code != code.lower():
        raise Http404
    return get_country_feed(country)(request)


def get_feeds():
    """Return the feeds of the whole portal and of its sections."""
    return [EVERYTHING, *(feed for section in get_sections() for feed in section.get_feeds())]
