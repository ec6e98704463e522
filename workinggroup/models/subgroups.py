"""Models of the subgroups of experts and their members."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.publishing.models import Publishable
from portal.publishing.querysets import PublishableQuerySet
from workinggroup.models.people import AbstractPerson


class SubgroupQuerySet(PublishableQuerySet):
    """Query subgroups."""

    def with_related(self):
        return super().with_related().prefetch_related("members__country")


class Subgroup(Publishable):
    """A subgroup of experts. The body text is its remit."""

    order = models.PositiveSmallIntegerField(_("order"), default=0)
    documents = models.ManyToManyField(
        "portal.Document", blank=True, related_name="subgroups", verbose_name=_("documents")
    )

    objects = SubgroupQuerySet.as_manager()

    url_name = "workinggroup:subgroup"
    in_register = True
    parts = ("members",)

    class Meta(Publishable.Meta):
        verbose_name = _("subgroup")
        verbose_name_plural = _("subgroups")
        ordering = ("order", "pk")


class SubgroupMember(AbstractPerson):
    """A member of a subgroup."""

    subgroup = models.ForeignKey(Subgroup, models.CASCADE, related_name="members")

    class Meta(AbstractPerson.Meta):
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = (
            models.UniqueConstraint(
                fields=("subgroup", "name"), name="subgroupmember_once",
            ),
        )  # fmt: skip
