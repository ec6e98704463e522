"""App configuration of the Working Group's register."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.sections import SectionConfig


class WorkingGroupConfig(SectionConfig):
    default = True
    name = "workinggroup"
    verbose_name = _("Working Group")
    url_prefix = pgettext_lazy("address", "working-group/")
    list_url_names = (
        "workinggroup:meeting_list", "workinggroup:other_meeting_list", "workinggroup:document_list",
        "workinggroup:commitment_list",
    )  # fmt: skip
    calendars = (
        (_("Meetings"), "workinggroup:meeting_calendar"),
        (_("Due dates of commitments"), "workinggroup:due_date_calendar"),
    )
    landing_pages = {"working-group": "workinggroup:group", "public-communications": "workinggroup:submission_list"}
    datasets = "workinggroup.datasets"
