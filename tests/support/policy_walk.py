"""Walking through the admin as someone: who asks, what the answer means in the words of the policy, what it wrote."""

from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db import connection, transaction
from django.test import Client

from portal.permissions import Role
from tests.support import factories

EVERYONE = (*Role, "nobody", "anonymous")
COUNTRYLESS = {Role.SECRETARIAT, Role.ADMINISTRATOR}
WRITING = ("INSERT", "UPDATE", "DELETE")
NO_RECORD = "portal_presence"  # who has a form open

SETTINGS = {
    "SESSION_ENGINE": "django.contrib.sessions.backends.cache",
    "AUTHENTICATION_BACKENDS": ["tests.support.policy_walk.Known"],
    "MIDDLEWARE": [*settings.MIDDLEWARE, "tests.support.policy_walk.NotShownAgain"],
    "DEBUG_PROPAGATE_EXCEPTIONS": True,  # a fault is not made a page of
}


class Known(ModelBackend):
    """Those who walk are looked up once, not at each request; what they may do is asked of the database as ever."""

    people = {}

    def get_user(self, user_id):
        return self.people.get(user_id)


class NotShownAgain:
    """Middleware: a page that only shows again what was sent is not made, where the walk asks for that."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        if response.status_code == 200 and request.method == "POST" and "tests.not_shown_again" in request.environ:
            response.content = b""
        return response


class Walker(Client):
    """A client that keeps the answer alone: what the templates were given is of no use here, and slow to copy."""

    def request(self, **request):
        return self.handler(self._base_environ(**request))


class Person:
    """Someone who asks: with a role in Mexico, or everywhere; a translator into Spanish; or nobody in particular."""

    def __init__(self, name, **fields):
        self.name = name
        self.editor, self.client = None, Walker()
        if name != "anonymous":
            countries = () if name in COUNTRYLESS else ("MX",)
            roles = [name] if name in Role else ()
            languages = ["es"] if name == Role.TRANSLATOR else []
            self.editor = factories.editor(**{"roles": roles, "countries": countries, "languages": languages, **fields})
            Known.people[self.editor.pk] = self.editor
            self.client.force_login(self.editor)


def refusal(response):
    """How the admin refused, in the words of the policy; None where it did not."""
    location = response.headers.get("Location", "")
    asks_to_sign_in = response.status_code == 403 and b'name="resume-username"' in response.content
    if location.startswith("/admin/login/") or asks_to_sign_in:
        return "login"
    if response.status_code == 404 or location == "/admin/":
        return "none"
    return "no" if response.status_code in (403, 405) else None


@contextmanager
def written():
    """The statements that write while it lasts."""
    found = []

    def watch(execute, sql, *rest):
        if sql.startswith(WRITING) and NO_RECORD not in sql:
            found.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield found


@contextmanager
def undone():
    """What happens in here is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
