"""Triggers that notify of changes to the tables that public pages show."""

from django.db import migrations

from portal.change_triggers import CreateNotifyFunction, NotifyChanges


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0014_search"),
    ]

    operations = [
        CreateNotifyFunction(),
        NotifyChanges(
            "portal_acronym",
            "portal_changenote",
            "portal_country",
            "portal_destination",
            "portal_destinationuse",
            "portal_directhost",
            "portal_document",
            "portal_documentfile",
            "portal_formeraddress",
            "portal_office",
            "portal_officeaddress",
            "portal_officename",
            "portal_page",
            "portal_picture",
            "portal_searchfacet",
            "portal_searchrow",
            "portal_searchword",
            "portal_synonym",
            "portal_term",
            "portal_upload",
            "portal_version",
        ),
        NotifyChanges(
            "portal_searchrow_en",
            "portal_searchrow_es",
            "portal_searchrow_fr",
            name="portal_searchrow",
        ),
    ]
