"""Users, client and settings of the permission matrix tests, and how their responses and writes are classified."""

from contextlib import contextmanager

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.db import connection, transaction
from django.test import Client

from portal.permissions import Role
from tests.support import factories

ALL_USERS = (*Role, "nobody", "anonymous")
ROLES_WITHOUT_COUNTRY = {Role.SECRETARIAT, Role.ADMINISTRATOR}
WRITE_STATEMENTS = ("INSERT", "UPDATE", "DELETE")
IGNORED_TABLE = "portal_presence"  # table of editing sessions

SETTINGS = {
    "SESSION_ENGINE": "django.contrib.sessions.backends.cache",
    "AUTHENTICATION_BACKENDS": ["tests.support.policy_walk.CachedUserBackend"],
    "MIDDLEWARE": [*settings.MIDDLEWARE, "tests.support.policy_walk.SkipRedisplayMiddleware"],
    "DEBUG_PROPAGATE_EXCEPTIONS": True,  # exceptions fail the test instead of rendering an error page
}


class CachedUserBackend(ModelBackend):
    """Authentication backend that does not reload the user for each request. Permissions still use the database."""

    people = {}

    def get_user(self, user_id):
        return self.people.get(user_id)


class SkipRedisplayMiddleware:
    """Middleware that skips rendering of a redisplayed form if the test asks for it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_template_response(self, request, response):
        if response.status_code == 200 and request.method == "POST" and "tests.skip_redisplay" in request.environ:
            response.content = b""
        return response


class LeanClient(Client):
    """A client that does not record template contexts, which are slow to copy."""

    def request(self, **request):
        return self.handler(self._base_environ(**request))


class PolicyUser:
    """A user of the matrix: one role in Mexico (or all countries), an editor without role, or an anonymous visitor."""

    def __init__(self, name, **fields):
        self.name = name
        self.editor, self.client = None, LeanClient()
        if name != "anonymous":
            countries = () if name in ROLES_WITHOUT_COUNTRY else ("MX",)
            roles = [name] if name in Role else ()
            languages = ["es"] if name == Role.TRANSLATOR else []
            self.editor = factories.editor(**{"roles": roles, "countries": countries, "languages": languages, **fields})
            CachedUserBackend.people[self.editor.pk] = self.editor
            self.client.force_login(self.editor)


def get_denial(response):
    """Return how the admin denied access ("login", "none" or "no"), None if it did not."""
    location = response.headers.get("Location", "")
    asks_to_sign_in = response.status_code == 403 and b'name="resume-username"' in response.content
    if location.startswith("/admin/login/") or asks_to_sign_in:
        return "login"
    if response.status_code == 404 or location == "/admin/":
        return "none"
    return "no" if response.status_code in (403, 405) else None


@contextmanager
def capture_writes():
    """Collect the SQL statements that write to the database."""
    writes = []

    def watch(execute, sql, *rest):
        if sql.startswith(WRITE_STATEMENTS) and IGNORED_TABLE not in sql:
            writes.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield writes


@contextmanager
def rolled_back():
    """Roll back everything at the end of the block."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
