"""Atom feeds of the national programs."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from portal.feeds.feeds import RecordFeed, get_section_querysets

SECTION = RecordFeed(
    "programs", _("National programs"), "programs:feed", "programs:matrix", partial(get_section_querysets, "programs")
)
FEEDS = (SECTION,)
