"""The operations page on this machine: Debian's PostgreSQL, nginx, the units' commands, and an upgrade without a pause.

Needs root. The accounts, folders and ports are those of `Installation`.
"""

import json
import os
import pwd
import re
import secrets
import shutil
import ssl
import subprocess
import tempfile
from pathlib import Path

import pytest

from tests.support.https import Browser, Visitors
from tests.support.installation import ACCOUNT, GROUP, Installation, get_blocks, get_section
from tests.support.servers import fetch, get_free_port, is_open, require_program, run_program

pytestmark = pytest.mark.slow
CLUSTER = f"osh-test-{os.getpid()}"
EDITOR = """
from django.contrib.auth.models import Group
from portal.accounts.models import Editor
from portal.records.models import Country
editor = Editor.objects.create_user("maria", password="a long password", is_staff=True)
editor.groups.set(Group.objects.filter(name="contributor"))
editor.countries.set(Country.objects.filter(code="US"))
"""
NGINX = """
user www-data; pid {root}/run/nginx.pid; daemon off; events {{}}
http {{ access_log {root}/var/log/nginx/access.log; {folders} include {root}/etc/nginx/sites-enabled/*; }}
"""
# What each page of the new release has.
RELEASE = '<meta name="release" content="1.1">'
MIGRATION = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("news", "{previous}")]
    operations = [migrations.AddField("newsitem", "venue", models.CharField(max_length=200, default="", db_default=""))]
"""


def get_postgres_version():
    versions = [int(path.name) for path in Path("/usr/lib/postgresql").glob("*") if path.name.isdecimal()]
    return str(max(versions))


@pytest.fixture(scope="module")
def database_port():
    """The port of a cluster that is made by Debian's tools, and dropped afterwards."""
    if os.geteuid() != 0:
        pytest.skip("accounts and rights can be tested by root only")
    create = require_program("pg_createcluster", "postgresql", "PORTAL_REQUIRE_POSTGRESQL")
    port, version = get_free_port(), get_postgres_version()
    options = [f"--pgoption={name}=off" for name in ("fsync", "synchronous_commit", "full_page_writes")]
    command = [create, "--start", "--port", str(port), *options, version, CLUSTER]
    subprocess.run(command, check=True, capture_output=True)
    yield port
    subprocess.run(["pg_dropcluster", "--stop", version, CLUSTER], check=True, capture_output=True)


@pytest.fixture(scope="module")
def installation(database_port):
    """A portal that is installed by steps 1 to 6 of the page and serves, with nginx before it."""
    nginx = require_program("nginx", "nginx-light", "PORTAL_REQUIRE_NGINX")
    root = Path(tempfile.mkdtemp(prefix="osh-test-", dir="/tmp"))
    root.chmod(0o755)
    installation = Installation(root, [get_free_port() for _ in range(4)], database_port)
    command = [nginx, "-c", str(root / "etc/nginx/nginx.conf"), "-e", str(root / "var/log/nginx/error.log")]
    try:
        install(installation)
        with run_program(command, lambda: all(is_open(port) for port in installation.ports[:3])):
            yield installation
    finally:
        installation.stop()
        shutil.rmtree(root)


def install(installation):
    """Do what the steps say."""
    installation.copy_source("1.0")
    installation.run(get_blocks(get_section("### 1. "), "sh")[0])
    installation.run(get_blocks(get_section("### 2. "), "sh")[0])
    write_settings(installation)
    installation.run(load_less("".join(get_blocks(get_section("### 4. "), "sh"))))
    installation.write_unit(installation.ports[2])
    installation.write_unit(installation.ports[3])
    installation.run("".join(get_blocks(get_section("### 5. "), "sh")))
    write_nginx_configuration(installation)


def make_release(installation, release):
    """Make another release: with a migration, another style sheet, and its name on every page."""
    folder = installation.copy_source(release)
    migrations = folder / "news/migrations"
    *_, previous = sorted(path.stem for path in migrations.glob("0*.py"))
    name = f"{int(previous[:4]) + 1:04}_newsitem_venue.py"
    (migrations / name).write_text(MIGRATION.format(previous=previous))
    base = folder / "templates/base.html"
    base.write_text(base.read_text().replace("<title", f"{RELEASE}<title", 1))
    with next((folder / "static/css/components").glob("*.css")).open("a") as file:
        file.write(".release { color: red; }\n")


def get_children(pid_file):
    """Return the IDs of the processes that a process has started."""
    pid = pid_file.read_text().strip()
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def get_venues(installation):
    """Return the values of the column that the upgrade adds."""
    output = installation.run("sudo -u postgres psql -A -t -d portal -c 'SELECT DISTINCT venue FROM news_newsitem'")
    return set(output.removesuffix("\n").split("\n"))


def check_error_log(installation, port):
    """Cause an error, and find it in the output of the service as a line of JSON."""
    fetch(port, "/en/", Host="unknown.example")
    lines = [json.loads(line) for line in installation.get_log(port).splitlines() if line.startswith("{")]
    assert any("unknown.example" in str(line) for line in lines)


def load_less(script):
    """Load the content of all pages only, which takes a tenth of the time."""
    assert script.count(" load_content") == 1
    return script.replace(" load_content", " load_content /opt/osh-portal/current/portal/content/*.yaml")


def write_settings(installation):
    """Write the files of step 3 with the rights that it names."""
    server, owner, command = get_blocks(get_section("### 3. "), "sh")
    server = server.replace("50 random characters or more", secrets.token_urlsafe(64))
    path = installation.write("etc/osh-portal.env", installation.translate(server), 0o640)
    shutil.chown(path, "root", GROUP)
    installation.write("etc/osh-portal-owner.env", installation.translate(owner), 0o600)
    installation.write("usr/local/bin/osh-portal", installation.translate(command), 0o755)


