"""Document, a text that was issued once, and the base classes for records with document files."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.history.uploads import register_row
from portal.i18n.dates import PartialDateField
from portal.i18n.languages import LANGUAGE_CHOICES, LANGUAGES, get_translation, localize
from portal.links.fields import ExternalURLField
from portal.publishing.indexes import published_index, unchanged_index
from portal.publishing.models import Publishable
from portal.publishing.querysets import PublishableQuerySet
from portal.records.parts import get_root
from portal.uploads.fields import DocumentFileField

# Extensions in a URL that mean a document. A URL with any other leads to a web page.
DOCUMENT_TYPES = {"PDF", "DOC", "DOCX", "ODT", "XLS", "XLSX", "ODS", "PPT", "PPTX", "RTF", "TXT", "CSV"}


class FileOrAddress(models.Model):
    """A document in one language: a stored file, or the URL of one elsewhere."""

    file = DocumentFileField(
        _("file"), blank=True, max_length=200,
        help_text=_("PDF, DOCX, XLSX, PPTX, ODT, ODS or ODP, up to 50 MB. Its URL stays the same when you "
"replace the file."),
    )  # fmt: skip
    address = ExternalURLField(_("URL"), blank=True)
    pages = models.PositiveSmallIntegerField(
        _("pages"), null=True, blank=True, help_text=_("Only for a URL. The pages of a file are counted automatically.")
    )

    class Meta:
        abstract = True
        ordering = ("language",)
        constraints = (
            models.CheckConstraint(
                condition=Q(file="", address__gt="") | Q(file__gt="", address=""),
                name="%(class)s_file_or_address",
                violation_error_message=_("Enter a file or a URL, not both."),
            ),
        )

    # The part of the URL of its files that names the model. It never changes, and no other model has it.
    url_kind = ""

    def __str__(self):
        return self.address or self.file.name

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        register_row(self)

    @property
    def file_names(self):
        """The names of the stored files that belong to the row now."""
        return (self.file.name,)

    @property
    def record(self):
        """The record that this part belongs to."""
        return get_root(self)

    def is_public(self):
        """Return whether the public can read the file, because its record is public."""
        return self.record.is_public()

    @property
    def target(self):
        """The URL of the document. That of a stored file stays when the file is replaced."""
        return reverse("document_file", args=[self.url_kind, self.pk]) if self.file else self.address

    @property
    def metadata(self):
        """The FileMetadata of a stored file, or None."""
        return self.file.metadata if self.file else None

    @property
    def size(self):
        """The size of a stored file in bytes, or None."""
        return self.metadata and self.metadata.size

    @property
    def page_count(self):
        """The number of pages, or None."""
        return self.metadata.pages if self.metadata else self.pages

    @property
    def type(self):
        """The type, such as "PDF" or "DOCX", for a URL by its extension; "HTML" for any other URL."""
        if self.metadata:
            return self.metadata.type
        extension = PurePosixPath(self.file.name or urlsplit(self.address).path).suffix.removeprefix(".").upper()
        return extension if self.file or extension in DOCUMENT_TYPES else "HTML"


class DocumentFilesMixin:
    """A record with document files in the part named `files_part`."""

    files_part = "files"

    @property
    def has_stored_files(self):
        """Whether any file is stored in the portal, so that the offices can provide it in another format."""
        return any(row.file for row in getattr(self, self.files_part).all())


class DocumentQuerySet(PublishableQuerySet):
    """A queryset of documents."""

    def with_related(self):
        return super().with_related().prefetch_related("files")


class Document(Publishable, DocumentFilesMixin):
    """A text that was issued once, such as a declaration or a notice, with a file for each language.

    A document without a file, such as one that only other sources cite, needs a text that describes it.
    """

    class Kind(models.TextChoices):
        """The kind of document."""

        DECLARATION = "declaration", _("joint declaration")
        STATEMENT = "statement", _("statement")
        RELEASE = "release", _("news release")
        REPORT = "report", _("report")
        PROGRAM = "program", _("work program")
        AGREEMENT = "agreement", _("agreement")
        NOTICE = "notice", _("official notice")
        DIRECTIVE = "directive", _("directive")
        DESIGNATION = "designation", _("designation")

    kind = models.CharField(_("type"), max_length=12, choices=Kind)
    issued = PartialDateField(_("issued"), blank=True)
    issuer = models.CharField(_("issued by"), max_length=300, null=True, blank=True)

    objects = DocumentQuerySet.as_manager()

    url_name = "document"
    fact_date_field = "issued"
    parts = ("files",)

    class Meta(Publishable.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ("-issued", "pk")
        indexes = (
            *Publishable.Meta.indexes,
            published_index("document_published", "-issued", "id"),
            unchanged_index("document", "-issued", "-id"),
        )

    def get_author_name(self):
        return localize(self, "issuer").text or super().get_author_name()

    def has_body(self):
        return any(get_translation(self, "body", language) for language in LANGUAGES)

    def missing_requirements(self):
        return [] if self.has_body() or self.files.exists() else [gettext("Add a file or a URL.")]


class DocumentFile(FileOrAddress):
    """A document in one language."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="files")
    language = models.CharField(_("language"), max_length=2, choices=LANGUAGE_CHOICES)

    url_kind = "documentfile"

    class Meta(FileOrAddress.Meta):
        verbose_name = _("file or URL")
        verbose_name_plural = _("files and URLs")
        constraints = (
            models.UniqueConstraint(fields=("document", "language"), name="documentfile_language_once"),
            *FileOrAddress.Meta.constraints,
        )
