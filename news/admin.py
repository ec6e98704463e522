"""Admin of the news."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from news.forms import NewsReleaseForm, can_create_item
from news.initial_values import choose_country, get_expanded_languages, get_initial_values
from news.linked_item import get_item_remarks, has_unpublished_item, render_item_texts
from news.models import NewsItem, NewsRelease, ReleaseFile, ReleasePicture
from news.release_status import release_status_view, render_status_link
from portal.editing.admin_pages import AdminPage
from portal.editing.file_inlines import FileInline
from portal.editing.initial_values import choose_source_language
from portal.editing.publishable_admin import PublishableAdmin
from portal.editing.record_admin import PartInline
from portal.i18n.languages import ENDONYMS, LANGUAGES

MORE_REQUIREMENTS = _("Additional requirements")


@admin.register(NewsItem)
class NewsItemAdmin(PublishableAdmin):
    untranslated_fields = ("date", "end_date", "picture")
    list_display = ("__str__", "date", "country", "stage", "modified_at", "release_status")
    change_form_template = "admin/newsitem_change_form.html"
    pages = (
        AdminPage("<path:object_id>/release-status/", "release_status", release_status_view),
        *PublishableAdmin.pages,
    )

    @admin.display(description=_("release status"))
    def release_status(self, item):
        return render_status_link(item)


class ReleaseFileInline(FileInline):
    model = ReleaseFile


class ReleasePictureInline(PartInline):
    model = ReleasePicture


@admin.register(NewsRelease)
class NewsReleaseAdmin(PublishableAdmin):
    """Admin of releases, with the fields in the order in which an office writes a release."""

    form = NewsReleaseForm
    readonly_fields = (*PublishableAdmin.readonly_fields, "item_texts")
    main_fields = ("stage", "country", "source_language", "number", "date", "office", "contact")
    extra_fieldsets = (
        (_("The original"), {"fields": ("address", "languages_of_original")}),
        (_("News item"), {"fields": ("item", "new_item", "item_texts")}),
        (MORE_REQUIREMENTS, {"fields": ("joint_languages", "review_due")}),
    )
    list_display = ("__str__", "number", "date", "country", "stage", "modified_at")
    list_select_related = ("country", "item", "office")
    search_fields = ("number", "contact")
    inlines = (ReleasePictureInline, ReleaseFileInline)

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        initial.pop("country", None)  # validated by get_initial_country
        return {**get_initial_values(self.get_initial_country(request)), **initial}

    def get_initial_country(self, request):
        """Return the country of a new release if it is known before the release is saved, else None."""
        return choose_country(request.user, request.GET.get("country", ""))

    def get_language_order(self, request, obj=None):
        """Put the source language first."""
        first = obj.source_language if obj else choose_source_language(request.user, self.get_initial_country(request))
        return sorted(LANGUAGES, key=lambda language: language != first)

    def get_fieldsets(self, request, obj=None):
        """Collapse the languages that may stay empty and are empty."""
        excluded = self.get_excluded_item_fields(request, obj)
        languages = get_expanded_languages(request.user, obj, self.get_initial_country(request))
        expanded = {ENDONYMS[language] for language in languages}
        return [
            (
                heading,
                {
                    "fields": [name for name in options["fields"] if name not in excluded],
                    "classes": ["collapse"] if heading in {*ENDONYMS.values(), MORE_REQUIREMENTS} - expanded else [],
                },
            )
            for heading, options in super().get_fieldsets(request, obj)
        ]

    def get_excluded_item_fields(self, request, release):
        """Return which of the fields about the news item do not apply to a release."""
        return [
            *([] if can_create_item(request.user, release) else ["new_item"]),
            *([] if release and has_unpublished_item(release, request.user) else ["item_texts"]),
        ]

    @admin.display(description=_("text of the news item"))
    def item_texts(self, release):
        return render_item_texts(release)

    def save_model(self, request, obj, form, change):
        if form.cleaned_data.get("new_item"):
            obj.create_item(by=request.user)
        super().save_model(request, obj, form, change)

    def get_publishing_notes(self, request, release):
        return get_item_remarks(release, request.user)
