from django.db import migrations

ROLES = ("contributor", "translator", "publisher", "secretariat", "administrator")


def create_groups(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    """Create a group for each role. portal/permissions.py says what a role may do."""

    dependencies = [("portal", "0001_initial")]
    operations = [migrations.RunPython(create_groups, migrations.RunPython.noop)]
