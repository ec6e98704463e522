"""Triggers that notify of changes to the tables that public pages show."""

from django.db import migrations

from portal.change_triggers import NotifyChanges


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0015_change_triggers"),
        ("workinggroup", "0005_meeting_is_canceled"),
    ]

    operations = [
        NotifyChanges(
            "workinggroup_commitment",
            "workinggroup_commitment_documents",
            "workinggroup_commitment_partners",
            "workinggroup_commitment_subgroups",
            "workinggroup_commitmentstep",
            "workinggroup_meeting",
            "workinggroup_meeting_documents",
            "workinggroup_meeting_hosts",
            "workinggroup_meeting_subgroups",
            "workinggroup_participant",
            "workinggroup_post",
            "workinggroup_postholder",
            "workinggroup_subgroup",
            "workinggroup_subgroup_documents",
            "workinggroup_subgroupmember",
            "workinggroup_submission",
            "workinggroup_submission_countries_concerned",
            "workinggroup_submission_documents",
            "workinggroup_submissionstep",
        ),
    ]
