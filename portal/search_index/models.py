"""The search index: its rows, the facets that they are counted by, the words that are suggested, and synonyms."""

from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import LANGUAGE_CHOICES
from portal.i18n.text import NormalizedTextModel
from portal.search_index.words import get_content_words


class SearchFacet(models.Model):
    """A combination of kind, country and year. Rows refer to it, so that one scan counts all three."""

    content_type_id = models.IntegerField()
    country_id = models.BigIntegerField()  # 0: all three countries
    year = models.SmallIntegerField()  # 0: the record has no date of its own

    class Meta:
        constraints = (models.UniqueConstraint(fields=("content_type_id", "country_id", "year"), name="facet_once"),)

    def __str__(self):
        return f"{self.content_type_id}/{self.country_id}/{self.year}"


class SearchRow(models.Model):
    """What readers of one language can find of one record. The table is partitioned by language, see table.py.

    Queries compare `public_from` and `public_until` with the clock. Neither is null, which queries read faster: the
    first is NEVER (indexing.py) unless the record is published, the second unless it is to be unpublished.
    """

    pk = models.CompositePrimaryKey("language", "content_type_id", "object_id")
    object_id = models.BigIntegerField()
    public_from = models.DateTimeField()
    public_until = models.DateTimeField()
    indexed_at = models.DateTimeField()
    date = models.DateField()
    content_type_id = models.IntegerField()
    facet_id = models.IntegerField()
    language = models.CharField(max_length=2)
    text_language = models.CharField(max_length=2)  # of the title; that of a record without a translation is another
    title_vector = SearchVectorField()
    lead_vector = SearchVectorField()
    text_vector = SearchVectorField()

    class Meta:
        managed = False
        db_table = "portal_searchrow"

    def __str__(self):
        return f"{self.language}: {self.content_type_id}/{self.object_id}"


class SearchWord(models.Model):
    """A word of a title, which can be suggested. Words stay when titles change: a suggestion is looked up first."""

    language = models.CharField(max_length=2)
    word = models.CharField(max_length=60)
    folded = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("language", "word"), name="searchword_once"),)

    def __str__(self):
        return self.word


class Synonym(NormalizedTextModel):
    """Words that find the same records, such as “inspector, inspectora”."""

    language = models.CharField(
        _("language"), max_length=2, choices=LANGUAGE_CHOICES, blank=True,
        help_text=_("Leave it empty for words of several languages."),
    )  # fmt: skip
    words = models.CharField(
        _("words"), max_length=300, unique=True,
        help_text=_("Separated by commas, for example: inspector, inspectora."),
    )  # fmt: skip
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    class Meta:
        verbose_name = _("search synonym")
        verbose_name_plural = _("search synonyms")
        ordering = ("words",)

    def __str__(self):
        return self.words

    def get_wordings(self):
        """Return the words that are separated by commas."""
        return [wording.strip() for wording in self.words.split(",") if get_content_words(wording)]

    def clean(self):
        super().clean()
        if self.words and len(self.get_wordings()) < 2:
            raise ValidationError({"words": _("Enter at least two words, separated by a comma.")})
