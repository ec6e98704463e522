"""What the form of a release says of its news item: whether it goes live with the release, and what it lacks."""

from django.utils.translation import gettext as _

from portal import permissions
from portal.editing.scoping import name_of


def item_remarks(release, editor):
    """Sentences about an item that is not public yet, as the editor may know it."""
    item = release.item
    if item is None or item.is_public():
        return []
    words = {"item": name_of(item, editor)}
    if (
        permissions.can_publish(editor, release)
        and not permissions.is_live(release)
        and release.item_going_along(editor)
    ):
        sentences = [_("The news item “%(item)s” is not public yet: it goes live with this release.") % words]
        lacks = item.what_is_open()
        return [
            *sentences,
            *([_("It lacks something: %(sentences)s") % {"sentences": " ".join(lacks)}] if lacks else []),
        ]
    sentences = [_("The news item “%(item)s” is not public yet. A release has its own page without it.") % words]
    if permissions.can_submit(editor, release) and release.item_submitted_along(editor):
        sentences.append(_("If you submit the release, its news item is submitted with it."))
    return sentences
