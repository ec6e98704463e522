"""Models of the attachments of a national release: pictures with captions, and documents in several languages."""

from pathlib import PurePosixPath
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import LANGUAGE_CHOICES, LANGUAGES, get_translation, localize, localized_field_name
from portal.pages.documents import FileOrAddress
from portal.translations.models import TranslatedPart


class ReleasePicture(TranslatedPart):
    """A picture of a release with its caption. The alternative text belongs to the picture."""

    release = models.ForeignKey("news.NewsRelease", models.CASCADE, related_name="pictures")
    picture = models.ForeignKey(
        "portal.Picture", models.PROTECT, related_name="release_pictures", verbose_name=_("image")
    )
    caption = models.CharField(_("caption"), max_length=300, null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("image of the release")
        verbose_name_plural = _("images of the release")
        ordering = ("order", "pk")

    def __str__(self):
        return localize(self, "caption").text


class ReleaseFile(FileOrAddress, TranslatedPart):
    """A document in one language. Files of a release with the same title are one document in several languages."""

    release = models.ForeignKey("news.NewsRelease", models.CASCADE, related_name="files")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(
        _("title"), max_length=200, null=True, blank=True,
        help_text=_("If empty, the title stored in the file is used. Files with the same title are shown "
"as one document in several languages."),
    )  # fmt: skip
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=LANGUAGE_CHOICES,
        blank=True,
        help_text=_("If empty, the language stored in the file is used."),
    )

    url_kind = "releasefile"

    class Meta(FileOrAddress.Meta):
        verbose_name = _("attached document")
        verbose_name_plural = _("attached documents")
        ordering = ("order", "pk")

    def __str__(self):
        return localize(self, "title").text or super().__str__()

    def clean(self):
        super().clean()
        self.set_defaults()

    def set_defaults(self):
        """Fill an empty title (in the source language of the release) and an empty language from the file."""
        column = localized_field_name("title", self.source_language)
        if not getattr(self, column):
            setattr(self, column, self.get_title_from_file() or None)
        if not self.language:
            language = self.metadata.language if self.metadata else ""
            self.language = language if language in LANGUAGES else self.source_language

    def get_title_from_file(self):
        """Return the title in the metadata of the file, else its name without the extension."""
        title = self.metadata.title if self.metadata else ""
        name = PurePosixPath(self.file.name or self.address).stem
        return (title or name.replace("_", " "))[:200]


class Attachment(NamedTuple):
    """One attached document, with a ReleaseFile for each of its languages."""

    first: ReleaseFile
    files: list

    @property
    def single_language(self):
        """Return the language of a document that exists in just one, else an empty string."""
        return self.first.language if len(self.files) == 1 else ""


def group_by_title(files, source_language):
    """Return an Attachment for each title among these files, in their order."""
    groups = {}
    for file in files:
        groups.setdefault(get_translation(file, "title", source_language), []).append(file)
    return [Attachment(group[0], group) for group in groups.values()]
