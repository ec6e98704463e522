"""The news: what happened (NewsItem), and what each office issued about it (NewsRelease), with pictures and files."""

from pathlib import PurePosixPath
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.history.models import Event
from portal.i18n.dates import PartialDateField, validate_order, year_of
from portal.i18n.fields import LanguagesField
from portal.i18n.languages import CHOICES, LANGUAGES, localized, suffixed, text_in
from portal.links.fields import AddressField
from portal.pages.documents import FileOrAddress
from portal.pictures.models import ShowsPictures
from portal.publishing.models import Publishable, PublishableQuerySet
from portal.records.models import Status
from portal.translations.models import TranslatedPart


class NewsReleaseQuerySet(PublishableQuerySet):
    """National releases."""

    def with_related(self):
        pictures = models.Prefetch("pictures", queryset=ReleasePicture.objects.select_related("picture"))
        return super().with_related().select_related("office", "item").prefetch_related(pictures, "files")


class NewsItemQuerySet(PublishableQuerySet):
    """Lines of What's New."""

    def with_related(self):
        releases = NewsRelease.objects.published().select_related("country").prefetch_related("files")
        return (
            super()
            .with_related()
            .select_related("picture")
            .prefetch_related(models.Prefetch("releases", queryset=releases, to_attr="public_releases"))
        )

    def newest_first(self):
        """By the day of the event; a month without a day stands below the days of that month."""
        return self.order_by("-date", "-pk")

    def oldest_first(self):
        """The same, the other way round."""
        return self.order_by("date", "pk")

    def of_year(self, year):
        """What happened in one year."""
        return self.filter(date__startswith=f"{year:04}")


class NewsItem(ShowsPictures, Publishable):
    """A line of What's New. The date is that of the event, as far as it is known, apart from when it became public."""

    date = PartialDateField(_("date"))
    end_date = PartialDateField(_("last day"), blank=True)
    picture = models.ForeignKey(
        "portal.Picture", models.PROTECT, null=True, blank=True, related_name="news_items", verbose_name=_("picture")
    )

    objects = NewsItemQuerySet.as_manager()

    address_name = "news:newsitem"
    published_by_offices = True

    class Meta(Publishable.Meta):
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        ordering = ("-date", "-pk")

    def clean(self):
        super().clean()
        validate_order(self.date, self.end_date, "end_date")

    def pictures_shown(self):
        return [self.picture] if self.picture else []

    @property
    def year(self):
        return year_of(self.date)

    def address_parts(self, language):
        return {"year": self.year, **super().address_parts(language)}


class NewsRelease(ShowsPictures, Publishable):
    """What an office issued: its number, date and contact, and the text, documents or the address where it stands."""

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
    address = AddressField(_("address of the original"), blank=True, languages_in="languages_of_original")

    objects = NewsReleaseQuerySet.as_manager()

    address_name = "news:newsrelease"
    parts = ("pictures", "files")
    published_by_offices = True

    class Meta(Publishable.Meta):
        verbose_name = _("national news release")
        verbose_name_plural = _("national news releases")
        ordering = ("-date", "-pk")

    def pictures_shown(self):
        return [shown.picture for shown in self.pictures.select_related("picture")]

    # Its item goes along

    def make_item(self, *, by):
        """A draft of a news item with the titles, summary and date of this release, for its country."""
        columns = [suffixed(field, language) for field in ("title", "summary") for language in LANGUAGES]
        same = (*columns, "country", "date", "source_language", "joint_languages")
        item = NewsItem(created_by=by, modified_by=by, **{name: getattr(self, name) for name in same})
        item.save()
        item.settle(Event.SAVED, by=by)
        return item

    def item_of_same_country(self, *statuses):
        """Its item, if the same government answers for both and it has one of these statuses."""
        item = self.item
        return item if item and item.country_id == self.country_id and item.status in statuses else None

    def item_going_along(self, editor):
        """The item that goes live with it: of the same country, not public yet, and the editor's to publish."""
        item = self.item_of_same_country(Status.DRAFT, Status.IN_REVIEW)
        return item if item and editor and permissions.can_publish(editor, item) else None

    def item_submitted_along(self, editor):
        """The item that is submitted with it: a draft of the same country that the editor may submit."""
        item = self.item_of_same_country(Status.DRAFT)
        return item if item and editor and permissions.can_submit(editor, item) else None

    @transaction.atomic
    def publish(self, *, by, at=None, note=""):
        """With its item, or neither of them."""
        item = self.item_going_along(by)
        if item and (lacking := item.what_is_open()):
            words = gettext("News item “%(item)s”: %(sentence)s")
            sentences = [words % {"item": item, "sentence": sentence} for sentence in lacking]
            raise ValidationError([*self.what_is_open(), *sentences])
        super().publish(by=by, at=at, note=note)
        if item:
            item.lock()
            item.publish(by=by, at=self.publish_at, note=note)

    @transaction.atomic
    def submit(self, *, by, note="", at=None):
        item = self.item_submitted_along(by)
        super().submit(by=by, note=note, at=at)
        if item:
            item.lock()
            item.submit(by=by, note=note, at=at)

    def documents(self):
        """The documents that it carries."""
        return as_documents(self.files.all(), self.source_language)


class ReleasePicture(TranslatedPart):
    """One picture of a release. What it shows is described with the picture; the caption is for all who read."""

    release = models.ForeignKey(NewsRelease, models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(
        "portal.Picture", models.PROTECT, related_name="release_pictures", verbose_name=_("picture")
    )
    caption = models.CharField(_("caption"), max_length=300, null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("picture of the release")
        verbose_name_plural = _("pictures of the release")
        ordering = ("order", "pk")

    def __str__(self):
        return localized(self, "caption").text


class ReleaseFile(FileOrAddress, TranslatedPart):
    """A document in one language. Those of a release with the same title are one document in several languages."""

    release = models.ForeignKey(NewsRelease, models.CASCADE, related_name="files")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(
        _("title"), max_length=200, null=True, blank=True,
        help_text=_("Left empty, it is the one that the file gives itself. Files with the same title are one document "
                    "in several languages."),
    )  # fmt: skip
    language = models.CharField(
        _("language"), max_length=2, choices=CHOICES, blank=True, help_text=_("Left empty, as the file itself says.")
    )

    class Meta(FileOrAddress.Meta):
        verbose_name = _("attached document")
        verbose_name_plural = _("attached documents")
        ordering = ("order", "pk")

    def __str__(self):
        return text_in(self, "title", self.source_language) or super().__str__()

    def clean(self):
        super().clean()
        self.fill_in()

    def fill_in(self):
        """What an editor has left empty: the title in the language of the release, and the file's own language."""
        column = suffixed("title", self.source_language)
        if not getattr(self, column):
            setattr(self, column, self.own_title() or None)
        if not self.language:
            says = self.facts.language if self.facts else ""
            self.language = says if says in LANGUAGES else self.source_language

    def own_title(self):
        """What a document calls itself, else what its file is called."""
        title = self.facts.title if self.facts else ""
        name = PurePosixPath(self.file.name or self.address).stem
        return (title or name.replace("_", " "))[:200]


class Attached(NamedTuple):
    """One document, in the languages that it exists in."""

    first: ReleaseFile
    files: list

    @property
    def only(self):
        """Its language, where there is just one."""
        return self.first.language if len(self.files) == 1 else ""


def as_documents(files, source_language):
    """The documents among these files, in their order."""
    found = {}
    for file in files:
        found.setdefault(text_in(file, "title", source_language), []).append(file)
    return [Attached(same[0], same) for same in found.values()]
