"""The model Picture, and the mixin for records that show pictures."""

from functools import partial
from pathlib import PurePosixPath

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.drafts.models import Draft
from portal.history.uploads import register_row
from portal.i18n.languages import LANGUAGES, LocalizedText, localize, localized_field_name
from portal.i18n.text import NormalizedTextModel
from portal.pictures.fields import PictureField, RenditionsField
from portal.pictures.renditions import create_renditions, delete_files, plan_renditions
from portal.publishing.models import Publishable
from portal.publishing.usage import get_related_usage
from portal.record_uses.models import get_uses_of
from portal.records.models import OwnedMixin, Status
from portal.records.parts import get_root_field
from portal.uploads.storage import upload_to


class Licence(models.TextChoices):
    """The licenses under which the three governments and their agencies publish or obtain pictures."""

    PUBLIC_DOMAIN = "public domain", _("Public domain")
    CC0 = "CC0 1.0", "CC0 1.0"
    CC_BY = "CC BY 4.0", "CC BY 4.0"
    CC_BY_SA = "CC BY-SA 4.0", "CC BY-SA 4.0"
    CC_BY_ND = "CC BY-ND 4.0", "CC BY-ND 4.0"
    CANADA = "OGL Canada", _("Open Government Licence – Canada")
    MEXICO = "Libre Uso MX", "Libre Uso MX"
    CROWN = "Crown copyright", _("Crown copyright")
    PERMISSION = "with permission", _("Used with permission")
    RESERVED = "reserved", _("All rights reserved")


def percentage_field(verbose_name):
    """Return a field for one coordinate of the focal point, in per cent of the width or height."""
    return models.PositiveSmallIntegerField(
        verbose_name, default=50, validators=[MaxValueValidator(100)],
        help_text=_("In percent. Lists crop the image around this point. 50 is the center."),
    )  # fmt: skip


def get_undescribed_q(language):
    """Return the Q of pictures that have no description in the language and are not decorative."""
    column = localized_field_name("alt", language)
    return models.Q(**{column: None}, decorative=False) | models.Q(**{column: ""}, decorative=False)


class PictureQuerySet(models.QuerySet):
    """A queryset of pictures."""

    def get_by_rendition(self, name):
        """Return the picture that has a rendition with this file name, or None."""
        return self.filter(renditions__contains=[{"name": name}]).first()


def delete_unused_renditions(names):
    """Delete rendition files that no picture has. A later save in the same transaction may have added some again."""
    delete_files([name for name in names if not Picture.objects.get_by_rendition(name)])


