"""The model Page: a public page outside of the sections, or the landing page of one."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.i18n.dates import PartialDateField
from portal.publishing.models import Publishable
from portal.richtext.fields import RichTextField
from portal.sections import get_landing_pages


class Page(Publishable):
    """A single page, such as those about the agreement, the policies or the Working Group."""

    class Place(models.TextChoices):
        """The menu that lists a page."""

        MENU = "menu", _("main menu")
        ABOUT = "about", _("footer, under “About this portal”")
        ELSEWHERE = "elsewhere", _("only linked from other pages")

    key = models.SlugField(
        _("key"),
        unique=True,
        max_length=40,
        help_text=_("Other pages link to it by this name. It cannot be changed later."),
    )
    short_title = models.CharField(
        _("short title"), max_length=60, null=True, blank=True, help_text=_("As shown in menus.")
    )
    aside = RichTextField(
        _("box"), null=True, blank=True,
        help_text=_("Shown in a box beside the text, for example, whom to call."),
    )  # fmt: skip
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent page")
    )
    number = models.CharField(
        _("fact sheet number"), max_length=40, blank=True, help_text=_("The fact sheet that this page is based on.")
    )
    issued = PartialDateField(_("fact sheet date"), blank=True)
    place = models.CharField(_("shown in"), max_length=10, choices=Place, default=Place.ELSEWHERE)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    url_fields = ("key",)

    class Meta(Publishable.Meta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ("order", "pk")

    @property
    def url_name(self):
        """The URL name. The landing page of a section has the URL of the section, not one built from its slug."""
        return get_landing_pages().get(self.key, "page")

    def get_url_kwargs(self, language):
        return {} if self.key in get_landing_pages() else super().get_url_kwargs(language)

    def is_slug_routable(self, slug, column):
        return self.key in get_landing_pages() or super().is_slug_routable(slug, column)

    def clean(self):
        super().clean()
        self.validate_reserved_slugs()
        if self.pk and self.parent_id == self.pk:
            raise ValidationError({"parent": _("A page cannot be its own parent.")})
