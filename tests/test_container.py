"""The files for containers: their variables, paths and commands."""

import re

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

FOLDER = settings.BASE_DIR / ".container"


def read(name):
    return (FOLDER / name).read_text()


@pytest.fixture(scope="module")
def services():
    return yaml.safe_load(read("compose.yaml"))["services"]


def test_example_has_every_variable_of_compose():
    used = set(re.findall(r"\$\{(\w+)", read("compose.yaml")))
    given = set(re.findall(r"^(\w+)=", read("example.env"), re.MULTILINE))
    assert used == given


def test_portal_gets_variables_of_readme(services):
    readme = (settings.BASE_DIR / "README.md").read_text()
    variables = services["portal"]["environment"]
    assert [name for name in variables if f"`{name}`" not in readme] == []
    assert {"DATABASE_URL", "PORTAL_SECRET_KEY", "PORTAL_HOSTS"} <= variables.keys()


def test_database_roles_get_their_passwords(services):
    read_by_sql = set(re.findall(r"^\\getenv \w+ (\w+)", read("database.sql"), re.MULTILINE))
    assert read_by_sql <= services["database"]["environment"].keys()
    roles = set(re.findall(r"CREATE ROLE (\w+)", read("database.sql")))
    urls = " ".join(services["portal"]["environment"].values())
    assert set(re.findall(r"postgresql://(\w+):", urls)) == roles


def test_image_starts_a_command_of_the_portal():
    arguments = re.findall(r'"([^"]+)"', re.search(r"^CMD \[(.*)\]", read("Containerfile"), re.MULTILINE)[1])
    assert arguments[0] in get_commands()


def test_mounted_files_exist(services):
    mounts = [mount.split(":")[0] for service in services.values() for mount in service.get("volumes", ())]
    files = [mount for mount in mounts if mount.startswith("./")]
    assert files == ["./database.sql"]
    assert all((FOLDER / file).is_file() for file in files)
    assert (FOLDER / services["portal"]["build"]["context"] / services["portal"]["build"]["dockerfile"]).is_file()
