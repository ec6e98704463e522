"""Mail about accounts that waits to be sent."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import portal.clock


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0026_recorded_account_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("reset", "Reset"), ("invitation", "Invitation"), ("notice", "Notice")], max_length=10
                    ),
                ),
                ("email", models.CharField(max_length=254)),
                ("event", models.CharField(blank=True, max_length=20)),
                ("address", models.GenericIPAddressField(null=True)),
                ("at", models.DateTimeField(default=portal.clock.now)),
                (
                    "account",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "mail about an account",
                "verbose_name_plural": "mail about accounts",
                "ordering": ("at", "pk"),
            },
        ),
    ]
