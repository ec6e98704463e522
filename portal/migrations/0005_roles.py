from django.db import migrations

ROLES = ("contributor", "translator", "publisher", "secretariat", "administrator")


def make_roles(apps, schema_editor):
    group = apps.get_model("auth", "Group")
    for name in ROLES:
        group.objects.get_or_create(name=name)


class Migration(migrations.Migration):
    """Each role is a group; what it may do stands in portal/permissions.py."""

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("portal", "0004_editorial"),
    ]
    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
