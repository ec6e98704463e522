"""Triggers that notify of changes to the tables that public pages show."""

from django.db import migrations

from portal.change_triggers import NotifyChanges


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0015_change_triggers"),
        ("alliances", "0003_list_indexes"),
    ]

    operations = [
        NotifyChanges(
            "alliances_agreement",
            "alliances_alliance",
            "alliances_contact",
            "alliances_edition",
            "alliances_goal",
            "alliances_hazard",
            "alliances_participant",
            "alliances_product",
            "alliances_product_alliances",
            "alliances_product_hazards",
            "alliances_yearlyreport",
        ),
    ]
