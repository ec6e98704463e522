"""Who may do what, as policy: each function is one sentence about an editor and a record. Nothing here makes a page.

The same in tables, which the tests read and walk: portal/permissions.md.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import LANGUAGES
from portal.records.models import Status


class Role(models.TextChoices):
    """What someone is trusted with, in their own countries and languages. Each is a group that a migration makes."""

    CONTRIBUTOR = "contributor", _("contributor")
    TRANSLATOR = "translator", _("translator")
    PUBLISHER = "publisher", _("publisher of an administrative office")
    SECRETARIAT = "secretariat", _("secretariat")
    ADMINISTRATOR = "administrator", _("administrator")


def is_administrator(editor):
    return editor.is_active and editor.is_staff and (editor.is_superuser or Role.ADMINISTRATOR in editor.roles)


def is_editor(editor):
    """Whether someone who may sign in has any part in keeping the portal."""
    return is_administrator(editor) or (editor.is_staff and bool(editor.roles))


# Whose a record is


def is_own(editor, record):
    return record.country_id in editor.country_ids


def is_trinational(record):
    return record.country_id is None


def is_the_secretariat_s(editor, record):
    """The secretariat keeps what no one country answers for, and the whole register of the Working Group."""
    return Role.SECRETARIAT in editor.roles and (is_trinational(record) or record.in_register)


def is_live(record):
    """Public or scheduled: whoever changes it changes what readers meet."""
    return record.status == Status.PUBLISHED


def writes(editor, record):
    """Whether its texts are this editor's to write."""
    national = is_own(editor, record) and bool(editor.roles & {Role.CONTRIBUTOR, Role.PUBLISHER})
    return is_administrator(editor) or national or is_the_secretariat_s(editor, record)


# What an editor may do with one record


def can_view(editor, record):
    shared = is_editor(editor) and (is_own(editor, record) or is_trinational(record))
    return is_administrator(editor) or shared or is_the_secretariat_s(editor, record)


def can_publish(editor, record):
    office = is_own(editor, record) and Role.PUBLISHER in editor.roles and record.published_by_offices
    return is_administrator(editor) or office or is_the_secretariat_s(editor, record)


# What the form of a live record changes is its draft: no reader meets it before it is published.
WRITTEN = ("draft", "withdrawn")


def can_change(editor, record):
    """A draft is changed by those who write it; what is in review or scheduled, by those who publish it."""
    return can_publish(editor, record) or (writes(editor, record) and record.working_copy_status in WRITTEN)


def can_translate(editor, record):
    in_reach = can_view(editor, record) and record.working_copy_status in (*WRITTEN, "in review")
    return Role.TRANSLATOR in editor.roles and in_reach


def languages_to_write(editor, record):
    """The languages whose texts the editor may change in this record."""
    if can_change(editor, record):
        return LANGUAGES
    return tuple(one for one in LANGUAGES if one in editor.languages and can_translate(editor, record))


def languages_to_restore(editor, record):
    """The languages whose texts an earlier version may bring back: of what is live by those who publish it alone."""
    may = not is_live(record) or can_publish(editor, record)
    return languages_to_write(editor, record) if may else ()


def can_save(editor, record):
    """Whether the form of the record has anything that the editor may save."""
    return bool(languages_to_write(editor, record))


def can_restore(editor, record, as_it_stood):
    """What once was another country's, or no one country's, is restored by those who may change it there as well."""
    may = can_publish if is_live(record) else can_change
    return may(editor, record) and may(editor, as_it_stood)


def can_restore_deleted(editor, record):
    """A deleted record, as it stood: it comes back as a draft of those who write its texts."""
    return writes(editor, record)


def can_submit(editor, record):
    return writes(editor, record) and record.status in (Status.DRAFT, Status.WITHDRAWN)


def can_withdraw_from_review(editor, record):
    return writes(editor, record) and record.status == Status.IN_REVIEW


def can_request_changes(editor, record):
    return can_publish(editor, record) and record.status == Status.IN_REVIEW


# Of the draft of a live record


def can_submit_draft(editor, record):
    return writes(editor, record) and record.working_copy_status == "draft"


def can_withdraw_draft_from_review(editor, record):
    return writes(editor, record) and record.working_copy_status == "in review"


