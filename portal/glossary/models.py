"""The model Term: one concept of the glossary, with its term in each language that has one."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.external_links.models import register_external_links
from portal.i18n.languages import LANGUAGES, get_translation, localize, localized_field_name
from portal.i18n.text import NormalizedTextModel
from portal.links.fields import ExternalURLField
from portal.search_index.indexing import index_record


class TermQuerySet(models.QuerySet):
    """A queryset of terms."""

    def published(self):
        """Return all terms: a shared vocabulary has no drafts."""
        return self.all()

    def with_related(self):
        """Return the terms as they are, because a term has no related rows."""
        return self.all()

    def with_parents(self):
        """Return the terms as they are, because their URLs and authors come from no other row."""
        return self.all()

    def in_language(self, language):
        """Return the concepts that have a term in a language."""
        return self.exclude(self.get_missing_q(language))

    def missing(self, language):
        """Return the concepts that have no term in a language."""
        return self.filter(self.get_missing_q(language))

    def linked_in(self, language):
        """Return (key, term, abbreviation) of the concepts that texts in a language link to."""
        columns = [localized_field_name(field, language) for field in ("term", "abbreviation")]
        return self.in_language(language).filter(linked=True).values_list("key", *columns)

    @staticmethod
    def get_missing_q(language):
        column = localized_field_name("term", language)
        return models.Q(**{f"{column}__isnull": True}) | models.Q(**{column: ""})


class Term(NormalizedTextModel):
    """A concept of the glossary. The terms are equivalents, not translations, so each language may lack its own."""

    class Theme(models.TextChoices):
        """The part of the glossary that a term belongs to."""

        AGREEMENTS = "agreements", _("agreements and bodies")
        INSTITUTIONS = "institutions", _("acronyms and institutions")
        SAFETY = "safety", _("workplace safety and health")
        CANADIAN_LAW = "canadian-law", _("Canadian law")
        MEXICAN_LAW = "mexican-law", _("Mexican law")

    key = models.SlugField(
        _("key"), unique=True, max_length=60, help_text=_("Used in links to the term. Do not change it.")
    )
    theme = models.CharField(_("theme"), max_length=12, choices=Theme)
    term = models.CharField(_("term"), max_length=200, null=True, blank=True)
    abbreviation = models.CharField(
        _("abbreviation"), max_length=40, null=True, blank=True, help_text=_("For example, OSH. Leave out parentheses.")
    )
    definition = models.TextField(_("definition"), null=True, blank=True, help_text=_("One or two short sentences."))
    usage_note = models.TextField(
        _("usage note"), null=True, blank=True, help_text=_("False friends, and words that other laws use.")
    )
    citation = models.CharField(
        _("source"), max_length=300, null=True, blank=True, help_text=_("The law or publication that has the term.")
    )
    source_url = ExternalURLField(_("URL of the source"), null=True, blank=True)
    linked = models.BooleanField(
        _("linked from texts"), default=True,
        help_text=_("The first use of the term on a page links to the glossary. Turn it off for everyday words."),
    )  # fmt: skip
    changed_at = models.DateTimeField(_("modified"), auto_now=True, editable=False)
    # The numbers of its external links; see register_external_links.
    outward = models.JSONField(null=True, default=None, editable=False)

    objects = TermQuerySet.as_manager()

    search_titles = ("abbreviation", "term")
    search_summaries = ("definition",)
    search_equivalents = ("term", "abbreviation")
    country = None  # all three governments answer for the glossary
    not_versioned = ("changed_at", "outward")
    not_translations = ("term", "abbreviation", "definition", "usage_note", "citation", "source_url")

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ("key",)

    def __str__(self):
        return self.get_localized_name().text

    def get_localized_name(self):
        """Return the term with its language."""
        return localize(self, "term")

    def get_absolute_url(self):
        return f"{reverse('glossary')}#{self.anchor}"

    def get_url(self, language):
        """Return the URL of the term on the page of the glossary in a language."""
        with override(language):
            return self.get_absolute_url()

    @property
    def anchor(self):
        """The fragment of the term on the page of the glossary."""
        return f"term-{self.key}"

    def clean(self):
        super().clean()
        if not any(get_translation(self, "term", language) for language in LANGUAGES):
            raise ValidationError(_("Enter the term in at least one language."))

    @transaction.atomic
    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        register_external_links(self)
        index_record(self)
