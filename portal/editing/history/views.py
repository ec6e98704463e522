"""Admin pages of the history of a public record: its versions, the difference of two of them, restoring one."""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal import permissions
from portal.drafts.models import take_draft_snapshot
from portal.editing.admin_pages import redirect_not_found, render_page
from portal.editing.history.forms import RestoreForm
from portal.editing.history.presenter import SnapshotPresenter, get_removed_fields
from portal.editing.history.translation_diff import TranslationDiff
from portal.history.models import get_latest_version_number, get_versions
from portal.history.restore import Restoration
from portal.history.snapshots import diff_snapshots, take_snapshot
from portal.i18n.languages import ENDONYMS, LANGUAGE_CHOICES, LANGUAGES
from portal.publishing.approvals import APPROVED_TEXT_MESSAGE, requires_approval
from portal.records.admin_urls import get_admin_url, get_change_url

VERSIONS_PER_PAGE = 50
# Values of `?one=` and `?other=` beside version numbers: the public record, and the record with its draft applied.
PUBLIC, DRAFT = "public", "draft"


class ComparedState(NamedTuple):
    """A side of a comparison: its name in the query string, its rows, and its values that no model has any more."""

    name: str
    rows: dict
    removed_fields: Sequence


# Versions


def get_versions_context(admin, request, record):
    """Return the template context of one page of the list of versions."""
    versions, pages = paginate_versions(admin, request, get_versions(record))
    return {
        "versions": versions,
        "translations": [(code, ENDONYMS[code]) for code in LANGUAGES if code != record.source_language],
        "pages": pages,
        "newest": get_latest_version_number(admin.model, record.pk),
        "restorable": bool(permissions.get_restorable_languages(request.user, record)),
    }


def paginate_versions(admin, request, versions):
    """Return the requested page of versions, and the page numbers to show, which are empty if there is only one."""
    paginator = admin.get_paginator(request, versions.select_related("by").defer("snapshot"), VERSIONS_PER_PAGE)
    page = paginator.get_page(request.GET.get(PAGE_VAR, 1))
    return page, paginator.get_elided_page_range(page.number) if paginator.num_pages > 1 else ()


def get_version(record, number):
    """Return a version of the record, or None if there is none with that number."""
    try:
        return get_versions(record).select_related("by").filter(number=int(number)).first()
    except (TypeError, ValueError):
        return None


def redirect_missing_version(request, record, number):
    message = _("“%(record)s” has no version %(number)s.")
    messages.error(request, message % {"record": record, "number": str(number)[:20]})
    return HttpResponseRedirect(get_admin_url(record, "history", record.pk))


# Viewing and comparing


def version_view(admin, request, object_id, number):
    """Show one version."""
    record = admin.get_object(request, unquote(object_id))
    if record is None:
        return redirect_not_found(admin, request, object_id)
    version = get_version(record, number)
    if version is None:
        return redirect_missing_version(request, record, number)
    return render_page(
        admin, request, "version", _("Version %(number)s: %(record)s") % {"number": number, "record": record},
        record=record, version=version, removed_fields=get_removed_fields(version),
        rows=list(SnapshotPresenter(record, request.user, version.rows).get_rows(version.rows)),
        restorable=bool(permissions.get_restorable_languages(request.user, record)),
        newest=get_latest_version_number(admin.model, record.pk),
    )  # fmt: skip


def compare_view(admin, request, object_id):
    """Show the difference between two versions, or between a version and the current record or its draft."""
    record = admin.get_object(request, unquote(object_id))
    if record is None:
        return redirect_not_found(admin, request, object_id)
    states = []
    for param in ("one", "other"):
        name = request.GET.get(param) or PUBLIC
        if (state := get_state(record, name)) is None:
            return redirect_missing_version(request, record, name)
        states.append(state)
    return render_comparison(admin, request, record, *states)


def render_comparison(admin, request, record, old, new):
    """Return the page with the difference between two states, in the language of the query string or in all."""
    language = request.GET.get("language", "")
    language = language if language in LANGUAGES else ""
    presenter = SnapshotPresenter(record, request.user, old.rows, new.rows)
    changes = diff_snapshots(old.rows, new.rows)
    return render_page(
        admin, request, "compare", _("What changed: %(record)s") % {"record": record},
        record=record, old=old.name, new=new.name, language=language, languages=LANGUAGE_CHOICES,
        rows=list(presenter.get_changed_rows(changes, old.rows, new.rows, language)),
        choices=list(get_state_choices(record)), removed_fields=old.removed_fields,
    )  # fmt: skip


