"""Management commands as processes: `run`, `prepare` and `check_catalogues`."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from babel.messages.mofile import read_mo
from django.conf import settings
from django.core.management import CommandError, call_command

from portal.embedded_postgres.roles import OWNER
from portal.embedded_postgres.server import get_database_settings, is_server_running, run_server
from portal.management.commands import check_catalogues, prepare
from portal.management.commands.run import check_port, get_home
from portal.management.progress import MigrationProgress
from tests.support.processes import get_worker_ids
from tests.support.servers import wait_until

needs_gettext = pytest.mark.skipif(not shutil.which("xgettext"), reason="xgettext is not installed")
CATALOGUE = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8"

{}
"""


def kill_workers(process):
    """Kill all processes that serve, and wait until there are as many new ones."""
    killed = set(get_worker_ids(process))
    for worker in killed:
        os.kill(int(worker), signal.SIGKILL)
    assert wait_until(lambda: len(set(get_worker_ids(process)) - killed) == len(killed))


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def data(tmp_path):
    """Return a temporary data folder with mode 0700, so that root's cluster is in /var/lib."""
    yield tmp_path / "data"
    home = tmp_path / "data" / "postgres"
    if home.is_symlink():
        shutil.rmtree(home.resolve())
        with suppress(OSError):  # another test, or another portal, has a folder there
            home.readlink().parent.rmdir()


