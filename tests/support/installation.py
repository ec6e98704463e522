"""An installation by the operations page, on a machine without systemd and beside others.

The commands of the page run as they are, except for paths, ports, the name of the account, and what `STUBS` replaces.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path

import pytest
from django.conf import settings

from tests.support.servers import SYSTEM_PATH, wait_until

DOCUMENT = (settings.BASE_DIR / "docs" / "operations.md").read_text()
COPIED = (
    "manage.py",
    "locale",
    "static",
    "templates",
    "requirements.txt",
    "pyproject.toml",
    "docs",
    *settings.PORTAL_APPS,
)
# The account of the portal, which every Unix has, in place of one to be made.
ACCOUNT, GROUP = "nobody", "nogroup"
STUBS = {
    "useradd": "exit 0",
    # sudo [-u USER] [NAME=VALUE] COMMAND
    "sudo": """
        if [ "$1" = -u ]; then as="setpriv --reuid $2 --regid $(id -g $2) --clear-groups"; shift 2; fi
        case "$1" in *=*) export "$1"; shift;; esac
        exec $as "$@" """,
    # git clone --branch VERSION REPOSITORY FOLDER: the code of that release
    "git": 'exec cp -R "$ROOT/source/$3/." "$5"',
    # python3 -m venv FOLDER: an environment that has the packages of the tests, so that nothing is installed
    "python3": """
        "$PYTHON" -m venv --without-pip "$3"
        echo "$PACKAGES" > "$(echo "$3"/lib/python3*/site-packages)/tests.pth"
        { echo "#!$3/bin/python"; tail -n +2 "$ENVIRONMENT/bin/granian"; } > "$3/bin/granian"
        chmod 755 "$3/bin/granian" """,
    "nginx": 'exec "$NGINX_PROGRAM" -c "$ROOT/etc/nginx/nginx.conf" -e "$ROOT/var/log/nginx/error.log" "$@"',
    # systemctl enable|disable|reload|daemon-reload [--now] UNIT
    "systemctl": """
        for unit; do :; done
        case "$1 $unit" in
        "reload nginx") nginx -s reload;;
        "enable "*@*)
            env -i PATH="$PATH" ROOT="$ROOT" sh "$ROOT/units/$unit" < /dev/null >> "$ROOT/units/$unit.log" 2>&1 &
            echo $! > "$ROOT/units/$unit.pid";;
        "disable "*@*) kill "$(cat "$ROOT/units/$unit.pid")"; while [ -e "$ROOT/units/$unit.pid" ]; do sleep 0.1; done;;
        esac""",
}
# A unit: its environment, folder, mask and account, and the file that says that it has ended.
UNIT = """
run() {{
    set -a; . {environment}; set +a; umask {mask}; cd {folder}
    exec setpriv --reuid {user} --regid {group} --init-groups --no-new-privs env -u ROOT {command}
}}
trap 'kill $child' TERM
run & child=$!
wait $child; status=$?
while kill -0 $child 2> /dev/null; do wait $child; status=$?; done
echo $status > "$ROOT/units/{name}.status"
rm "$ROOT/units/{name}.pid"
"""


def find_python():
    """Return a Python of the version of this one that the account of the portal can run, or skip the test."""
    check = f"import sys; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    for python in (Path(sys.executable).resolve(), Path("/usr/bin/python3")):
        command = ["setpriv", "--reuid", ACCOUNT, "--regid", GROUP, "--clear-groups", "env", python, "-c", check]
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return str(python)
    return pytest.skip(f"the account {ACCOUNT} cannot run Python {sys.version_info[0]}.{sys.version_info[1]}")


def get_section(title):
    """Return a section of the page, up to the next heading of its level or a higher one."""
    level, _, _ = title.partition(" ")
    start = DOCUMENT.index(f"\n{title}")
    end = re.search(rf"^#{{2,{len(level)}}} ", DOCUMENT[start + len(title) :], re.MULTILINE)
    return DOCUMENT[start : start + len(title) + end.start()]


def get_blocks(section, language):
    return re.findall(rf"^```{language}\n(.*?)^```", section, re.MULTILINE | re.DOTALL)


class Installation:
    """Everything that the page installs, in one folder. `ports` are those of HTTPS, HTTP and the two services."""

    def __init__(self, root, ports, database_port):
        self.root = root
        self.ports = ports
        self.database_port = database_port
        for name in ("stubs", "units", "source", "etc/nginx/sites-available", "etc/nginx/sites-enabled", "etc/ssl",
                     "usr/local/bin", "var/log/nginx", "run"):  # fmt: skip
            (root / name).mkdir(parents=True, exist_ok=True)
        for name, script in STUBS.items():
            self.write(f"stubs/{name}", f"#!/bin/sh\n{script}\n", 0o755)
        self.environment = {
            "PATH": f"{root}/stubs:{root}/usr/local/bin:{SYSTEM_PATH}", "ROOT": str(root), "LC_ALL": "C.UTF-8",
            "PGPORT": str(database_port), "NGINX_PROGRAM": shutil.which("nginx", path=SYSTEM_PATH) or "",
            "PYTHON": find_python(), "ENVIRONMENT": sys.prefix, "PACKAGES": sysconfig.get_path("purelib"),
        }  # fmt: skip

    def translate(self, text):
        """Return a text of the page with the paths, ports and account of this installation."""
        text = re.sub(
            r"(?<![\w.])/(?=(?:opt|var/opt|var/backups|usr/local/bin|etc|var/log/nginx|run)/(?:osh-portal|nginx|ssl|portal))",
            f"{self.root}/", text,
        )  # fmt: skip
        text = re.sub(r"--reuid portal --regid portal", f"--reuid {ACCOUNT} --regid {GROUP}", text)
        text = re.sub(r"-u portal\b", f"-u {ACCOUNT}", re.sub(r"-o portal -g portal", f"-o {ACCOUNT} -g {GROUP}", text))
        text = text.replace("User=portal", f"User={ACCOUNT}").replace("Group=portal", f"Group={GROUP}")
        text = text.replace("@localhost/", f"@localhost:{self.database_port}/")
        text = text.replace("listen 443 ", f"listen 127.0.0.1:{self.ports[0]} ")
        text = text.replace("listen 80;", f"listen 127.0.0.1:{self.ports[1]};")
        for port, ours in zip(("8000", "8001"), self.ports[2:], strict=True):
            text = re.sub(rf"\b{port}\b", str(ours), text)
        return text

    def write(self, name, text, mode=0o644):
        path = self.root / name
        path.write_text(text)
        path.chmod(mode)
        return path

    def run(self, script, **environment):
        """Run a script of the page as root, and return its output. Nothing is installed with pip."""
        script = re.sub(r"^.*/pip install(?:.*\\\n)*.*\n", "", self.translate(script), flags=re.MULTILINE)
        done = subprocess.run(
            ["sh", "-e", self.write("commands", script)], text=True, capture_output=True, check=False, cwd=self.root,
            env={**self.environment, **environment}, stdin=subprocess.DEVNULL, timeout=600,
        )  # fmt: skip
        assert done.returncode == 0, f"{script}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def copy_source(self, release):
        """Copy the code of this checkout as that of a release, and return its folder."""
        folder = self.root / "source" / release
        folder.mkdir()
        ignore = shutil.ignore_patterns("__pycache__")
        for name in COPIED:
            source = settings.BASE_DIR / name
            copy = shutil.copytree if source.is_dir() else shutil.copy
            copy(source, folder / name, **({"ignore": ignore} if source.is_dir() else {}))
        subprocess.run(["chmod", "-R", "a+rX", folder], check=True)
        return folder

    def write_unit(self, port):
        """Write a script that does what the unit of the service says."""
        [unit] = get_blocks(get_section("### 5. "), "ini")
        unit = self.translate(unit).replace("\\\n", " ").replace("%i", str(port))
        values = dict(re.findall(r"^(\w+)=(.*)$", unit, re.MULTILINE))
        name = f"osh-portal@{port}"
        script = UNIT.format(
            name=name, environment=values["EnvironmentFile"], mask=values["UMask"], folder=values["WorkingDirectory"],
            user=values["User"], group=values["Group"], command=values["ExecStart"],
        )  # fmt: skip
        self.write(f"units/{name}", script)

    def get_exit_status(self, port):
        path = self.root / "units" / f"osh-portal@{port}.status"
        return path.read_text().strip() if path.exists() else None

    def get_log(self, port):
        return (self.root / "units" / f"osh-portal@{port}.log").read_text()

    def stop(self):
        """End nginx and the services."""
        pids = [*self.root.glob("units/*.pid"), *self.root.glob("run/nginx.pid")]
        for path in pids:
            with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
                os.kill(int(path.read_text()), signal.SIGTERM)
        assert wait_until(lambda: not any(Path(path).exists() for path in pids))
