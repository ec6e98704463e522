"""Triggers that notify of changes to the tables that public pages show."""

from django.db import migrations

from portal.change_triggers import NotifyChanges


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0015_change_triggers"),
        ("news", "0004_list_indexes"),
    ]

    operations = [
        NotifyChanges(
            "news_newsitem",
            "news_newsrelease",
            "news_releasefile",
            "news_releasepicture",
        ),
    ]
