"""Refuses a string of the interface that is not in Spanish and in French: missing, untranslated, fuzzy or obsolete.

It needs xgettext, and reads a copy of the source, since extraction leaves files beside the templates.
"""

import io
import shutil
import sys
import tempfile
from contextlib import chdir
from pathlib import Path

import django
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management import BaseCommand, call_command
from django.test.utils import override_settings

LEFT_OUT = (".*", "__pycache__", "tests", "static", "*.mo")
CATALOGUE = "LC_MESSAGES/django.po"


class Command(BaseCommand):
    help = "Checks that every string of the interface is translated."
    requires_system_checks = ()

    def handle(self, **options):
        if not shutil.which("xgettext"):
            sys.exit("check_catalogues needs xgettext: install the gettext package of your system.")
        languages = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        strings = extracted(settings.BASE_DIR)
        faults = [line for language in languages for line in faults_of(language, strings)]
        faults += [line for language in languages for line in override_faults(language, strings)]
        if faults:
            sys.exit("\n".join((*faults, f"{len(faults)} strings to mend: run `make messages` and translate them.")))
        self.stdout.write(f"Catalogues: all {len(strings)} strings are in {' and '.join(languages)}.")


def extracted(source):
    """Every string of the source, as a catalogue without translations."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "source")
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns(*LEFT_OUT, "locale"))
        (copy / "locale").mkdir()
        with chdir(copy), override_settings(LOCALE_PATHS=[copy / "locale"]):
            call_command("makemessages", locale=["es"], keep_pot=True, verbosity=0)
        return read(copy / "locale" / "django.pot")


def read(path, language=None):
    # A template leaves the number of plural forms open, which Babel does not read.
    text = path.read_text(encoding="utf-8").replace(
        "nplurals=INTEGER; plural=EXPRESSION;", "nplurals=2; plural=(n != 1);"
    )
    return read_po(io.StringIO(text), locale=language)


def faults_of(language, strings):
    path = Path(settings.LOCALE_PATHS[0], language, CATALOGUE)
    if not path.exists():
        yield f"{path}: there is no such catalogue."
        return
    catalogue = read(path, language)
    for string in filter(is_a_string, strings):
        fault = fault_of(catalogue.get(string.id, string.context))
        if fault:
            yield f"{language}: {place(string)}: {fault}: {string.id!r}"
    for message, errors in catalogue.check():
        yield f"{language}: {place(message)}: {'; '.join(map(str, errors))}: {message.id!r}"
    known = {(string.id, string.context) for string in strings}
    for message in (*filter(is_a_string, catalogue), *catalogue.obsolete.values()):
        if (message.id, message.context) not in known:
            yield f"{language}: obsolete: {message.id!r}"


def override_faults(language, strings):
    """Yield a line for each override of a string of Django that Django does not have, or that our own catalogue has."""
    django_strings = set()
    for path in Path(django.__file__).parent.rglob(f"locale/{language}/LC_MESSAGES/django*.mo"):
        with path.open("rb") as file:
            django_strings |= {get_object_key(message) for message in read_mo(file)}
    own = {get_object_key(string) for string in strings}
    for folder in settings.LOCALE_PATHS[1:]:
        for message in filter(is_a_string, read(Path(folder, language, CATALOGUE), language)):
            if get_object_key(message) not in django_strings:
                yield f"{language}: Django has no such string: {message.id!r}"
            elif get_object_key(message) in own:
                yield f"{language}: in the portal's own catalogue, too: {message.id!r}"
            elif fault := fault_of(message):
                yield f"{language}: {fault}: {message.id!r}"


def get_object_key(message):
    """Return what tells a string from others: its singular and its context."""
    return message.id if isinstance(message.id, str) else message.id[0], message.context


def is_a_string(message):
    return bool(message.id)  # the first entry is the catalogue's header


def fault_of(translation):
    if translation is None:
        return "missing"
    if translation.fuzzy:
        return "fuzzy"
    texts = translation.string if isinstance(translation.string, tuple) else (translation.string,)
    return "" if all(texts) else "untranslated"


def place(message):
    return ", ".join(f"{file}:{line}" for file, line in message.locations) or "no place"
