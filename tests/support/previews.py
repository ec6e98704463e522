"""Shared previews and their URLs."""

from portal.previews.models import create_shared_preview
from tests.support import factories


def get_preview_path(preview, record, language="en"):
    return f"/preview/{preview.token}{record.get_url(language)}"


def share_preview(record, days=1):
    return create_shared_preview(record, factories.editor(roles=["administrator"]), days=days)
