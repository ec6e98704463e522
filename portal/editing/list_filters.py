"""List filters of records: by country, by status, and by the panels of the editor's dashboard."""

from django.contrib.admin import RelatedFieldListFilter, SimpleListFilter
from django.utils.translation import gettext_lazy as _

from portal.editing.dashboard.panels import filter_own, get_panels
from portal.records.models import Status


class CountryFilter(RelatedFieldListFilter):
    """Filter by the country that owns a record; records without one belong to all three governments."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.empty_value_display = _("All three governments")


class StatusFilter(SimpleListFilter):
    """Filter by status, with published records split by their publication and withdrawal times."""

    title = _("status")
    parameter_name = "stage"
    # Values that depend on the current time: {value: (label, queryset method)}.
    TIMED = {
        "planned": (_("planned, not approved yet"), "planned"),
        "scheduled": (_("scheduled"), "scheduled"),
        "public": (_("published"), "published"),
        "ended": (_("expired"), "expired"),
    }

    def lookups(self, request, model_admin):
        unpublished = [(status.value, status.label) for status in (Status.DRAFT, Status.IN_REVIEW)]
        timed = [(value, label) for value, (label, _method) in self.TIMED.items()]
        return [*unpublished, *timed, (Status.WITHDRAWN.value, Status.WITHDRAWN.label)]

    def queryset(self, request, queryset):
        value = self.value()
        if value in self.TIMED:
            _label, method = self.TIMED[value]
            return getattr(queryset, method)()
        return queryset.filter(status=value) if value else queryset


class DashboardFilter(SimpleListFilter):
    """Filter by the records that a panel of the editor's dashboard lists."""

    title = _("task")
    parameter_name = "panel"

    def lookups(self, request, model_admin):
        panels = [(panel.name, panel.heading) for panel in get_panels(request.user)]
        return [("own", _("Created or changed by you")), *panels]

    def queryset(self, request, queryset):
        selectors = {"own": filter_own, **{panel.name: panel.get_records for panel in get_panels(request.user)}}
        if not self.value():
            return queryset
        selector = selectors.get(self.value())
        return selector(request.user, queryset) if selector else queryset.none()
