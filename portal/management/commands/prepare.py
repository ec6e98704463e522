"""Compile the catalogues and collect the static files, if their sources have changed.

Both go to the folder of this release in the data folder: the code may be read-only, and another release may be serving.
"""

import fcntl
import hashlib
import io
import os
import shutil
from importlib.metadata import version
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import BaseCommand, call_command
from django.utils.translation.reloader import translation_file_changed

from portal.assets import storage as static_storage
from portal.operations.error_log import FOLDER_MODE

# The file in the folder of a release with the path of its checkout.
SOURCE = "source"


class Command(BaseCommand):
    help = "Compiles the catalogues and collects the static files, if their sources have changed."
    requires_system_checks = ()

    def handle(self, **options):
        settings.PORTAL_DATA.mkdir(parents=True, exist_ok=True)
        with (settings.PORTAL_DATA / "prepare.turn").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two processes that start together would delete each other's files
            restrict_folders()
            claim_build()
            delete_old_builds()
            catalogues = "compiled" if compile_catalogues() else "up to date"
            static_files = "collected" if collect_static_files() else "up to date"
        if options["verbosity"]:
            self.stdout.write(f"Catalogues: {catalogues}. Static files: {static_files}.")


def restrict_folders():
    """Take the folders whose names and content concern nobody else away from other users of the system."""
    for name in ("files", "log"):
        folder = settings.PORTAL_DATA / name
        folder.mkdir(exist_ok=True)
        if folder.stat().st_uid == os.geteuid():
            folder.chmod(FOLDER_MODE)


def claim_build():
    """Note in the folder of this release which checkout it is of."""
    settings.PORTAL_BUILD.mkdir(parents=True, exist_ok=True)
    (settings.PORTAL_BUILD / SOURCE).write_text(str(settings.BASE_DIR))


def delete_old_builds():
    """Delete the folders of releases whose checkout has been deleted."""
    for source in settings.PORTAL_BUILDS.glob(f"*/{SOURCE}"):
        if not Path(source.read_text()).is_dir():
            shutil.rmtree(source.parent)


def compile_catalogues():
    """Compile the catalogues that are outdated, and return whether there were any."""
    changed = [(source, compiled) for source, compiled in get_catalogues() if is_outdated(source, compiled)]
    for source, compiled in changed:
        compile_catalogue(source, compiled)
        translation_file_changed(None, compiled)  # clears the translations cached in this process
    return bool(changed)


def get_catalogues():
    """Yield the path of each catalogue and that of its compiled form."""
    for folder, target in zip(settings.PORTAL_CATALOGUES, settings.LOCALE_PATHS, strict=True):
        for source in Path(folder).glob("*/LC_MESSAGES/*.po"):
            yield source, Path(target, source.relative_to(folder)).with_suffix(".mo")


def is_outdated(source, compiled):
    return not compiled.exists() or compiled.stat().st_mtime_ns != source.stat().st_mtime_ns


def compile_catalogue(source, compiled):
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parent.parent.name)
    compiled.parent.mkdir(parents=True, exist_ok=True)
    draft = compiled.with_suffix(".draft")  # one process at a time prepares
    with draft.open("wb") as file:
        write_mo(file, catalogue, use_fuzzy=False)
    os.utime(draft, ns=(source.stat().st_atime_ns, source.stat().st_mtime_ns))  # an older source is a change too
    draft.replace(compiled)


def collect_static_files():
    """Collect the static files if they or the code that builds them has changed, and return whether they have."""
    stamp, fingerprint = settings.PORTAL_BUILD / "static.stamp", get_static_fingerprint()
    changed = not stamp.exists() or stamp.read_text() != fingerprint
    if changed:
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0, stdout=io.StringIO())
        stamp.write_text(fingerprint)
    staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = staticfiles_storage.load_manifest()
    return changed


def get_static_fingerprint():
    """Return a hash of all static files and of the code and packages that build them."""
    digest = hashlib.sha256(f"{version('django')} {version('whitenoise')} {version('rcssmin')}".encode())
    digest.update(Path(static_storage.__file__).read_bytes())
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(path.encode() + Path(storage.path(path)).read_bytes())
    return digest.hexdigest()
