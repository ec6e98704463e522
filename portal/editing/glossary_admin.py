"""The admin of the glossary, which editors of all countries read and publishers maintain."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.editing.record_admin import RecordAdmin
from portal.editing.scoping import SharedModelAdmin
from portal.i18n.languages import LANGUAGE_CHOICES, LANGUAGES, localized_field_name
from portal.permissions import Role


class MissingTermFilter(admin.SimpleListFilter):
    """Filter by concepts without a term in a language."""

    title = _("missing language")
    parameter_name = "missing"

    def lookups(self, request, model_admin):
        return LANGUAGE_CHOICES

    def queryset(self, request, queryset):
        return queryset.missing(self.value()) if self.value() in LANGUAGES else queryset


class TermAdmin(SharedModelAdmin, RecordAdmin):
    """Terms of the glossary, searched in all languages."""

    manager_roles = frozenset({Role.PUBLISHER, Role.SECRETARIAT})
    untranslated_fields = ("key", "theme", "linked")
    list_display = (*(localized_field_name("term", language) for language in LANGUAGES), "theme", "changed_at")
    list_display_links = list_display[: len(LANGUAGES)]
    list_filter = ("theme", "linked", MissingTermFilter)
    search_fields = ("key",)
