"""The roles of the embedded PostgreSQL, their passwords, and who may connect.

Nobody can connect as the superuser that initdb creates: only the single-user mode, while no server is running, acts as
it. Passwords are derived from the secret key of the data folder, which only the portal's own user can read.
"""

import hashlib
import hmac

from portal.embedded_postgres.cluster import StartupError, run_pg_command

OWNER, SERVER = "portal_owner", "portal_server"
HBA = f"""# Written by the portal, together with its roles.
local all {OWNER},{SERVER} scram-sha-256
"""
# Databases of earlier versions belong to the superuser. Each line is one command of the single-user mode.
ADOPT = f"""
DO $$ DECLARE item record; BEGIN {{statement}}
 LOOP EXECUTE format('ALTER %s %s OWNER TO {OWNER}', item.kind, item.name); END LOOP; END $$
"""
ADOPTED = (
    "FOR item IN SELECT 'DATABASE' AS kind, quote_ident(datname) AS name FROM pg_database"
    " WHERE NOT datistemplate AND datname <> 'postgres'",
    "FOR item IN SELECT 'TABLE' AS kind, oid::regclass::text AS name FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')",
    "FOR item IN SELECT 'ROUTINE' AS kind, oid::regprocedure::text AS name FROM pg_proc"
    " WHERE pronamespace = 'public'::regnamespace",
)
CREATE = "DO $$ BEGIN IF to_regrole('{role}') IS NULL THEN CREATE ROLE {role}; END IF; END $$"


def get_password(secret_key, role):
    """Return the password of a role."""
    return hmac.digest(secret_key.encode(), role.encode(), "sha256").hex()


def build_script(secret_key):
    """Return the commands that create the roles, set their passwords and make the owner own everything."""
    commands = [CREATE.format(role=role) for role in (OWNER, SERVER)]
    options = {OWNER: "CREATEDB", SERVER: "NOCREATEDB"}
    commands += [
        f"ALTER ROLE {role} LOGIN NOSUPERUSER NOCREATEROLE {option} PASSWORD '{get_password(secret_key, role)}'"
        for role, option in options.items()
    ]
    # The owner may end connections of the server, without which it could not drop a database.
    commands.append(f"GRANT {SERVER} TO {OWNER}")
    commands += [ADOPT.format(statement=statement).replace("\n", "") for statement in ADOPTED]
    return "\n".join(commands) + "\n"


def get_stamp(cluster, secret_key):
    """Return the file that says which roles the cluster has, and its content for this key."""
    return cluster.home / "roles.stamp", hashlib.sha256((HBA + build_script(secret_key)).encode()).hexdigest()


def has_roles(cluster, secret_key):
    """Return whether the cluster has the roles of this version with the passwords of this key."""
    path, content = get_stamp(cluster, secret_key)
    return path.exists() and path.read_text() == content


def prepare_roles(cluster, secret_key):
    """Create or change the roles, unless the cluster has them. The server must not be running."""
    if has_roles(cluster, secret_key):
        return
    (cluster.folder / "pg_hba.conf").write_text(HBA)
    script = build_script(secret_key).encode()
    output = run_pg_command(cluster, "postgres", "--single", "-D", cluster.folder, "portal", input=script)
    if b"ERROR:" in output:
        line = next(line for line in output.decode(errors="replace").splitlines() if "ERROR:" in line)
        raise StartupError(f"The roles of the embedded PostgreSQL cannot be created: {line}")
    path, content = get_stamp(cluster, secret_key)
    path.unlink(missing_ok=True)
    path.write_text(content)
