"""What unpublishing a national news release, or canceling its schedule, does to its news item."""

from django.utils.translation import gettext as _

from portal import permissions
from portal.publishing.linked_withdrawal import LinkedWithdrawal


class ItemWithdrawal(LinkedWithdrawal):
    """The item of a release that is unpublished or unscheduled, as one editor may do it.

    By default the item goes with the release that it was published with, unless another release is live, too.
    """

    def __init__(self, item, release, editor):
        self.is_together = item.publish_at == release.publish_at
        self.has_other_releases = any(other.is_published_or_scheduled for other in item.releases.exclude(pk=release.pk))
        super().__init__(
            item,
            is_allowed=permissions.can_unpublish(editor, item),
            is_default=self.is_together and not self.has_other_releases,
            ends_together=item.has_scheduled_withdrawal and item.withdraw_at == release.withdraw_at,
        )

    @property
    def label(self):
        return _("If this release is unpublished or its schedule is canceled: news item “%(item)s”") % self.params

    @property
    def apply_label(self):
        return _("Do the same with the news item")

    @property
    def keep_label(self):
        return _("Leave the news item as it is")

    @property
    def help_text(self):
        if self.has_other_releases:
            return _("Other releases of this news item are published or scheduled.")
        if self.is_together:
            return _("The news item was published or scheduled together with this release.")
        return _("The news item was not published together with this release.")

    @property
    def params(self):
        return {"item": self.record, "status": self.record.get_status_label()}

    def describe_plan(self):
        if not self.is_allowed:
            return self.describe_refusal()
        if self.is_default:
            return _("The news item “%(item)s” will be unpublished as well.") % self.params
        return " ".join([_("The news item “%(item)s” will stay as it is.") % self.params, self.help_text])

    def describe_refusal(self):
        """Return the sentence that the editor may not unpublish the item."""
        text = _("The news item “%(item)s” will stay as it is: you do not have permission to unpublish it.")
        return text % self.params

    def describe_result(self, *, applied):
        if applied:
            text = _("The news item “%(item)s” was changed as well. Status: %(status)s.")
        elif self.is_allowed:
            text = _("The news item “%(item)s” was left as it is. Status: %(status)s.")
        else:
            text = _(
                "The news item “%(item)s” was left as it is, because you do not have permission to unpublish it. "
                "Status: %(status)s."
            )
        return text % self.params


def get_item_withdrawal(release, editor):
    """Return the ItemWithdrawal of a live release whose item is live too and that the editor may see, else None."""
    item = release.item
    if not (item and release.is_published_or_scheduled and item.is_published_or_scheduled):
        return None
    is_visible = permissions.can_view(editor, item) or item.is_public()
    return ItemWithdrawal(item, release, editor) if is_visible else None
