"""The news item of a release in the form of the release: its texts, and remarks about publishing both."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from news.item_copy import COPIED_TEXTS, follows, get_own_columns
from portal import permissions
from portal.editing.scoping import get_visible_name
from portal.i18n.languages import ENDONYMS, LANGUAGES, get_translation, localized_field_name
from portal.publishing.approvals import get_publish_blockers
from portal.records.admin_urls import get_change_url


def get_item_remarks(release, editor):
    """Return sentences about the item of a release: how both are published, or where readers find it without one."""
    item = release.item
    if item is None:
        text = _(
            "This release has no news item. Readers find it in the list of national news releases, on the page of its "
            "office and in the news feed, but not among the news."
        )
        return [text]
    linked = release.get_linked_withdrawal(editor)
    if linked and not linked.is_allowed:
        return [linked.describe_refusal()]
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


def has_unpublished_item(release, editor):
    """Return whether a release has an item that is not public yet and that the editor may see."""
    item = release.item
    return bool(item) and permissions.can_view(editor, item) and not item.is_public()


def render_item_texts(release):
    """Return the texts of the item of a release as HTML, with a link to its form, which the editor must see."""
    item = release.item
    following = follows(item, release)
    own = get_own_columns(item, release) if following else ()
    rows = [
        (language, ENDONYMS[language], [get_text_cell(item, field, language, own) for field in COPIED_TEXTS])
        for language in LANGUAGES
    ]
    context = {
        "item": item,
        "form_url": get_change_url(item),
        "follows": following,
        "headings": [item._meta.get_field(field).verbose_name for field in COPIED_TEXTS],
        "rows": rows,
    }
    return render_to_string("editing/_item_texts.html", context)


def get_text_cell(item, field, language, own):
    """Return (text, whether it was changed on the item itself)."""
    return get_translation(item, field, language), localized_field_name(field, language) in own
