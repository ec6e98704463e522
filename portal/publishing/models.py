"""What every public record has in common, and what "public" means; the transitions are in workflow.py."""

from functools import partial

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Left
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.external_links.models import register_external_links
from portal.history.models import record_version
from portal.i18n.fields import LanguagesField
from portal.i18n.languages import LANGUAGE_CHOICES, LANGUAGES, get_translation, localized_field_name
from portal.publishing.consents import ApprovalWorkflow, let_fall
from portal.publishing.draft_workflow import DraftWorkflow
from portal.publishing.readiness import points_at
from portal.publishing.workflow import PublicationWorkflow, moments_of
from portal.records.models import OwnedMixin, Status
from portal.records.parts import get_parts
from portal.records.redirects import record_slug_changes
from portal.records.slugs import SLUG_LENGTH, SlugMixin, slug_constraints
from portal.richtext.fields import RichTextField
from portal.richtext.linter import lint_record
from portal.translations.models import Translated
from portal.translations.status import get_missing_fields


class PublishableQuerySet(models.QuerySet):
    """Adjectives for records."""

    def published(self):
        """Records that the public sees now: the one definition of public."""
        now = timezone.now()
        return self.filter(Q(withdraw_at=None) | Q(withdraw_at__gt=now), status=Status.PUBLISHED, publish_at__lte=now)

    def planned(self):
        """Records of which someone has said when they are to become public, and which are not scheduled yet."""
        return self.filter(status__in=(Status.DRAFT, Status.IN_REVIEW), publish_at__gt=timezone.now())

    def scheduled(self):
        """Records that will become public by themselves."""
        return self.filter(status=Status.PUBLISHED, publish_at__gt=timezone.now())

    def ended(self):
        """Records whose time of being public is over."""
        return self.filter(status=Status.PUBLISHED, withdraw_at__lte=timezone.now())

    def with_related(self):
        """Records with what their pages show beside them, in a fixed number of queries."""
        return self.select_related("country")

    def years(self, field):
        """Return the years of a PartialDateField in these records, newest first: [2005, 2004]."""
        dates = self.order_by().exclude(**{field: ""}).values_list(Left(field, 4), flat=True).distinct()
        return sorted(map(int, dates), reverse=True)

    def neighbours(self, record):
        """Return the records before and after this one in the order of these: {"before": …, "after": …}.

        None at the ends, and for both where the record is no longer among these.
        """
        order = [*(self.query.order_by or self.model._meta.ordering)]
        values = self.filter(pk=record.pk).order_by().values_list(*(name.lstrip("-") for name in order)).first()
        if values is None:
            return {"before": None, "after": None}
        reverse = [name.removeprefix("-") if name.startswith("-") else f"-{name}" for name in order]
        return {
            "before": self.order_by(*reverse).filter(beyond(reverse, values)).first(),
            "after": self.order_by(*order).filter(beyond(order, values)).first(),
        }


def beyond(order, values):
    """Return the condition for rows that come after these values in an order, as PostgreSQL sorts: NULL is greatest."""
    found, equal = Q(pk__in=[]), Q()
    for name, value in zip(order, values, strict=True):
        column, descending = name.lstrip("-"), name.startswith("-")
        if value is None:
            further = Q(**{f"{column}__isnull": False}) if descending else Q(pk__in=[])
        elif descending:
            further = Q(**{f"{column}__lt": value})
        else:
            further = Q(**{f"{column}__gt": value}) | Q(**{f"{column}__isnull": True})
        found |= equal & further
        equal &= Q(**{f"{column}__isnull": True}) if value is None else Q(**{column: value})
    return found


