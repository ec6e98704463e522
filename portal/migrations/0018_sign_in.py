"""Forced change of a password, and the table of the cache that counts attempts to sign in."""

from django.db import migrations, models

CREATE_CACHE = """
CREATE TABLE portal_cache (
  cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamp with time zone NOT NULL
);
CREATE INDEX portal_cache_expires ON portal_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("portal", "0017_moment_bounds"),
    ]

    operations = [
        migrations.AddField(
            model_name="editor",
            name="must_change_password",
            field=models.BooleanField(default=False, verbose_name="must change the password at the next sign-in"),
        ),
        migrations.RunSQL(CREATE_CACHE, "DROP TABLE portal_cache"),
    ]
