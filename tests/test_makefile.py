"""The set-up of .venv by the Makefile, with packages of the test's own and without a network."""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile

import pytest
from django.conf import settings

pytestmark = pytest.mark.slow
METADATA = "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n"
WHEEL = "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
RECORD = "tiny.py,,\ntiny-1.0.dist-info/METADATA,,\ntiny-1.0.dist-info/WHEEL,,\ntiny-1.0.dist-info/RECORD,,\n"
# Stands for the portal: shows what it was called with, and that its package is installed.
MANAGE = "import sys, tiny\nprint(tiny.ANSWER, *sys.argv[1:])\n"


def write_wheel(folder):
    """Write the wheel of a package and return its SHA-256."""
    path = folder / "tiny-1.0-py3-none-any.whl"
    folder.mkdir()
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr("tiny.py", "ANSWER = 42\n")
        for name, content in (("METADATA", METADATA), ("WHEEL", WHEEL), ("RECORD", RECORD)):
            wheel.writestr(f"tiny-1.0.dist-info/{name}", content)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def call_make(folder, *arguments, **environment):
    """Call make without a network for pip. Return the status and all output."""
    variables = {"PATH": os.environ["PATH"], "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_RETRIES": "0", **environment}
    done = subprocess.run(
        ["make", f"PYTHON={sys.executable}", *arguments],
        cwd=folder,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.fixture
def checkout(tmp_path):
    """Return a committed checkout with the Makefile, one required package, and that package's wheel beside it."""
    digest = write_wheel(tmp_path / "index")
    folder = tmp_path / "año 1"
    folder.mkdir()
    shutil.copy(settings.BASE_DIR / "Makefile", folder)
    (folder / "requirements.txt").write_text(f"tiny==1.0 --hash=sha256:{digest}\n")
    (folder / "manage.py").write_text(MANAGE)
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.org")
    for command in (("init", "--quiet"), ("add", "."), (*identity, "commit", "--quiet", "--message", "Start")):
        subprocess.run(["git", *command], cwd=folder, check=True)
    return folder


def test_bundle_installs_without_network(checkout, tmp_path):
    status, output = call_make(checkout, "bundle", PIP_NO_INDEX="1", PIP_FIND_LINKS=str(tmp_path / "index"))
    assert status == 0, output
    assert output.splitlines()[-1].startswith("Bundle: osh-portal-bundle.tar.gz, for Linux ")
    with tarfile.open(checkout / "osh-portal-bundle.tar.gz") as bundle:
        bundle.extractall(tmp_path / "other", filter="data")
    shutil.rmtree(tmp_path / "index")
    status, output = call_make(tmp_path / "other" / "osh-portal-bundle", "run", "ADDRESS=0.0.0.0")
    assert status == 0, output
    assert output.splitlines()[-1] == "42 run --port 8000 --address 0.0.0.0"
    assert "Packages: 1 being installed" in output


def test_failed_download_ends_make(checkout):
    status, output = call_make(checkout, "run")
    assert status != 0
    assert "tiny" in output
    assert not (checkout / ".venv" / "requirements.txt").exists()