class Picture(OwnedMixin, NormalizedTextModel):
    """A picture with a description in three languages. It is public while a public record shows it."""

    file = PictureField(
        _("image"), upload_to=upload_to, max_length=200,
        help_text=_("JPEG, PNG, WebP or AVIF. A new file replaces this one wherever the image is used."),
    )  # fmt: skip
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        null=True,
        blank=True,
        help_text=_("What the image shows, for people who cannot see it."),
    )
    decorative = models.BooleanField(
        _("decorative"), default=False,
        help_text=_("The image adds nothing to the text beside it. It needs no alternative text, and "
"screen readers skip it."),
    )  # fmt: skip
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(
        _("license"), max_length=20, choices=Licence, blank=True,
        help_text=_("The terms under which the image may be used. Readers see it beside the credit."),
    )  # fmt: skip
    focal_x = percentage_field(_("focal point, from the left"))
    focal_y = percentage_field(_("focal point, from the top"))
    # See renditions.py. If there are none, pages show the file itself.
    renditions = RenditionsField(default=list, editable=False)

    objects = PictureQuerySet.as_manager()

    # Only editors who may publish can change a picture, even one that they uploaded: a change is public at once.
    published_by_offices = True
    created_by_id = None
    not_versioned = ("renditions",)

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        indexes = (GinIndex(fields=("renditions",), opclasses=("jsonb_path_ops",), name="picture_renditions"),)

    def __str__(self):
        return self.get_localized_name().text

    def get_localized_name(self):
        """Return the alternative text with its language, or the name of the file."""
        alt = localize(self, "alt")
        return alt if alt.text else LocalizedText(PurePosixPath(self.file.name).name, alt.language)

    def save(self, *args, **kwargs):
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)
        self.update_renditions()
        super().save(*args, **kwargs)
        register_row(self)

    @property
    def file_names(self):
        """The names of the picture and of its renditions."""
        return (self.file.name, *(rendition["name"] for rendition in self.renditions))

    def delete(self, *args, **kwargs):
        self.delete_renditions(self.renditions)
        return super().delete(*args, **kwargs)

    def update_renditions(self):
        """Create the renditions that the file and the focal point require, and delete others after the commit."""
        if (planned := plan_renditions(self)) == self.renditions:
            return
        missing = [rendition for rendition in planned if rendition not in self.renditions]
        renditions = [] if create_renditions(self, missing) is None else planned
        self.delete_renditions([rendition for rendition in self.renditions if rendition not in renditions])
        self.renditions = renditions

    def delete_renditions(self, renditions):
        """Delete the files of these renditions after the commit, unless a picture has them by then."""
        names = [rendition["name"] for rendition in renditions]
        transaction.on_commit(partial(delete_unused_renditions, names))

    # Usage

    def get_record_querysets(self):
        """Yield a queryset of the records that show the picture, for each model that can."""
        for relation in self._meta.related_objects:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: self})
            if root_field := get_root_field(relation.related_model):
                yield root_field.related_model.objects.filter(pk__in=rows.values(root_field.attname))
            elif issubclass(relation.related_model, Publishable):
                yield relation.related_model.objects.filter(pk__in=rows.values("pk"))

    def get_drafts(self):
        """Return the drafts of published records that add the picture."""
        return Draft.objects.filter(pk__in=get_uses_of(self).values("draft")).order_by("pk")

    def get_usage(self):
        """Return (records that show the picture, published records whose drafts add it)."""
        return get_related_usage(Picture, [self.pk])[self.pk], [draft.record for draft in self.get_drafts()]

    def is_public(self):
        """Return whether the public can see the picture, because a public record shows it."""
        return any(records.published().exists() for records in self.get_record_querysets())

    @property
    def status(self):
        """Published while a public record shows the picture, since then a change of it is public at once."""
        return Status.PUBLISHED if self.is_public() else Status.DRAFT

    @property
    def working_copy_status(self):
        """The status: a picture has no draft, so every change applies at once."""
        return self.status

    # Descriptions

    def get_missing_descriptions(self, languages):
        """Return the names of the description fields that are empty in these languages; [] if decorative."""
        needed = () if self.decorative else languages
        return [column for language in needed if not getattr(self, column := localized_field_name("alt", language))]

    def get_required_languages(self):
        """Return the languages that the public records which show the picture require."""
        public_records = [
            record
            for records in self.get_record_querysets()
            for record in records.published().select_related("country")
        ]
        required = {language for record in public_records for language in record.required_languages()}
        return [language for language in LANGUAGES if language in required]

    def clean(self):
        super().clean()
        missing = self.get_missing_descriptions(self.get_required_languages()) if self.pk else ()
        message = _("A public page shows this image. Add alternative text or mark the image as decorative.")
        if missing:
            raise ValidationError(dict.fromkeys(missing, message))


class PicturesMixin:
    """A public record that shows pictures."""

    def get_pictures(self):
        """Return the stored pictures in the order in which the record's page shows them."""
        raise NotImplementedError

    def get_undescribed_pictures(self):
        """Return [(message, picture)] of the pictures without a description in a required language."""
        pictures, required = self.get_pictures(), self.required_languages()
        single = gettext("Add alternative text to the image in every required language.")
        numbered = gettext("Add alternative text to image %(number)s in every required language.")
        return [
            (single if len(pictures) == 1 else numbered % {"number": number}, picture)
            for number, picture in enumerate(pictures, start=1)
            if picture.get_missing_descriptions(required)
        ]
