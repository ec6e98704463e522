"""What the portal asks of its database: checked by `manage.py check --database default`, and at every start."""

from django.core.checks import Error
from django.db import connections

OLDEST = 15
QUESTION = """
SELECT current_setting('server_version_num')::int / 10000, getdatabaseencoding() = 'UTF8' AND lower('É') = 'é'
  AND to_tsvector('simple', '«é»') = to_tsvector('simple', 'é')
"""


def faults(cursor):
    """A sentence for each thing that makes a database unfit: its age, or a locale to which É and é are strangers."""
    version, knows_accents = cursor.execute(QUESTION).fetchone()
    if version < OLDEST:
        yield f"The database is PostgreSQL {version}; the portal needs {OLDEST} or newer."
    if not knows_accents:
        yield (
            "The database's locale does not know É: "
            "create it with ENCODING 'UTF8' and LC_CTYPE 'C.UTF-8' or another UTF-8."
        )


def check_database(app_configs, databases, **kwargs):
    """Django's system check of the same."""
    errors = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            errors += [Error(fault, id="portal.E001") for fault in faults(cursor)]
    return errors
