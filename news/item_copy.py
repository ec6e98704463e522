"""The copy of a release in its news item: an item that was made from a release follows it until it is published."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from portal import permissions
from portal.history.models import Event
from portal.i18n.languages import LANGUAGES, localized_field_name
from portal.publishing.approvals import get_companion_blockers
from portal.records.models import Status

COPIED_TEXTS = ("title", "summary")
TITLES = tuple(localized_field_name("title", language) for language in LANGUAGES)
SLUGS = tuple(localized_field_name("slug", language) for language in LANGUAGES)
COPIED_COLUMNS = (
    *(localized_field_name(field, language) for field in COPIED_TEXTS for language in LANGUAGES),
    "country_id",
    "date",
    "source_language",
    "joint_languages",
)


def get_value(record, column):
    """Return the value of a column. All empty values are None, because forms do not distinguish them."""
    return getattr(record, column) or None


def get_values(release):
    """Return what an item has of a release: {column: value}."""
    return {column: get_value(release, column) for column in COPIED_COLUMNS}


def take_item_copy(item):
    """Return the copied values and the slugs of an item, as `NewsRelease.item_copy` stores them."""
    return {"item": item.pk, **{column: get_value(item, column) for column in (*COPIED_COLUMNS, *SLUGS)}}


def is_made_from(item, release):
    """Return whether an item was made from this release and still has the country that it was made with."""
    copy = release.item_copy or {}
    return bool(item) and copy.get("item") == item.pk and copy["country_id"] == item.country_id


def follows(item, release):
    """Return whether corrections of the release reach the item: it is unpublished, or both are still scheduled.

    Only those who publish the release can change its text once it is live, so a scheduled item changes only with it.
    """
    if not is_made_from(item, release):
        return False
    is_unpublished = item.status in (Status.DRAFT, Status.IN_REVIEW)
    return is_unpublished or (item.is_scheduled and permissions.is_live(release))


def get_own_columns(item, release):
    """Return the columns, slugs included, that were changed on the item itself and no longer follow the release."""
    return [column for column in (*COPIED_COLUMNS, *SLUGS) if get_value(item, column) != release.item_copy[column]]


def update_item(release, *, by):
    """Copy what has changed on a release to its item, except columns that were changed on the item itself.

    Slugs that were made from the copied titles are made anew. Call it in the transaction of the release's save. Raise
    ValidationError if a scheduled item would no longer be ready.
    """
    copy, values = release.item_copy or {}, get_values(release)
    if not release.item or all(copy.get(column) == value for column, value in values.items()):
        return
    item = release.item
    item.lock()
    if not follows(item, release):
        return
    own = get_own_columns(item, release)
    changes = {column: value for column, value in values.items() if column not in own and value != copy[column]}
    if changes:
        apply_changes(item, changes, own)
        finish_update(item, by=by)
        release.item_copy = take_item_copy(item) | {column: copy[column] for column in own}
        type(release)._base_manager.filter(pk=release.pk).update(item_copy=release.item_copy)


def apply_changes(item, changes, own):
    """Set columns of an item, and empty the slugs that were made from its titles, so that saving fills them in."""
    for column, value in changes.items():
        empty = [] if column == "joint_languages" else "" if column == "date" else None
        setattr(item, column, empty if value is None else value)
    if {*TITLES, "source_language"} & set(changes):
        for column in (slug for slug in SLUGS if slug not in own):
            setattr(item, column, None)


def finish_update(item, *, by):
    """Save an item that has followed its release, with a version."""
    note = gettext("Taken from its national news release")
    if item.is_scheduled:
        if blockers := get_companion_blockers([item]):
            raise ValidationError(blockers)
        item.transition_to(item.status, Event.CHANGES_PUBLISHED, by=by, note=note)
        return
    item.modified_by = by
    item.save()
    item.finalize_save(Event.SAVED, by=by, note=note)
