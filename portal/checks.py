"""What the portal asks of its database, checked before it migrates."""

from django.core.checks import Error
from django.db import connections

OLDEST = 150_000


def check_database(app_configs, databases, **kwargs):
    """PostgreSQL 15 or newer, in UTF-8, whose lower case knows accents: search and sorting rest on them."""
    errors = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT current_setting('server_version_num')::int, lower('É') = 'é', getdatabaseencoding()")
            version, accents, encoding = cursor.fetchone()
        if version < OLDEST:
            errors.append(Error("PostgreSQL 15 or newer is needed.", id="portal.E001"))
        if encoding != "UTF8" or not accents:
            errors.append(
                Error(
                    "The database does not lower-case accented letters.",
                    hint="Create it with ENCODING 'UTF8' and a locale such as C.UTF-8 or en_US.UTF-8.",
                    id="portal.E002",
                )
            )
    return errors
