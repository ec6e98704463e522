"""Demo editors for embedded mode: an administrator, a secretariat, and an editor of each other role for each country.

Production installations have no demo editors.
"""

import secrets
from typing import NamedTuple

from django.contrib.auth.hashers import check_password, is_password_usable, make_password
from django.contrib.auth.models import Group

from portal.accounts.models import Editor
from portal.permissions import Role
from portal.records.models import Country


class DemoEditor(NamedTuple):
    """The account data of a demo editor."""

    username: str
    role: str
    country: str
    languages: tuple
    interface_language: str
    time_zone: str


WASHINGTON, MEXICO, OTTAWA = "America/New_York", "America/Mexico_City", "America/Toronto"
DEMO_EDITORS = (
    DemoEditor("us-contributor", Role.CONTRIBUTOR, "US", ("en",), "en", WASHINGTON),
    DemoEditor("us-translator", Role.TRANSLATOR, "US", ("es",), "en", WASHINGTON),
    DemoEditor("us-publisher", Role.PUBLISHER, "US", ("en",), "en", WASHINGTON),
    DemoEditor("mx-contributor", Role.CONTRIBUTOR, "MX", ("es",), "es", MEXICO),
    DemoEditor("mx-translator", Role.TRANSLATOR, "MX", ("en", "fr"), "es", MEXICO),
    DemoEditor("mx-publisher", Role.PUBLISHER, "MX", ("es",), "es", MEXICO),
    DemoEditor("ca-contributor", Role.CONTRIBUTOR, "CA", ("en", "fr"), "fr", OTTAWA),
    DemoEditor("ca-translator", Role.TRANSLATOR, "CA", ("fr",), "fr", OTTAWA),
    DemoEditor("ca-publisher", Role.PUBLISHER, "CA", ("en", "fr"), "en", OTTAWA),
    DemoEditor("secretariat", Role.SECRETARIAT, "", ("en", "es", "fr"), "en", WASHINGTON),
)
DEMO_USERNAMES = ("admin", *(demo.username for demo in DEMO_EDITORS))


def create_editor(demo):
    """Create a demo editor without a usable password."""
    editor = Editor.objects.create_user(
        demo.username, f"{demo.username}@portal.invalid", is_staff=True, languages=list(demo.languages),
        interface_language=demo.interface_language, time_zone=demo.time_zone,
    )  # fmt: skip
    editor.groups.set(Group.objects.filter(name=demo.role))
    editor.countries.set(Country.objects.filter(code=demo.country))
    return editor


def create_editors():
    """Create the demo editors at the first start and return them.

    If any of them exists, return []: later starts do not recreate editors that were deleted.
    """
    if Editor.objects.filter(username__in=[demo.username for demo in DEMO_EDITORS]).exists():
        return []
    return [create_editor(demo) for demo in DEMO_EDITORS]


def set_password(password, editors):
    """Set the password of those editors who have another one. It is hashed only once, because hashing is slow."""
    hashes = {editor.password for editor in editors}
    # Django hashes something for a password that cannot be used, so that all checks take as long.
    is_current = {encoded: is_password_usable(encoded) and check_password(password, encoded) for encoded in hashes}
    if pks := [editor.pk for editor in editors if not is_current[editor.password]]:
        Editor.objects.filter(pk__in=pks).update(password=make_password(password))


def prepare_demo(given_password, report):
    """Create the demo editors and report how to sign in, by calling `report` with each line of text.

    Without `given_password`, new editors get a random password that is reported only now.
    """
    new = create_editors()
    if not Editor.objects.filter(username="admin").exists():
        new.append(Editor.objects.create_superuser("admin", "admin@portal.invalid"))
    password = given_password or (secrets.token_urlsafe(12) if new else "")
    set_password(password, Editor.objects.filter(username__in=DEMO_USERNAMES) if given_password else new)
    names = Editor.objects.filter(username__in=DEMO_USERNAMES).order_by("pk").values_list("username", flat=True)
    report(f"Editors of the demo: {', '.join(names)}.")
    if given_password:
        report("Sign in as any of them with the password of PORTAL_DEMO_PASSWORD.")
    elif new:
        new_names = "any of them" if len(new) == len(names) else " or ".join(editor.username for editor in new)
        report(f"Sign in as {new_names}. Password: {password}")
    else:
        report("Sign in as any of them; the first start showed the password (PORTAL_DEMO_PASSWORD sets one).")
