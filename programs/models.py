"""The matrix of national programs: its columns (Jurisdiction), its rows (Section) and its cells (Entry)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.fields import LanguagesField
from portal.i18n.languages import CHOICES, Localized, localized, reader_language, text_in
from portal.links.fields import AddressField
from portal.publishing.models import Publishable, PublishableQuerySet
from portal.records.slugs import slug_constraints
from portal.translations.models import TranslatedPart


class Jurisdiction(Publishable):
    """A column of the matrix: who governs safety at work there, in which languages of its own."""

    languages_of_its_own = LanguagesField(verbose_name=_("own languages"), blank=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    address_name = "programs:jurisdiction"

    class Meta(Publishable.Meta):
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        ordering = ("order", "pk")

    def clean(self):
        super().clean()
        self.refuse_words_of_the_portal()

    def label_language(self):
        """The language of the labels that a reader meets: the reader's where it is one of its own, else its first."""
        own = self.languages_of_its_own
        return reader_language() if reader_language() in own else own[0]


class Section(Publishable):
    """A row of the matrix: one subject, found in every jurisdiction."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)

    address_name = "programs:section"
    trinational_only = True

    class Meta(Publishable.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("order", "pk")


class EntryQuerySet(PublishableQuerySet):
    """Cells of the matrix."""

    def published(self):
        """Cells that are public, and whose row and column are."""
        return (
            super()
            .published()
            .filter(
                jurisdiction__in=Jurisdiction.objects.published(),
                section__in=Section.objects.published(),
            )
        )

    def with_parents(self):
        """Cells with their row and column, as the matrix shows them."""
        return self.select_related("jurisdiction", "section")

    def with_related(self):
        return super().with_related().with_parents().prefetch_related("links")

    def in_order(self):
        """As the matrix reads: by section, then by jurisdiction."""
        return self.order_by("section__order", "section_id", "jurisdiction__order", "jurisdiction_id")


class Entry(Publishable):
    """A cell of the matrix: one section in one jurisdiction, under the jurisdiction's own label."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="entries", verbose_name=_("jurisdiction")
    )
    section = models.ForeignKey(Section, models.PROTECT, related_name="entries", verbose_name=_("section"))
    label = models.CharField(
        _("label"), max_length=100, null=True, blank=True,
        help_text=_("The jurisdiction’s own word, in each of its own languages. It is not translated."),
    )  # fmt: skip
    agency = models.CharField(_("body in charge"), max_length=300, null=True, blank=True)
    label_2004 = models.CharField(_("label in 2004"), max_length=100, blank=True)
    label_2004_language = models.CharField(_("language of that label"), max_length=2, choices=CHOICES, blank=True)
    blank_in_2004 = models.BooleanField(_("blank in 2004"), default=False)

    objects = EntryQuerySet.as_manager()

    address_name = "programs:entry"
    published_by_offices = True
    parts = ("links",)
    not_translations = ("slug", "label")

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        constraints = (
            *slug_constraints("jurisdiction"),
            models.UniqueConstraint(fields=("jurisdiction", "section"), name="entry_cell_once"),
        )

    def slug_base(self, language):
        return text_in(self.section, "title", language) or super().slug_base(language)

    def slug_rivals(self):
        return super().slug_rivals().filter(jurisdiction=self.jurisdiction)

    def address_parts(self, language):
        return {"jurisdiction": text_in(self.jurisdiction, "slug", language), **super().address_parts(language)}

    def own_label(self):
        """The jurisdiction's word: in the reader's language where it is one of its own, else in its first."""
        for language in (self.jurisdiction.label_language(), *self.jurisdiction.languages_of_its_own):
            if text := text_in(self, "label", language):
                return Localized(text, language)
        return Localized("", reader_language())

    def old_label(self):
        """The label of 2004 and the language it was in."""
        return Localized(self.label_2004, self.label_2004_language)


class EntryLink(TranslatedPart):
    """An official address that a cell leads to, with the languages it answers in and when it was last seen to work."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="links")
    text = models.CharField(_("text"), max_length=200, null=True, blank=True)
    address = AddressField(_("address"))
    languages = LanguagesField(verbose_name=_("languages of the target"))
    checked = models.DateField(_("last checked"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("official link")
        verbose_name_plural = _("official links")
        ordering = ("order", "pk")

    def __str__(self):
        return localized(self, "text").text