def translation_view(admin, request, object_id, language):
    """Show the texts of a language beside their source."""
    record = admin.get_object(request, unquote(object_id))
    if record is None or language not in LANGUAGES or language == record.source_language:
        return redirect_not_found(admin, request, object_id)
    diff = TranslationDiff(record, language, request.user)
    title = _("%(language)s compared with source: %(record)s") % {"language": ENDONYMS[language], "record": record}
    return render_page(
        admin, request, "translation_diff", title,
        record=record, pairs=list(diff.get_pairs()), language=language, name=ENDONYMS[language],
        source_language=record.source_language, source_name=ENDONYMS[record.source_language],
        others=[(code, ENDONYMS[code]) for code in LANGUAGES if code not in (language, record.source_language)],
    )  # fmt: skip


def get_state(record, name):
    """Return the public record, the record with its draft applied, or a version; None if it does not exist."""
    if name == PUBLIC:
        return ComparedState(PUBLIC, take_snapshot(record), ())
    if name == DRAFT:
        return ComparedState(DRAFT, take_draft_snapshot(record), ()) if record.draft else None
    version = get_version(record, name)
    return version and ComparedState(str(version.number), version.rows, get_removed_fields(version))


def get_state_choices(record):
    """Yield (name, label) of everything that can be compared."""
    yield PUBLIC, _("current version")
    if record.draft:
        yield DRAFT, _("draft version")
    for version in get_versions(record).defer("snapshot"):
        at = date_format(localtime(version.at), "SHORT_DATETIME_FORMAT")
        yield str(version.number), f"{version.number}: {version.event_label}, {at}"


# Restoring


@transaction.atomic
def restore_view(admin, request, object_id, number):
    """Show what restoring a version would change, and restore it on a POST with a reason."""
    record = admin.get_object(request, unquote(object_id))
    if record is None:
        return redirect_not_found(admin, request, object_id)
    languages = permissions.get_restorable_languages(request.user, record)
    if not languages:
        raise PermissionDenied
    version = get_version(record, number)
    if version is None:
        return redirect_missing_version(request, record, number)
    restoration = Restoration(record, version, languages)
    form = RestoreForm(request.POST if request.method == "POST" else None, record=record, editor=request.user)
    refusal = get_refusal(request.user, restoration, languages)
    is_confirmed = request.method == "POST" and not refusal and form.is_valid()
    if is_confirmed and restore_version(request, restoration, form):
        return HttpResponseRedirect(get_change_url(record))
    return render_restore_page(admin, request, restoration, languages, form, refusal)


def get_refusal(editor, restoration, languages):
    """Return why the editor may not restore this version now; empty if they may."""
    record = restoration.record
    if record.is_published_or_scheduled and requires_approval(record):
        return APPROVED_TEXT_MESSAGE
    if languages == LANGUAGES and not permissions.can_restore(editor, record, restoration.build_record()):
        return _("In this version, the record belonged to a country that you do not work for.")
    return "" if restoration.changes else _("There is nothing to restore: the record is the same as this version.")


def restore_version(request, restoration, form):
    """Restore the version and return True; on failure, add the errors to the form and return False."""
    significant = form.live and form.is_significant
    try:
        with transaction.atomic():
            warnings = restoration.restore(by=request.user, reason=form.cleaned_data["reason"], significant=significant)
            if significant:
                form.save_change_note()
    except ValidationError as error:
        restoration.record.refresh_from_db()
        form.add_error(None, error.messages)
        return False
    params = {"number": restoration.version.number, "record": restoration.record}
    messages.success(request, _("Version %(number)s of “%(record)s” was restored.") % params)
    for warning in warnings:
        messages.warning(request, warning)
    return True


def render_restore_page(admin, request, restoration, languages, form, refusal):
    record, version = restoration.record, restoration.version
    now, then = restoration.current, restoration.target
    presenter = SnapshotPresenter(record, request.user, now, then)
    title = _("Restore version %(number)s: %(record)s") % {"number": version.number, "record": record}
    return render_page(
        admin, request, "restore", title,
        record=record, version=version, form=form, refusal=refusal, removed_fields=get_removed_fields(version),
        live=record.is_published_or_scheduled,
        own_languages=[] if languages == LANGUAGES else [(code, ENDONYMS[code]) for code in languages],
        rows=list(presenter.get_changed_rows(restoration.changes, now, then)),
    )  # fmt: skip
