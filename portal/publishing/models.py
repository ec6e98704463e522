"""The base class of public records, and the definition of "public". Transitions: workflow.py."""

from functools import partial

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.external_links.models import register_external_links
from portal.history.models import record_version
from portal.i18n.fields import LanguagesField
from portal.i18n.languages import (
    LANGUAGE_CHOICES,
    LANGUAGES,
    LocalizedText,
    get_translation,
    localize,
    localized_field_name,
)
from portal.publishing.approvals import invalidate_approvals
from portal.publishing.draft_changes import refresh_draft
from portal.publishing.indexes import get_public_indexes
from portal.publishing.querysets import PublishableQuerySet
from portal.publishing.readiness import blockers_at
from portal.publishing.status import WorkflowStatus, schedule_constraints
from portal.record_uses.models import register_uses
from portal.records.models import OwnedMixin, Status
from portal.records.parts import get_parts
from portal.records.redirects import record_slug_changes
from portal.records.slugs import SLUG_LENGTH, SlugMixin, slug_constraints
from portal.richtext.fields import RichTextField
from portal.richtext.linter import lint_record
from portal.search_index.indexing import index_record
from portal.translations.models import Translated
from portal.translations.status import get_missing_fields


class Publishable(SlugMixin, OwnedMixin, WorkflowStatus, Translated):
    """A record with a URL, a country, a status, a draft, approvals, and texts in three languages."""

    title = models.CharField(_("title"), max_length=200, null=True, blank=True)
    slug = models.SlugField(
        _("URL"), max_length=SLUG_LENGTH + 10, null=True, blank=True, db_index=False,
        help_text=_("The last part of the page’s URL. If empty, it is created from the title."),
    )  # fmt: skip
    summary = models.TextField(
        _("summary"), null=True, blank=True, help_text=_("One or two sentences, without formatting.")
    )
    body = RichTextField(_("text"), null=True, blank=True)
    sources = RichTextField(
        _("sources"),
        null=True,
        blank=True,
        parent_heading_level=2,
        help_text=_("Where the facts come from."),
    )
    source_language = models.CharField(
        _("original language"), max_length=2, choices=LANGUAGE_CHOICES, default="en",
        help_text=_("The other languages are translations of this text."),
    )  # fmt: skip
    joint_languages = LanguagesField(
        verbose_name=_("additional required languages"),
        help_text=_("Languages that must be complete before publishing, in addition to those its country requires."),
    )
    review_due = models.DateField(_("review date"), null=True, blank=True)
    # Primary keys of the Destinations that the record and its parts link to; None before they are registered.
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

    # Set by a form that saves to a draft: the texts may be incomplete even though the record is published.
    allows_incomplete_text = False
    # False while messages go to editors without access to the record: they must not contain its text.
    allows_quoting = True
    # The PartialDateField with the date of what the record is about, if it has one.
    fact_date_field = ""
    # Columns besides the slug that the URL contains.
    url_fields = ()
    # The URL name of the detail page, such as "news:newsitem".
    url_name = ""
    # The names in `parts` whose rows are facts: readers see one only if it is `confirmed`.
    fact_parts = ()
    # Where the search finds words first: fields of the record, the title last. All other texts come after these.
    search_titles = ("title",)
    search_summaries = ("summary",)
    # What readers call the kind of record in search results, singular and plural, if not by the name of its model.
    search_kind = ()
    not_versioned = (
        "status", "publish_at", "withdraw_at", "created_at", "created_by", "modified_at", "modified_by",
        "changed_at", "outward",
    )  # fmt: skip

    class Meta:
        abstract = True
        constraints = (*slug_constraints(), *schedule_constraints())
        indexes = get_public_indexes()

    def __str__(self):
        return self.get_localized_name().text

    def get_localized_name(self):
        """Return the title in the active or another language, with its language; "untitled" if there is none."""
        title = localize(self, "title")
        return title if title.text else LocalizedText(gettext("untitled"), title.language)

    def save(self, *args, **kwargs):
        self.fill_slugs()
        if self.pk:
            record_slug_changes(self)
        super().save(*args, **kwargs)

    def get_fact_date(self):
        """Return the partial date of what the record is about, "" if it has none: `with_fact_date` for one record."""
        return getattr(self, self.fact_date_field) if self.fact_date_field else ""

    def languages(self):
        """Return the languages that the title is written in."""
        return [language for language in LANGUAGES if get_translation(self, "title", language)]

    def get_required_records(self):
        """Return the records that must be public for this one to be public, see `published()` of its queryset."""
        return []

    def get_dependent_records(self):
        """Return the records that are public only together with this one."""
        return []

    def previewed_records(self):
        """Return the records that a preview of this one shows as published."""
        return [self]

    def get_companions(self, transition, editor):
        """Return the records on which an editor carries out a transition together with this one, such as "publish"."""
        return []

    def get_linked_withdrawal(self, editor):
        """Return the LinkedWithdrawal of a record that was published with this one, None if there is none.

        The editor decides whether both are unpublished, or unscheduled, together.
        """
        return None

    def is_public(self):
        """Return whether the public can see the record now."""
        return type(self)._default_manager.published().filter(pk=self.pk).exists()

    def has_page(self):
        """Return whether the record has a page of its own once it is public."""
        return True

    def get_unconfirmed_facts(self):
        """Return the facts of the record that an editor has yet to confirm."""
        return [fact for name in self.fact_parts for fact in getattr(self, name).all() if not fact.confirmed]

    def get_public_url(self):
        """Return the URL of the public page, in the active language or else another one; "" if it is not public."""
        return self.get_url(localize(self, "title").language) if self.is_public() else ""

    def get_author_name(self):
        """Return who is responsible for the record, in the active language; "" for the three countries together."""
        return str(self.country) if self.country else ""

    def get_structured_data(self):
        """Return what the page is about in the vocabulary of schema.org, {} if it has no type of its own."""
        return {}

    def get_public_since(self):
        """Return since when a record that is public now has been so without a break."""
        return self.publish_at

    def get_citation_title(self):
        """Return the title under which the page is cited, with its language."""
        return self.get_localized_name()

    # Publish blockers

    def required_languages(self):
        """Return the languages in which the record must be complete before publication."""
        of_country = self.country.joint_languages if self.country else LANGUAGES
        required = {self.source_language, *of_country, *self.joint_languages}
        return [language for language in LANGUAGES if language in required]

    def missing_translation_errors(self, record):
        """Return the missing texts of the record or one of its parts in required languages, as {column: message}."""
        columns = [
            localized_field_name(field, language)
            for language in self.required_languages()
            for field in get_missing_fields(record, language)
        ]
        message = gettext("“%(field)s” is missing.")
        return {column: message % {"field": record._meta.get_field(column).verbose_name} for column in columns}

    def missing_requirements(self):
        """Return a message for each thing besides texts that the model requires for publication, such as a file."""
        return []

    def missing_content(self):
        """Return a message for each missing text of the record and its parts in the database, and other requirement."""
        parts = (part for part in get_parts(self) if isinstance(part, Translated))
        texts = [message for record in (self, *parts) for message in self.missing_translation_errors(record).values()]
        return [*texts, *self.missing_requirements()]

    def content_errors(self, languages=LANGUAGES):
        """Return the messages of the content linter about the texts of the record and its parts, without warnings."""
        errors = [error.message for error in lint_record(self, languages) if not error.is_warning]
        if errors and not self.allows_quoting:
            return [gettext("The text has problems. Open the record to see and fix them.")]
        return errors

    def blockers_at(self, moment):
        """Return the messages that prevent the record, its draft or its release from being published at `moment`."""
        return blockers_at(self, moment)

    def clean(self):
        super().clean()
        if not get_translation(self, "title", self.source_language):
            column = localized_field_name("title", self.source_language)
            message = _("Enter a title in the original language (%(language)s), or choose another original language.")
            params = {"language": self.get_source_language_display()}
            raise ValidationError({column: ValidationError(message, params=params)})
        if (
            self.status == Status.PUBLISHED
            and not self.allows_incomplete_text
            and (errors := self.missing_translation_errors(self))
        ):
            raise ValidationError(errors)

    def finalize_save(self, event, *, by, note=""):
        """Finish a save after the parts are saved: register links, invalidate approvals, record versions, index.

        Call it in the transaction of the save.
        """
        register_external_links(self)
        register_uses(self)
        invalidate_approvals(self, by=by, note=note)
        record_version(self, event, by=by, note=note)
        refresh_draft(self, by=by)
        index_record(self)


def finalize_save(record, event, *, by, note=""):
    """Finish the save of a record of any model. Call it in the transaction of the save."""
    finalize = record.finalize_save if isinstance(record, Publishable) else partial(record_version, record)
    finalize(event, by=by, note=note)


def publishable_models():
    """Return the models of public records of all apps."""
    return [model for model in apps.get_models() if issubclass(model, Publishable)]
