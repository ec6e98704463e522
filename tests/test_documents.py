"""Documentation: links work, commands run, and the variables that it names are read."""

import os
import re
import shlex
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import get_commands, load_command_class
from django.db import connection

from tests.support.processes import build_database_url
from tests.support.template_database import drop_database

ROOT = settings.BASE_DIR
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "portal" / "permissions.md"])
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)(?:#([\w-]+))?\)")
PATH = re.compile(r"`((?:portal|programs|news|workinggroup|alliances|templates|static|tests|docs|locale)/[\w./-]+)`")
MANAGEMENT_COMMAND = re.compile(r"(?:manage\.py|osh-portal) ([a-z_]+)((?: (?:--[\w-]+(?:[ =]\S+)?|[\w.]+))*)")
VARIABLE = re.compile(r"`((?:PORTAL_[A-Z_]+)|DATABASE_URL)`")
# Variables of the tests alone, which CONTRIBUTING.md names.
OF_TESTS = {"PORTAL_NU_CHECKER", "PORTAL_RENEW_JOURNEYS", "PORTAL_REQUIRE_BROWSER", "PORTAL_REQUIRE_NU_CHECKER"}

each_document = pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)


def anchors(path):
    """Return the anchors of the headings of a document."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def targets():
    return set(re.findall(r"^([a-z-]+):.*##", (ROOT / "Makefile").read_text(), re.MULTILINE))


@each_document
def test_document_links_to_what_exists(path):
    for link, fragment in LINK.findall(path.read_text()):
        target = (path.parent / link).resolve()
        assert target.exists(), link
        assert not fragment or fragment in anchors(target), f"{link}#{fragment}"


@each_document
def test_document_names_paths_that_exist(path):
    names = PATH.findall(path.read_text())
    assert not [name for name in names if not ((ROOT / name).exists() or (ROOT / "templates" / name).exists())]


@each_document
def test_document_names_make_targets_that_exist(path):
    prose = re.sub(r"^```.*?^```", lambda block: "\n".join(f"`{line}" for line in block[0].splitlines()),
                   path.read_text(), flags=re.DOTALL | re.MULTILINE)  # fmt: skip
    assert set(re.findall(r"`make ([a-z][a-z-]*)", prose)) <= targets()


@each_document
def test_document_shows_management_commands_that_parse(path):
    for name, arguments in MANAGEMENT_COMMAND.findall(" ".join(re.findall(r"`[^`]+`|^\S.*$", path.read_text(), re.M))):
        if name in get_commands():
            parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
            options = {option for action in parser._actions for option in action.option_strings}
            assert {word for word in shlex.split(arguments) if word.startswith("--")} <= options, name


def test_readme_lists_every_make_target():
    assert {f"make {target}" for target in targets()} <= set(
        re.findall(r"^\| `(make [a-z-]+)`", readme(), re.MULTILINE)
    )


def test_readme_is_short():
    assert readme().count("\n") <= 120


def test_readme_lists_the_variables_that_are_read():
    sources = [*(ROOT / "portal").rglob("*.py"), ROOT / "Makefile"]
    text = "".join(path.read_text() for path in sources)
    groups = re.findall(r'f"(PORTAL_[A-Z_]+_)\{name\}"[^\n]*\s*for name in \(([^)]*)\)', text)
    read = {prefix + name for prefix, names in groups for name in re.findall(r'"([A-Z]+)"', names)}
    read |= set(re.findall(r'environ(?:ment)?(?:\.get\(|\[)"(PORTAL_[A-Z_]+|DATABASE_URL)"', text))
    read |= set(re.findall(r'(?:required|number|choice)\("(\w+)"', text))
    assert set(VARIABLE.findall(readme())) == read - OF_TESTS


def readme():
    return (ROOT / "README.md").read_text()


@pytest.mark.slow
@pytest.mark.django_db
def test_operations_prepare_a_database_from_nothing(tmp_path):
    """The commands of the installation that need no other service, in their order, on an empty database."""
    operations = (ROOT / "docs" / "operations.md").read_text()
    section = operations[operations.index("### 4. ") : operations.index("### 5. ")]
    commands = re.findall(r"^sudo osh-portal ([^#\n]+)", section, re.MULTILINE)
    assert [command.split()[0] for command in commands] == ["prepare", "migrate", "load_content", "check", "doctor"]
    name = f"{connection.settings_dict['NAME']}_installed"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    environment = {
        "PATH": os.environ["PATH"], "PORTAL_DATA": str(tmp_path), "PORTAL_BEHIND_PROXY": "1",
        "DATABASE_URL": build_database_url(settings.PORTAL_SERVER_DATABASE, name),
        "PORTAL_OWNER_DATABASE_URL": build_database_url(connection.settings_dict, name),
        "PORTAL_HOSTS": "portal.example", "PORTAL_SECRET_KEY": "a long random text " * 4,
    }  # fmt: skip
    try:
        for command in commands:
            call = [sys.executable, "manage.py", *shlex.split(command)]
            done = subprocess.run(call, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
            assert done.returncode == 0, (command, done.stdout, done.stderr)
    finally:
        drop_database(name)
