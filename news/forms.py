"""Form of a national release, which can create the news item that the release belongs to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from news.models import NewsItem
from portal import permissions
from portal.editing.forms import RecordForm


def can_create_item(editor, release):
    """Return whether an editor may create a news item from this release (None for a new release)."""
    if not permissions.can_add(editor, NewsItem):
        return False
    if not release:
        return True
    return release.item_id is None and not release.saves_to_draft and permissions.can_change(editor, release)


class NewsReleaseForm(RecordForm):
    """Form of a release with a checkbox that creates its news item."""

    new_item = forms.BooleanField(
        label=_("Create a news item from this release"), required=False,
        help_text=_("With the same titles, summary and date. It is published together with the release."),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not can_create_item(self.editor, self.instance if self.instance.pk else None):
            del self.fields["new_item"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new_item") and cleaned.get("item"):
            self.add_error("new_item", _("Choose an existing news item or create a new one, not both."))
        return cleaned