class Publishable(DraftWorkflow, SlugMixin, OwnedMixin, ApprovalWorkflow, PublicationWorkflow, Translated):
    """A record that has an address, a country that answers for it, a state, and texts in three languages."""

    title = models.CharField(_("title"), max_length=200, null=True, blank=True)
    slug = models.SlugField(
        _("address"), max_length=SLUG_LENGTH + 10, null=True, blank=True, db_index=False,
        help_text=_("The last part of the page’s address. Left empty, it is made from the title."),
    )  # fmt: skip
    summary = models.TextField(
        _("summary"), null=True, blank=True, help_text=_("One or two sentences, without markup.")
    )
    body = RichTextField(_("text"), null=True, blank=True)
    sources = RichTextField(
        _("sources"),
        null=True,
        blank=True,
        parent_heading_level=2,
        help_text=_("Where the statements of this page stand."),
    )
    source_language = models.CharField(
        _("written first in"), max_length=2, choices=LANGUAGE_CHOICES, default="en",
        help_text=_("The others are translations of this text."),
    )  # fmt: skip
    joint_languages = LanguagesField(
        verbose_name=_("further languages that must be complete"),
        help_text=_("Before it can be public, beside those that its country requires."),
    )
    review_due = models.DateField(_("to be checked by"), null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0, editable=False)
    # The numbers of the addresses outside the portal that the record and its parts lead to; None where no one looked.
    outward = models.JSONField(null=True, default=None, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    modified_at = models.DateTimeField(_("modified"), auto_now=True)
    modified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    objects = PublishableQuerySet.as_manager()

    # Whether its texts are those of a draft, which may be incomplete; its form says so.
    is_draft_text = False
    # Whether what is said of it may quote its texts; not where others are told than those who may see it.
    is_quoted = True
    # The name of the record's address in the urls, such as "news:newsitem".
    url_name = ""
    not_versioned = (
        "status", "publish_at", "withdraw_at", "version", "created_at", "created_by", "modified_at", "modified_by",
        "changed_at", "outward",
    )  # fmt: skip

    class Meta:
        abstract = True
        constraints = slug_constraints()

    def __str__(self):
        for language in (self.source_language, *LANGUAGES):
            if title := get_translation(self, "title", language):
                return title
        return gettext("untitled")

    def save(self, *args, **kwargs):
        self.fill_slugs()
        if self.pk:
            record_slug_changes(self)
        self.version += 1
        super().save(*args, **kwargs)

    def languages(self):
        """The languages that have a text of this record."""
        return [language for language in LANGUAGES if get_translation(self, "title", language)]

    def previewed_records(self):
        """What its preview shows as it will be public."""
        return [self]

    def is_public(self):
        """Whether the public may read it now."""
        return type(self)._default_manager.published().filter(pk=self.pk).exists()

    # What must be there

    def required_languages(self):
        """The languages in which the record must be complete before it is public."""
        of_country = self.country.joint_languages if self.country else LANGUAGES
        wanted = {self.source_language, *of_country, *self.joint_languages}
        return [language for language in LANGUAGES if language in wanted]

    def missing_in(self, record):
        """A sentence for each text of the record, or of one of its parts, that a required language lacks: by column."""
        columns = [
            localized_field_name(field, language)
            for language in self.required_languages()
            for field in get_missing_fields(record, language)
        ]
        sentence = gettext("“%(field)s” is missing.")
        return {column: sentence % {"field": record._meta.get_field(column).verbose_name} for column in columns}

    def what_is_missing(self):
        """The sentences of the record and of all its parts, as they stand in the database."""
        parts = (part for part in get_parts(self) if isinstance(part, Translated))
        return [sentence for record in (self, *parts) for sentence in self.missing_in(record).values()]

    def what_is_wrong(self, languages=LANGUAGES):
        """A sentence for each thing in the rich texts of the record and of its parts that must not become public."""
        sentences = [error.message for error in lint_record(self, languages)]
        if sentences and not self.is_quoted:
            return [gettext("Its texts have something to be mended: its form says what and where.")]
        return sentences

    def blockers_at(self, moment):
        """What keeps the record, its draft or its release from going live at `moment`: sentences."""
        return points_at(self, moment)

    def scheduled_moments(self):
        """What the clock will do to the record: [(words, moment)]."""
        return moments_of(self)

    def clean(self):
        super().clean()
        if not get_translation(self, "title", self.source_language):
            column = localized_field_name("title", self.source_language)
            raise ValidationError({column: _("A title is needed in the language that the text was written in first.")})
        if self.status == Status.PUBLISHED and not self.is_draft_text and (errors := self.missing_in(self)):
            raise ValidationError(errors)

    def settle(self, event, *, by, note=""):
        """The end of every save, once the parts are saved too: registers where it leads, lets fall what was consented
        to another text, keeps a version, and has the draft follow.

        Called inside the transaction of the save.
        """
        register_external_links(self)
        let_fall(self, by=by, note=note)
        record_version(self, event, by=by, note=note)
        self.follow(by=by)


def settle(record, event, *, by, note=""):
    """The end of the save of any record. Called inside the transaction of the save."""
    keep = record.settle if isinstance(record, Publishable) else partial(record_version, record)
    keep(event, by=by, note=note)


def publishable_models():
    """Every model of public records, of all sections."""
    return [model for model in apps.get_models() if issubclass(model, Publishable)]
