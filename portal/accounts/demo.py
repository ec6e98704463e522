"""The demo's editors: an administrator, the secretariat, and one of each other role for each country.

They are for the embedded mode alone, where the portal is tried: an installation has none of them.
"""

import secrets
from typing import NamedTuple

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.models import Group

from portal.accounts.models import Editor
from portal.permissions import Role
from portal.records.models import Country


class Person(NamedTuple):
    """Who someone of the demo is."""

    name: str
    role: str
    country: str
    languages: tuple
    interface_language: str
    time_zone: str


WASHINGTON, MEXICO, OTTAWA = "America/New_York", "America/Mexico_City", "America/Toronto"
PEOPLE = (
    Person("us-contributor", Role.CONTRIBUTOR, "US", ("en",), "en", WASHINGTON),
    Person("us-translator", Role.TRANSLATOR, "US", ("es",), "en", WASHINGTON),
    Person("us-publisher", Role.PUBLISHER, "US", ("en",), "en", WASHINGTON),
    Person("mx-contributor", Role.CONTRIBUTOR, "MX", ("es",), "es", MEXICO),
    Person("mx-translator", Role.TRANSLATOR, "MX", ("en", "fr"), "es", MEXICO),
    Person("mx-publisher", Role.PUBLISHER, "MX", ("es",), "es", MEXICO),
    Person("ca-contributor", Role.CONTRIBUTOR, "CA", ("en", "fr"), "fr", OTTAWA),
    Person("ca-translator", Role.TRANSLATOR, "CA", ("fr",), "fr", OTTAWA),
    Person("ca-publisher", Role.PUBLISHER, "CA", ("en", "fr"), "en", OTTAWA),
    Person("secretariat", Role.SECRETARIAT, "", ("en", "es", "fr"), "en", WASHINGTON),
)
NAMES = ("admin", *(person.name for person in PEOPLE))


def make(person):
    """One editor of the demo, who cannot sign in yet."""
    editor = Editor.objects.create_user(
        person.name, f"{person.name}@portal.invalid", is_staff=True, languages=list(person.languages),
        interface_language=person.interface_language, time_zone=person.time_zone,
    )  # fmt: skip
    editor.groups.set(Group.objects.filter(name=person.role))
    editor.countries.set(Country.objects.filter(code=person.country))
    return editor


def make_editors():
    """Makes those of the demo whom no start before this one has made; whoever was deleted since the first stays so."""
    if Editor.objects.filter(username__in=[person.name for person in PEOPLE]).exists():
        return []
    return [make(person) for person in PEOPLE]


def give(password, editors):
    """The password to each who has another one; it is hashed once, which takes long on purpose."""
    right = {kept: check_password(password, kept) for kept in {editor.password for editor in editors}}
    if others := [editor.pk for editor in editors if not right[editor.password]]:
        Editor.objects.filter(pk__in=others).update(password=make_password(password))


def welcome(wanted, say):
    """Brings the demo's editors, and says how to sign in. A random password is shown once: only its hash is kept."""
    new = make_editors()
    if not Editor.objects.filter(username="admin").exists():
        new.append(Editor.objects.create_superuser("admin", "admin@portal.invalid"))
    password = wanted or (secrets.token_urlsafe(12) if new else "")
    give(password, Editor.objects.filter(username__in=NAMES) if wanted else new)
    names = Editor.objects.filter(username__in=NAMES).order_by("pk").values_list("username", flat=True)
    say(f"Editors of the demo: {', '.join(names)}.")
    if wanted:
        say("Sign in as any of them with the password of PORTAL_DEMO_PASSWORD.")
    elif new:
        made = "any of them" if len(new) == len(names) else " or ".join(editor.username for editor in new)
        say(f"Sign in as {made}. Password: {password}")
    else:
        say("Sign in as any of them; the first start showed the password (PORTAL_DEMO_PASSWORD sets one).")
