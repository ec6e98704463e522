"""Remarks in the form of a release about its news item: whether both become public together, and what it lacks."""

from django.utils.translation import gettext as _

from portal import permissions
from portal.editing.scoping import get_visible_name
from portal.publishing.consents import get_publish_blockers


def get_item_remarks(release, editor):
    """Return sentences about the item of a release: how both are published, or where readers find it without one."""
    item = release.item
    if item is None:
        text = _(
            "This release has no news item. Readers find it in the list of national news releases, on the page of its "
            "office and in the news feed, but not among the news."
        )
        return [text]
    if item.is_public():
        return []
    params = {"item": get_visible_name(item, editor)}
    if (
        permissions.can_publish(editor, release)
        and not permissions.is_live(release)
        and release.get_item_to_publish(editor)
    ):
        sentences = [
            _("The news item “%(item)s” is not published yet. It will be published together with this release.")
            % params
        ]
        blockers = get_publish_blockers(item)
        return [
            *sentences,
            *([_("It is not ready: %(sentences)s") % {"sentences": " ".join(blockers)}] if blockers else []),
        ]
    sentences = [_("The news item “%(item)s” is not published yet. The release has its own page.") % params]
    if permissions.can_submit(editor, release) and release.get_item_to_submit(editor):
        sentences.append(_("If you submit the release for review, its news item is submitted too."))
    return sentences
