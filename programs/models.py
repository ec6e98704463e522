"""Models of the matrix of national programs: columns (Jurisdiction), rows (Section) and cells (Entry)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.utils.translation import gettext_lazy as _

from portal.i18n.fields import LanguagesField
from portal.i18n.languages import (
    LANGUAGE_CHOICES,
    LANGUAGES,
    LocalizedText,
    get_current_language,
    get_translation,
    localize,
    localized_field_name,
)
from portal.links.fields import ExternalURLField
from portal.publishing.models import Publishable
from portal.publishing.querysets import PublishableQuerySet
from portal.publishing.status import schedule_constraints
from portal.records.slugs import slug_constraints
from portal.translations.models import TranslatedPart
from programs.comparisons import Answer, Question  # noqa: F401  (models of this app)
from programs.help import HelpEntry, HelpPlace  # noqa: F401  (models of this app)
from programs.indicators import Indicator, IndicatorDefinition, IndicatorValue  # noqa: F401


class JurisdictionQuerySet(PublishableQuerySet):
    """Query jurisdictions."""

    def with_related(self):
        return super().with_related().select_related("parent")

    def columns(self):
        """Return the jurisdictions that are columns of the matrix: those that are not part of another one."""
        return self.filter(parent=None)

    def parts_of(self, jurisdiction):
        """Return the jurisdictions that are part of this one."""
        return self.filter(parent=jurisdiction)

    def siblings(self, jurisdiction):
        """Return the jurisdictions that are part of the same one as this jurisdiction, or all columns with it."""
        return self.filter(parent=jurisdiction.parent_id)


class Jurisdiction(Publishable):
    """A government with its own safety and health law: a column of the matrix, or a part of one, such as a province."""

    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of"),
        help_text=_("For a province or territory. It is compared with others, and is no column of the matrix."),
    )  # fmt: skip
    languages_of_its_own = LanguagesField(verbose_name=_("own languages"), blank=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = JurisdictionQuerySet.as_manager()

    url_name = "programs:jurisdiction"

    class Meta(Publishable.Meta):
        verbose_name = _("jurisdiction")
        verbose_name_plural = _("jurisdictions")
        ordering = ("order", "pk")

    def get_dependent_records(self):
        return self.entries.select_related("jurisdiction", "section")

    def clean(self):
        super().clean()
        self.validate_reserved_slugs()
        self.validate_parent()

    def validate_parent(self):
        """Raise a ValidationError unless the parent is a column of the matrix, and this jurisdiction has no parts."""
        if not self.parent_id:
            return
        if self.parent_id == self.pk or self.parent.parent_id:
            raise ValidationError({"parent": _("Choose a jurisdiction that is not part of another one.")})
        if self.pk and self.children.exists():
            raise ValidationError({"parent": _("A jurisdiction that has parts can’t be part of another one.")})

    def get_label_language(self):
        """Return the reader's language if it is one of the jurisdiction's own, else the first of these."""
        own = self.languages_of_its_own
        return get_current_language() if get_current_language() in own else own[0]


class SectionQuerySet(PublishableQuerySet):
    """Query the sections of the matrix."""

    def with_related(self):
        return super().with_related().prefetch_related("questions")


class Section(Publishable):
    """A subject that every jurisdiction covers: a row of the matrix. Its questions are the rows of its comparison."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)
    shows_contacts = models.BooleanField(
        _("show whom to call"), default=False,
        help_text=_("Adds the row “Whom to call” to the comparison, with the numbers of the help pages."),
    )  # fmt: skip

    objects = SectionQuerySet.as_manager()

    url_name = "programs:section"
    trinational_only = True
    parts = ("questions",)

    class Meta(Publishable.Meta):
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ("order", "pk")

    def get_dependent_records(self):
        return self.entries.select_related("jurisdiction", "section")


class EntryQuerySet(PublishableQuerySet):
    """Query entries of the matrix."""

    def published(self):
        """Return the public entries whose jurisdiction and section are public too."""
        return (
            super()
            .published()
            .filter(
                jurisdiction__in=Jurisdiction.objects.published(),
                section__in=Section.objects.published(),
            )
        )

    def with_parents(self):
        """Load the jurisdiction and the section, and the links, since an entry with one has a page of its own."""
        return super().with_parents().select_related("jurisdiction", "section").prefetch_related("links")

    def with_related(self):
        answers = Prefetch("answers", Answer.objects.with_questions())
        return super().with_related().with_parents().prefetch_related(answers)

    def for_links(self, *fields):
        """Load what a link needs, with the texts and links without which an entry has no page of its own."""
        slug = localized_field_name("slug", get_current_language())
        parents = ("jurisdiction", "section")
        links = Prefetch("links", EntryLink.objects.only("entry"))
        columns = (*self.model.texts, *fields, *(f"{parent}__{slug}" for parent in parents))
        return super().for_links(*columns).select_related(*parents).prefetch_related(links)

    def for_urls(self, language):
        slug = localized_field_name("slug", language)
        return self.select_related("jurisdiction").only("changed_at", slug, f"jurisdiction__{slug}")

    def with_page(self):
        """Return the entries that have a page: those with a text or a link."""
        columns = [localized_field_name(field, language) for field in Entry.texts for language in LANGUAGES]
        has_text = Q(*((f"{column}__gt", "") for column in columns), _connector=Q.OR)
        return self.filter(has_text | Q(pk__in=EntryLink.objects.values("entry")))

    def with_content(self):
        """Return the entries that have a page or a confirmed answer."""
        return self.filter(
            Q(pk__in=self.with_page().values("pk")) | Q(pk__in=Answer.objects.confirmed().values("entry"))
        )

    def in_order(self):
        """Order as in the matrix: by section, then by jurisdiction."""
        return self.order_by("section__order", "section_id", "jurisdiction__order", "jurisdiction_id")


