"""Events in the news (NewsItem) and what the offices issued about them (NewsRelease)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from news.item_copy import COPIED_COLUMNS, is_made_from, take_item_copy, update_item
from news.item_withdrawal import get_item_withdrawal
from news.models.attachments import ReleasePicture, group_by_title
from portal import permissions
from portal.history.models import Event
from portal.i18n.dates import PartialDateField, get_year, validate_date_order
from portal.i18n.fields import LanguagesField
from portal.i18n.languages import localize
from portal.links.fields import ExternalURLField
from portal.pages.offices import Office
from portal.pictures.models import PicturesMixin
from portal.publishing.indexes import published_index, unchanged_index
from portal.publishing.models import Publishable
from portal.publishing.querysets import PublishableQuerySet
from portal.records.models import Status
from portal.structured_data import build_article


class NewsReleaseQuerySet(PublishableQuerySet):
    """Query national releases."""

    def with_related(self):
        pictures = models.Prefetch("pictures", queryset=ReleasePicture.objects.select_related("picture"))
        return super().with_related().with_office().select_related("item").prefetch_related(pictures, "files")

    def with_parents(self):
        return super().with_parents().with_office()

    def with_office(self):
        """Load the office, and annotate `office_is_public`: whether a public page may name it."""
        public = Office.objects.published().filter(pk=models.OuterRef("office"))
        return self.select_related("office").annotate(office_is_public=models.Exists(public))

    def newest_first(self):
        """Order by date, newest first; a month without a day follows all days of that month."""
        return self.order_by("-date", "-pk")

    def without_public_item(self):
        """Return the releases that no public news item leads to."""
        public = NewsItem.objects.published().filter(pk=models.OuterRef("item"))
        # The database joins the two tables whole, unless it has to look each item up for the first condition.
        return self.filter(models.Q(item=None) | ~models.Exists(public))


class NewsItemQuerySet(PublishableQuerySet):
    """Query news items."""

    def with_related(self):
        releases = NewsRelease.objects.published().with_office().select_related("country").prefetch_related("files")
        return (
            super()
            .with_related()
            .select_related("picture")
            .prefetch_related(models.Prefetch("releases", queryset=releases, to_attr="public_releases"))
        )

    def newest_first(self):
        """Order by date, newest first; a month without a day follows all days of that month."""
        return self.order_by("-date", "-pk")

    def oldest_first(self):
        """Order by date, oldest first."""
        return self.order_by("date", "pk")


class NewsItem(PicturesMixin, Publishable):
    """An event in the news. `date` is the date of the event, which may be partial, not the date of publication."""

    date = PartialDateField(_("date"))
    end_date = PartialDateField(_("last day"), blank=True)
    picture = models.ForeignKey(
        "portal.Picture", models.PROTECT, null=True, blank=True, related_name="news_items", verbose_name=_("image")
    )

    objects = NewsItemQuerySet.as_manager()

    url_name = "news:newsitem"
    url_fields = ("date",)
    fact_date_field = "date"
    published_by_offices = True

    class Meta(Publishable.Meta):
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        ordering = ("-date", "-pk")
        indexes = (
            *Publishable.Meta.indexes,
            published_index("newsitem_published", "-date", "-id"),
            unchanged_index("newsitem", "-date", "-id"),
        )

    def clean(self):
        super().clean()
        validate_date_order(self.date, self.end_date, "end_date")

    def get_pictures(self):
        return [self.picture] if self.picture else []

    def missing_requirements(self):
        return [message for message, _picture in self.get_undescribed_pictures()]

    @property
    def year(self):
        return get_year(self.date)

    def get_structured_data(self):
        return build_article(self, self.date)

    def get_url_kwargs(self, language):
        return {"year": self.year, **super().get_url_kwargs(language)}


class NewsRelease(PicturesMixin, Publishable):
    """A news release of an office: its text, its documents, or the URL of the original."""

    item = models.ForeignKey(
        NewsItem, models.PROTECT, null=True, blank=True, related_name="releases", verbose_name=_("news item")
    )
    office = models.ForeignKey(
        "portal.Office", models.PROTECT, null=True, blank=True, related_name="releases", verbose_name=_("office")
    )
    issuer = models.CharField(_("issued by"), max_length=300, null=True, blank=True)
    date = PartialDateField(_("date"))
    number = models.CharField(_("number"), max_length=40, blank=True)
    contact = models.CharField(_("contact"), max_length=200, blank=True)
    languages_of_original = LanguagesField(verbose_name=_("languages of the original"))
    address = ExternalURLField(_("URL of the original"), blank=True, language_field="languages_of_original")

    # What the item that was made from this release has of it, see item_copy.py; None if there is no such item.
    item_copy = models.JSONField(null=True, default=None, editable=False)

    objects = NewsReleaseQuerySet.as_manager()

    url_name = "news:newsrelease"
    fact_date_field = "date"
    parts = ("pictures", "files")
    not_versioned = (*Publishable.not_versioned, "item_copy")
    published_by_offices = True

    class Meta(Publishable.Meta):
        verbose_name = _("national news release")
        verbose_name_plural = _("national news releases")
        ordering = ("-date", "-pk")
        indexes = (
            *Publishable.Meta.indexes,
            published_index("newsrelease_published", "-date", "-id"),
            published_index("newsrelease_office", "office", "-date", "-id"),
            unchanged_index("newsrelease", "-date", "-id"),
        )

    def get_pictures(self):
        return [shown.picture for shown in self.pictures.select_related("picture")]

    def missing_requirements(self):
        return [message for message, _picture in self.get_undescribed_pictures()]

    def create_item(self, *, by):
        """Create a draft news item with the texts of this release, which it follows until it is published."""
        copied = {name: getattr(self, name) for name in COPIED_COLUMNS}
        item = NewsItem(created_by=by, modified_by=by, **copied)
        item.save()
        item.finalize_save(Event.SAVED, by=by)
        self.item, self.item_copy = item, take_item_copy(item)
        return item

    def finalize_save(self, event, *, by, note=""):
        super().finalize_save(event, by=by, note=note)
        update_item(self, by=by)

    def get_item_in_same_country(self, *statuses):
        """Return the news item if it has the same country as the release and one of these statuses, else None."""
        item = self.item
        return item if item and item.country_id == self.country_id and item.status in statuses else None

    def get_item_to_publish(self, editor):
        """Return the news item that is published with the release, None if the editor may not publish it."""
        item = self.get_item_in_same_country(Status.DRAFT, Status.IN_REVIEW)
        return item if item and editor and permissions.can_publish(editor, item) else None

    def get_item_to_submit(self, editor):
        """Return the draft news item that is submitted with the release, None if the editor may not submit it."""
        item = self.get_item_in_same_country(Status.DRAFT)
        return item if item and editor and permissions.can_submit(editor, item) else None

    def get_item_in_review(self, editor):
        """Return the item that was made from the release and leaves review with it, None if the editor may not."""
        item = self.get_item_in_same_country(Status.IN_REVIEW)
        return item if item and editor and is_made_from(item, self) and permissions.is_writer(editor, item) else None

    def get_companions(self, transition, editor):
        """Return the news item that goes through a transition together with the release, [] if none does."""
        get_item = {
            "publish": self.get_item_to_publish,
            "submit": self.get_item_to_submit,
            "withdraw_from_review": self.get_item_in_review,
            "request_changes": self.get_item_in_review,
        }[transition]
        item = get_item(editor)
        return [item] if item else []

    def get_linked_withdrawal(self, editor):
        return get_item_withdrawal(self, editor)

    def get_structured_data(self):
        return build_article(self, self.date, self.get_issuer_name())

    def get_author_name(self):
        return self.get_issuer_name() or super().get_author_name()

    def get_issuer_name(self):
        """Return who issued the release: the named body, or else the office that a public page may name, or ""."""
        if issuer := localize(self, "issuer").text:
            return issuer
        return localize(self.office, "title").text if getattr(self, "office_is_public", False) else ""

    def get_attachments(self):
        """Return the attached documents, with all languages of a document together."""
        return group_by_title(self.files.all(), self.source_language)
