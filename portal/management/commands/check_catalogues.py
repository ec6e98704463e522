"""Check that the catalogues are complete: no string is missing, untranslated, fuzzy or obsolete.

The command needs xgettext. It works on a copy of the source, because extraction leaves files beside the templates.
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

IGNORED_PATTERNS = (".*", "__pycache__", "tests", "static", "*.mo")
CATALOGUE = "LC_MESSAGES/django.po"


class Command(BaseCommand):
    help = "Checks that every string of the interface is translated."
    requires_system_checks = ()

    def handle(self, **options):
        if not shutil.which("xgettext"):
            sys.exit("check_catalogues needs xgettext: install the gettext package of your system.")
        languages = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
        strings = extract_strings(settings.BASE_DIR)
        problems = [line for language in languages for line in find_problems(language, strings)]
        problems += [line for language in languages for line in find_override_problems(language, strings)]
        if problems:
            summary = f"{len(problems)} problems: run `make messages` and translate the strings."
            sys.exit("\n".join((*problems, summary)))
        self.stdout.write(f"Catalogues: all {len(strings)} strings are in {' and '.join(languages)}.")


def extract_strings(source):
    """Return the strings of the source as a catalogue without translations."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "source")
        shutil.copytree(source, copy, ignore=shutil.ignore_patterns(*IGNORED_PATTERNS, "locale"))
        (copy / "locale").mkdir()
        with chdir(copy), override_settings(LOCALE_PATHS=[copy / "locale"]):
            call_command("makemessages", locale=["es"], keep_pot=True, verbosity=0)
        return read_catalogue(copy / "locale" / "django.pot")


def read_catalogue(path, language=None):
    # A template has placeholders for the plural forms, which Babel cannot parse.
    text = path.read_text(encoding="utf-8").replace(
        "nplurals=INTEGER; plural=EXPRESSION;", "nplurals=2; plural=(n != 1);"
    )
    return read_po(io.StringIO(text), locale=language)


def find_problems(language, strings):
    """Yield a line for each problem of a language's catalogue."""
    path = Path(settings.PORTAL_CATALOGUES[0], language, CATALOGUE)
    if not path.exists():
        yield f"{path}: the catalogue does not exist."
        return
    catalogue = read_catalogue(path, language)
    for string in filter(is_string, strings):
        problem = get_problem(catalogue.get(string.id, string.context))
        if problem:
            yield f"{language}: {format_locations(string)}: {problem}: {string.id!r}"
    for message, errors in catalogue.check():
        yield f"{language}: {format_locations(message)}: {'; '.join(map(str, errors))}: {message.id!r}"
    known = {(string.id, string.context) for string in strings}
    for message in (*filter(is_string, catalogue), *catalogue.obsolete.values()):
        if (message.id, message.context) not in known:
            yield f"{language}: obsolete: {message.id!r}"


def find_override_problems(language, strings):
    """Yield a line for each override of a string of Django that Django does not have, or that our own catalogue has."""
    django_strings = set()
    for path in Path(django.__file__).parent.rglob(f"locale/{language}/LC_MESSAGES/django*.mo"):
        with path.open("rb") as file:
            django_strings |= {get_message_key(message) for message in read_mo(file)}
    own = {get_message_key(string) for string in strings}
    for folder in settings.PORTAL_CATALOGUES[1:]:
        for message in filter(is_string, read_catalogue(Path(folder, language, CATALOGUE), language)):
            if get_message_key(message) not in django_strings:
                yield f"{language}: Django has no such string: {message.id!r}"
            elif get_message_key(message) in own:
                yield f"{language}: in the portal's own catalogue, too: {message.id!r}"
            elif problem := get_problem(message):
                yield f"{language}: {problem}: {message.id!r}"


def get_message_key(message):
    """Return (singular, context), which identifies a message."""
    return message.id if isinstance(message.id, str) else message.id[0], message.context


def is_string(message):
    return bool(message.id)  # the first entry is the header


def get_problem(translation):
    if translation is None:
        return "missing"
    if translation.fuzzy:
        return "fuzzy"
    texts = translation.string if isinstance(translation.string, tuple) else (translation.string,)
    return "" if all(texts) else "untranslated"


def format_locations(message):
    return ", ".join(f"{file}:{line}" for file, line in message.locations) or "no location"