def can_discard_draft(editor, record):
    """Its author, a publisher of its country, or whoever publishes the record."""
    if record.draft is None:
        return False
    own = can_view(editor, record) and record.draft.author_id == editor.pk
    return own or can_publish(editor, record) or (is_own(editor, record) and Role.PUBLISHER in editor.roles)


def can_withdraw(editor, record):
    return can_publish(editor, record) and is_live(record)


def can_delete(editor, record):
    """Never what is live: it is withdrawn first. A contributor deletes only drafts that are their own work."""
    own_draft = writes(editor, record) and record.status == Status.DRAFT and record.created_by_id == editor.pk
    return not is_live(record) and (can_publish(editor, record) or own_draft)


def can_request_approval(editor, record):
    return is_trinational(record) and can_publish(editor, record)


def can_approve(editor, record, country):
    """Consent is an office's own: no administrator gives it in the name of a government."""
    return is_trinational(record) and Role.PUBLISHER in editor.roles and country.pk in editor.country_ids


# What an editor may do with a release of several records


def can_make_releases(editor):
    """Whoever publishes anything puts together what is to go live together."""
    return is_administrator(editor) or bool(editor.roles & {Role.PUBLISHER, Role.SECRETARIAT})


def can_see_release(editor, release):
    """Those who put releases together see theirs, and those that a record of theirs, or of no one country, is in."""
    concerned = release.made_by_id == editor.pk or any(can_view(editor, one.record) for one in release.all_members)
    return can_make_releases(editor) and (concerned or is_administrator(editor))


def can_direct_release(editor, release):
    """Take in, release and call off: who made it, the secretariat, and whoever publishes a part of it."""
    publishes_part = any(can_publish(editor, one.record) for one in release.all_members)
    directs = release.made_by_id == editor.pk or Role.SECRETARIAT in editor.roles or publishes_part
    return can_see_release(editor, release) and (directs or is_administrator(editor))


# What an administrator may do with an editor's account


def can_keep_account(editor, account):
    """Change it, set its password: a superuser's is for superusers alone."""
    return is_administrator(editor) and (editor.is_superuser or not account.is_superuser)


def can_give_rights(editor, account):
    """Say what it may do, or end it: nobody does that for themselves."""
    return account != editor


# What an editor may do with records of one model


def can_add(editor, model):
    national = bool(editor.country_ids) and bool(editor.roles & {Role.CONTRIBUTOR, Role.PUBLISHER})
    return (
        is_administrator(editor)
        or Role.SECRETARIAT in editor.roles
        or (national and not model.trinational_only)
    )  # fmt: skip


def publishes(editor, model):
    """Whether there may be records of the model that the editor publishes."""
    office = bool(editor.country_ids) and Role.PUBLISHER in editor.roles and model.published_by_offices
    return is_administrator(editor) or Role.SECRETARIAT in editor.roles or office


def countries_to_write_for(editor, model):
    """The countries that the editor may make answer for a record, and whether it may be all three together."""
    everywhere = is_administrator(editor) or (Role.SECRETARIAT in editor.roles and model.in_register)
    national = editor.country_ids if editor.roles & {Role.CONTRIBUTOR, Role.PUBLISHER} else set()
    return (None if everywhere else national), is_administrator(editor) or Role.SECRETARIAT in editor.roles


def visible_to(editor, records, model=None):
    """Of these records, or of what is kept of records of `model`, those that `can_view` allows."""
    secretary = Role.SECRETARIAT in editor.roles and (model or records.model).in_register
    if is_administrator(editor) or secretary:
        return records
    if not is_editor(editor):
        return records.none()
    return records.filter(Q(country=None) | Q(country__in=editor.country_ids))


def theirs(editor, records, *, national):
    """Of these records, the secretariat's where the editor is of it, and, if `national`, those of their countries."""
    secretary = Role.SECRETARIAT in editor.roles
    if is_administrator(editor) or (secretary and records.model.in_register):
        return records
    own = Q(country__in=editor.country_ids if national else ())
    return records.filter(own | Q(country=None) if secretary else own)


def writable_by(editor, records):
    """Of these records, those whose texts the editor `writes`."""
    return theirs(editor, records, national=bool(editor.roles & {Role.CONTRIBUTOR, Role.PUBLISHER}))


def publishable_by(editor, records):
    """Of these records, those that `can_publish` allows."""
    office = Role.PUBLISHER in editor.roles and records.model.published_by_offices
    return theirs(editor, records, national=office)
