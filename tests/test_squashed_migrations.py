"""Squashed migrations: a new database is as one that has had all the migrations that they replace."""

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations import RunSQL
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def load_migrations(*, squashed):
    """Return a loader that takes the squashed migrations, or those that they replace, and the last ones of each app."""
    loader = MigrationLoader(None)
    loader.replace_migrations = squashed
    loader.build_graph()
    return loader, [node for node in loader.graph.leaf_nodes() if squashed or node not in loader.replacements]


def get_statements(*, squashed):
    """Return what the migrations do to the database besides models: SQL and triggers."""
    loader, leaves = load_migrations(squashed=squashed)
    nodes = {node for leaf in leaves for node in loader.graph.forwards_plan(leaf)}
    migrations = [loader.graph.nodes[node] for node in nodes if node[0] in settings.PORTAL_APPS]
    statements = set()
    for operation in (operation for migration in migrations for operation in migration.operations):
        if isinstance(operation, RunSQL):
            statements.add((str(operation.sql), str(operation.reverse_sql)))
        elif type(operation).__module__.startswith("portal."):
            name, tables = getattr(operation, "name", None), getattr(operation, "tables", ("",))
            statements |= {(type(operation), name, table) for table in tables}
    return statements


@pytest.mark.parametrize("squashed", [True, False], ids=["squashed", "single"])
def test_migrations_lead_to_the_models(squashed):
    loader, leaves = load_migrations(squashed=squashed)
    detector = MigrationAutodetector(loader.project_state(leaves), ProjectState.from_apps(apps))
    assert detector.changes(graph=loader.graph) == {}


def test_squashed_migrations_run_the_same_statements():
    statements = get_statements(squashed=True)
    assert statements == get_statements(squashed=False)
    assert len(statements) > len(settings.PORTAL_APPS)


@pytest.mark.parametrize("app", settings.PORTAL_APPS)
def test_squashed_migration_asks_for_no_more(app):
    """A database in which a section is up to date and the portal is not can be upgraded."""
    loader = MigrationLoader(None)
    [squashed] = [migration for key, migration in loader.replacements.items() if key[0] == app]
    replaced = [dependency for key in squashed.replaces for dependency in loader.disk_migrations[key].dependencies]
    assert set(squashed.dependencies) <= set(replaced)
