"""Where a record stands on its way to the public. What leads from one status to another is in verbs.py."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a record stands. Whether readers see it is for `published()` alone to say: the clock counts too."""

    DRAFT = "draft", _("draft")
    IN_REVIEW = "in review", _("in review")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
