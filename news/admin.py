"""The news in the admin."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from news.forms import NewsReleaseForm, may_make_item
from news.initial_values import country_of, first_values, language_of, languages_to_show
from news.linked_item import item_remarks
from news.models import NewsItem, NewsRelease, ReleaseFile, ReleasePicture
from news.release_board import BoardPages
from portal.editing.file_inlines import FileInline
from portal.editing.publishable_admin import PublishableAdmin
from portal.editing.record_admin import PartInline
from portal.i18n.languages import LANGUAGES, OWN_NAMES

FURTHER = _("Further requirements")


@admin.register(NewsItem)
class NewsItemAdmin(BoardPages, PublishableAdmin):
    plain_fields = ("date", "end_date", "picture")
    list_display = ("__str__", "date", "country", "stage", "modified_at", "board")


class ReleaseFileInline(FileInline):
    model = ReleaseFile


class ReleasePictureInline(PartInline):
    model = ReleasePicture


@admin.register(NewsRelease)
class NewsReleaseAdmin(PublishableAdmin):
    """A release in the order in which an office writes one: its facts, its texts, what it carries and belongs to."""

    form = NewsReleaseForm
    own_fields = ("stage", "country", "source_language", "number", "date", "office", "contact")
    further_fieldsets = (
        (_("The original"), {"fields": ("address", "languages_of_original")}),
        (_("News item"), {"fields": ("item", "new_item")}),
        (FURTHER, {"fields": ("joint_languages", "review_due")}),
    )
    list_display = ("__str__", "number", "date", "country", "stage", "modified_at")
    list_select_related = ("country", "item", "office")
    inlines = (ReleasePictureInline, ReleaseFileInline)

    def get_changeform_initial_data(self, request):
        given = super().get_changeform_initial_data(request)
        given.pop("country", None)
        return {**first_values(self.country_begun(request)), **given}

    def country_begun(self, request):
        """The country of a new release, as far as it is known before it is saved."""
        return country_of(request.user, request.GET.get("country", ""))

    def languages_in_order(self, request, obj=None):
        """The language that is written first stands first."""
        first = obj.source_language if obj else language_of(self.country_begun(request))
        return sorted(LANGUAGES, key=lambda language: language != first)

    def get_fieldsets(self, request, obj=None):
        """Folded are the languages that may stay empty and do."""
        left_out = () if may_make_item(request.user, obj) else ("new_item",)
        unfolded = {OWN_NAMES[one] for one in languages_to_show(request.user, obj, self.country_begun(request))}
        return [
            (
                heading,
                {
                    "fields": [name for name in options["fields"] if name not in left_out],
                    "classes": ["collapse"] if heading in {*OWN_NAMES.values(), FURTHER} - unfolded else [],
                },
            )
            for heading, options in super().get_fieldsets(request, obj)
        ]

    def save_model(self, request, obj, form, change):
        if form.cleaned_data.get("new_item"):
            obj.item = obj.make_item(by=request.user)
        super().save_model(request, obj, form, change)

    def remarks(self, request, release):
        return item_remarks(release, request.user)
