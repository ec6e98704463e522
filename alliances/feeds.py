"""Atom feeds of the Alliance Program."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from alliances.models import Alliance
from portal.feeds.feeds import RecordFeed, get_section_querysets

SECTION = RecordFeed(
    "alliance-program", _("Alliance Program"), "alliances:feed", "alliances:program",
    partial(get_section_querysets, "alliances"),
)  # fmt: skip
ALLIANCES = RecordFeed(
    "alliances", _("Alliances"), "alliances:alliance_feed", "alliances:alliance_list",
    lambda: [Alliance.objects.published()],
)  # fmt: skip
FEEDS = (SECTION, ALLIANCES)
