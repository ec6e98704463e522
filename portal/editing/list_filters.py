"""Filters of the lists of public records: by the status as the admin words it, and by the editor's own desk."""

from django.contrib.admin import SimpleListFilter
from django.utils.translation import gettext_lazy as _

from portal.editing.dashboard.panels import blocks_of, touched
from portal.records.models import Status


class StageFilter(SimpleListFilter):
    """The status, with what the clock makes of it."""

    title = _("status")
    parameter_name = "stage"
    # What the clock tells, beside the statuses themselves: the words, and the adjective of the records.
    BY_THE_CLOCK = {
        "planned": (_("planned"), "planned"),
        "scheduled": (_("scheduled"), "scheduled"),
        "public": (_("public"), "published"),
        "ended": (_("withdrawn on time"), "ended"),
    }

    def lookups(self, request, model_admin):
        written = [(status.value, status.label) for status in (Status.DRAFT, Status.IN_REVIEW)]
        timed = [(value, words) for value, (words, _adjective) in self.BY_THE_CLOCK.items()]
        return [*written, *timed, (Status.WITHDRAWN.value, Status.WITHDRAWN.label)]

    def queryset(self, request, queryset):
        value = self.value()
        if value in self.BY_THE_CLOCK:
            return getattr(queryset, self.BY_THE_CLOCK[value][1])()
        return queryset.filter(status=value) if value else queryset


class DeskFilter(SimpleListFilter):
    """What a block of the editor's desk is about, among the records of one kind."""

    title = _("your desk")
    parameter_name = "desk"

    def lookups(self, request, model_admin):
        return [("mine", _("Written or changed by you")), *((one.name, one.heading) for one in blocks_of(request.user))]

    def queryset(self, request, queryset):
        kinds = {"mine": touched, **{one.name: one.of for one in blocks_of(request.user)}}
        if not self.value():
            return queryset
        return kinds[self.value()](request.user, queryset) if self.value() in kinds else queryset.none()
