"""The audit log, and the triggers by which PostgreSQL refuses to change or delete its entries."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

PROTECT = """
CREATE FUNCTION portal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN RAISE EXCEPTION 'The table % can only be added to.', TG_TABLE_NAME; END $$;
CREATE TRIGGER portal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON portal_auditevent
  FOR EACH STATEMENT EXECUTE FUNCTION portal_refuse_change();
"""
UNPROTECT = """
DROP TRIGGER portal_append_only ON portal_auditevent;
DROP FUNCTION portal_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0018_sign_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="time")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed in", "signed in"),
                            ("sign-in failed", "sign-in failed"),
                            ("sign-in refused", "sign-in refused after too many attempts"),
                            ("sessions ended", "sessions ended"),
                            ("password changed", "password changed"),
                            ("password mail", "mail to set a password sent"),
                            ("factor added", "second factor added"),
                            ("factor removed", "second factor removed"),
                            ("codes renewed", "recovery codes renewed"),
                            ("account created", "account created"),
                            ("rights changed", "rights changed"),
                            ("account deleted", "account deleted"),
                            ("drafts handed over", "drafts handed over"),
                            ("publication", "publication"),
                            ("export", "export"),
                        ],
                        max_length=20,
                        verbose_name="event",
                    ),
                ),
                ("person_name", models.CharField(max_length=150, verbose_name="person")),
                ("subject", models.TextField(verbose_name="concerns")),
                ("detail", models.TextField(verbose_name="details")),
                ("address", models.GenericIPAddressField(null=True, verbose_name="network address")),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="account",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
            ],
            options={
                "verbose_name": "audit log entry",
                "verbose_name_plural": "audit log",
                "ordering": ("-at", "-pk"),
            },
        ),
        migrations.RunSQL(PROTECT, UNPROTECT),
    ]
