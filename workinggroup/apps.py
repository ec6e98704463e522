"""App configuration of the Working Group's register."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.sections import ListPage, SectionConfig


class WorkingGroupConfig(SectionConfig):
    default = True
    name = "workinggroup"
    verbose_name = _("Working Group")
    url_prefix = pgettext_lazy("address", "working-group/")
    lists = (
        ListPage(_("Meetings"), "workinggroup:meeting_list"),
        ListPage(_("Other meetings"), "workinggroup:other_meeting_list"),
        ListPage(_("Documents"), "workinggroup:document_list"),
        ListPage(_("Commitments"), "workinggroup:commitment_list"),
    )
    calendars = (
        (_("Meetings"), "workinggroup:meeting_calendar"),
        (_("Due dates of commitments"), "workinggroup:due_date_calendar"),
    )
    landing_pages = {"working-group": "workinggroup:group", "public-communications": "workinggroup:submission_list"}
    parameters = ("about", "issue", "lead", "office", "osh", "outcome", "program", "state", "subgroup")
    datasets = "workinggroup.datasets"
