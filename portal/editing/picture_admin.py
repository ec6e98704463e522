"""The admin of pictures: thumbnails, usage and filters. A picture in use cannot be deleted."""

from django.contrib import admin, messages
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal import permissions
from portal.editing.list_filters import CountryFilter
from portal.editing.record_admin import RecordAdmin
from portal.editing.scoping import OwnedModelAdminMixin, get_hidden_name, render_record_link
from portal.i18n.languages import LANGUAGE_CHOICES
from portal.pictures.models import Picture, get_undescribed_q
from portal.pictures.presentation import get_crop_context
from portal.publishing.usage import build_usage_filter

FOCAL_POINT = ("focal_x", "focal_y")


class PictureUsageFilter(admin.SimpleListFilter):
    """Filter by whether any record, published or not, shows the picture."""

    title = _("where it is shown")
    parameter_name = "shown"

    def lookups(self, request, model_admin):
        return [("somewhere", gettext("somewhere")), ("nowhere", gettext("nowhere"))]

    def queryset(self, request, queryset):
        used = build_usage_filter(Picture)
        return {"somewhere": queryset.filter(used), "nowhere": queryset.exclude(used)}.get(self.value(), queryset)


class MissingDescriptionFilter(admin.SimpleListFilter):
    """Filter by pictures without a description in a language."""

    title = _("missing alternative text")
    parameter_name = "undescribed"

    def lookups(self, request, model_admin):
        return LANGUAGE_CHOICES

    def queryset(self, request, queryset):
        if self.value() not in dict(LANGUAGE_CHOICES):
            return queryset
        return queryset.filter(get_undescribed_q(self.value()))


def render_usage(picture, editor):
    """Return, as HTML, the records that show a picture and those whose drafts do.

    A record that the editor may not view is shown as a placeholder if only its draft shows the picture, because the
    existence of a draft is not public.
    """
    shown, drafted = picture.get_usage()
    usage = [(record._meta.verbose_name, render_record_link(record, editor)) for record in shown]
    for record in drafted:
        kind = gettext("%(kind)s, in its draft") % {"kind": record._meta.verbose_name}
        usage.append(
            (kind, render_record_link(record, editor) if permissions.can_view(editor, record) else get_hidden_name())
        )
    return [format_html("{}: {}", capfirst(kind), name) for kind, name in usage]


class PictureAdmin(OwnedModelAdminMixin, RecordAdmin):
    """The admin of pictures. A change of a picture shows everywhere it is used."""

    untranslated_fields = ("file", "decorative", *FOCAL_POINT, "credit", "licence", "country")
    list_display = ("thumbnail", "__str__", "country")
    list_display_links = ("__str__",)
    list_filter = (("country", CountryFilter), PictureUsageFilter, MissingDescriptionFilter)
    list_select_related = ("country",)
    search_fields = ("credit", "file")
    ordering = ("-pk",)
    change_form_template = "admin/picture_change_form.html"

    @admin.display(description=_("Crop used in lists"))
    def thumbnail(self, picture):
        return render_to_string("shared/_crop.html", get_crop_context(picture, "7.5rem")) if picture.renditions else "-"

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in FOCAL_POINT:
            kwargs["max_value"] = 100
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj:
            context["usage"] = render_usage(obj, request.user)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change and "file" in form.changed_data:
            messages.info(request, gettext("The new file replaced the old one wherever the image is used."))

    def get_deleted_objects(self, objs, request):
        """Report as protected every record that shows the picture, in drafts too."""
        deleted, counts, lacking, _protected = super().get_deleted_objects(objs, request)
        return deleted, counts, lacking, [user for picture in objs for user in render_usage(picture, request.user)]
