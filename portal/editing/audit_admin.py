"""The audit log in the admin: read by administrators, filtered by person, and exported as CSV."""

from django.contrib import admin
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal import clock
from portal.accounts.models import Editor
from portal.accounts.recording import record_account_event
from portal.audit.models import EventKind
from portal.downloads import CSV_TYPE, stream_csv, stream_download
from portal.editing.scoping import SharedModelAdmin
from portal.editing.search import FoldedSearchMixin

COLUMNS = ("at", "kind", "person_name", "subject", "detail", "address")


def describe_export(request, count):
    """Return which list was downloaded, with the filter that it had, and how many of its entries."""
    filters = ", ".join(f"{name}={value}" for name, value in request.GET.items())
    chosen = "all" if request.POST.get("select_across") == "1" else "chosen"
    return f"audit log as CSV, {chosen} entries; filter: {filters or '-'}; count: {count}"


class PersonFilter(admin.SimpleListFilter):
    """Filter by the editor who acted, or whose account it was."""

    title = _("person")
    parameter_name = "person"

    def lookups(self, request, model_admin):
        return list(Editor.objects.order_by("username").values_list("pk", "username"))

    def queryset(self, request, queryset):
        value = str(self.value() or "")
        if not value.isdecimal() or len(value) > 18:
            return queryset
        return queryset.filter(Q(person=value) | Q(account=value))


class AuditEventAdmin(FoldedSearchMixin, SharedModelAdmin, admin.ModelAdmin):
    """The audit log, which nobody changes."""

    reader_roles = frozenset()
    list_display = COLUMNS
    list_filter = ("kind", PersonFilter)
    search_fields = ("person_name", "subject", "detail")
    date_hierarchy = "at"
    fields = COLUMNS
    actions = ("export",)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    @admin.action(description=_("Download as CSV"), permissions=["view"])
    def export(self, request, queryset):
        queryset = queryset.filter(at__lte=clock.now())  # without the entry about this download
        record_account_event(EventKind.EXPORT, detail=describe_export(request, queryset.count()))
        rows = ([str(value or "") for value in row] for row in queryset.values_list(*COLUMNS).iterator())
        return stream_download(stream_csv(COLUMNS, rows), CSV_TYPE, "audit-log.csv")
