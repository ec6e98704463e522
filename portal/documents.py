"""What was issued once, in the languages that it exists in; and a file or an address, as each of them is kept."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.dates import PartialDateField
from portal.files import upload_to
from portal.languages import CHOICES
from portal.links import AddressField
from portal.publishing import Publishable, PublishableQuerySet

# What the address of a document may end in; anything else there is a page.
DOCUMENT_TYPES = {"PDF", "DOC", "DOCX", "ODT", "XLS", "XLSX", "ODS", "PPT", "PPTX", "RTF", "TXT", "CSV"}


class FileOrAddress(models.Model):
    """Something to read: a file kept here, or the address where it stands."""

    file = models.FileField(_("file"), upload_to=upload_to, blank=True, max_length=200)
    address = AddressField(_("address"), blank=True)
    pages = models.PositiveSmallIntegerField(_("pages"), null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ("language",)
        constraints = (
            models.CheckConstraint(
                condition=Q(file="", address__gt="") | Q(file__gt="", address=""),
                name="%(class)s_file_or_address",
                violation_error_message=_("Give a file or an address: one of the two."),
            ),
        )

    def __str__(self):
        return self.address or self.file.name

    @property
    def target(self):
        """Where the document is read."""
        return reverse("file", args=[self.file.name]) if self.file else self.address

    @property
    def size(self):
        """How large a file kept here is, in bytes; None for one that stands elsewhere."""
        return self.file.size if self.file and self.file.storage.exists(self.file.name) else None

    @property
    def type(self):
        """The type of file, as its name tells: PDF, DOCX; a page for whatever else stands at an address."""
        extension = PurePosixPath(self.file.name or urlsplit(self.address).path).suffix.removeprefix(".").upper()
        return extension if self.file or extension in DOCUMENT_TYPES else "HTML"


class DocumentQuerySet(PublishableQuerySet):
    """Documents."""

    def with_related(self):
        return super().with_related().prefetch_related("files")

    def years(self):
        """The years in which something was issued, newest first."""
        dates = self.order_by().exclude(issued="").values_list("issued", flat=True)
        return sorted({int(date[:4]) for date in dates}, reverse=True)


class Document(Publishable):
    """Something that was issued once: a declaration, a release, a notice; in the languages that it exists in."""

    class Kind(models.TextChoices):
        """What was issued."""

        DECLARATION = "declaration", _("joint declaration")
        STATEMENT = "statement", _("statement")
        RELEASE = "release", _("news release")
        REPORT = "report", _("report")
        PROGRAM = "program", _("work program")
        AGREEMENT = "agreement", _("agreement")
        NOTICE = "notice", _("official notice")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    issued = PartialDateField(_("issued"), blank=True)
    issuer = models.CharField(_("issued by"), max_length=300, null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    address_name = "document"
    parts = ("files",)

    class Meta(Publishable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("-issued", "pk")

    def what_is_missing(self):
        sentences = super().what_is_missing()
        return sentences if self.files.exists() else [*sentences, gettext("A file or an address is missing.")]


class DocumentFile(FileOrAddress):
    """A document in one language."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="files")
    language = models.CharField(_("language"), max_length=2, choices=CHOICES)

    class Meta(FileOrAddress.Meta):
        verbose_name = _("file or address")
        verbose_name_plural = _("files and addresses")
        constraints = (
            models.UniqueConstraint(fields=("document", "language"), name="documentfile_language_once"),
            *FileOrAddress.Meta.constraints,
        )

    def is_public(self):
        """Whether the public may read the file: as soon as its document is public."""
        return self.document.is_public()

    @property
    def record(self):
        """The record that the file belongs to."""
        return self.document
