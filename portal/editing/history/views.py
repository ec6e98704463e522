"""The history of a public record in the admin: its versions, what differs between two of them, and restoring one."""

from collections.abc import Sequence
from typing import NamedTuple

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import PAGE_VAR
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from portal import permissions
from portal.drafts.models import take_draft_snapshot
from portal.editing.history.forms import RestorationForm
from portal.editing.history.presenter import Telling, no_longer_kept
from portal.editing.history.translation_diff import SideBySide
from portal.editing.transitions import is_published_or_scheduled
from portal.history.models import get_versions
from portal.history.restore import Restoration
from portal.history.snapshots import diff_snapshots, take_snapshot
from portal.i18n.languages import ENDONYMS, LANGUAGE_CHOICES, LANGUAGES
from portal.publishing.consents import APPROVED_TEXT_MESSAGE, get_approvals

ON_A_PAGE = 50
# What can be compared beside versions, as the address names it.
PUBLIC, DRAFT = "public", "draft"


class Side(NamedTuple):
    """One side of a comparison: its name in the address, its rows, and what of it is no longer kept."""

    name: str
    rows: dict
    no_longer_kept: Sequence


class HistoryPages:
    """For the admin of a public record: whoever may see the record sees its history."""

    object_history_template = "admin/publishable_history.html"

    def get_urls(self):
        pages = (
            ("<path:object_id>/compare/", self.compare_view, "compare"),
            ("<path:object_id>/translation/<str:language>/", self.translation_view, "translation"),
            ("<path:object_id>/version/<int:number>/", self.version_view, "version"),
            ("<path:object_id>/restore/<int:number>/", self.restore_view, "restore"),
        )
        return [*(self.path_of(*page) for page in pages), *super().get_urls()]

    def path_of(self, place, view, name):
        """One page of the admin's own at an address."""
        full_name = f"{self.opts.app_label}_{self.opts.model_name}_{name}"
        return path(place, self.admin_site.admin_view(view), name=full_name)

    def page_of_own(self, request, template, title, **context):
        """One page of the admin's own."""
        frame = {"title": title, "subtitle": None, "opts": self.opts, "module_name": self.opts.verbose_name_plural}
        context = {**self.admin_site.each_context(request), **frame, **context}
        return TemplateResponse(request, f"editing/{template}.html", context)

    def not_found(self, request, object_id):
        return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)

    # The versions

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, unquote(object_id))
        context = {**(extra_context or {}), **(self.versions_on_page(request, record) if record else {})}
        return super().history_view(request, object_id, context)

    def versions_on_page(self, request, record):
        versions = get_versions(record).select_related("by").defer("snapshot")
        paginator = self.get_paginator(request, versions, ON_A_PAGE)
        page = paginator.get_page(request.GET.get(PAGE_VAR, 1))
        return {
            "versions": page,
            "translations": [(one, ENDONYMS[one]) for one in LANGUAGES if one != record.source_language],
            "pages": paginator.get_elided_page_range(page.number) if paginator.num_pages > 1 else (),
            "restorable": bool(permissions.languages_to_restore(request.user, record)),
        }

    def version_named(self, record, number):
        """A version of the record, None where it has none of that number."""
        try:
            return get_versions(record).select_related("by").filter(number=int(number)).first()
        except (TypeError, ValueError):
            return None

    def no_such_version(self, request, record, number):
        sentence = _("“%(record)s” has no version %(number)s.")
        messages.error(request, sentence % {"record": record, "number": str(number)[:20]})
        return HttpResponseRedirect(self.get_admin_url("history", record.pk))

    # Looking

    def version_view(self, request, object_id, number):
        """One version as it stood."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self.not_found(request, object_id)
        version = self.version_named(record, number)
        if version is None:
            return self.no_such_version(request, record, number)
        return self.page_of_own(
            request, "version", _("Version %(number)s: %(record)s") % {"number": number, "record": record},
            record=record, version=version, no_longer_kept=no_longer_kept(version),
            rows=list(Telling(record, request.user, version.rows).whole(version.rows)),
            restorable=bool(permissions.languages_to_restore(request.user, record)),
        )  # fmt: skip

    def compare_view(self, request, object_id):
        """What differs between two versions, or between one and the record as it stands now."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self.not_found(request, object_id)
        sides = []
        for name in ("one", "other"):
            asked = request.GET.get(name, "" if name == "one" else PUBLIC)
            if (side := self.side(record, asked or PUBLIC)) is None:
                return self.no_such_version(request, record, asked)
            sides.append(side)
        one, other = sides
        language = request.GET.get("language", "")
        language = language if language in LANGUAGES else ""
        telling = Telling(record, request.user, one.rows, other.rows)
        changes = diff_snapshots(one.rows, other.rows)
        return self.page_of_own(
            request, "compare", _("What changed: %(record)s") % {"record": record},
            record=record, one=one.name, other=other.name, language=language, languages=LANGUAGE_CHOICES,
            rows=list(telling.changes(changes, one.rows, other.rows, language)),
            choices=list(self.sides_to_choose(record)), no_longer_kept=one.no_longer_kept,
        )  # fmt: skip

    def translation_view(self, request, object_id, language):
        """A language beside the one that the record was written in first."""
        record = self.get_object(request, unquote(object_id))
        if record is None or language not in LANGUAGES or language == record.source_language:
            return self.not_found(request, object_id)
        side_by_side = SideBySide(record, language, request.user)
        return self.page_of_own(
            request, "translation_diff", _("%(language)s beside its source: %(record)s") % {
                "language": ENDONYMS[language], "record": record,
            }, record=record, pairs=list(side_by_side.pairs()), language=language, name=ENDONYMS[language],
            source_language=record.source_language, source_name=ENDONYMS[record.source_language],
            others=[(one, ENDONYMS[one]) for one in LANGUAGES if one not in (language, record.source_language)],
        )  # fmt: skip

    def side(self, record, asked):
        """One side of a comparison: the record as the public has it, as its draft has it, or a version; else None."""
        if asked == PUBLIC:
            return Side(PUBLIC, take_snapshot(record), ())
        if asked == DRAFT:
            return Side(DRAFT, take_draft_snapshot(record), ()) if record.draft else None
        version = self.version_named(record, asked)
        return version and Side(str(version.number), version.rows, no_longer_kept(version))

    def sides_to_choose(self, record):
        """What can be compared: (value, words)."""
        yield PUBLIC, _("as it stands now")
        if record.draft:
            yield DRAFT, _("as the draft has it")
        for version in get_versions(record).defer("snapshot"):
            at = date_format(localtime(version.at), "SHORT_DATETIME_FORMAT")
            yield str(version.number), f"{version.number}: {version.event_label}, {at}"

    # Restoring

    @method_decorator(transaction.atomic)
    def restore_view(self, request, object_id, number):
        """What restoring a version would change; the same sent with a reason does it."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self.not_found(request, object_id)
        languages = permissions.languages_to_restore(request.user, record)
        if not languages:
            raise PermissionDenied
        version = self.version_named(record, number)
        if version is None:
            return self.no_such_version(request, record, number)
        restoration = Restoration(record, version, languages)
        data = request.POST if request.method == "POST" else None
        form = RestorationForm(data, record=record, editor=request.user)
        refusal = self.refusal(request, restoration, languages)
        if request.method == "POST" and not refusal and form.is_valid() and self.restored(request, restoration, form):
            return HttpResponseRedirect(self.get_admin_url("change", record.pk))
        return self.restore_page(request, restoration, languages, form, refusal)

    def refusal(self, request, restoration, languages):
        """Why this version is not to be restored by this editor now, empty where it may be."""
        record = restoration.record
        if is_published_or_scheduled(record) and get_approvals(record).exists():
            return APPROVED_TEXT_MESSAGE
        whole = languages == LANGUAGES
        if whole and not permissions.can_restore(request.user, record, restoration.build_record()):
            return _("At this version the record was not of a country that you publish or write for.")
        return "" if restoration.changes else _("There is nothing to restore: the record stands as in this version.")

    def restored(self, request, restoration, form):
        """Whether the version was restored. What stands in the way is said in the form, and nothing has changed."""
        significant = form.live and form.is_significant
        try:
            with transaction.atomic():
                said = restoration.restore(by=request.user, reason=form.cleaned_data["reason"], significant=significant)
                if significant:
                    form.save_change_note()
        except ValidationError as error:
            restoration.record.refresh_from_db()
            form.add_error(None, error.messages)
            return False
        words = {"number": restoration.version.number, "record": restoration.record}
        messages.success(request, _("Version %(number)s of “%(record)s” is restored.") % words)
        for sentence in said:
            messages.warning(request, sentence)
        return True

    def restore_page(self, request, restoration, languages, form, refusal):
        record, version = restoration.record, restoration.version
        now, then = restoration.current, restoration.target
        title = _("Restore version %(number)s: %(record)s") % {"number": version.number, "record": record}
        return self.page_of_own(
            request, "restore", title,
            record=record, version=version, form=form, refusal=refusal, no_longer_kept=no_longer_kept(version),
            live=is_published_or_scheduled(record),
            own_languages=[] if languages == LANGUAGES else [(one, ENDONYMS[one]) for one in languages],
            rows=list(Telling(record, request.user, now, then).changes(restoration.changes, now, then)),
        )  # fmt: skip
