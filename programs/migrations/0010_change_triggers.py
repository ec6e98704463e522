"""Triggers that notify of changes to the tables that public pages show."""

from django.db import migrations

from portal.change_triggers import NotifyChanges


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0015_change_triggers"),
        ("programs", "0009_list_indexes"),
    ]

    operations = [
        NotifyChanges(
            "programs_answer",
            "programs_entry",
            "programs_entrylink",
            "programs_helpentry",
            "programs_helpplace",
            "programs_indicator",
            "programs_indicatordefinition",
            "programs_indicatorvalue",
            "programs_jurisdiction",
            "programs_question",
            "programs_section",
        ),
    ]
