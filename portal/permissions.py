"""The access policy: what an editor may do with a record, a release, an account or a model.

portal/permissions.md has the same policy as tables, which the tests compare with these functions and with the admin.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import LANGUAGES
from portal.records.models import Status


class Role(models.TextChoices):
    """Roles, which apply to the editor's countries and languages. A migration creates a group for each."""

    CONTRIBUTOR = "contributor", _("contributor")
    TRANSLATOR = "translator", _("translator")
    PUBLISHER = "publisher", _("publisher")
    SECRETARIAT = "secretariat", _("secretariat")
    ADMINISTRATOR = "administrator", _("administrator")


def is_administrator(editor):
    return editor.is_active and editor.is_staff and (editor.is_superuser or Role.ADMINISTRATOR in editor.roles)


def is_editor(editor):
    """Return whether a user of the admin has a role."""
    return is_administrator(editor) or (editor.is_staff and bool(editor.roles))


# Ownership of a record


def is_own(editor, record):
    return record.country_id in editor.country_ids


def is_trinational(record):
    return record.country_id is None


def is_secretariat_for(editor, record):
    """Return whether the secretariat is responsible for a record, which is trinational or in its register."""
    return Role.SECRETARIAT in editor.roles and (is_trinational(record) or record.in_register)


def is_live(record):
    """Return whether a record is public or scheduled, so that changing it changes the public site."""
    return record.status == Status.PUBLISHED


def is_writer(editor, record):
    """Return whether the editor writes the texts of a record, in any status."""
    national = is_own(editor, record) and bool(editor.roles & {Role.CONTRIBUTOR, Role.PUBLISHER})
    return is_administrator(editor) or national or is_secretariat_for(editor, record)


# Permissions for one record


def can_view(editor, record):
    shared = is_editor(editor) and (is_own(editor, record) or is_trinational(record))
    return is_administrator(editor) or shared or is_secretariat_for(editor, record)


def can_publish(editor, record):
    office = is_own(editor, record) and Role.PUBLISHER in editor.roles and record.published_by_offices
    return is_administrator(editor) or office or is_secretariat_for(editor, record)


# The form of a live record changes its draft, which is not public.
EDITABLE_STATUSES = ("draft", "withdrawn")


def can_change(editor, record):
    """Writers may change drafts and withdrawn records; publishers also records in review or scheduled."""
    return can_publish(editor, record) or (
        is_writer(editor, record) and record.working_copy_status in EDITABLE_STATUSES
    )


def can_translate(editor, record):
    in_reach = can_view(editor, record) and record.working_copy_status in (*EDITABLE_STATUSES, "in review")
    return Role.TRANSLATOR in editor.roles and in_reach


def get_writable_languages(editor, record):
    """Return the languages whose texts the editor may change in this record."""
    if can_change(editor, record):
        return LANGUAGES
    return tuple(code for code in LANGUAGES if code in editor.languages and can_translate(editor, record))


def get_restorable_languages(editor, record):
    """Return the languages whose texts the editor may restore. Only publishers may restore texts of a live record."""
    is_allowed = not is_live(record) or can_publish(editor, record)
    return get_writable_languages(editor, record) if is_allowed else ()


def can_save(editor, record):
    """Return whether the editor may save any part of the record's form."""
    return bool(get_writable_languages(editor, record))


def can_restore(editor, record, old_record):
    """Return whether the editor may restore a version. `old_record` is the record of that version.

    If the record had another owner then, the editor must be allowed to change both.
    """
    is_allowed = can_publish if is_live(record) else can_change
    return is_allowed(editor, record) and is_allowed(editor, old_record)


def can_restore_deleted(editor, record):
    """Return whether the editor may restore a deleted record, which becomes a draft."""
    return is_writer(editor, record)


def can_submit(editor, record):
    """Writers may submit drafts. Translators may submit the changes of a live record, which are translations."""
    is_translation = record.saves_to_draft and can_translate(editor, record)
    return (is_writer(editor, record) or is_translation) and record.working_copy_status in EDITABLE_STATUSES


def can_withdraw_from_review(editor, record):
    """Writers may cancel any review request, and translators that of changes that they saved last."""
    is_own = record.draft is not None and can_translate(editor, record) and record.draft.modified_by_id == editor.pk
    return (is_writer(editor, record) or is_own) and record.working_copy_status == "in review"


def can_request_changes(editor, record):
    return can_publish(editor, record) and record.working_copy_status == "in review"


def can_discard_draft(editor, record):
    """Return whether the editor wrote the draft, is a publisher of its country or may publish the record."""
    if record.draft is None:
        return False
    is_author = can_view(editor, record) and record.draft.author_id == editor.pk
    return is_author or can_publish(editor, record) or (is_own(editor, record) and Role.PUBLISHER in editor.roles)