@contextmanager
def running(data, port, *arguments, **environment):
    """Start `manage.py run` in its own session, as a terminal does."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run", "--port", str(port), *arguments],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "PORTAL_DATA": str(data), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        process.wait(60)
        process.stdout.close()


def first_answer(process, port, patience=150, address="127.0.0.1"):
    """Wait up to `patience` seconds for a page."""
    began = time.monotonic()
    while process.poll() is None and time.monotonic() < began + patience:
        try:
            with urllib.request.urlopen(f"http://{address}:{port}/en/") as page:
                assert page.status == 200
                return
        except urllib.error.HTTPError as error:
            pytest.fail(f"{error.url} answers {error.code}")
        except urllib.error.URLError:
            time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # what it wrote can be read once it has ended
    pytest.fail(f"no answer: {process.stdout.read()}")


def end(process, number):
    # Ctrl-C reaches every process of the terminal's group, a supervisor's SIGTERM the command alone.
    (os.killpg if number == signal.SIGINT else os.kill)(process.pid, number)
    output = process.stdout.read()
    return process.wait(30), output


def is_gone(group):
    """Return whether the command and its children have ended, after a short wait."""
    end = time.monotonic() + 5
    while members(group) and time.monotonic() < end:
        time.sleep(0.05)
    return not members(group)


def members(group):
    """Return the living processes of a process group, without zombies."""
    names = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, its_group = path.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                names.append(path.parent.name)
    return names


@pytest.mark.slow
def test_run_serves_restarts_and_cleans_up(data, port):
    """One test, because each start takes seconds."""
    with running(data, port) as process:
        first_answer(process, port)
        status, output = end(process, signal.SIGINT)
    assert status == 0
    assert "Traceback" not in output
    password = re.search(r"Sign in as any of them. Password: (\S+)", output)[1]
    assert output.splitlines()[-1].startswith(f"The portal is at http://127.0.0.1:{port}/ ")
    assert re.search(r"^Migrations: \d+ to apply\.$", output, re.MULTILINE)
    assert not is_server_running(data)
    assert is_gone(process.pid)

    with running(data, port, "--address", "0.0.0.0") as process:  # noqa: S104 - for the time of the test
        first_answer(process, port, address="127.0.0.2")
        kill_workers(process)
        first_answer(process, port, address="127.0.0.2")
        status, output = end(process, signal.SIGTERM)
    assert status == 0
    assert "Others can reach it at 0.0.0.0" in output
    assert "Catalogues: up to date. Static files: up to date." in output  # what makes a second start quick
    assert "0 rows created, 0 updated" in output
    assert password not in output
    assert "the first start showed the password" in output
    assert not is_server_running(data)

    with run_server(data):
        parts = get_database_settings(data, OWNER)
        with psycopg.connect(
            host=parts["HOST"], user=parts["USER"], password=parts["PASSWORD"], dbname=parts["NAME"], port=parts["PORT"]
        ) as database:
            database.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('news', '0006_kept', now())")
    with running(data, port, PORTAL_DEMO_PASSWORD="of our own choice") as process:
        output = process.stdout.read()
        assert process.wait(60) == 1
    assert output.splitlines()[-1].startswith(
        "The database was made by another version of the portal (it has news.0006_"
    )
    assert "PORTAL_DATA" in output.splitlines()[-1]


@pytest.mark.parametrize("number", [0, -1, 65536])
def test_run_reports_invalid_port(number):
    with pytest.raises(SystemExit, match=rf"Port {number} cannot be used \(there is no such port\)"):
        check_port(number)


@pytest.mark.parametrize(
    ("address", "reason"),
    [("portal.example", "is not an IP address"), ("192.0.2.1", "This machine has no address")],
    ids=["name", "foreign"],
)
def test_run_reports_invalid_address(address, reason):
    with pytest.raises(SystemExit, match=reason):
        check_port(free_port(), address)


@pytest.mark.parametrize(
    ("address", "home"),
    [
        ("127.0.0.1", "http://127.0.0.1:81"), ("192.0.2.1", "http://192.0.2.1:81"),
        ("0.0.0.0", "http://127.0.0.1:81"),  # noqa: S104 - nothing is bound to it
        ("::", "http://[::1]:81"), ("2001:db8::1", "http://[2001:db8::1]:81"),
    ],
)  # fmt: skip
def test_run_names_address_for_a_browser(address, home):
    assert get_home(81, address) == home


def test_migrations_are_counted_as_they_end():
    lines = []
    output = MigrationProgress(lines.append, 3)
    output.progress.interval = 0
    for text in (
        "Running migrations:\n",
        "  Applying news.0001_initial...",
        " OK\n",
        "  Applying news.0002...",
        " OK\n",
    ):
        output.write(text)
    assert lines == ["Migrations: 1 of 3", "Migrations: 2 of 3"]


@pytest.mark.slow
def test_run_reports_used_port(data, port):
    with socket.create_server(("127.0.0.1", port)), running(data, port) as process:
        output = process.stdout.read()
        assert process.wait(60) == 1
    assert output.splitlines()[-1].startswith(f"Port {port} cannot be used (address already in use)")
    assert "make run PORT=" in output
    assert "Migrations" not in output


@pytest.mark.slow
def test_run_reports_unreachable_database(tmp_path, port):
    real = {
        "DATABASE_URL": f"postgresql://portal@127.0.0.1:{port}/portal",
        "PORTAL_SECRET_KEY": "a key of the tests, long enough and of no use elsewhere",
        "PORTAL_HOSTS": "portal.example",
    }
    with running(tmp_path, free_port(), **real) as process:
        output = process.stdout.read()
        assert process.wait(60) == 1
    assert output.startswith("The database cannot be reached: ")
    assert output.count("\n") == 1


def test_prepare_compiles_changed_catalogues_without_fuzzy(tmp_path, settings):
    settings.PORTAL_CATALOGUES, settings.LOCALE_PATHS = [tmp_path / "source"], [tmp_path / "data"]
    source = tmp_path / "source" / "es" / "LC_MESSAGES" / "django.po"
    compiled = tmp_path / "data" / "es" / "LC_MESSAGES" / "django.mo"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE.format('msgid "Yes"\nmsgstr "Sí"\n\n#, fuzzy\nmsgid "No"\nmsgstr "Noes"'))
    source.parent.chmod(0o555)
    assert prepare.compile_catalogues()
    with compiled.open("rb") as file:
        assert {message.id: message.string for message in read_mo(file) if message.id} == {"Yes": "Sí"}
    assert not prepare.compile_catalogues()
    os.utime(source, (0, 0))  # an older file, put back
    assert prepare.compile_catalogues()
    assert list(source.parent.iterdir()) == [source]  # nothing is written beside the source
    assert list(compiled.parent.iterdir()) == [compiled]


def test_prepare_restricts_folders(tmp_path, settings):
    settings.PORTAL_DATA = tmp_path
    (tmp_path / "files").mkdir(mode=0o755)
    prepare.restrict_folders()
    assert {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()} == {"files": 0o750, "log": 0o750}


def test_prepare_deletes_builds_of_deleted_releases(settings, tmp_path):
    settings.PORTAL_BUILDS = tmp_path / "builds"
    (tmp_path / "releases" / "2").mkdir(parents=True)
    for release in ("1", "2"):
        settings.PORTAL_BUILD = settings.PORTAL_BUILDS / release
        settings.BASE_DIR = tmp_path / "releases" / release
        prepare.claim_build()
    (settings.PORTAL_BUILDS / "1" / "static").mkdir()
    prepare.delete_old_builds()
    assert [path.name for path in settings.PORTAL_BUILDS.iterdir()] == ["2"]


def test_prepare_collects_only_changed_files(capsys):
    call_command("prepare")
    assert capsys.readouterr().out == "Catalogues: up to date. Static files: up to date.\n"


@needs_gettext
def test_catalogues_have_no_date_of_creation(tmp_path, monkeypatch, settings):
    (tmp_path / "a.py").write_text('_ = gettext\n_("Été")\n')
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    for _ in range(2):
        call_command("makemessages", locale=["es"], verbosity=0)
        catalogue = (tmp_path / "locale" / "es" / "LC_MESSAGES" / "django.po").read_text()
        assert 'msgid "Été"' in catalogue
        assert "POT-Creation-Date" not in catalogue


@needs_gettext
def test_all_strings_are_extracted(tmp_path):
    (tmp_path / "views.py").write_text('from django.utils.translation import gettext as _\n_("From code")\n')
    (tmp_path / "page.html").write_text('{% load i18n %}{% translate "From a page" %}')
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_x.py").write_text('_("From a test")')
    assert {message.id for message in check_catalogues.extract_strings(tmp_path) if message.id} == {
        "From code",
        "From a page",
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == ["page.html", "tests", "views.py"]


def test_catalogue_errors_are_listed(tmp_path, settings):
    settings.PORTAL_CATALOGUES = [tmp_path]
    strings = tmp_path / "django.pot"
    strings.write_text(
        CATALOGUE.format(
            "\n\n".join(f'#: a.py:1\nmsgid "{name}"\nmsgstr ""' for name in ["good", "new", "empty", "vague"])
        )
    )
    source = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(
        CATALOGUE.format(
            'msgid "good"\nmsgstr "bueno"\n\nmsgid "empty"\nmsgstr ""\n\n#, fuzzy\nmsgid "vague"\nmsgstr "vago"\n\n'
            'msgid "gone"\nmsgstr "ido"\n\n#~ msgid "old"\n#~ msgstr "viejo"'
        )
    )
    assert list(check_catalogues.find_problems("es", check_catalogues.read_catalogue(strings))) == [
        "es: a.py:1: missing: 'new'",
        "es: a.py:1: untranslated: 'empty'",
        "es: a.py:1: fuzzy: 'vague'",
        "es: obsolete: 'gone'",
        "es: obsolete: 'old'",
    ]


def test_override_errors_are_listed(tmp_path, settings):
    settings.PORTAL_CATALOGUES = [tmp_path, tmp_path]
    strings = tmp_path / "django.pot"
    strings.write_text(CATALOGUE.format('#: a.py:1\nmsgid "Save"\nmsgstr ""'))
    source = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    texts = {"Save": "Guardar", "Log out": "Salir", "View site": "", "Not of Django": "De nadie"}
    source.write_text(CATALOGUE.format("\n\n".join(f'msgid "{key}"\nmsgstr "{text}"' for key, text in texts.items())))
    assert list(check_catalogues.find_override_problems("es", check_catalogues.read_catalogue(strings))) == [
        "es: in the portal's own catalogue, too: 'Save'",
        "es: untranslated: 'View site'",
        "es: Django has no such string: 'Not of Django'",
    ]


def test_catalogue_check_without_gettext_is_one_line_error(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises((SystemExit, CommandError), match="needs xgettext"):
        call_command("check_catalogues")


@pytest.mark.parametrize("command", [["run_scheduled"], ["load_content"], ["migrate"]], ids=" ".join)
def test_lost_database_is_named_in_one_line(command):
    environment = {
        **os.environ, "DATABASE_URL": f"postgresql://nobody@127.0.0.1:{free_port()}/nothing",
        "PORTAL_HOSTS": "portal.invalid", "PORTAL_SECRET_KEY": "a-key-for-this-test-" + "0123456789" * 4,
    }  # fmt: skip
    result = subprocess.run(
        [sys.executable, "manage.py", *command], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 1
    [line] = result.stderr.splitlines()
    assert line.startswith("The database cannot be reached: ")
    assert "Connection refused" in line
