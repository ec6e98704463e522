"""The tables of the portal as PostgreSQL's catalogue knows them, copied out and in as text.

The catalogue is asked, and not Django's models, because the database may be of another version than the code.
"""

from django.apps import apps
from django.db import connection
from psycopg import sql

from portal.backup.errors import BackupError

PART_SIZE = 4 * 2**20  # bytes of a table in one member of the archive
# Tables of a rebuild of the search that was interrupted.
LEFTOVER_SUFFIX = "_rebuild"
LIST_COLUMNS = """
SELECT c.relname::text, array_agg(a.attname::text ORDER BY a.attnum)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
GROUP BY c.relname ORDER BY c.relname
"""
LIST_SEQUENCES = """
SELECT c.relname::text, a.attname::text, s.relname::text
FROM pg_depend d
JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
JOIN pg_class c ON c.oid = d.refobjid
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.refobjsubid
WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
  AND c.relnamespace = current_schema()::regnamespace
"""
LIST_TRIGGERS = """
SELECT c.relname::text, t.tgname::text, t.tgenabled::text
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
WHERE NOT t.tgisinternal AND NOT c.relispartition AND c.relnamespace = current_schema()::regnamespace
  AND t.tgenabled <> 'D'
"""
ENABLE = {"O": "ENABLE TRIGGER", "A": "ENABLE ALWAYS TRIGGER", "R": "ENABLE REPLICA TRIGGER"}
LIST_FUNCTIONS = """
SELECT p.oid::regprocedure::text FROM pg_proc p
WHERE p.pronamespace = current_schema()::regnamespace AND starts_with(p.proname, 'portal_')
"""


def execute(statement, parameters=None):
    """Run one statement and return its rows, if it has any."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def is_portal_table(name):
    """Return whether a table is one of the portal's apps, or of Django's: others may share the database."""
    prefixes = ("django_", *(f"{config.label}_" for config in apps.get_app_configs()))
    return name.startswith(prefixes) and not name.endswith(LEFTOVER_SUFFIX)


def list_tables():
    """Return {table: names of its columns} of the portal's tables; generated columns are left out."""
    return {name: columns for name, columns in execute(LIST_COLUMNS) if is_portal_table(name)}


def has_rows(table):
    """Return whether a table has any rows."""
    return execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table)))[0][0]


def read_sequences(tables):
    """Return {table: {column: [last value, whether it was used]}} of the sequences of some tables."""
    values = {}
    for table, column, sequence in execute(LIST_SEQUENCES):
        if table in tables:
            query = sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(sequence))
            values.setdefault(table, {})[column] = list(execute(query)[0])
    return values


def set_sequences(sequences):
    """Set sequences as `read_sequences` has read them, so that no number is given twice."""
    for table, columns in sequences.items():
        for column, (last_value, is_called) in columns.items():
            execute(
                "SELECT setval(pg_get_serial_sequence(quote_ident(%s), %s), %s, %s)",
                [table, column, last_value, is_called],
            )


def copy_out(table, columns):
    """Yield the rows of a table in parts of about PART_SIZE bytes."""
    query = sql.SQL("COPY (SELECT {} FROM {}) TO STDOUT").format(join_columns(columns), sql.Identifier(table))
    part = bytearray()
    with connection.cursor() as cursor, cursor.copy(query) as copy:
        for data in copy:
            part += data
            if len(part) >= PART_SIZE:
                yield bytes(part)
                part.clear()
    if part:
        yield bytes(part)


def copy_in(table, columns, chunks):
    """Write rows that `copy_out` has read, and return their number."""
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), join_columns(columns))
    with connection.cursor() as cursor:
        with cursor.copy(query) as copy:
            for chunk in chunks:
                copy.write(chunk)
        return cursor.rowcount


def join_columns(columns):
    return sql.SQL(", ").join(map(sql.Identifier, columns))


def check_columns(tables):
    """Raise BackupError if the database lacks a table or column of the backup."""
    existing = list_tables()
    for table, columns in tables.items():
        if missing := set(columns) - set(existing.get(table, ())):
            raise BackupError(
                f"The migrations that the backup names make no {table} with {', '.join(sorted(missing))}: "
                "it was made by a version of the portal that differs from this one."
            )


def drop_tables():
    """Drop the tables and functions of the portal."""
    names = [name for (name, *_rest) in execute(LIST_COLUMNS) if is_portal_table(name.removesuffix(LEFTOVER_SUFFIX))]
    for name in names:
        execute(sql.SQL("DROP TABLE IF EXISTS {} CASCADE").format(sql.Identifier(name)))
    for (signature,) in execute(LIST_FUNCTIONS):
        execute(f"DROP FUNCTION {signature} CASCADE")


def empty_tables():
    """Delete the rows that migrations have made. Tables without rows are left alone: a trigger may forbid it."""
    full = [sql.Identifier(table) for table in list_tables() if has_rows(table)]
    if full:
        execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.SQL(", ").join(full)))


def disable_triggers():
    """Disable the triggers of all tables, and return those that were enabled, for `enable_triggers`.

    Rows of a backup are written as they were, and not as a trigger would have them today.
    """
    triggers = [row for row in execute(LIST_TRIGGERS) if is_portal_table(row[0])]
    for table, trigger, _state in triggers:
        change_trigger(table, "DISABLE TRIGGER", trigger)
    return triggers


def enable_triggers(triggers):
    for table, trigger, state in triggers:
        change_trigger(table, ENABLE[state], trigger)


def change_trigger(table, action, trigger):
    execute(sql.SQL("ALTER TABLE {} {} {}").format(sql.Identifier(table), sql.SQL(action), sql.Identifier(trigger)))
