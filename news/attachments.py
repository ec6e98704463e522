"""The documents that a national release carries: public with it, and never before."""

from pathlib import PurePosixPath
from typing import NamedTuple

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import CHOICES, LANGUAGES, suffixed, text_in
from portal.pages.documents import FileOrAddress
from portal.translations.models import Translated


class ReleaseFile(FileOrAddress, Translated):
    """A document in one language. Those of a release with the same title are one document in several languages."""

    release = models.ForeignKey("news.NewsRelease", models.CASCADE, related_name="files")
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

    @property
    def source_language(self):
        return self.release.source_language

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