def write_nginx_configuration(installation):
    root = installation.root
    configuration = get_blocks(get_section("### 6. "), "nginx")[0]
    installation.write("etc/nginx/sites-available/osh-portal", installation.translate(configuration))
    (root / "etc/nginx/sites-enabled/osh-portal").symlink_to("../sites-available/osh-portal")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    folders = "".join(f"{kind}_temp_path {root}/{kind};" for kind in kinds)
    installation.write("etc/nginx/nginx.conf", NGINX.format(root=root, folders=folders))
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=portal.example",
         "-addext", "subjectAltName=DNS:portal.example", "-keyout", root / "etc/ssl/portal.example.key",
         "-out", root / "etc/ssl/portal.example.pem"], check=True, capture_output=True,
    )  # fmt: skip


@pytest.fixture
def browser(installation):
    return Browser(installation.ports[0], installation.root / "etc/ssl/portal.example.pem")


@pytest.fixture(scope="module")
def editor(installation):
    """The browser of an editor who has signed in."""
    installation.run('osh-portal shell -c "$SCRIPT"', SCRIPT=EDITOR)
    browser = Browser(installation.ports[0], installation.root / "etc/ssl/portal.example.pem")
    browser.sign_in()
    return browser


def test_pages_are_served_by_https(browser):
    status, headers, text = browser.request("/es/")
    assert status == 200
    assert '<html lang="es' in text
    assert "Strict-Transport-Security" in headers


def test_plain_http_leads_to_https(installation):
    response, _ = fetch(installation.ports[1], "/en/", Host="portal.example", X_Forwarded_Proto=None)
    assert (response.status, response.headers["Location"]) == (301, "https://portal.example/en/")


def test_other_host_gets_no_connection(browser):
    with pytest.raises(ssl.SSLError):
        browser.request("/en/", host="other.example")


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/readyz?for=editors"])
def test_health_checks_answer_supervisors(installation, path):
    assert fetch(installation.ports[2], path, Host=None, X_Forwarded_Proto=None)[0].status == 200


def test_proxy_lets_large_forms_through(browser):
    assert browser.request("/admin/login/", {"login": "x" * 2**21, "password": "x"})[0] == 403  # no token


def test_editor_signs_in_and_saves(editor):
    assert editor.submit("/admin/news/newsitem/add/", title_en="A new rule", date="2026-11-28", _save="1") == 302


def test_service_runs_with_the_rights_of_its_unit(installation):
    [main] = get_children(installation.root / f"units/osh-portal@{installation.ports[2]}.pid")
    status = Path(f"/proc/{main}/status").read_text()
    assert f"Uid:\t{pwd.getpwnam(ACCOUNT).pw_uid}\t" in status
    assert "NoNewPrivs:\t1" in status
    assert b"choose-another-password" not in Path(f"/proc/{main}/environ").read_bytes()


def test_secrets_are_closed_to_the_service(installation):
    command = ["setpriv", "--reuid", ACCOUNT, "--regid", GROUP, "--init-groups", "cat"]
    for name, is_readable in (("osh-portal.env", True), ("osh-portal-owner.env", False)):
        done = subprocess.run([*command, installation.root / "etc" / name], capture_output=True, check=False)
        assert (done.returncode == 0) == is_readable


def test_nightly_backup_is_written(installation):
    section = get_section("### Every night")
    installation.run("".join(get_blocks(section, "sh")))
    [command] = re.findall(r"^ExecStart=(.*)$", section, re.MULTILINE)
    installation.run(f"umask 0027\n{command}")
    [backup] = (installation.root / "var/backups/osh-portal").iterdir()
    assert backup.suffix == ".backup"
    assert backup.stat().st_mode & 0o007 == 0


def test_regular_tasks_run(installation):
    commands = re.findall(r"^\| `(osh-portal [^`]+)` \|", get_section("## Regular tasks"), re.MULTILINE)
    assert len(commands) == 2
    for command in commands:
        installation.run(command)


def test_installation_has_no_problems(installation):
    installation.run("osh-portal doctor")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd on this machine")
def test_systemd_accepts_the_units(installation, tmp_path):
    names = ("osh-portal@.service", "osh-portal-backup.service", "osh-portal-backup.timer")
    units = get_blocks(get_section("### 5. "), "ini") + get_blocks(get_section("### Every night"), "ini")
    for name, unit in zip(names, units, strict=True):
        (tmp_path / name).write_text(installation.translate(unit).replace(f"User={ACCOUNT}", "User=portal"))
    instances = [tmp_path / name.replace("@", f"@{installation.ports[2]}") for name in names]
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *instances], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_upgrade_fails_no_request(installation, browser, editor):
    old, new = installation.ports[2:]
    make_release(installation, "1.1")
    with (installation.root / "etc/osh-portal.env").open("a") as file:
        file.write("PORTAL_LOG_FORMAT='json'\n")
    install, prepare, switch = get_blocks(get_section("## Upgrades"), "sh")
    installation.run(install.replace("sudo RELEASE=releases/1.1 osh-portal rehearse_upgrade", ""))
    with Visitors(browser, editor) as visitors:
        installation.run(load_less(prepare))
        assert RELEASE not in browser.request("/en/")[2]
        installation.run(switch)
        visitors.wait_for(10)
    assert visitors.failures == []
    assert installation.get_exit_status(old) == "0"
    assert RELEASE in browser.request("/en/")[2]
    assert get_venues(installation) == {""}
    check_error_log(installation, new)


def test_visits_are_not_logged(installation):
    folder = installation.root / "var/log/nginx"
    assert [path.name for path in folder.iterdir() if path.name != "error.log" and path.read_text()] == []
