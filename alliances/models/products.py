"""Models of the product library: free materials made by alliances."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from alliances import material_languages
from alliances.models.industries import Industry
from portal.i18n.fields import ChoicesField, get_choices_display
from portal.i18n.languages import localize
from portal.i18n.text import NormalizedTextModel
from portal.pages.documents import DocumentFilesMixin, FileOrAddress
from portal.publishing.indexes import published_index
from portal.publishing.models import Publishable
from portal.publishing.querysets import PublishableQuerySet
from portal.records.models import Status

NOT_FREE = _("The library contains only products that are free to the public.")


class Hazard(NormalizedTextModel):
    """A workplace hazard that products are about."""

    key = models.SlugField(_("key"), unique=True, max_length=40, help_text=_("Used in URLs. Do not change it."))
    name = models.CharField(_("name"), max_length=80, null=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("hazard")
        verbose_name_plural = _("hazards")
        ordering = ("order", "pk")

    def __str__(self):
        return self.get_localized_name().text

    def get_localized_name(self):
        """Return the name with its language."""
        return localize(self, "name")


class ProductQuerySet(PublishableQuerySet):
    """Query products."""

    def with_related(self):
        return super().with_related().prefetch_related("editions", "hazards")


class Product(Publishable, DocumentFilesMixin):
    """A material made by one or more alliances."""

    class Format(models.TextChoices):
        """Format of a product."""

        FACT_SHEET = "fact sheet", _("fact sheet")
        BOOKLET = "booklet", _("booklet")
        POSTER = "poster", _("poster")
        CARD = "card", _("card")
        VIDEO = "video", _("video")
        PRESENTATION = "presentation", _("presentation")
        COURSE = "course", _("training course")
        WEB_PAGE = "web page", _("web page")
        APP = "app", _("app")

    class Audience(models.TextChoices):
        """Target group of a product."""

        WORKERS = "workers", _("workers")
        YOUNG_WORKERS = "young workers", _("young workers")
        SUPERVISORS = "supervisors", _("supervisors")
        EMPLOYERS = "employers", _("employers")
        SMALL_BUSINESSES = "small businesses", _("small businesses")
        TRAINERS = "trainers", _("trainers")
        PROFESSIONALS = "professionals", _("safety and health professionals")

    alliances = models.ManyToManyField("Alliance", related_name="products", verbose_name=_("made by"))
    format = models.CharField(_("format"), max_length=15, choices=Format)
    audiences = ChoicesField(models.CharField(max_length=20, choices=Audience), verbose_name=_("audience"))
    industries = ChoicesField(models.CharField(max_length=2, choices=Industry), verbose_name=_("industries"))
    hazards = models.ManyToManyField(Hazard, blank=True, related_name="+", verbose_name=_("hazards"))
    is_free = models.BooleanField(
        _("free to the public"), default=False, help_text=_("Alliance products are available to everyone at no cost.")
    )

    objects = ProductQuerySet.as_manager()

    url_name = "alliances:product"
    parts = ("editions",)
    files_part = "editions"

    class Meta(Publishable.Meta):
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ("-pk",)
        indexes = (*Publishable.Meta.indexes, published_index("product_published", "-id"))

    def get_audience_labels(self):
        """Return the labels of its audiences."""
        return get_choices_display(self, "audiences")

    def get_industry_labels(self):
        """Return the labels of its industries."""
        return get_choices_display(self, "industries")

    def clean(self):
        super().clean()
        if self.status == Status.PUBLISHED and not self.is_free:
            raise ValidationError({"is_free": NOT_FREE})

    def missing_requirements(self):
        missing = [
            "" if self.alliances.exists() else gettext("Enter the alliance that made the product."),
            "" if self.editions.exists() else gettext("Add a language with a public URL or a file."),
            "" if self.is_free else str(NOT_FREE),
        ]
        return list(filter(None, missing))


class Edition(FileOrAddress):
    """A product in one language."""

    product = models.ForeignKey(Product, models.CASCADE, related_name="editions")
    language = models.CharField(_("language"), max_length=3, choices=material_languages.choices)

    url_kind = "edition"

    class Meta(FileOrAddress.Meta):
        verbose_name = _("language, and file or URL")
        verbose_name_plural = _("languages, and files or URLs")
        constraints = (
            models.UniqueConstraint(fields=("product", "language"), name="edition_language_once"),
            *FileOrAddress.Meta.constraints,
        )
        indexes = (models.Index(fields=("language", "product"), name="edition_language"),)

    def get_language_name(self):
        """Return the name of the language in the reader's language."""
        return material_languages.get_language_name(self.language)
