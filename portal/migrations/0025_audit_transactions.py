"""The transaction of each entry of the audit log, by which triggers know what the portal has recorded itself."""

from django.db import migrations, models
from django.db.models.functions import Cast


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0024_record_use_draft"),
    ]

    operations = [
        migrations.AddField(
            model_name="auditevent",
            name="transaction",
            field=models.BigIntegerField(
                db_default=Cast(
                    Cast(models.Func(function="pg_current_xact_id"), models.TextField()), models.BigIntegerField()
                ),
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="kind",
            field=models.CharField(
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
                    ("ministry connected", "account of a ministry connected"),
                    ("address changed", "username or email address changed"),
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
    ]
