"""The operations page: its commands parse, its SQL makes the two roles, and its servers accept their configuration."""

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from portal.checks import get_database_errors
from portal.database_roles import get_owner_errors, get_role_errors, grant_privileges
from portal.embedded_postgres.cluster import Cluster, get_binaries, get_server_user, run_pg_command
from portal.embedded_postgres.server import get_database_settings, run_server
from tests.support.servers import SYSTEM_PATH

TEXT = (settings.BASE_DIR / "docs" / "operations.md").read_text()
PASSWORDS = {"doc": "choose-a-password", "doc_owner": "choose-another-password"}


def get_blocks(language):
    """Return the code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def get_statements():
    """Return the statements that create the roles and the database, one a line, with names that no test has."""
    [block] = [block for block in get_blocks("sh") if "CREATE ROLE" in block]
    sql = re.search(r"<<'SQL'\n(.*?)^SQL$", block, re.MULTILINE | re.DOTALL)[1]
    sql = re.sub(r"\bportal_owner\b", "doc_owner", re.sub(r"\bportal\b", "doc", sql))
    return "".join(f"{' '.join(statement.split())}\n" for statement in sql.split(";") if statement.strip())


@pytest.fixture(scope="module")
def documented():
    """Yield a function that connects as a role of the documented statements."""
    folder = Path(tempfile.mkdtemp(prefix="osh-test-", dir="/tmp"))
    folder.chmod(0o755)
    data = folder / "data"
    with run_server(data, durable=False):
        pass
    home = (data / "postgres").resolve()
    cluster = Cluster(home, get_binaries(home, get_server_user(data)), get_server_user(data))
    command = ("postgres", "--single", "-D", cluster.folder, "portal")
    output = run_pg_command(cluster, *command, input=get_statements().encode())
    assert b"ERROR" not in output, output
    with (cluster.folder / "pg_hba.conf").open("a") as file:
        file.write("local doc doc,doc_owner scram-sha-256\n")

    def connect(role):
        host = get_database_settings(data)["HOST"]
        return psycopg.connect(host=host, dbname="doc", user=role, password=PASSWORDS[role], autocommit=True)

    with run_server(data, durable=False):
        yield connect
    shutil.rmtree(folder)


@pytest.mark.slow
def test_documented_roles_are_those_that_the_portal_wants(documented):
    with documented("doc_owner") as owner, documented("doc") as server:
        assert list(get_database_errors(owner)) == list(get_owner_errors(owner)) == list(get_role_errors(server)) == []
        assert list(get_role_errors(owner))
        assert list(get_owner_errors(server))
        owner.execute("CREATE TABLE early (id serial)")
        grant_privileges(owner, "doc")
        owner.execute("CREATE TABLE late (id serial)")
        for table in ("early", "late"):
            server.execute(f"INSERT INTO {table} DEFAULT VALUES")
            assert server.execute(f"DELETE FROM {table} RETURNING id").fetchone() == (1,)  # noqa: S608
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                server.execute(f"DROP TABLE {table}")


@pytest.mark.parametrize("block", get_blocks("sh"), ids=lambda block: block.split("\n")[0][:40])
def test_shell_commands_parse(block):
    done = subprocess.run(["sh", "-n"], input=block, text=True, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr


def test_service_starts_the_server_with_known_options():
    [unit] = [block for block in get_blocks("ini") if "granian" in block]
    words = shlex.split(re.search(r"^ExecStart=((?:.*\\\n)*.*)$", unit, re.MULTILINE)[1].replace("\\\n", " "))
    assert Path(words[0]).name == "granian"
    done = subprocess.run([sys.executable, "-m", "granian", "--help"], capture_output=True, text=True, check=True)
    assert {word for word in words if word.startswith("--")} <= set(re.findall(r"--[\w-]+", done.stdout))
    module, name = words[-1].split(":")
    assert f"\n{name} = " in (settings.BASE_DIR / Path(*module.split("."))).with_suffix(".py").read_text()


def test_nginx_accepts_the_configuration(tmp_path):
    program = shutil.which("nginx", path=SYSTEM_PATH)
    if not program:
        pytest.skip("there is no nginx on this machine (apt-get install nginx-light)")
    blocks = get_blocks("nginx")
    configuration = blocks[0].replace("location / {", f"{blocks[1]}\n location / {{")
    configuration = re.sub(r"ssl_(certificate|certificate_key|reject_handshake)\s.*;", "", configuration)
    configuration = configuration.replace("443 ssl", "127.0.0.1:8443").replace("listen 80;", "listen 127.0.0.1:8080;")
    configuration = configuration.replace("/var/log/nginx", str(tmp_path))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {tmp_path}/{kind};" for kind in kinds)
    main = tmp_path / "nginx.conf"
    main.write_text(f"pid {tmp_path}/pid; events {{}} http {{ {folders}\n{configuration} }}")
    command = [program, "-t", "-e", str(tmp_path / "errors.log"), "-c", str(main)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr
