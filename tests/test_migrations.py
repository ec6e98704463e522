"""New migrations can be applied while the previous release serves."""

import tomllib

import pytest
from django.conf import settings
from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Q

from tests.support.migration_rules import get_problems

# The last migration of each app from before the rule.
BEFORE = {"alliances": 6, "news": 7, "portal": 20, "programs": 12, "workinggroup": 8}


VERSION = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]


def removes_unused(migration):
    """Return whether a migration says that an earlier release has stopped to use what it removes."""
    release = getattr(migration, "unused_since", None)
    return bool(release) and parse_version(release) < parse_version(VERSION)


def parse_version(version):
    return tuple(int(number) for number in version.split("."))


def build(*operations):
    migration = Migration("0002_change", "news")
    migration.operations = operations
    return migration


@pytest.fixture
def state():
    """Two models before a migration."""
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("title", models.CharField(max_length=20)),
        ("note", models.TextField(null=True)),
        ("parent", models.ForeignKey("news.Item", models.CASCADE, null=True)),
    ]
    state = ProjectState()
    state.add_model(ModelState("news", "Item", fields))
    state.add_model(ModelState("news", "Tag", [("id", models.BigAutoField(primary_key=True))]))
    return state


def test_new_migrations_can_run_while_the_old_release_serves():
    loader = MigrationLoader(None)
    new = [key for key in loader.disk_migrations if int(key[1][:4]) > BEFORE.get(key[0], 9999)]
    problems = [
        problem
        for key in sorted(new)
        if not removes_unused(loader.disk_migrations[key])
        for problem in get_problems(loader.disk_migrations[key], loader.project_state(key, at_end=False))
    ]
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(("release", "accepted"), [("0.0.9", True), (VERSION, False), (None, False)])
def test_removal_waits_for_the_next_release(release, accepted):
    migration = build(ops.DeleteModel("Tag"))
    migration.unused_since = release
    assert removes_unused(migration) == accepted


def test_rule_covers_all_apps():
    assert set(BEFORE) == set(settings.PORTAL_APPS)


@pytest.mark.parametrize(
    "operation",
    [
        ops.RemoveField("item", "note"),
        ops.RenameField("item", "note", "remark"),
        ops.RenameModel("Tag", "Label"),
        ops.DeleteModel("Tag"),
        ops.AlterModelTable("item", "news_entry"),
        ops.AddField("item", "place", models.CharField(max_length=20, default="")),
        ops.AddField("item", "tag", models.ForeignKey("news.Tag", models.CASCADE)),
        ops.AddConstraint("item", models.UniqueConstraint(fields=["title"], name="title")),
        ops.AddConstraint("item", models.CheckConstraint(condition=~Q(title=""), name="title")),
        ops.AlterField("item", "note", models.TextField()),
        ops.AlterField("item", "title", models.CharField(max_length=10)),
        ops.AlterField("item", "title", models.IntegerField()),
        ops.AlterField("item", "title", models.CharField(max_length=20, unique=True)),
        ops.SeparateDatabaseAndState(database_operations=[ops.RemoveField("item", "note")]),
    ],
    ids=lambda operation: operation.describe(),
)
def test_breaking_operation_is_found(state, operation):
    [problem] = get_problems(build(operation), state)
    assert problem.startswith("news.0002_change: ")


@pytest.mark.parametrize(
    "operation",
    [
        ops.AddField("item", "place", models.CharField(max_length=20, null=True)),
        ops.AddField("item", "place", models.CharField(max_length=20, default="", db_default="")),
        ops.AddField("item", "tags", models.ManyToManyField("news.Tag")),
        ops.AddField("item", "tag", models.ForeignKey("news.Tag", models.CASCADE, null=True)),
        ops.CreateModel("Place", [("id", models.BigAutoField(primary_key=True)), ("name", models.TextField())]),
        ops.AddIndex("item", models.Index(fields=["title"], name="title")),
        ops.RemoveConstraint("item", "title"),
        ops.AlterField("item", "title", models.CharField(max_length=40)),
        ops.AlterField("item", "title", models.TextField()),
        ops.AlterField("item", "note", models.TextField(null=True, verbose_name="note")),
        ops.AlterField("item", "title", models.CharField(max_length=20, null=True)),
        ops.AlterField("item", "parent", models.ForeignKey("news.Item", models.SET_NULL, null=True)),
        ops.SeparateDatabaseAndState(state_operations=[ops.RemoveField("item", "note")]),
        ops.RunSQL("SELECT 1"),
    ],
    ids=lambda operation: operation.describe(),
)
def test_additive_operation_is_accepted(state, operation):
    assert list(get_problems(build(operation), state)) == []


def test_new_table_may_have_any_field_and_constraint(state):
    create = ops.CreateModel("Place", [("id", models.BigAutoField(primary_key=True))])
    field = ops.AddField("place", "item", models.ForeignKey("news.Item", models.CASCADE))
    constraint = ops.AddConstraint("place", models.UniqueConstraint(fields=["item"], name="item"))
    assert list(get_problems(build(create, field, constraint), state)) == []


def test_rows_are_not_changed_under_the_lock_of_a_table(state):
    field = ops.AddField("item", "place", models.TextField(null=True))
    [problem] = get_problems(build(field, ops.RunSQL("UPDATE news_item SET place = ''")), state)
    assert "holds the lock" in problem
