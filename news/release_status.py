"""The release status: the readiness of a news item and of the releases of the three offices, and its admin page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _

from news.models import NewsRelease
from portal import permissions
from portal.editing.admin_pages import redirect_not_found, render_page
from portal.i18n.languages import ENDONYMS, LANGUAGES
from portal.i18n.timezones import format_in_capitals, format_time_left
from portal.publishing.approvals import evaluate_approvals
from portal.records.admin_urls import get_admin_url, get_change_url
from portal.records.models import Country


def get_publication_time(record):
    """Return when a record becomes or became public, or is planned to; None if unknown."""
    live = record.is_published_or_scheduled
    return record.publish_at if live or record.is_planned else None


@dataclass
class LanguageProgress:
    """Progress of one language of a record. `missing` lists (URL of the field or "", its verbose name)."""

    code: str
    required: bool
    missing: list

    @property
    def endonym(self):
        """Return the name of the language in that language."""
        return ENDONYMS[self.code]


class RecordProgress:
    """Progress of a record, as one editor sees it."""

    def __init__(self, record, editor):
        self.record, self.editor = record, editor
        self.can_view = permissions.can_view(editor, record)
        self.publication_time = get_publication_time(record)

    @property
    def status(self):
        return self.record.get_status_label()

    @property
    def is_ready(self):
        """Return whether the record is public or scheduled."""
        return self.record.is_published_or_scheduled

    @property
    def form_url(self):
        return get_change_url(self.record) if self.can_view else ""

    @cached_property
    def languages(self):
        required, columns = self.record.required_languages(), self.record.missing_translation_errors(self.record)
        return [
            LanguageProgress(
                code,
                code in required,
                [self.get_missing_field(column) for column in columns if column.endswith(f"_{code}")],
            )
            for code in LANGUAGES
        ]

    def get_missing_field(self, column):
        """Return (URL, verbose name) of an empty field; the URL is empty if the editor may not write it."""
        field = self.record._meta.get_field(column)
        writable = field.language in permissions.get_writable_languages(self.editor, self.record)
        return f"{self.form_url}#id_{column}" if writable else "", field.verbose_name

    @property
    def open_count(self):
        """Return the number of tasks that are left before publication."""
        return sum(bool(language.missing) for language in self.languages) + (not self.is_ready)


class ReleaseProgress(RecordProgress):
    """Progress of one release of the item. `public` says whether its public page may be linked."""

    def __init__(self, release, editor, item, public):
        super().__init__(release, editor)
        self.has_same_time = self.publication_time == item.publication_time
        self.public_url = release.get_absolute_url() if public else ""

    @property
    def attachment_summary(self):
        """Describe the attachments, without any detail if the editor may not see the release."""
        documents = len(self.record.files.all())
        if not (documents or self.record.address):
            return gettext("none")
        if not self.can_view:
            return gettext("yes")
        if documents:
            return ngettext("%(number)s document", "%(number)s documents", documents) % {"number": documents}
        return gettext("a URL")

    @property
    def capital_times(self):
        return format_in_capitals(self.publication_time) if self.publication_time and self.can_view else []


class CountryRow:
    """A row of the release status: a release of a country, or the URL to add one."""

    def __init__(self, country, release=None, add_url=""):
        self.country, self.release, self.add_url = country, release, add_url


class ReleaseStatus:
    """The release status of a news item, as one editor sees it."""

    def __init__(self, item, editor):
        self.editor = editor
        self.item = RecordProgress(item, editor)
        self.approvals = evaluate_approvals(item)
        columns = item.missing_translation_errors(item).values()
        self.other_problems = [sentence for sentence in item.missing_content() if sentence not in columns]
        self.other_problems += item.content_errors()
        self.rows = list(self.get_rows(item))

    def get_rows(self, item):
        releases = list(
            item.releases.select_related("country", "office").prefetch_related("files").order_by("-date", "-pk")
        )
        public = set(NewsRelease.objects.published().filter(item=item).values_list("pk", flat=True))
        for country in [*Country.objects.all(), None]:
            own = [release for release in releases if release.country == country]
            for release in own:
                yield CountryRow(country, ReleaseProgress(release, self.editor, self.item, release.pk in public))
            if country and not own:
                yield CountryRow(country, add_url=self.get_add_url(item, country))

    def get_add_url(self, item, country):
        """Return the URL to add a release of this country, empty if the editor may not."""
        countries, _ = permissions.get_owner_choices(self.editor, NewsRelease)
        if not permissions.can_add(self.editor, NewsRelease) or (countries is not None and country.pk not in countries):
            return ""
        query = urlencode({"item": item.pk, "country": country.pk})
        return f"{reverse('admin:news_newsrelease_add')}?{query}"

    @property
    def open_count(self):
        """Return the number of tasks that are left, over the item and all releases."""
        releases = sum(row.release.open_count if row.release else 1 for row in self.rows)
        return (
            self.item.open_count
            + releases
            + len(self.other_problems)
            + sum(approval.is_pending for approval in self.approvals)
        )

    @property
    def capital_times(self):
        return format_in_capitals(self.item.publication_time) if self.item.publication_time else []

    @property
    def time_left(self):
        """Return the time until publication in words, empty if the item is public or has no time."""
        record = self.item.record
        return format_time_left(record.publish_at) if record.is_scheduled or record.is_planned else ""


def render_status_link(item):
    """Return a link to the release status of a news item, for the list of items."""
    label, url = _("Release status"), get_admin_url(item, "release_status", item.pk)
    return format_html('<a href="{0}" aria-label="{1}: {2}">{1}</a>', url, label, item)


def release_status_view(admin, request, object_id):
    """Show the release status of a news item."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    item = admin.get_object(request, unquote(object_id))
    if item is None:
        return redirect_not_found(admin, request, object_id)
    if not admin.has_view_permission(request, item):
        raise PermissionDenied
    return render_page(
        admin, request, "release_status", _("Release status"), subtitle=str(item), original=item,
        release_status=ReleaseStatus(item, request.user),
    )  # fmt: skip
