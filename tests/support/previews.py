"""Shared previews and their addresses."""

from portal.previews.models import create_shared_preview
from tests.support import factories


def path_of(preview, record, language="en"):
    return f"/preview/{preview.token}{record.get_url(language)}"


def shared(record, days=1):
    return create_shared_preview(record, factories.editor(roles=["administrator"]), days=days)
