"""The release board: how an item and the releases of the three offices stand, country by country; and its page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from news.models import NewsRelease
from portal import permissions
from portal.i18n.languages import LANGUAGES, OWN_NAMES
from portal.i18n.timezones import in_capitals, time_left
from portal.publishing.consents import consents_today
from portal.records.models import Country


def form_of(record):
    """The address of a record's form."""
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[quote(record.pk)])


def moment_of(record):
    """When a record becomes public, is planned to, or became so; None where no one has said."""
    live = permissions.is_live(record) and not record.has_ended
    return record.publish_at if live or record.is_planned else None


@dataclass
class LanguageState:
    """How far one language of a record is: what it lacks, as (address of the field if one may write it, words)."""

    code: str
    required: bool
    missing: list

    @property
    def own_name(self):
        return OWN_NAMES[self.code]


class Standing:
    """A record as the board shows it to one editor."""

    def __init__(self, record, editor):
        self.record, self.editor = record, editor
        self.told = permissions.can_view(editor, record)
        self.moment = moment_of(record)

    @property
    def status(self):
        return self.record.status_in_words()

    @property
    def ready(self):
        """Whether it is public, or will be by itself."""
        return permissions.is_live(self.record) and not self.record.has_ended

    @property
    def form(self):
        return form_of(self.record) if self.told else ""

    @cached_property
    def languages(self):
        required, columns = self.record.required_languages(), self.record.missing_in(self.record)
        return [
            LanguageState(one, one in required, [self.gap(column) for column in columns if column.endswith(f"_{one}")])
            for one in LANGUAGES
        ]

    def gap(self, column):
        """(address, words) of a field that lacks its text."""
        field = self.record._meta.get_field(column)
        writable = field.language in permissions.languages_to_write(self.editor, self.record)
        return f"{self.form}#id_{column}" if writable else "", field.verbose_name

    @property
    def open(self):
        """How many things are to be done before it goes live."""
        return sum(bool(language.missing) for language in self.languages) + (not self.ready)


class ReleaseStanding(Standing):
    """One office's release under the item."""

    def __init__(self, release, editor, item, public):
        super().__init__(release, editor)
        self.same_time = self.moment == item.moment
        self.address = release.get_absolute_url() if public else ""

    @property
    def attached(self):
        """What is attached, in words; of what the editor may not see, that something is."""
        documents = len(self.record.files.all())
        if not (documents or self.record.address):
            return gettext("none")
        if not self.told:
            return gettext("there is one")
        if documents:
            return ngettext("%(number)s document", "%(number)s documents", documents) % {"number": documents}
        return gettext("an address")

    @property
    def capitals(self):
        return in_capitals(self.moment) if self.moment and self.told else []


class Row:
    """A country on the board: its release, or the way to add one for those who may."""

    def __init__(self, country, standing=None, add=""):
        self.country, self.release, self.add = country, standing, add


class Board:
    """Everything that one editor is told of a joint release."""

    def __init__(self, item, editor):
        self.editor = editor
        self.item = Standing(item, editor)
        self.consents = consents_today(item)
        columns = item.missing_in(item).values()
        self.further = [sentence for sentence in item.what_is_missing() if sentence not in columns]
        self.further += item.what_is_wrong()
        self.rows = list(self.make_rows(item))

    def make_rows(self, item):
        releases = list(
            item.releases.select_related("country", "office").prefetch_related("files").order_by("-date", "-pk")
        )
        public = set(NewsRelease.objects.published().filter(item=item).values_list("pk", flat=True))
        for country in [*Country.objects.all(), None]:
            own = [one for one in releases if one.country == country]
            for release in own:
                yield Row(country, ReleaseStanding(release, self.editor, self.item, release.pk in public))
            if country and not own:
                yield Row(country, add=self.way_to_add(item, country))

    def way_to_add(self, item, country):
        """The address of the form of a new release of this country, for those who write for it."""
        countries, _ = permissions.countries_to_write_for(self.editor, NewsRelease)
        if not permissions.can_add(self.editor, NewsRelease) or (countries is not None and country.pk not in countries):
            return ""
        query = urlencode({"item": item.pk, "country": country.pk})
        return f"{reverse('admin:news_newsrelease_add')}?{query}"

    @property
    def open(self):
        """How many things are still to be done."""
        releases = sum(row.release.open if row.release else 1 for row in self.rows)
        return self.item.open + releases + len(self.further) + sum(consent.is_open for consent in self.consents)

    @property
    def capitals(self):
        return in_capitals(self.item.moment) if self.item.moment else []

    @property
    def time_left(self):
        """The time until the item is to be public, in words; empty where it is, or no one has said when."""
        record = self.item.record
        return time_left(record.publish_at) if record.is_scheduled or record.is_planned else ""


class BoardPages:
    """Gives the admin of news items a release board each, linked from its form and from the list."""

    change_form_template = "admin/newsitem_change_form.html"

    def get_urls(self):
        board = path("<path:object_id>/board/", self.admin_site.admin_view(self.board_view), name="news_newsitem_board")
        return [board, *super().get_urls()]

    @admin.display(description=gettext_lazy("release board"))
    def board(self, item):
        words = _("Release board")
        return format_html('<a href="{0}" aria-label="{1}: {2}">{1}</a>', self.address("board", item.pk), words, item)

    @method_decorator(require_safe)
    def board_view(self, request, object_id):
        item = self.get_object(request, object_id)
        if item is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, item):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": item,
            "title": _("Release board"),
            "subtitle": str(item),
            "board": Board(item, request.user),
        }
        return TemplateResponse(request, "editing/release_board.html", context)
