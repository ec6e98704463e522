"""Pictures, and what it asks of a record to show one. How they are served is in portal/uploads/views.py,
how they are made smaller in renditions.py.
"""

from functools import partial
from pathlib import PurePosixPath

from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.drafts.models import Draft
from portal.i18n.languages import LANGUAGES, localize, localized_field_name
from portal.pictures.fields import PictureField
from portal.pictures.renditions import discard, make, planned
from portal.publishing.models import Publishable
from portal.publishing.usage import get_related_usage
from portal.records.models import OwnedMixin, Status
from portal.records.parts import get_root_field
from portal.uploads.storage import upload_to


class Licence(models.TextChoices):
    """On what terms a picture may be used, as far as three governments and their agencies give or get them."""

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


def share(words):
    """A place between two edges of a picture, in per cent."""
    return models.PositiveSmallIntegerField(
        words, default=50, validators=[MaxValueValidator(100)],
        help_text=_("In per cent. Where a list crops the picture, this point stays in view; 50 is the middle."),
    )  # fmt: skip


def undescribed_in(language):
    """A condition of a query: pictures of which readers of one language learn nothing."""
    column = localized_field_name("alt", language)
    return models.Q(**{column: None}, decorative=False) | models.Q(**{column: ""}, decorative=False)


class PictureQuerySet(models.QuerySet):
    """Pictures."""

    def of_rendition(self, name):
        """The picture that the file under this name was made of, None where there is none."""
        return self.filter(renditions__contains=[{"name": name}]).first()


def discard_unused(names):
    """Deletes files of renditions that no picture has: a later save in one transaction may have wanted them again."""
    discard([name for name in names if not Picture.objects.of_rendition(name)])


class Picture(OwnedMixin):
    """A picture with its description in three languages. It is live as long as a public record shows it."""

    file = PictureField(
        _("picture"), upload_to=upload_to, max_length=200,
        help_text=_("JPEG, PNG, WebP or AVIF. A new file takes the place of this one wherever it is shown."),
    )  # fmt: skip
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    alt = models.CharField(
        _("description"),
        max_length=300,
        null=True,
        blank=True,
        help_text=_("What it shows, for those who do not see it."),
    )
    decorative = models.BooleanField(
        _("decorative"), default=False,
        help_text=_("It says nothing that the text beside it does not say: then it needs no description, and no one "
                    "hears of it who does not see it."),
    )  # fmt: skip
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    licence = models.CharField(
        _("license"), max_length=20, choices=Licence, blank=True,
        help_text=_("On what terms it may be used. Readers see it beside the credit."),
    )  # fmt: skip
    focal_x = share(_("point to keep in view, from the left"))
    focal_y = share(_("point to keep in view, from the top"))
    # What was made of it, see renditions.py; empty where nothing was, and then pages show the file itself.
    renditions = models.JSONField(default=list, editable=False)

    objects = PictureQuerySet.as_manager()

    # Those who publish what shows it answer for it, whoever brought it.
    published_by_offices = True
    created_by_id = None
    not_versioned = ("renditions",)

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = (GinIndex(fields=("renditions",), opclasses=("jsonb_path_ops",), name="picture_renditions"),)

    def __str__(self):
        return localize(self, "alt").text or PurePosixPath(self.file.name).name

    def save(self, *args, **kwargs):
        if self.file and not self.file._committed:
            self.file.save(self.file.name, self.file.file, save=False)
        self.renew_renditions()
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self.discard_renditions(self.renditions)
        return super().delete(*args, **kwargs)

    def renew_renditions(self):
        """Has the renditions that its file and its focal point ask for; others go once the save holds."""
        if (wanted := planned(self)) == self.renditions:
            return
        missing = [one for one in wanted if one not in self.renditions]
        kept = [] if make(self, missing) is None else wanted
        self.discard_renditions([one for one in self.renditions if one not in kept])
        self.renditions = kept

    def discard_renditions(self, renditions):
        transaction.on_commit(partial(discard_unused, [one["name"] for one in renditions]))

    # Where it is shown

    def showing(self):
        """The records that show it, as a query for each kind of them."""
        for relation in self._meta.related_objects:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: self})
            if whole := get_root_field(relation.related_model):
                yield whole.related_model.objects.filter(pk__in=rows.values(whole.attname))
            elif issubclass(relation.related_model, Publishable):
                yield relation.related_model.objects.filter(pk__in=rows.values("pk"))

    def drafts_showing(self):
        """The drafts of live records that will show it."""
        columns = {relation.field.attname for relation in self._meta.related_objects}
        path = " || ".join(f"@.{column}.now == {int(self.pk)}" for column in sorted(columns))
        found = models.Func(
            models.F("changes"), models.Value(f"$.* ? ({path})"), output_field=models.BooleanField(),
            template="jsonb_path_exists(%(expressions)s::jsonpath)",
        )  # fmt: skip
        return Draft.objects.filter(found).order_by("pk")

    def uses(self):
        """The records that show it, and the live records whose drafts do."""
        return get_related_usage(Picture, [self.pk])[self.pk], [draft.record for draft in self.drafts_showing()]

    def is_public(self):
        """Whether the public may see it: as soon as one of the records that show it is public."""
        return any(records.published().exists() for records in self.showing())

    @property
    def status(self):
        """Live as long as a public record shows it: to change it is to change what readers meet."""
        return Status.PUBLISHED if self.is_public() else Status.DRAFT

    @property
    def working_copy_status(self):
        """A picture has no draft: it is changed at once."""
        return self.status

    # What it must say

    def missing_descriptions(self, languages):
        """The columns of the description that lack a text in these languages; none of a decorative picture."""
        wanted = () if self.decorative else languages
        return [column for language in wanted if not getattr(self, column := localized_field_name("alt", language))]

    def languages_of_readers(self):
        """The languages in which it must be described by now: those that the public records that show it require."""
        public = [one for records in self.showing() for one in records.published().select_related("country")]
        required = {language for record in public for language in record.required_languages()}
        return [language for language in LANGUAGES if language in required]

    def clean(self):
        super().clean()
        missing = self.missing_descriptions(self.languages_of_readers()) if self.pk else ()
        sentence = _("A public page shows it: it needs a description, or is decorative.")
        if missing:
            raise ValidationError(dict.fromkeys(missing, sentence))


class ShowsPictures:
    """What a public record has that shows pictures. A base before Publishable."""

    def pictures_shown(self):
        """The pictures in the order in which its page shows them, as they stand in the database."""
        raise NotImplementedError

    def undescribed(self):
        """(sentence, picture) of each picture of which readers of a required language would learn nothing."""
        pictures, required = self.pictures_shown(), self.required_languages()
        one = gettext("The picture is not described in every language that is needed.")
        of_many = gettext("Picture %(number)s is not described in every language that is needed.")
        return [
            (one if len(pictures) == 1 else of_many % {"number": number}, picture)
            for number, picture in enumerate(pictures, start=1)
            if picture.missing_descriptions(required)
        ]

    def missing_translations(self):
        return [*super().missing_translations(), *(sentence for sentence, _picture in self.undescribed())]