def can_unpublish(editor, record):
    return can_publish(editor, record) and is_live(record)


def can_delete(editor, record):
    """Live records must be withdrawn first. Contributors may delete only drafts that they created."""
    own_draft = is_writer(editor, record) and record.status == Status.DRAFT and record.created_by_id == editor.pk
    return not is_live(record) and (can_publish(editor, record) or own_draft)


def can_request_approval(editor, record):
    return is_trinational(record) and can_publish(editor, record)


def can_publish_without_approval(editor, record):
    """Return whether the editor may publish a trinational text that the offices have not approved."""
    return is_trinational(record) and is_administrator(editor)


def can_approve(editor, record, country):
    """Only publishers of the country may approve. Administrators may not do so on behalf of a government."""
    return is_trinational(record) and Role.PUBLISHER in editor.roles and country.pk in editor.country_ids


# Permissions for a release of several records


def can_create_releases(editor):
    """Return whether the editor may create releases, which everyone who publishes records may."""
    return is_administrator(editor) or bool(editor.roles & {Role.PUBLISHER, Role.SECRETARIAT})


def can_view_release(editor, release):
    """Return whether the editor created the release or may view one of its records."""
    is_involved = release.made_by_id == editor.pk or any(
        can_view(editor, member.record) for member in release.all_members
    )
    return can_create_releases(editor) and (is_involved or is_administrator(editor))


def can_manage_release(editor, release):
    """Return whether the editor may add records, publish or cancel: the creator, the secretariat or a publisher."""
    can_publish_member = any(can_publish(editor, member.record) for member in release.all_members)
    is_manager = release.made_by_id == editor.pk or Role.SECRETARIAT in editor.roles or can_publish_member
    return can_view_release(editor, release) and (is_manager or is_administrator(editor))


# Permissions for accounts


def can_change_account(editor, account):
    """Return whether the editor may change an account and its password. Only superusers may change superusers."""
    return is_administrator(editor) and (editor.is_superuser or not account.is_superuser)


def can_change_rights(editor, account):
    """Return whether the editor may change roles and countries of an account or delete it. Not their own."""
    return account != editor


# Permissions for the records of a model


def can_add(editor, model):
    national = bool(editor.country_ids) and bool(editor.roles & {Role.CONTRIBUTOR, Role.PUBLISHER})
    return (
        is_administrator(editor)
        or Role.SECRETARIAT in editor.roles
        or (national and not model.trinational_only)
    )  # fmt: skip


def is_publisher_of(editor, model):
    """Return whether the editor may publish any record of a model."""
    office = bool(editor.country_ids) and Role.PUBLISHER in editor.roles and model.published_by_offices
    return is_administrator(editor) or Role.SECRETARIAT in editor.roles or office


def get_owner_choices(editor, model):
    """Return the primary keys of countries that the editor may set as owner, and whether the owner may be empty.

    The keys are None if all countries are allowed.
    """
    everywhere = is_administrator(editor) or (Role.SECRETARIAT in editor.roles and model.in_register)
    national = editor.country_ids if editor.roles & {Role.CONTRIBUTOR, Role.PUBLISHER} else set()
    return (None if everywhere else national), is_administrator(editor) or Role.SECRETARIAT in editor.roles


def filter_visible(editor, records, model=None):
    """Filter records by `can_view`. Pass `model` for a queryset of another model with the same `country` field."""
    is_secretariat = Role.SECRETARIAT in editor.roles and (model or records.model).in_register
    if is_administrator(editor) or is_secretariat:
        return records
    if not is_editor(editor):
        return records.none()
    return records.filter(Q(country=None) | Q(country__in=editor.country_ids))


def filter_by_owner(editor, records, *, national):
    """Filter records by responsibility: those of the secretariat, and if `national`, those of the countries."""
    is_secretariat = Role.SECRETARIAT in editor.roles
    if is_administrator(editor) or (is_secretariat and records.model.in_register):
        return records
    in_countries = Q(country__in=editor.country_ids if national else ())
    return records.filter(in_countries | Q(country=None) if is_secretariat else in_countries)


def filter_writable(editor, records):
    """Filter records by `is_writer`."""
    return filter_by_owner(editor, records, national=bool(editor.roles & {Role.CONTRIBUTOR, Role.PUBLISHER}))


def filter_publishable(editor, records):
    """Filter records by `can_publish`."""
    office = Role.PUBLISHER in editor.roles and records.model.published_by_offices
    return filter_by_owner(editor, records, national=office)
