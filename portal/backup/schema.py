"""The schema of a database: which migrations it has, and the way to those that a backup names."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from portal.backup.errors import BackupError
from portal.backup.tables import execute


def read_migrations():
    """Return the applied migrations as sorted "app.name"."""
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def check_migrations(names):
    """Raise BackupError if this version of the code lacks one of the migrations."""
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if unknown := sorted(set(names) - known):
        raise BackupError(
            f"The backup was made by a newer version of the portal, or another one: it has {unknown[-1]}, which this "
            "version does not. Restore it with that version or a newer one."
        )


def make_executor(nodes):
    """Return an executor for some migrations, [(app, name)].

    A squashed migration takes the place of those that it replaces, unless only some of these are wanted.
    """
    executor = MigrationExecutor(connection, report_migration)
    loader = executor.loader
    loader.replace_migrations = all(nodes.issuperset(migration.replaces) for migration in loader.replacements.values())
    loader.build_graph()
    return executor


def report_migration(action, migration=None, fake=False):
    """Check constraints after each migration: a table with checks to come cannot be altered by the next one."""
    if action == "apply_success":
        execute("SET CONSTRAINTS ALL IMMEDIATE")
        execute("SET CONSTRAINTS ALL DEFERRED")


def migrate_to(names):
    """Create the tables of an empty database by exactly these migrations, in the current transaction."""
    nodes = {tuple(name.split(".", 1)) for name in names}
    executor = make_executor(nodes)
    squashed = set(executor.loader.replacements)
    wanted = nodes | squashed if executor.loader.replace_migrations else nodes - squashed
    graph = executor.loader.graph.node_map
    targets = [
        node for node in wanted if node in graph and not any(child.key in wanted for child in graph[node].children)
    ]
    executor.migrate(targets)
    # Django also records a squashed migration where all those that it replaces are applied.
    if set(MigrationRecorder(connection).applied_migrations()) - squashed != nodes - squashed:
        raise BackupError("The migrations that the backup names do not lead to the tables that it was made of.")


def list_pending_migrations():
    """Return the migrations that the database lacks as "app.name", in the order of their application."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]
