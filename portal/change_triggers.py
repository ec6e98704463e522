"""Triggers by which PostgreSQL notifies every process of changes to the tables that public pages show.

Migrations create them with the operation NotifyChanges. A test compares them with the tables of all models.
"""

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.operations.base import Operation

from portal.i18n.languages import LANGUAGES

CHANNEL = "portal_pages"
FUNCTION = "portal_notify_change"
TRIGGER = "portal_page_change"
# Tables of the portal's apps that no public page reads.
HIDDEN_TABLES = frozenset(
    {
        "portal_accountmail",
        "portal_approval",
        "portal_auditevent",
        "portal_draft",
        "portal_editor",
        "portal_editor_countries",
        "portal_editor_groups",
        "portal_editor_user_permissions",
        "portal_loadedrecord",
        "portal_notification",
        "portal_presence",
        "portal_preview",
        "portal_recorduse",
        "portal_release",
        "portal_releasemember",
        "portal_schedulecheck",
        "portal_signinattempt",
    }
)
# Queries and writers name the partitions of the search index; all of them count as the one table.
SEARCH_TABLE = "portal_searchrow"
PARTITIONS = {f"{SEARCH_TABLE}_{language}": SEARCH_TABLE for language in LANGUAGES}
# The stored dumps of the open data, which are files, count as a table.
DUMPS = "portal_dumps"


def get_shown_tables():
    """Return the tables that public pages may read, with those of many-to-many relations."""
    configs = [apps.get_app_config(label) for label in settings.PORTAL_APPS]
    models = [model for config in configs for model in config.get_models(include_auto_created=True)]
    return frozenset(model._meta.db_table for model in models) - HIDDEN_TABLES


def get_trigger_sql(table, name=None):
    """Return the statement that creates the trigger of a table, which notifies under another `name` if one is given."""
    argument = f"'{name}'" if name else ""
    return (
        f'CREATE TRIGGER {TRIGGER} AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON "{table}"'
        f" FOR EACH STATEMENT EXECUTE FUNCTION {FUNCTION}({argument})"
    )


def notify_change(name):
    """Notify of a change that no trigger sees."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, name])


class CreateNotifyFunction(Operation):
    """Create the function of the triggers. Its payload is the argument of the trigger, or the name of its table.

    PostgreSQL sends equal notifications of one transaction once, so that a batch load notifies once for each table.
    """

    reversible = True

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(
            f"CREATE FUNCTION {FUNCTION}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN PERFORM pg_notify('{CHANNEL}', coalesce(TG_ARGV[0], TG_TABLE_NAME::text)); RETURN NULL; END $$"
        )

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        schema_editor.execute(f"DROP FUNCTION {FUNCTION}()")

    def describe(self):
        return "Create the function that notifies of changes"


class NotifyChanges(Operation):
    """Notify of changes to some tables, under another `name` if one is given."""

    reversible = True

    def __init__(self, *tables, name=None):
        self.tables = tables
        self.name = name

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        for table in self.tables:
            schema_editor.execute(get_trigger_sql(table, self.name))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        for table in self.tables:
            schema_editor.execute(f'DROP TRIGGER {TRIGGER} ON "{table}"')

    def describe(self):
        return f"Notify of changes to {', '.join(self.tables)}"
