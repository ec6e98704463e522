"""The two roles of the database: the owner of the tables, and the role that serves and owns nothing.

`manage.py` acts as the owner, because it migrates; a process that serves never knows the owner's password. A SQL
injection can therefore read and write rows, but neither change tables nor run programs. Django's settings import this
module, so it must not import Django.
"""

import getpass
import sys

from psycopg.sql import SQL, Identifier

PRIVILEGES = "SELECT, INSERT, UPDATE, DELETE"
# Tables in which the serving role may do less.
RESTRICTED_TABLES = {
    "auth_group": "SELECT",  # the roles, which migrations create
    "auth_group_permissions": "SELECT",
    "auth_permission": "SELECT",
    "django_migrations": "SELECT",
    "portal_auditevent": "SELECT, INSERT",
}
GRANTS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    f"GRANT {PRIVILEGES} ON ALL TABLES IN SCHEMA public TO {{role}}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {PRIVILEGES} ON TABLES TO {{role}}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {role}",
)
CHECK_QUERY = """
SELECT current_user, rolsuper,
  rolcreaterole OR rolreplication OR rolbypassrls OR pg_has_role('pg_execute_server_program', 'MEMBER')
    OR pg_has_role('pg_read_server_files', 'MEMBER') OR pg_has_role('pg_write_server_files', 'MEMBER'),
  EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace AND pg_has_role(relowner, 'MEMBER'))
    OR (SELECT pg_has_role(datdba, 'MEMBER') FROM pg_database WHERE datname = current_database())
FROM pg_roles WHERE rolname = current_user
"""
MAX_NAME_LENGTH = 63  # of an application, in PostgreSQL
HINT = "Give DATABASE_URL a role that owns nothing, and PORTAL_OWNER_DATABASE_URL the owner (docs/operations.md)."


class CurrentProcess:
    """Whether this process acts as the owner. Processes that it spawns don't, unless they ask for it themselves."""

    is_owner = False


def act_as_owner():
    """Let this process connect as the owner of the tables. Call it before Django's settings are loaded."""
    CurrentProcess.is_owner = True


def name_process():
    """Return the name under which the database knows this process: it is part of entries of the audit log."""
    if not CurrentProcess.is_owner:
        return "portal"
    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container may run as a number that is nobody's
        user = "an unnamed user"
    return f"{' '.join(['manage.py', *sys.argv[1:2]])}, {user}"[:MAX_NAME_LENGTH]


def grant_privileges(cursor, role):
    """Let a role read and write the rows of all tables, also of those that the current role creates later."""
    [current] = cursor.execute("SELECT current_user").fetchone()
    if current == role:
        return
    for statement in GRANTS:
        cursor.execute(SQL(statement).format(role=Identifier(role)))
    for table, privileges in RESTRICTED_TABLES.items():
        names = {"table": Identifier(table), "role": Identifier(role)}
        if cursor.execute("SELECT to_regclass(%s)", [table]).fetchone()[0]:
            cursor.execute(SQL("REVOKE ALL ON {table} FROM {role}").format(**names))
            cursor.execute(SQL(f"GRANT {privileges} ON {{table}} TO {{role}}").format(**names))


def get_owner_errors(cursor):
    """Yield an error message if the current role cannot create tables."""
    name, may_create = cursor.execute("SELECT current_user, has_schema_privilege('public', 'CREATE')").fetchone()
    if not may_create:
        yield (
            f"The database role {name} cannot create tables: name the role that owns them in "
            "PORTAL_OWNER_DATABASE_URL (docs/operations.md)."
        )


def get_role_errors(cursor):
    """Yield an error message if the current role may do more than a role that serves the portal should."""
    name, is_superuser, is_powerful, is_owner = cursor.execute(CHECK_QUERY).fetchone()
    if is_superuser:
        yield f"The database role {name} is a superuser, who can run programs on the server. {HINT}"
    elif is_powerful:
        yield f"The database role {name} may create roles, or read and write files of the server. {HINT}"
    elif is_owner:
        yield f"The database role {name} owns tables or the database. {HINT}"
