"""Shared previews and their addresses."""

from portal.previews.models import share
from tests.support import factories


def path_of(preview, record, language="en"):
    return f"/preview/{preview.signed}{record.get_url(language)}"


def shared(record, days=1):
    return share(record, factories.editor(roles=["administrator"]), days=days)
