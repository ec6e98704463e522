"""Models of people in the register: base class of participants, posts and their holders."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.dates import PartialDateField, validate_date_order
from portal.publishing.models import Publishable
from portal.publishing.querysets import PublishableQuerySet
from portal.translations.models import TranslatedPart


class Side(models.TextChoices):
    """Side that a person represents."""

    GOVERNMENT = "government", _("government")
    EMPLOYERS = "employers", _("employers")
    WORKERS = "workers", _("workers")


class AbstractPerson(TranslatedPart):
    """Base class of participants and members: a name, a country and a side."""

    name = models.CharField(_("name"), max_length=200)
    country = models.ForeignKey(
        "portal.Country", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("country")
    )
    side = models.CharField(_("side"), max_length=10, choices=Side, default=Side.GOVERNMENT)
    role = models.CharField(_("role"), max_length=200, null=True, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        abstract = True
        ordering = ("country__order", "order", "name")

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        self.name = " ".join(self.name.split())


def group_by_side(people):
    """Return [(label of the side, people)] in the order of Side, without empty sides."""
    people = list(people)
    sides = [(side.label, [person for person in people if person.side == side]) for side in Side]
    return [(label, members) for label, members in sides if members]


class PostQuerySet(PublishableQuerySet):
    """Query posts of the leadership."""

    def with_related(self):
        return super().with_related().prefetch_related("holders")


class Post(Publishable):
    """A leading post of the group, with its holders over time."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = PostQuerySet.as_manager()

    url_name = "workinggroup:post"
    in_register = True
    parts = ("holders",)

    class Meta(Publishable.Meta):
        verbose_name = _("leading post")
        verbose_name_plural = _("leading posts")
        ordering = ("order", "pk")


class PostHolder(TranslatedPart):
    """A holder of a post, with the term, or else the first and last dates of sources that name the holder."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="holders")
    name = models.CharField(_("name"), max_length=200)
    term_from = PartialDateField(_("term from"), blank=True)
    term_to = PartialDateField(_("term until"), blank=True)
    named_from = PartialDateField(_("first mentioned in"), blank=True)
    named_to = PartialDateField(_("last mentioned in"), blank=True)
    note = models.CharField(_("note"), max_length=300, null=True, blank=True)

    class Meta:
        verbose_name = _("holder of the post")
        verbose_name_plural = _("holders of the post")
        ordering = ("term_from", "named_from", "pk")
        constraints = (models.UniqueConstraint(fields=("post", "name", "term_from"), name="postholder_once"),)

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.term_from and self.term_to and self.term_to < self.term_from[: len(self.term_to)]:
            raise ValidationError({"term_to": _("The term ends before it begins.")})
        validate_date_order(self.named_from, self.named_to, "named_to")