class Entry(Publishable):
    """One section in one jurisdiction, under the jurisdiction's own label: a cell of the matrix."""

    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="entries", verbose_name=_("jurisdiction")
    )
    section = models.ForeignKey(Section, models.PROTECT, related_name="entries", verbose_name=_("section"))
    label = models.CharField(
        _("label"), max_length=100, null=True, blank=True,
        help_text=_("The jurisdiction’s own name for the section, in each of its languages. It is not "
"translated."),
    )  # fmt: skip
    agency = models.CharField(_("body in charge"), max_length=300, null=True, blank=True)
    leads_to = models.CharField(
        _("leads to"), max_length=60, null=True, blank=True,
        help_text=_("What readers find there today in one to four words, such as 29 CFR."),
    )  # fmt: skip
    label_2004 = models.CharField(_("label in 2004"), max_length=100, blank=True)
    label_2004_language = models.CharField(
        _("language of the 2004 label"), max_length=2, choices=LANGUAGE_CHOICES, blank=True
    )
    blank_in_2004 = models.BooleanField(_("no section in 2004"), default=False)

    objects = EntryQuerySet.as_manager()

    url_name = "programs:entry"
    search_kind = (_("national program"), _("national programs"))
    published_by_offices = True
    parts = ("links", "answers")
    fact_parts = ("answers",)
    not_translations = ("slug", "label")
    # The fields of which one must be filled in for an entry without links to have a page.
    texts = ("summary", "body")

    class Meta:
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        indexes = Publishable.Meta.indexes
        constraints = (
            *slug_constraints("jurisdiction"),
            *schedule_constraints(),
            models.UniqueConstraint(fields=("jurisdiction", "section"), name="entry_cell_once"),
        )

    def get_slug_source(self, language):
        return get_translation(self.section, "title", language) or super().get_slug_source(language)

    def get_slug_siblings(self):
        return super().get_slug_siblings().filter(jurisdiction=self.jurisdiction)

    def get_public_since(self):
        return max(record.publish_at for record in (self, self.jurisdiction, self.section))

    def get_url_kwargs(self, language):
        return {
            "jurisdiction": get_translation(self.jurisdiction, "slug", language),
            **super().get_url_kwargs(language),
        }

    def get_required_records(self):
        return [self.jurisdiction, self.section]

    def has_page(self):
        """Return whether the entry has a text or a link, and so a page of its own."""
        return any(localize(self, field).text for field in self.texts) or bool(self.links.all())

    def get_confirmed_answers(self):
        """Return {pk of the question: answer} of the answers that readers see, in the order of the questions."""
        return {answer.question_id: answer for answer in self.answers.all() if answer.confirmed}

    def get_url(self, language):
        """Return the URL of the page, or that of the section for an entry without content."""
        return super().get_url(language) if self.has_page() else self.section.get_url(language)

    def get_own_label(self):
        """Return the jurisdiction's label, preferably in the reader's language, else in one of its own languages."""
        for language in (self.jurisdiction.get_label_language(), *self.jurisdiction.languages_of_its_own):
            if text := get_translation(self, "label", language):
                return LocalizedText(text, language)
        return LocalizedText("", get_current_language())

    def get_label_2004(self):
        """Return the label of 2004 with its language."""
        return LocalizedText(self.label_2004, self.label_2004_language)

    def get_matrix_label(self):
        """Return the words that head the cell of the matrix: the label of 2004, or else the jurisdiction's own one.

        A cell that was blank in 2004 has neither.
        """
        return self.get_label_2004() if self.label_2004 or self.blank_in_2004 else self.get_own_label()


class EntryLink(TranslatedPart):
    """A link from an entry to an official page, with its URL in each language it exists in, and when it was checked."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="links")
    text = models.CharField(_("text"), max_length=200, null=True, blank=True)
    web_address = ExternalURLField(
        _("URL"), null=True, blank=True,
        help_text=_("Fill in only the languages in which the page exists. Repeat the URL if one page has several."),
    )  # fmt: skip
    checked = models.DateField(_("last checked"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    not_translations = (*TranslatedPart.not_translations, "web_address")

    class Meta:
        verbose_name = _("official link")
        verbose_name_plural = _("official links")
        ordering = ("order", "pk")

    def __str__(self):
        return localize(self, "text").text

    def clean(self):
        super().clean()
        if not any(get_translation(self, "web_address", language) for language in LANGUAGES):
            raise ValidationError(_("Enter the URL in at least one language."), code="required")
