"""Models of the comparison of a section: its questions (Question), and what a jurisdiction answers (Answer)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.languages import localize
from portal.richtext.fields import RichTextField
from portal.translations.models import TranslatedPart
from programs.facts import SourcedFact


class Question(TranslatedPart):
    """What a section compares: a row of its table."""

    section = models.ForeignKey("programs.Section", models.CASCADE, related_name="questions")
    title = models.CharField(
        _("title"), max_length=200, null=True, blank=True,
        help_text=_("A few words that apply to every jurisdiction, such as “Who inspects”."),
    )  # fmt: skip
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("order", "pk")

    def __str__(self):
        return self.get_localized_name().text

    def get_localized_name(self):
        """Return the title with its language."""
        return localize(self, "title")


class AnswerQuerySet(models.QuerySet):
    """Query the answers of entries."""

    def confirmed(self):
        """Return the answers that readers see."""
        return self.filter(confirmed=True)

    def with_questions(self):
        """Load the question of each answer with its section, which has the language of the question."""
        return self.select_related("question__section")


class Answer(SourcedFact):
    """What an entry answers to a question of its section, with its source. Readers see it once it is confirmed."""

    entry = models.ForeignKey("programs.Entry", models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.PROTECT, related_name="answers", verbose_name=_("question"))
    body = RichTextField(
        _("answer"), null=True, blank=True, parent_heading_level=3,
        help_text=_("A few words or one or two sentences. It is shown in a cell of a table."),
    )  # fmt: skip

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("question__order", "question_id", "pk")
        constraints = (models.UniqueConstraint(fields=("entry", "question"), name="answer_once"),)

    def __str__(self):
        return str(self.question)

    def clean(self):
        if self.question_id and self.question.section_id != self.entry.section_id:
            message = _("Choose a question of the section “%(section)s”.")
            raise ValidationError({"question": ValidationError(message, params={"section": self.entry.section})})
        super().clean()
